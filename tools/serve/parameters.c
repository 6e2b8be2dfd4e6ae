/* The parameters of a request, and the settings that they give. */
#include "serve/parameters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static onto_status no_memory(onto_error *error)
{
	return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
}

onto_status parameters_add(parameters *self, const char *name, const char *value, onto_error *error)
{
	if (self->count == self->space) {
		size_t space = self->space ? self->space * 2 : 8;
		parameter *items = realloc(self->items, space * sizeof *items);
		if (!items) {
			return no_memory(error);
		}
		self->items = items;
		self->space = space;
	}
	parameter *p = &self->items[self->count];
	*p = (parameter){strdup(name), strdup(value ? value : "")};
	self->count++;
	return p->name && p->value ? ONTO_OK : no_memory(error);
}

const char *parameters_get(const parameters *self, const char *name)
{
	for (size_t i = self->count; i--;) {
		if (strcmp(self->items[i].name, name) == 0) {
			return self->items[i].value;
		}
	}
	return NULL;
}

void parameters_free(parameters *self)
{
	for (size_t i = 0; i < self->count; i++) {
		free(self->items[i].name);
		free(self->items[i].value);
	}
	free(self->items);
	*self = (parameters){0};
}

/* ---- members of an object ------------------------------------------------------------------------------------ */

static bool joined(const json_t *list, bytes *out)
{
	size_t i;
	json_t *item;
	json_array_foreach(list, i, item)
	{
		if (!json_is_string(item)) {
			return false;
		}
		bytes_text(out, i ? "," : "");
		bytes_append(out, json_string_value(item), json_string_length(item));
	}
	return true;
}

/* A value in the form that it has in a query. False where there is no such form. */
static bool as_text(const json_t *value, bytes *out)
{
	switch (json_typeof(value)) {
	case JSON_STRING: bytes_append(out, json_string_value(value), json_string_length(value)); return true;
	case JSON_INTEGER: bytes_format(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value)); return true;
	case JSON_REAL: bytes_format(out, "%.6g", json_real_value(value)); return true;
	case JSON_TRUE: bytes_text(out, "true"); return true;
	case JSON_FALSE: bytes_text(out, "false"); return true;
	case JSON_ARRAY: return joined(value, out);
	default: return false;
	}
}

static onto_status take_member(parameters *self, const char *name, const json_t *value, onto_error *error)
{
	bytes text = {0};
	onto_status status = ONTO_OK;
	if (!as_text(value, &text)) {
		status = onto_fail(error, ONTO_DAMAGED, NULL, 0,
		                   "'%s' is neither a string, a number, true, false nor a list of strings", name);
	}
	bytes_append(&text, "", 1);
	if (status == ONTO_OK) {
		status = text.failed ? no_memory(error) : parameters_add(self, name, text.at, error);
	}
	bytes_free(&text);
	return status;
}

onto_status parameters_take(parameters *self, json_t *object, bool (*known)(const char *name), onto_error *error)
{
	const char *name;
	json_t *value;
	void *next;
	json_object_foreach_safe(object, next, name, value)
	{
		if (!known(name)) {
			continue;
		}
		onto_status status = take_member(self, name, value, error);
		if (status != ONTO_OK) {
			return status;
		}
		if (strcmp(name, "id") != 0) {
			json_object_del(object, name);
		}
	}
	return ONTO_OK;
}

/* ---- settings ------------------------------------------------------------------------------------------------ */

typedef bool (*in_request)(int option);

static int find(const option_record *records, in_request allowed, const char *name)
{
	for (int i = 0; records[i].name; i++) {
		if (strcmp(records[i].name, name) == 0) {
			return allowed(i) ? i : -1;
		}
	}
	return -1;
}

static bool of_the_request(const char *name)
{
	return strcmp(name, "format") == 0 || strcmp(name, "input") == 0 || strcmp(name, "id") == 0;
}

bool parameter_of_tag(const char *name)
{
	return of_the_request(name) || find(tag_option_records, tag_option_in_request, name) >= 0;
}

bool parameter_of_normalize(const char *name)
{
	return of_the_request(name) || find(normalize_option_records, normalize_option_in_request, name) >= 0;
}

/* True for options of the tagger itself, not of input or output. */
static bool makes_tagger(int option)
{
	switch (option) {
	case TAG_OUTPUT:
	case TAG_LINES:
	case TAG_ID_FIELD:
	case TAG_TEXT_FIELD:
	case TAG_NO_HEADER:
	case TAG_OFFSETS:
	case TAG_JSON:
	case TAG_KEEP:
	case TAG_STRICT: return false;
	default: return true;
	}
}

/* An option without a value is on if it is present. */
static onto_status read_switch(const parameter *p, bool *on, onto_error *error)
{
	*on = !*p->value || strcmp(p->value, "true") == 0 || strcmp(p->value, "1") == 0;
	if (!*on && strcmp(p->value, "false") != 0 && strcmp(p->value, "0") != 0) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "'%s' is true or false, not '%.60s'", p->name, p->value);
	}
	return ONTO_OK;
}

static size_t words_of(const parameters *self)
{
	size_t count = self->count;
	for (size_t i = 0; i < self->count; i++) {
		for (const char *at = self->items[i].value; *at; at++) {
			count += *at == ',';
		}
	}
	return count;
}

typedef onto_status (*take_setting)(void *settings, int option, char *value, onto_error *error);

typedef struct table {
	const option_record *records;
	in_request allowed;
	bool (*makes)(int option); /* belongs to the key */
	take_setting take;
} table;

static onto_status take_one(const parameter *p, const table *t, void *settings, bytes *key, onto_error *error)
{
	bool on = true;
	int option = find(t->records, t->allowed, p->name);
	if (option < 0) {
		return of_the_request(p->name) ? ONTO_OK
		                               : onto_fail(error, ONTO_ARGUMENT, NULL, 0, "no parameter '%.60s'", p->name);
	}
	onto_status status = t->records[option].argument ? ONTO_OK : read_switch(p, &on, error);
	if (status != ONTO_OK || !on) {
		return status;
	}
	if (t->makes(option)) {
		bytes_format(key, "%d=%s\n", option, t->records[option].argument ? p->value : "");
	}
	return t->take(settings, option, p->value, error);
}

static onto_status take_all(parameters *self, const table *t, void *settings, bytes *key, onto_error *error)
{
	onto_status status = ONTO_OK;
	for (size_t i = 0; i < self->count && status == ONTO_OK; i++) {
		status = take_one(&self->items[i], t, settings, key, error);
	}
	bytes_append(key, "", 1);
	return status == ONTO_OK && key->failed ? no_memory(error) : status;
}

static onto_status take_tag(void *settings, int option, char *value, onto_error *error)
{
	return tag_settings_take(settings, option, value, error);
}

static onto_status take_normalize(void *settings, int option, char *value, onto_error *error)
{
	return normalize_settings_take(settings, option, value, error);
}

static bool always(int option)
{
	return option != NORMALIZE_OUTPUT;
}

onto_status parameters_tag(parameters *self, tag_settings *settings, bytes *key, onto_error *error)
{
	static const table tagging = {tag_option_records, tag_option_in_request, makes_tagger, take_tag};
	bytes_text(key, "tag\n");
	onto_status status = tag_settings_init(settings, words_of(self), error);
	return status == ONTO_OK ? take_all(self, &tagging, settings, key, error) : status;
}

onto_status parameters_normalize(parameters *self, normalize_settings *settings, bytes *key, onto_error *error)
{
	static const table normalizing = {normalize_option_records, normalize_option_in_request, always,
	                                  take_normalize};
	bytes_text(key, "normalize\n");
	onto_status status = normalize_settings_init(settings, words_of(self), error);
	return status == ONTO_OK ? take_all(self, &normalizing, settings, key, error) : status;
}
