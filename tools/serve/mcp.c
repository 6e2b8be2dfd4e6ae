/* ontotag mcp: the tagger as tools of an assistant, over the Model Context Protocol on standard input and output.
 *
 * A message is a line of JSON-RPC 2.0. Three requests matter: initialize, tools/list, tools/call. As the protocol
 * requires, a call's response has the result twice: as text, and as an object. Responses are short, and `left_out`
 * counts the omitted items. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "serve/concept_json.h"
#include "serve/json_body.h"
#include "serve/work.h"

static const option_record options[] = {
	{'d', "dictionary", "DICT", "a dictionary, a file or a name; several are layered over the embedded one"},
	{0, "no-starter", NULL, "only the dictionaries that are given, without the embedded one under them"},
	{0, "no-curation", NULL, "take the dictionaries as they are, without the curation that comes with the program"},
	{0}};
enum { DICTIONARY, NO_STARTER, NO_CURATION };

enum {
	MOST_MESSAGE = 16 << 20, /* bytes of a line; the limit of a request to `ontotag serve` */
	SHOWN = 100,             /* mentions, terms and concepts of a response, unless the call asks for fewer */
	NAMES_SHOWN = 20,
	PARSE_ERROR = -32700,
	INVALID_REQUEST = -32600,
	NO_METHOD = -32601,
	INVALID_PARAMS = -32602
};

/* The supported versions of the protocol, newest first. */
static const char *const versions[] = {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};

typedef struct session {
	generation *generation;
	FILE *out;
} session;

/* ---- tools --------------------------------------------------------------------------------------------------- */

/* The result of a tool; NULL, with `error`, where it fails. */
typedef json_t *(*call_tool)(session *self, json_t *arguments, onto_error *error);

static json_t *no_memory(onto_error *error)
{
	onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	return NULL;
}

/* Removes a number from the arguments and returns it. */
static size_t take_limit(json_t *arguments, size_t otherwise)
{
	const json_t *given = json_object_get(arguments, "limit");
	json_int_t number = json_is_integer(given) ? json_integer_value(given) : (json_int_t)otherwise;
	json_object_del(arguments, "limit");
	return number > 0 && number < (json_int_t)otherwise ? (size_t)number : otherwise;
}

static bool is_option(const char *name)
{
	return strcmp(name, "text") != 0 && strcmp(name, "id") != 0 && strcmp(name, "terms") != 0;
}

/* Truncates a list and reports the number of omitted items. */
static void shorten(json_t *object, const char *name, size_t most)
{
	json_t *list = json_object_get(object, name);
	size_t count = json_array_size(list);
	while (json_array_size(list) > most) {
		json_array_remove(list, json_array_size(list) - 1);
	}
	if (count > most) {
		json_object_set_new(object, "left_out", json_sprintf("%zu of %zu %s", count - most, count, name));
	}
}

/* The result of work on JSON lines: one object. */
static json_t *run_tagging(session *self, const tag_settings *settings, const char *key, const bytes *line,
                           onto_error *error)
{
	tagging *work;
	bytes out = {0};
	bool ended = false;
	json_t *made = NULL;
	const tagging_plan plan = {.generation = self->generation,
	                           .settings = settings,
	                           .key = key,
	                           .name = "text",
	                           .input = "jsonl",
	                           .output = "jsonl",
	                           .framing = ONE_OBJECT,
	                           .body = line->at,
	                           .length = line->length,
	                           .most_documents = 1};
	onto_status status = tagging_new(&plan, &work, error);
	while (status == ONTO_OK && !ended) {
		status = tagging_more(work, 1, &out, &ended, error);
	}
	if (status == ONTO_OK) {
		made = json_loadb(out.at, out.length, 0, NULL);
		made = made ? made : no_memory(error);
	}
	tagging_free(work);
	bytes_free(&out);
	return made;
}

/* The result omits the text, which the client knows. */
static json_t *tool_tag(session *self, json_t *arguments, onto_error *error)
{
	parameters asked = {0};
	tag_settings settings = {0};
	bytes key = {0}, line = {0};
	json_t *made = NULL;
	size_t most = take_limit(arguments, SHOWN);
	char *text = NULL;
	if (!json_is_string(json_object_get(arguments, "text"))) {
		onto_fail(error, ONTO_ARGUMENT, NULL, 0, "'text' is wanted");
		return NULL;
	}
	onto_status status = parameters_take(&asked, arguments, is_option, error);
	status = status == ONTO_OK ? parameters_tag(&asked, &settings, &key, error) : status;
	if (status == ONTO_OK && (text = json_dumps(arguments, JSON_COMPACT)) != NULL) {
		bytes_text(&line, text);
		made = run_tagging(self, &settings, key.at, &line, error);
	} else if (status == ONTO_OK) {
		no_memory(error);
	}
	json_object_del(made, "text");
	shorten(made, "mentions", most);
	free(text);
	tag_settings_free(&settings);
	parameters_free(&asked);
	bytes_free(&key);
	bytes_free(&line);
	return made;
}

/* The result of work on terms: a list. */
static json_t *run_normalizing(session *self, const normalize_settings *settings, const char *key,
                               const bytes *terms, size_t count, onto_error *error)
{
	normalizing *work;
	bytes out = {0};
	bool ended = false;
	json_t *made = NULL;
	const normalizing_plan plan = {.generation = self->generation,
	                               .settings = settings,
	                               .key = key,
	                               .framing = A_LIST,
	                               .terms = terms->at,
	                               .count = count};
	onto_status status = normalizing_new(&plan, &work, error);
	while (status == ONTO_OK && !ended) {
		status = normalizing_more(work, 1, &out, &ended, error);
	}
	if (status == ONTO_OK) {
		made = json_pack("{s:o}", "terms", json_loadb(out.at, out.length, 0, NULL));
		made = made ? made : no_memory(error);
	}
	normalizing_free(work);
	bytes_free(&out);
	return made;
}

static json_t *tool_normalize(session *self, json_t *arguments, onto_error *error)
{
	enum { CANDIDATES = 3 };
	parameters asked = {0};
	normalize_settings settings = {0};
	bytes key = {0}, terms = {0};
	json_body_kind kind;
	json_t *made = NULL;
	size_t count = 0, all = json_array_size(json_object_get(arguments, "terms"));
	size_t most = take_limit(arguments, SHOWN);
	while (json_array_size(json_object_get(arguments, "terms")) > most) {
		json_array_remove(json_object_get(arguments, "terms"),
		                  json_array_size(json_object_get(arguments, "terms")) - 1);
	}
	onto_status status = json_body_terms(arguments, &kind, &terms, &count, &asked, error);
	if (status == ONTO_OK && !parameters_get(&asked, "top") && !parameters_get(&asked, "best")) {
		char top[8];
		snprintf(top, sizeof top, "%d", CANDIDATES);
		status = parameters_add(&asked, "top", top, error);
	}
	status = status == ONTO_OK ? parameters_normalize(&asked, &settings, &key, error) : status;
	if (status == ONTO_OK) {
		settings.output = NORMALIZE_JSONL;
		made = run_normalizing(self, &settings, key.at, &terms, count, error);
	}
	if (made && all > most) {
		json_object_set_new(made, "left_out", json_sprintf("%zu of %zu terms", all - most, all));
	}
	normalize_settings_free(&settings);
	parameters_free(&asked);
	bytes_free(&key);
	bytes_free(&terms);
	return made;
}

/* Names with this prefix, for a client without a code. */
static json_t *found_by_name(session *self, const char *name, onto_error *error)
{
	json_t *made = search_json(self->generation, name, strlen(name), SEARCH_MOST);
	if (!json_array_size(json_object_get(made, "concepts"))) {
		json_decref(made);
		onto_fail(error, ONTO_UNKNOWN, NULL, 0,
		          "no concept has the code '%.100s', and no name begins so; try the tool normalize", name);
		return NULL;
	}
	return made;
}

static const char *asked_concept(json_t *arguments, onto_error *error)
{
	const char *asked = json_string_value(json_object_get(arguments, "concept"));
	if (!asked || !*asked) {
		onto_fail(error, ONTO_ARGUMENT, NULL, 0,
		          "'concept' is wanted: a code such as MONDO:0004979, or the beginning of a name");
		return NULL;
	}
	return asked;
}

static json_t *tool_lookup(session *self, json_t *arguments, onto_error *error)
{
	size_t most = take_limit(arguments, NAMES_SHOWN);
	const char *asked = asked_concept(arguments, error);
	if (!asked) {
		return NULL;
	}
	onto_concept_id id = quiet_code(self->generation->dictionary, asked);
	if (id == ONTO_NONE) {
		return found_by_name(self, asked, error);
	}
	json_t *made = concept_json(self->generation, id, most), *totals = json_object_get(made, "totals"), *total;
	json_t *left = json_array();
	const char *name;
	json_object_foreach(totals, name, total)
	{
		size_t there = json_array_size(json_object_get(made, name)), all = (size_t)json_integer_value(total);
		if (all > there && there == most) {
			json_array_append_new(left, json_sprintf("%zu of %zu %s", all - there, all, name));
		}
	}
	if (json_array_size(left)) {
		json_object_set(made, "left_out", left);
	}
	json_decref(left);
	return made;
}

static json_t *tool_ancestors(session *self, json_t *arguments, onto_error *error)
{
	size_t most = take_limit(arguments, SHOWN);
	const char *asked = asked_concept(arguments, error);
	bool below = json_is_true(json_object_get(arguments, "below"));
	if (!asked) {
		return NULL;
	}
	onto_concept_id id = quiet_code(self->generation->dictionary, asked);
	if (id == ONTO_NONE) {
		return found_by_name(self, asked, error);
	}
	json_t *made =
		below ? descendants_json(self->generation, id, 0, most) : ancestors_json(self->generation, id, 0, most);
	size_t all = (size_t)json_integer_value(json_object_get(made, "total"));
	if (all > most) {
		json_object_set_new(made, "left_out", json_sprintf("%zu of %zu concepts", all - most, all));
	}
	return made;
}

#define TEXT(what) "{\"type\":\"string\",\"description\":\"" what "\"}"
#define LIMIT      "\"limit\":{\"type\":\"integer\",\"minimum\":1,\"description\":\"most of the answer's list\"}"
#define COMMON \
	"\"types\":{\"type\":\"array\",\"items\":{},\"description\":\"only these (default: disease, drug, marker)\"}," \
	"\"vocabulary\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"description\":\"only codes of these vocabularies, such as MONDO, MESH, NCBIGene\"},"
#define CONCEPT "\"concept\":" TEXT("a code such as MONDO:0004979, or the beginning of a name")

static const struct {
	const char *name, *title, *description;
	const char *schema;
	call_tool call;
} tools[] = {
	{"tag", "Tag a text",
     "Finds the diseases, drugs and markers (genes, proteins, laboratory values) of a clinical or biomedical text and gives each its "
     "codes (MONDO, MeSH, NCBI Gene, ...), its place, and why it matched. Offsets are code points.",
     "{\"type\":\"object\",\"required\":[\"text\"],\"properties\":{\"text\":" TEXT(
		 "the text") "," COMMON
                     "\"within\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"description\":\"only what is under one of these codes\"}," LIMIT
                     "}}",
     tool_tag},
	{"normalize", "Give terms their codes",
     "Gives whole terms (a diagnosis, a drug with its dose, a gene) the concepts that they stand for, ranked, with scores from 0 to 1; it "
     "bears typing errors and other wordings. From 0.9 on the words are the same.",
     "{\"type\":\"object\",\"required\":[\"terms\"],\"properties\":{\"terms\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"description\":\"the "
     "terms\"}," COMMON
     "\"top\":{\"type\":\"integer\",\"minimum\":1,\"description\":\"most candidates a term; 3 if it is not given\"}," LIMIT
     "}}",
     tool_normalize},
	{"lookup", "Look a concept up",
     "What the dictionary knows of a concept: its names, its codes in other vocabularies, its parents and children. For the beginning of a "
     "name, the concepts that have one.",
     "{\"type\":\"object\",\"required\":[\"concept\"],\"properties\":{" CONCEPT "," LIMIT "}}", tool_lookup},
	{"ancestors", "What is above or below a concept",
     "The concepts above one in the trees of all sources, nearest first; with `below`, those below it.",
     "{\"type\":\"object\",\"required\":[\"concept\"],\"properties\":{" CONCEPT
     ",\"below\":{\"type\":\"boolean\",\"description\":\"those below instead\"}," LIMIT "}}",
     tool_ancestors},
};
enum { TOOLS = sizeof tools / sizeof *tools };

/* ---- the protocol -------------------------------------------------------------------------------------------- */

/* Takes the references. */
static void send_message(session *self, json_t *id, const char *member, json_t *value)
{
	char *text = json_text(
		json_pack("{s:s, s:o, s:o}", "jsonrpc", "2.0", "id", id ? json_incref(id) : json_null(), member, value));
	if (text) {
		fprintf(self->out, "%s\n", text);
		free(text);
	}
	fflush(self->out);
}

static void send_error(session *self, json_t *id, int code, const char *message)
{
	send_message(self, id, "error", json_pack("{s:i, s:s}", "code", code, "message", message));
}

static json_t *initialize(const json_t *parameters)
{
	const char *wanted = json_string_value(json_object_get(parameters, "protocolVersion")), *version = versions[0];
	for (size_t i = 0; wanted && i < sizeof versions / sizeof *versions; i++) {
		version = strcmp(wanted, versions[i]) == 0 ? versions[i] : version;
	}
	return json_pack(
		"{s:s, s:{s:{}}, s:{s:s, s:s, s:s}, s:s}", "protocolVersion", version, "capabilities", "tools",
		"serverInfo", "name", "ontotag", "title", "ontotag", "version", onto_version(), "instructions",
		"Codes for the diseases, drugs and markers of clinical and biomedical text, from a local dictionary. Nothing leaves "
		"this machine. Answers say in left_out what they leave out.");
}

/* The types that a tool's argument may name. */
static void add_types(json_t *schema)
{
	json_t *types = json_object_get(json_object_get(schema, "properties"), "types"), *words = json_array();
	for (size_t i = 0; type_words(NULL, i); i++) {
		json_array_append_new(words, json_string(type_words(NULL, i)));
	}
	json_object_set(json_object_get(types, "items"), "enum", words);
	json_decref(words);
}

static json_t *list_tools(void)
{
	json_t *list = json_array();
	for (size_t i = 0; i < TOOLS; i++) {
		json_t *schema = json_loads(tools[i].schema, 0, NULL);
		add_types(schema);
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:o, s:{s:b, s:b}}", "name", tools[i].name, "title",
		                                      tools[i].title, "description", tools[i].description, "inputSchema",
		                                      schema, "annotations", "readOnlyHint", 1, "openWorldHint", 0));
	}
	return json_pack("{s:o}", "tools", list);
}

/* A failed tool reports the error in its result, so that the model can correct the call. */
static json_t *result_of(json_t *made, const onto_error *error)
{
	if (!made) {
		return json_pack("{s:[{s:s, s:s}], s:b}", "content", "type", "text", "text", error->message, "isError", 1);
	}
	char *text = json_dumps(made, JSON_COMPACT);
	json_t *result = json_pack("{s:[{s:s, s:s}], s:o, s:b}", "content", "type", "text", "text", text ? text : "",
	                           "structuredContent", made, "isError", 0);
	free(text);
	return result;
}

static void call(session *self, json_t *id, const json_t *parameters)
{
	const char *name = json_string_value(json_object_get(parameters, "name"));
	size_t i = 0;
	while (i < TOOLS && (!name || strcmp(tools[i].name, name) != 0)) {
		i++;
	}
	if (i == TOOLS) {
		send_error(self, id, INVALID_PARAMS, "there is no such tool");
		return;
	}
	onto_error error = {0};
	const json_t *given = json_object_get(parameters, "arguments");
	json_t *arguments = json_is_object(given) ? json_deep_copy(given) : json_object();
	if (tools[i].call == tool_tag) {
		json_object_set_new(arguments, "offsets", json_string("codepoints"));
	}
	json_t *made = arguments ? tools[i].call(self, arguments, &error) : no_memory(&error);
	send_message(self, id, "result", result_of(made, &error));
	json_decref(arguments);
}

/* A message without an id gets no response. */
static void take_message(session *self, json_t *message)
{
	const char *method = json_string_value(json_object_get(message, "method"));
	json_t *id = json_object_get(message, "id"), *parameters = json_object_get(message, "params");
	if (!json_is_object(message) ||
	    (!method && !json_object_get(message, "result") && !json_object_get(message, "error"))) {
		send_error(self, id, INVALID_REQUEST, "no request");
	} else if (!method || !id) {
		return;
	} else if (strcmp(method, "initialize") == 0) {
		send_message(self, id, "result", initialize(parameters));
	} else if (strcmp(method, "ping") == 0) {
		send_message(self, id, "result", json_object());
	} else if (strcmp(method, "tools/list") == 0) {
		send_message(self, id, "result", list_tools());
	} else if (strcmp(method, "tools/call") == 0) {
		call(self, id, parameters);
	} else {
		send_error(self, id, NO_METHOD, "there is no such method");
	}
}

static void take_line(session *self, const char *line, size_t length)
{
	json_t *message;
	onto_error what = {0};
	if (onto_json_parse(line, length, &message, NULL, &what) != ONTO_OK) {
		send_error(self, NULL, PARSE_ERROR, what.message);
		return;
	}
	if (json_is_object(message) || json_is_array(message)) {
		take_message(self, message);
	} else {
		send_error(self, NULL, PARSE_ERROR, "neither an object nor an array");
	}
	json_decref(message);
}

/* Reads lines from standard input to its end. Skips and rejects a line that is too long. */
static void converse(session *self)
{
	bytes line = {0};
	bool too_long = false;
	for (int c; (c = getc_unlocked(stdin)) != EOF;) {
		if (c != '\n') {
			too_long |= line.length >= MOST_MESSAGE || line.failed;
			if (!too_long) {
				const char byte = (char)c;
				bytes_append(&line, &byte, 1);
			}
			continue;
		}
		if (too_long) {
			send_error(self, NULL, INVALID_REQUEST, "a message of more than 16 MB");
		} else if (line.length) {
			take_line(self, line.at, line.length);
		}
		line.length = 0;
		too_long = false;
	}
	bytes_free(&line);
}

/* ---- the command --------------------------------------------------------------------------------------------- */

typedef struct settings {
	dictionary_source source;
	const char **paths;
} settings;

static bool take(const command *self, int option, const char *value, void *context)
{
	settings *s = context;
	switch (option) {
	case ARGUMENT_OPERAND: fprintf(stderr, "ontotag %s: '%s' is too much\n", self->name, value); return false;
	case DICTIONARY: s->paths[s->source.count++] = value; return true;
	case NO_STARTER: s->source.load |= LOAD_NO_STARTER; return true;
	default: s->source.load |= LOAD_UNCURATED; return true;
	}
}

static int run(const command *self, int argc, char **argv)
{
	settings s = {.paths = calloc((size_t)argc + 1, sizeof *s.paths)};
	session session = {.out = stdout};
	onto_error error;
	if (!s.paths) {
		fputs("ontotag: out of memory\n", stderr);
		return EXIT_FAILED;
	}
	s.source.paths = s.paths;
	int code = arguments_read(self, argc, argv, take, &s);
	if (code < 0 && generation_new(&s.source, 1, &session.generation, &error) != ONTO_OK) {
		print_error(&error);
		code = EXIT_FAILED;
	} else if (code < 0) {
		converse(&session);
		code = EXIT_CLEAN;
	}
	generation_release(session.generation);
	free(s.paths);
	return code;
}

const command command_mcp = {
	.name = "mcp",
	.arguments = "[-d DICT]...",
	.summary = "tag, normalize and look up for an assistant (Model Context Protocol)",
	.details =
		"Speaks the Model Context Protocol on standard input and output: an assistant starts it and calls its tools, which are tag,\n"
		"normalize, lookup and ancestors. Nothing is written to disk and nothing leaves the machine. In a configuration of servers:\n\n"
		"  {\"mcpServers\": {\"ontotag\": {\"command\": \"ontotag\",\n"
		"                              \"args\": [\"mcp\", \"-d\", \"full\"]}}}\n\n"
		"Exit code: 0 at the end of the input, 1 the dictionary could not be loaded, 2 usage.\n",
	.options = options,
	.run = run,
};
