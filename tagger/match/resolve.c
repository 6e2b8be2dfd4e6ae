#include "match/resolve.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"

void resolver_free(resolver *self)
{
	vector_free(&self->chosen);
	vector_free(&self->room);
}

/* ---- sense -------------------------------------------------------------------------------------------------------- */

static unsigned bits_in(unsigned value)
{
	unsigned count = 0;
	for (; value; value &= value - 1) {
		count++;
	}
	return count;
}

/* What speaks against a reading: first what had to be done to the text, then how loosely the name stands to its concept. */
static unsigned cost_of(const onto_dictionary *d, const reading *r)
{
	const name *n = &d->names.items[d->endings.items[r->ending].name];
	unsigned cost = bits_in(r->by & (ONTO_BY_PLURAL | ONTO_BY_SPELLING)) + 4 * bits_in(r->by & ONTO_BY_DERIVED) +
	                2 * bits_in(r->by & (ONTO_BY_NUMERAL | ONTO_BY_ORDER));
	return cost * 2 + 3 * n->scope;
}

/* The best reading of a wanted type, UINT32_MAX where there is none. Equal ones: the dictionary's order. */
static uint32_t best_reading(const resolver *self, const passage *p, const candidate *c)
{
	const onto_dictionary *d = self->dictionary;
	uint32_t best = UINT32_MAX;
	unsigned least = UINT32_MAX;
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		const name *n = &d->names.items[d->endings.items[p->readings.items[i].ending].name];
		if (!(self->types & 1u << d->concepts.items[n->concept].type)) {
			continue;
		}
		unsigned cost = cost_of(d, &p->readings.items[i]);
		if (cost < least) {
			least = cost;
			best = i;
		}
	}
	return best;
}

/* ---- overlap ------------------------------------------------------------------------------------------------------ */

static int by_place(const void *a, const void *b)
{
	const chosen *x = a, *y = b;
	if (x->start != y->start) {
		return x->start < y->start ? -1 : 1;
	}
	if (x->end != y->end) {
		return x->end > y->end ? -1 : 1;
	}
	return x->candidate < y->candidate ? -1 : x->candidate > y->candidate;
}

static int by_length(const void *a, const void *b)
{
	const chosen *x = a, *y = b;
	uint32_t x_length = x->end - x->start, y_length = y->end - y->start;
	if (x_length != y_length) {
		return x_length > y_length ? -1 : 1;
	}
	return by_place(a, b);
}

static uint8_t type_of(const resolver *self, const passage *p, const chosen *c)
{
	const onto_dictionary *d = self->dictionary;
	uint32_t name = d->endings.items[p->readings.items[c->reading].ending].name;
	return d->concepts.items[d->names.items[name].concept].type;
}

/* May two places that overlap both stay? */
static bool both_stay(const resolver *self, const passage *p, const chosen *a, const chosen *b)
{
	switch (self->overlap) {
	case ONTO_ALL:
		return a->start != b->start || a->end != b->end || type_of(self, p, a) != type_of(self, p, b);
	case ONTO_NESTED:
		return (a->start <= b->start && b->end <= a->end) || (b->start <= a->start && a->end <= b->end);
	case ONTO_ONE_PER_TYPE:
		return type_of(self, p, a) != type_of(self, p, b);
	default: {
		/* Members of one enumeration share words: "B- and T-cell leukemia". */
		const candidate *x = &p->candidates.items[a->candidate], *y = &p->candidates.items[b->candidate];
		return (x->skip_from != x->skip_to && x->skip_from <= y->first && y->first < x->skip_to) ||
		       (y->skip_from != y->skip_to && y->skip_from <= x->first && x->first < y->skip_to);
	}
	}
}

/* Of a run of places that overlap one another, [from, to) of room, keeps the longest and what may stay beside it. */
static bool settle_run(resolver *self, const passage *p, size_t from, size_t to)
{
	size_t kept = self->chosen.count;
	if (to - from > 1) {
		qsort(self->room.items + from, to - from, sizeof *self->room.items, by_length);
	}
	for (size_t i = from; i < to; i++) {
		const chosen *c = &self->room.items[i];
		bool stays = true;
		for (size_t k = kept; stays && k < self->chosen.count; k++) {
			const chosen *other = &self->chosen.items[k];
			stays = c->end <= other->start || other->end <= c->start || both_stay(self, p, c, other);
		}
		if (stays && !vector_push(&self->chosen, *c)) {
			return false;
		}
	}
	if (self->chosen.count - kept > 1) {
		qsort(self->chosen.items + kept, self->chosen.count - kept, sizeof *self->chosen.items, by_place);
	}
	return true;
}

onto_status resolve(resolver *self, const passage *p, const words *words, onto_error *error)
{
	(void)words;
	self->chosen.count = self->room.count = 0;
	bool sorted = true;
	for (uint32_t i = 0; i < p->candidates.count; i++) {
		const candidate *c = &p->candidates.items[i];
		uint32_t reading = best_reading(self, p, c);
		if (reading == UINT32_MAX) {
			continue;
		}
		chosen new = {p->tokens.items[c->first].start, p->tokens.items[c->end - 1].end, i, reading};
		sorted = sorted && (!self->room.count || by_place(&self->room.items[self->room.count - 1], &new) <= 0);
		if (!vector_push(&self->room, new)) {
			return fail_memory(error);
		}
	}
	if (!sorted) {
		qsort(self->room.items, self->room.count, sizeof *self->room.items, by_place);
	}
	for (size_t from = 0; from < self->room.count;) {
		size_t to = from + 1;
		uint32_t end = self->room.items[from].end;
		while (to < self->room.count && self->room.items[to].start < end) {
			end = self->room.items[to].end > end ? self->room.items[to].end : end;
			to++;
		}
		if (!settle_run(self, p, from, to)) {
			return fail_memory(error);
		}
		from = to;
	}
	return ONTO_OK;
}
