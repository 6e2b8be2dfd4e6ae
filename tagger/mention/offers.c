/* Offers: places where names of retired concepts match. */
#include <string.h>

#include "core/error.h"
#include "core/transformation.h"
#include "match/fit.h"
#include "mention/mentions.h"
#include "mention/span.h"

/* Mentions and offers are in the order of their starts, so that mentions before `first`, which has moved with the
 * offers, end before this one. */
static bool overlaps_mention(const mentions *self, size_t *first, size_t start, size_t end)
{
	const onto_mention *items = self->items.items;
	while (*first < self->items.count && items[*first].end <= start) {
		++*first;
	}
	for (size_t i = *first; i < self->items.count && items[i].start < end; i++) {
		if (start < items[i].end) {
			return true;
		}
	}
	return false;
}

/* Offers of one concept share their successors. */
enum { MEMO = 64 };

typedef struct offer_maker {
	mentions *mentions;
	size_t first;      /* the first mention that does not end before the last offer */
	size_t memo[MEMO]; /* by hash of a concept: index of an offer, + 1 */
} offer_maker;

static onto_status take_successors(offer_maker *self, onto_offer *offer, size_t *start, onto_error *error)
{
	mentions *m = self->mentions;
	const onto_dictionary *d = m->resolver->dictionary;
	size_t *known = &self->memo[offer->concept % MEMO];
	const char *list = dictionary_text(d, d->concepts.items[offer->concept].successor);
	onto_successor successor;
	if (*known && m->offers.items[*known - 1].concept == offer->concept) {
		*start = m->successor_starts.items[*known - 1];
		offer->successor_count = m->offers.items[*known - 1].successor_count;
		return ONTO_OK;
	}
	*known = m->offers.count + 1;
	*start = m->successors.count;
	for (; dictionary_next_successor(d, &list, &successor); offer->successor_count++) {
		if (!vector_push(&m->successors, successor)) {
			return fail_memory(error);
		}
	}
	return ONTO_OK;
}

static onto_status add_offer(offer_maker *maker, const chosen *chosen, onto_error *error)
{
	mentions *self = maker->mentions;
	const onto_dictionary *d = self->resolver->dictionary;
	const analysis *doc = self->analysis;
	const candidate *c = &doc->candidates.items[chosen->candidate];
	const reading *r = &doc->readings.items[chosen->reading];
	const concept *concept = &d->concepts.items[r->concept];
	const char *written = dictionary_text(d, r->text);
	onto_offer offer = {
		.start = chosen->start,
		.end = span_end(doc, chosen->start, &doc->tokens.items[c->end - 1], written),
		.type = (onto_type)r->type,
		.concept = r->concept,
		.code = dictionary_text(d, concept->code),
		.name = dictionary_text(d, concept->name),
		.matched = written,
		.scope = (onto_scope)r->scope,
		.source = dictionary_text(d, d->sources.items[r->source].id),
		.release = dictionary_text(d, d->sources.items[r->source].version),
		.transformations = r->by,
	};
	if (overlaps_mention(self, &maker->first, offer.start, offer.end)) {
		return ONTO_OK;
	}
	if (!(offer.transformations & REWORDED_TRANSFORMATIONS)) {
		offer.transformations |= fit_surface(written, doc->text + offer.start, offer.end - offer.start);
	}
	size_t start;
	TRY(take_successors(maker, &offer, &start, error));
	return vector_push(&self->successor_starts, start) && vector_push(&self->offers, offer) ? ONTO_OK
	                                                                                        : fail_memory(error);
}

onto_status mentions_make_offers(mentions *self, onto_error *error)
{
	offer_maker maker = {.mentions = self};
	for (size_t i = 0; i < self->resolver->chosen.count; i++) {
		TRY(add_offer(&maker, &self->resolver->chosen.items[i], error));
	}
	for (size_t i = 0; i < self->offers.count; i++) {
		self->offers.items[i].successors = self->successors.items + self->successor_starts.items[i];
	}
	return ONTO_OK;
}
