/* The arena: memory that is freed all at once. */
#include "core/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct arena_block {
	arena_block *next;
	size_t size;
	alignas(max_align_t) unsigned char bytes[];
};

enum { BLOCK_BYTES = 64 * 1024, ALIGN = 8 };

_Static_assert(alignof(void *) <= ALIGN && alignof(uint64_t) <= ALIGN, "what is taken is aligned");

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

/* `align` is a power of two, at most ALIGN. */
static void *take(arena *self, size_t size, size_t align)
{
	assert(align && align <= ALIGN && (align & (align - 1)) == 0);
	assert(!self->current || self->used <= self->current->size);
	if (size > SIZE_MAX - ALIGN) {
		return NULL;
	}
	size_t at = (self->used + align - 1) & ~(align - 1);
	/* After a reset the blocks that follow are empty. Use the next one that is large enough. */
	while (!self->current || self->current->size < at || self->current->size - at < size) {
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
		at = 0;
	}
	self->used = at + size;
	return self->current->bytes + at;
}

void *arena_take(arena *self, size_t size)
{
	return take(self, size, ALIGN);
}

char *arena_text(arena *self, const char *bytes, size_t length)
{
	char *copy = length < SIZE_MAX ? take(self, length + 1, 1) : NULL;
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
