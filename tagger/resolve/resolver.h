/* What resolving keeps from one text to the next: the meanings that were met, what supports them, and its arrays. */
#ifndef ONTOTAG_RESOLVER_H
#define ONTOTAG_RESOLVER_H

#include "dictionary/codes.h"
#include "variants/abbreviations.h"

/* A candidate that stays, with the reading that was chosen for it. */
typedef struct chosen {
	uint32_t start, end;  /* bytes */
	uint32_t candidate;
	uint32_t reading;
	uint32_t cost; /* what speaks against the reading */
} chosen;

/* What is known of a meaning that was met. */
typedef struct meaning_state {
	const code_list *codes; /* NULL: not asked for yet */
	uint32_t supported_in;  /* number of the last text that supports it */
	bool coded, exact;      /* it has codes; one of them is its own */
} meaning_state;

typedef struct resolver {
	const onto_dictionary *dictionary;
	const word_cache *cache; /* which number the meanings met */
	onto_overlap overlap;
	unsigned types; /* bits; those that are wanted */
	bool keep_generic, effects; /* effects: names for what a drug did (effects.h) are wanted */
	codes *codes; /* of meanings: what has none of the wanted vocabularies is no reading */
	VECTOR(chosen) chosen;
	VECTOR(uint32_t) heads, kept_next; /* what is kept of a run, by first token */
	VECTOR(chosen) room;
	VECTOR(meaning_state) known; /* by their numbers */
	uint32_t document_number; /* number of the text at hand */
} resolver;

/* An empty one is zeros with what is the caller's: all up to `codes`. */
void resolver_free(resolver *self);

/* What a reading means, with its codes; NULL where memory ran out. */
static inline const meaning_state *resolver_meaning(const resolver *self, const reading *r)
{
	meaning_state *known = &self->known.items[r->cluster_slot];
	if (!known->codes) {
		known->codes = codes_make(self->codes, r->meaning);
		if (!known->codes) {
			return NULL;
		}
		known->coded = known->codes->count;
		known->exact = known->codes->predicate == ONTO_MATCH_EXACT;
	}
	return known;
}

/* Begins a text: room for all meanings that were met, none of them supported. False where memory ran out. */
bool resolver_begin(resolver *self);

/* Does the text support a meaning, by its slot? */
static inline bool resolver_supports(const resolver *self, uint32_t cluster_slot)
{
	return self->known.items[cluster_slot].supported_in == self->document_number;
}

#endif
