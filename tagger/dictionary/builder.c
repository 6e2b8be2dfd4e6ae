/* Gathers concepts, names and cross-references.
 *
 *     add: code ──table──▶ entry ──▶ lists of names, parents, cross-references (in the order they came)
 *
 * Everything lies in one arena; a list is walked, never searched, until finish.c joins what was gathered. */
#include "dictionary/builder.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"

onto_status onto_builder_new(onto_builder **out, onto_error *error)
{
	*out = NULL;
	onto_builder *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	onto_status status = onto_builder_source(self, &(onto_source){.id = "rows"}, error);
	if (status != ONTO_OK) {
		onto_builder_free(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

void onto_builder_free(onto_builder *self)
{
	if (self) {
		vector_free(&self->codes);
		table_free(&self->sources_by_id);
		vector_free(&self->entries);
		vector_free(&self->sources);
		vector_free(&self->counts);
		curation_free(&self->curation);
		arena_free(&self->memory);
		free(self);
	}
}

static const char *keep(onto_builder *self, const char *text)
{
	return arena_text(&self->memory, text, strlen(text));
}

onto_status onto_builder_source(onto_builder *self, const onto_source *source, onto_error *error)
{
	table_entry *known = table_find(&self->sources_by_id, source->id, strlen(source->id));
	if (known) {
		builder_source *s = &self->sources.items[known->value];
		if ((source->title && !*s->title && !(s->title = keep(self, source->title))) ||
		    (source->version && !*s->version && !(s->version = keep(self, source->version))) ||
		    (source->licence && !*s->licence && !(s->licence = keep(self, source->licence)))) {
			return fail_memory(error);
		}
		self->source = (uint32_t)known->value;
		return ONTO_OK;
	}
	builder_source s = {
		.id = keep(self, source->id),
		.title = keep(self, source->title ? source->title : ""),
		.version = keep(self, source->version ? source->version : ""),
		.licence = keep(self, source->licence ? source->licence : ""),
	};
	if (!s.id || !s.title || !s.version || !s.licence || !vector_push(&self->sources, s)) {
		return fail_memory(error);
	}
	if (!table_add(&self->sources_by_id, s.id, strlen(s.id), self->sources.count - 1)) {
		self->sources.count--;
		return fail_memory(error);
	}
	self->source = (uint32_t)self->sources.count - 1;
	return ONTO_OK;
}

char *builder_small_letters(onto_builder *self, const char *text)
{
	char *copy = arena_text(&self->memory, text, strlen(text));
	for (char *at = copy; at && *at; at++) {
		*at = (char)(*at >= 'A' && *at <= 'Z' ? *at | 0x20 : *at);
	}
	return copy;
}

static bool is_curie(const char *code)
{
	const char *colon = strchr(code, ':');
	if (!colon || colon == code || !colon[1]) {
		return false;
	}
	for (; *code; code++) {
		if ((unsigned char)*code <= ' ' || *code == '|' || *code == 0x7f) {
			return false;
		}
	}
	return true;
}

/* The slot that holds a code, or the free one where it belongs. */
static builder_slot *slot_of(const onto_builder *self, const char *code, uint32_t hash)
{
	size_t mask = self->codes.count - 1;
	for (size_t at = hash & mask;; at = (at + 1) & mask) {
		builder_slot *slot = &self->codes.items[at];
		if (!slot->entry || (slot->hash == hash && strcmp(self->entries.items[slot->entry - 1].code, code) == 0)) {
			return slot;
		}
	}
}

/* Makes the table larger where it would be more than half full with one more. */
static bool reserve_code(onto_builder *self)
{
	enum { FIRST_SLOTS = 1 << 8 };
	size_t count = self->codes.count ? self->codes.count * 2 : FIRST_SLOTS;
	if ((self->entries.count + 1) * 2 <= self->codes.count) {
		return true;
	}
	builder_slot *slots = calloc(count, sizeof *slots);
	if (!slots) {
		return false;
	}
	for (size_t i = 0; i < self->codes.count; i++) {
		const builder_slot *old = &self->codes.items[i];
		size_t at = old->hash & (count - 1);
		while (old->entry && slots[at].entry) {
			at = (at + 1) & (count - 1);
		}
		slots[at] = old->entry ? *old : slots[at];
	}
	free(self->codes.items);
	self->codes.items = slots;
	self->codes.count = self->codes.space = count;
	return true;
}

/* The entry of a code, made where it is not there yet. */
static onto_status entry_of(onto_builder *self, const char *code, size_t *index, onto_error *error)
{
	if (self->last < self->entries.count && strcmp(self->entries.items[self->last].code, code) == 0) {
		*index = self->last;
		return ONTO_OK;
	}
	size_t length = strlen(code);
	uint32_t hash = hash_of(code, length);
	if (!reserve_code(self)) {
		return fail_memory(error);
	}
	builder_slot *slot = slot_of(self, code, hash);
	if (!slot->entry) {
		if (!is_curie(code)) {
			return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'%.80s' is no code of the form PREFIX:LOCAL", code);
		}
		if (self->entries.count >= UINT32_MAX - 1) {
			return onto_fail(error, ONTO_LIMIT, NULL, 0, "more than 4 billion concepts");
		}
		entry new = {.code = arena_text(&self->memory, code, length)};
		if (!new.code || !vector_push(&self->entries, new)) {
			return fail_memory(error);
		}
		*slot = (builder_slot){(uint32_t)self->entries.count, hash};
	}
	*index = self->last = slot->entry - 1;
	return ONTO_OK;
}

static bool blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

static onto_status may_add(const onto_builder *self, onto_error *error)
{
	return self->finished || self->refused
		       ? onto_fail(error, ONTO_ARGUMENT, NULL, 0, "the builder is finished; nothing can be added")
		       : ONTO_OK;
}

onto_status onto_builder_concept(onto_builder *self, const onto_concept_row *row, onto_error *error)
{
	size_t index;
	TRY(may_add(self, error));
	if (!row->name || blank(row->name)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "concept %.80s has an empty name", row->code);
	}
	TRY(entry_of(self, row->code, &index, error));
	entry *e = &self->entries.items[index];
	if (e->name) {
		return ONTO_OK; /* the first source to define it decides */
	}
	const char *name = keep(self, row->name);
	const char *successor = keep(self, row->successor ? row->successor : "");
	if (!name || !successor) {
		return fail_memory(error);
	}
	e->name = name;
	e->successor = successor;
	e->type = (uint8_t)row->type;
	e->standing = (uint8_t)row->standing;
	e->source = self->source;
	return ONTO_OK;
}

onto_status onto_builder_name(onto_builder *self, const char *code, onto_scope scope, const char *name, unsigned policy,
                              onto_error *error)
{
	size_t index;
	TRY(may_add(self, error));
	if (blank(name)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "an empty name of %.80s", code);
	}
	TRY(entry_of(self, code, &index, error));
	entry *e = &self->entries.items[index];
	entry_name *new = arena_take(&self->memory, sizeof *new);
	const char *text = keep(self, name);
	if (!new || !text) {
		return fail_memory(error);
	}
	*new = (entry_name){.text = text, .source = self->source, .policy = (uint16_t)policy, .scope = (uint8_t)scope};
	*(e->last_name ? &e->last_name->next : &e->names) = new;
	e->last_name = new;
	return ONTO_OK;
}

onto_status onto_builder_parent(onto_builder *self, const char *code, const char *parent, onto_error *error)
{
	size_t child, above;
	TRY(may_add(self, error));
	TRY(entry_of(self, code, &child, error));
	TRY(entry_of(self, parent, &above, error));
	entry *e = &self->entries.items[child];
	entry_parent *new = arena_take(&self->memory, sizeof *new);
	if (!new) {
		return fail_memory(error);
	}
	*new = (entry_parent){.entry = above};
	*(e->last_parent ? &e->last_parent->next : &e->parents) = new;
	e->last_parent = new;
	return ONTO_OK;
}

onto_status onto_builder_xref(onto_builder *self, const char *code, onto_predicate predicate, const char *target,
                              onto_error *error)
{
	size_t index;
	TRY(may_add(self, error));
	TRY(entry_of(self, code, &index, error));
	if (!is_curie(target)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "cross-reference '%.80s' of %.80s is no code of the form PREFIX:LOCAL",
		                 target, code);
	}
	entry *e = &self->entries.items[index];
	entry_xref *new = arena_take(&self->memory, sizeof *new);
	const char *copy = keep(self, target);
	if (!new || !copy) {
		return fail_memory(error);
	}
	*new = (entry_xref){.code = copy, .predicate = predicate};
	*(e->last_xref ? &e->last_xref->next : &e->xrefs) = new;
	e->last_xref = new;
	return ONTO_OK;
}

onto_status builder_count(onto_builder *self, const char *source, const char *reason, onto_type type, size_t concepts,
                          size_t names, onto_error *error)
{
	for (size_t i = 0; i < self->counts.count; i++) {
		onto_count *c = &self->counts.items[i];
		if (strcmp(c->source, source) == 0 && c->type == type &&
		    (c->reason && reason ? strcmp(c->reason, reason) == 0 : c->reason == reason)) {
			c->concepts += concepts;
			c->names += names;
			return ONTO_OK;
		}
	}
	const char *kept = reason ? keep(self, reason) : NULL;
	if (reason && !kept) {
		return fail_memory(error);
	}
	onto_count c = {.source = source, .reason = kept, .type = type, .concepts = concepts, .names = names};
	return vector_push(&self->counts, c) ? ONTO_OK : fail_memory(error);
}

onto_status onto_builder_left_out(onto_builder *self, const char *reason, size_t number, onto_error *error)
{
	TRY(may_add(self, error));
	return builder_count(self, self->sources.items[self->source].id, reason, ONTO_DISEASE, number, 0, error);
}

const onto_count *onto_builder_counts(const onto_builder *self, size_t *number)
{
	*number = self->counts.count;
	return self->counts.items;
}
