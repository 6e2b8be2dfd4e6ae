/* Code points of a text and their bytes. An invalid byte of UTF-8 counts as one code point.
 *
 *     code points   0 ........ 256 ........ 512 ....
 *     marks         │0         │261         │540      the byte at which every 256th begins
 *
 * A lookup starts at the nearest mark before the place and walks from there. An ASCII text needs neither marks nor
 * a walk. */
#ifndef ONTOTAG_CODE_POINTS_H
#define ONTOTAG_CODE_POINTS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/vector.h"

typedef struct code_points {
	const char *text; /* a view */
	size_t length;
	size_t count; /* of code points */
	VECTOR(size_t) marks;
	VECTOR(size_t) wide; /* for each mark: how many code points before it take two UTF-16 units */
} code_points;

/* Indexes a text, which must not change afterwards. A zeroed struct is the index of an empty text. False where
 * memory ran out. */
bool code_points_read(code_points *self, const char *text, size_t length);

/* The byte at which code point number `point` begins. One past the last gives the end of the text. False beyond. */
bool code_points_to_byte(const code_points *self, size_t point, size_t *byte);

/* The number of code points that begin before `byte`. */
size_t code_points_before(const code_points *self, size_t byte);

/* The number of units of UTF-16 before `byte`. */
size_t code_points_utf16_before(const code_points *self, size_t byte);

void code_points_free(code_points *self);

/* The length of the code point at `text`; 1 for an invalid byte. `length` must not be 0. */
size_t code_point_size(const char *text, size_t length);

#endif
