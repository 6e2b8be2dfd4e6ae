/* The trie of names: nodes joined by keys.
 *
 *     root ──acut──▶ 12 ──leukem──▶ 40 ──▶ endings: "acute leukemia" of MONDO:0010643
 *                        └─lymphoblast─▶ 57 ──leukem──▶ 90 ──▶ ...
 *
 * The edges from the root are `first` in the lexicon's words. The others are made for all names together, in breadth: those that
 * have come to one node are sorted by the next key, and each key is a child. So the children of each node lie together, in the order
 * of their keys' hashes, and those of the next node behind them: an edge is no more than the key in the node that it leads to, which
 * lies where the key's hash says, or near by. So a step costs one look at memory that is not at hand.
 *
 *     nodes   [ 1: children from 7 | 2: from 9 | 3: from 9 | ... | 7: leukem, from 20 | 8: lymphoblast, from 21 | 9: fever ... ] */
#ifndef ONTOTAG_TRIE_H
#define ONTOTAG_TRIE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/vector.h"

typedef struct trie_node {
	uint32_t key;      /* by which one comes to it; 0 where a name begins */
	uint32_t children; /* the first; those of the next node are behind the last */
	uint32_t terminals;  /* likewise, of what ends here */
} trie_node;

typedef struct trie {
	VECTOR(trie_node) nodes; /* number 0 is none, and there is one more, where the last ends */
	size_t count;            /* of edges */
	uint32_t made;           /* nodes */
} trie;

/* A step of a way: the number of a word, with bits for a word that is read in the other of two ways, and for the last of a way. */
#define TRIE_OTHER (1u << 30)
#define TRIE_LAST (1u << 31)
#define TRIE_WORD (TRIE_OTHER - 1)

/* What a trie is built from. The steps of each way, one at least, follow those of the way before. */
typedef struct trie_paths {
	const uint32_t *steps;
	size_t step_count;       /* below UINT32_MAX */
	size_t count;
	const uint32_t *keys[2]; /* by word, as it stands and in its other way; below `key_count` */
	size_t key_count;
} trie_paths;

/* Builds a trie, of zeros until then, out of ways. `first` is of zeros and has `key_count` items: it then holds
 * the node of those that begin with it. `arrivals` has one for each way: it then holds the ways' numbers in the order of the nodes
 * that they lead to, at each node in their own. False where memory ran out; then it can only be freed. */
bool trie_build(trie *self, const trie_paths *paths, uint32_t *first, uint32_t *arrivals);
void trie_free(trie *self);

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

/* Where the edge `key` of `node` leads; 0 for nowhere. */
static inline uint32_t trie_child(const trie *self, uint32_t node, uint32_t key)
{
	const trie_node *n = &self->nodes.items[node];
	return trie_among(self, n->children, n[1].children - n->children, key);
}

#endif
