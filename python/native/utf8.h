/* UTF-8: what is valid, and where characters begin. */
#ifndef ONTOTAG_NATIVE_UTF8_H
#define ONTOTAG_NATIVE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ontotag.h"

/* Bytes of the character at `at`; 0 where it is no UTF-8. */
size_t utf8_character(const char *at, size_t left);

bool utf8_is_ascii(const char *text, size_t length);
bool utf8_is_valid(const char *text, size_t length);

/* Copies text and writes U+FFFD for each byte that is no UTF-8; `out` has room for three times the length. Returns
 * what it wrote. */
size_t utf8_clean(char *out, const char *text, size_t length);

/* How many characters of a text lie before a byte of it. A bit stands for each byte that is counted:
 *
 *     bytes   a  c3 a9  b  f0 9f 98 80
 *     points  1  1  0   1  1  0  0  0
 *     utf16   1  1  0   1  1  1  0  0
 *
 * and before[i] is the number of ones in the words before word i. All bytes of a text of ASCII are counted, so it
 * needs neither. */
typedef struct offset_map {
	uint64_t *bits;
	size_t *before;
	size_t room; /* in words */
	bool same;   /* an offset is its byte */
} offset_map;

/* Reads a text; false where memory runs out. The map is zero at first and is used for one text after another. */
bool offset_map_read(offset_map *self, const char *text, size_t length, onto_offsets unit);
void offset_map_free(offset_map *self);

static inline size_t offset_map_before(const offset_map *self, size_t byte)
{
	return self->same ? byte
	                  : self->before[byte / 64] +
	                        (size_t)__builtin_popcountll(self->bits[byte / 64] & ((1ull << byte % 64) - 1));
}

#endif
