#include "dictionary/trie.h"

#include <stdlib.h>

static size_t space_for(size_t edges)
{
	return edges / 3 * 4 + 64;
}

static bool reserve(trie *self, size_t space)
{
	self->edges = calloc(space, sizeof *self->edges);
	self->space = space;
	return self->edges && space < UINT32_MAX;
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

/* Where an edge is, or the free slot where it belongs. */
static trie_edge *find(const trie *self, uint32_t node, uint32_t key)
{
	size_t slot = trie_slot(self, trie_hash(node, key));
	while (self->edges[slot].node && (self->edges[slot].node != node || self->edges[slot].key != key)) {
		slot = slot + 1 < self->space ? slot + 1 : 0;
	}
	return &self->edges[slot];
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
		const trie_edge *edge = &self->edges[i];
		if (edge->node) {
			*find(&other, edge->node, edge->key) = *edge;
		}
	}
	trie_free(self);
	*self = other;
	return true;
}

bool trie_finish(trie *self)
{
	size_t enough = space_for(self->count);
	if (self->space > enough + enough / 4 && !rebuild(self, enough)) {
		return false;
	}
	self->filter = calloc(trie_filter_words(self->space), sizeof *self->filter);
	for (size_t i = 0; self->filter && i < self->space; i++) {
		if (self->edges[i].node) {
			size_t bit = trie_filter_bit(self, trie_hash(self->edges[i].node, self->edges[i].key));
			self->filter[bit / 64] |= (uint64_t)1 << (bit % 64);
		}
	}
	return self->filter;
}

uint32_t trie_add(trie *self, uint32_t node, uint32_t key)
{
	trie_edge *edge = find(self, node, key);
	if (edge->node) {
		return edge->child;
	}
	if ((self->count + 1) * 4 > self->space * 3) {
		if (!rebuild(self, self->space * 2)) {
			return 0;
		}
		edge = find(self, node, key);
	}
	uint32_t child = trie_node(self);
	if (child) {
		*edge = (trie_edge){node, key, child};
		self->count++;
	}
	return child;
}
