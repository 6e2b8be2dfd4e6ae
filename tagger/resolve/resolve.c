/* For each place the reading with the least cost among those that evidence allows; then overlaps are settled. */
#include "resolve/resolve.h"

#include "core/error.h"
#include "resolve/chemical_names.h"
#include "resolve/cost.h"
#include "resolve/evidence.h"
#include "resolve/orthography.h"
#include "resolve/overlap.h"

#define READING_LOST (UINT32_MAX - 1)

/* The bits of the types that a reading counts as: of several that its concept has, the first, where that is wanted at all. */
static unsigned types_counted(const resolver *self, const reading *r)
{
	return self->types & 1u << r->type ? 1u << r->type : r->also;
}

/* The best reading of a wanted type and vocabulary, UINT32_MAX where there is none, READING_LOST where memory ran out. Equal
 * ones: the dictionary's order. */
static uint32_t best_reading(const resolver *self, const analysis *doc, const abbreviations *a, const candidate *c,
                             unsigned types, uint32_t *least)
{
	uint32_t best = UINT32_MAX;
	*least = UINT32_MAX;
	bool shares = doc->readings.items[c->readings].by & ONTO_BY_COORDINATION; /* as all its readings do, or none */
	if ((shares && !evidence_has_conjunct(doc, c)) || (c->end - c->first > 1 && evidence_is_cut_short(doc, c))) {
		return UINT32_MAX;
	}
	verdict verdict = evidence_verdict(doc, c);
	unsigned wanted = types & ~verdict.vetoed;
	bool measure = c->end - c->first > 1 && orthography_as_measure(doc, c);
	if ((wanted & verdict.types & 1u << ONTO_DRUG) && (is_part_of_substance(doc, c) || is_part_of_salt(doc, c))) {
		wanted &= ~(1u << ONTO_DRUG);
	}
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		const reading *r = &doc->readings.items[i];
		/* "hypovolemia and septic shock" does not stand for hypovolemic shock. */
		bool altered = shares && ((r->by & ONTO_BY_DERIVED) || (!(r->by & ONTO_BY_PLURAL) && evidence_means_alone(doc, c, r->meaning)));
		bool outdone = verdict.gene && r->type == ONTO_DISEASE && !(r->policy & (ONTO_POLICY_CASE | ONTO_POLICY_FIRST)) &&
		               !(r->by & ONTO_BY_ABBREVIATION);
		outdone |= measure && r->type == ONTO_MARKER && !(r->policy & ONTO_POLICY_CASE);
		if (!(wanted & types_counted(self, r)) || ((r->policy & ONTO_POLICY_GENERIC) && !self->keep_generic) || altered || outdone ||
		    evidence_is_suppressed(a, c, r)) {
			continue;
		}
		if ((r->policy & ONTO_POLICY_SUPPORT) && !(r->by & ONTO_BY_ABBREVIATION) &&
		    !evidence_is_supported(self, r) && !orthography_supports(doc, c, r)) {
			continue;
		}
		if ((r->policy & ONTO_POLICY_EFFECT) && (!self->effects || !resolver_supports(self, r->cluster_slot))) {
			continue;
		}
		unsigned cost = cost_of(self, r);
		if (cost >= *least) {
			continue;
		}
		const meaning_state *known = resolver_meaning(self, r);
		if (!known) {
			return READING_LOST;
		}
		/* A meaning without a code that is wanted is none; the place may yet be another's, or a shorter name's. */
		cost += known->exact ? 0 : COST_INEXACT;
		if (known->coded && cost < *least) {
			best = i;
			*least = cost;
		}
	}
	return best;
}

/* Chooses for one candidate, among readings of some types, and puts it with the others. */
static onto_status choose(resolver *self, const analysis *doc, const abbreviations *abbreviations, uint32_t number,
                          unsigned types, onto_error *error)
{
	const candidate *c = &doc->candidates.items[number];
	uint32_t cost, reading = best_reading(self, doc, abbreviations, c, types, &cost);
	if (reading == UINT32_MAX) {
		return ONTO_OK;
	}
	chosen new = {doc->tokens.items[c->first].start, doc->tokens.items[c->end - 1].end, number, reading,
	              cost + COST_PASSED_OVER * (c->skip_to - c->skip_from)};
	return reading != READING_LOST && vector_push(&self->room, new) ? ONTO_OK : fail_memory(error);
}

onto_status resolve(resolver *self, const analysis *doc, const abbreviations *abbreviations, onto_error *error)
{
	if (!resolver_begin(self)) {
		return fail_memory(error);
	}
	evidence_note_support(self, doc, abbreviations);
	self->chosen.count = self->room.count = 0;
	bool by_type = self->overlap == ONTO_ALL || self->overlap == ONTO_ONE_PER_TYPE;
	for (uint32_t i = 0; i < doc->candidates.count; i++) {
		for (unsigned type = 0; type < (by_type ? ONTO_TYPES : 1); type++) {
			TRY(choose(self, doc, abbreviations, i, by_type ? self->types & 1u << type : self->types, error));
		}
	}
	return overlap_settle(self, doc) ? ONTO_OK : fail_memory(error);
}
