/* An arena: memory that is handed out piece by piece and taken back all at once.
 *
 *     first block          current block
 *     ┌──────────┐   ┌────────────────┐
 *     │##########│──▶│#######.........│   '#' handed out, '.' free
 *     └──────────┘   └────────────────┘
 *
 * A reset keeps the blocks, so that an arena that serves one document after the other stops asking the system for
 * memory once it has seen its largest. Nothing in it is freed alone; nothing in it moves. */
#ifndef ONTOTAG_ARENA_H
#define ONTOTAG_ARENA_H

#include <stddef.h>

typedef struct arena_block arena_block;

typedef struct arena {
	arena_block *first, *current;
	size_t used; /* of the current block */
} arena;

/* An arena of zeros is empty and ready. */

/* `size` bytes, aligned for pointers and 64-bit numbers and not cleared; NULL where memory ran out. */
void *arena_take(arena *self, size_t size);

/* A NUL-terminated copy of `length` bytes, packed closely; NULL where memory ran out. */
char *arena_text(arena *self, const char *bytes, size_t length);

/* Takes everything back but keeps the blocks. */
void arena_reset(arena *self);

/* Gives the blocks back to the system. */
void arena_free(arena *self);

/* Bytes that its blocks hold. */
size_t arena_bytes(const arena *self);

#endif
