/* The inside of a normalizer.
 *
 *     normalize.c   construction; matches ─▶ candidates
 *     readings.c    readings of a term; expensive ones only where cheaper ones found nothing good
 *     steps.c       a reading ─▶ names to compare ─▶ matches */
#ifndef ONTOTAG_NORMALIZER_H
#define ONTOTAG_NORMALIZER_H

#include "variants/abbreviations.h"
#include "dictionary/codes.h"
#include "normalize/compare.h"

/* A name that resembles the term. */
typedef struct match {
	float score;
	uint32_t by;         /* ONTO_BY_ bits */
	uint16_t hundredths; /* the score, in which smaller differences do not count */
	uint16_t rank;       /* of equal scores the lower comes first */
	uint32_t name;
} match;

struct onto_normalizer {
	const onto_normalizer_index *index;
	word_cache cache;
	analysis analysis;
	abbreviations abbreviations;
	codes codes;
	size_t top;
	double min_score;
	unsigned types, allowed;
	term term;
	VECTOR(match) matches;
	VECTOR(onto_candidate) candidates;
	code_vector gathered;     /* codes of a first candidate that merges several meanings */
	float *shared;            /* for each name: the weight that it shares with the term; 0 between terms */
	VECTOR(uint32_t) touched; /* names whose `shared` is not 0 */
};

/* A reading of a term: its word types. */
typedef struct reading_of_term {
	uint32_t word_types[TERM_WORDS_MOST];
	size_t count;
	float left; /* the factor of the score: lower for an inference */
	uint32_t by;
} reading_of_term;

/* ---- steps.c ------------------------------------------------------------------------------------------------- */

/* Makes a reading the current term: its words with their key and equals, without corrections. */
void take_reading(onto_normalizer *self, const reading_of_term *reading);

/* Adds the names of a reading: in its order, or, where none of those is good enough, in any order. */
onto_status steps_exact(onto_normalizer *self, const reading_of_term *reading, onto_error *error);

/* Adds the names that share the term's rarest words. A word that no name has is corrected. */
onto_status step_share(onto_normalizer *self, onto_error *error);

/* The score of the best match so far; 0: none. From GOOD_ENOUGH on no more expensive step is taken. */
double best_score(const onto_normalizer *self);

/* True where a meaning has a concept that is not retired. */
bool is_current(const onto_dictionary *d, uint32_t meaning);

/* The transformations between term and written name, in addition to those of the comparison. */
unsigned surface_of(const onto_normalizer *self, const match *m, const char *written);

/* ---- readings.c ---------------------------------------------------------------------------------------------- */

/* Fills self->matches for the term in the analysis. */
onto_status find_matches(onto_normalizer *self, onto_error *error);

#endif
