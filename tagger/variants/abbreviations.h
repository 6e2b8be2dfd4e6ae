/* Abbreviations that a text defines: "acute lymphoblastic leukemia (ALL)", "ALL (acute lymphoblastic leukemia)".
 *
 *     acute lymphoblastic leukemia (ALL)
 *     ^.....^.............^.........│││    every letter of the short form is found in the long form, from right to
 *     A     L             L         ALL    left, the first at the start of a word
 *
 * After A. S. Schwartz and M. A. Hearst, A simple algorithm for identifying abbreviation definitions in biomedical text,
 * Pacific Symposium on Biocomputing 2003; with the letters that begin words tried first, as S. Sohn and others do in
 * Abbreviation definition identification based on automatic precision estimates, BMC Bioinformatics 2008. */
#ifndef ONTOTAG_ABBREVIATIONS_H
#define ONTOTAG_ABBREVIATIONS_H

#include "match/scan.h"

/* A definition, in tokens: [from, to). */
typedef struct definition {
	uint32_t short_from, short_to;
	uint32_t long_from, long_to;
	bool initials;      /* each letter of the short form begins a word of the long one */
	uint32_t name_from; /* where the name that ends with the long form begins: "relapsed AML" is AML */
} definition;

/* How far the dictionary's own meaning of a token is suppressed. */
enum { SUPPRESSED = 1, SUPPRESSED_BUT_FOR_DRUGS };

enum { FIRST_WORDS = 16 };

typedef struct abbreviations {
	VECTOR(definition) found;
	VECTOR(uint32_t) heads; /* for each number in words.seen: 1 + the definition whose short form begins so; 0 none */
	uint64_t first_words[FIRST_WORDS]; /* bits of the numbers under which there are marks, and of their plurals: most tokens are neither */
	VECTOR(uint32_t) next;  /* for each definition: 1 + the next one, of another short form, that begins so */
	VECTOR(uint32_t) alike; /* for each definition: the first one of its short form */
	VECTOR(uint32_t) current; /* for each first one: the one that holds at the token that is looked at */
	VECTOR(uint8_t) suppressed; /* for each token: it stands for a long form, so the dictionary's meaning of it is not meant; 0: it
	                           * does not */
} abbreviations;

void abbreviations_free(abbreviations *self);

/* Finds the definitions of a text, in its order. Linear in its length. With a scanner, also pairs that only the dictionary knows;
 * NULL: without. */
onto_status abbreviations_find(abbreviations *self, analysis *doc, const word_cache *cache, scanner *scanner, onto_error *error);

/* Adds an alternative wherever a short form stands, leading along its long form. */
onto_status abbreviations_apply(abbreviations *self, scanner *scanner, analysis *doc, onto_error *error);

#endif
