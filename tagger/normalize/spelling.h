/* Words within a few typing errors of a word, found by what is left of both when letters are taken out.
 *
 *     dictionary   asthma ──▶ asthma sthma athma ashma astma astha asthm
 *     text         astma  ──▶ astma  stma  atma  asma  asta  astm
 *                                     both hold "astma": a candidate, whose distance is then reckoned
 *
 * Only the first letters of a word are kept so; with two letters taken out of them there are at most 29 pieces.
 * The distance is that of Damerau: a letter too many, too few, another or two turned round count one each. Words
 * of 5 to 7 letters may be one apart, those of 8 and more two; the shorter of two words decides. Shorter words
 * are never corrected.
 *
 * After T. Bocek, E. Hunt and B. Stiller, Fast similarity search in large dictionaries, Zurich 2007, and W.
 * Garbe's symmetric delete algorithm with prefixes (SymSpell, 2012). */
#ifndef ONTOTAG_SPELLING_H
#define ONTOTAG_SPELLING_H

#include "dictionary/dictionary.h"

enum { SPELLING_LEAST = 5, SPELLING_MOST = 40 };

typedef struct spelling {
	const lexicon *lexicon;
	uint32_t *starts; /* by hash of a piece; one more than there are */
	uint32_t *words;
	size_t buckets; /* a power of two */
} spelling;

/* A word that another may have been meant to be. */
typedef struct correction {
	uint32_t word;
	uint8_t distance;
} correction;

/* Takes in the words of the lexicon that `wanted` marks (one byte a word) and that are all small letters, long
 * enough. False where memory ran out. */
bool spelling_start(spelling *self, const lexicon *lexicon, const uint8_t *wanted);
void spelling_free(spelling *self);
size_t spelling_bytes(const spelling *self);

/* The nearest words to a folded word, nearest first, at most `space` of them; of words equally far the ones that
 * `weight` has lowest, which is the ones that most names use. Returns how many. */
size_t spelling_find(const spelling *self, const char *word, size_t length, const float *weight, correction *out,
                     size_t space);

/* How many errors a word of so many letters may have. */
unsigned spelling_limit(size_t length);

/* The distance of two words; more than `limit` comes back as limit + 1. */
unsigned spelling_distance(const char *a, size_t a_length, const char *b, size_t b_length, unsigned limit);

#endif
