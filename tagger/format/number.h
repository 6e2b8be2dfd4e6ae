/* Numbers as text. */
#ifndef ONTOTAG_NUMBER_H
#define ONTOTAG_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* A decimal number that fills all of `text`. */
bool parse_number(const char *text, size_t length, size_t *out);

/* Room that is enough for number_text. */
enum { NUMBER_SPACE = 40 };

/* A finite number in as few digits as give it back, with a point whatever the locale. Returns `out`. */
const char *number_text(char out[NUMBER_SPACE], double number);

#endif
