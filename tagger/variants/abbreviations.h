/* Abbreviations that a text defines: "acute lymphoblastic leukemia (ALL)", "ALL (acute lymphoblastic leukemia)".
 *
 *     acute lymphoblastic leukemia (ALL)
 *     ^.....^.............^.........│││    every letter of the short form is found in the long form, from right to
 *     A     L             L         ALL    left, the first at the start of a word
 *
 * After A. S. Schwartz and M. A. Hearst, A simple algorithm for identifying abbreviation definitions in biomedical
 * text, Pacific Symposium on Biocomputing 2003. Letters that begin words are tried first, as in S. Sohn and others,
 * Abbreviation definition identification based on automatic precision estimates, BMC Bioinformatics 2008. */
#ifndef ONTOTAG_ABBREVIATIONS_H
#define ONTOTAG_ABBREVIATIONS_H

#include "match/scan.h"

/* A definition, in tokens: [from, to). */
typedef struct definition {
	uint32_t short_from, short_to;
	uint32_t long_from, long_to;
	bool initials;      /* each letter of the short form begins a word of the long one */
	uint32_t name_from; /* the start of the name that ends with the long form: of "relapsed AML", that of AML */
	bool protein;       /* the long form is a marker's of which the dictionary knows no gene */
	bool unnamed;       /* no name of the dictionary ends with the long form */
} definition;

/* Whether the dictionary's own meaning of a token is suppressed. */
enum { SUPPRESSED = 1, SUPPRESSED_BUT_FOR_DRUGS, SUPPRESSED_BUT_FOR_SYMBOLS };

enum { FIRST_WORDS = 16 };

typedef struct abbreviations {
	VECTOR(definition) found;
	VECTOR(uint32_t)
	heads; /* for each word type: 1 + the first definition whose short form begins with it; 0: none */
	uint64_t first_words[FIRST_WORDS]; /* filter of the word types in `heads` and of their plurals: most tokens are
	                                      neither */
	VECTOR(uint32_t)
	next; /* for each definition: 1 + the next definition, of another short form, that begins with the same word */
	VECTOR(uint32_t) alike;   /* for each definition: the first definition of the same short form */
	VECTOR(uint32_t) current; /* for each first definition: the one in force at the current token */
	VECTOR(uint8_t)
	suppressed;             /* for each token: it stands for a long form, so the dictionary's meaning is
	                         * suppressed; 0: not suppressed */
	VECTOR(uint32_t) meant; /* for each token that is suppressed: the number of the definition */
} abbreviations;

void abbreviations_free(abbreviations *self);

/* Finds the definitions of a text, in its order. Time is linear. With a scanner, also finds pairs that only the
 * dictionary knows; `scanner` may be NULL. */
onto_status abbreviations_find(abbreviations *self, analysis *doc, const word_cache *cache, scanner *scanner,
                               onto_error *error);

/* Adds an alternative along the long form wherever a short form stands. */
onto_status abbreviations_apply(abbreviations *self, scanner *scanner, analysis *doc, onto_error *error);

#endif
