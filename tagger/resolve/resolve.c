/* Chooses for each place the cheapest reading that has evidence, then settles overlaps. */
#include "resolve/resolve.h"

#include <string.h>

#include "core/error.h"
#include "resolve/author.h"
#include "resolve/bracket.h"
#include "resolve/chemical_names.h"
#include "resolve/composite.h"
#include "resolve/cost.h"
#include "resolve/eponym.h"
#include "resolve/evidence.h"
#include "resolve/heading.h"
#include "resolve/instrument.h"
#include "resolve/journal.h"
#include "resolve/last_number.h"
#include "resolve/letter_case.h"
#include "resolve/marker_result.h"
#include "resolve/overlap.h"
#include "resolve/quantity.h"
#include "resolve/rules.h"
#include "resolve/sequence.h"
#include "resolve/short_forms.h"
#include "resolve/support.h"
#include "resolve/weights.h"

#define READING_LOST (UINT32_MAX - 1)

/* The bits of the types that a reading counts as: of several types of its concept, the first that is wanted. */
static unsigned types_counted(const resolver *self, const reading *r)
{
	return self->types & 1u << r->type ? 1u << r->type : r->also;
}

/* The bits of all types of a reading's concept. */
static inline unsigned types_of_reading(const reading *r)
{
	return 1u << r->type | r->also;
}

/* ---- the rules, in order ------------------------------------------------------------------------------------- */

/* The rule that drops a place, + 1; 0: none. */
static inline unsigned place_ruling(const resolver *self, const analysis *doc, const candidate *c, bool shares)
{
	const bool title = letter_case_is_title(doc, c), upper = letter_case_is_upper(doc, c);
	const unsigned gaps = analysis_gaps(doc, c);
#define ASK(name, types, condition) \
	if (RULE(name, condition)) { \
		return RULE_##name + 1; \
	}
	PLACE_RULES(ASK)
#undef ASK
	return 0;
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

/* The rule that drops a type, + 1; 0: none. */
static unsigned type_ruling(const analysis *doc, const candidate *c, const verdict *v, unsigned wanted)
{
	enum { DRUG = 1u << ONTO_DRUG };
	const unsigned VETOED = v->vetoed;
#define ASK(name, types, condition) \
	if ((wanted & (unsigned)types) && RULE(name, condition)) { \
		return RULE_##name + 1; \
	}
	TYPE_RULES(ASK)
#undef ASK
	return 0;
}

/* The rule that drops a reading, + 1; 0: none. */
static inline __attribute__((always_inline)) unsigned reading_ruling(const resolver *self, const analysis *doc,
                                                                     const abbreviations *a, const candidate *c,
                                                                     const verdict *v, bool shares,
                                                                     const reading *r)
{
#define ASK(name, types, condition) \
	if (RULE(name, condition)) { \
		return RULE_##name + 1; \
	}
	READING_RULES(ASK)
#undef ASK
	return 0;
}

/* ---- choice -------------------------------------------------------------------------------------------------- */

/* The cost of a reading of a candidate. */
static unsigned cost_at(const resolver *self, const candidate *c, const verdict *v, const reading *r)
{
	/* The plural of a preferred name comes before a name that is a plural itself: lung cancers. */
	bool plural = r->like == ONTO_DISEASE && !(r->by & ONTO_BY_PLURAL) && v->singular;
	return cost_of(self, r) + (plural ? WEIGHT(COST_PLURAL_NAME) : 0) +
	       WEIGHT(COST_PASSED_OVER) * (c->skip_to - c->skip_from);
}

/* All readings of a coordination share, or none. */
static inline bool is_shared(const analysis *doc, const candidate *c)
{
	return doc->readings.items[c->readings].by & ONTO_BY_COORDINATION;
}

/* The cheapest reading of a wanted type and vocabulary; of equal ones, the first in the dictionary. UINT32_MAX
 * where there is none, READING_LOST where memory ran out. *other: the place names another thing. */
static uint32_t best_reading(const resolver *self, const analysis *doc, const abbreviations *a, const candidate *c,
                             unsigned types, uint32_t *least, bool *other)
{
	uint32_t best = UINT32_MAX;
	*least = UINT32_MAX;
	*other = false;
	bool shares = is_shared(doc, c);
	if (place_ruling(self, doc, c, shares)) {
		return UINT32_MAX;
	}
	verdict verdict = evidence_verdict(self, doc, c);
	*other = verdict.other;
	unsigned wanted = types_left(doc, c, &verdict, types);
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		const reading *r = &doc->readings.items[i];
		if (!(wanted & types_counted(self, r)) || reading_ruling(self, doc, a, c, &verdict, shares, r)) {
			continue;
		}
		unsigned cost = cost_at(self, c, &verdict, r);
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

/* Adds a place of a candidate. */
static bool add_place(resolver *self, const analysis *doc, uint32_t number, const chosen *place)
{
	const candidate *c = &doc->candidates.items[number];
	if (!vector_push(&self->room, *place)) {
		return false;
	}
	chosen *new = &self->room.items[self->room.count - 1];
	new->start = doc->tokens.items[c->first].start;
	new->end = doc->tokens.items[c->end - 1].end;
	new->candidate = number;
	return true;
}

/* Notes a place where nothing was chosen and which names another thing. */
static onto_status note_claim(resolver *self, const analysis *doc, const candidate *c, onto_error *error)
{
	if (c->skip_from != c->skip_to || RULE(INFECTED_WITH, evidence_is_infected(doc, c))) {
		return ONTO_OK;
	}
	claimed_place new = {doc->tokens.items[c->first].start, doc->tokens.items[c->end - 1].end, true};
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		const reading *r = &doc->readings.items[i];
		new.within &= !(r->policy & ONTO_POLICY_OTHER) || r->scope == ONTO_RELATED;
	}
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
	if (reading == READING_LOST) {
		return fail_memory(error);
	}
	const struct reading *r = &doc->readings.items[reading];
	chosen place = {
		.reading = reading, .cost = cost, .type = r->type, .broader = resolver_meaning(self, r)->broader};
	return add_place(self, doc, number, &place) ? ONTO_OK : fail_memory(error);
}

/* A lower number is a likelier reading. */
static inline uint64_t doubt(const chosen *place)
{
	return (uint64_t)(place->ruling != 0) << 32 | place->cost;
}

/* True where an earlier candidate has the same place and type, as an alternative and the plain words may. The
 * likelier reading stays. Members of an enumeration are several: FGFR1-3. */
static bool is_double(resolver *self, const analysis *doc, const candidate *c, const chosen *place)
{
	uint32_t start = doc->tokens.items[c->first].start, end = doc->tokens.items[c->end - 1].end;
	bool shared = is_shared(doc, c);
	for (size_t i = self->room.count; i-- > 0 && self->room.items[i].start == start;) {
		chosen *other = &self->room.items[i];
		bool members = shared && doc->readings.items[other->reading].by & ONTO_BY_COORDINATION;
		if (other->end == end && other->type == place->type && !members) {
			if (doubt(place) < doubt(other)) {
				uint32_t number = (uint32_t)(c - doc->candidates.items);
				*other = *place;
				other->start = start;
				other->end = end;
				other->candidate = number;
			}
			return true;
		}
	}
	return false;
}

/* The likeliest reading of a type. */
typedef struct likeliest {
	uint32_t reading, cost, ruling;
	bool broader;
} likeliest;

/* True where a reading comes before the best so far of its type: one that no rule drops, then the cheapest. */
static inline bool is_better(const likeliest *best, bool found, unsigned ruling, unsigned cost)
{
	bool kept = ruling == 0, best_kept = found && best->ruling == 0;
	return !found || kept > best_kept || (kept == best_kept && cost < best->cost);
}

/* Adds a place for each type that a candidate has readings of: the cheapest that no rule drops, else the
 * cheapest. */
static onto_status choose_each(resolver *self, const analysis *doc, const abbreviations *a, uint32_t number,
                               onto_error *error)
{
	const candidate *c = &doc->candidates.items[number];
	bool shares = is_shared(doc, c);
	verdict verdict = evidence_verdict(self, doc, c);
	unsigned place = place_ruling(self, doc, c, shares);
	likeliest best[TYPE_COUNT];
	uint8_t ruled[TYPE_COUNT]; /* of the types that a rule drops: which */
	unsigned found = 0, types = verdict.types;
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		types |= doc->readings.items[i].also;
	}
	unsigned dropped = types & ~(place ? 0 : types_left(doc, c, &verdict, types));
	for (unsigned left = dropped; left; left &= left - 1) {
		ruled[__builtin_ctz(left)] = (uint8_t)(place ? place : type_ruling(doc, c, &verdict, left & -left));
	}
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		const reading *r = &doc->readings.items[i];
		const meaning_state *known = resolver_meaning(self, r);
		unsigned own =
			dropped & 1u << r->type ? ruled[r->type] : reading_ruling(self, doc, a, c, &verdict, shares, r);
		if (!known) {
			return fail_memory(error);
		}
		unsigned cost = cost_at(self, c, &verdict, r) + (known->exact ? 0 : WEIGHT(COST_INEXACT));
		/* What is measured is a substance as well: creatinine is a place of each type. */
		for (unsigned left = known->coded ? types_of_reading(r) : 0; left; left &= left - 1) {
			unsigned type = (unsigned)__builtin_ctz(left), ruling = dropped & 1u << type ? ruled[type] : own;
			if (is_better(&best[type], found & 1u << type, ruling, cost)) {
				best[type] = (likeliest){.reading = i, .cost = cost, .ruling = ruling, .broader = known->broader};
				found |= 1u << type;
			}
		}
	}
	bool kept = false;
	for (unsigned left = found; left; left &= left - 1) {
		kept |= !best[__builtin_ctz(left)].ruling;
	}
	if (verdict.other && !place && !kept) {
		TRY(note_claim(self, doc, c, error));
	}
	for (unsigned left = found; left; left &= left - 1) {
		const likeliest *least = &best[__builtin_ctz(left)];
		chosen new = {.reading = least->reading,
		              .cost = least->cost,
		              .type = (uint8_t)__builtin_ctz(left),
		              .ruling = (uint8_t)least->ruling,
		              .broader = least->broader};
		if (!is_double(self, doc, c, &new) && !add_place(self, doc, number, &new)) {
			return fail_memory(error);
		}
	}
	return ONTO_OK;
}

/* Marks the places that the rules alone would choose, each type by itself, also those of types that are not
 * wanted. */
static bool mark_standing(resolver *self, const analysis *doc)
{
	onto_overlap overlap = self->overlap;
	size_t count = self->room.count, kept = 0;
	self->read.count = 0;
	if (!vector_reserve(&self->read, count)) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		self->read.items[i] = self->room.items[i];
		if (!self->room.items[i].ruling) {
			self->room.items[kept] = self->room.items[i];
			self->room.items[kept++].origin = (uint32_t)i;
		}
	}
	self->room.count = kept;
	self->overlap = ONTO_ONE_PER_TYPE;
	self->judged = false;
	bool settled = overlap_settle(self, doc);
	self->judged = true;
	self->overlap = overlap;
	memcpy(self->room.items, self->read.items, count * sizeof *self->room.items);
	self->room.count = count;
	for (size_t i = 0; settled && i < self->chosen.count; i++) {
		self->room.items[self->chosen.items[i].origin].stands = true;
	}
	self->chosen.count = 0;
	return settled;
}

onto_status resolve_places(resolver *self, const analysis *doc, const abbreviations *abbreviations,
                           onto_error *error)
{
	if (!resolver_begin(self)) {
		return fail_memory(error);
	}
	support_note(self, doc, abbreviations);
	self->chosen.count = self->room.count = self->claims.count = 0;
	bool by_type = self->overlap == ONTO_ALL || self->overlap == ONTO_ONE_PER_TYPE;
	for (uint32_t i = 0; i < doc->candidates.count; i++) {
		if (self->judged) {
			TRY(choose_each(self, doc, abbreviations, i, error));
			continue;
		}
		for (unsigned left = by_type ? self->types : 1; left; left &= left - 1) {
			TRY(choose(self, doc, abbreviations, i, by_type ? left & -left : self->types, error));
		}
	}
	if (self->judged && self->room.count && !mark_standing(self, doc)) {
		return fail_memory(error);
	}
	return ONTO_OK;
}

bool resolve_is_undecided(const resolver *self, const analysis *doc, const abbreviations *a, const candidate *c,
                          const reading *r)
{
	bool shares = is_shared(doc, c);
	if (place_ruling(self, doc, c, shares)) {
		return false;
	}
	verdict verdict = evidence_verdict(self, doc, c);
	return (types_left(doc, c, &verdict, self->types) & types_counted(self, r)) &&
	       reading_ruling(self, doc, a, c, &verdict, shares, r) == RULE_UNSUPPORTED + 1;
}

onto_status resolve_overlaps(resolver *self, const analysis *doc, onto_error *error)
{
	return overlap_settle(self, doc) ? ONTO_OK : fail_memory(error);
}
