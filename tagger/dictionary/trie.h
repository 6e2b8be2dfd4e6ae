/* The trie of names: nodes joined by keys.
 *
 *     root ──acut──▶ 12 ──leukem──▶ 40 ──▶ terminals: "acute leukemia" of MONDO:0010643
 *                        └─lymphoblast─▶ 57 ──leukem──▶ 90 ──▶ ...
 *
 * The edges from the root are `first` in the lexicon's words. All others are built breadth first: the paths at one
 * node are sorted by their next key, and each key is a child. The children of a node lie together, in the order of
 * their keys' hashes, and those of the next node follow. An edge is the key stored in the child, which lies at or
 * near the place that the key's hash gives. So a step costs one access to distant memory.
 *
 *     nodes   [ 1: children from 7 | 2: from 9 | ... | 7: leukem, from 20 | 8: lymphoblast, from 21 | 9: ... ] */
#ifndef ONTOTAG_TRIE_H
#define ONTOTAG_TRIE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/vector.h"

typedef struct trie_node {
	uint32_t key;       /* that leads to the node; 0 where a name begins */
	uint32_t children;  /* the first child; the next node's first child ends the range */
	uint32_t terminals; /* likewise, of the terminals */
} trie_node;

typedef struct trie {
	VECTOR(trie_node) nodes; /* number 0 is none; one more node ends the last ranges */
	size_t count;            /* of edges */
	uint32_t made;           /* nodes */
} trie;

/* A step of a path: the number of a word, with bits for its second reading and for the last step. */
#define TRIE_OTHER (1u << 30)
#define TRIE_LAST  (1u << 31)
#define TRIE_WORD  (TRIE_OTHER - 1)

/* The input of the construction. The steps of each path, at least one, follow those of the path before. */
typedef struct trie_paths {
	const uint32_t *steps;
	size_t step_count; /* below UINT32_MAX */
	size_t count;
	const uint32_t *keys[2]; /* by word: of its first reading, and of its second; below `key_count` */
	size_t key_count;
} trie_paths;

/* Builds a trie, which must be zeros, from paths. `first` is zeros and has `key_count` items; it receives the node
 * of each first key. `arrivals` has an item for each path; it receives the paths' numbers in the order of their
 * last nodes, and in their own order within a node. False where memory ran out; the trie can then only be freed. */
bool trie_build(trie *self, const trie_paths *paths, uint32_t *first, uint32_t *arrivals);
void trie_free(trie *self);

/* The hash is a bijection: no two keys share one. */
static inline uint32_t trie_hash(uint32_t key)
{
	return key * 0x9e3779b1u;
}

/* The index among `count` children, from `first` on, at which the search for a hash begins. */
static inline uint32_t trie_near(uint32_t first, uint32_t count, uint32_t hash)
{
	return first + (uint32_t)((uint64_t)hash * count >> 32);
}

/* The child with a key among `count`, from `first` on; 0 where there is none. */
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

/* The node behind the edge `key` of `node`; 0: none. */
static inline uint32_t trie_child(const trie *self, uint32_t node, uint32_t key)
{
	const trie_node *n = &self->nodes.items[node];
	return trie_among(self, n->children, n[1].children - n->children, key);
}

#endif
