/* Numbers of strings. */
#include "string_index.h"

#include <stdlib.h>
#include <string.h>

static uint32_t hash_text(const char *text, size_t length)
{
	uint64_t hash = 14695981039346656037u;
	for (size_t i = 0; i < length; i++) {
		hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
	}
	return (uint32_t)(hash ^ hash >> 32);
}

/* The slot of a string, or the free slot where it belongs. */
static size_t slot_of(const string_index *self, const char *text, size_t length, uint32_t hash)
{
	size_t mask = self->slot_count - 1;
	for (size_t at = hash & mask;; at = (at + 1) & mask) {
		uint32_t number = self->slots[at];
		if (!number || (self->hashes[number - 1] == hash && !strncmp(self->texts[number - 1], text, length) &&
		                !self->texts[number - 1][length])) {
			return at;
		}
	}
}

static bool grow_slots(string_index *self)
{
	enum { FIRST = 1 << 10 };
	if ((self->count + 1) * 2 <= self->slot_count) {
		return true;
	}
	size_t count = self->slot_count ? self->slot_count * 2 : FIRST;
	uint32_t *slots = calloc(count, sizeof *slots);
	if (!slots) {
		return false;
	}
	for (size_t i = 0; i < self->count; i++) {
		size_t at = self->hashes[i] & (count - 1);
		while (slots[at]) {
			at = (at + 1) & (count - 1);
		}
		slots[at] = (uint32_t)i + 1;
	}
	free(self->slots);
	self->slots = slots;
	self->slot_count = count;
	return true;
}

/* Two arrays of one capacity. */
static bool grow_texts(string_index *self)
{
	if (self->count < self->room) {
		return true;
	}
	size_t room = self->room ? self->room * 2 : 256;
	char **texts = realloc(self->texts, room * sizeof *texts);
	if (!texts) {
		return false;
	}
	self->texts = texts;
	uint32_t *hashes = realloc(self->hashes, room * sizeof *hashes);
	if (!hashes) {
		return false;
	}
	self->hashes = hashes;
	self->room = room;
	return true;
}

size_t string_index_add(string_index *self, const char *text, size_t length)
{
	uint32_t hash = hash_text(text, length);
	if (!grow_slots(self) || !grow_texts(self) || self->count >= UINT32_MAX - 1) {
		return SIZE_MAX;
	}
	size_t at = slot_of(self, text, length, hash);
	if (self->slots[at]) {
		return self->slots[at] - 1;
	}
	char *copy = pool_copy(&self->pool, text, length);
	if (!copy) {
		return SIZE_MAX;
	}
	self->texts[self->count] = copy;
	self->hashes[self->count] = hash;
	self->slots[at] = (uint32_t)++self->count;
	return self->count - 1;
}

size_t string_index_find(const string_index *self, const char *text, size_t length)
{
	if (!self->slot_count) {
		return SIZE_MAX;
	}
	uint32_t number = self->slots[slot_of(self, text, length, hash_text(text, length))];
	return number ? number - 1 : SIZE_MAX;
}

void string_index_free(string_index *self)
{
	pool_free(&self->pool);
	free(self->texts);
	free(self->hashes);
	free(self->slots);
	*self = (string_index){0};
}
