#include "dictionary/trie.h"

#include <stdlib.h>

static size_t space_for(size_t edges)
{
	return edges / 3 * 4 + 64;
}

static bool reserve(trie *self, size_t space)
{
	self->edges = calloc(space, sizeof *self->edges);
	self->filter = calloc(trie_filter_words(space), sizeof *self->filter);
	self->space = space;
	return self->edges && self->filter && space < UINT32_MAX;
}

bool trie_start(trie *self, size_t edges)
{
	*self = (trie){0};
	return reserve(self, space_for(edges));
}

void trie_free(trie *self)
{
	free(self->edges);
	free(self->filter);
	*self = (trie){0};
}

/* Puts an edge that is not there into a table that has room. */
static void place(trie *self, trie_edge edge)
{
	uint64_t hash = trie_hash(edge.node, edge.key);
	size_t slot = trie_slot(self, hash), bit = trie_filter_bit(self, hash);
	while (self->edges[slot].node) {
		slot = slot + 1 < self->space ? slot + 1 : 0;
	}
	self->edges[slot] = edge;
	self->filter[bit / 64] |= (uint64_t)1 << (bit % 64);
}

uint32_t trie_node(trie *self)
{
	return self->nodes < UINT32_MAX - 1 ? ++self->nodes : 0;
}

/* Moves the edges to a table of another size, in the order in which they lie, so that it is filled from front to back. */
static bool rebuild(trie *self, size_t space)
{
	trie other = {.count = self->count, .nodes = self->nodes};
	if (!reserve(&other, space)) {
		trie_free(&other);
		return false;
	}
	for (size_t i = 0; i < self->space; i++) {
		if (self->edges[i].node) {
			place(&other, self->edges[i]);
		}
	}
	trie_free(self);
	*self = other;
	return true;
}

bool trie_finish(trie *self)
{
	size_t enough = space_for(self->count);
	return self->space <= enough + enough / 4 || rebuild(self, enough);
}

uint32_t trie_add(trie *self, uint32_t node, uint32_t key)
{
	uint32_t child = trie_child(self, node, key);
	if (child) {
		return child;
	}
	if ((self->count + 1) * 4 > self->space * 3 && !rebuild(self, self->space * 2)) {
		return 0;
	}
	child = trie_node(self);
	if (child) {
		place(self, (trie_edge){node, key, child});
		self->count++;
	}
	return child;
}
