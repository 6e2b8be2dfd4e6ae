/* The trie of names: nodes joined by keys.
 *
 *     root ──acut──▶ 12 ──leukem──▶ 40 ──▶ endings: "acute leukemia" of MONDO:0010643
 *                        └─lymphoblast─▶ 57 ──leukem──▶ 90 ──▶ ...
 *
 * The edges from the root are `first` in the lexicon's words. While names are added the others lie in one open-addressing table
 * by (node, key). Then the nodes are numbered anew, so that the children of each lie together, in the order of their keys'
 * hashes, and those of the next node behind them: an edge is no more than its key, and a child is found where its hash says, or
 * near by.
 *
 *     nodes   [ 1: children from 7 | 2: from 9 | 3: from 9 | ... ]
 *     keys    [ ...  7: leukem | 8: lymphoblast | 9: fever ... ] */
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
	uint32_t children; /* the first; those of the next node are behind the last */
	uint32_t endings;  /* likewise, in the dictionary's; the trie itself knows nothing of them */
} trie_node;

typedef struct trie {
	trie_edge *edges;        /* while it is built; NULL afterwards */
	size_t space;            /* of that table; never full */
	VECTOR(trie_node) nodes; /* once it is built; number 0 is none, and there is one more, where the last ends */
	VECTOR(uint32_t) keys;   /* by which one comes to each node; 0 where a name begins */
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
 * new number of each afterwards. False where memory ran out. */
bool trie_finish(trie *self, uint32_t *numbers);

/* No two keys have the same. */
static inline uint32_t trie_hash(uint32_t key)
{
	return key * 0x9e3779b1u;
}

/* Where the edge `key` of `node` leads; 0 for nowhere. Once it is built. */
static inline uint32_t trie_child(const trie *self, uint32_t node, uint32_t key)
{
	enum { FEW = 8 };
	const uint32_t *keys = self->keys.items;
	uint32_t at = self->nodes.items[node].children, end = self->nodes.items[node + 1].children;
	if (end - at <= FEW) {
		for (; at < end; at++) {
			if (keys[at] == key) {
				return at;
			}
		}
		return 0;
	}
	uint32_t first = at, hash = trie_hash(key);
	at += (uint32_t)((uint64_t)hash * (end - at) >> 32);
	if (trie_hash(keys[at]) < hash) {
		do {
			at++;
		} while (at < end && trie_hash(keys[at]) < hash);
		return at < end && keys[at] == key ? at : 0;
	}
	while (at > first && trie_hash(keys[at]) > hash) {
		at--;
	}
	return keys[at] == key ? at : 0;
}

#endif
