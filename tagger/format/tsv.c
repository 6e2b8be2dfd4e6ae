/* Tab-separated values. Input: one row per document, with columns for its name and text. Output: one row per
 * mention.
 *
 *     pmid ⇥ title ⇥ year            the header; a column is selected by its name or its number, from 1
 *     7    ⇥ On asthma. ⇥ 1999
 *
 * The header and its row are kept with each document. Without a header the columns are named by their numbers. A
 * run of white space inside a mention, line ends included, is written as one space. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "format/field.h"
#include "format/input_format.h"
#include "format/number.h"
#include "format/one_line.h"
#include "format/output_format.h"

/* ---- reading ------------------------------------------------------------------------------------------------- */

static const size_t NONE = SIZE_MAX;

struct input_state {
	char *header;    /* NULL: there is none */
	size_t id, text; /* columns, from 0; `id` may be NONE */
	buffer numbers;  /* the header of a file without one: 1 ⇥ 2 ⇥ 3 */
};

/* Column number `index` of a row. False where the row is shorter. */
static bool column(const char *row, size_t length, size_t index, const char **out, size_t *out_length)
{
	const char *end = row + length;
	for (; index; index--) {
		row = memchr(row, '\t', (size_t)(end - row));
		if (!row) {
			return false;
		}
		row++;
	}
	const char *tab = memchr(row, '\t', (size_t)(end - row));
	*out = row;
	*out_length = (size_t)((tab ? tab : end) - row);
	return true;
}

static size_t find(const char *header, size_t length, const char *name)
{
	const char *at;
	size_t at_length;
	for (size_t i = 0; column(header, length, i, &at, &at_length); i++) {
		if (at_length == strlen(name) && memcmp(at, name, at_length) == 0) {
			return i;
		}
	}
	return NONE;
}

static bool recognise(const char *head, size_t length)
{
	size_t mark = length >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	const char *end = memchr(head, '\n', length);
	if (!end) {
		return false;
	}
	length = (size_t)(end - head);
	length -= length && head[length - 1] == '\r';
	return length > mark && memchr(head, '\t', length) && find(head + mark, length - mark, "text") != NONE &&
	       find(head + mark, length - mark, "id") != NONE;
}

/* The next line that is not empty, without a byte-order mark. */
static onto_status next_row(stream *stream, const char **row, size_t *length, onto_error *error)
{
	do {
		TRY(stream_line(stream, row, length, error));
		if (!*row) {
			return ONTO_OK;
		}
		if (stream_line_number(stream) == 1 && *length >= 3 && memcmp(*row, "\xef\xbb\xbf", 3) == 0) {
			*row += 3;
			*length -= 3;
		}
		*length -= *length && (*row)[*length - 1] == '\r';
	} while (!*length);
	return ONTO_OK;
}

/* The column that `word` selects: a name of the header, or a number. */
static onto_status choose(reader *self, const char *word, size_t *out, onto_error *error)
{
	const char *header = self->state->header;
	size_t number;
	*out = header ? find(header, strlen(header), word) : NONE;
	if (*out != NONE) {
		return ONTO_OK;
	}
	if (parse_number(word, strlen(word), &number) && number) {
		*out = number - 1;
		return ONTO_OK;
	}
	return onto_fail(error, ONTO_UNKNOWN, stream_name(self->stream), header ? 1 : 0,
	                 header ? "no column '%.60s' in the header"
	                        : "without a header a column is a number from 1, not '%.60s'",
	                 word);
}

static onto_status start(reader *self, onto_error *error)
{
	const onto_read_options *options = &self->options;
	input_state *state = self->state = calloc(1, sizeof *state);
	if (!state) {
		return fail_memory(error);
	}
	if (!options->no_header) {
		const char *row;
		size_t length;
		TRY(next_row(self->stream, &row, &length, error));
		if (!row) {
			return ONTO_OK; /* an empty file has no documents */
		}
		state->header = malloc(length + 1);
		if (!state->header) {
			return fail_memory(error);
		}
		memcpy(state->header, row, length);
		state->header[length] = '\0';
	}
	state->id = state->header && !options->id_field ? find(state->header, strlen(state->header), "id") : NONE;
	if (options->id_field) {
		TRY(choose(self, options->id_field, &state->id, error));
	}
	return choose(self, options->text_field ? options->text_field : "text", &state->text, error);
}

static void stop(input_state *state)
{
	if (state) {
		free(state->header);
		buffer_free(&state->numbers);
		free(state);
	}
}

static bool keep_row(reader *self, const char *row, size_t length)
{
	input_state *state = self->state;
	const char *header = state->header;
	if (!header) {
		size_t count = 1;
		buffer_clear(&state->numbers);
		buffer_byte(&state->numbers, '1');
		for (const char *at = row; (at = memchr(at, '\t', (size_t)(row + length - at))); at++) {
			buffer_byte(&state->numbers, '\t');
			buffer_number(&state->numbers, ++count);
		}
		buffer_append(&state->numbers, "", 1);
		header = state->numbers.failed ? NULL : state->numbers.bytes;
	}
	return header && draft_rest(&self->draft, header, strlen(header)) && draft_rest(&self->draft, row, length);
}

static onto_status next(reader *self, bool *found, onto_error *error)
{
	input_state *state = self->state;
	draft *d = &self->draft;
	const char *row, *text, *id = NULL;
	size_t length, id_length = 0;
	TRY(next_row(self->stream, &row, &length, error));
	if (!row) {
		return ONTO_OK;
	}
	if (!column(row, length, state->text, &text, &d->document.length) ||
	    (state->id != NONE && !column(row, length, state->id, &id, &id_length))) {
		return onto_fail(error, ONTO_DAMAGED, stream_name(self->stream), stream_line_number(self->stream),
		                 "a row without its column %zu",
		                 1 + (state->id != NONE && state->id > state->text ? state->id : state->text));
	}
	d->document.text = text;
	d->document.id = id_length ? draft_copy(d, id, id_length) : draft_place(d, self->stream);
	if (!d->document.id || !keep_row(self, row, length)) {
		return fail_memory(error);
	}
	*found = true;
	return ONTO_OK;
}

const input_format input_tsv = {
	.recognise = recognise,
	.start = start,
	.stop = stop,
	.next = next,
};

/* ---- writing ------------------------------------------------------------------------------------------------- */

struct output_state {
	const field *columns[MOST_FIELDS];
	size_t count;
	buffer scratch;
};

static output_state *start_writing(const onto_write_options *options)
{
	output_state *state = calloc(1, sizeof *state);
	(void)options;
	if (state) {
		state->count = fields_in_columns(state->columns);
	}
	return state;
}

static void stop_writing(output_state *state)
{
	buffer_free(&state->scratch);
	free(state);
}

static bool begin(output_state *state, buffer *out)
{
	buffer_text(out, "document\tstart\tend");
	for (size_t i = 0; i < state->count; i++) {
		buffer_byte(out, '\t');
		buffer_text(out, state->columns[i]->name);
	}
	buffer_byte(out, '\n');
	return !out->failed;
}

static void write_row(output_state *state, const found_mention *found, buffer *out)
{
	const onto_document *document = found->document;
	onto_span place = onto_document_origin(document, (onto_span){found->mention->start, found->mention->end});
	one_line(out, document->id, strlen(document->id));
	buffer_byte(out, '\t');
	buffer_number(out, place.start);
	buffer_byte(out, '\t');
	buffer_number(out, place.end);
	for (size_t i = 0; i < state->count; i++) {
		buffer_clear(&state->scratch);
		state->columns[i]->write(&state->scratch, found, "|");
		buffer_byte(out, '\t');
		if (state->scratch.length) { /* most are empty */
			one_line(out, state->scratch.bytes, state->scratch.length);
		}
		out->failed |= state->scratch.failed;
	}
	buffer_byte(out, '\n');
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	for (size_t i = 0; i < tags->mention_count; i++) {
		write_row(state, &(found_mention){document, tags, &tags->mentions[i]}, out);
	}
	return !out->failed;
}

const output_format output_tsv = {
	.start = start_writing,
	.stop = stop_writing,
	.begin = begin,
	.document = document,
};
