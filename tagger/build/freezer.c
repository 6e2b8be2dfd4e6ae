/* From a builder's lists to the frozen arrays.
 *
 *     text (as it is) · sources
 *     entries ─▶ concepts, parents, xrefs ─▶ meanings (meanings.c)
 *             └▶ names ─▶ words, trie, terminals (name_variants.c)
 *
 * A builder that is taken gives up its text, and frees its lists as soon as the arrays exist: before the trie,
 * which is the largest. */
#include "build/freezer.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"

/* The offset of a copy of `text`. */
static onto_status keep(freezer *self, const char *text, uint32_t *offset)
{
	size_t length = strlen(text) + 1;
	if (length == 1) {
		*offset = 0; /* the text begins with an empty string */
		return ONTO_OK;
	}
	if (self->out->text.count > UINT32_MAX - length) {
		return onto_fail(self->error, ONTO_LIMIT, NULL, 0, "the dictionary holds more than 4 GB of text");
	}
	if (!vector_reserve(&self->out->text, length)) {
		return fail_memory(self->error);
	}
	*offset = (uint32_t)self->out->text.count;
	memcpy(self->out->text.items + *offset, text, length);
	self->out->text.count += length;
	return ONTO_OK;
}

static onto_status take_sources(freezer *self)
{
	for (size_t i = 0; i < self->builder->sources.count; i++) {
		const builder_source *s = &self->builder->sources.items[i];
		source new = {.concepts = (uint32_t)s->concepts, .names = (uint32_t)s->names};
		TRY(keep(self, s->id, &new.id));
		TRY(keep(self, s->title, &new.title));
		TRY(keep(self, s->version, &new.version));
		TRY(keep(self, s->licence, &new.licence));
		if (!vector_push(&self->out->sources, new)) {
			return fail_memory(self->error);
		}
	}
	return ONTO_OK;
}

/* Takes the builder's text and appends the texts of the sources. All offsets stay valid. */
static onto_status take_text(freezer *self)
{
	onto_dictionary *out = self->out;
	size_t count = self->builder->text.count;
	if (self->takes) {
		out->text.items = self->builder->text.items;
		out->text.count = count;
		out->text.space = self->builder->text.space;
		self->builder->text.items = NULL;
		vector_free(&self->builder->text);
		return ONTO_OK;
	}
	if (!vector_reserve(&out->text, count)) {
		return fail_memory(self->error);
	}
	memcpy(out->text.items, self->builder->text.items, count);
	out->text.count = count;
	return ONTO_OK;
}

/* ---- concepts ------------------------------------------------------------------------------------------------ */

static onto_status take_concepts(freezer *self)
{
	onto_dictionary *out = self->out;
	for (size_t i = 0; i < self->builder->entries.count; i++) {
		const entry *e = &self->builder->entries.items[i];
		uint32_t number = e->name ? (uint32_t)out->concepts.count : ONTO_NONE;
		if (!vector_push(&self->concept_of, number)) {
			return fail_memory(self->error);
		}
		if (!e->name) {
			continue;
		}
		concept c = {.code = e->code,
		             .name = e->name,
		             .successor = e->successor,
		             .type = e->type,
		             .also = e->also,
		             .standing = e->standing,
		             .source = e->source};
		if (!vector_push(&out->concepts, c) || !vector_push(&self->above, number)) {
			return fail_memory(self->error);
		}
	}
	return ONTO_OK;
}

static onto_status take_relations(freezer *self)
{
	const onto_builder *builder = self->builder;
	onto_dictionary *out = self->out;
	for (size_t i = 0; i < builder->entries.count; i++) {
		const entry *e = &builder->entries.items[i];
		if (!e->name) {
			continue;
		}
		concept *c = &out->concepts.items[self->concept_of.items[i]];
		c->parents = (uint32_t)out->parents.count;
		c->xrefs = (uint32_t)out->xrefs.count;
		for (uint32_t p = e->parents; p; p = builder->parents.items[p].next) {
			if (!vector_push(&out->parents, self->concept_of.items[builder->parents.items[p].entry])) {
				return fail_memory(self->error);
			}
		}
		for (uint32_t x = e->xrefs; x; x = builder->xrefs.items[x].next) {
			xref new = {builder->xrefs.items[x].code, builder->xrefs.items[x].predicate};
			if (!vector_push(&out->xrefs, new)) {
				return fail_memory(self->error);
			}
		}
	}
	concept end = {.parents = (uint32_t)out->parents.count, .xrefs = (uint32_t)out->xrefs.count};
	return vector_push(&out->concepts, end) ? ONTO_OK : fail_memory(self->error);
}

/* Names of obsolete concepts, or of those with several possible successors, are marked: texts are not tagged with
 * them. */
static onto_status take_names(freezer *self)
{
	const onto_builder *builder = self->builder;
	onto_dictionary *out = self->out;
	for (size_t i = 0; i < builder->entries.count; i++) {
		const entry *e = &builder->entries.items[i];
		if (!e->name) {
			continue;
		}
		unsigned retired = e->standing == ONTO_OBSOLETE || e->standing == ONTO_CONSIDER ? ONTO_POLICY_RETIRED : 0;
		for (uint32_t number = e->names; number; number = builder->names.items[number].next) {
			const entry_name *n = &builder->names.items[number];
			name new = {.text = n->text,
			            .concept = self->concept_of.items[i],
			            .policy = (uint16_t)(n->policy | retired),
			            .source = n->source,
			            .scope = n->scope};
			if (!vector_push(&out->names, new)) {
				return fail_memory(self->error);
			}
		}
	}
	return ONTO_OK;
}

static onto_status take_codes(freezer *self)
{
	onto_dictionary *out = self->out;
	size_t count = 16;
	while (count < out->concepts.count * 2) {
		count *= 2;
	}
	if (!vector_reserve(&out->code_slots, count)) {
		return fail_memory(self->error);
	}
	out->code_slots.count = count;
	memset(out->code_slots.items, 0, count * sizeof *out->code_slots.items);
	for (uint32_t i = 0; i < out->concepts.count; i++) {
		size_t slot = dictionary_code_hash(dictionary_text(out, out->concepts.items[i].code)) & (count - 1);
		while (out->code_slots.items[slot]) {
			slot = (slot + 1) & (count - 1);
		}
		out->code_slots.items[slot] = i + 1;
	}
	return ONTO_OK;
}

/* Frees the parts of a builder that the dictionary does not take over. */
static void give_back(onto_builder *builder)
{
	vector_free(&builder->names);
	vector_free(&builder->xrefs);
	vector_free(&builder->parents);
	vector_free(&builder->entries);
	vector_free(&builder->codes);
}

/* Padding behind the last text, for reads of eight bytes. */
static onto_status pad_text(onto_dictionary *out, onto_error *error)
{
	if (!vector_reserve(&out->text, sizeof(uint64_t))) {
		return fail_memory(error);
	}
	memset(out->text.items + out->text.count, 0, sizeof(uint64_t));
	return ONTO_OK;
}

/* Reserves the final sizes, so that no array is moved. */
static onto_status make_room(freezer *self)
{
	const onto_builder *b = self->builder;
	onto_dictionary *out = self->out;
	return vector_reserve(&out->sources, b->sources.count) && vector_reserve(&self->concept_of, b->entries.count) &&
	               vector_reserve(&self->above, b->entries.count) &&
	               vector_reserve_huge(&out->concepts, b->entries.count + 1) &&
	               vector_reserve(&out->parents, b->parents.count) && vector_reserve(&out->xrefs, b->xrefs.count) &&
	               vector_reserve_huge(&out->names, b->names.count) &&
	               vector_reserve(&out->meaning_members, b->entries.count) &&
	               vector_reserve(&out->meaning_starts, b->entries.count + 1)
	           ? ONTO_OK
	           : fail_memory(self->error);
}

static onto_status freeze(freezer *self)
{
	TRY(make_room(self));
	TRY(take_text(self));
	TRY(take_sources(self));
	TRY(pad_text(self->out, self->error));
	TRY(take_concepts(self));
	TRY(take_codes(self));
	TRY(take_relations(self));
	TRY(take_names(self));
	if (self->takes) {
		give_back(self->builder);
	}
	vector_free(&self->concept_of);
	TRY(freeze_meanings(self));
	vector_free(&self->above);
	return freeze_names(self);
}

static onto_status freeze_builder(onto_builder *builder, bool takes, onto_dictionary **out, onto_error *error)
{
	*out = NULL;
	TRY(onto_builder_finish(builder, error));
	freezer self = {.builder = builder, .takes = takes, .error = error};
	self.out = calloc(1, sizeof *self.out);
	onto_status status = self.out ? freeze(&self) : fail_memory(error);
	if (status == ONTO_OK) {
		*out = self.out;
	} else {
		onto_dictionary_free(self.out);
	}
	vector_free(&self.concept_of);
	vector_free(&self.above);
	return status;
}

onto_status onto_dictionary_freeze(onto_builder *builder, onto_dictionary **out, onto_error *error)
{
	return freeze_builder(builder, false, out, error);
}

onto_status onto_dictionary_take(onto_builder *builder, onto_dictionary **out, onto_error *error)
{
	onto_status status = freeze_builder(builder, true, out, error);
	onto_builder_free(builder);
	return status;
}
