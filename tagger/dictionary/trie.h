/* The trie of names: nodes joined by keys.
 *
 *     root ──acut──▶ 12 ──leukem──▶ 40 ──▶ endings: "acute leukemia" of MONDO:0010643
 *                        └─lymphoblast─▶ 57 ──leukem──▶ 90 ──▶ ...
 *
 * The edges from the root are `first` in the lexicon's words. While names are added the others lie in one open-addressing table
 * by (node, key). Then the nodes are numbered anew, so that the children of each lie together, in the order of their keys'
 * hashes, and those of the next node behind them: an edge is no more than the key in the node that it leads to, which lies where
 * the key's hash says, or near by. So a step costs one look at memory that is not at hand.
 *
 *     nodes   [ 1: children from 7 | 2: from 9 | 3: from 9 | ... | 7: leukem, from 20 | 8: lymphoblast, from 21 | 9: fever ... ] */
#ifndef ONTOTAG_TRIE_H
#define ONTOTAG_TRIE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/vector.h"

typedef struct trie_edge {
	uint32_t node, key; /* node 0: free */
	uint32_t child;
} trie_edge;

typedef struct trie_node {
	uint32_t key;      /* by which one comes to it; 0 where a name begins */
	uint32_t children; /* the first; those of the next node are behind the last */
	uint32_t endings;  /* likewise, in the dictionary's; the trie itself knows nothing of them */
} trie_node;

typedef struct trie {
	trie_edge *edges;        /* while it is built; NULL afterwards */
	size_t space;            /* of that table; never full */
	VECTOR(trie_node) nodes; /* once it is built; number 0 is none, and there is one more, where the last ends */
	size_t count;            /* of edges */
	uint32_t made;           /* nodes */
} trie;

/* An empty one that does not have to grow before it holds so many edges. False where memory ran out. */
bool trie_start(trie *self, size_t edges);
void trie_free(trie *self);

/* A new node without edges; 0 where there are too many. */
uint32_t trie_node_add(trie *self);

/* Where the edge leads; it is made where it is not there. 0 where memory ran out. While it is built. */
uint32_t trie_add(trie *self, uint32_t node, uint32_t key);

/* Builds what is walked, and drops what it was built from. `numbers` has room for one more than there are nodes, and holds the
 * new number of each afterwards. False where memory ran out; then it can only be freed. */
bool trie_finish(trie *self, uint32_t *numbers);

/* The hash's upper half as a fraction of the table that is there while it is built: any size will do. */
static inline size_t trie_slot(const trie *self, uint32_t node, uint32_t key)
{
	uint64_t hash = ((uint64_t)node << 32 | key) * 0x9e3779b97f4a7c15u;
	return (size_t)(((hash ^ hash >> 32) >> 32) * self->space >> 32);
}

/* Asks for the place where trie_add looks for an edge. (A function that does no more than ask is dropped as one that does nothing,
 * unless it is inlined before that is noticed.) */
static inline __attribute__((always_inline)) void trie_ask(const trie *self, uint32_t node, uint32_t key)
{
	__builtin_prefetch(&self->edges[trie_slot(self, node, key)]);
}

/* No two keys have the same. */
static inline uint32_t trie_hash(uint32_t key)
{
	return key * 0x9e3779b1u;
}

/* Where among `count` children, from `first` on, one with such a hash is looked for first. */
static inline uint32_t trie_near(uint32_t first, uint32_t count, uint32_t hash)
{
	return first + (uint32_t)((uint64_t)hash * count >> 32);
}

/* The child with a key among `count` of them, from `first` on; 0 where there is none. */
static inline uint32_t trie_among(const trie *self, uint32_t first, uint32_t count, uint32_t key)
{
	enum { FEW = 4 };
	const trie_node *nodes = self->nodes.items;
	uint32_t at = first, end = first + count, hash = trie_hash(key);
	if (count <= FEW) {
		for (; at < end; at++) {
			if (nodes[at].key == key) {
				return at;
			}
		}
		return 0;
	}
	at = trie_near(first, count, hash);
	if (trie_hash(nodes[at].key) < hash) {
		do {
			at++;
		} while (at < end && trie_hash(nodes[at].key) < hash);
		return at < end && nodes[at].key == key ? at : 0;
	}
	while (at > first && trie_hash(nodes[at].key) > hash) {
		at--;
	}
	return nodes[at].key == key ? at : 0;
}

/* Where the edge `key` of `node` leads; 0 for nowhere. Once it is built. */
static inline uint32_t trie_child(const trie *self, uint32_t node, uint32_t key)
{
	const trie_node *n = &self->nodes.items[node];
	return trie_among(self, n->children, n[1].children - n->children, key);
}

#endif
