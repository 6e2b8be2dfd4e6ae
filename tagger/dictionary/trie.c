/* Builds the trie level by level.
 *
 *     items    paths in progress; those at one node lie together, in the order of the nodes
 *     a node   [ path | path | path ] ─ sort by next key ─▶ [ path path | path ]   a child for each key
 *
 * A path that ends at a node is removed. The others are written back to the same array, further to the front, and
 * are the next level. Each access to distant memory is known long before its turn and prefetched. Most nodes have
 * one path only and need no sort. */
#include "dictionary/trie.h"

#include <stdlib.h>
#include <string.h>

/* A path: the index of its next step, 0 where it has none. The very first step is never next. */
typedef struct position {
	uint32_t at, path;
} position;

/* A path that continues from the current node. */
typedef struct edge {
	uint32_t key;
	position to;
} edge;

typedef struct builder {
	trie *trie;
	const trie_paths *paths;
	position *items;
	VECTOR(edge) edges; /* twice as many as continue: half of them are space for sorting */
	uint32_t *arrivals;
	size_t arrived;
} builder;

static inline uint32_t key_of(const trie_paths *paths, uint32_t step)
{
	return paths->keys[(step & TRIE_OTHER) != 0][step & TRIE_WORD];
}

/* ---- sorting ------------------------------------------------------------------------------------------------- */

static void sort_few(edge *edges, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		edge moved = edges[i];
		uint32_t hash = trie_hash(moved.key);
		size_t at = i;
		for (; at > 0 && trie_hash(edges[at - 1].key) > hash; at--) {
			edges[at] = edges[at - 1];
		}
		edges[at] = moved;
	}
}

/* Radix sort by the bytes of the hash, lowest first. Space for as many again follows the items. */
static void sort_many(edge *edges, size_t count)
{
	enum { BITS = 8, DIGITS = 1 << BITS };
	edge *from = edges, *to = edges + count;
	for (unsigned shift = 0; shift < 32; shift += BITS) {
		size_t starts[DIGITS + 1] = {0};
		for (size_t i = 0; i < count; i++) {
			starts[(trie_hash(from[i].key) >> shift) % DIGITS + 1]++;
		}
		for (size_t digit = 1; digit < DIGITS; digit++) {
			starts[digit] += starts[digit - 1];
		}
		for (size_t i = 0; i < count; i++) {
			to[starts[(trie_hash(from[i].key) >> shift) % DIGITS]++] = from[i];
		}
		edge *other = from;
		from = to;
		to = other;
	}
}

/* Sorts by the hashes of the keys. Stable. */
static void sort_by_hash(edge *edges, size_t count)
{
	enum { FEW = 48 };
	(count > FEW ? sort_many : sort_few)(edges, count);
}

/* ---- the first level ----------------------------------------------------------------------------------------- */

static uint32_t add_node(trie *self, uint32_t key)
{
	self->nodes.items[++self->made] = (trie_node){.key = key};
	return self->made;
}

/* Until a level is processed, `children` of each node is the end of its items. */
static bool build_first_level(builder *self, uint32_t *first)
{
	const trie_paths *w = self->paths;
	trie *trie = self->trie;
	size_t end = 0;
	for (size_t path = 0, at = 0; path < w->count; path++) {
		first[key_of(w, w->steps[at])]++;
		while (!(w->steps[at++] & TRIE_LAST)) {
		}
	}
	for (size_t key = 0; key < w->key_count; key++) {
		size_t count = first[key];
		first[key] = (uint32_t)end;
		end += count;
		if (count) {
			if (!vector_reserve(&trie->nodes, trie->made + (size_t)2)) {
				return false;
			}
			trie->nodes.items[add_node(trie, 0)].children = (uint32_t)end;
		}
	}
	for (size_t path = 0, at = 0; path < w->count; path++) {
		uint32_t step = w->steps[at++];
		self->items[first[key_of(w, step)]++] = (position){step & TRIE_LAST ? 0 : (uint32_t)at, (uint32_t)path};
		while (!(step & TRIE_LAST)) {
			step = w->steps[at++];
		}
	}
	/* Each item now knows the end of its node's items, which identifies the node. */
	size_t before = 0;
	uint32_t node = 0;
	for (size_t key = 0; key < w->key_count; key++) {
		size_t here = first[key];
		first[key] = here > before ? ++node : 0;
		before = here;
	}
	return true;
}

/* ---- the others ---------------------------------------------------------------------------------------------- */

static inline edge edge_of(const builder *self, position item)
{
	uint32_t step = self->paths->steps[item.at];
	return (edge){key_of(self->paths, step), {step & TRIE_LAST ? 0 : item.at + 1, item.path}};
}

/* The paths at one node, items[from] to items[end]. What ends here is recorded in `arrivals`; what continues is
 * written from items[write] on. Returns the end of what was written. */
static size_t place_paths(builder *self, size_t from, size_t end, size_t write, size_t all)
{
	enum { AHEAD = 24 };
	trie *trie = self->trie;
	edge *edges = self->edges.items;
	size_t count = 0;
	for (size_t i = from; i < end; i++) {
		__builtin_prefetch(&self->paths->steps[self->items[i + AHEAD < all ? i + AHEAD : i].at]);
		if (self->items[i].at) {
			edges[count++] = edge_of(self, self->items[i]);
		} else {
			self->arrivals[self->arrived++] = self->items[i].path;
		}
	}
	sort_by_hash(edges, count);
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || edges[i].key != edges[i - 1].key) {
			add_node(trie, edges[i].key);
		}
		self->items[write++] = edges[i].to;
		trie->nodes.items[trie->made].children = (uint32_t)write;
	}
	return write;
}

/* All nodes of a level, from `node` on. The nodes behind them are the next level. */
static bool build_level(builder *self, uint32_t node)
{
	trie *trie = self->trie;
	uint32_t last = trie->made;
	size_t all = trie->nodes.items[last].children;
	for (size_t from = 0, write = 0; node <= last; node++) {
		size_t end = trie->nodes.items[node].children, here = end - from;
		self->edges.count = 0;
		if (!vector_reserve(&self->edges, here * 2) || !vector_reserve(&trie->nodes, trie->made + here + 2)) {
			return false;
		}
		trie->nodes.items[node].children = trie->made + 1;
		trie->nodes.items[node].terminals = (uint32_t)self->arrived;
		write = place_paths(self, from, end, write, all);
		from = end;
	}
	return true;
}

static bool build(builder *self, uint32_t *first)
{
	trie *trie = self->trie;
	/* An estimate of the number of nodes, so that the array is not moved while it grows. */
	if (!self->items || !vector_reserve_huge(&trie->nodes, self->paths->count / 3 * 4 + 2) ||
	    !build_first_level(self, first)) {
		return false;
	}
	uint32_t begins = trie->made;
	for (uint32_t node = 1; node <= trie->made;) {
		uint32_t next = trie->made + 1;
		if (!build_level(self, node)) {
			return false;
		}
		node = next;
	}
	trie->count = trie->made - begins;
	trie->nodes.count = trie->made + (size_t)2;
	trie->nodes.items[trie->made + 1] = (trie_node){0, trie->made + 1, (uint32_t)self->arrived};
	trie->nodes.items[0] = (trie_node){.children = trie->nodes.items[1].children};
	return true;
}

bool trie_build(trie *self, const trie_paths *paths, uint32_t *first, uint32_t *arrivals)
{
	builder b = {
		.trie = self, .paths = paths, .items = malloc((paths->count + 1) * sizeof *b.items), .arrivals = arrivals};
	if (b.items) {
		huge_pages_enlarge(b.items, paths->count * sizeof *b.items);
	}
	bool good = build(&b, first);
	free(b.items);
	vector_free(&b.edges);
	return good;
}

void trie_free(trie *self)
{
	vector_free(&self->nodes);
	*self = (trie){0};
}
