/* UTF-8: validation and the boundaries of characters. */
#ifndef ONTOTAG_NATIVE_UTF8_H
#define ONTOTAG_NATIVE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ontotag.h"

/* The byte length of the character at `at`; 0 for invalid UTF-8. */
size_t utf8_character(const char *at, size_t left);

bool utf8_is_ascii(const char *text, size_t length);
bool utf8_is_valid(const char *text, size_t length);

/* Copies text and replaces each invalid UTF-8 byte by U+FFFD. `out` has room for three times the length. Returns
 * the length of the output. */
size_t utf8_clean(char *out, const char *text, size_t length);

/* The number of characters before a byte of a text. Each byte that is counted has a bit:
 *
 *     bytes   a  c3 a9  b  f0 9f 98 80
 *     points  1  1  0   1  1  0  0  0
 *     utf16   1  1  0   1  1  1  0  0
 *
 * before[i] is the number of ones in the words before word i. In an ASCII text all bytes are counted, so it needs
 * neither array. */
typedef struct offset_map {
	uint64_t *bits;
	size_t *before;
	size_t room; /* in words */
	bool same;   /* an offset is its byte */
} offset_map;

/* Reads a text. False where memory ran out. Zero-initialize the map; it is reused for one text after another. */
bool offset_map_read(offset_map *self, const char *text, size_t length, onto_offsets unit);
void offset_map_free(offset_map *self);

static inline size_t offset_map_before(const offset_map *self, size_t byte)
{
	return self->same ? byte
	                  : self->before[byte / 64] +
	                        (size_t)__builtin_popcountll(self->bits[byte / 64] & ((1ull << byte % 64) - 1));
}

#endif
