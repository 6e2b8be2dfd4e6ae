/* The look-up tables of a normalizer, beside the trie. Made once from a dictionary, shared.
 *
 *     name 7     "leukemia, acute myeloid"     keys [leukem acut myeloid]    weight 18.9
 *     orders     hash of {acut, leukem, myeloid} ──▶ 7, 12, ...              any order of the same words
 *     postings   myeloid ──▶ 7, 12, 90, ...                                  names that have the word
 *     spelling   myelod  ──▶ myeloid                                         words with typing errors
 *
 * A word weighs more the fewer names have it: ln(1 + names / names with it). A minor word (of, the, with) weighs
 * almost nothing. */
#ifndef ONTOTAG_NORMALIZER_INDEX_H
#define ONTOTAG_NORMALIZER_INDEX_H

#include "normalize/spelling.h"

enum {
	KEY_MINOR = 1,
	KEY_KIND = 2 /* it states a kind: counts less where only one side has it */
};

/* Items of number i lie from starts[i] to starts[i + 1]. */
typedef struct listing {
	uint32_t *starts;
	uint32_t *items;
	size_t count; /* of numbers */
} listing;

/* Builds a listing. After _start, `starts` is zero, and the items of number i are counted in starts[i + 2]. _sum
 * turns the counts into starts, shifted by one. Each item is then written at starts[i + 1]++. False where memory
 * ran out. */
bool listing_start(listing *self, size_t count);
bool listing_sum(listing *self);
void listing_free(listing *self);

struct onto_normalizer_index {
	const onto_dictionary *dictionary;
	size_t names;
	uint32_t *terminals; /* for each name: its terminal for the words as they stand; UINT32_MAX: the name cannot be
	                        found */
	listing keys;        /* for each name: the keys of its words, in order */
	listing postings;    /* for each key: the names that have it; none for a minor word */
	listing orders;      /* names by hash of their keys in any order, minor words left out */
	listing synonyms;    /* for each key: the keys that it may stand for */
	float *name_weights; /* for each name: the weight of all its words */
	float *key_weights;  /* for each word of the lexicon, as a key */
	float most;          /* the weight of a word in no name */
	uint8_t *minor;      /* for each word of the lexicon: KEY_ bits of its key */
	spelling spelling;
};

/* True for a folded word that carries little of a name, such as "of". */
bool index_is_minor(const char *word, size_t length);

/* The number of a folded ordinal, "third"; 0 where the word is none. */
unsigned index_ordinal(const char *word, size_t length);

/* The bucket of `orders` for some keys, which are sorted in place. */
size_t index_order(const onto_normalizer_index *self, uint32_t *keys, size_t count);

#endif
