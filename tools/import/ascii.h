/* ASCII letters and spaces, independent of the locale, for prefixes, tags and column names. */
#ifndef ONTOTAG_ASCII_H
#define ONTOTAG_ASCII_H

#include <stdbool.h>
#include <stddef.h>

static inline bool ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool ascii_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool ascii_is_letter(char c)
{
	return ascii_is_lower(c) || ascii_is_upper(c);
}

/* Space and control characters: no code contains them, and they separate the words of a name. */
static inline bool ascii_is_space(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7F;
}

static inline char ascii_lower(char c)
{
	return ascii_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static inline char ascii_upper(char c)
{
	return ascii_is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

/* The length of `start` if `text` begins with it, case ignored; else 0. */
static inline size_t ascii_begins(const char *text, const char *start)
{
	size_t at = 0;
	for (; start[at]; at++) {
		if (ascii_lower(text[at]) != ascii_lower(start[at])) {
			return 0;
		}
	}
	return at;
}

static inline bool ascii_same(const char *a, const char *b)
{
	size_t length = ascii_begins(a, b);
	return !a[length] && !b[length];
}

#endif
