/* The trie of names: nodes joined by keys.
 *
 *     root ──acut──▶ 12 ──leukem──▶ 40 ──▶ endings: "acute leukemia" of MONDO:0010643
 *                        └─lymphoblast─▶ 57 ──leukem──▶ 90 ──▶ ...
 *
 * The edges from the root are `first` in the lexicon's words; all others lie in one open-addressing table by
 * (node, key). Nodes are numbered from 1 in the order they were made.
 *
 * Most of what is asked for is not there: most words of a text do not go on with the name that the one before began. A filter
 * of a few bits an edge, small enough for the processor's cache, answers that without a look at the table. */
#ifndef ONTOTAG_TRIE_H
#define ONTOTAG_TRIE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct trie_edge {
	uint32_t node, key; /* node 0: free */
	uint32_t child;
} trie_edge;

typedef struct trie {
	trie_edge *edges;
	size_t space; /* of the table; never full */
	uint64_t *filter; /* bit of an edge's hash: set where there may be one; `space` times FILTER_BITS of them */
	size_t count;
	uint32_t nodes; /* made so far */
} trie;

/* An empty one that does not have to grow before it holds so many edges. False where memory ran out. */
bool trie_start(trie *self, size_t edges);
void trie_free(trie *self);

/* Ends the adding: makes the filter, and rebuilds the table in the space that its edges need where it has much more. False where
 * memory ran out. */
bool trie_finish(trie *self);

enum { FILTER_BITS = 8 };

static inline size_t trie_filter_words(size_t space)
{
	return (space * FILTER_BITS + 63) / 64;
}

static inline uint64_t trie_hash(uint32_t node, uint32_t key)
{
	uint64_t hash = ((uint64_t)node << 32 | key) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 32;
}

/* The hash's upper half as a fraction of the table: any size will do. */
static inline size_t trie_slot(const trie *self, uint64_t hash)
{
	return (size_t)((hash >> 32) * self->space >> 32);
}

static inline size_t trie_filter_bit(const trie *self, uint64_t hash)
{
	return (size_t)((hash & UINT32_MAX) * (self->space * FILTER_BITS) >> 32);
}

static inline bool trie_may_have(const trie *self, uint64_t hash)
{
	size_t bit = trie_filter_bit(self, hash);
	return self->filter[bit / 64] >> (bit % 64) & 1;
}

/* Where the edge `key` of `node` leads; 0 for nowhere. Only of a trie that is finished. */
static inline uint32_t trie_child(const trie *self, uint32_t node, uint32_t key)
{
	uint64_t hash = trie_hash(node, key);
	if (!trie_may_have(self, hash)) {
		return 0;
	}
	for (size_t slot = trie_slot(self, hash);; slot = slot + 1 < self->space ? slot + 1 : 0) {
		const trie_edge *edge = &self->edges[slot];
		if (edge->node == node && edge->key == key) {
			return edge->child;
		}
		if (edge->node == 0) {
			return 0;
		}
	}
}

/* Asks for the place where trie_add looks for an edge. (A function that does no more than ask is dropped as one that does nothing,
 * unless it is inlined before that is noticed.) */
static inline __attribute__((always_inline)) void trie_ask(const trie *self, uint32_t node, uint32_t key)
{
	__builtin_prefetch(&self->edges[trie_slot(self, trie_hash(node, key))]);
}

/* A new node without edges; 0 where there are too many. */
uint32_t trie_node(trie *self);

/* Where the edge leads; it is made where it is not there. 0 where memory ran out. */
uint32_t trie_add(trie *self, uint32_t node, uint32_t key);

#endif
