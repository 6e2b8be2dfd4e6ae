/* Masked texts. */
#include "command/mask.h"

#include <stdlib.h>
#include <string.h>

/* What was hidden by an overlap or a definition may show once the first mentions are masked. */
enum { PASSES = 8 };

struct mask {
	onto_tagger *tagger;
	unsigned types;
	char *text;
	size_t room;
	onto_document document;
};

onto_status mask_new(const onto_dictionary *dictionary, const onto_tag_options *tag, unsigned types, mask **out,
                     onto_error *error)
{
	const onto_tag_options wide = {.size = sizeof wide,
	                               .overlap = ONTO_ALL,
	                               .types = types,
	                               .keep_generic = true,
	                               .offer_retired = true,
	                               .cues = tag->cues,
	                               .short_forms = ONTO_SHORT_FORMS_ALL};
	mask *self = calloc(1, sizeof *self);
	*out = NULL;
	if (!self) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	self->types = types;
	onto_status status = onto_tagger_new(dictionary, &wide, &self->tagger, error);
	if (status != ONTO_OK) {
		free(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

void mask_free(mask *self)
{
	if (self) {
		onto_tagger_free(self->tagger);
		free(self->text);
		free(self);
	}
}

static size_t hide(mask *self, onto_span span)
{
	size_t hidden = 0;
	for (size_t i = span.start; i < span.end; i++) {
		bool space =
			self->text[i] == ' ' || self->text[i] == '\n' || self->text[i] == '\t' || self->text[i] == '\r';
		hidden += !space && self->text[i] != 'X';
		self->text[i] = space ? self->text[i] : 'X';
	}
	return hidden;
}

/* Masks what a tagger finds of the types. `*hidden` grows by the bytes that were changed. */
static onto_status hide_found(mask *self, onto_tagger *tagger, size_t length, size_t *hidden, onto_error *error)
{
	const onto_tags *tags;
	const onto_mention *m;
	const onto_offer *offer;
	onto_status status = onto_tagger_tag(tagger, self->text, length, &tags, error);
	for (size_t i = 0; status == ONTO_OK && (m = onto_tags_mention(tags, i)); i++) {
		for (size_t s = 0; self->types & 1u << m->type && s < m->span_count; s++) {
			*hidden += hide(self, m->spans[s]);
		}
	}
	for (size_t i = 0; status == ONTO_OK && (offer = onto_tags_offer(tags, i)); i++) {
		*hidden += self->types & 1u << offer->type ? hide(self, (onto_span){offer->start, offer->end}) : 0;
	}
	return status;
}

onto_status mask_document(mask *self, onto_tagger *tagger, const onto_document *document, const onto_document **out,
                          onto_error *error)
{
	size_t hidden = 1;
	if (document->length + 1 > self->room) {
		char *larger = realloc(self->text, document->length + 1);
		if (!larger) {
			return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
		}
		self->text = larger;
		self->room = document->length + 1;
	}
	memcpy(self->text, document->text, document->length);
	onto_status status = ONTO_OK;
	for (size_t i = 0; i < PASSES && hidden && status == ONTO_OK; i++) {
		hidden = 0;
		status = hide_found(self, self->tagger, document->length, &hidden, error);
		status = status == ONTO_OK ? hide_found(self, tagger, document->length, &hidden, error) : status;
	}
	if (status == ONTO_OK && hidden) {
		status = onto_fail(error, ONTO_LIMIT, document->id, 0, "something to mask is left after %d passes", PASSES);
	}
	self->document = (onto_document){.size = sizeof self->document,
	                                 .id = document->id,
	                                 .text = self->text,
	                                 .length = document->length,
	                                 .title_length = document->title_length};
	*out = &self->document;
	return status;
}

void mask_error(onto_error *error)
{
	char *first = strchr(error->message, '\'');
	char *last = first ? strrchr(error->message, '\'') : NULL;
	if (last > first) {
		memmove(first + 1, last, strlen(last) + 1);
	}
	/* jansson puts what it stumbled over at the end. */
	char *near = strstr(error->message, " near ");
	if (near) {
		*near = '\0';
	}
}
