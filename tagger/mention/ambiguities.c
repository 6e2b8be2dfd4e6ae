/* Ambiguities: short forms that the text does not define, and that nothing else decides about.
 *
 *     candidates in capitals ─▶ readings that only lack support ─▶ one sense for each meaning, the likelier
 * first */
#include <string.h>

#include "core/ascii.h"
#include "core/error.h"
#include "mention/mentions.h"
#include "resolve/cost.h"
#include "resolve/resolve.h"

enum { SENSES_MOST = 32 };

/* A meaning that a short form may have. */
typedef struct sense {
	const reading *reading;
	uint32_t cost;
} sense;

typedef struct ambiguity_finder {
	mentions *mentions;
	const abbreviations *found;
	size_t mention, claim; /* the first that does not end before the place */
	sense senses[SENSES_MOST];
	size_t count;
} ambiguity_finder;

/* Is a place a short form by its letters: two capitals or more, and no word in small letters? */
static bool is_short(const analysis *doc, const candidate *c)
{
	enum { BYTES_MOST = 10, SMALL_MOST = 2 };
	uint32_t from = doc->tokens.items[c->first].start, to = doc->tokens.items[c->end - 1].end;
	unsigned capitals = 0, small = 0;
	if (c->skip_from != c->skip_to || to - from > BYTES_MOST) {
		return false;
	}
	for (uint32_t at = from; at < to && small <= SMALL_MOST; at++) {
		capitals += ascii_is_upper(doc->text[at]);
		small = ascii_is_lower(doc->text[at]) ? small + 1 : 0;
	}
	return capitals > 1 && small <= SMALL_MOST;
}

/* Does a place overlap a mention, or what names another thing? Places come in order of start. */
static bool is_taken(ambiguity_finder *self, uint32_t start, uint32_t end)
{
	const mentions *m = self->mentions;
	const resolver *r = m->resolver;
	while (self->mention < m->items.count && m->items.items[self->mention].end <= start) {
		self->mention++;
	}
	while (self->claim < r->claims.count && r->claims.items[self->claim].end <= start) {
		self->claim++;
	}
	for (size_t i = self->mention; i < m->items.count && m->items.items[i].start < end; i++) {
		if (start < m->items.items[i].end) {
			return true;
		}
	}
	for (size_t i = self->claim; i < r->claims.count && r->claims.items[i].start < end; i++) {
		if (start < r->claims.items[i].end) {
			return true;
		}
	}
	return false;
}

/* Adds a reading in the order of cost, unless its meaning is there at less. A short form of curation's rows comes
 * first, since that is its sense in most texts. */
static void add_sense(ambiguity_finder *self, const reading *r)
{
	uint32_t likely = r->policy & ONTO_POLICY_SHORT ? 0 : 1u << 16;
	sense new = {r, likely + cost_of(self->mentions->resolver, r)};
	size_t at = 0;
	while (at < self->count && self->senses[at].cost <= new.cost) {
		if (self->senses[at++].reading->meaning == r->meaning) {
			return;
		}
	}
	if (at == SENSES_MOST) {
		return;
	}
	size_t last = at;
	while (last < self->count && self->senses[last].reading->meaning != r->meaning) {
		last++;
	}
	last -= last == SENSES_MOST;
	memmove(self->senses + at + 1, self->senses + at, (last - at) * sizeof *self->senses);
	self->count += last == self->count;
	self->senses[at] = new;
}

/* Makes the ambiguity of a place. In place of the last one where that lies within it. */
static onto_status add_ambiguity(ambiguity_finder *self, uint32_t start, uint32_t end, onto_error *error)
{
	mentions *m = self->mentions;
	const onto_dictionary *d = m->resolver->dictionary;
	onto_ambiguity *last = m->ambiguities.count ? &m->ambiguities.items[m->ambiguities.count - 1] : NULL;
	size_t first = m->senses.count;
	if (last && last->end > start) {
		if (last->start < start || last->end >= end) {
			return ONTO_OK;
		}
		first = m->senses.count -= last->sense_count;
		m->ambiguities.count--;
	}
	for (size_t i = 0; i < self->count; i++) {
		const reading *r = self->senses[i].reading;
		const meaning_state *known = resolver_meaning(m->resolver, r);
		onto_sense new = {.type = type_wanted(r->type, r->also, m->resolver->types),
		                  .concept = r->concept,
		                  .matched = dictionary_text(d, r->text)};
		if (!known) {
			return fail_memory(error);
		}
		new.codes = known->codes->codes;
		new.code_count = known->codes->count;
		new.name = known->codes->name;
		if (known->coded && !vector_push(&m->senses, new)) {
			return fail_memory(error);
		}
	}
	onto_ambiguity new = {.start = start, .end = end, .sense_count = m->senses.count - first};
	return !new.sense_count || vector_push(&m->ambiguities, new) ? ONTO_OK : fail_memory(error);
}

onto_status mentions_find_ambiguities(mentions *self, const abbreviations *found, onto_error *error)
{
	const analysis *doc = self->analysis;
	ambiguity_finder finder = {.mentions = self, .found = found};
	for (uint32_t i = 0; i < doc->candidates.count; i++) {
		const candidate *c = &doc->candidates.items[i];
		uint32_t start = doc->tokens.items[c->first].start, end = doc->tokens.items[c->end - 1].end;
		if (!is_short(doc, c) || is_taken(&finder, start, end)) {
			continue;
		}
		finder.count = 0;
		for (uint32_t r = c->readings; r < c->readings + c->count; r++) {
			if (resolve_is_undecided(self->resolver, doc, found, c, &doc->readings.items[r])) {
				add_sense(&finder, &doc->readings.items[r]);
			}
		}
		if (finder.count) {
			TRY(add_ambiguity(&finder, start, end, error));
		}
	}
	const onto_sense *senses = self->senses.items;
	for (size_t i = 0; i < self->ambiguities.count; i++) {
		self->ambiguities.items[i].senses = senses;
		senses += self->ambiguities.items[i].sense_count;
	}
	return ONTO_OK;
}
