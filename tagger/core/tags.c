/* Access to tags, and the version of the library. */
#include "core/tags.h"

const char *onto_version(void)
{
	return ONTO_VERSION;
}

size_t onto_tags_mention_count(const onto_tags *self)
{
	return self->mention_count;
}

const onto_mention *onto_tags_mention(const onto_tags *self, size_t index)
{
	return index < self->mention_count ? &self->mentions[index] : NULL;
}

const onto_abbreviation *onto_tags_abbreviation(const onto_tags *self, size_t index)
{
	return index < self->abbreviation_count ? &self->abbreviations[index] : NULL;
}

const onto_offer *onto_tags_offer(const onto_tags *self, size_t index)
{
	return index < self->offer_count ? &self->offers[index] : NULL;
}

const onto_ambiguity *onto_tags_ambiguity(const onto_tags *self, size_t index)
{
	return index < self->ambiguity_count ? &self->ambiguities[index] : NULL;
}

const onto_place *onto_tags_place(const onto_tags *self, size_t index)
{
	return index < self->place_count ? &self->places[index] : NULL;
}

const onto_place *onto_tags_place_of(const onto_tags *self, const onto_mention *m)
{
	size_t low = 0, high = self->place_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (self->places[middle].start < m->start) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	/* A sign or a bracket that belongs to the mention may stand behind the place. */
	const onto_place *found = NULL;
	for (; low < self->place_count && self->places[low].start == m->start; low++) {
		const onto_place *p = &self->places[low];
		if (p->type == m->type && p->end <= m->end && (!found || p->end > found->end)) {
			found = p;
		}
	}
	return found;
}

unsigned onto_mention_said(const onto_mention *m)
{
	const onto_context *c = m->context;
	if (!c) {
		return ONTO_SAID_PRESENT;
	}
	unsigned said = (c->negated ? ONTO_SAID_ABSENT : 0u) |
	                (c->certainty == ONTO_POSSIBLE ? ONTO_SAID_POSSIBLE : 0u) |
	                (c->certainty == ONTO_HYPOTHETICAL ? ONTO_SAID_HYPOTHETICAL : 0u) |
	                (c->temporality == ONTO_HISTORICAL ? ONTO_SAID_HISTORICAL : 0u) |
	                (c->experiencer == ONTO_FAMILY ? ONTO_SAID_FAMILY : 0u) |
	                (c->experiencer == ONTO_OTHER ? ONTO_SAID_OTHER : 0u) | (c->allergy ? ONTO_SAID_ALLERGY : 0u) |
	                (c->finding == ONTO_STOPPED ? ONTO_SAID_STOPPED : 0u) |
	                (c->finding == ONTO_NOT_GIVEN ? ONTO_SAID_NOT_GIVEN : 0u);
	return said ? said : ONTO_SAID_PRESENT;
}
