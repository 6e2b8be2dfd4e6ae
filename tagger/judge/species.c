/* Finds the organism of a gene. */
#include "judge/species.h"

#include <string.h>

#include "text/word_list.h"

/* Organisms other than the human, on the way through a text. */
typedef struct others {
	size_t next;      /* of the tokens that name one */
	unsigned last;    /* named last so far: 1 + its bit; 0: none */
	unsigned first;   /* of the whole text */
	bool first_known; /* it was looked for */
} others;

/* 1 + the bit of an organism other than the human that a token names; 0: none. */
static unsigned other_at(const analysis *doc, uint32_t token)
{
	unsigned roles = analysis_roles(doc, token)->species & ~(unsigned)SPECIES_HUMAN;
	return roles ? 1 + (unsigned)__builtin_ctz(roles) : 0;
}

/* The organism that is named last before a token, else first behind it; 0: none. Tokens come in order. */
static unsigned nearest(others *self, const analysis *doc, uint32_t token)
{
	const anchor_vector *named = &doc->anchors[ANCHOR_SPECIES];
	for (; self->next < named->count && named->items[self->next] < token; self->next++) {
		unsigned other = other_at(doc, named->items[self->next]);
		self->last = other ? other : self->last;
	}
	for (size_t i = 0; !self->last && !self->first_known && !self->first && i < named->count; i++) {
		self->first = other_at(doc, named->items[i]);
	}
	self->first_known = true;
	return self->last ? self->last : self->first;
}

bool species_is_gene(const resolver *resolver, const reading *r)
{
	const meaning_state *known = resolver_meaning(resolver, r);
	return known && known->gene;
}

void species_set(const features *features, resolver *resolver, const analysis *doc)
{
	others others = {0};
	for (size_t i = 0; i < resolver->chosen.count; i++) {
		chosen *place = &resolver->chosen.items[i];
		/* Weights judge genes alone. */
		bool foreign = place->human < 0;
		if (place->type != ONTO_MARKER ||
		    (!foreign &&
		     !(features->species_roles && species_is_gene(resolver, &doc->readings.items[place->reading])))) {
			continue;
		}
		bool human_named = features->species_roles & SPECIES_HUMAN;
		place->foreign = foreign;
		uint32_t first = doc->candidates.items[place->candidate].first;
		place->species = (uint8_t)(place->foreign ? nearest(&others, doc, first) : human_named);
	}
}

void species_drop(resolver *resolver)
{
	size_t kept = 0;
	for (size_t i = 0; i < resolver->chosen.count; i++) {
		if (!resolver->chosen.items[i].foreign) {
			resolver->chosen.items[kept++] = resolver->chosen.items[i];
		}
	}
	resolver->chosen.count = kept;
}
