/* The public functions that add to a builder. They check what a caller passes, on which everything behind them
 * relies: text is UTF-8 without control characters, and values are those of their enumerations. Rows are checked
 * where they are read. */
#include <string.h>

#include "build/builder.h"
#include "core/error.h"
#include "core/printable.h"
#include "text/utf8.h"

enum { POLICY_BITS = UINT16_MAX };

/* `text` may be NULL. */
static onto_status check_text(const char *what, const char *text, onto_error *error)
{
	if (!text) {
		return ONTO_OK;
	}
	size_t length = strlen(text);
	if (!utf8_valid(text, length)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "%s is not valid UTF-8", what);
	}
	return printable_has_control(text, length)
	           ? onto_fail(error, ONTO_DAMAGED, NULL, 0, "%s has a control character", what)
	           : ONTO_OK;
}

static onto_status check_value(const char *what, unsigned value, unsigned most, onto_error *error)
{
	return value <= most ? ONTO_OK
	                     : onto_fail(error, ONTO_ARGUMENT, NULL, 0, "no %s has the value %u", what, value);
}

onto_status onto_builder_source(onto_builder *self, const onto_source *source, onto_error *error)
{
	TRY(check_text("the id of a source", source->id, error));
	TRY(check_text("the title of a source", source->title, error));
	TRY(check_text("the version of a source", source->version, error));
	TRY(check_text("the licence of a source", source->licence, error));
	return source->id ? builder_open_source(self, source, error)
	                  : onto_fail(error, ONTO_ARGUMENT, NULL, 0, "a source has no id");
}

onto_status onto_builder_concept(onto_builder *self, const onto_concept_row *row, onto_error *error)
{
	TRY(check_text("a code", row->code, error));
	TRY(check_text("a name", row->name, error));
	TRY(check_text("a successor", row->successor, error));
	TRY(check_value("type", row->type, TYPE_COUNT - 1, error));
	TRY(check_value("set of types", row->also, TYPES_ALL, error));
	TRY(check_value("standing", row->standing, ONTO_OBSOLETE, error));
	return builder_add_concept(self, row, error);
}

onto_status onto_builder_name(onto_builder *self, const char *code, onto_scope scope, const char *name,
                              unsigned policy, onto_error *error)
{
	TRY(check_text("a code", code, error));
	TRY(check_text("a name", name, error));
	TRY(check_value("scope", scope, ONTO_SCOPES - 1, error));
	TRY(check_value("policy", policy, POLICY_BITS, error));
	return builder_add_name(self, code, scope, name, policy, error);
}

onto_status onto_builder_parent(onto_builder *self, const char *code, const char *parent, onto_error *error)
{
	TRY(check_text("a code", code, error));
	TRY(check_text("a parent", parent, error));
	return builder_add_parent(self, code, parent, error);
}

onto_status onto_builder_xref(onto_builder *self, const char *code, onto_predicate predicate, const char *target,
                              onto_error *error)
{
	TRY(check_text("a code", code, error));
	TRY(check_text("a cross-reference", target, error));
	TRY(check_value("predicate", predicate, ONTO_PREDICATES - 1, error));
	return builder_add_xref(self, code, predicate, target, false, error);
}

onto_status onto_builder_mapping(onto_builder *self, const char *code, onto_predicate predicate, const char *target,
                                 onto_error *error)
{
	TRY(check_text("a code", code, error));
	TRY(check_text("a cross-reference", target, error));
	TRY(check_value("predicate", predicate, ONTO_PREDICATES - 1, error));
	return builder_add_xref(self, code, predicate, target, true, error);
}

onto_status onto_builder_left_out(onto_builder *self, const char *reason, size_t number, onto_error *error)
{
	TRY(builder_may_add(self, error));
	TRY(check_text("a reason", reason, error));
	onto_count *c = builder_count(self, self->sources.items[self->source].id, reason, ONTO_DISEASE);
	if (!c) {
		return fail_memory(error);
	}
	c->concepts += number;
	return ONTO_OK;
}
