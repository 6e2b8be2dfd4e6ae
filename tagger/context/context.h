/* Context: what a text says of its mentions. The last step of tagging; it adds to mentions and neither removes nor
 * moves one.
 *
 *     tokens ─▶ cues, headings ─▶ sentences, sections ─▶ scopes ─▶ a record for each mention that has something to
 * say
 *
 * A text without cues and headings is done when that is seen. */
#ifndef ONTOTAG_CONTEXT_H
#define ONTOTAG_CONTEXT_H

#include "context/measures.h"
#include "context/scope.h"
#include "context/section.h"
#include "match/analysis.h"
#include "ontotag.h"

enum { AXES = 6 };

/* What was said of one mention: bits, and the cue that said it for each of some bits. */
typedef struct said {
	uint16_t says;
	uint32_t by[AXES]; /* number of the cue + 1; 0: none (a section, a sign) */
	uint32_t section;  /* number + 1; 0: none */
} said;

typedef struct context_finder {
	const onto_cues *cues; /* NULL: nothing is looked for */
	bool find_cues, find_sections, find_values;
	measures measures;
	sentence_vector sentences;
	VECTOR(cue_match) found;      /* none overlaps another */
	uint32_t passed, heading_end; /* tokens: the end of the last cue or heading, and of the last heading */
	bool saying;                  /* one of them says something */
	section_vector sections;
	VECTOR(said) said;
	VECTOR(onto_context) contexts;
	VECTOR(onto_cue) told;
} context_finder;

void context_free(context_finder *self);

/* Sets `context` of mentions, whose tokens are `places`. What it points at lives until the next call. */
onto_status context_find(context_finder *self, const analysis *doc, const word_cache *cache, onto_mention *mentions,
                         const mention_place *places, size_t count, onto_error *error);

#endif
