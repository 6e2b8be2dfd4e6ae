/* Resolving: of the names that fit a place one is chosen, and of the places that overlap those that stay.
 *
 *     candidates ─▶ one reading each (sense) ─▶ those that stay (overlap) ─▶ chosen, in order of the text */
#ifndef ONTOTAG_RESOLVE_H
#define ONTOTAG_RESOLVE_H

#include "match/scan.h"

/* A candidate that stays, with the reading that was chosen for it. */
typedef struct chosen {
	uint32_t start, end;  /* bytes */
	uint32_t candidate;
	uint32_t reading;
} chosen;

typedef struct resolver {
	const onto_dictionary *dictionary;
	onto_overlap overlap;
	unsigned types; /* bits; those that are wanted */
	VECTOR(chosen) chosen;
	VECTOR(chosen) room;
} resolver;

void resolver_free(resolver *self);

/* Chooses; the result is in self->chosen, in order of start, then longer first. */
onto_status resolve(resolver *self, const passage *p, const words *words, onto_error *error);

#endif
