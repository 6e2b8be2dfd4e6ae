/* Properties of words and keys that construction and look-up of the index share. */
#include "normalize/index.h"

#include <stdlib.h>
#include <string.h>

#include "text/word_list.h"

bool index_is_minor(const char *word, size_t length)
{
	return word_list_roles(word, length).function & FUNCTION_MINOR;
}

unsigned index_ordinal(const char *word, size_t length)
{
	static const char *const ordinals[] = {"first",   "second", "third", "fourth", "fifth",    "sixth",
	                                       "seventh", "eighth", "ninth", "tenth",  "eleventh", "twelfth"};
	for (unsigned i = 0; i < sizeof ordinals / sizeof *ordinals; i++) {
		if (strlen(ordinals[i]) == length && memcmp(ordinals[i], word, length) == 0) {
			return i + 1;
		}
	}
	return 0;
}

bool listing_start(listing *self, size_t count)
{
	self->count = count;
	self->starts = calloc(count + 2, sizeof *self->starts);
	return self->starts != NULL;
}

bool listing_sum(listing *self)
{
	for (size_t i = 0; i < self->count; i++) {
		self->starts[i + 1] += self->starts[i];
	}
	/* The last count is not shifted. */
	size_t total = (size_t)self->starts[self->count] + self->starts[self->count + 1];
	self->items = malloc((total + 1) * sizeof *self->items);
	return self->items != NULL;
}

void listing_free(listing *self)
{
	free(self->starts);
	free(self->items);
}

/* ---- words in any order -------------------------------------------------------------------------------------- */

size_t index_order(const onto_normalizer_index *self, uint32_t *keys, size_t count)
{
	uint64_t hash = count;
	for (size_t i = 1; i < count; i++) {
		uint32_t moved = keys[i];
		size_t at = i;
		for (; at > 0 && keys[at - 1] > moved; at--) {
			keys[at] = keys[at - 1];
		}
		keys[at] = moved;
	}
	for (size_t i = 0; i < count; i++) {
		hash = (hash ^ keys[i]) * 0xff51afd7ed558ccdu;
		hash ^= hash >> 32;
	}
	return (size_t)hash & (self->orders.count - 1);
}

/* The bucket of a name; SIZE_MAX where only minor words are in it. */
