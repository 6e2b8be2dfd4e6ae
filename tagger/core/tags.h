/* The result for one text, as the library holds it. */
#ifndef ONTOTAG_TAGS_H
#define ONTOTAG_TAGS_H

#include "ontotag.h"

struct onto_tags {
	const onto_mention *mentions; /* in order of start, then longer first */
	size_t mention_count;
	const onto_abbreviation *abbreviations;
	size_t abbreviation_count;
	const onto_offer *offers; /* in order of start; none overlaps a mention */
	size_t offer_count;
	const onto_ambiguity *ambiguities; /* likewise */
	size_t ambiguity_count;
	const onto_place *places; /* in order of start; only where they were asked for */
	size_t place_count;
};

#endif
