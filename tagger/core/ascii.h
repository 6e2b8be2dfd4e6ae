/* Letters of ASCII, whatever locale the host program has set: in a Turkish one, strcasecmp does not find `omim:1`
 * as OMIM:1. All other bytes stand for themselves. */
#ifndef ONTOTAG_CORE_ASCII_H
#define ONTOTAG_CORE_ASCII_H

#include <stdbool.h>
#include <stddef.h>

static inline bool ascii_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool ascii_is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_is_alphanumeric(char c)
{
	return ascii_is_digit(c) || ascii_is_lower(c) || ascii_is_upper(c);
}

static inline bool ascii_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline unsigned char ascii_lower(char c)
{
	return (unsigned char)(ascii_is_upper(c) ? c | 0x20 : c);
}

/* True where two texts are the same but for the case of letters. */
static inline bool ascii_same(const char *a, const char *b)
{
	while (*a && ascii_lower(*a) == ascii_lower(*b)) {
		a++;
		b++;
	}
	return *a == *b;
}

/* The order of texts in small letters. */
static inline int ascii_compare(const char *a, const char *b)
{
	while (*a && ascii_lower(*a) == ascii_lower(*b)) {
		a++;
		b++;
	}
	return ascii_lower(*a) - ascii_lower(*b);
}

/* True where the first `length` bytes of two texts are the same but for the case of letters. Stops behind a NUL in
 * both. */
static inline bool ascii_begins_same(const char *a, const char *b, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (ascii_lower(a[i]) != ascii_lower(b[i])) {
			return false;
		}
		if (!a[i]) {
			break;
		}
	}
	return true;
}

#endif
