/* A normalizer's inside: what its steps share.
 *
 *     normalize.c   makes it; matches ─▶ candidates
 *     readings.c    the ways to read a term, dearer ones where the cheaper found nothing good
 *     steps.c       a reading ─▶ the names that are worth comparing ─▶ matches */
#ifndef ONTOTAG_NORMALIZER_H
#define ONTOTAG_NORMALIZER_H

#include "variants/abbreviations.h"
#include "dictionary/codes.h"
#include "normalize/compare.h"

/* A name that is like the term. */
typedef struct match {
	float score;
	uint32_t by;         /* ONTO_BY_ bits */
	uint16_t hundredths; /* of the score: what is less apart is as good */
	uint16_t rank; /* of two as good the lower comes first */
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
	code_vector gathered;     /* the first candidate's codes where they come from several meanings */
	float *shared;            /* for each name: the weight of what it shares with the term; 0 between terms */
	VECTOR(uint32_t) touched; /* names whose `shared` is not 0 */
};

/* A way of reading a term: its words, by their number in words. */
typedef struct reading_of_term {
	uint32_t word_types[TERM_WORDS_MOST];
	size_t count;
	float left; /* of the score: less for what is but an inference */
	uint32_t by;
} reading_of_term;

/* ---- steps.c ---------------------------------------------------------------------------------------------------- */

/* Makes a reading the term: its words with what they stand for, corrections left out. */
void take_reading(onto_normalizer *self, const reading_of_term *reading);

/* Takes a reading and adds the names that it is, in its order or, where none of them is good enough, in any order. */
onto_status steps_exact(onto_normalizer *self, const reading_of_term *reading, onto_error *error);

/* Adds the names that share the term's rarest words, corrected where no name has them. */
onto_status step_share(onto_normalizer *self, onto_error *error);

/* The score of the best match so far; 0: none. From GOOD_ENOUGH on no dearer step is taken. */
double best_score(const onto_normalizer *self);

/* Has a meaning a concept that is not retired? */
bool is_current(const onto_dictionary *d, uint32_t meaning);

/* What lies between the term and the name as it is written, beside what comparing found. */
unsigned surface_of(const onto_normalizer *self, const match *m, const char *written);

/* ---- readings.c ------------------------------------------------------------------------------------------------- */

/* Fills self->matches for the term in self->passage. */
onto_status find_matches(onto_normalizer *self, onto_error *error);

#endif
