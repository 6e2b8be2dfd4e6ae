/* The text of an image: each text once, in the order in which opening an image checks it.
 *
 *     "" · codes of concepts, of cross-references · names of concepts, successors · names · sources
 *
 * In memory a text lies where its row was read, so that the codes of a large dictionary are far from one
 * another. */
#include "image/image_text.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"

typedef struct packer {
	const onto_dictionary *d;
	image_text *out;
	uint32_t *slots; /* offsets in the new text, by hash; 0: free */
	size_t mask;
} packer;

/* Adds the text at *offset and replaces *offset by its new place. Space is reserved. */
static void pack(packer *self, uint32_t *offset)
{
	const char *text = dictionary_text(self->d, *offset);
	size_t length = strlen(text), slot = hash_of(text, length) & self->mask;
	if (!length) {
		*offset = 0;
		return;
	}
	while (self->slots[slot] && strcmp(self->out->text + self->slots[slot], text) != 0) {
		slot = (slot + 1) & self->mask;
	}
	if (!self->slots[slot]) {
		self->slots[slot] = (uint32_t)self->out->length;
		memcpy(self->out->text + self->out->length, text, length + 1);
		self->out->length += length + 1;
	}
	*offset = self->slots[slot];
}

static void pack_all(packer *self)
{
	const onto_dictionary *d = self->d;
	image_text *out = self->out;
	size_t concepts = d->concepts.count - 1;
	out->text[out->length++] = '\0';
	for (size_t i = 0; i < concepts; i++) {
		pack(self, &out->concepts[i].code);
	}
	for (size_t i = 0; i < d->xrefs.count; i++) {
		pack(self, &out->xrefs[i].code);
	}
	for (size_t i = 0; i < concepts; i++) {
		pack(self, &out->concepts[i].name);
		pack(self, &out->concepts[i].successor);
	}
	for (size_t i = 0; i < d->names.count; i++) {
		pack(self, &out->names[i].text);
	}
	for (size_t i = 0; i < d->sources.count; i++) {
		source *s = &out->sources[i];
		pack(self, &s->id);
		pack(self, &s->title);
		pack(self, &s->version);
		pack(self, &s->licence);
	}
}

/* NULL where memory ran out; never NULL for a size of 0. */
static void *copy_of(const void *items, size_t count, size_t size)
{
	void *copy = malloc(count * size + 1);
	if (copy && count) {
		memcpy(copy, items, count * size);
	}
	return copy;
}

#define COPY(array) copy_of(d->array.items, d->array.count, sizeof *d->array.items)

onto_status image_text_make(const onto_dictionary *d, image_text *out, onto_error *error)
{
	size_t texts = d->concepts.count * 3 + d->xrefs.count + d->names.count + d->sources.count * 4, slots = 16;
	while (slots < texts * 2) {
		slots *= 2;
	}
	*out = (image_text){
		.concepts = COPY(concepts), .names = COPY(names), .xrefs = COPY(xrefs), .sources = COPY(sources)};
	packer self = {.d = d, .out = out, .slots = calloc(slots, sizeof *self.slots), .mask = slots - 1};
	/* Texts are copied with their NULs, so the new text is no larger than the old one. */
	out->text = malloc(d->text.count + 1);
	onto_status status = ONTO_OK;
	if (!out->text || !out->concepts || !out->names || !out->xrefs || !out->sources || !self.slots) {
		image_text_free(out);
		status = fail_memory(error);
	} else {
		pack_all(&self);
	}
	free(self.slots);
	return status;
}

void image_text_free(image_text *self)
{
	free(self->text);
	free(self->concepts);
	free(self->names);
	free(self->xrefs);
	free(self->sources);
	*self = (image_text){0};
}
