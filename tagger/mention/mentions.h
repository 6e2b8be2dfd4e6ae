/* Mentions: from chosen readings to what a caller sees.
 *
 *     chosen ─▶ span, codes, name, transformations ─▶ signs ─▶ composites ─▶ pointers into arrays
 *
 * The arrays are reused from one text to the next. A mention points into them and into the dictionary. */
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
	code_vector gathered; /* codes of mentions that merge several meanings */
	VECTOR(onto_offer) offers;
	VECTOR(onto_successor) successors; /* of all concepts that were offered */
	VECTOR(size_t) successor_starts;   /* of each offer */
	VECTOR(onto_ambiguity) ambiguities;
	VECTOR(onto_sense) senses; /* of all of them, in order */
} mentions;

void mentions_free(mentions *self);

/* Removes the mentions of the last text. */
void mentions_clear(mentions *self);

/* Makes mentions from the resolver's choice. */
onto_status mentions_make(mentions *self, onto_error *error);

/* Adds the text's definitions of abbreviations. */
onto_status mentions_add_abbreviations(mentions *self, const abbreviations *found, onto_error *error);

/* Makes offers from the resolver's choice. A place that overlaps a mention is no offer. */
onto_status mentions_make_offers(mentions *self, onto_error *error);

/* Finds the short forms that nothing decides about. Needs the mentions, and the candidates of the text. */
onto_status mentions_find_ambiguities(mentions *self, const abbreviations *found, onto_error *error);

#endif
