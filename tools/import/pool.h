/* Strings that live together and are freed together, and arrays that grow.
 *
 *     pool ──▶ block ──▶ block ──▶ ...      a string stays where it was put: pointers to it hold until the pool is
 *              [aaa\0bb\0...     ]          emptied or freed */
#ifndef ONTOTAG_POOL_H
#define ONTOTAG_POOL_H

#include <stddef.h>

typedef struct pool {
	struct pool_block *blocks; /* the newest first */
} pool;

/* A copy of the text, closed by a NUL; NULL when there is no memory. */
char *pool_copy(pool *self, const char *text, size_t length);

/* Forgets every string and keeps one block for the next. */
void pool_empty(pool *self);
void pool_free(pool *self);

/* Makes space for one item more: returns `items`, or where they have moved to, and sets `*room` to what fits there.
 * NULL when there is no memory; the items are then where they were. */
void *pool_grown(void *items, size_t count, size_t *room, size_t size);

#endif
