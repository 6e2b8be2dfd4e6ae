/* Tab-separated values. Input: one row per document (columns.h). Output: one row per mention. A run of white space
 * inside a mention, line ends included, is written as one space. */
#include <stdlib.h>
#include <string.h>

#include "format/columns.h"
#include "format/field.h"
#include "format/one_line.h"
#include "format/output_format.h"

/* ---- reading ------------------------------------------------------------------------------------------------- */

static const cell_dialect dialect = {.delimiters = "\t"};
static const char *const suffixes[] = {".tsv", ".tab", NULL};

static bool recognise(const char *head, size_t length)
{
	return columns_recognise(head, length, &dialect);
}

static onto_status start(reader *self, onto_error *error)
{
	return columns_start(self, &dialect, error);
}

static size_t whole(const onto_read_options *options, const char *bytes, size_t length, size_t searched)
{
	(void)options;
	return whole_lines(bytes, length, searched);
}

const input_format input_tsv = {
	.recognise = recognise,
	.suffixes = suffixes,
	.start = start,
	.stop = columns_stop,
	.next = columns_next,
	.whole = whole,
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
