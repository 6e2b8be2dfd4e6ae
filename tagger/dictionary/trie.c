#include "dictionary/trie.h"

#include <stdlib.h>

enum { FIRST_SPACE = 1 << 12 };

bool trie_start(trie *self)
{
	*self = (trie){.edges = calloc(FIRST_SPACE, sizeof *self->edges), .space = FIRST_SPACE};
	return self->edges != NULL;
}

void trie_free(trie *self)
{
	free(self->edges);
	*self = (trie){0};
}

uint32_t trie_node(trie *self)
{
	return self->nodes < UINT32_MAX - 1 ? ++self->nodes : 0;
}

static bool grow(trie *self)
{
	trie larger = {.edges = calloc(self->space * 2, sizeof *self->edges), .space = self->space * 2,
	               .count = self->count, .nodes = self->nodes};
	if (!larger.edges) {
		return false;
	}
	for (size_t i = 0; i < self->space; i++) {
		if (self->edges[i].node) {
			size_t slot = trie_slot(&larger, self->edges[i].node, self->edges[i].key);
			while (larger.edges[slot].node) {
				slot = (slot + 1) & (larger.space - 1);
			}
			larger.edges[slot] = self->edges[i];
		}
	}
	free(self->edges);
	*self = larger;
	return true;
}

uint32_t trie_add(trie *self, uint32_t node, uint32_t key)
{
	uint32_t child = trie_child(self, node, key);
	if (child) {
		return child;
	}
	if ((self->count + 1) * 8 > self->space * 5 && !grow(self)) {
		return 0;
	}
	child = trie_node(self);
	if (child) {
		size_t slot = trie_slot(self, node, key);
		while (self->edges[slot].node) {
			slot = (slot + 1) & (self->space - 1);
		}
		self->edges[slot] = (trie_edge){node, key, child};
		self->count++;
	}
	return child;
}
