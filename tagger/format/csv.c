/* Comma-separated values by RFC 4180. Input: one row per document (columns.h); semicolons as some Excel writes them
 * are read, too. Output: one row per mention, CR LF line ends, quotes only where needed. The text of a mention is
 * written unchanged, line ends included. Invalid UTF-8 becomes U+FFFD. */
#include <stdlib.h>
#include <string.h>

#include "format/code_points.h"
#include "format/columns.h"
#include "format/csv_value.h"
#include "format/field.h"
#include "format/output_format.h"

/* ---- reading ------------------------------------------------------------------------------------------------- */

static const cell_dialect dialect = {.delimiters = ",;", .quotes = true};
static const char *const suffixes[] = {".csv", NULL};

static bool recognise(const char *head, size_t length)
{
	return columns_recognise(head, length, &dialect);
}

static onto_status start(reader *self, onto_error *error)
{
	return columns_start(self, &dialect, error);
}

const input_format input_csv = {
	.recognise = recognise,
	.suffixes = suffixes,
	.start = start,
	.stop = columns_stop,
	.next = columns_next,
};

/* ---- writing ------------------------------------------------------------------------------------------------- */

struct output_state {
	const field *columns[MOST_FIELDS];
	size_t count;
	buffer scratch;
	bool safe;
};

static output_state *start_writing(const onto_write_options *options)
{
	output_state *state = calloc(1, sizeof *state);
	if (state) {
		state->safe = options->csv_safe;
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
	buffer_text(out, "document,start,end");
	for (size_t i = 0; i < state->count; i++) {
		buffer_byte(out, ',');
		buffer_text(out, state->columns[i]->name);
	}
	buffer_text(out, "\r\n");
	return !out->failed;
}

/* A spreadsheet computes what begins so, also behind white space. */
static bool is_formula(const char *text, size_t length)
{
	size_t at = 0;
	while (at < length && ((unsigned char)text[at] <= ' ')) {
		at++;
	}
	return at < length && strchr("=+-@", text[at]) && text[at];
}

static void quote(buffer *out, const char *text, size_t length, bool safe)
{
	bool guarded = safe && is_formula(text, length);
	bool quoted = guarded || memchr(text, '"', length) || memchr(text, ',', length) || memchr(text, '\n', length) ||
	              memchr(text, '\r', length);
	buffer_text(out, quoted ? "\"" : "");
	buffer_text(out, guarded ? "'" : "");
	for (size_t at = 0, size; at < length; at += size) {
		size = code_point_size(text + at, length - at);
		if (size == 1 && (unsigned char)text[at] >= 0x80) {
			buffer_text(out, "\xef\xbf\xbd");
		} else {
			buffer_text(out, text[at] == '"' ? "\"" : "");
			buffer_append(out, text + at, size);
		}
	}
	buffer_text(out, quoted ? "\"" : "");
}

void csv_value(buffer *out, const char *text, size_t length)
{
	quote(out, text, length, false);
}

static void cell(const output_state *state, buffer *out, const char *text, size_t length)
{
	quote(out, text, length, state->safe);
}

static void write_row(output_state *state, const found_mention *found, buffer *out)
{
	const onto_document *document = found->document;
	onto_span place = onto_document_origin(document, (onto_span){found->mention->start, found->mention->end});
	cell(state, out, document->id, strlen(document->id));
	buffer_byte(out, ',');
	buffer_number(out, place.start);
	buffer_byte(out, ',');
	buffer_number(out, place.end);
	for (size_t i = 0; i < state->count; i++) {
		buffer_clear(&state->scratch);
		state->columns[i]->write(&state->scratch, found, "|");
		buffer_byte(out, ',');
		cell(state, out, state->scratch.length ? state->scratch.bytes : "", state->scratch.length);
		out->failed |= state->scratch.failed;
	}
	buffer_text(out, "\r\n");
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	for (size_t i = 0; i < tags->mention_count; i++) {
		write_row(state, &(found_mention){document, tags, &tags->mentions[i]}, out);
	}
	return !out->failed;
}

const output_format output_csv = {
	.start = start_writing,
	.stop = stop_writing,
	.begin = begin,
	.document = document,
};
