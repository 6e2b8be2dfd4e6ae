/* Chooses for each place the cheapest reading that has evidence, then settles overlaps. */
#include "resolve/resolve.h"

#include "core/error.h"
#include "resolve/chemical_names.h"
#include "resolve/cost.h"
#include "resolve/evidence.h"
#include "resolve/orthography.h"
#include "resolve/overlap.h"
#include "resolve/rules.h"
#include "resolve/short_forms.h"
#include "resolve/weights.h"

#define READING_LOST (UINT32_MAX - 1)

/* The bits of the types that a reading counts as: of several types of its concept, the first that is wanted. */
static unsigned types_counted(const resolver *self, const reading *r)
{
	return self->types & 1u << r->type ? 1u << r->type : r->also;
}

/* ---- the rules, in order ------------------------------------------------------------------------------------- */

static inline bool drops_place(const resolver *self, const analysis *doc, const candidate *c, bool shares)
{
#define ASK(name, types, condition) \
	if (RULE(name, condition)) { \
		return true; \
	}
	PLACE_RULES(ASK)
#undef ASK
	return false;
}

static inline unsigned types_left(const analysis *doc, const candidate *c, const verdict *v, unsigned wanted)
{
	enum { DRUG = 1u << ONTO_DRUG };
	const unsigned VETOED = v->vetoed;
#define ASK(name, types, condition) \
	if (RULE(name, condition)) { \
		wanted &= ~(unsigned)types; \
	}
	TYPE_RULES(ASK)
#undef ASK
	return wanted;
}

static inline bool drops_reading(const resolver *self, const analysis *doc, const abbreviations *a,
                                 const candidate *c, const verdict *v, bool shares, const reading *r)
{
#define ASK(name, types, condition) \
	if (RULE(name, condition)) { \
		return true; \
	}
	READING_RULES(ASK)
#undef ASK
	return false;
}

/* ---- choice -------------------------------------------------------------------------------------------------- */

/* The cheapest reading of a wanted type and vocabulary; of equal ones, the first in the dictionary. UINT32_MAX
 * where there is none, READING_LOST where memory ran out. *other: the place names another thing. */
static uint32_t best_reading(const resolver *self, const analysis *doc, const abbreviations *a, const candidate *c,
                             unsigned types, uint32_t *least, bool *other)
{
	uint32_t best = UINT32_MAX;
	*least = UINT32_MAX;
	*other = false;
	bool shares = doc->readings.items[c->readings].by & ONTO_BY_COORDINATION; /* as all its readings do, or none */
	if (drops_place(self, doc, c, shares)) {
		return UINT32_MAX;
	}
	verdict verdict = evidence_verdict(self, doc, c);
	*other = verdict.other;
	unsigned wanted = types_left(doc, c, &verdict, types);
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		const reading *r = &doc->readings.items[i];
		if (!(wanted & types_counted(self, r)) || drops_reading(self, doc, a, c, &verdict, shares, r)) {
			continue;
		}
		unsigned cost = cost_of(self, r);
		/* The plural of a preferred name comes before a name that is a plural itself: lung cancers. */
		bool plural = r->type == ONTO_DISEASE && !(r->by & ONTO_BY_PLURAL) && verdict.singular;
		cost += plural ? WEIGHT(COST_PLURAL_NAME) : 0;
		if (cost >= *least) {
			continue;
		}
		const meaning_state *known = resolver_meaning(self, r);
		if (!known) {
			return READING_LOST;
		}
		/* A meaning without a wanted code is skipped, so that another meaning or a shorter name may be chosen. */
		cost += known->exact ? 0 : WEIGHT(COST_INEXACT);
		if (known->coded && cost < *least) {
			best = i;
			*least = cost;
		}
	}
	return best;
}

/* Notes a place where nothing was chosen and which names another thing. */
static onto_status note_claim(resolver *self, const analysis *doc, const candidate *c, onto_error *error)
{
	if (c->skip_from != c->skip_to) {
		return ONTO_OK;
	}
	claimed_place new = {doc->tokens.items[c->first].start, doc->tokens.items[c->end - 1].end};
	return vector_push(&self->claims, new) ? ONTO_OK : fail_memory(error);
}

/* Chooses a reading of a candidate, among those of some types, and adds it to the places. */
static onto_status choose(resolver *self, const analysis *doc, const abbreviations *abbreviations, uint32_t number,
                          unsigned types, onto_error *error)
{
	const candidate *c = &doc->candidates.items[number];
	bool other;
	uint32_t cost, reading = best_reading(self, doc, abbreviations, c, types, &cost, &other);
	if (reading == UINT32_MAX) {
		return other ? note_claim(self, doc, c, error) : ONTO_OK;
	}
	chosen new = {doc->tokens.items[c->first].start, doc->tokens.items[c->end - 1].end, number, reading,
	              cost + WEIGHT(COST_PASSED_OVER) * (c->skip_to - c->skip_from)};
	return reading != READING_LOST && vector_push(&self->room, new) ? ONTO_OK : fail_memory(error);
}

onto_status resolve(resolver *self, const analysis *doc, const abbreviations *abbreviations, onto_error *error)
{
	if (!resolver_begin(self)) {
		return fail_memory(error);
	}
	evidence_note_support(self, doc, abbreviations);
	self->chosen.count = self->room.count = self->claims.count = 0;
	bool by_type = self->overlap == ONTO_ALL || self->overlap == ONTO_ONE_PER_TYPE;
	for (uint32_t i = 0; i < doc->candidates.count; i++) {
		for (unsigned type = 0; type < (by_type ? ONTO_TYPES : 1); type++) {
			TRY(choose(self, doc, abbreviations, i, by_type ? self->types & 1u << type : self->types, error));
		}
	}
	return overlap_settle(self, doc) ? ONTO_OK : fail_memory(error);
}
