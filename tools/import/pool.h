/* Strings that are freed together, and arrays that grow.
 *
 *     pool ──▶ block ──▶ block ──▶ ...      a string never moves: pointers to it hold until the pool is cleared
 *              [aaa\0bb\0...     ]          or freed */
#ifndef ONTOTAG_POOL_H
#define ONTOTAG_POOL_H

#include <stddef.h>

typedef struct pool {
	struct pool_block *blocks; /* the newest first */
} pool;

/* A NUL-terminated copy of the text. NULL where memory ran out. */
char *pool_copy(pool *self, const char *text, size_t length);

/* Removes every string and keeps one block for the next. */
void pool_empty(pool *self);
void pool_free(pool *self);

/* Makes space for one more item. Returns `items`, or its new address, and sets `*room` to the capacity. NULL where
 * memory ran out; the items then stay where they are. */
void *pool_grown(void *items, size_t count, size_t *room, size_t size);

#endif
