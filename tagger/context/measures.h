/* The status and the value of each marker of a text. */
#ifndef ONTOTAG_MEASURES_H
#define ONTOTAG_MEASURES_H

#include "context/line.h"
#include "context/results.h"
#include "context/status.h"
#include "context/value.h"
#include "core/arena.h"

/* The result of reading a mention. */
typedef struct measure {
	uint32_t mention;
	onto_finding finding;    /* ONTO_NO_FINDING: none */
	onto_cue cue;            /* the cue of the status; says NULL: none */
	const onto_value *value; /* NULL: none */
} measure;

typedef struct measures {
	const results *results; /* NULL: nothing is looked for */
	line line;
	binding_vector bound;
	claim_vector claims;
	VECTOR(measure) found; /* in order of mention, at most one per mention */
	arena arena;           /* the values and their texts */
} measures;

void measures_free(measures *self);

/* Reads the markers among mentions into `found`, which is valid until the next call. */
onto_status measures_find(measures *self, const analysis *doc, const word_cache *cache,
                          const sentence_vector *sentences, const mention_view *mentions, onto_error *error);

#endif
