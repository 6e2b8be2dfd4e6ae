/* Offers: places where names of retired concepts match. */
#include <string.h>

#include "core/error.h"
#include "core/transformation.h"
#include "match/fit.h"
#include "mention/mentions.h"
#include "mention/span.h"

static bool overlaps_mention(const mentions *self, size_t start, size_t end)
{
	for (size_t i = 0; i < self->items.count; i++) {
		if (self->items.items[i].start < end && start < self->items.items[i].end) {
			return true;
		}
	}
	return false;
}

static onto_status add_offer(mentions *self, const chosen *chosen, onto_error *error)
{
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
	if (overlaps_mention(self, offer.start, offer.end)) {
		return ONTO_OK;
	}
	if (!(offer.transformations & REWORDED_TRANSFORMATIONS)) {
		offer.transformations |= fit_surface(written, doc->text + offer.start, offer.end - offer.start);
	}
	onto_successor successor;
	for (; onto_dictionary_successor(d, r->concept, offer.successor_count, &successor); offer.successor_count++) {
		if (!vector_push(&self->successors, successor)) {
			return fail_memory(error);
		}
	}
	return vector_push(&self->offers, offer) ? ONTO_OK : fail_memory(error);
}

onto_status mentions_make_offers(mentions *self, onto_error *error)
{
	for (size_t i = 0; i < self->resolver->chosen.count; i++) {
		TRY(add_offer(self, &self->resolver->chosen.items[i], error));
	}
	const onto_successor *successors = self->successors.items;
	for (size_t i = 0; i < self->offers.count; i++) {
		self->offers.items[i].successors = successors;
		successors += self->offers.items[i].successor_count;
	}
	return ONTO_OK;
}
