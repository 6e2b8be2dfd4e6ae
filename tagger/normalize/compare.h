/* Comparison of a term with a name. */
#ifndef ONTOTAG_NORMALIZER_COMPARE_H
#define ONTOTAG_NORMALIZER_COMPARE_H

#include "match/word_cache.h"
#include "normalize/index.h"

enum { OPTIONS_MOST = 6, TERM_WORDS_MOST = NAME_WORDS_MAX };

/* A word that a term's word may stand for: itself, or a correction. */
typedef struct option {
	uint32_t key;
	uint32_t word;  /* in the lexicon; 0: the term's own word */
	float likeness; /* 1: itself */
	uint32_t by;    /* ONTO_BY_ bits between the two */
} option;

typedef struct term_word {
	uint32_t word_type; /* in the word cache */
	float weight;       /* of a word that no name has: that of the rarest word */
	bool minor;
	bool fixed; /* a number, a Roman numeral, a single letter: another one has another meaning */
	uint8_t option_count;
	option options[OPTIONS_MOST];
} term_word;

/* The factor of a word with a number of typing errors. */
float typing_left(unsigned distance);

/* A term as words, in one reading. */
typedef struct term {
	term_word words[TERM_WORDS_MOST];
	size_t count;
	float weight; /* of all words as they stand */
	float left;   /* the factor of this reading */
	uint32_t by;  /* transformations of this reading */
} term;

/* The result of a comparison. */
typedef struct likeness {
	float score; /* 0: nothing in common, or a number that differs */
	uint32_t by; /* ONTO_BY_ bits */
} likeness;

/* Compares with a name along one of its terminals. `allowed`: ONTO_BY_ bits that may be used. What needs another
 * one scores 0. */
likeness compare(const onto_normalizer_index *index, const word_cache *cache, const term *term, uint32_t terminal,
                 unsigned allowed);

#endif
