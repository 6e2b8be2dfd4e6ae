/* Growing arrays. A vector of T is a struct { T *items; size_t count, space; }, declared with VECTOR(T). Zeros are
 * an empty vector. The items move when it grows. */
#ifndef ONTOTAG_VECTOR_H
#define ONTOTAG_VECTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "core/huge_pages.h"

#define VECTOR(T) \
	struct { \
		T *items; \
		size_t count; \
		size_t space; \
	}

/* Reserves `extra` more items. False, with the vector unchanged, where memory ran out. */
#define vector_reserve(v, extra) \
	((v)->space - (v)->count >= (size_t)(extra) || \
	 vector_grow((void **)&(v)->items, &(v)->space, (v)->count, (extra), sizeof *(v)->items))

/* The same for a vector that will be filled and grow little afterwards: on huge pages if it is large. */
#define vector_reserve_huge(v, extra) \
	(vector_reserve((v), (extra)) && (huge_pages_enlarge((v)->items, (v)->space * sizeof *(v)->items), true))

/* Moves the vector to huge pages with space for `least` items. It may be small now and grow much later. */
#define vector_move_huge(v, least) \
	((v)->space >= (size_t)(least) || \
	 vector_move((void **)&(v)->items, &(v)->space, (v)->count, (least), sizeof *(v)->items))

/* Appends a value. False where memory ran out. */
#define vector_push(v, value) (vector_reserve((v), 1) && ((v)->items[(v)->count++] = (value), true))

/* The address of an item, or of the end. NULL where the vector has no memory yet, to which nothing may be added. */
#define vector_at(v, index) ((v)->items ? (v)->items + (index) : NULL)

#define vector_free(v) (free((v)->items), (v)->items = NULL, (v)->count = (v)->space = 0)

bool vector_grow(void **items, size_t *space, size_t count, size_t extra, size_t item_size);
bool vector_move(void **items, size_t *space, size_t count, size_t least, size_t item_size);

#endif
