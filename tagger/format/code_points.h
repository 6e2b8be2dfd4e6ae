/* Code points of a text against its bytes. A byte that is no UTF-8 counts as one code point.
 *
 *     code points   0 ........ 256 ........ 512 ....
 *     marks         │0         │261         │540      the byte at which every 256th begins
 *
 * A look-up goes to the mark before it and walks from there. A text of ASCII alone has no marks and no walk. */
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
	VECTOR(size_t) wide; /* for each mark, how many code points before it take two units of UTF-16 */
} code_points;

/* Reads a text, which must stay as it is while it is asked about. Zeros are points of an empty text. False where
 * memory ran out. */
bool code_points_read(code_points *self, const char *text, size_t length);

/* The byte at which code point number `point` begins; of the one after the last, the text's end. False beyond. */
bool code_points_to_byte(const code_points *self, size_t point, size_t *byte);

/* The number of code points that begin before `byte`. */
size_t code_points_before(const code_points *self, size_t byte);

/* The number of units of UTF-16 that the text before `byte` takes. */
size_t code_points_utf16_before(const code_points *self, size_t byte);

void code_points_free(code_points *self);

/* How many bytes the code point at `text` has: 1 for a byte that is no UTF-8. `length` is not 0. */
size_t code_point_size(const char *text, size_t length);

#endif
