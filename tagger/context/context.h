/* Context: what a text says of its mentions. It is the last step of tagging. It adds to mentions and neither
 * removes nor moves one.
 *
 *     tokens ─▶ cues, headings ─▶ sentences, sections ─▶ scopes ─▶ a record for each mention with a context
 *
 * A text without cues and headings needs only the first step. */
#ifndef ONTOTAG_CONTEXT_H
#define ONTOTAG_CONTEXT_H

#include "context/measures.h"
#include "context/scope.h"
#include "context/section.h"
#include "match/analysis.h"
#include "ontotag.h"

enum { AXES = 6 };

/* The context of one mention: bits, and for some bits the cue that set each. */
typedef struct said {
	uint16_t says;
	uint32_t by[AXES]; /* number of the cue + 1; 0: none (a section, a sign) */
	uint32_t section;  /* number + 1; 0: none */
} said;

typedef struct context_finder {
	const onto_cues *cues; /* NULL: context is not looked for */
	bool find_cues, find_sections, find_values;
	measures measures;
	sentence_vector sentences;
	VECTOR(cue_match) found;      /* none overlaps another */
	uint32_t passed, heading_end; /* tokens: the end of the last cue or heading, and of the last heading */
	bool saying;                  /* one of them applies to mentions */
	section_vector sections;
	VECTOR(said) said;
	VECTOR(onto_context) contexts;
	VECTOR(onto_cue) told;
} context_finder;

void context_free(context_finder *self);

/* Sets `context` of mentions, whose tokens are `places`. The context is valid until the next call. */
onto_status context_find(context_finder *self, const analysis *doc, const word_cache *cache, onto_mention *mentions,
                         const mention_place *places, size_t count, onto_error *error);

#endif
