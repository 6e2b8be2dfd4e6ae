/* Documents that are rows: choosing columns, keeping the others. */
#include "format/columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/error.h"
#include "format/json_escape.h"
#include "format/number.h"

static const size_t NONE = SIZE_MAX;

struct input_state {
	cells header; /* no spans: there is none */
	cells row;
	size_t id, text; /* columns, from 0; `id` may be NONE */
	buffer kept;     /* the row as a JSON object */
};

/* The column with a name; else one whose name differs in case only. */
static size_t find(const cells *header, const char *name)
{
	size_t like = NONE, wanted = strlen(name), length;
	const char *at;
	for (size_t i = 0; cells_at(header, i, &at, &length); i++) {
		if (length == wanted && memcmp(at, name, length) == 0) {
			return i;
		}
		if (length == wanted && like == NONE && ascii_begins_same(at, name, length)) {
			like = i;
		}
	}
	return like;
}

static bool names_something(const char *name, size_t length)
{
	return length >= 2 && ascii_begins_same(name + length - 2, "id", 2);
}

bool columns_recognise(const char *head, size_t length, const cell_dialect *dialect)
{
	size_t mark = length >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0, at_length;
	const char *end = memchr(head, '\n', length), *at;
	if (!end) {
		return false;
	}
	head += mark;
	length = (size_t)(end - head);
	length -= length && head[length - 1] == '\r';
	cells header = {.delimiter = cells_delimiter(dialect, head, length), .quotes = dialect->quotes};
	bool named = false,
		 good = cells_split(&header, head, length) && header.spans.count > 1 && find(&header, "text") != NONE;
	for (size_t i = 0; good && cells_at(&header, i, &at, &at_length); i++) {
		named |= names_something(at, at_length);
	}
	cells_free(&header);
	return good && named;
}

static onto_status fail_column(reader *self, const char *word, onto_error *error)
{
	const cells *header = &self->state->header;
	const char *file = stream_name(self->stream), *at;
	char names[160] = "";
	size_t used = 0, length;
	if (!header->spans.count) {
		return onto_fail(error, ONTO_UNKNOWN, file, 0, "without a header a column is a number from 1, not '%.60s'",
		                 word);
	}
	for (size_t i = 0; cells_at(header, i, &at, &length) && used < sizeof names; i++) {
		used += (size_t)snprintf(names + used, sizeof names - used, "%s%.*s", i ? ", " : "",
		                         (int)(length > 40 ? 40 : length), at);
	}
	return onto_fail(error, ONTO_UNKNOWN, file, header->line, "no column '%.60s' in the header, which has: %s",
	                 word, names);
}

/* The column that `word` selects: a name of the header, or a number. */
static onto_status choose(reader *self, const char *word, size_t *out, onto_error *error)
{
	size_t number;
	*out = find(&self->state->header, word);
	if (*out != NONE) {
		return ONTO_OK;
	}
	if (parse_number(word, strlen(word), &number) && number) {
		*out = number - 1;
		return ONTO_OK;
	}
	return fail_column(self, word, error);
}

static onto_status read_header(reader *self, const cell_dialect *dialect, bool *found, onto_error *error)
{
	input_state *state = self->state;
	const char *head;
	size_t length;
	TRY(stream_peek(self->stream, &head, &length, error));
	const char *end = memchr(head, '\n', length);
	state->header.delimiter = state->row.delimiter =
		cells_delimiter(dialect, head, end ? (size_t)(end - head) : length);
	state->header.quotes = state->row.quotes = dialect->quotes;
	*found = true;
	if (!self->options.no_header) {
		TRY(cells_next(&state->header, self->stream, found, error));
		state->row.columns = state->header.spans.count;
	}
	return ONTO_OK;
}

onto_status columns_start(reader *self, const cell_dialect *dialect, onto_error *error)
{
	const onto_read_options *options = &self->options;
	bool found;
	input_state *state = self->state = calloc(1, sizeof *state);
	if (!state) {
		return fail_memory(error);
	}
	TRY(read_header(self, dialect, &found, error));
	if (!found) {
		return ONTO_OK; /* an empty file has no documents */
	}
	state->id = options->id_field ? NONE : find(&state->header, "id");
	if (options->id_field) {
		TRY(choose(self, options->id_field, &state->id, error));
	}
	return choose(self, options->text_field ? options->text_field : "text", &state->text, error);
}

void columns_stop(input_state *state)
{
	if (state) {
		cells_free(&state->header);
		cells_free(&state->row);
		buffer_free(&state->kept);
		free(state);
	}
}

static bool keep_row(reader *self)
{
	input_state *state = self->state;
	buffer *kept = &state->kept;
	const char *name, *value;
	size_t name_length, value_length;
	buffer_clear(kept);
	buffer_byte(kept, '{');
	for (size_t i = 0; cells_at(&state->row, i, &value, &value_length); i++) {
		char number[24];
		if (!cells_at(&state->header, i, &name, &name_length) || !name_length) {
			name_length = (size_t)snprintf(number, sizeof number, "%zu", i + 1);
			name = number;
		}
		buffer_text(kept, i ? "," : "");
		json_quote(kept, name, name_length);
		buffer_byte(kept, ':');
		json_quote(kept, value, value_length);
	}
	buffer_byte(kept, '}');
	return !kept->failed && draft_rest(&self->draft, kept->bytes, kept->length);
}

static const char *place_of(reader *self)
{
	char number[24];
	snprintf(number, sizeof number, ":%zu", self->state->row.line);
	buffer *place = &self->state->kept;
	buffer_clear(place);
	buffer_text(place, stream_name(self->stream));
	buffer_text(place, number);
	return place->failed ? NULL : draft_copy(&self->draft, place->bytes, place->length);
}

onto_status columns_next(reader *self, bool *found, onto_error *error)
{
	input_state *state = self->state;
	draft *d = &self->draft;
	const char *id = "";
	size_t id_length = 0;
	bool row;
	TRY(cells_next(&state->row, self->stream, &row, error));
	if (!row) {
		return ONTO_OK;
	}
	if (!cells_at(&state->row, state->text, &d->document.text, &d->document.length) ||
	    (state->id != NONE && !cells_at(&state->row, state->id, &id, &id_length))) {
		return onto_fail(error, ONTO_DAMAGED, stream_name(self->stream), state->row.line,
		                 "a row without its column %zu",
		                 1 + (state->id != NONE && state->id > state->text ? state->id : state->text));
	}
	d->document.id = id_length ? draft_copy(d, id, id_length) : place_of(self);
	if (!d->document.id || !keep_row(self)) {
		return fail_memory(error);
	}
	*found = true;
	return ONTO_OK;
}
