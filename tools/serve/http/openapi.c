/* The interface description, openapi.json, completed from tables: options, formats, media types, the document
 * schema. */
#include <jansson.h>
#include <string.h>

#include "serve/concept_json.h"
#include "serve/http/embedded_page.h"
#include "serve/http/service.h"
#include "serve/media.h"

static json_t *string_list(const char *(*word)(size_t index))
{
	json_t *list = json_array();
	for (size_t i = 0; word(i); i++) {
		json_array_append_new(list, json_string(word(i)));
	}
	return list;
}

static const char *output_word(size_t index)
{
	const char *type;
	return media_output(index, &type);
}

/* "json", and all formats that the library reads from bytes, so none that needs a folder. */
static json_t *input_words(void)
{
	json_t *list = json_pack("[s]", "json");
	for (size_t i = 0; onto_input_format_name(i, NULL); i++) {
		const char *word = onto_input_format_name(i, NULL);
		if (strcmp(word, "brat") != 0) {
			json_array_append_new(list, json_string(word));
		}
	}
	return list;
}

static json_t *choices_of(const command *of, const option_record *option)
{
	json_t *list = json_array();
	for (size_t i = 0; option_choice(of, option, i); i++) {
		json_array_append_new(list, json_string(option_choice(of, option, i)));
	}
	return list;
}

static json_t *schema_of(const command *of, const option_record *option)
{
	if (!option->argument) {
		return json_pack("{s:s}", "type", "boolean");
	}
	if (strcmp(option->argument, "N") == 0) {
		return json_pack("{s:s, s:i, s:i}", "type", "integer", "minimum", 1, "maximum", 1000000);
	}
	if (strcmp(option->argument, "S") == 0) {
		return json_pack("{s:s, s:i, s:i}", "type", "number", "minimum", 0, "maximum", 1);
	}
	if (strcmp(option->argument, "SCORE") == 0) {
		return json_pack("{s:s, s:i, s:i}", "type", "number", "exclusiveMinimum", -1000, "exclusiveMaximum", 1000);
	}
	bool list = strstr(option->argument, ",...") != NULL, codes = strstr(option->argument, "CODE") != NULL;
	json_t *choices = choices_of(of, option);
	if (!json_array_size(choices) || codes) {
		json_decref(choices);
		return list ? json_pack("{s:s, s:{s:s}}", "type", "array", "items", "type", "string")
		            : json_pack("{s:s}", "type", "string");
	}
	return list ? json_pack("{s:s, s:{s:o}}", "type", "array", "items", "enum", choices)
	            : json_pack("{s:o}", "enum", choices);
}

/* Adds a parameter for each option that a request may use. */
static void add_parameters(json_t *description, const char *path, const command *of, bool (*allowed)(int option))
{
	json_t *list = json_object_get(
		json_object_get(json_object_get(json_object_get(description, "paths"), path), "post"), "parameters");
	for (int i = 0; of->options[i].name; i++) {
		const option_record *o = &of->options[i];
		if (!allowed(i) || strcmp(o->name, "output") == 0) {
			continue; /* `format` is described */
		}
		json_t *one = json_pack("{s:s, s:s, s:s, s:o}", "name", o->name, "in", "query", "description", o->help,
		                        "schema", schema_of(of, o));
		if (one && o->argument && strstr(o->argument, ",...")) {
			json_object_set_new(one, "style", json_string("form"));
			json_object_set_new(one, "explode", json_false());
		}
		json_array_append_new(list, one);
	}
}

/* Redirects references of the JSON lines schema to the place of its definitions here. The schema is embedded and
 * shallow, so recursion is safe. */
static void rewrite_references(json_t *value)
{
	static const char from[] = "#/definitions/";
	const char *name;
	json_t *member;
	size_t i;
	if (json_is_array(value)) {
		json_array_foreach(value, i, member)
		{
			rewrite_references(member);
		}
		return;
	}
	json_object_foreach(value, name, member)
	{
		const char *text = strcmp(name, "$ref") == 0 ? json_string_value(member) : NULL;
		if (text && strncmp(text, from, sizeof from - 1) == 0) {
			json_object_set_new(value, "$ref", json_sprintf("#/components/schemas/%s", text + sizeof from - 1));
			return;
		}
		rewrite_references(member);
	}
}

static void add_document(json_t *schemas)
{
	json_t *document = json_loadb((const char *)embedded_jsonl_schema, embedded_jsonl_schema_size, 0, NULL);
	rewrite_references(document);
	json_object_update_missing(schemas, json_object_get(document, "definitions"));
	json_object_del(document, "definitions");
	json_object_del(document, "$schema");
	json_object_set_new(schemas, "Document", document);
}

static void add_media(json_t *post)
{
	const char *type;
	json_t *contents = json_object_get(json_object_get(json_object_get(post, "responses"), "200"), "content");
	for (size_t i = 0; media_output(i, &type); i++) {
		if (!json_object_get(contents, type)) {
			json_object_set_new(contents, type, json_pack("{s:{s:s}}", "schema", "type", "string"));
		}
	}
}

char *openapi_text(const service_options *options)
{
	json_t *made = json_loadb((const char *)embedded_openapi, embedded_openapi_size, 0, NULL);
	json_t *schemas = json_object_get(json_object_get(made, "components"), "schemas");
	if (!made) {
		return NULL;
	}
	json_object_set_new(json_object_get(made, "info"), "version", json_string(onto_version()));
	json_object_set_new(schemas, "OutputFormat", json_pack("{s:o}", "enum", string_list(output_word)));
	json_object_set_new(schemas, "InputFormat", json_pack("{s:o}", "enum", input_words()));
	add_document(schemas);
	add_parameters(made, "/tag", &command_tag, tag_option_in_request);
	add_parameters(made, "/normalize", &command_normalize, normalize_option_in_request);
	add_media(json_object_get(json_object_get(json_object_get(made, "paths"), "/tag"), "post"));
	if (options->token) {
		json_object_set_new(made, "security", json_pack("[{s:[]}]", "token"));
	}
	return json_text(made);
}
