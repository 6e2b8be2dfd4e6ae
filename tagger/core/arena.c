#include "core/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct arena_block {
	arena_block *next;
	size_t size;
	alignas(max_align_t) unsigned char bytes[];
};

enum { BLOCK_BYTES = 64 * 1024 };

static arena_block *block_new(size_t least)
{
	size_t size = least > BLOCK_BYTES ? least : BLOCK_BYTES;
	if (size > SIZE_MAX - sizeof(arena_block)) {
		return NULL;
	}
	arena_block *block = malloc(sizeof *block + size);
	if (block) {
		block->next = NULL;
		block->size = size;
	}
	return block;
}

void *arena_take(arena *self, size_t size)
{
	if (size > SIZE_MAX - alignof(max_align_t)) {
		return NULL;
	}
	size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	/* After a reset the blocks that follow are empty: use the next one that is large enough. */
	while (!self->current || self->current->size - self->used < size) {
		arena_block *next = self->current ? self->current->next : self->first;
		if (!next || next->size < size) {
			arena_block *block = block_new(size);
			if (!block) {
				return NULL;
			}
			block->next = next;
			if (self->current) {
				self->current->next = block;
			} else {
				self->first = block;
			}
			next = block;
		}
		self->current = next;
		self->used = 0;
	}
	void *piece = self->current->bytes + self->used;
	self->used += size;
	return piece;
}

char *arena_text(arena *self, const char *bytes, size_t length)
{
	char *copy = length < SIZE_MAX ? arena_take(self, length + 1) : NULL;
	if (copy) {
		if (length) {
			memcpy(copy, bytes, length);
		}
		copy[length] = '\0';
	}
	return copy;
}

void arena_reset(arena *self)
{
	self->current = self->first;
	self->used = 0;
}

void arena_free(arena *self)
{
	for (arena_block *block = self->first, *next; block; block = next) {
		next = block->next;
		free(block);
	}
	*self = (arena){0};
}

size_t arena_bytes(const arena *self)
{
	size_t bytes = 0;
	for (const arena_block *block = self->first; block; block = block->next) {
		bytes += sizeof *block + block->size;
	}
	return bytes;
}
