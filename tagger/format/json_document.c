/* Documents that are JSON objects: their name, text and annotations. */
#include "format/json_document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "format/json.h"
#include "format/json_parser.h"

onto_status json_documents_start(json_documents *self, const onto_read_options *options, onto_error *error)
{
	self->fields.id = strdup(options->id_field ? options->id_field : "id");
	self->fields.text = strdup(options->text_field ? options->text_field : "text");
	return self->fields.id && self->fields.text ? ONTO_OK : fail_memory(error);
}

void json_documents_stop(json_documents *self)
{
	free(self->fields.id);
	free(self->fields.text);
	json_decref(self->items);
	buffer_free(&self->scratch);
}

/* The text of an object; NULL: it has none. */
static const json_t *text_of(const json_fields *self, const json_t *object)
{
	const json_t *text = json_object_get(object, self->text);
	if (!text) {
		text = json_object_get(json_object_get(object, "data"), self->text);
	}
	return json_is_string(text) ? text : NULL;
}

/* ---- the name ------------------------------------------------------------------------------------------------ */

/* A string or a whole number. NULL for anything else; "" where memory ran out is not told apart. */
static const char *word_of(const json_t *value, char number[24])
{
	if (json_string_length(value) && !memchr(json_string_value(value), '\0', json_string_length(value))) {
		return json_string_value(value);
	}
	if (json_is_integer(value)) {
		snprintf(number, 24, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		return number;
	}
	return NULL;
}

/* The parts of a name, joined. */
static const char *join(draft *d, const char *const *parts, size_t count)
{
	size_t length = 0;
	for (size_t i = 0; i < count; i++) {
		length += strlen(parts[i]);
	}
	char *name = arena_take(&d->memory, length + 1);
	for (size_t i = 0, at = 0; name && i < count; i++) {
		memcpy(name + at, parts[i], strlen(parts[i]) + 1);
		at += strlen(parts[i]);
	}
	return name;
}

/* FILE:LINE, and FILE:LINE.2 for the second of a line. */
static const char *place_of(json_documents *self, draft *d, const char *file, size_t line)
{
	char place[48];
	self->on_line = line == self->last_line ? self->on_line + 1 : 1;
	self->last_line = line;
	snprintf(place, sizeof place, self->on_line > 1 ? ":%zu.%zu" : ":%zu", line, self->on_line);
	return join(d, (const char *const[]){file, place}, 2);
}

static const char *name_of(json_documents *self, draft *d, const json_t *object, const char *file, size_t line)
{
	const json_fields *fields = &self->fields;
	char id[24], source[24], division[24], place[24];
	const char *given = word_of(json_object_get(object, fields->id), id);
	const char *of_source = word_of(json_object_get(object, "sourceid"), source);
	if (given) {
		return join(d, &given, 1);
	}
	if (of_source) {
		const char *base = word_of(json_object_get(object, "sourcedb"), place);
		const char *part = word_of(json_object_get(object, "divid"), division);
		return join(
			d,
			(const char *const[]){base ? base : "", base ? ":" : "", of_source, part ? "-" : "", part ? part : ""},
			5);
	}
	return place_of(self, d, file, line);
}

/* ---- annotations --------------------------------------------------------------------------------------------- */

static bool offset_of(const json_t *span, const char *key, size_t *out)
{
	const json_t *value = json_object_get(span, key);
	*out = (size_t)json_integer_value(value);
	return json_is_integer(value) && json_integer_value(value) >= 0;
}

static const char *copy_of(draft *d, const json_t *value)
{
	return json_is_string(value) ? draft_copy(d, json_string_value(value), json_string_length(value)) : "";
}

/* {"begin": 3, "end": 9}, or a list of such parts. */
static onto_status add_spans(draft *d, const json_t *span, onto_error *error)
{
	size_t count = json_is_array(span) ? json_array_size(span) : 1, start, end;
	for (size_t i = 0; i < count; i++) {
		const json_t *part = json_is_array(span) ? json_array_get(span, i) : span;
		if (!offset_of(part, "begin", &start) || !offset_of(part, "end", &end)) {
			return onto_fail(error, ONTO_DAMAGED, NULL, 0, "a denotation without a good span");
		}
		TRY(draft_span(d, start, end, error));
	}
	return count ? ONTO_OK : onto_fail(error, ONTO_DAMAGED, NULL, 0, "a denotation without a span");
}

static onto_status add_denotation(draft *d, const json_t *denotation, onto_error *error)
{
	TRY(add_spans(d, json_object_get(denotation, "span"), error));
	onto_annotation a = {.type = copy_of(d, json_object_get(denotation, "obj")),
	                     .codes = "",
	                     .id = copy_of(d, json_object_get(denotation, "id")),
	                     .written = ""};
	return a.type && a.id && draft_annotation(d, a) ? ONTO_OK : fail_memory(error);
}

static onto_status add_denotations(draft *d, const json_t *owner, const char *file, size_t line, onto_error *error)
{
	const json_t *denotation;
	size_t i;
	json_array_foreach(json_object_get(owner, "denotations"), i, denotation)
	{
		TRY(draft_pass_over(d, add_denotation(d, denotation, error), file, line, error));
	}
	return ONTO_OK;
}

static onto_status add_annotations(draft *d, const json_t *object, const char *file, size_t line, onto_error *error)
{
	const json_t *tracks = json_object_get(object, "tracks"), *track;
	size_t i;
	if (!json_is_array(tracks) && !json_is_array(json_object_get(object, "denotations"))) {
		return ONTO_OK;
	}
	if (!draft_text(d, d->document.text, d->document.length)) {
		return fail_memory(error);
	}
	TRY(add_denotations(d, object, file, line, error));
	json_array_foreach(tracks, i, track)
	{
		TRY(add_denotations(d, track, file, line, error));
	}
	return ONTO_OK;
}

/* Names the members that there are: one of them may be the text. In quotes, as all that is of the input. */
static onto_status fail_without_text(const json_fields *fields, const json_t *object, const char *file, size_t line,
                                     onto_error *error)
{
	char members[160] = "";
	size_t used = 0;
	const char *name;
	json_t *member;
	if (!json_is_object(object)) {
		return onto_fail(error, ONTO_DAMAGED, file, line, "a value that is no object");
	}
	json_object_foreach((json_t *)object, name, member)
	{
		if (used < sizeof members / 2) {
			used += (size_t)snprintf(members + used, sizeof members - used, "%s'%.30s'", used ? ", " : "; it has ",
			                         name);
		}
	}
	return onto_fail(error, ONTO_DAMAGED, file, line, "an object without a text in '%.60s'%s", fields->text,
	                 members);
}

static onto_status read_object(json_documents *self, draft *d, const json_t *object, const char *bytes,
                               size_t length, const char *file, size_t line, onto_error *error)
{
	const json_t *text = text_of(&self->fields, object);
	if (!text) {
		return fail_without_text(&self->fields, object, file, line, error);
	}
	buffer_append(&d->text, json_string_value(text), json_string_length(text));
	d->document.id = d->text.failed ? NULL : name_of(self, d, object, file, line);
	d->document.text = d->text.length ? d->text.bytes : "";
	d->document.length = d->text.length;
	if (!d->document.id || !draft_rest(d, bytes, length)) {
		return fail_memory(error);
	}
	return add_annotations(d, object, file, line, error);
}

/* ---- objects that hold a table ------------------------------------------------------------------------------- */

/* Puts a value into a new object, or an object into the rows. False where memory ran out. */
static bool put_cell(json_t *row, const char *name, json_t *cell)
{
	return row && json_object_set_nocheck(row, name, cell) == 0;
}

/* The cells of one row of each column. NULL where memory ran out. */
static json_t *row_of(json_t *columns, const char *row)
{
	json_t *object = json_object(), *column;
	const char *name;
	bool good = object != NULL;
	json_object_foreach(columns, name, column)
	{
		json_t *cell = json_object_get(column, row);
		good = good && (!cell || put_cell(object, name, cell));
	}
	if (!good) {
		json_decref(object);
		return NULL;
	}
	return object;
}

static bool rows_of_columns(json_t *rows, json_t *columns, const char *text)
{
	json_t *cell;
	const char *row;
	bool good = true;
	json_object_foreach(json_object_get(columns, text), row, cell)
	{
		good = good && json_array_append_new(rows, row_of(columns, row)) == 0;
	}
	return good;
}

static bool rows_of_split(json_t *rows, const json_t *names, const json_t *data)
{
	const json_t *cells;
	size_t i, j;
	bool good = true;
	json_array_foreach(data, i, cells)
	{
		json_t *row = json_object(), *cell;
		json_array_foreach(cells, j, cell)
		{
			const char *name = json_string_value(json_array_get(names, j));
			good = good && (!name || put_cell(row, name, cell));
		}
		good = json_array_append_new(rows, row) == 0 && good;
	}
	return good;
}

/* The members that are objects, where all are. */
static bool rows_of_index(json_t *rows, json_t *index)
{
	json_t *row;
	const char *name;
	bool good = true, all = true;
	json_object_foreach(index, name, row)
	{
		all = all && json_is_object(row);
		good = good && json_array_append(rows, row) == 0;
	}
	return good && (all || json_array_clear(rows) == 0);
}

static bool is_split(const json_t *object)
{
	return json_is_array(json_object_get(object, "columns")) && json_is_array(json_object_get(object, "data"));
}

/* The rows of a table, in one of the forms that it may have. */
static bool rows_of(const json_fields *fields, json_t *object, json_t *rows)
{
	json_t *member;
	const char *name;
	if (json_is_object(json_object_get(object, fields->text))) {
		return rows_of_columns(rows, object, fields->text);
	}
	if (is_split(object)) {
		return rows_of_split(rows, json_object_get(object, "columns"), json_object_get(object, "data"));
	}
	json_object_foreach(object, name, member)
	{
		if (text_of(fields, json_array_get(member, 0))) {
			return json_array_extend(rows, member) == 0;
		}
	}
	json_object_foreach(object, name, member)
	{
		return !text_of(fields, member) || rows_of_index(rows, object);
	}
	return true;
}

/* The items of an object that has no text itself. *items is NULL where it holds none. */
static onto_status items_of(const json_fields *fields, json_t *object, json_t **items, onto_error *error)
{
	*items = json_array();
	if (!*items || !rows_of(fields, object, *items)) {
		json_decref(*items);
		*items = NULL;
		return fail_memory(error);
	}
	bool table = json_is_object(json_object_get(object, fields->text)) || is_split(object);
	if (!json_array_size(*items) && !table) {
		json_decref(*items);
		*items = NULL;
	}
	return ONTO_OK;
}

/* ---- values -------------------------------------------------------------------------------------------------- */

/* An object, or a text alone, which becomes one. */
static onto_status read_item(json_documents *self, draft *d, json_t *item, const char *file, bool *found,
                             onto_error *error)
{
	json_t *object = json_is_string(item) ? json_pack("{s:O}", self->fields.text, item) : json_incref(item);
	buffer_clear(&self->scratch);
	onto_status status =
		object && json_write(&self->scratch, object)
			? read_object(self, d, object, self->scratch.bytes, self->scratch.length, file, self->line, error)
			: fail_memory(error);
	json_decref(object);
	*found = status == ONTO_OK;
	return status;
}

onto_status json_documents_next(json_documents *self, draft *d, const char *file, bool *found, onto_error *error)
{
	json_t *item = json_array_get(self->items, self->next++);
	if (item) {
		return read_item(self, d, item, file, found, error);
	}
	json_decref(self->items);
	self->items = NULL;
	return ONTO_OK;
}

onto_status json_documents_take(json_documents *self, draft *d, const char *bytes, size_t length, const char *file,
                                size_t line, bool *found, onto_error *error)
{
	json_t *value;
	bool changed;
	TRY(json_parse(bytes, length, file, line, &value, &changed, error));
	onto_status status = ONTO_OK;
	if (changed) {
		buffer_clear(&self->scratch);
		status = json_write(&self->scratch, value) ? ONTO_OK : fail_memory(error);
		bytes = self->scratch.bytes;
		length = self->scratch.length;
	}
	self->line = line;
	self->next = 0;
	self->items = NULL;
	if (status == ONTO_OK && json_is_object(value) && !text_of(&self->fields, value)) {
		status = items_of(&self->fields, value, &self->items, error);
	}
	if (status != ONTO_OK) {
		*found = false;
	} else if (self->items) {
		status = json_documents_next(self, d, file, found, error);
	} else if (json_is_string(value)) {
		status = read_item(self, d, value, file, found, error);
	} else {
		status = read_object(self, d, value, bytes, length, file, line, error);
		*found = status == ONTO_OK;
	}
	json_decref(value);
	return status;
}
