/* Reference-counted dictionaries and options, and the workers that use them. */
#include "shared.h"

#include <stdio.h>
#include <stdlib.h>

static onto_status no_memory(onto_error *error)
{
	if (error) {
		*error = (onto_error){.status = ONTO_NO_MEMORY, .message = "out of memory"};
	}
	return ONTO_NO_MEMORY;
}

/* ---- a dictionary -------------------------------------------------------------------------------------------- */

shared_dictionary *shared_dictionary_new(onto_dictionary *dictionary)
{
	shared_dictionary *self = calloc(1, sizeof *self);
	if (!self) {
		onto_dictionary_free(dictionary);
		return NULL;
	}
	atomic_init(&self->references, 1);
	self->dictionary = dictionary;
	return self;
}

shared_dictionary *shared_dictionary_hold(shared_dictionary *self)
{
	atomic_fetch_add(&self->references, 1);
	return self;
}

void shared_dictionary_release(shared_dictionary *self)
{
	if (self && atomic_fetch_sub(&self->references, 1) == 1) {
		onto_normalizer_index_free(atomic_load(&self->index));
		onto_hierarchy_free(atomic_load(&self->hierarchy));
		onto_dictionary_free(self->dictionary);
		free(self);
	}
}

/* Two threads may both create one at once. The slower one frees its own. */
onto_status shared_dictionary_hierarchy(shared_dictionary *self, const onto_hierarchy **out, onto_error *error)
{
	onto_hierarchy *there = atomic_load(&self->hierarchy), *made;
	if (!there) {
		onto_status status = onto_hierarchy_new(self->dictionary, &made, error);
		if (status != ONTO_OK) {
			return status;
		}
		if (atomic_compare_exchange_strong(&self->hierarchy, &there, made)) {
			there = made;
		} else {
			onto_hierarchy_free(made);
		}
	}
	*out = there;
	return ONTO_OK;
}

onto_status shared_dictionary_index(shared_dictionary *self, const onto_normalizer_index **out, onto_error *error)
{
	onto_normalizer_index *there = atomic_load(&self->index), *made;
	if (!there) {
		onto_status status = onto_normalizer_index_new(self->dictionary, &made, error);
		if (status != ONTO_OK) {
			return status;
		}
		if (atomic_compare_exchange_strong(&self->index, &there, made)) {
			there = made;
		} else {
			onto_normalizer_index_free(made);
		}
	}
	*out = there;
	return ONTO_OK;
}

/* ---- options ------------------------------------------------------------------------------------------------- */

tagging *tagging_hold(tagging *self)
{
	atomic_fetch_add(&self->references, 1);
	return self;
}

void tagging_release(tagging *self)
{
	if (self && atomic_fetch_sub(&self->references, 1) == 1) {
		for (size_t i = 0; self->vocabularies && self->vocabularies[i]; i++) {
			free(self->vocabularies[i]);
		}
		free(self->vocabularies);
		free(self->concepts);
		onto_cues_free(self->cues);
		onto_judge_free(self->judge);
		shared_dictionary_release(self->dictionary);
		free(self);
	}
}

onto_status worker_new(tagging *how, worker **out, onto_error *error)
{
	worker *self = calloc(1, sizeof *self);
	*out = NULL;
	if (!self) {
		return no_memory(error);
	}
	onto_status status = onto_tagger_new(how->dictionary->dictionary, &how->options, &self->tagger, error);
	if (status == ONTO_OK && how->filtered) {
		const onto_hierarchy *hierarchy = NULL;
		status = how->under ? shared_dictionary_hierarchy(how->dictionary, &hierarchy, error) : ONTO_OK;
		status = status == ONTO_OK ? onto_filter_new(hierarchy, &how->filter, &self->filter, error) : status;
	}
	if (status != ONTO_OK) {
		worker_free(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

void worker_free(worker *self)
{
	if (self) {
		onto_filter_free(self->filter);
		onto_tagger_free(self->tagger);
		offset_map_free(&self->offsets);
		free(self);
	}
}

onto_status worker_tag(worker *self, const char *text, size_t length, const onto_tags **out, onto_error *error)
{
	onto_status status = onto_tagger_tag(self->tagger, text, length, out, error);
	return status == ONTO_OK && self->filter ? onto_filter_tags(self->filter, *out, out, error) : status;
}

onto_status worker_offsets(worker *self, const onto_document *document, onto_offsets unit, onto_error *error)
{
	const char *counted = document->origin_count ? document->source : document->text;
	size_t length = document->origin_count ? document->source_length : document->length;
	return offset_map_read(&self->offsets, counted, length, unit) ? ONTO_OK : no_memory(error);
}
