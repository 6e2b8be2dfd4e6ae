/* Arrays that grow. */
#include "core/vector.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool vector_grow(void **items, size_t *space, size_t count, size_t extra, size_t item_size)
{
	assert(count <= *space && item_size);
	if (extra > SIZE_MAX / 2 - count) {
		return false;
	}
	size_t wanted = *space < 8 ? 16 : *space + *space / 2;
	if (wanted < count + extra) {
		wanted = count + extra;
	}
	if (wanted > SIZE_MAX / item_size) {
		return false;
	}
	void *grown = realloc(*items, wanted * item_size);
	if (!grown) {
		return false;
	}
	*items = grown;
	*space = wanted;
	return true;
}

bool vector_move(void **items, size_t *space, size_t count, size_t least, size_t item_size)
{
	assert(count <= *space && least > *space);
	void *moved = least <= SIZE_MAX / item_size ? huge_pages_take(least * item_size) : NULL;
	if (!moved) {
		return false;
	}
	if (count) {
		memcpy(moved, *items, count * item_size);
	}
	free(*items);
	*items = moved;
	*space = least;
	return true;
}
