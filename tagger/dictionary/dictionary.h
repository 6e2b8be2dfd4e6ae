/* The frozen dictionary: flat arrays that refer to one another by number.
 *
 *     lexicon ─ key ─▶ trie ─ node ─▶ terminals ─▶ names ─▶ concepts ─▶ meanings
 *                                                              ├▶ parents (concepts)
 *                                                              └▶ xrefs (codes)
 *
 * Ranges: the items of number i lie from start[i] to start[i + 1]. A text is an offset into `text`,
 * NUL-terminated. */
#ifndef ONTOTAG_DICTIONARY_H
#define ONTOTAG_DICTIONARY_H

#include <stdatomic.h>

#include "core/type_name.h"
#include "dictionary/lexicon.h"
#include "dictionary/trie.h"
#include "ontotag.h"

typedef struct concept
{
	uint32_t code, name, successor; /* text */
	uint32_t parents, xrefs;        /* start of the range, which ends where the next concept's begins */
	uint32_t meaning;
	uint8_t type, standing;
	uint16_t also; /* bits of further types */
	uint16_t source;
	uint16_t unused;
}
concept;

typedef struct name {
	uint32_t text;
	uint32_t concept;
	uint16_t policy;
	uint16_t source : 13, scope : 3;
} name;

enum { SOURCES_MAX = 1 << 13 };

/* One path to a name: the words that lead to a node. A name has several where it may be inverted or closed up. */
typedef struct terminal {
	uint32_t name;
	uint32_t words;  /* start in terminal_words */
	uint8_t count;   /* of words */
	uint8_t by;      /* ONTO_BY_ bits that this path needs: only the lowest eight fit */
	uint16_t policy; /* a copy of the name's, since it is read wherever the name might fit */
} terminal;

typedef struct xref {
	uint32_t code; /* text */
	uint32_t predicate;
} xref;

typedef struct source {
	uint32_t id, title, version, licence; /* text */
	uint32_t concepts, names;
} source;

enum { NAME_WORDS_MAX = 40 };

/* What the first tagger of a dictionary reads, and all of them then share: the library's own cues and weights. */
enum shared { SHARED_CUES, SHARED_JUDGE, SHARED };

typedef struct shared_thing {
	_Atomic(void *) thing; /* NULL: not read yet; else set once and for all */
	void (*_Atomic release)(void *thing);
} shared_thing;

struct onto_dictionary {
	VECTOR(char) text;
	VECTOR(source) sources;
	VECTOR(concept) concepts; /* one more than there are: the end of the last ranges */
	VECTOR(name) names;
	VECTOR(uint32_t) parents;
	VECTOR(xref) xrefs;
	VECTOR(uint32_t) meaning_starts;  /* one more than there are */
	VECTOR(uint32_t) meaning_members; /* concepts, best first */
	VECTOR(uint32_t) code_slots;      /* concept + 1 by hash of its code; a power of two */
	lexicon lexicon;
	trie trie;
	VECTOR(terminal) terminals; /* in the order of the trie's nodes, which hold their starts; best first */
	VECTOR(uint32_t)
	terminal_words; /* NAME_WORDS_MAX more than there are, so that a read behind the last stays inside */
	bool borrowed;  /* the arrays lie in an image and are not freed */
	void *mapping;  /* the mapped image; `release` unmaps it */
	size_t mapping_length;
	void (*release)(void *mapping, size_t length); /* NULL: nothing was mapped */
	shared_thing shared[SHARED];
};

/* What is shared; NULL: nothing yet. */
static inline void *dictionary_shared(const onto_dictionary *self, enum shared which)
{
	return atomic_load(&self->shared[which].thing);
}

/* Shares a thing, unless another thread has shared its own meanwhile; then this one is released. Returns what is
 * shared, which lives as long as the dictionary. */
void *dictionary_share(const onto_dictionary *self, enum shared which, void *thing, void (*release)(void *thing));

static inline const char *dictionary_text(const onto_dictionary *self, uint32_t offset)
{
	return self->text.items + offset;
}

/* The terminals of a node of the trie: from `first` up to `end`. */
typedef struct terminal_range {
	uint32_t first, end;
} terminal_range;

static inline terminal_range dictionary_terminals(const onto_dictionary *self, uint32_t node)
{
	const trie_node *n = &self->trie.nodes.items[node];
	return (terminal_range){n->terminals, n[1].terminals};
}

/* The first wanted (bits) of a concept's types: its own, or one of `also`. Its own where none is wanted. */
static inline onto_type type_wanted(unsigned type, unsigned also, unsigned wanted)
{
	unsigned others = wanted & 1u << type ? 0 : also & wanted;
	return (onto_type)(others ? (unsigned)__builtin_ctz(others) : type);
}

/* The hash of a code, the case of letters ignored. */
uint32_t dictionary_code_hash(const char *code);

/* The first code of a list of successors, which is moved behind it. False at the end. */
bool dictionary_next_successor(const onto_dictionary *self, const char **list, onto_successor *out);

/* The key of a word after another word (0: none). A single I, V or X is a numeral after "type". */
uint32_t dictionary_key(const lexicon *lexicon, uint32_t word, uint32_t before);

/* The number of a concept's first name; the names of a concept lie together. */
size_t dictionary_first_name(const onto_dictionary *d, onto_concept_id id);

#endif
