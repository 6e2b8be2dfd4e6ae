/* Words within a few typing errors of a word, found by deleting letters from both.
 *
 *     dictionary   asthma ──▶ asthma sthma athma ashma astma astha asthm
 *     text         astma  ──▶ astma  stma  atma  asma  asta  astm
 *                                     both give "astma": a candidate, whose distance is then computed
 *
 * Only the first letters of a word are indexed. Two deletions give at most 29 pieces. The distance is Damerau's:
 * insertion, deletion, substitution and transposition count one each. Words of 5 to 7 letters may have one error,
 * those of 8 and more two; the shorter word decides. Shorter words are never corrected.
 *
 * After T. Bocek, E. Hunt and B. Stiller, Fast similarity search in large dictionaries, Zurich 2007, and W. Garbe's
 * symmetric delete algorithm with prefixes (SymSpell, 2012). */
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

/* A possible correction. */
typedef struct correction {
	uint32_t word;
	uint8_t distance;
} correction;

/* Indexes the words of the lexicon that `wanted` marks (one byte a word), if they are small letters and long
 * enough. False where memory ran out. */
bool spelling_start(spelling *self, const lexicon *lexicon, const uint8_t *wanted);
void spelling_free(spelling *self);
size_t spelling_bytes(const spelling *self);

/* The nearest words to a folded word, nearest first, at most `space`. Of equal distance, those with the lowest
 * `weight` come first, which most names use. Returns their number. */
size_t spelling_find(const spelling *self, const char *word, size_t length, const float *weight, correction *out,
                     size_t space);

/* The number of errors that a word of `length` letters may have. */
unsigned spelling_limit(size_t length);

/* The distance of two words, or limit + 1 if it is more than `limit`. */
unsigned spelling_distance(const char *a, size_t a_length, const char *b, size_t b_length, unsigned limit);

#endif
