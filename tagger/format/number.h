/* Numbers as text. */
#ifndef ONTOTAG_NUMBER_H
#define ONTOTAG_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* Reads a decimal number that takes up all of `text`. */
bool parse_number(const char *text, size_t length, size_t *out);

/* Size of a buffer for number_text. */
enum { NUMBER_SPACE = 40 };

/* Formats a finite number with the fewest digits that read back as the same number. The decimal point does not
 * depend on the locale. Returns `out`. */
const char *number_text(char out[NUMBER_SPACE], double number);

/* Size of a buffer for chance_text. */
enum { CHANCE_SPACE = 5 };

/* Formats a probability from 0 to 1, in hundredths, as number_text would: 0.93, 0.9. Much faster. Returns `out`. */
const char *chance_text(char out[CHANCE_SPACE], double chance);

#endif
