/* JSON that is not a document a line: arrays, objects over several lines, one value after the other. Arrays are
 * read item by item: memory is bounded by the largest. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "format/input_format.h"
#include "format/json.h"
#include "format/json_document.h"

struct input_state {
	json_scanner scanner;
	json_documents documents;
	size_t depth; /* of open arrays */
	buffer value;
	bool at_start;
};

static bool recognise(const char *head, size_t length)
{
	size_t at = length >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	size_t end = at;
	char open = '\0';
	for (; end < length; end++) {
		char c = head[end];
		if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
			continue;
		}
		if (!open) {
			open = c;
		} else {
			return (open == '{' && (c == '"' || c == '}')) || (open == '[' && (c == '{' || c == '"' || c == '['));
		}
		if (open != '{' && open != '[') {
			return false;
		}
	}
	return false;
}

static onto_status start(reader *self, onto_error *error)
{
	self->state = calloc(1, sizeof *self->state);
	if (!self->state) {
		return fail_memory(error);
	}
	self->state->scanner = (json_scanner){.stream = self->stream, .line = 1};
	self->state->at_start = true;
	return json_documents_start(&self->state->documents, &self->options, error);
}

static void stop(input_state *state)
{
	if (state) {
		json_documents_stop(&state->documents);
		buffer_free(&state->value);
		free(state);
	}
}

/* Where the next value begins is unknown, so this reads to the end. */
static onto_status give_up(reader *self, onto_status status)
{
	json_scanner *s = &self->state->scanner;
	int byte = 0;
	s->length = s->at;
	while (byte >= 0 && json_peek(s, &byte, NULL) == ONTO_OK) {
		s->at = s->length;
	}
	self->state->depth = 0;
	return status;
}

static onto_status step(reader *self, bool *found, bool *ended, onto_error *error)
{
	input_state *state = self->state;
	json_scanner *s = &state->scanner;
	int byte;
	TRY(json_peek(s, &byte, error));
	if (byte == 0xef && state->at_start && s->length - s->at >= 3 &&
	    memcmp(s->bytes + s->at, "\xef\xbb\xbf", 3) == 0) {
		s->at += 3;
		return ONTO_OK;
	}
	state->at_start = false;
	if (byte < 0) {
		*ended = true;
		bool inside = state->depth > 0;
		state->depth = 0;
		return inside ? onto_fail(error, ONTO_DAMAGED, stream_name(self->stream), s->line,
		                          "the file ends in the middle of its JSON")
		              : ONTO_OK;
	}
	if (byte == '[' || (byte == ']' && state->depth) || (byte == ',' && state->depth)) {
		state->depth += byte == '[';
		state->depth -= byte == ']';
		json_skip(s);
		return ONTO_OK;
	}
	size_t line = s->line;
	buffer_clear(&state->value);
	onto_status status = json_value(s, &state->value, error);
	TRY(status == ONTO_DAMAGED ? give_up(self, status) : status);
	return json_documents_take(&state->documents, &self->draft, state->value.bytes, state->value.length,
	                           stream_name(self->stream), line, found, error);
}

static onto_status next(reader *self, bool *found, onto_error *error)
{
	bool ended = false;
	TRY(json_documents_next(&self->state->documents, &self->draft, stream_name(self->stream), found, error));
	while (!*found && !ended) {
		TRY(step(self, found, &ended, error));
	}
	return ONTO_OK;
}

const input_format input_json = {
	.recognise = recognise,
	.start = start,
	.stop = stop,
	.next = next,
};
