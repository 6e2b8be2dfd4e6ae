#include "dictionary/curation.h"

#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "dictionary/builder.h"
#include "dictionary/policy.h"

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

static onto_status add_restriction(onto_builder *self, const char *type, const char *name, unsigned policy,
                                   onto_error *error)
{
	unsigned types;
	TRY(parse_types(type, &types, error));
	char *key = builder_small_letters(self, name);
	curation_rule rule = {.policy = (uint16_t)policy, .types = (uint8_t)types};
	if (!key) {
		return fail_memory(error);
	}
	table_entry *known = table_find(&self->curation.rules_by_name, key, strlen(key));
	if (known) {
		self->curation.rules.items[known->value] = rule;
		return ONTO_OK;
	}
	return vector_push(&self->curation.rules, rule) && table_add(&self->curation.rules_by_name, key, strlen(key), self->curation.rules.count - 1)
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
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'%.40s' is no policy (letters of cpvdosgx, or -)", letters);
	}
	switch (r->kind) {
	case ROW_ADD: return onto_builder_name(self, r->fields[0], ONTO_EXACT, r->fields[1], policy | ONTO_POLICY_FIRST, error);
	case ROW_BLOCK: return add_block(self, r->fields[0], r->fields[1], error);
	default: return add_restriction(self, r->fields[0], r->fields[1], policy, error);
	}
}

/* Gives the cross-references of a concept the predicates that curation has for them. */
void curation_correct(const onto_builder *self, entry *e)
{
	char key[256];
	for (entry_xref *x = self->curation.mappings.entries ? e->xrefs : NULL; x; x = x->next) {
		int length = snprintf(key, sizeof key, "%s\t%s", e->code, x->code);
		table_entry *found = length > 0 && (size_t)length < sizeof key ? table_find(&self->curation.mappings, key, (size_t)length) : NULL;
		if (found) {
			x->predicate = (onto_predicate)found->value;
		}
	}
}

/* A restriction of curation takes the place of whatever policy a name has. */
void curation_restrict(const onto_builder *self, const entry *e, entry_name *n)
{
	char key[128];
	size_t length = strlen(n->text);
	if (!self->curation.rules.count || length >= sizeof key || (n->policy & (ONTO_POLICY_FIRST | ONTO_POLICY_BLOCKED))) {
		return;
	}
	for (size_t i = 0; i < length; i++) {
		key[i] = (char)(n->text[i] >= 'A' && n->text[i] <= 'Z' ? n->text[i] | 0x20 : n->text[i]);
	}
	table_entry *found = table_find(&self->curation.rules_by_name, key, length);
	if (found && (self->curation.rules.items[found->value].types & 1u << e->type)) {
		n->policy = self->curation.rules.items[found->value].policy;
	}
}
