/* Validation of UTF-8. */
#ifndef ONTOTAG_UTF8_H
#define ONTOTAG_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* The length of the prefix that is ASCII. */
size_t utf8_ascii(const char *bytes, size_t length);

bool utf8_valid(const char *bytes, size_t length);

#endif
