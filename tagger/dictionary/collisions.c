/* Names that share a node of the trie although their words differ. */
#include <string.h>

#include "dictionary/dictionary.h"
#include "ontotag_tools.h"

static bool same_words(const onto_dictionary *d, const terminal *a, const terminal *b)
{
	return a->count == b->count && memcmp(d->terminal_words.items + a->words, d->terminal_words.items + b->words,
	                                      a->count * sizeof *d->terminal_words.items) == 0;
}

/* True for a path of the name as it is written, neither inverted nor closed up, of a name that a text may match. */
static bool plain(const onto_dictionary *d, const terminal *e)
{
	return !e->by && !(d->names.items[e->name].policy & (ONTO_POLICY_BLOCKED | ONTO_POLICY_RETIRED));
}

static bool collide(const onto_dictionary *d, const terminal *a, const terminal *b)
{
	const concept *x = &d->concepts.items[d->names.items[a->name].concept];
	const concept *y = &d->concepts.items[d->names.items[b->name].concept];
	return plain(d, a) && plain(d, b) && x->type == y->type && x->meaning != y->meaning && !same_words(d, a, b);
}

/* The node of a terminal. */
static size_t node_of(const onto_dictionary *d, size_t terminal)
{
	size_t low = 0, high = d->trie.nodes.count - 1;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (d->trie.nodes.items[middle].terminals <= terminal) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return low;
}

bool onto_dictionary_collision(const onto_dictionary *self, size_t *place, onto_collision *out)
{
	const trie_node *nodes = self->trie.nodes.items;
	size_t e = *place ? *place : 1, count = self->terminals.count;
	for (size_t node = e < count ? node_of(self, e) : 0; e < count; e++) {
		while (nodes[node + 1].terminals <= e) {
			node++;
		}
		const terminal *a = &self->terminals.items[e - 1], *b = &self->terminals.items[e];
		if (nodes[node].terminals < e && collide(self, a, b)) {
			const name *x = &self->names.items[a->name], *y = &self->names.items[b->name];
			*out = (onto_collision){x->concept, y->concept, dictionary_text(self, x->text),
			                        dictionary_text(self, y->text)};
			*place = e + 1;
			return true;
		}
	}
	*place = e;
	return false;
}
