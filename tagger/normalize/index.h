/* What a normalizer looks names up in, beside the trie: made once from a dictionary, shared.
 *
 *     name 7     "leukemia, acute myeloid"     keys [leukem acut myeloid]    weight 18.9
 *     orders     hash of {acut, leukem, myeloid} ──▶ 7, 12, ...              any order of the same words
 *     postings   myeloid ──▶ 7, 12, 90, ...                                  names that have the word
 *     spelling   myelod  ──▶ myeloid                                         words with typing errors
 *
 * A word weighs the more the fewer names have it: ln(1 + names / names with it); a minor word (of, the, with)
 * next to nothing. */
#ifndef ONTOTAG_NORMALIZER_INDEX_H
#define ONTOTAG_NORMALIZER_INDEX_H

#include "normalize/spelling.h"

enum {
	KEY_MINOR = 1,
	KEY_KIND = 2 /* it says what kind of thing a name is of: counts less where only one has it */
};

/* What belongs to number i lies from starts[i] to starts[i + 1]. */
typedef struct listing {
	uint32_t *starts;
	uint32_t *items;
	size_t count; /* of numbers */
} listing;

/* Starts a listing; `starts` is zero, so that the items of number i can be counted in starts[i + 2]. _sum turns
 * the counts into starts one place on; filling item by item at starts[i + 1]++ puts them where they belong.
 * False where memory ran out. */
bool listing_start(listing *self, size_t count);
bool listing_sum(listing *self);
void listing_free(listing *self);

struct onto_normalizer_index {
	const onto_dictionary *dictionary;
	size_t names;
	uint32_t *terminals;   /* for each name: the way along its words as they stand; UINT32_MAX: not to be found */
	listing keys;        /* for each name: the keys of its words, in order */
	listing postings;    /* for each key: the names that have it; none for a minor word */
	listing orders;      /* names by hash of their keys in any order, minor words left out */
	listing synonyms;    /* for each key: those that it may stand for */
	float *name_weights; /* for each name: of all its words */
	float *key_weights;  /* for each word of the lexicon, as a key */
	float most;          /* weight of a word that is in no name */
	uint8_t *minor;      /* for each word of the lexicon: is its key that of a minor word, of a kind? KEY_ bits */
	spelling spelling;
};

/* Does a folded word carry little of a name, such as "of"? */
bool index_is_minor(const char *word, size_t length);

/* The number of a folded ordinal, "third"; 0 where it is none. */
unsigned index_ordinal(const char *word, size_t length);

/* The bucket of `orders` for keys, which are put in order. */
size_t index_order(const onto_normalizer_index *self, uint32_t *keys, size_t count);

#endif
