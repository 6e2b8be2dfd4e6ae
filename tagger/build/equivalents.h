/* Words that names of diseases use for one another, the rest of the name being the same: kidney and renal, neoplasm and
 * tumor. A name is led through the trie along both, so that "renal tumours" is found by "Kidney Neoplasms".
 *
 * The list (dictionaries/words/equivalents.txt) is reviewed; each pair is one in which the exact names of many concepts differ
 * (MONDO and MeSH together: neoplasm and tumor in 913 diseases, ovary and ovarian in 90, kidney and renal in 80). Disease and
 * disorder are none of them: they gave .0005 F for 0.09 s and 23 MB at each start.
 *
 * Harm done to an organ, said without a name of its own, is a disease of it: "Kidney Diseases" also leads along "renal injury".
 * That holds behind an organ only, and never the other way round. */

#ifndef ONTOTAG_EQUIVALENTS_H
#define ONTOTAG_EQUIVALENTS_H

#include "dictionary/lexicon.h"

typedef struct equivalent {
	uint32_t word, other; /* of the lexicon */
	bool harm;            /* only behind an organ */
} equivalent;

enum { EQUIVALENTS_MOST = 128, EQUIVALENTS_KNOWN = 1 << 10 };

/* What was found out about a word of a name: bits of the pairs that it is the first of. */
typedef struct known_equivalents {
	uint64_t pairs[EQUIVALENTS_MOST / 64];
	uint32_t word; /* 0: free */
	bool organ;
} known_equivalents;

typedef struct equivalents {
	VECTOR(equivalent) pairs; /* up to EQUIVALENTS_MOST */
	VECTOR(uint32_t) organs;
	uint32_t end; /* no key of theirs has this number or a higher one: most words are told by that */
	known_equivalents known[EQUIVALENTS_KNOWN]; /* by number of the word; a newer answer takes an older one's place */
} equivalents;

/* Puts the words of the list into the lexicon, early, so that their numbers are low. `self` is all zeros. False where memory ran
 * out. */
bool equivalents_start(equivalents *self, lexicon *lexicon, keyer *keyer);
void equivalents_free(equivalents *self);

/* The words that may stand for a word of a name, one with each call, from `*at` on, which begins as 0; 0 when there are no
 * more. The word may be in the plural or spelt otherwise. `before`: the word before it, 0: none. */
uint32_t equivalents_next(equivalents *self, const lexicon *lexicon, uint32_t word, uint32_t before, size_t *at);

#endif
