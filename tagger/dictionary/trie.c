#include "dictionary/trie.h"

#include <stdlib.h>
#include <string.h>

static bool reserve(trie *self, size_t space)
{
	self->edges = calloc(space, sizeof *self->edges);
	self->space = space;
	return self->edges && space < UINT32_MAX;
}

bool trie_start(trie *self, size_t edges)
{
	*self = (trie){0};
	return reserve(self, edges / 3 * 4 + 64);
}

void trie_free(trie *self)
{
	free(self->edges);
	vector_free(&self->nodes);
	*self = (trie){0};
}

/* ---- while it is built -------------------------------------------------------------------------------------------- */

/* The slot of an edge, or the free one where it belongs. */
static trie_edge *slot_of(const trie *self, uint32_t node, uint32_t key)
{
	size_t slot = trie_slot(self, node, key);
	while (self->edges[slot].node && (self->edges[slot].node != node || self->edges[slot].key != key)) {
		slot = slot + 1 < self->space ? slot + 1 : 0;
	}
	return &self->edges[slot];
}

static bool grow(trie *self)
{
	trie other = *self;
	if (!reserve(&other, self->space * 2)) {
		free(other.edges);
		return false;
	}
	for (size_t i = 0; i < self->space; i++) {
		const trie_edge *edge = &self->edges[i];
		if (edge->node) {
			*slot_of(&other, edge->node, edge->key) = *edge;
		}
	}
	free(self->edges);
	*self = other;
	return true;
}

uint32_t trie_node_add(trie *self)
{
	return self->made < UINT32_MAX - 2 ? ++self->made : 0;
}

uint32_t trie_add(trie *self, uint32_t node, uint32_t key)
{
	trie_edge *slot = slot_of(self, node, key);
	if (slot->node) {
		return slot->child;
	}
	if ((self->count + 1) * 4 > self->space * 3) {
		if (!grow(self)) {
			return 0;
		}
		slot = slot_of(self, node, key);
	}
	uint32_t child = trie_node_add(self);
	if (child) {
		*slot = (trie_edge){node, key, child};
		self->count++;
	}
	return child;
}

/* ---- once it is built --------------------------------------------------------------------------------------------- */

/* An edge from a node that is known. */
typedef struct way_on {
	uint32_t key, child;
} way_on;

static int by_hash(const void *a, const void *b)
{
	uint32_t x = trie_hash(((const way_on *)a)->key), y = trie_hash(((const way_on *)b)->key);
	return x < y ? -1 : x > y;
}

static void sort_by_hash(way_on *ways, size_t count)
{
	enum { FEW = 16 };
	if (count > FEW) {
		qsort(ways, count, sizeof *ways, by_hash);
		return;
	}
	for (size_t i = 1; i < count; i++) {
		way_on moved = ways[i];
		size_t at = i;
		for (; at > 0 && trie_hash(ways[at - 1].key) > trie_hash(moved.key); at--) {
			ways[at] = ways[at - 1];
		}
		ways[at] = moved;
	}
}

/* The edges, those of each node together: from starts[node] to starts[node + 1]. */
static void gather_by_node(const trie *self, way_on *ways, uint32_t *starts)
{
	for (size_t i = 0; i < self->space; i++) {
		starts[self->edges[i].node + 1] += self->edges[i].node != 0;
	}
	for (size_t node = 1; node <= (size_t)self->made + 1; node++) {
		starts[node] += starts[node - 1];
	}
	for (size_t i = 0; i < self->space; i++) {
		const trie_edge *edge = &self->edges[i];
		if (edge->node) {
			ways[starts[edge->node]++] = (way_on){edge->key, edge->child};
		}
	}
	memmove(starts + 1, starts, ((size_t)self->made + 1) * sizeof *starts);
	starts[0] = 0;
}

/* Numbers the nodes in breadth: those that no edge leads to, and then the children of each in its turn. `old` holds the number
 * that each had. What comes next is known long before its turn, so the places that it lies at are asked for ahead. */
static void number_nodes(trie *self, way_on *ways, const uint32_t *starts, uint32_t *old, uint32_t *numbers)
{
	enum { FAR = 32, NEAR = 16 };
	uint32_t made = 0;
	memset(numbers, 0, ((size_t)self->made + 1) * sizeof *numbers);
	for (size_t i = 0; i < self->count; i++) {
		numbers[ways[i].child] = 1;
	}
	for (uint32_t node = 1; node <= self->made; node++) {
		if (!numbers[node]) {
			old[++made] = node;
		}
	}
	memset(self->nodes.items, 0, self->nodes.count * sizeof *self->nodes.items);
	for (uint32_t node = 1; node <= self->made; node++) {
		uint32_t from = starts[old[node]], end = starts[old[node] + 1];
		if (made - node >= FAR) {
			__builtin_prefetch(&starts[old[node + FAR]]);
			__builtin_prefetch(&numbers[old[node + FAR]], 1);
			__builtin_prefetch(&ways[starts[old[node + NEAR]]]);
		}
		self->nodes.items[node].children = made + 1;
		numbers[old[node]] = node;
		sort_by_hash(ways + from, end - from);
		for (; from < end; from++) {
			old[++made] = ways[from].child;
			self->nodes.items[made].key = ways[from].key;
		}
	}
	self->nodes.items[self->made + 1].children = made + 1;
	self->nodes.items[0].children = self->nodes.items[1].children;
}

bool trie_finish(trie *self, uint32_t *numbers)
{
	size_t nodes = self->made;
	way_on *ways = malloc((self->count + 1) * sizeof *ways);
	uint32_t *starts = calloc(nodes + 2, sizeof *starts), *old = NULL;
	bool good = ways && starts;
	if (good) {
		gather_by_node(self, ways, starts);
		free(self->edges); /* before more is asked for, so that at most as much is held as while names were added */
		self->edges = NULL;
		self->space = 0;
		old = malloc((nodes + 1) * sizeof *old);
		good = old && vector_reserve(&self->nodes, nodes + 2);
	}
	if (good) {
		self->nodes.count = nodes + 2;
		number_nodes(self, ways, starts, old, numbers);
	}
	free(ways);
	free(starts);
	free(old);
	return good;
}
