/* Filters mentions by subtree and rolls them up. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/options.h"
#include "core/tags.h"
#include "core/vector.h"

struct onto_filter {
	const onto_hierarchy *hierarchy;
	onto_concept_id *concepts; /* the three lists, concatenated */
	onto_filter_options options;
	VECTOR(onto_mention) kept;
	VECTOR(onto_offer) offers;
	VECTOR(onto_ambiguity) ambiguities;
	onto_tags tags; /* the result */
};

onto_status onto_filter_new(const onto_hierarchy *hierarchy, const onto_filter_options *options, onto_filter **out,
                            onto_error *error)
{
	onto_filter_options own;
	const onto_filter_options *o = &own;
	*out = NULL;
	TRY(options_read(&own, sizeof own, options, error));
	if (!hierarchy && (o->within_count || o->without_count || o->target_count || o->to_level)) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "a filter by concepts needs a hierarchy");
	}
	onto_filter *self = calloc(1, sizeof *self);
	size_t count = o->within_count + o->without_count + o->target_count;
	onto_concept_id *at = self ? calloc(count + 1, sizeof *at) : NULL;
	if (!at) {
		free(self);
		return fail_memory(error);
	}
	self->hierarchy = hierarchy;
	self->concepts = at;
	self->options = *o;
	self->options.within = at;
	self->options.without = at + o->within_count;
	self->options.targets = at + o->within_count + o->without_count;
	for (size_t i = 0; i < o->within_count; i++) {
		*at++ = o->within[i];
	}
	for (size_t i = 0; i < o->without_count; i++) {
		*at++ = o->without[i];
	}
	for (size_t i = 0; i < o->target_count; i++) {
		*at++ = o->targets[i];
	}
	*out = self;
	return ONTO_OK;
}

void onto_filter_free(onto_filter *self)
{
	if (self) {
		free(self->concepts);
		vector_free(&self->kept);
		vector_free(&self->offers);
		vector_free(&self->ambiguities);
		free(self);
	}
}

static bool under_any(const onto_hierarchy *hierarchy, onto_concept_id id, const onto_concept_id *above,
                      size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (onto_hierarchy_is_under(hierarchy, id, above[i])) {
			return true;
		}
	}
	return false;
}

static void roll_up(const onto_filter *self, onto_mention *m)
{
	const onto_filter_options *o = &self->options;
	onto_concept_id id = ONTO_NONE;
	onto_concept concept;
	if (o->target_count) {
		id = onto_hierarchy_roll_up(self->hierarchy, m->concept, o->targets, o->target_count);
	} else if (o->to_level) {
		id = onto_hierarchy_roll_up_to_level(self->hierarchy, m->concept, o->level);
	}
	if (id != ONTO_NONE && onto_dictionary_concept(onto_hierarchy_dictionary(self->hierarchy), id, &concept)) {
		m->rolled_up = concept.code;
		m->rolled_up_name = concept.name;
	}
}

static bool is_within(const onto_filter *self, onto_concept_id id)
{
	const onto_filter_options *o = &self->options;
	return !o->within_count || under_any(self->hierarchy, id, o->within, o->within_count);
}

static bool is_without(const onto_filter *self, onto_concept_id id)
{
	return under_any(self->hierarchy, id, self->options.without, self->options.without_count);
}

/* True where everything that the text says of a mention is wanted. */
static bool is_said(const onto_filter *self, const onto_mention *m)
{
	return !self->options.said || !(onto_mention_said(m) & ~self->options.said);
}

/* A retired concept has no place in the hierarchy: it lies where any of its possible successors lies. */
static bool offer_stays(const onto_filter *self, const onto_offer *offer)
{
	bool within = is_within(self, offer->concept);
	for (size_t i = 0; i < offer->successor_count; i++) {
		within |= is_within(self, offer->successors[i].concept);
		if (is_without(self, offer->successors[i].concept)) {
			return false;
		}
	}
	return within;
}

/* An ambiguous short form stays with all its senses where one of them is wanted. */
static bool ambiguity_stays(const onto_filter *self, const onto_ambiguity *a)
{
	for (size_t i = 0; i < a->sense_count; i++) {
		if (is_within(self, a->senses[i].concept) && !is_without(self, a->senses[i].concept)) {
			return true;
		}
	}
	return false;
}

onto_status onto_filter_tags(onto_filter *self, const onto_tags *in, const onto_tags **out, onto_error *error)
{
	*out = NULL;
	self->kept.count = self->offers.count = self->ambiguities.count = 0;
	if (!vector_reserve(&self->kept, in->mention_count) || !vector_reserve(&self->offers, in->offer_count) ||
	    !vector_reserve(&self->ambiguities, in->ambiguity_count)) {
		return fail_memory(error);
	}
	for (size_t i = 0; i < in->mention_count; i++) {
		onto_mention m = in->mentions[i];
		if (is_said(self, &m) && is_within(self, m.concept) && !is_without(self, m.concept)) {
			roll_up(self, &m);
			self->kept.items[self->kept.count++] = m;
		}
	}
	for (size_t i = 0; i < in->offer_count; i++) {
		if (offer_stays(self, &in->offers[i])) {
			self->offers.items[self->offers.count++] = in->offers[i];
		}
	}
	for (size_t i = 0; i < in->ambiguity_count; i++) {
		if (ambiguity_stays(self, &in->ambiguities[i])) {
			self->ambiguities.items[self->ambiguities.count++] = in->ambiguities[i];
		}
	}
	self->tags = *in;
	self->tags.mentions = self->kept.items;
	self->tags.mention_count = self->kept.count;
	self->tags.offers = self->offers.items;
	self->tags.offer_count = self->offers.count;
	self->tags.ambiguities = self->ambiguities.items;
	self->tags.ambiguity_count = self->ambiguities.count;
	*out = &self->tags;
	return ONTO_OK;
}
