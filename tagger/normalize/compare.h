/* How much a term and a name have in common. */
#ifndef ONTOTAG_NORMALIZER_COMPARE_H
#define ONTOTAG_NORMALIZER_COMPARE_H

#include "match/word_cache.h"
#include "normalize/index.h"

enum { OPTIONS_MOST = 6, TERM_WORDS_MOST = NAME_WORDS_MAX };

/* A word that a term's word may stand for: itself, or a correction of it. */
typedef struct option {
	uint32_t key;
	uint32_t word;  /* of the lexicon; 0: none, the word as the term has it */
	float likeness; /* 1: itself */
	uint32_t by;    /* ONTO_BY_ bits that lie between */
} option;

typedef struct term_word {
	uint32_t word_type; /* in words */
	float weight;  /* where it is in no name, that of the rarest */
	bool minor;
	bool fixed; /* a number, a Roman numeral, a single letter: another one is another thing */
	uint8_t option_count;
	option options[OPTIONS_MOST];
} term_word;

/* What is left of a word with so many typing errors. */
float typing_left(unsigned distance);

/* A term as words, in one of the ways of reading it. */
typedef struct term {
	term_word words[TERM_WORDS_MOST];
	size_t count;
	float weight; /* of all words as they stand */
	float left;   /* of the score, for this way of reading */
	uint32_t by;  /* what this way of reading needed */
} term;

/* What a comparison comes to. */
typedef struct likeness {
	float score; /* 0: nothing, or a number that differs */
	uint32_t by; /* ONTO_BY_ bits */
} likeness;

/* Compares with a name along one of its endings. `allowed`: ONTO_BY_ bits that may lie between; what needs
 * another one scores 0. */
likeness compare(const onto_normalizer_index *index, const word_cache *cache, const term *term, uint32_t terminal,
                 unsigned allowed);

#endif
