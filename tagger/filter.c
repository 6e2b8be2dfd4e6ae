/* Keeps the mentions of wanted subtrees and rolls them up. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/vector.h"

struct onto_filter {
	const onto_hierarchy *hierarchy;
	onto_concept_id *concepts; /* the three lists, one after the other */
	onto_filter_options options;
	VECTOR(onto_mention) kept;
};

onto_status onto_filter_new(const onto_hierarchy *hierarchy, const onto_filter_options *options, onto_filter **out,
                            onto_error *error)
{
	static const onto_filter_options defaults = {0};
	const onto_filter_options *o = options ? options : &defaults;
	*out = NULL;
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
	if (onto_dictionary_concept(onto_hierarchy_dictionary(self->hierarchy), id, &concept)) {
		m->rolled_up = concept.code;
		m->rolled_up_name = concept.name;
	}
}

onto_status onto_filter_tags(onto_filter *self, const onto_tags *in, onto_tags *out, onto_error *error)
{
	const onto_filter_options *o = &self->options;
	onto_tags result = *in;
	self->kept.count = 0;
	if (!vector_reserve(&self->kept, in->mention_count)) {
		return fail_memory(error);
	}
	for (size_t i = 0; i < in->mention_count; i++) {
		onto_mention m = in->mentions[i];
		if ((o->within_count && !under_any(self->hierarchy, m.concept, o->within, o->within_count)) ||
		    under_any(self->hierarchy, m.concept, o->without, o->without_count)) {
			continue;
		}
		roll_up(self, &m);
		self->kept.items[self->kept.count++] = m;
	}
	result.mentions = self->kept.items;
	result.mention_count = self->kept.count;
	*out = result;
	return ONTO_OK;
}
