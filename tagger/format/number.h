/* Numbers as text. */
#ifndef ONTOTAG_NUMBER_H
#define ONTOTAG_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* A decimal number that fills all of `text`. */
bool parse_number(const char *text, size_t length, size_t *out);

#endif
