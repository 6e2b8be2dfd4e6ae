/* Mentions: from what was chosen to what a caller sees.
 *
 *     chosen ─▶ span, codes, name, transformations ─▶ signs ─▶ composites ─▶ views that stay where they are
 *
 * The arrays are kept from one text to the next; what a caller sees points into them and into the dictionary. */
#ifndef ONTOTAG_MENTIONS_H
#define ONTOTAG_MENTIONS_H

#include "resolve/resolver.h"

/* Where a mention lies: tokens [first, end). */
typedef struct mention_place {
	uint32_t first, end;
} mention_place;

typedef struct mentions {
	resolver *resolver;
	const analysis *analysis;
	VECTOR(onto_mention) items;
	VECTOR(mention_place) places; /* of each */
	VECTOR(onto_span) spans;
	VECTOR(onto_abbreviation) pairs;
	code_vector gathered; /* the codes of mentions that names of several vocabularies fit */
	VECTOR(onto_offer) offers;
	VECTOR(onto_successor) successors; /* of the offers, one after the other */
} mentions;

void mentions_free(mentions *self);

/* Forgets those of the text before. */
void mentions_clear(mentions *self);

/* From what the resolver chose to mentions, complete. */
onto_status mentions_make(mentions *self, onto_error *error);

/* The text's definitions, as a caller sees them. */
onto_status mentions_add_abbreviations(mentions *self, const abbreviations *found, onto_error *error);

/* From what the resolver chose to offers: what overlaps a mention is none. */
onto_status mentions_make_offers(mentions *self, onto_error *error);

#endif
