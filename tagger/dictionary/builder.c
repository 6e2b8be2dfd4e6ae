/* Gathers concepts, names and cross-references, then joins them.
 *
 *     add: code ──table──▶ entry ──▶ lists of names, parents, cross-references (in the order they came)
 *     finish: drop what hangs in the air ▶ refuse cycles ▶ one of each name ▶ settle policies ▶ count
 *
 * Everything lies in one arena; a list is walked, never searched, until _finish sorts it. */
#include "dictionary/builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/error.h"
#include "core/hash.h"
#include "dictionary/policy.h"
#include "dictionary/rows.h"



/* The source of what is left out when everything is joined. */
static const char joined[] = "(joining)";

enum { ACRONYM_MOST = 5 };

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
		table_free(&self->rules_by_name);
		table_free(&self->mappings);
		vector_free(&self->rules);
		arena_free(&self->memory);
		free(self);
	}
}

static const char *keep(onto_builder *self, const char *text)
{
	return arena_text(&self->memory, text, strlen(text));
}

/* ---- adding ------------------------------------------------------------------------------------------------------- */

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
	e->generic = row->generic;
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

static onto_status count(onto_builder *self, const char *source, const char *reason, onto_type type, size_t concepts,
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
	return count(self, self->sources.items[self->source].id, reason, ONTO_DISEASE, number, 0, error);
}

/* ---- adding rows -------------------------------------------------------------------------------------------------- */

/* Calls `add` for each of the values of a field that are separated by '|', which it cuts apart. */
typedef onto_status add_value(onto_builder *self, const char *code, char *value, onto_error *error);

static onto_status add_each(onto_builder *self, const char *code, char *values, add_value *add, onto_error *error)
{
	for (char *at = values; *at;) {
		char *bar = strchr(at, '|');
		if (bar) {
			*bar = '\0';
		}
		TRY(add(self, code, at, error));
		at = bar ? bar + 1 : at + strlen(at);
	}
	return ONTO_OK;
}

static onto_status add_parent(onto_builder *self, const char *code, char *value, onto_error *error)
{
	return onto_builder_parent(self, code, value, error);
}

static onto_status add_xref(onto_builder *self, const char *code, char *value, onto_error *error)
{
	char *equals = strchr(value, '=');
	onto_predicate predicate;
	if (equals) {
		*equals = '\0';
	}
	if (!equals || !onto_predicate_parse(value, &predicate)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0,
		                 "cross-reference '%.80s' has no predicate (exact=, close=, narrow=, broad=, related=, xref=)", value);
	}
	return onto_builder_xref(self, code, predicate, equals + 1, error);
}

static onto_status add_concept_row(onto_builder *self, row *r, onto_error *error)
{
	onto_concept_row c = {.code = r->fields[0], .name = r->fields[2], .standing = ONTO_LIVE};
	if (!onto_type_parse(r->fields[1], &c.type)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'%.40s' is no type (disease, drug, marker)", r->fields[1]);
	}
	const char *standing = r->fields[5];
	if (strncmp(standing, "replaced=", 9) == 0) {
		c.standing = ONTO_REPLACED;
		c.successor = standing + 9;
	} else if (strncmp(standing, "consider=", 9) == 0) {
		c.standing = ONTO_CONSIDER;
		c.successor = standing + 9;
	} else if (strcmp(standing, "obsolete") == 0) {
		c.standing = ONTO_OBSOLETE;
	} else if (*standing && strcmp(standing, "live") != 0) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'%.40s' is no standing (live, replaced=, consider=, obsolete)",
		                 standing);
	}
	TRY(onto_builder_concept(self, &c, error));
	TRY(add_each(self, c.code, r->fields[3], add_parent, error));
	return add_each(self, c.code, r->fields[4], add_xref, error);
}

/* ---- curation ----------------------------------------------------------------------------------------------------- */

static const char *const blocked_codes[ONTO_TYPES] = {"ONTOTAG:blocked-disease", "ONTOTAG:blocked-drug",
	                                              "ONTOTAG:blocked-marker"};

/* The types that a curation row is about, as bits. */
static onto_status parse_types(const char *word, unsigned *types, onto_error *error)
{
	onto_type type;
	if (strcmp(word, "*") == 0) {
		*types = (1u << ONTO_TYPES) - 1;
		return ONTO_OK;
	}
	if (!onto_type_parse(word, &type)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'%.40s' is no type (disease, drug, marker, *)", word);
	}
	*types = 1u << type;
	return ONTO_OK;
}

/* A name that is blocked is a name of a concept that is never given: so it is found, and vetoes, as any name is found. */
static onto_status add_block(onto_builder *self, const char *type, const char *name, onto_error *error)
{
	unsigned types;
	TRY(parse_types(type, &types, error));
	for (int t = 0; t < ONTO_TYPES; t++) {
		if (types & 1u << t) {
			onto_concept_row c = {.code = blocked_codes[t], .type = (onto_type)t, .name = "(blocked by curation)"};
			TRY(onto_builder_concept(self, &c, error));
			TRY(onto_builder_name(self, c.code, ONTO_EXACT, name, ONTO_POLICY_CASE | ONTO_POLICY_BLOCKED, error));
		}
	}
	return ONTO_OK;
}

static char *small_letters(onto_builder *self, const char *text)
{
	char *copy = arena_text(&self->memory, text, strlen(text));
	for (char *at = copy; at && *at; at++) {
		*at = (char)(*at >= 'A' && *at <= 'Z' ? *at | 0x20 : *at);
	}
	return copy;
}

static onto_status add_restriction(onto_builder *self, const char *type, const char *name, unsigned policy,
                                   onto_error *error)
{
	unsigned types;
	TRY(parse_types(type, &types, error));
	char *key = small_letters(self, name);
	builder_rule rule = {.policy = (uint16_t)policy, .types = (uint8_t)types};
	if (!key) {
		return fail_memory(error);
	}
	table_entry *known = table_find(&self->rules_by_name, key, strlen(key));
	if (known) {
		self->rules.items[known->value] = rule;
		return ONTO_OK;
	}
	return vector_push(&self->rules, rule) && table_add(&self->rules_by_name, key, strlen(key), self->rules.count - 1)
		       ? ONTO_OK : fail_memory(error);
}

/* "code\tcode", as a key. */
static const char *pair_key(onto_builder *self, const char *a, const char *b)
{
	size_t a_length = strlen(a), b_length = strlen(b);
	char *key = arena_take(&self->memory, a_length + b_length + 2);
	if (key) {
		memcpy(key, a, a_length);
		key[a_length] = '\t';
		memcpy(key + a_length + 1, b, b_length + 1);
	}
	return key;
}

static onto_status add_mapping(onto_builder *self, const char *a, const char *b, const char *word, onto_error *error)
{
	onto_predicate predicate;
	if (!onto_predicate_parse(word, &predicate)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'%.40s' is no predicate (exact, close, narrow, broad, related, xref)",
		                 word);
	}
	const char *keys[2] = {pair_key(self, a, b), pair_key(self, b, a)};
	for (int i = 0; i < 2; i++) {
		if (!keys[i] || (!table_find(&self->mappings, keys[i], strlen(keys[i])) &&
		                 !table_add(&self->mappings, keys[i], strlen(keys[i]), (size_t)predicate))) {
			return fail_memory(error);
		}
	}
	return ONTO_OK;
}

/* Gives the cross-references of a concept the predicates that curation has for them. */
static void correct_mappings(const onto_builder *self, entry *e)
{
	char key[256];
	for (entry_xref *x = self->mappings.entries ? e->xrefs : NULL; x; x = x->next) {
		int length = snprintf(key, sizeof key, "%s\t%s", e->code, x->code);
		table_entry *found = length > 0 && (size_t)length < sizeof key ? table_find(&self->mappings, key, (size_t)length) : NULL;
		if (found) {
			x->predicate = (onto_predicate)found->value;
		}
	}
}

static onto_status add_curated(onto_builder *self, row *r, onto_error *error)
{
	unsigned policy;
	const char *letters = r->kind == ROW_BLOCK ? "" : r->fields[2];
	if (!policy_parse(letters, &policy)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'%.40s' is no policy (letters of cpvdosgx, or -)", letters);
	}
	switch (r->kind) {
	case ROW_ADD: return onto_builder_name(self, r->fields[0], ONTO_EXACT, r->fields[1], policy | ONTO_POLICY_FIRST, error);
	case ROW_BLOCK: return add_block(self, r->fields[0], r->fields[1], error);
	default: return add_restriction(self, r->fields[0], r->fields[1], policy, error);
	}
}

static onto_status add_row(onto_builder *self, row *r, onto_error *error)
{
	onto_scope scope;
	unsigned policy;
	switch (r->kind) {
	case ROW_FORMAT:
		return strcmp(r->fields[0], "1") == 0
			       ? ONTO_OK
			       : onto_fail(error, ONTO_DAMAGED, NULL, 0, "format version %.20s; this program reads version 1",
			                   r->fields[0]);
	case ROW_SOURCE:
		return onto_builder_source(self,
		                           &(onto_source){.id = r->fields[0], .title = r->fields[1], .version = r->fields[2],
		                                          .licence = r->fields[3]},
		                           error);
	case ROW_LEFT_OUT:
		return ONTO_OK;
	case ROW_SECTION:
		return onto_builder_source(self, &(onto_source){.id = r->fields[0]}, error);
	case ROW_CONCEPT:
		return add_concept_row(self, r, error);
	case ROW_NAME:
		if (!onto_scope_parse(r->fields[1], &scope)) {
			return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'%.40s' is no scope (preferred, exact, narrow, related, broad)",
			                 r->fields[1]);
		}
		if (!policy_parse(r->fields[3], &policy)) {
			return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'%.40s' is no policy (letters of cpvdosgx, or -)", r->fields[3]);
		}
		return onto_builder_name(self, r->fields[0], scope, r->fields[2], policy, error);
	case ROW_ADD: case ROW_BLOCK: case ROW_RESTRICT:
		return add_curated(self, r, error);
	case ROW_MAPPING:
		return add_mapping(self, r->fields[0], r->fields[1], r->fields[2], error);
	}
	return ONTO_OK;
}

static onto_status load(onto_builder *self, row_reader *reader, onto_error *error)
{
	row r;
	bool found;
	onto_error reason = {0};
	for (;;) {
		TRY(row_reader_next(reader, &r, &found, error));
		if (!found) {
			return ONTO_OK;
		}
		onto_status status = add_row(self, &r, &reason);
		if (status == ONTO_DAMAGED) {
			return row_reader_fail(reader, error, "%s", reason.message);
		}
		if (status != ONTO_OK) {
			return onto_fail(error, status, NULL, 0, "%s", reason.message);
		}
	}
}

onto_status onto_builder_load(onto_builder *self, const char *path, onto_error *error)
{
	row_reader *reader;
	if (onto_dictionary_is_compiled(path)) {
		return onto_fail(error, ONTO_ARGUMENT, path, 0,
		                 "is a compiled image, which nothing can be added to; compile all of its layers together: "
		                 "ontotag compile DICT.dict.gz... -o NEW.otx");
	}
	TRY(row_reader_open(path, &reader, error));
	onto_status status = load(self, reader, error);
	row_reader_close(reader);
	return status;
}

onto_status onto_builder_load_memory(onto_builder *self, const char *label, const void *bytes, size_t length,
                                     onto_error *error)
{
	row_reader *reader;
	TRY(row_reader_memory(label, bytes, length, &reader, error));
	onto_status status = load(self, reader, error);
	row_reader_close(reader);
	return status;
}

/* ---- finishing ---------------------------------------------------------------------------------------------------- */

static int rank_of_policy(unsigned policy)
{
	return policy & ONTO_POLICY_FIRST ? 0 : policy & ONTO_POLICY_SETTLE ? 2 : 1;
}

static int compare_names(const void *a, const void *b)
{
	const entry_name *x = *(entry_name *const *)a, *y = *(entry_name *const *)b;
	int order = strcmp(x->text, y->text);
	if (order) {
		return order;
	}
	/* A name given with a policy says more than one without: it was written by hand. Curation says most. */
	int settled = rank_of_policy(x->policy) - rank_of_policy(y->policy);
	if (!settled && x->source != y->source) {
		settled = x->source > y->source ? -1 : 1; /* a later layer corrects an earlier one */
	}
	return settled ? settled : (int)x->scope - (int)y->scope;
}

static int compare_scopes(const void *a, const void *b)
{
	const entry_name *x = *(entry_name *const *)a, *y = *(entry_name *const *)b;
	int order = (int)x->scope - (int)y->scope;
	return order ? order : strcmp(x->text, y->text);
}

typedef VECTOR(entry_name *) name_list;

/* Do the letters of a short form stand in a name, in order, the first of them at its start, and not as a word of it? */
static bool abbreviates(const char *letters, const char *name)
{
	size_t length = strlen(letters);
	const char *at = name;
	if ((*at | 0x20) != *letters || strchr(name, ' ') == NULL) {
		return false;
	}
	for (const char *word = name; word; word = strchr(word, ' ') ? strchr(word, ' ') + 1 : NULL) {
		if (strncasecmp(word, letters, length) == 0) {
			return false;
		}
	}
	for (; *at && *letters; at++) {
		letters += (*at | 0x20) == *letters;
	}
	return !*letters;
}

/* Some releases write acronyms in small letters ("arms" for alveolar rhabdomyosarcoma), where they cannot be told from
 * words. One whose letters run through another name of the concept gets its capitals back. */
static onto_status restore_acronym(onto_builder *self, const char *name, const name_list *names, entry_name *n,
                                   onto_error *error)
{
	size_t length = strlen(n->text);
	if (length < 2 || length > ACRONYM_MOST || strcmp(n->text, name) == 0) {
		return ONTO_OK;
	}
	for (size_t i = 0; i < length; i++) {
		if (n->text[i] < 'a' || n->text[i] > 'z') {
			return ONTO_OK;
		}
	}
	for (size_t i = 0; i < names->count; i++) {
		if (names->items[i] != n && abbreviates(n->text, names->items[i]->text)) {
			char *capitals = arena_text(&self->memory, n->text, length);
			if (!capitals) {
				return fail_memory(error);
			}
			for (size_t k = 0; k < length; k++) {
				capitals[k] = (char)(capitals[k] & ~0x20);
			}
			n->text = capitals;
			return ONTO_OK;
		}
	}
	return ONTO_OK;
}

/* A restriction of curation takes the place of whatever policy a name has. */
static void restrict_name(const onto_builder *self, const entry *e, entry_name *n)
{
	char key[128];
	size_t length = strlen(n->text);
	if (!self->rules.count || length >= sizeof key || (n->policy & (ONTO_POLICY_FIRST | ONTO_POLICY_BLOCKED))) {
		return;
	}
	for (size_t i = 0; i < length; i++) {
		key[i] = (char)(n->text[i] >= 'A' && n->text[i] <= 'Z' ? n->text[i] | 0x20 : n->text[i]);
	}
	table_entry *found = table_find(&self->rules_by_name, key, length);
	if (found && (self->rules.items[found->value].types & 1u << e->type)) {
		n->policy = self->rules.items[found->value].policy;
	}
}

/* One of each name, the best scope first; every policy settled. `room` is scratch that grows. */
static onto_status finish_names(onto_builder *self, entry *e, name_list *room, onto_error *error)
{
	room->count = 0;
	bool preferred = false;
	for (entry_name *n = e->names; n; n = n->next) {
		preferred |= strcmp(n->text, e->name) == 0;
		if (!vector_push(room, n)) {
			return fail_memory(error);
		}
	}
	if (!preferred) {
		entry_name *n = arena_take(&self->memory, sizeof *n);
		if (!n || !vector_push(room, n)) {
			return fail_memory(error);
		}
		*n = (entry_name){.text = e->name, .source = e->source, .policy = ONTO_POLICY_SETTLE, .scope = ONTO_PREFERRED};
	}
	for (size_t i = 0; i < room->count && e->type == ONTO_DISEASE; i++) {
		TRY(restore_acronym(self, e->name, room, room->items[i], error));
	}
	if (room->count > 1) {
		qsort(room->items, room->count, sizeof *room->items, compare_names);
	}
	size_t kept = 0;
	for (size_t i = 0; i < room->count; i++) {
		entry_name *n = room->items[i];
		if (strcmp(n->text, e->name) == 0) {
			n->scope = ONTO_PREFERRED;
		}
		if (kept && strcmp(room->items[kept - 1]->text, n->text) == 0) {
			entry_name *first = room->items[kept - 1];
			first->scope = n->scope < first->scope ? n->scope : first->scope;
			continue;
		}
		room->items[kept++] = n;
	}
	if (kept > 1) {
		qsort(room->items, kept, sizeof *room->items, compare_scopes);
	}
	e->names = e->last_name = NULL;
	for (size_t i = 0; i < kept; i++) {
		entry_name *n = room->items[i];
		if (n->policy & ONTO_POLICY_SETTLE) {
			unsigned given = (n->policy & ONTO_POLICY_FIRST) | (e->generic ? ONTO_POLICY_GENERIC : 0);
			bool symbol = (n->policy & ONTO_POLICY_SYMBOL) == ONTO_POLICY_SYMBOL;
			n->policy = (uint16_t)(policy_settle(n->text, (onto_type)e->type, (onto_scope)n->scope, symbol) | given);
		}
		restrict_name(self, e, n);
		n->next = NULL;
		*(e->last_name ? &e->last_name->next : &e->names) = n;
		e->last_name = n;
		self->sources.items[n->source].names++;
		TRY(count(self, self->sources.items[n->source].id, NULL, (onto_type)e->type, 0, 1, error));
	}
	return ONTO_OK;
}

/* Drops parents that are not there or there twice. */
static size_t finish_parents(onto_builder *self, entry *e)
{
	size_t dropped = 0;
	entry_parent **link = &e->parents;
	e->last_parent = NULL;
	while (*link) {
		bool twice = false;
		for (entry_parent *p = e->parents; p != *link; p = p->next) {
			twice |= p->entry == (*link)->entry;
		}
		bool missing = !self->entries.items[(*link)->entry].name;
		dropped += missing;
		if (missing || twice) {
			*link = (*link)->next;
		} else {
			e->last_parent = *link;
			link = &(*link)->next;
		}
	}
	return dropped;
}

/* Drops cross-references that say no more than one before them, and gives each pair its strongest predicate. */
static void finish_xrefs(entry *e)
{
	entry_xref **link = &e->xrefs;
	e->last_xref = NULL;
	while (*link) {
		entry_xref *same = e->xrefs;
		while (same != *link && strcmp(same->code, (*link)->code) != 0) {
			same = same->next;
		}
		if (same != *link || strcmp(e->code, (*link)->code) == 0) {
			if (same != *link && (*link)->predicate < same->predicate) {
				same->predicate = (*link)->predicate;
			}
			*link = (*link)->next;
		} else {
			e->last_xref = *link;
			link = &(*link)->next;
		}
	}
}

/* Walks up from one entry without recursion, so that a long chain of parents cannot exhaust the stack. `mark`: 0 not
 * seen, 1 on the way, 2 done. */
typedef struct step {
	size_t entry;
	entry_parent *next;
} step;

typedef VECTOR(step) step_list;

static onto_status refuse_cycle(onto_builder *self, size_t start, step_list *way, onto_error *error)
{
	way->count = 0;
	entry *entries = self->entries.items;
	if (!vector_push(way, ((step){start, entries[start].parents}))) {
		return fail_memory(error);
	}
	entries[start].mark = 1;
	while (way->count) {
		step *top = &way->items[way->count - 1];
		if (!top->next) {
			entries[top->entry].mark = 2;
			way->count--;
			continue;
		}
		size_t parent = top->next->entry;
		top->next = top->next->next;
		if (entries[parent].mark == 1) {
			char cycle[400] = "";
			size_t used = 0, from = way->count;
			while (from > 0 && way->items[--from].entry != parent) {
			}
			for (size_t i = from; i < way->count && used < sizeof cycle - 80; i++) {
				used += (size_t)snprintf(cycle + used, sizeof cycle - used, "%.60s is a ",
				                         entries[way->items[i].entry].code);
			}
			return onto_fail(error, ONTO_DAMAGED, self->sources.items[entries[parent].source].id, 0,
			                 "a cycle of parents: %s%s%.60s", cycle, from + 6 < way->count ? "... " : "",
			                 entries[parent].code);
		}
		if (entries[parent].mark == 0) {
			entries[parent].mark = 1;
			if (!vector_push(way, ((step){parent, entries[parent].parents}))) {
				return fail_memory(error);
			}
		}
	}
	return ONTO_OK;
}

static bool has_prefix(const entry *e, const char *prefix)
{
	return e->name && strncmp(e->code, prefix, strlen(prefix)) == 0;
}

/* A MeSH supplementary record that has become a descriptor stays about in files that still name it. The descriptor of its name
 * and type has replaced it. */
static onto_status retire_supplementary(onto_builder *self, onto_error *error)
{
	table descriptors = {0};
	onto_status status = ONTO_OK;
	size_t retired = 0;
	for (size_t i = 0; i < self->entries.count && status == ONTO_OK; i++) {
		const entry *e = &self->entries.items[i];
		if (has_prefix(e, "MESH:D") && e->standing == ONTO_LIVE) {
			const char *key = small_letters(self, e->name);
			bool kept = key && (table_find(&descriptors, key, strlen(key)) || table_add(&descriptors, key, strlen(key), i));
			status = kept ? ONTO_OK : fail_memory(error);
		}
	}
	for (size_t i = 0; i < self->entries.count && status == ONTO_OK && descriptors.entries; i++) {
		entry *e = &self->entries.items[i];
		if (!has_prefix(e, "MESH:C") || e->standing != ONTO_LIVE) {
			continue;
		}
		const char *key = small_letters(self, e->name);
		table_entry *found = key ? table_find(&descriptors, key, strlen(key)) : NULL;
		if (!key) {
			status = fail_memory(error);
		} else if (found && self->entries.items[found->value].type == e->type) {
			e->standing = ONTO_REPLACED;
			e->successor = self->entries.items[found->value].code;
			retired++;
		}
	}
	table_free(&descriptors);
	return status == ONTO_OK && retired
		       ? count(self, joined, "supplementary record that is a descriptor now (kept, as replaced)", ONTO_DISEASE, retired, 0, error)
		       : status;
}

onto_status onto_builder_finish(onto_builder *self, onto_error *error)
{
	if (self->finished) {
		return ONTO_OK;
	}
	if (self->refused) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "the builder was refused when it was finished");
	}
	self->refused = true;
	name_list names = {0};
	step_list way = {0};
	onto_status status = ONTO_OK;
	size_t names_without = 0, parents_without = 0, xrefs_without = 0;
	TRY_DONE(retire_supplementary(self, error));
	for (size_t i = 0; i < self->entries.count; i++) {
		entry *e = &self->entries.items[i];
		if (!e->name) {
			for (entry_name *n = e->names; n; n = n->next) {
				names_without++;
			}
			for (entry_xref *x = e->xrefs; x; x = x->next) {
				xrefs_without++;
			}
			continue;
		}
		parents_without += finish_parents(self, e);
		correct_mappings(self, e);
		finish_xrefs(e);
		TRY_DONE(finish_names(self, e, &names, error));
		self->sources.items[e->source].concepts++;
		TRY_DONE(count(self, self->sources.items[e->source].id, NULL, (onto_type)e->type, 1, 0, error));
	}
	for (size_t i = 0; i < self->entries.count; i++) {
		if (self->entries.items[i].name && self->entries.items[i].mark == 0) {
			TRY_DONE(refuse_cycle(self, i, &way, error));
		}
	}
	if (names_without) {
		TRY_DONE(count(self, joined, "name of a concept that is not here", ONTO_DISEASE, names_without, 0, error));
	}
	if (parents_without) {
		TRY_DONE(count(self, joined, "parent that is not here", ONTO_DISEASE, parents_without, 0, error));
	}
	if (xrefs_without) {
		TRY_DONE(count(self, joined, "cross-reference of a concept that is not here", ONTO_DISEASE, xrefs_without, 0,
		               error));
	}
	self->finished = true;
	self->refused = false;
done:
	vector_free(&names);
	vector_free(&way);
	return status;
}

const onto_count *onto_builder_counts(const onto_builder *self, size_t *number)
{
	*number = self->counts.count;
	return self->counts.items;
}
