/* BioC JSON: collections with their documents, a list of either, as NCBI's services answer, or one after the other.
 *
 *     {"source": ..., "documents": [ {"id": ..., "passages": [...]}, ... ]}      any number of them
 *     {"PubTator3": [ {...}, ... ]}       [ {...}, ... ]       {"id": ..., "passages": [...]}
 *
 * One document is held at a time. Members of the collection that follow its documents are dropped. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "format/bioc.h"
#include "format/json.h"
#include "format/json_parser.h"

/* ---- reading ------------------------------------------------------------------------------------------------- */

typedef enum place { BETWEEN, IN_OBJECT, IN_DOCUMENTS } place;

struct input_state {
	json_scanner scanner;
	place place;
	bool in_list;  /* the items are in an array outside of any object */
	bool had_list; /* the object's documents have ended */
	bool at_start;
	size_t line;    /* line of the start of the object or document */
	buffer members; /* of the object, without its documents: {"source":"x","key":"y" */
	buffer key, value;
	char *collection;
	json_t *inner; /* documents of a collection that is an item of a list; NULL: none */
	size_t inner_next;
};

static bool recognise(const char *head, size_t length)
{
	while (length && strchr("\xef\xbb\xbf \t\r\n[", *head) && *head) {
		head++;
		length--;
	}
	if (!length || *head != '{') {
		return false;
	}
	bool documents = memmem(head, length, "\"documents\"", 11), texts = memmem(head, length, "\"text\"", 6);
	return memmem(head, length, "\"passages\"", 10) || memmem(head, length, "\"PubTator3\"", 11) ||
	       (documents && !texts);
}

static onto_status start(reader *self, onto_error *error)
{
	self->state = calloc(1, sizeof *self->state);
	if (!self->state) {
		return fail_memory(error);
	}
	self->state->scanner = (json_scanner){.stream = self->stream, .line = 1};
	self->state->at_start = true;
	return ONTO_OK;
}

static void stop(input_state *state)
{
	if (state) {
		buffer_free(&state->members);
		buffer_free(&state->key);
		buffer_free(&state->value);
		free(state->collection);
		json_decref(state->inner);
		free(state);
	}
}

static onto_status damaged(reader *self, onto_error *error, const char *reason)
{
	return onto_fail(error, ONTO_DAMAGED, stream_name(self->stream), self->state->scanner.line, "%s", reason);
}

/* The start of the next document is unknown, so this reads to the end. */
static onto_status give_up(reader *self, onto_status status)
{
	int byte = 0;
	json_scanner *s = &self->state->scanner;
	s->length = s->at;
	while (byte >= 0 && json_peek(s, &byte, NULL) == ONTO_OK) {
		s->at = s->length;
	}
	self->state->place = BETWEEN;
	return status;
}

static onto_status set_collection(input_state *state, onto_error *error)
{
	buffer_append(&state->members, "}", 2); /* includes its NUL */
	free(state->collection);
	state->collection = state->members.failed ? NULL : strdup(state->members.bytes);
	return state->collection ? ONTO_OK : fail_memory(error);
}

static onto_status read_document(reader *self, json_t *document, const buffer *bytes, bool *found,
                                 onto_error *error)
{
	input_state *state = self->state;
	onto_status status = bioc_read(&self->draft, document, bytes, state->collection, error);
	draft_locate(&self->draft, stream_name(self->stream), state->line);
	*found = status == ONTO_OK;
	return status == ONTO_DAMAGED ? fail_at(error, status, stream_name(self->stream), state->line) : status;
}

/* A collection that is an item of a list: its documents, which it leaves, come one by one. */
static onto_status enter_collection(input_state *state, json_t *collection, onto_error *error)
{
	json_t *documents = json_object_get(collection, "documents");
	state->inner = json_incref(documents);
	state->inner_next = 0;
	buffer_clear(&state->members);
	if (json_object_del(collection, "documents") != 0 || !json_write(&state->members, collection)) {
		return fail_memory(error);
	}
	state->members.length--; /* set_collection closes it */
	return set_collection(state, error);
}

/* A document from its complete bytes. */
static onto_status give(reader *self, const buffer *bytes, bool *found, onto_error *error)
{
	json_t *document;
	bool changed;
	TRY(json_parse(bytes->bytes, bytes->length, stream_name(self->stream), self->state->line, &document, &changed,
	               error));
	onto_status status = self->state->in_list && json_is_array(json_object_get(document, "documents"))
	                         ? enter_collection(self->state, document, error)
	                         : read_document(self, document, changed ? NULL : bytes, found, error);
	json_decref(document);
	return status;
}

static bool key_is(const buffer *key, const char *word)
{
	size_t length = strlen(word);
	return key->length == length + 2 && memcmp(key->bytes + 1, word, length) == 0;
}

static onto_status next_byte(reader *self, int *byte, onto_error *error)
{
	TRY(json_peek(&self->state->scanner, byte, error));
	if (*byte < 0) {
		self->state->place = BETWEEN;
		return damaged(self, error, "the file ends in the middle of its JSON");
	}
	return ONTO_OK;
}

/* Reads one member of the object. Of its documents it reads only the start. */
static onto_status read_member(reader *self, onto_error *error)
{
	input_state *state = self->state;
	json_scanner *s = &state->scanner;
	int byte;
	buffer_clear(&state->key);
	buffer_clear(&state->value);
	TRY(json_value(s, &state->key, error));
	TRY(next_byte(self, &byte, error));
	if (byte != ':' || *state->key.bytes != '"') {
		return damaged(self, error, "a member of an object without a key or a colon");
	}
	json_skip(s);
	TRY(next_byte(self, &byte, error));
	if (byte == '[' && (key_is(&state->key, "documents") || key_is(&state->key, "PubTator3"))) {
		json_skip(s);
		TRY(set_collection(state, error));
		state->place = IN_DOCUMENTS;
		state->had_list = true;
		return ONTO_OK;
	}
	TRY(json_value(s, &state->value, error));
	if (!state->had_list) {
		buffer_text(&state->members, state->members.length > 1 ? "," : "");
		buffer_append(&state->members, state->key.bytes, state->key.length);
		buffer_byte(&state->members, ':');
		buffer_append(&state->members, state->value.bytes, state->value.length);
	}
	return state->members.failed ? fail_memory(error) : ONTO_OK;
}

static onto_status begin_object(reader *self, onto_error *error)
{
	input_state *state = self->state;
	json_skip(&state->scanner);
	state->line = state->scanner.line;
	state->had_list = false;
	buffer_clear(&state->members);
	buffer_byte(&state->members, '{');
	state->place = IN_OBJECT;
	return state->members.failed ? fail_memory(error) : ONTO_OK;
}

/* The file is an array of documents. */
static onto_status begin_list(input_state *state, onto_error *error)
{
	json_skip(&state->scanner);
	buffer_clear(&state->members);
	buffer_byte(&state->members, '{');
	state->place = IN_DOCUMENTS;
	state->in_list = true;
	return set_collection(state, error);
}

/* An object without a list of documents is a document itself. */
static onto_status end_object(reader *self, bool *found, onto_error *error)
{
	input_state *state = self->state;
	json_skip(&state->scanner);
	state->place = BETWEEN;
	if (state->had_list) {
		return ONTO_OK;
	}
	buffer_byte(&state->members, '}');
	buffer_clear(&state->value);
	buffer_append(&state->value, state->members.bytes, state->members.length);
	buffer_clear(&state->members);
	buffer_byte(&state->members, '{');
	TRY(set_collection(state, error));
	return state->value.failed ? fail_memory(error) : give(self, &state->value, found, error);
}

/* Advances to the next item. Sets *found if it is a document. At the end it sets the state to BETWEEN and
 * *ended. */
static onto_status step(reader *self, bool *found, bool *ended, onto_error *error)
{
	input_state *state = self->state;
	json_scanner *s = &state->scanner;
	int byte;
	if (state->inner) {
		json_t *document = json_array_get(state->inner, state->inner_next++);
		if (document) {
			return read_document(self, document, NULL, found, error);
		}
		json_decref(state->inner);
		state->inner = NULL;
	}
	TRY(json_peek(s, &byte, error));
	if (byte < 0) {
		*ended = true;
		bool inside = state->place != BETWEEN;
		state->place = BETWEEN;
		return inside ? damaged(self, error, "the file ends in the middle of its JSON") : ONTO_OK;
	}
	if (byte == ',' && (state->place != BETWEEN)) {
		json_skip(s);
		return ONTO_OK;
	}
	switch (state->place) {
	case BETWEEN:
		if (byte == '{') {
			return begin_object(self, error);
		}
		if (byte != '[') {
			return give_up(self, damaged(self, error, "neither an object nor an array of BioC"));
		}
		return begin_list(state, error);
	case IN_OBJECT:
		if (byte != '}') {
			onto_status status = read_member(self, error);
			return status == ONTO_DAMAGED ? give_up(self, status) : status;
		}
		return end_object(self, found, error);
	case IN_DOCUMENTS: {
		if (byte == ']') {
			json_skip(s);
			state->place = state->in_list ? BETWEEN : IN_OBJECT;
			state->in_list = false;
			return ONTO_OK;
		}
		buffer_clear(&state->value);
		state->line = s->line;
		onto_status status = json_value(s, &state->value, error);
		TRY(status == ONTO_DAMAGED ? give_up(self, status) : status);
		return give(self, &state->value, found, error);
	}
	}
	return ONTO_OK;
}

/* The byte-order mark that some programs write. */
static onto_status skip_mark(json_scanner *s, onto_error *error)
{
	int byte;
	TRY(json_peek(s, &byte, error));
	if (byte == 0xef && s->length - s->at >= 3 && memcmp(s->bytes + s->at, "\xef\xbb\xbf", 3) == 0) {
		s->at += 3;
	}
	return ONTO_OK;
}

static onto_status next(reader *self, bool *found, onto_error *error)
{
	bool ended = false;
	if (self->state->at_start) {
		self->state->at_start = false;
		TRY(skip_mark(&self->state->scanner, error));
	}
	while (!*found && !ended) {
		TRY(step(self, found, &ended, error));
	}
	return ONTO_OK;
}

const input_format input_bioc_json = {
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

/* Writes the collection's members, then the start of its documents. */
static bool open_collection(output_state *state, const onto_document *document, buffer *out)
{
	json_t *collection = bioc_collection(document);
	bool good = collection && json_write(out, collection);
	size_t members = json_object_size(collection);
	json_decref(collection);
	if (good) {
		out->length--; /* drops its bracket */
		buffer_text(out, members ? ",\"documents\":[\n" : "\"documents\":[\n");
	}
	state->writer.begun = true;
	return good;
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	bool first = !state->writer.begun;
	if (first && !open_collection(state, document, out)) {
		return false;
	}
	buffer_text(out, first ? "" : ",\n");
	json_t *tagged = bioc_tagged(&state->writer, document, tags);
	bool good = tagged && json_write(out, tagged);
	json_decref(tagged);
	return good;
}

static bool end(output_state *state, buffer *out)
{
	static const onto_document none = {.size = sizeof(onto_document), .id = "", .text = ""};
	if (!state->writer.begun && !open_collection(state, &none, out)) {
		return false;
	}
	buffer_text(out, "\n]}\n");
	return !out->failed;
}

const output_format output_bioc_json = {
	.start = start_writing,
	.stop = stop_writing,
	.document = document,
	.end = end,
};
