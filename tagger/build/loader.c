/* Adds rows to a builder, by kind of row. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "build/builder.h"
#include "build/policy.h"
#include "build/rows.h"

/* Calls `add` for each value of a field, which '|' separates. Splits the field in place. */
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
	return builder_add_parent(self, code, value, error);
}

static onto_status add_xref(onto_builder *self, const char *code, char *value, onto_error *error)
{
	char *equals = strchr(value, '=');
	onto_predicate predicate;
	if (equals) {
		*equals = '\0';
	}
	if (!equals || !onto_predicate_parse(value, &predicate)) {
		return onto_fail(
			error, ONTO_DAMAGED, NULL, 0,
			"cross-reference '%.80s' has no predicate (exact=, close=, narrow=, broad=, related=, xref=)", value);
	}
	return builder_add_xref(self, code, predicate, equals + 1, false, error);
}

/* Reads a type, or several with '|' between them. The first is the type of a mention where all are wanted. */
static bool parse_types(char *field, onto_concept_row *c)
{
	char *bar = strchr(field, '|');
	if (bar) {
		*bar = '\0';
	}
	if (!onto_type_parse(field, &c->type)) {
		return false;
	}
	while (bar) {
		char *word = bar + 1;
		onto_type also;
		bar = strchr(word, '|');
		if (bar) {
			*bar = '\0';
		}
		if (!onto_type_parse(word, &also)) {
			return false;
		}
		c->also |= also == c->type ? 0 : 1u << also;
	}
	return true;
}

static onto_status add_concept_row(onto_builder *self, row *r, onto_error *error)
{
	onto_concept_row c = {.code = r->fields[0], .name = r->fields[2], .standing = ONTO_LIVE};
	if (!parse_types(r->fields[1], &c)) {
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
		return onto_fail(error, ONTO_DAMAGED, NULL, 0,
		                 "'%.40s' is no standing (live, replaced=, consider=, obsolete)", standing);
	}
	TRY(builder_add_concept(self, &c, error));
	TRY(add_each(self, c.code, r->fields[3], add_parent, error));
	return add_each(self, c.code, r->fields[4], add_xref, error);
}

/* ---- curation ------------------------------------------------------------------------------------------------ */

/* The types that a curation row applies to, as bits. */
static onto_status parse_curation_types(const char *word, unsigned *types, onto_error *error)
{
	onto_type type;
	if (strcmp(word, "*") == 0) {
		*types = TYPES_DEFAULT;
		return ONTO_OK;
	}
	if (!onto_type_parse(word, &type)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'%.40s' is no type (disease, drug, marker, *)", word);
	}
	*types = 1u << type;
	return ONTO_OK;
}

/* The name of another thing: it is found like any name, and claims its place. */
static onto_status add_other(onto_builder *self, const char *name, onto_error *error)
{
	enum { POLICY = ONTO_POLICY_CASE | ONTO_POLICY_PLURAL | ONTO_POLICY_BLOCKED | ONTO_POLICY_OTHER };
	onto_concept_row c = {.code = curation_other_code, .type = ONTO_DISEASE, .name = "(another thing)"};
	TRY(onto_builder_concept(self, &c, error));
	return onto_builder_name(self, c.code, ONTO_EXACT, name, POLICY, error);
}

/* A blocked name is stored as a name of a concept that is never output. It is found like any name and vetoes its
 * place. */
static onto_status add_block(onto_builder *self, const char *type, const char *name, onto_error *error)
{
	unsigned types = 0;
	if (strcmp(type, "other") == 0) {
		return add_other(self, name, error);
	}
	TRY(parse_curation_types(type, &types, error));
	for (int t = 0; t < TYPE_COUNT; t++) {
		if (types & 1u << t) {
			onto_concept_row c = {
				.code = curation_blocked_codes[t], .type = (onto_type)t, .name = "(blocked by curation)"};
			TRY(builder_add_concept(self, &c, error));
			TRY(builder_add_name(self, c.code, ONTO_EXACT, name, ONTO_POLICY_CASE | ONTO_POLICY_BLOCKED, error));
		}
	}
	return ONTO_OK;
}

static onto_status add_mapping(onto_builder *self, const char *a, const char *b, const char *word,
                               onto_error *error)
{
	onto_predicate predicate;
	if (!onto_predicate_parse(word, &predicate)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0,
		                 "'%.40s' is no predicate (exact, close, narrow, broad, related, xref)", word);
	}
	return curation_add_mapping(&self->curation, a, b, predicate) ? ONTO_OK : fail_memory(error);
}

/* A row of kind A, B, R or X. */
static onto_status add_curation_row(onto_builder *self, row *r, onto_error *error)
{
	unsigned policy, types = 0;
	if (r->kind == ROW_MAPPING) {
		return add_mapping(self, r->fields[0], r->fields[1], r->fields[2], error);
	}
	const char *letters = r->kind == ROW_BLOCK ? "" : r->fields[2];
	if (!policy_parse(letters, &policy)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'%.40s' is no policy (letters of cpvdosgxean, or -)",
		                 letters);
	}
	switch (r->kind) {
	case ROW_ADD:
		return builder_add_name(self, r->fields[0], ONTO_EXACT, r->fields[1], policy | ONTO_POLICY_FIRST, error);
	case ROW_BLOCK: return add_block(self, r->fields[0], r->fields[1], error);
	default:
		TRY(parse_curation_types(r->fields[0], &types, error));
		return curation_add_restriction(&self->curation, types, r->fields[1], policy) ? ONTO_OK
		                                                                              : fail_memory(error);
	}
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

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
		return builder_open_source(
			self,
			&(onto_source){
				.id = r->fields[0], .title = r->fields[1], .version = r->fields[2], .licence = r->fields[3]},
			error);
	case ROW_LEFT_OUT: return ONTO_OK;
	case ROW_SECTION: return builder_open_source(self, &(onto_source){.id = r->fields[0]}, error);
	case ROW_CONCEPT: return add_concept_row(self, r, error);
	case ROW_NAME:
		if (!onto_scope_parse(r->fields[1], &scope)) {
			return onto_fail(error, ONTO_DAMAGED, NULL, 0,
			                 "'%.40s' is no scope (preferred, exact, narrow, related, broad)", r->fields[1]);
		}
		if (!policy_parse(r->fields[3], &policy)) {
			return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'%.40s' is no policy (letters of cpvdosgxean, or -)",
			                 r->fields[3]);
		}
		return builder_add_name(self, r->fields[0], scope, r->fields[2], policy, error);
	case ROW_ADD:
	case ROW_BLOCK:
	case ROW_RESTRICT:
	case ROW_MAPPING: return add_curation_row(self, r, error);
	}
	return ONTO_OK;
}

/* The counts that a file states in its source rows, before its first section. */
static onto_status expect(onto_builder *self, const row *r, size_t *concepts, size_t *names, onto_error *error)
{
	if (r->kind == ROW_SOURCE) {
		*concepts += strtoul(r->fields[4], NULL, 10);
		*names += strtoul(r->fields[5], NULL, 10);
	} else if (r->kind == ROW_SECTION && *names) {
		TRY(builder_expect(self, *concepts, *names, error));
		*concepts = *names = 0;
	}
	return ONTO_OK;
}

/* `*rows`: those that say something of a source or a concept. */
static onto_status load(onto_builder *self, row_reader *reader, size_t *rows, onto_error *error)
{
	row r;
	bool found;
	onto_error reason = {0};
	size_t concepts = 0, names = 0;
	self->source = NO_SOURCE;
	for (;;) {
		TRY(row_reader_next(reader, &r, &found, error));
		if (!found) {
			return ONTO_OK;
		}
		*rows += r.kind != ROW_FORMAT && r.kind != ROW_SECTION && r.kind != ROW_LEFT_OUT;
		TRY(expect(self, &r, &concepts, &names, error));
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
		return onto_fail(
			error, ONTO_ARGUMENT, path, 0,
			"is a compiled image and no rows; a dictionary is layered over it where it is loaded (-d IMAGE -d ROWS)");
	}
	size_t rows = 0;
	TRY(row_reader_open(path, &reader, error));
	onto_status status = load(self, reader, &rows, error);
	row_reader_close(reader);
	/* A failed download, or a file that was never written. */
	return status == ONTO_OK && !rows ? onto_fail(error, ONTO_DAMAGED, path, 0, "holds no row; it is no dictionary")
	                                  : status;
}

onto_status onto_builder_load_memory(onto_builder *self, const char *label, const void *bytes, size_t length,
                                     onto_error *error)
{
	row_reader *reader;
	size_t rows = 0;
	TRY(row_reader_memory(label, bytes, length, &reader, error));
	onto_status status = load(self, reader, &rows, error);
	row_reader_close(reader);
	return status;
}
