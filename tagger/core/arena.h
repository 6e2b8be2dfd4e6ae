/* An arena: memory that is allocated piece by piece and freed all at once.
 *
 *     first block          current block
 *     ┌──────────┐   ┌────────────────┐
 *     │##########│──▶│#######.........│   '#' allocated, '.' free
 *     └──────────┘   └────────────────┘
 *
 * A reset keeps the blocks. An arena that serves one document after the other makes no system call after its
 * largest document. No piece is freed alone, and no piece moves. */
#ifndef ONTOTAG_ARENA_H
#define ONTOTAG_ARENA_H

#include <stddef.h>

typedef struct arena_block arena_block;

typedef struct arena {
	arena_block *first, *current;
	size_t used; /* of the current block */
} arena;

/* An arena of zeros is empty and ready to use. */

/* `size` bytes, aligned for pointers and 64-bit numbers, not cleared. NULL where memory ran out. */
void *arena_take(arena *self, size_t size);

/* A NUL-terminated copy of `length` bytes, without alignment. NULL where memory ran out. */
char *arena_text(arena *self, const char *bytes, size_t length);

/* Frees every piece but keeps the blocks. */
void arena_reset(arena *self);

/* Returns the blocks to the system. */
void arena_free(arena *self);

/* The size of its blocks in bytes. */
size_t arena_bytes(const arena *self);

#endif
