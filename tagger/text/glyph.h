/* Variants of signs in texts: dashes, spaces, the micro sign, superscript digits. */
#ifndef ONTOTAG_GLYPH_H
#define ONTOTAG_GLYPH_H

#include <stdbool.h>
#include <stddef.h>

/* Signs without an ASCII equivalent. */
enum {
	GLYPH_AT_MOST = 1,
	GLYPH_AT_LEAST,
	GLYPH_ABOUT,
	GLYPH_PLUS_MINUS,
	GLYPH_UP,
	GLYPH_DOWN,
	GLYPH_OTHER,
	GLYPH_NOTHING
};

/* The ASCII equivalent of the character at `at`, with its length in bytes: '-' for every dash and minus, ' ' for
 * every space, '.' for a raised point, 'x' for a multiplication sign, 'u' for a micro sign, a digit for a
 * superscript one. A GLYPH_ value where ASCII has none. `at` must be below `length`. */
unsigned char glyph_wide_at(const char *text, size_t length, size_t at, size_t *size);

static inline unsigned char glyph_at(const char *text, size_t length, size_t at, size_t *size)
{
	unsigned char first = (unsigned char)text[at];
	*size = 1;
	return first >= ' ' && first < 0x80 ? first : glyph_wide_at(text, length, at, size);
}

static inline bool glyph_is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static inline bool glyph_is_letter(unsigned char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

#endif
