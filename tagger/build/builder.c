/* Collects concepts, names and cross-references.
 *
 *     add: code ──table──▶ entry ──▶ lists of names, parents, cross-references (in order of arrival)
 *
 * All text lies in one growing run, which the dictionary takes over. Lists are only walked, never searched, until
 * finisher.c joins what was collected. */
#include "build/builder.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/error.h"
#include "dictionary/dictionary.h"

onto_status onto_builder_new(onto_builder **out, onto_error *error)
{
	*out = NULL;
	onto_builder *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->source = NO_SOURCE;
	onto_status status = vector_push(&self->text, '\0') && vector_push(&self->names, (entry_name){0}) &&
	                             vector_push(&self->xrefs, (entry_xref){0}) &&
	                             vector_push(&self->parents, (entry_parent){0})
	                         ? ONTO_OK
	                         : fail_memory(error);
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
		vector_free(&self->text);
		vector_free(&self->names);
		vector_free(&self->xrefs);
		vector_free(&self->parents);
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

/* A copy that does not move. */
static const char *keep_still(onto_builder *self, const char *text)
{
	return arena_text(&self->memory, text, strlen(text));
}

/* Reserves space for a text of `length` bytes and its NUL. */
static onto_status reserve_text(onto_builder *self, size_t length, onto_error *error)
{
	if (length >= UINT32_MAX - self->text.count) {
		return onto_fail(error, ONTO_LIMIT, NULL, 0, "the dictionary holds more than 4 GB of text");
	}
	return vector_reserve(&self->text, length + 1) ? ONTO_OK : fail_memory(error);
}

/* The offset of a copy; space is reserved. */
static uint32_t put_text(onto_builder *self, const char *text, size_t length)
{
	uint32_t offset = length ? (uint32_t)self->text.count : 0;
	if (length) {
		memcpy(self->text.items + offset, text, length + 1);
		self->text.count += length + 1;
	}
	return offset;
}

onto_status builder_open_source(onto_builder *self, const onto_source *source, onto_error *error)
{
	table_entry *known = table_find(&self->sources_by_id, source->id, strlen(source->id));
	if (known) {
		builder_source *s = &self->sources.items[known->value];
		if ((source->title && !*s->title && !(s->title = keep_still(self, source->title))) ||
		    (source->version && !*s->version && !(s->version = keep_still(self, source->version))) ||
		    (source->licence && !*s->licence && !(s->licence = keep_still(self, source->licence)))) {
			return fail_memory(error);
		}
		self->source = (uint16_t)known->value;
		return ONTO_OK;
	}
	if (self->sources.count >= SOURCES_MAX) {
		return onto_fail(error, ONTO_LIMIT, NULL, 0, "more than %d sources", SOURCES_MAX);
	}
	builder_source s = {
		.id = keep_still(self, source->id),
		.title = keep_still(self, source->title ? source->title : ""),
		.version = keep_still(self, source->version ? source->version : ""),
		.licence = keep_still(self, source->licence ? source->licence : ""),
	};
	if (!s.id || !s.title || !s.version || !s.licence || !vector_push(&self->sources, s)) {
		return fail_memory(error);
	}
	if (!table_add(&self->sources_by_id, s.id, strlen(s.id), self->sources.count - 1)) {
		self->sources.count--;
		return fail_memory(error);
	}
	self->source = (uint16_t)(self->sources.count - 1);
	return ONTO_OK;
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

static const char *code_at(const onto_builder *self, size_t entry)
{
	return builder_text(self, self->entries.items[entry].code);
}

/* The slot of a code, or the free slot where it belongs. Codes that differ in the case of letters only are one. */
static builder_slot *slot_of(const onto_builder *self, const char *code, uint32_t hash)
{
	size_t mask = self->codes.count - 1;
	for (size_t at = hash & mask;; at = (at + 1) & mask) {
		builder_slot *slot = &self->codes.items[at];
		if (!slot->entry || (slot->hash == hash && ascii_same(code_at(self, slot->entry - 1), code))) {
			return slot;
		}
	}
}

/* Enlarges the table so that it stays at most half full with `extra` more codes. */
static bool reserve_codes(onto_builder *self, size_t extra)
{
	enum { FIRST_SLOTS = 1 << 8 };
	size_t count = self->codes.count ? self->codes.count : FIRST_SLOTS;
	while ((self->entries.count + extra) * 2 > count) {
		count *= 2;
	}
	if (count == self->codes.count) {
		return true;
	}
	builder_slot *slots = calloc(count, sizeof *slots);
	if (!slots) {
		return false;
	}
	huge_pages_enlarge(slots, count * sizeof *slots);
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

onto_status builder_expect(onto_builder *self, size_t concepts, size_t names, onto_error *error)
{
	enum { MOST = 2 << 20, TEXT_A_NAME = 36 };
	if (concepts > MOST || names > MOST) {
		return ONTO_OK;
	}
	return reserve_codes(self, concepts) && vector_reserve_huge(&self->entries, concepts) &&
	               vector_reserve_huge(&self->names, names) && vector_reserve_huge(&self->text, names * TEXT_A_NAME)
	           ? ONTO_OK
	           : fail_memory(error);
}

/* The entry of a code, which is added if new. */
static onto_status entry_of(onto_builder *self, const char *code, size_t *index, onto_error *error)
{
	if (self->last < self->entries.count && strcmp(code_at(self, self->last), code) == 0) {
		*index = self->last;
		return ONTO_OK;
	}
	size_t length = strlen(code);
	uint32_t hash = dictionary_code_hash(code);
	if (!reserve_codes(self, 1)) {
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
		TRY(reserve_text(self, length, error));
		if (!vector_reserve(&self->entries, 1)) {
			return fail_memory(error);
		}
		self->entries.items[self->entries.count++] = (entry){.code = put_text(self, code, length)};
		*slot = (builder_slot){(uint32_t)self->entries.count, hash};
	}
	*index = self->last = slot->entry - 1;
	return ONTO_OK;
}

static bool blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

onto_status builder_may_add(onto_builder *self, onto_error *error)
{
	if (self->finished || self->refused) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "the builder is finished; nothing can be added");
	}
	return self->source == NO_SOURCE ? builder_open_source(self, &(onto_source){.id = LOCAL_SOURCE}, error)
	                                 : ONTO_OK;
}

/* A later source may add types to a concept, but none that runs have by themselves: those are the first source's.
 * It gives such a type only to a concept that has none, which is then its first. */
static void add_types(entry *e, unsigned types, onto_type first)
{
	unsigned all = 1u << e->type | e->also;
	if (!(all & TYPES_DEFAULT) && (types & TYPES_DEFAULT)) {
		e->type = (uint8_t)type_wanted(first, types, TYPES_DEFAULT);
		all |= types;
	}
	e->also = (uint16_t)((all | (types & ~(unsigned)TYPES_DEFAULT)) & ~(1u << e->type));
}

onto_status builder_add_concept(onto_builder *self, const onto_concept_row *row, onto_error *error)
{
	size_t index;
	TRY(builder_may_add(self, error));
	if (!row->name || blank(row->name)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "concept %.80s has an empty name", row->code);
	}
	TRY(entry_of(self, row->code, &index, error));
	entry *e = &self->entries.items[index];
	if (e->name) {
		add_types(e, 1u << row->type | row->also, row->type);
		return ONTO_OK; /* the first source that defines a concept decides the rest */
	}
	/* As the source writes it that defines the concept, not one that only refers to it. */
	memcpy(self->text.items + e->code, row->code, strlen(row->code));
	const char *successor = row->successor ? row->successor : "";
	size_t name_length = strlen(row->name), successor_length = strlen(successor);
	TRY(reserve_text(self, name_length + 1 + successor_length, error));
	e->name = put_text(self, row->name, name_length);
	e->successor = put_text(self, successor, successor_length);
	e->type = (uint8_t)row->type;
	e->also = (uint16_t)row->also;
	e->standing = (uint8_t)row->standing;
	e->generic = row->generic;
	e->source = self->source;
	return ONTO_OK;
}

/* Appends an item, for which space is reserved, to a list. */
#define append(items_, first, last, item) \
	do { \
		uint32_t number_ = (uint32_t)(items_)->count++; \
		(items_)->items[number_] = (item); \
		*((last) ? &(items_)->items[(last)].next : &(first)) = number_; \
		(last) = number_; \
	} while (0)

onto_status builder_add_name(onto_builder *self, const char *code, onto_scope scope, const char *name,
                             unsigned policy, onto_error *error)
{
	size_t index;
	TRY(builder_may_add(self, error));
	if (blank(name)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "an empty name of %.80s", code);
	}
	TRY(entry_of(self, code, &index, error));
	entry *e = &self->entries.items[index];
	/* The concept's preferred name is stored already. */
	bool own = e->name && strcmp(builder_text(self, e->name), name) == 0;
	size_t length = strlen(name);
	entry_name new = {.text = e->name,
	                  .source = self->source,
	                  .policy = (uint16_t)policy,
	                  .scope = (uint8_t)scope,
	                  .told = self->notice != NULL};
	if (self->names.count >= UINT32_MAX) {
		return onto_fail(error, ONTO_LIMIT, NULL, 0, "more than 4 billion names");
	}
	if (!vector_reserve(&self->names, 1)) {
		return fail_memory(error);
	}
	if (!own) {
		TRY(reserve_text(self, length, error));
		new.text = put_text(self, name, length);
	}
	append(&self->names, e->names, e->last_name, new);
	return ONTO_OK;
}

onto_status builder_add_parent(onto_builder *self, const char *code, const char *parent, onto_error *error)
{
	size_t child, above;
	TRY(builder_may_add(self, error));
	TRY(entry_of(self, code, &child, error));
	TRY(entry_of(self, parent, &above, error));
	self->last = child; /* the next row is more likely about the child than about its parent */
	entry *e = &self->entries.items[child];
	if (self->parents.count >= UINT32_MAX) {
		return onto_fail(error, ONTO_LIMIT, NULL, 0, "more than 4 billion parents");
	}
	if (!vector_reserve(&self->parents, 1)) {
		return fail_memory(error);
	}
	append(&self->parents, e->parents, e->last_parent, ((entry_parent){.entry = (uint32_t)above}));
	return ONTO_OK;
}

onto_status builder_add_xref(onto_builder *self, const char *code, onto_predicate predicate, const char *target,
                             bool mapping, onto_error *error)
{
	size_t index;
	TRY(builder_may_add(self, error));
	TRY(entry_of(self, code, &index, error));
	if (!is_curie(target)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0,
		                 "cross-reference '%.80s' of %.80s is no code of the form PREFIX:LOCAL", target, code);
	}
	entry *e = &self->entries.items[index];
	size_t length = strlen(target);
	if (self->xrefs.count >= UINT32_MAX) {
		return onto_fail(error, ONTO_LIMIT, NULL, 0, "more than 4 billion cross-references");
	}
	if (!vector_reserve(&self->xrefs, 1)) {
		return fail_memory(error);
	}
	TRY(reserve_text(self, length, error));
	append(&self->xrefs, e->xrefs, e->last_xref,
	       ((entry_xref){.code = put_text(self, target, length),
	                     .source = self->source,
	                     .predicate = (uint8_t)predicate,
	                     .mapping = mapping,
	                     .told = self->notice != NULL}));
	return ONTO_OK;
}

size_t builder_find(const onto_builder *self, const char *code)
{
	const builder_slot *slot = self->codes.count ? slot_of(self, code, dictionary_code_hash(code)) : NULL;
	return slot && slot->entry ? slot->entry - 1 : SIZE_MAX;
}

void builder_tell(const onto_builder *self, const char *format, ...)
{
	char message[400];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	if (self->notice) {
		self->notice(self->notice_context, message);
	}
}

void onto_builder_on_notice(onto_builder *self, onto_notice *notice, void *context)
{
	self->notice = notice;
	self->notice_context = context;
}

void onto_builder_cut_cycles(onto_builder *self)
{
	self->cuts_cycles = true;
}

onto_count *builder_count(onto_builder *self, const char *source, const char *reason, onto_type type)
{
	for (size_t i = 0; i < self->counts.count; i++) {
		onto_count *c = &self->counts.items[i];
		if (strcmp(c->source, source) == 0 && c->type == type &&
		    (c->reason && reason ? strcmp(c->reason, reason) == 0 : c->reason == reason)) {
			return c;
		}
	}
	onto_count c = {.source = source, .reason = reason ? keep_still(self, reason) : NULL, .type = type};
	if ((reason && !c.reason) || !vector_push(&self->counts, c)) {
		return NULL;
	}
	return &self->counts.items[self->counts.count - 1];
}

const onto_count *onto_builder_count(const onto_builder *self, size_t index)
{
	return index < self->counts.count ? &self->counts.items[index] : NULL;
}
