#include "build/curation.h"

#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"
#include "build/builder.h"
#include "build/policy.h"

void curation_free(curation *self)
{
	table_free(&self->rules_by_name);
	table_free(&self->mappings);
	vector_free(&self->rules);
}

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
	unsigned types = 0;
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

static void set_bit(uint64_t *bits, size_t bit)
{
	bits[bit / 64] |= (uint64_t)1 << (bit % 64);
}

static bool has_bit(const uint64_t *bits, size_t bit)
{
	return bits[bit / 64] >> (bit % 64) & 1;
}

/* The same for two names that differ in their capitals only. */
static size_t name_bit(const char *name, size_t length)
{
	size_t first = name[0] | 0x20, middle = name[length / 2] | 0x20, last = length ? name[length - 1] | 0x20 : 0;
	return (length * 7 + first * 13 + middle * 59 + last * 251) % CURATION_BITS;
}

static size_t code_bit(const char *code)
{
	return hash_of(code, strlen(code)) % CURATION_BITS;
}

static void make_small(char *to, const char *from, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		to[i] = (char)(from[i] >= 'A' && from[i] <= 'Z' ? from[i] | 0x20 : from[i]);
	}
}

static onto_status add_restriction(onto_builder *self, const char *type, const char *name, unsigned policy,
                                   onto_error *error)
{
	unsigned types = 0;
	TRY(parse_types(type, &types, error));
	size_t length = strlen(name);
	char *key = arena_text(&self->memory, name, length);
	curation_rule rule = {.policy = (uint16_t)policy, .types = (uint8_t)types};
	if (!key) {
		return fail_memory(error);
	}
	make_small(key, name, length);
	set_bit(self->curation.restricted, name_bit(name, length));
	table_entry *known = table_find(&self->curation.rules_by_name, key, length);
	if (known) {
		self->curation.rules.items[known->value] = rule;
		return ONTO_OK;
	}
	return vector_push(&self->curation.rules, rule) &&
	                       table_add(&self->curation.rules_by_name, key, length, self->curation.rules.count - 1)
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
	set_bit(self->curation.mapped, code_bit(a));
	set_bit(self->curation.mapped, code_bit(b));
	for (int i = 0; i < 2; i++) {
		if (!keys[i] || (!table_find(&self->curation.mappings, keys[i], strlen(keys[i])) &&
		                 !table_add(&self->curation.mappings, keys[i], strlen(keys[i]), (size_t)predicate))) {
			return fail_memory(error);
		}
	}
	return ONTO_OK;
}

onto_status curation_add_row(onto_builder *self, row *r, onto_error *error)
{
	unsigned policy;
	if (r->kind == ROW_MAPPING) {
		return add_mapping(self, r->fields[0], r->fields[1], r->fields[2], error);
	}
	const char *letters = r->kind == ROW_BLOCK ? "" : r->fields[2];
	if (!policy_parse(letters, &policy)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'%.40s' is no policy (letters of cpvdosgxe, or -)", letters);
	}
	switch (r->kind) {
	case ROW_ADD: return onto_builder_name(self, r->fields[0], ONTO_EXACT, r->fields[1], policy | ONTO_POLICY_FIRST, error);
	case ROW_BLOCK: return add_block(self, r->fields[0], r->fields[1], error);
	default: return add_restriction(self, r->fields[0], r->fields[1], policy, error);
	}
}

void curation_correct(onto_builder *self, const entry *e)
{
	char key[256];
	const char *code = builder_text(self, e->code);
	if (!e->xrefs || !has_bit(self->curation.mapped, code_bit(code))) {
		return;
	}
	for (uint32_t number = e->xrefs; number; number = self->xrefs.items[number].next) {
		entry_xref *x = &self->xrefs.items[number];
		int length = snprintf(key, sizeof key, "%s\t%s", code, builder_text(self, x->code));
		table_entry *found = length > 0 && (size_t)length < sizeof key
		                             ? table_find(&self->curation.mappings, key, (size_t)length) : NULL;
		if (found) {
			x->predicate = (uint8_t)found->value;
		}
	}
}

void curation_restrict(const onto_builder *self, const entry *e, entry_name *n)
{
	char key[128];
	const char *text = builder_text(self, n->text);
	size_t length = strlen(text);
	if (length >= sizeof key || !has_bit(self->curation.restricted, name_bit(text, length)) ||
	    (n->policy & (ONTO_POLICY_FIRST | ONTO_POLICY_BLOCKED))) {
		return;
	}
	make_small(key, text, length);
	table_entry *found = table_find(&self->curation.rules_by_name, key, length);
	if (found && (self->curation.rules.items[found->value].types & 1u << e->type)) {
		n->policy = self->curation.rules.items[found->value].policy;
	}
}
