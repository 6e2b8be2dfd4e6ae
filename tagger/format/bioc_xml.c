/* BioC XML, read by expat into the JSON of BioC (bioc.h) and written from it.
 *
 *     <collection> <source/> <date/> <key/> <infon/>*
 *       <document> <id/> <infon/>*
 *         <passage> <infon/>* <offset/> <text/> <annotation/>* | <sentence/>*   <relation/>* </passage>*
 *         <relation/>*
 *       </document>*
 *     </collection>
 *
 * The parser stops at the end of each document. An element that BioC does not define is skipped with its content.
 * Where an element has two infons of one key, its JSON has a list. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "format/bioc.h"
#include "format/json.h"
#include "format/number.h"
#include "format/xml_input.h"

/* ---- reading ------------------------------------------------------------------------------------------------- */

/* The elements of a document. Some hold only text. */
static const struct element {
	const char *name;
	const char *list;     /* the list in the parent; NULL: the element is no object */
	const char *lists[4]; /* its own lists */
} elements[] = {
	{"collection", "", {NULL}},
	{"document", "", {"passages", "annotations", "relations"}},
	{"passage", "passages", {"sentences", "annotations", "relations"}},
	{"sentence", "sentences", {"annotations", "relations"}},
	{"annotation", "annotations", {"locations"}},
	{"relation", "relations", {"nodes"}},
	{"location", "locations", {NULL}},
	{"node", "nodes", {NULL}},
};
enum { ELEMENTS = sizeof elements / sizeof *elements, DEEPEST = 8 };

static const char *const leaves[] = {"source", "date", "key", "id", "infon", "offset", "text"};

struct input_state {
	xml_input xml;
	json_t *path[DEEPEST]; /* open elements; each but the first two is a child of the one before */
	size_t depth;
	size_t unknown;     /* depth inside an unknown element, which counts too */
	const char *leaf;   /* the open leaf */
	buffer text, infon; /* of the leaf; its key */
	char *collection;   /* NULL until the first document begins */
	size_t line;        /* line of the start of the document */
	bool opened;        /* a collection was found, or a failure was reported */
};

static void close_path(input_state *state)
{
	if (state->depth > 1) {
		json_decref(state->path[1]);
	}
	if (state->depth) {
		json_decref(state->path[0]);
	}
	state->depth = 0;
}

static void lose(input_state *state)
{
	xml_input_lose(&state->xml);
}

static void set_text(input_state *state, json_t *object, const char *key, const char *text, size_t length)
{
	if (json_object_set_new(object, key, json_text(text, length)) != 0) {
		lose(state);
	}
}

/* A number if the text is one, else a string. */
static void set_number(input_state *state, json_t *object, const char *key, const char *text, size_t length)
{
	size_t number;
	if (!parse_number(text, length, &number) || number > INT64_MAX) {
		set_text(state, object, key, text, length);
	} else if (json_object_set_new(object, key, json_integer((json_int_t)number)) != 0) {
		lose(state);
	}
}

static void set_infon(input_state *state, json_t *object)
{
	json_t *infons = json_object_get(object, "infons"), *had = json_object_get(infons, state->infon.bytes);
	json_t *value = json_text(state->text.bytes, state->text.length);
	if (had && !json_is_array(had)) {
		json_t *list = json_pack("[O]", had);
		if (json_object_set_new(infons, state->infon.bytes, list) != 0) {
			json_decref(value);
			lose(state);
			return;
		}
		had = list;
	}
	if ((had ? json_array_append_new(had, value) : json_object_set_new(infons, state->infon.bytes, value)) != 0) {
		lose(state);
	}
}

static void begin_leaf(input_state *state, const char *leaf, const char **attributes)
{
	state->leaf = leaf;
	buffer_clear(&state->text);
	buffer_clear(&state->infon);
	for (; *attributes; attributes += 2) {
		if (strcmp(attributes[0], "key") == 0) {
			buffer_text(&state->infon, attributes[1]);
		}
	}
	buffer_append(&state->infon, "", 1);
	if (state->infon.failed) {
		lose(state);
	}
}

static void end_leaf(input_state *state)
{
	json_t *object = state->path[state->depth - 1];
	const char *leaf = state->leaf, *text = state->text.length ? state->text.bytes : "";
	state->leaf = NULL;
	if (state->text.failed) {
		lose(state);
	} else if (strcmp(leaf, "infon") == 0) {
		set_infon(state, object);
	} else if (strcmp(leaf, "offset") == 0) {
		size_t length = state->text.length;
		while (length && (unsigned char)text[length - 1] <= ' ') {
			length--;
		}
		size_t before = 0;
		while (before < length && (unsigned char)text[before] <= ' ') {
			before++;
		}
		set_number(state, object, leaf, text + before, length - before);
	} else {
		set_text(state, object, leaf, text, state->text.length);
	}
}

/* In JSON, the collection's members must come before its first document. */
static bool keep_collection(input_state *state)
{
	buffer json = {0};
	if (!state->collection && json_write(&json, state->path[0])) {
		buffer_append(&json, "", 1);
		state->collection = json.failed ? NULL : strdup(json.bytes);
	}
	buffer_free(&json);
	return state->collection != NULL;
}

static json_t *new_object(const struct element *e, const char **attributes)
{
	json_t *object = json_object();
	bool infons = strcmp(e->name, "location") != 0 && strcmp(e->name, "node") != 0;
	bool good = object != NULL;
	for (; good && *attributes; attributes += 2) {
		size_t length = strlen(attributes[1]), number;
		bool counts =
			strcmp(e->name, "location") == 0 && parse_number(attributes[1], length, &number) && number <= INT64_MAX;
		json_t *value = counts ? json_integer((json_int_t)number) : json_text(attributes[1], length);
		good = json_object_set_new(object, attributes[0], value) == 0;
	}
	good = good && (!infons || json_object_set_new(object, "infons", json_object()) == 0);
	for (size_t i = 0; good && e->lists[i]; i++) {
		good = json_object_set_new(object, e->lists[i], json_array()) == 0;
	}
	if (!good) {
		json_decref(object);
		return NULL;
	}
	return object;
}

/* True where the current element may contain this one. */
static bool fits(const input_state *state, const struct element *e)
{
	if (!*e->list) {
		return state->depth == (size_t)(e - elements);
	}
	return state->depth >= 2 && state->depth < DEEPEST && json_object_get(state->path[state->depth - 1], e->list);
}

static void open_element(input_state *state, const struct element *e, const char **attributes)
{
	json_t *object = new_object(e, attributes);
	if (!object) {
		lose(state);
		return;
	}
	if (*e->list && json_array_append_new(json_object_get(state->path[state->depth - 1], e->list), object) != 0) {
		lose(state);
		return;
	}
	state->path[state->depth++] = object;
	state->opened = true;
	if (state->depth == 2) {
		state->line = xml_input_line(&state->xml);
		if (!keep_collection(state)) {
			lose(state);
		}
	}
}

static void XMLCALL on_start(void *context, const char *name, const char **attributes)
{
	input_state *state = context;
	if (state->xml.no_memory) {
		return;
	}
	if (state->unknown || state->leaf) {
		state->unknown++;
		return;
	}
	for (size_t i = 0; i < ELEMENTS; i++) {
		if (strcmp(elements[i].name, name) == 0 && fits(state, &elements[i])) {
			open_element(state, &elements[i], attributes);
			return;
		}
	}
	for (size_t i = 0; i < sizeof leaves / sizeof *leaves && state->depth; i++) {
		bool room = strcmp(name, "infon") != 0 || json_object_get(state->path[state->depth - 1], "infons");
		if (room && strcmp(leaves[i], name) == 0) {
			begin_leaf(state, leaves[i], attributes);
			return;
		}
	}
	state->unknown = 1;
}

static void XMLCALL on_end(void *context, const char *name)
{
	input_state *state = context;
	(void)name;
	if (state->xml.no_memory) {
		return;
	}
	if (state->unknown) {
		state->unknown--;
	} else if (state->leaf) {
		end_leaf(state);
	} else if (state->depth == 2) {
		xml_input_pause(&state->xml);
	} else if (state->depth == 1) {
		close_path(state);
	} else if (state->depth) {
		state->depth--;
	}
}

static void XMLCALL on_text(void *context, const char *text, int length)
{
	input_state *state = context;
	if (state->leaf && !state->unknown) {
		buffer_append(&state->text, text, (size_t)length);
	}
	if (state->text.failed) {
		lose(state);
	}
}

static bool recognise(const char *head, size_t length)
{
	return memmem(head, length, "<collection", 11) && memchr(head, '<', length < 16 ? length : 16);
}

static onto_status start(reader *self, onto_error *error)
{
	input_state *state = self->state = calloc(1, sizeof *state);
	return state ? xml_input_start(&state->xml, self->stream, state, on_start, on_end, on_text, error)
	             : fail_memory(error);
}

static void stop(input_state *state)
{
	if (state) {
		close_path(state);
		xml_input_stop(&state->xml);
		buffer_free(&state->text);
		buffer_free(&state->infon);
		free(state->collection);
		free(state);
	}
}

/* Well-formed XML of another kind. It is reported once. */
static onto_status not_bioc(reader *self, onto_error *error)
{
	self->state->opened = true;
	return onto_fail(error, ONTO_DAMAGED, stream_name(self->stream), 1, "no BioC: its XML holds no collection");
}

static onto_status next(reader *self, bool *found, onto_error *error)
{
	input_state *state = self->state;
	onto_status status = xml_input_advance(&state->xml, error);
	state->opened |= status != ONTO_OK;
	TRY(status);
	if (!state->xml.complete) {
		return state->opened ? ONTO_OK : not_bioc(self, error);
	}
	status = bioc_read(&self->draft, state->path[1], NULL, state->collection, error);
	draft_locate(&self->draft, stream_name(self->stream), state->line);
	json_decref(state->path[1]);
	state->depth = 1;
	*found = status == ONTO_OK;
	return status == ONTO_DAMAGED ? fail_at(error, status, stream_name(self->stream), state->line) : status;
}

const input_format input_bioc_xml = {
	.recognise = recognise,
	.start = start,
	.stop = stop,
	.next = next,
};

/* ---- writing ------------------------------------------------------------------------------------------------- */

struct output_state {
	bioc_writer writer;
};

static output_state *start_writing(const onto_write_options *options)
{
	output_state *state = calloc(1, sizeof *state);
	if (state) {
		state->writer.keep = options->keep;
	}
	return state;
}

static void stop_writing(output_state *state)
{
	bioc_writer_free(&state->writer);
	free(state);
}

/* XML cannot represent most control characters, not even escaped. */
static bool allowed(const char *at, size_t size)
{
	unsigned char c = (unsigned char)*at;
	bool none = size == 3 && memcmp(at, "\xef\xbf", 2) == 0 && (unsigned char)at[2] >= 0xbe;
	return size > 1 ? !none : c < 0x80 && (c >= ' ' || c == '\n' || c == '\t' || c == '\r');
}

static void escape(buffer *out, const char *text, size_t length)
{
	for (size_t at = 0, size; at < length; at += size) {
		size = code_point_size(text + at, length - at);
		if (!allowed(text + at, size)) {
			buffer_text(out, "\xef\xbf\xbd");
			continue;
		}
		switch (text[at]) {
		case '&': buffer_text(out, "&amp;"); break;
		case '<': buffer_text(out, "&lt;"); break;
		case '>': buffer_text(out, "&gt;"); break;
		case '"': buffer_text(out, "&quot;"); break;
		case '\r': buffer_text(out, "&#13;"); break;
		default: buffer_append(out, text + at, size);
		}
	}
}

/* A parser would normalize line ends and tabs in an attribute to spaces. */
static void attribute(buffer *out, const char *name, const char *text, size_t length)
{
	buffer_byte(out, ' ');
	buffer_text(out, name);
	buffer_text(out, "=\"");
	for (size_t from = 0, at = 0; at <= length; at++) {
		if (at == length || text[at] == '\n' || text[at] == '\t') {
			escape(out, text + from, at - from);
			buffer_text(out, at == length ? "" : text[at] == '\n' ? "&#10;" : "&#9;");
			from = at + 1;
		}
	}
	buffer_byte(out, '"');
}

/* Writes a value of any kind as content. False where memory ran out. */
static bool content(buffer *out, const json_t *value)
{
	if (json_is_string(value)) {
		escape(out, json_string_value(value), json_string_length(value));
		return true;
	}
	buffer json = {0};
	bool good = !value || json_is_null(value) || json_write(&json, value);
	escape(out, json.bytes, json.length);
	buffer_free(&json);
	return good;
}

static bool leaf(buffer *out, const char *name, const json_t *value)
{
	buffer_byte(out, '<');
	buffer_text(out, name);
	buffer_byte(out, '>');
	bool good = content(out, value);
	buffer_text(out, "</");
	buffer_text(out, name);
	buffer_text(out, ">\n");
	return good;
}

static bool infon(buffer *out, const char *key, const json_t *value)
{
	buffer_text(out, "<infon");
	attribute(out, "key", key, strlen(key));
	buffer_byte(out, '>');
	bool good = content(out, value);
	buffer_text(out, "</infon>\n");
	return good;
}

static bool infons(buffer *out, json_t *object)
{
	const char *key;
	json_t *value, *one;
	bool good = true;
	json_object_foreach(json_object_get(object, "infons"), key, value)
	{
		size_t i;
		if (!json_is_array(value)) {
			good &= infon(out, key, value);
		}
		json_array_foreach(value, i, one)
		{
			good &= infon(out, key, one);
		}
	}
	return good;
}

static bool value_attribute(buffer *out, const char *name, const json_t *value)
{
	buffer json = {0};
	bool good = true;
	if (json_is_string(value)) {
		attribute(out, name, json_string_value(value), json_string_length(value));
	} else if (value) {
		good = json_write(&json, value);
		attribute(out, name, json.bytes, json.length);
	}
	buffer_free(&json);
	return good;
}

/* Writes an element that has only attributes. */
static bool empty_element(buffer *out, const char *name, const json_t *object, const char *first,
                          const char *second)
{
	buffer_byte(out, '<');
	buffer_text(out, name);
	bool good = value_attribute(out, first, json_object_get(object, first)) &&
	            value_attribute(out, second, json_object_get(object, second));
	buffer_text(out, "/>\n");
	return good;
}

static bool annotations(buffer *out, const json_t *owner)
{
	json_t *annotation, *location;
	size_t i, j;
	bool good = true;
	json_array_foreach(json_object_get(owner, "annotations"), i, annotation)
	{
		buffer_text(out, "<annotation");
		good &= value_attribute(out, "id", json_object_get(annotation, "id"));
		buffer_text(out, ">\n");
		good &= infons(out, annotation);
		json_array_foreach(json_object_get(annotation, "locations"), j, location)
		{
			good &= empty_element(out, "location", location, "offset", "length");
		}
		good &= leaf(out, "text", json_object_get(annotation, "text"));
		buffer_text(out, "</annotation>\n");
	}
	return good;
}

static bool relations(buffer *out, const json_t *owner)
{
	json_t *relation, *node;
	size_t i, j;
	bool good = true;
	json_array_foreach(json_object_get(owner, "relations"), i, relation)
	{
		buffer_text(out, "<relation");
		good &= value_attribute(out, "id", json_object_get(relation, "id"));
		buffer_text(out, ">\n");
		good &= infons(out, relation);
		json_array_foreach(json_object_get(relation, "nodes"), j, node)
		{
			good &= empty_element(out, "node", node, "refid", "role");
		}
		buffer_text(out, "</relation>\n");
	}
	return good;
}

/* Writes a passage or a sentence, without its sentences. */
static bool part(buffer *out, json_t *object)
{
	const json_t *text = json_object_get(object, "text");
	return infons(out, object) && leaf(out, "offset", json_object_get(object, "offset")) &&
	       (!text || leaf(out, "text", text)) && annotations(out, object);
}

static bool passage(buffer *out, json_t *object, const json_t *document)
{
	json_t *sentence;
	size_t i;
	buffer_text(out, "<passage>\n");
	bool good = part(out, object) && (!document || annotations(out, document));
	json_array_foreach(json_object_get(object, "sentences"), i, sentence)
	{
		buffer_text(out, "<sentence>\n");
		good = good && part(out, sentence) && relations(out, sentence);
		buffer_text(out, "</sentence>\n");
	}
	good = good && relations(out, object);
	buffer_text(out, "</passage>\n");
	return good;
}

static bool open_collection(output_state *state, const onto_document *document, buffer *out)
{
	json_t *collection = bioc_collection(document);
	buffer_text(out,
	            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	            "<!DOCTYPE collection SYSTEM \"BioC.dtd\">\n<collection>\n");
	bool good = collection && leaf(out, "source", json_object_get(collection, "source")) &&
	            leaf(out, "date", json_object_get(collection, "date")) &&
	            leaf(out, "key", json_object_get(collection, "key")) && infons(out, collection);
	json_decref(collection);
	state->writer.begun = true;
	return good;
}

static bool write_document(buffer *out, json_t *tagged)
{
	json_t *one;
	size_t i;
	buffer_text(out, "<document>\n");
	bool good = leaf(out, "id", json_object_get(tagged, "id")) && infons(out, tagged);
	/* BioC XML has no annotations on the document, so the first passage gets them. */
	json_array_foreach(json_object_get(tagged, "passages"), i, one)
	{
		good = good && passage(out, one, i ? NULL : tagged);
	}
	good = good && relations(out, tagged);
	buffer_text(out, "</document>\n");
	return good && !out->failed;
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	if (!state->writer.begun && !open_collection(state, document, out)) {
		return false;
	}
	json_t *tagged = bioc_tagged(&state->writer, document, tags);
	bool good = tagged && write_document(out, tagged);
	json_decref(tagged);
	return good;
}

static bool end(output_state *state, buffer *out)
{
	static const onto_document none = {.size = sizeof(onto_document), .id = "", .text = ""};
	if (!state->writer.begun && !open_collection(state, &none, out)) {
		return false;
	}
	buffer_text(out, "</collection>\n");
	return !out->failed;
}

const output_format output_bioc_xml = {
	.start = start_writing,
	.stop = stop_writing,
	.document = document,
	.end = end,
};
