#include "match/resolve.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"

bool resolver_start(resolver *self, const onto_dictionary *dictionary)
{
	self->dictionary = dictionary;
	self->supported = calloc(dictionary->meaning_starts.count, sizeof *self->supported);
	return self->supported != NULL;
}

void resolver_free(resolver *self)
{
	vector_free(&self->chosen);
	vector_free(&self->room);
	free(self->supported);
}

const name *resolver_name(const resolver *self, const passage *p, uint32_t reading)
{
	const onto_dictionary *d = self->dictionary;
	return &d->names.items[p->readings.items[reading].name];
}

static uint32_t meaning_of(const resolver *self, const name *n)
{
	return self->dictionary->concepts.items[n->concept].meaning;
}

/* ---- evidence ----------------------------------------------------------------------------------------------------- */

/* Is there a plain candidate with this first token and this end? Candidates are in order of their first token. */
static bool plain_candidate(const passage *p, uint32_t first, uint32_t least_end, uint32_t most_end)
{
	size_t low = 0, high = p->candidates.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (p->candidates.items[middle].first < first) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	for (; low < p->candidates.count && p->candidates.items[low].first == first; low++) {
		const candidate *c = &p->candidates.items[low];
		if (c->skip_from == c->skip_to && c->end >= least_end && c->end <= most_end) {
			return true;
		}
	}
	return false;
}

/* Do two candidates read the same place, each passing over what the other reads? */
static bool is_mate(const candidate *a, const candidate *b)
{
	return a->end == b->end && b->skip_from != b->skip_to && a->skip_from < b->skip_to && b->skip_from < a->skip_to &&
	       a->skip_from != b->skip_from && a->skip_to != b->skip_to;
}

/* A member of an enumeration needs its partner: the last member with the shared end, or the first with the shared start. */
static bool has_partner(const passage *p, const candidate *c)
{
	if (plain_candidate(p, c->first, c->skip_from + 1, c->skip_to)) {
		return true;
	}
	for (uint32_t first = c->skip_from + 1; first < c->skip_to; first++) {
		if (plain_candidate(p, first, c->end, c->end)) {
			return true;
		}
	}
	/* "type 1 and 2 diabetes": neither member stands by itself, but each is the other's partner. */
	for (const candidate *other = c - 1; other >= p->candidates.items && other->first == c->first; other--) {
		if (is_mate(c, other)) {
			return true;
		}
	}
	for (const candidate *other = c + 1; other < p->candidates.items + p->candidates.count && other->first == c->first;
	     other++) {
		if (is_mate(c, other)) {
			return true;
		}
	}
	/* A slash has no word: the last member may begin where the skip does. */
	return p->tokens.items[c->skip_from].gap == GAP_SLASH && plain_candidate(p, c->skip_from, c->end, c->end);
}

/* Is the place just a short form, read as the dictionary has it and not as the text defines it? */
static bool is_silenced(const abbreviations *a, const candidate *c, const reading *r)
{
	if (!a->silenced.count || (r->by & ONTO_BY_ABBREVIATION)) {
		return false;
	}
	for (uint32_t t = c->first; t < c->end; t++) {
		if (!a->silenced.items[t]) {
			return false;
		}
	}
	return true;
}

/* Notes the meanings that names without need of support give to the text. */
static void note_support(resolver *self, const passage *p, const abbreviations *a)
{
	if (++self->text == 0) {
		memset(self->supported, 0, self->dictionary->meaning_starts.count * sizeof *self->supported);
		self->text = 1;
	}
	for (uint32_t i = 0; i < p->candidates.count; i++) {
		const candidate *c = &p->candidates.items[i];
		for (uint32_t r = c->readings; r < c->readings + c->count; r++) {
			const reading *read = &p->readings.items[r];
			if (!(read->policy & (ONTO_POLICY_SUPPORT | ONTO_POLICY_BLOCKED)) && !is_silenced(a, c, read)) {
				self->supported[read->meaning] = self->text;
			}
		}
	}
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

#define READING_LOST (UINT32_MAX - 1)

enum { OTHER_VOCABULARY = 2, INEXACT = 12 }; /* codes that only a cross-reference or a broader concept has */

enum { FIRST = 4 }; /* curation's own choice is only given up for one that fits the text much better */

enum { LEVELS_UP = 3, ABOVE_MOST = 32 };

/* Does the text name the meaning, or a concept not far above it: leukemia supports ALL? */
static bool is_supported(const resolver *self, const name *n)
{
	const onto_dictionary *d = self->dictionary;
	uint32_t above[ABOVE_MOST] = {n->concept};
	if (self->supported[meaning_of(self, n)] == self->text) {
		return true;
	}
	/* Two letters stand for too much. */
	if (!dictionary_text(d, n->text)[0] || !dictionary_text(d, n->text)[1] || !dictionary_text(d, n->text)[2]) {
		return false;
	}
	size_t count = 1, from = 0;
	for (int level = 0; level < LEVELS_UP; level++) {
		for (size_t end = count; from < end; from++) {
			const concept *c = &d->concepts.items[above[from]];
			for (uint32_t p = c->parents; p < c[1].parents && count < ABOVE_MOST; p++) {
				above[count] = d->parents.items[p];
				if (self->supported[d->concepts.items[above[count++]].meaning] == self->text) {
					return true;
				}
			}
		}
	}
	return false;
}

/* What speaks against a reading: first what had to be done to the text, then how loosely the name stands to its concept;
 * that the meaning is named elsewhere in the text speaks for it. */
static unsigned cost_of(const resolver *self, const reading *r)
{
	unsigned cost = 2 * bits_in(r->by & (ONTO_BY_PLURAL | ONTO_BY_SPELLING)) + 5 * bits_in(r->by & ONTO_BY_DERIVED) +
	                3 * bits_in(r->by & (ONTO_BY_NUMERAL | ONTO_BY_ORDER));
	bool supported = self->supported[r->meaning] == self->text;
	const onto_dictionary *d = self->dictionary;
	/* A MeSH descriptor comes before a supplementary record that has its name as well. */
	cost += r->supplementary ? 2 : 0;
	/* What the wanted vocabulary itself calls so comes before what a mapping leads to. */
	if (self->codes->vocabulary_count && !codes_are_first(self->codes, dictionary_text(d, d->concepts.items[r->concept].code))) {
		cost += OTHER_VOCABULARY;
	}
	return r->policy & ONTO_POLICY_FIRST ? cost : FIRST + cost * 2 + 3 * r->scope + (supported ? 0 : 6);
}

/* The types of which curation says that a text that reads so is none. */
static unsigned vetoed(const passage *p, const candidate *c)
{
	unsigned types = 0;
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		const reading *r = &p->readings.items[i];
		if (r->policy & ONTO_POLICY_BLOCKED) {
			types |= 1u << r->type;
		}
	}
	return types;
}

/* The best reading of a wanted type and vocabulary, UINT32_MAX where there is none, READING_LOST where memory ran out. Equal
 * ones: the dictionary's order. */
static uint32_t best_reading(const resolver *self, const passage *p, const abbreviations *a, const candidate *c,
                             unsigned types, uint32_t *least)
{
	uint32_t best = UINT32_MAX;
	*least = UINT32_MAX;
	if (c->skip_from != c->skip_to && !has_partner(p, c)) {
		return UINT32_MAX;
	}
	unsigned wanted = types & ~vetoed(p, c);
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		const reading *r = &p->readings.items[i];
		if (!(wanted & 1u << r->type) || ((r->policy & ONTO_POLICY_GENERIC) && !self->keep_generic) || is_silenced(a, c, r)) {
			continue;
		}
		if ((r->policy & ONTO_POLICY_SUPPORT) && !(r->by & ONTO_BY_ABBREVIATION) &&
		    !is_supported(self, resolver_name(self, p, i))) {
			continue;
		}
		unsigned cost = cost_of(self, r);
		const code_list *codes = cost < *least ? codes_of(self->codes, r->meaning) : NULL;
		if (cost < *least && !codes) {
			return READING_LOST;
		}
		/* A meaning without a code that is wanted is none; the place may yet be another's, or a shorter name's. */
		if (codes && codes->count) {
			cost += codes->predicate == ONTO_MATCH_EXACT ? 0 : INEXACT;
			best = cost < *least ? i : best;
			*least = cost < *least ? cost : *least;
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
	if (x->cost != y->cost) {
		return x->cost < y->cost ? -1 : 1;
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

/* Sorts what is few or nearly in order, as it is here, without a call for each comparison; what is neither with qsort. */
static void put_in_order(chosen *items, size_t count, int (*compare)(const void *, const void *))
{
	size_t moves = 0, most = count * 8 + 64;
	for (size_t i = 1; i < count; i++) {
		chosen moved = items[i];
		size_t at = i;
		for (; at > 0 && compare(&moved, &items[at - 1]) < 0; at--, moves++) {
			items[at] = items[at - 1];
		}
		items[at] = moved;
		if (moves > most) {
			qsort(items, count, sizeof *items, compare);
			return;
		}
	}
}

static uint8_t type_of(const passage *p, const chosen *c)
{
	return p->readings.items[c->reading].type;
}

/* May two places that overlap both stay? */
static bool both_stay(const resolver *self, const passage *p, const chosen *a, const chosen *b)
{
	switch (self->overlap) {
	case ONTO_ALL:
		return a->start != b->start || a->end != b->end || type_of(p, a) != type_of(p, b);
	case ONTO_NESTED:
		return (a->start != b->start || a->end != b->end) &&
		       ((a->start <= b->start && b->end <= a->end) || (b->start <= a->start && a->end <= b->end));
	case ONTO_ONE_PER_TYPE:
		return type_of(p, a) != type_of(p, b);
	default: {
		/* Members of one enumeration share words: "B- and T-cell leukemia". */
		const candidate *x = &p->candidates.items[a->candidate], *y = &p->candidates.items[b->candidate];
		return (x->skip_from != x->skip_to && x->skip_from <= y->first && y->first < x->skip_to) ||
		       (y->skip_from != y->skip_to && y->skip_from <= x->first && x->first < y->skip_to) ||
		       (x->skip_from != x->skip_to && x->first == y->first && (is_mate(x, y) || (y->skip_from == y->skip_to && y->end <= x->skip_to))) ||
		       (y->skip_from != y->skip_to && x->first == y->first && x->skip_from == x->skip_to && x->end <= y->skip_to);
	}
	}
}

/* Of a run of places that overlap one another, [from, to) of room, keeps the longest and what may stay beside it. */
static bool settle_run(resolver *self, const passage *p, size_t from, size_t to)
{
	size_t kept = self->chosen.count;
	if (to - from == 1) {
		return vector_push(&self->chosen, self->room.items[from]);
	}
	put_in_order(self->room.items + from, to - from, by_length);
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
	put_in_order(self->chosen.items + kept, self->chosen.count - kept, by_place);
	return true;
}

/* Chooses for one candidate, among readings of some types, and puts it with the others. */
static onto_status choose(resolver *self, const passage *p, const abbreviations *abbreviations, uint32_t number,
                          unsigned types, onto_error *error)
{
	const candidate *c = &p->candidates.items[number];
	uint32_t cost, reading = best_reading(self, p, abbreviations, c, types, &cost);
	if (reading == UINT32_MAX) {
		return ONTO_OK;
	}
	chosen new = {p->tokens.items[c->first].start, p->tokens.items[c->end - 1].end, number, reading,
	              cost + (c->skip_from != c->skip_to)};
	return reading != READING_LOST && vector_push(&self->room, new) ? ONTO_OK : fail_memory(error);
}

onto_status resolve(resolver *self, const passage *p, const abbreviations *abbreviations, onto_error *error)
{
	note_support(self, p, abbreviations);
	self->chosen.count = self->room.count = 0;
	bool by_type = self->overlap == ONTO_ALL || self->overlap == ONTO_ONE_PER_TYPE;
	for (uint32_t i = 0; i < p->candidates.count; i++) {
		for (unsigned type = 0; type < (by_type ? ONTO_TYPES : 1); type++) {
			TRY(choose(self, p, abbreviations, i, by_type ? self->types & 1u << type : self->types, error));
		}
	}
	put_in_order(self->room.items, self->room.count, by_place);
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
