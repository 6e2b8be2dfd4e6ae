/* Converts a JSON body to lines or terms. */
#include "serve/json_body.h"

#include <stdlib.h>
#include <string.h>

onto_status json_body_parse(const char *body, size_t length, json_t **out, onto_error *error)
{
	size_t place, start;
	onto_error reason = {0};
	onto_status status = onto_json_parse(body, length, out, &place, &reason);
	if (status != ONTO_DAMAGED) {
		return status == ONTO_OK ? status : onto_fail(error, status, NULL, 0, "%s", reason.message);
	}
	for (start = place; start && body[start - 1] != '\n'; start--) {
	}
	bool text = place == length || (unsigned char)body[place] < 0x80;
	return onto_fail(error, text ? ONTO_ARGUMENT : ONTO_DAMAGED, NULL, reason.line,
	                 "no JSON, at column %zu (byte %zu): %s", place - start + 1, place, reason.message);
}

static onto_status add_line(const json_t *value, bytes *lines, onto_error *error)
{
	char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	if (!text) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	bytes_text(lines, text);
	bytes_append(lines, "\n", 1);
	free(text);
	return lines->failed ? onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory") : ONTO_OK;
}

onto_status json_body_documents(json_t *json, json_body_kind *kind, bytes *lines, parameters *asked,
                                onto_error *error)
{
	onto_status status = ONTO_OK;
	if (json_is_object(json)) {
		bool bioc = json_is_array(json_object_get(json, "documents")) && !json_object_get(json, "text");
		*kind = bioc ? JSON_BIOC : JSON_ONE;
		status = bioc ? ONTO_OK : parameters_take(asked, json, parameter_of_tag, error);
		return status == ONTO_OK && !bioc ? add_line(json, lines, error) : status;
	}
	*kind = JSON_LIST;
	if (!json_is_array(json)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0,
		                 "neither a document ({\"text\": ...}) nor a list of documents");
	}
	for (size_t i = 0; i < json_array_size(json) && status == ONTO_OK; i++) {
		status = add_line(json_array_get(json, i), lines, error);
	}
	return status;
}

void terms_add(bytes *terms, const char *term, size_t length)
{
	bytes_append(terms, &length, sizeof length);
	bytes_append(terms, term, length);
}

static onto_status add_term(const json_t *term, bytes *terms, size_t *count, onto_error *error)
{
	if (!json_is_string(term)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "term %zu is no string", *count + 1);
	}
	terms_add(terms, json_string_value(term), json_string_length(term));
	++*count;
	return terms->failed ? onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory") : ONTO_OK;
}

onto_status json_body_terms(json_t *json, json_body_kind *kind, bytes *terms, size_t *count, parameters *asked,
                            onto_error *error)
{
	const json_t *what = json;
	if (json_is_object(json)) {
		onto_status status = parameters_take(asked, json, parameter_of_normalize, error);
		if (status != ONTO_OK) {
			return status;
		}
		const json_t *one = json_object_get(json, "term"), *several = json_object_get(json, "terms");
		if (one && several) {
			return onto_fail(error, ONTO_DAMAGED, NULL, 0, "both 'term' and 'terms'");
		}
		what = one ? one : several;
	}
	*kind = json_is_array(what) ? JSON_LIST : JSON_ONE;
	if (json_is_array(json_object_get(json, "term"))) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'term' is no string");
	}
	if (json_is_string(json_object_get(json, "terms"))) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "'terms' is no list");
	}
	if (!json_is_array(what)) {
		return what ? add_term(what, terms, count, error)
		            : onto_fail(error, ONTO_DAMAGED, NULL, 0, "an object without a 'term' or 'terms'");
	}
	onto_status status = ONTO_OK;
	for (size_t i = 0; i < json_array_size(what) && status == ONTO_OK; i++) {
		status = add_term(json_array_get(what, i), terms, count, error);
	}
	return status;
}
