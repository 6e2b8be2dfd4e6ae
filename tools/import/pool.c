/* A pool of strings that are freed together. */
#include "pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 32 << 10, FIRST_ITEMS = 16 };

struct pool_block {
	struct pool_block *next;
	size_t used;
	size_t room;
	char bytes[];
};

static struct pool_block *add_block(pool *self, size_t needed)
{
	size_t room = needed > BLOCK ? needed : BLOCK;
	if (room > SIZE_MAX - sizeof(struct pool_block)) {
		return NULL;
	}
	struct pool_block *block = malloc(sizeof *block + room);
	if (!block) {
		return NULL;
	}
	block->next = self->blocks;
	block->used = 0;
	block->room = room;
	self->blocks = block;
	return block;
}

char *pool_copy(pool *self, const char *text, size_t length)
{
	if (length == SIZE_MAX) {
		return NULL;
	}
	struct pool_block *block = self->blocks;
	if (!block || block->room - block->used < length + 1) {
		block = add_block(self, length + 1);
		if (!block) {
			return NULL;
		}
	}
	char *copy = block->bytes + block->used;
	memcpy(copy, text, length);
	copy[length] = '\0';
	block->used += length + 1;
	return copy;
}

static void free_blocks(struct pool_block *block)
{
	while (block) {
		struct pool_block *next = block->next;
		free(block);
		block = next;
	}
}

void pool_empty(pool *self)
{
	if (!self->blocks) {
		return;
	}
	free_blocks(self->blocks->next);
	self->blocks->next = NULL;
	self->blocks->used = 0;
}

void pool_free(pool *self)
{
	free_blocks(self->blocks);
	self->blocks = NULL;
}

void *pool_grown(void *items, size_t count, size_t *room, size_t size)
{
	if (count < *room) {
		return items;
	}
	size_t more = *room ? *room * 2 : FIRST_ITEMS;
	if (more < *room || more > SIZE_MAX / size) {
		return NULL;
	}
	void *moved = realloc(items, more * size);
	if (moved) {
		*room = more;
	}
	return moved;
}
