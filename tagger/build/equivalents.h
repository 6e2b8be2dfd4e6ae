/* Words that names of diseases use for one another: kidney and renal, neoplasm and tumor. Each name is inserted
 * under both, so that "renal tumours" matches "Kidney Neoplasms".
 *
 * The list (dictionaries/words/equivalents.txt) is reviewed. The exact names of many concepts differ in such a pair
 * (MONDO and MeSH together: neoplasm and tumor in 913 diseases, ovary and ovarian in 90, kidney and renal in 80).
 * Disease and disorder are not in it: they gain .0005 F for 0.09 s and 23 MB at each start.
 *
 * Unspecified harm to an organ is a disease of it: "Kidney Diseases" is also inserted as "renal injury". This holds
 * only behind an organ, and only in this direction. */
#ifndef ONTOTAG_EQUIVALENTS_H
#define ONTOTAG_EQUIVALENTS_H

#include "dictionary/lexicon.h"

typedef struct equivalent {
	uint32_t word, other; /* of the lexicon */
	bool harm;            /* only behind an organ */
} equivalent;

enum { EQUIVALENTS_MOST = 128, EQUIVALENTS_KNOWN = 1 << 10 };

/* Memo of a word: bits of the pairs that it is the first word of. */
typedef struct known_equivalents {
	uint64_t pairs[EQUIVALENTS_MOST / 64];
	uint32_t word; /* 0: free */
	bool organ;
} known_equivalents;

typedef struct equivalents {
	VECTOR(equivalent) pairs; /* up to EQUIVALENTS_MOST */
	VECTOR(uint32_t) organs;
	uint32_t end; /* all keys of the pairs are below this number: it rejects most words */
	known_equivalents
		known[EQUIVALENTS_KNOWN]; /* by number of the word, direct-mapped: a new entry evicts the old */
} equivalents;

/* Adds the words of the list to the lexicon, early, so that their numbers are low. `self` is zeros. False where
 * memory ran out. */
bool equivalents_start(equivalents *self, lexicon *lexicon, keyer *keyer);
void equivalents_free(equivalents *self);

/* The words that may stand for a word of a name, one for each call; 0 when there are no more. `*at` begins as 0.
 * The word may be in the plural or in another spelling. `before`: the word before it, 0: none. */
uint32_t equivalents_next(equivalents *self, const lexicon *lexicon, uint32_t word, uint32_t before, size_t *at);

#endif
