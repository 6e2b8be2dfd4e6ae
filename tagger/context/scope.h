/* Scopes: the tokens of a sentence that a cue applies to.
 *
 *     no fever, chills or rash, but cough            no ──▶ [fever ... rash]      "but" ends it
 *     No ascites, the spleen was enlarged            No ──▶ [ascites]             the comma begins a new clause
 *     PE and infarction were ruled out               [PE ... infarction] ◀── were ruled out
 *
 * A scope never leaves its sentence. It ends at the next cue that says the same in the same direction, whose scope
 * continues. So the time of all scopes of a sentence is linear in its length. */
#ifndef ONTOTAG_SCOPE_H
#define ONTOTAG_SCOPE_H

#include "context/cues.h"
#include "mention/mentions.h"
#include "text/sentence.h"

/* The arrays that the walks read. */
typedef struct scope_view {
	const onto_cues *cues;
	const analysis *analysis;
	const word_cache *cache;
	const cue_match *found; /* the text's cues; none overlaps another */
	size_t found_count;
	const mention_place *places;
	const onto_mention *mentions; /* of the places */
	size_t place_count;
	size_t next_place; /* the first that begins at or after the current cue */
	sentence sentence; /* the current one */
} scope_view;

typedef struct scope {
	uint32_t from, to; /* tokens [from, to); empty where there are none */
} scope;

/* The direction of a participle of the current sentence, given by its number: backward where it follows a name,
 * with no subject or verb of its own, and no name follows it; 0 where it is said of neither. */
uint8_t scope_participle(const scope_view *view, size_t cue);

/* The scopes of a cue of the current sentence, given by its number: after it and before it. */
scope scope_forward(const scope_view *view, size_t cue);
scope scope_backward(const scope_view *view, size_t cue);

/* The number of the first place that begins at a token or after it. */
size_t scope_first_place(const scope_view *view, uint32_t token);

#endif
