/* Numbers as text. */
#ifndef ONTOTAG_NUMBER_H
#define ONTOTAG_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* A decimal number that fills all of `text`. */
bool parse_number(const char *text, size_t length, size_t *out);

enum { NUMBER_TEXT = 32 };

/* A number, not NaN, as short as it can be written and read back as the same. */
void number_text(char out[NUMBER_TEXT], double number);

#endif
