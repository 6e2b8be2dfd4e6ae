/* Deep copies of documents and tags. Strings of a mention belong to the dictionary and are not copied. */
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/error.h"
#include "core/options.h"
#include "core/tags.h"
#include "format/arguments.h"

/* Copies that grew far beyond the usual size are freed and not reused. */
enum { KEPT_BYTES = 1 << 20 };

struct onto_copies {
	arena memory;
};

onto_status onto_copies_new(onto_copies **out, onto_error *error)
{
	*out = calloc(1, sizeof **out);
	return *out ? ONTO_OK : fail_memory(error);
}

void onto_copies_free(onto_copies *self)
{
	if (self) {
		arena_free(&self->memory);
		free(self);
	}
}

void onto_copies_clear(onto_copies *self)
{
	if (arena_bytes(&self->memory) > KEPT_BYTES) {
		arena_free(&self->memory);
	} else {
		arena_reset(&self->memory);
	}
}

/* Copies `count` elements of `size` bytes. *out is NULL where there are none. False where memory ran out. */
static bool copy_array(onto_copies *self, const void *from, size_t count, size_t size, void *out)
{
	void *to = count ? arena_take(&self->memory, count * size) : NULL;
	if (to) {
		memcpy(to, from, count * size);
	}
	memcpy(out, &to, sizeof to);
	return to || !count;
}

static bool copy_text(onto_copies *self, const char **text)
{
	*text = *text ? arena_text(&self->memory, *text, strlen(*text)) : "";
	return *text != NULL;
}

static bool copy_annotations(onto_copies *self, onto_document *d)
{
	onto_annotation *to;
	if (!copy_array(self, d->annotations, d->annotation_count, sizeof *to, &to)) {
		return false;
	}
	d->annotations = to;
	for (size_t i = 0; i < d->annotation_count; i++) {
		onto_annotation *a = &to[i];
		if (!copy_array(self, a->spans, a->span_count, sizeof *a->spans, &a->spans) || !copy_text(self, &a->type) ||
		    !copy_text(self, &a->codes) || !copy_text(self, &a->id) || !copy_text(self, &a->written)) {
			return false;
		}
	}
	return true;
}

static bool copy_rest(onto_copies *self, onto_document *d)
{
	const char **to;
	if (!copy_array(self, d->rest, d->rest_count, sizeof *to, &to)) {
		return false;
	}
	d->rest = to;
	for (size_t i = 0; i < d->rest_count; i++) {
		if (!copy_text(self, &to[i])) {
			return false;
		}
	}
	return true;
}

/* A new pointer field of onto_document must be copied here. */
onto_status onto_copies_document(onto_copies *self, const onto_document *document, const onto_document **out,
                                 onto_error *error)
{
	onto_document *d = arena_take(&self->memory, sizeof *d);
	*out = NULL;
	if (!d) {
		return fail_memory(error);
	}
	TRY(options_read(d, sizeof *d, document, error));
	TRY(document_check(d, error));
	d->text = arena_text(&self->memory, d->length ? d->text : "", d->length);
	if (!d->text || !copy_text(self, &d->id) || !copy_annotations(self, d) || !copy_rest(self, d) ||
	    !copy_array(self, d->origins, d->origin_count, sizeof *d->origins, &d->origins) ||
	    !copy_array(self, d->source, d->source_length, 1, &d->source)) {
		return fail_memory(error);
	}
	*out = d;
	return ONTO_OK;
}

/* A copy of text. NULL stays NULL. */
static bool copy_optional(onto_copies *self, const char **text)
{
	return !*text || copy_text(self, text);
}

static bool copy_value(onto_copies *self, onto_context *c)
{
	onto_value *v;
	if (!copy_array(self, c->value, c->value ? 1 : 0, sizeof *v, &v)) {
		return false;
	}
	c->value = v;
	return !v || (copy_optional(self, &v->text) && copy_optional(self, &v->comparator) &&
	              copy_optional(self, &v->unit) && copy_optional(self, &v->ucum));
}

static bool copy_context(onto_copies *self, onto_mention *m)
{
	onto_context *c;
	if (!copy_array(self, m->context, m->context ? 1 : 0, sizeof *c, &c)) {
		return false;
	}
	m->context = c;
	return !c || (copy_array(self, c->cues, c->cue_count, sizeof *c->cues, &c->cues) && copy_value(self, c));
}

static bool copy_mentions(onto_copies *self, onto_tags *tags)
{
	onto_mention *to;
	if (!copy_array(self, tags->mentions, tags->mention_count, sizeof *to, &to)) {
		return false;
	}
	tags->mentions = to;
	for (size_t i = 0; i < tags->mention_count; i++) {
		onto_mention *m = &to[i];
		if (!copy_array(self, m->spans, m->span_count, sizeof *m->spans, &m->spans) ||
		    !copy_array(self, m->codes, m->code_count, sizeof *m->codes, &m->codes) || !copy_context(self, m)) {
			return false;
		}
	}
	return true;
}

static bool copy_offers(onto_copies *self, onto_tags *tags)
{
	onto_offer *to;
	if (!copy_array(self, tags->offers, tags->offer_count, sizeof *to, &to)) {
		return false;
	}
	tags->offers = to;
	for (size_t i = 0; i < tags->offer_count; i++) {
		if (!copy_array(self, to[i].successors, to[i].successor_count, sizeof *to[i].successors,
		                &to[i].successors)) {
			return false;
		}
	}
	return true;
}

static bool copy_ambiguities(onto_copies *self, onto_tags *tags)
{
	onto_ambiguity *to;
	if (!copy_array(self, tags->ambiguities, tags->ambiguity_count, sizeof *to, &to)) {
		return false;
	}
	tags->ambiguities = to;
	for (size_t i = 0; i < tags->ambiguity_count; i++) {
		onto_sense *senses;
		if (!copy_array(self, to[i].senses, to[i].sense_count, sizeof *senses, &senses)) {
			return false;
		}
		to[i].senses = senses;
		for (size_t k = 0; k < to[i].sense_count; k++) {
			if (!copy_array(self, senses[k].codes, senses[k].code_count, sizeof *senses[k].codes,
			                &senses[k].codes)) {
				return false;
			}
		}
	}
	return true;
}

static bool copy_places(onto_copies *self, onto_tags *tags)
{
	onto_place *to;
	if (!copy_array(self, tags->places, tags->place_count, sizeof *to, &to)) {
		return false;
	}
	tags->places = to;
	for (size_t i = 0; i < tags->place_count; i++) {
		onto_feature *features;
		if (!copy_array(self, to[i].codes, to[i].code_count, sizeof *to[i].codes, &to[i].codes) ||
		    !copy_array(self, to[i].features, to[i].feature_count, sizeof *features, &features)) {
			return false;
		}
		to[i].features = features;
		for (size_t k = 0; k < to[i].feature_count; k++) {
			if (!copy_text(self, &features[k].text)) {
				return false;
			}
		}
	}
	return true;
}

onto_status onto_copies_tags(onto_copies *self, const onto_tags *tags, const onto_tags **out, onto_error *error)
{
	onto_tags *t = arena_take(&self->memory, sizeof *t);
	*out = NULL;
	if (!t) {
		return fail_memory(error);
	}
	*t = *tags;
	if (!copy_mentions(self, t) || !copy_offers(self, t) || !copy_ambiguities(self, t) || !copy_places(self, t) ||
	    !copy_array(self, tags->abbreviations, tags->abbreviation_count, sizeof *t->abbreviations,
	                &t->abbreviations)) {
		return fail_memory(error);
	}
	*out = t;
	return ONTO_OK;
}
