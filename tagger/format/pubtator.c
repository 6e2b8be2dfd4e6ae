/* PubTator: documents of a title and an abstract, each followed by rows.
 *
 *     227508|t|Naloxone reverses the antihypertensive effect of clonidine.
 *     227508|a|In unanesthetized, spontaneously hypertensive rats ...
 *     227508 ⇥ 0 ⇥ 8 ⇥ Naloxone ⇥ Chemical ⇥ D009270            an annotation; a seventh field may follow
 *     227508 ⇥ CID ⇥ D008750 ⇥ D007022                           a relation, which is kept
 *
 * Offsets count the code points of title, one separator and abstract. In the document's text the separator is a
 * line end. A document ends where the next title begins, so blank lines may be missing or extra. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "format/annotation_type.h"
#include "format/code.h"
#include "format/input_format.h"
#include "format/number.h"
#include "format/output_format.h"

/* ---- reading ------------------------------------------------------------------------------------------------- */

typedef enum line_kind { LINE_END, LINE_BLANK, LINE_TITLE, LINE_ABSTRACT, LINE_ROW, LINE_OTHER } line_kind;

typedef struct line {
	line_kind kind;
	const char *bytes;
	size_t length;
	size_t id_length;
	size_t text; /* of a title or an abstract: start of the text */
} line;

static bool is_blank(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] != ' ' && bytes[i] != '\t') {
			return false;
		}
	}
	return true;
}

static line understand(const char *bytes, size_t length)
{
	line l = {.kind = LINE_OTHER, .bytes = bytes, .length = length};
	if (is_blank(bytes, length)) {
		l.kind = LINE_BLANK;
		return l;
	}
	while (l.id_length < length && bytes[l.id_length] != '|' && bytes[l.id_length] != '\t') {
		l.id_length++;
	}
	if (l.id_length == 0 || l.id_length == length) {
		return l;
	}
	const char *after = bytes + l.id_length;
	if (*after == '\t') {
		l.kind = LINE_ROW;
	} else if (length - l.id_length >= 3 && after[2] == '|' && (after[1] == 't' || after[1] == 'a')) {
		l.kind = after[1] == 't' ? LINE_TITLE : LINE_ABSTRACT;
		l.text = l.id_length + 3;
	}
	return l;
}

static size_t without_mark(const char *bytes, size_t length)
{
	return length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

static onto_status next_line(stream *stream, line *out, onto_error *error)
{
	const char *bytes;
	size_t length;
	do {
		TRY(stream_line(stream, &bytes, &length, error));
		if (!bytes) {
			*out = (line){.kind = LINE_END};
			return ONTO_OK;
		}
		size_t mark = stream_line_number(stream) == 1 ? without_mark(bytes, length) : 0;
		length -= length && bytes[length - 1] == '\r';
		*out = understand(bytes + mark, length - mark);
	} while (out->kind == LINE_BLANK);
	return ONTO_OK;
}

static bool recognise(const char *head, size_t length)
{
	size_t at = without_mark(head, length);
	while (at < length && (head[at] == '\n' || head[at] == '\r' || head[at] == ' ')) {
		at++;
	}
	const char *end = memchr(head + at, '\n', length - at);
	line l = understand(head + at, end ? (size_t)(end - head) - at : length - at);
	return (l.kind == LINE_TITLE || l.kind == LINE_ABSTRACT) && !memchr(l.bytes, ' ', l.id_length);
}

enum { FIELDS = 7 };

typedef struct row {
	const char *fields[FIELDS];
	size_t lengths[FIELDS];
	size_t count;
} row;

/* All bytes after the sixth tab are one field. */
static row split(const line *l)
{
	row r = {0};
	const char *at = l->bytes, *end = l->bytes + l->length;
	for (;;) {
		const char *tab = r.count < FIELDS - 1 ? memchr(at, '\t', (size_t)(end - at)) : NULL;
		r.fields[r.count] = at;
		r.lengths[r.count++] = (size_t)((tab ? tab : end) - at);
		if (!tab) {
			return r;
		}
		at = tab + 1;
	}
}

static onto_status add_annotation(draft *d, const line *l, const row *r, size_t start, size_t end,
                                  onto_error *error)
{
	TRY(draft_span(d, start, end, error));
	onto_annotation annotation = {
		.type = draft_copy(d, r->fields[4], r->lengths[4]),
		.codes = r->count > 5 ? draft_copy(d, r->fields[5], r->lengths[5]) : "",
		.id = "",
		.written = draft_line(d, l->bytes, l->length),
	};
	bool good = annotation.type && annotation.codes && annotation.written && draft_annotation(d, annotation);
	return good ? ONTO_OK : fail_memory(error);
}

static onto_status add_row(draft *d, const line *l, onto_error *error)
{
	size_t start, end;
	row r = split(l);
	if (r.count < 4) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "a row of %zu fields", r.count);
	}
	bool starts = parse_number(r.fields[1], r.lengths[1], &start);
	bool ends = parse_number(r.fields[2], r.lengths[2], &end);
	if (starts && ends && r.count > 4) {
		return add_annotation(d, l, &r, start, end, error);
	}
	if (starts != ends && r.count > 4) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "an annotation whose offsets are '%.*s' and '%.*s'",
		                 (int)(r.lengths[1] > 20 ? 20 : r.lengths[1]), r.fields[1],
		                 (int)(r.lengths[2] > 20 ? 20 : r.lengths[2]), r.fields[2]);
	}
	return draft_rest(d, l->bytes, l->length) ? ONTO_OK : fail_memory(error);
}

/* The first line of a document. */
static onto_status begin(draft *d, const line *l, onto_error *error)
{
	if (l->kind != LINE_TITLE && l->kind != LINE_ABSTRACT) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0,
		                 "a document begins with its title (id|t|...), not with this");
	}
	const char *id = draft_copy(d, l->bytes, l->id_length);
	if (!id) {
		return fail_memory(error);
	}
	d->document.id = id;
	if (l->kind == LINE_TITLE) {
		buffer_append(&d->text, l->bytes + l->text, l->length - l->text);
		d->document.title_length = d->text.length;
	} else {
		buffer_byte(&d->text, '\n');
		buffer_append(&d->text, l->bytes + l->text, l->length - l->text);
	}
	return d->text.failed ? fail_memory(error) : ONTO_OK;
}

/* State of a document: its abstract may come once, before its rows. */
typedef struct progress {
	bool abstract, rows;
} progress;

static onto_status complete_text(draft *d, progress *at, onto_error *error)
{
	if (at->rows) {
		return ONTO_OK;
	}
	at->rows = true;
	return draft_text(d, d->text.length ? d->text.bytes : "", d->text.length) ? ONTO_OK : fail_memory(error);
}

static bool same_id(const draft *d, const line *l)
{
	return strlen(d->document.id) == l->id_length && memcmp(d->document.id, l->bytes, l->id_length) == 0;
}

static onto_status check_id(const draft *d, const line *l, onto_error *error)
{
	return same_id(d, l) ? ONTO_OK
	                     : onto_fail(error, ONTO_DAMAGED, NULL, 0, "a row of '%.*s' behind the text of '%.40s'",
	                                 (int)(l->id_length > 40 ? 40 : l->id_length), l->bytes, d->document.id);
}

static onto_status add_line(draft *d, const line *l, const stream *from, progress *at, onto_error *error)
{
	if (l->kind == LINE_OTHER) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "neither a text (id|t|..., id|a|...) nor a row");
	}
	onto_status status = check_id(d, l, error);
	if (l->kind == LINE_ROW) {
		TRY(complete_text(d, at, error));
		status = status == ONTO_OK ? add_row(d, l, error) : status;
		return draft_pass_over(d, status, stream_name(from), stream_line_number(from), error);
	}
	TRY(status);
	if (at->abstract || at->rows) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0,
		                 at->rows ? "an abstract behind the rows" : "a second abstract");
	}
	at->abstract = true;
	buffer_byte(&d->text, '\n');
	buffer_append(&d->text, l->bytes + l->text, l->length - l->text);
	return d->text.failed ? fail_memory(error) : ONTO_OK;
}

/* True where a line belongs to the document after the draft's. */
static bool is_next_document(const draft *d, const line *l)
{
	return l->kind == LINE_TITLE || (l->kind == LINE_ABSTRACT && !same_id(d, l));
}

static onto_status read_document(reader *self, bool *found, onto_error *error)
{
	draft *d = &self->draft;
	line l;
	TRY(next_line(self->stream, &l, error));
	if (l.kind == LINE_END) {
		return ONTO_OK;
	}
	progress at = {.abstract = l.kind == LINE_ABSTRACT};
	onto_status status = begin(d, &l, error);
	while (status == ONTO_OK) {
		TRY(next_line(self->stream, &l, error));
		if (l.kind == LINE_END) {
			break;
		}
		if (is_next_document(d, &l)) {
			stream_back(self->stream);
			break;
		}
		status = add_line(d, &l, self->stream, &at, error);
	}
	if (status != ONTO_OK) {
		return fail_at(error, status, stream_name(self->stream), stream_line_number(self->stream));
	}
	*found = true;
	return complete_text(d, &at, error);
}

/* Advances to the next document. The next call reports a read error again. */
static void skip_document(reader *self)
{
	line l = {.kind = LINE_OTHER};
	while (next_line(self->stream, &l, NULL) == ONTO_OK && l.kind != LINE_END) {
		if (is_next_document(&self->draft, &l)) {
			stream_back(self->stream);
			break;
		}
	}
}

static onto_status next(reader *self, bool *found, onto_error *error)
{
	onto_status status = read_document(self, found, error);
	if (status != ONTO_OK) {
		*found = false;
		skip_document(self);
	}
	return status;
}

/* A document is whole where the next one's title begins, so the last title is searched for, from the end. */
static size_t whole(const onto_read_options *options, const char *bytes, size_t length, size_t searched)
{
	(void)options;
	for (size_t end = length; end > searched;) {
		size_t start = whole_lines(bytes, end - 1, 0);
		line l = understand(bytes + start, end - start);
		if (l.kind == LINE_TITLE) {
			return start;
		}
		end = start;
	}
	return 0;
}

const input_format input_pubtator = {
	.recognise = recognise,
	.next = next,
	.whole = whole,
};

/* ---- writing ------------------------------------------------------------------------------------------------- */

/* A row to write: an existing annotation, or `count` members of a mention from number `first` on. */
typedef struct written {
	size_t start, end;
	const onto_annotation *existing;
	size_t first, count;
} written;

struct output_state {
	bool keep;
	code_points points;
	VECTOR(const onto_mention *) members; /* grouped by coordination */
	VECTOR(written) rows;
};

static output_state *start(const onto_write_options *options)
{
	output_state *state = calloc(1, sizeof *state);
	if (state) {
		state->keep = options->keep;
	}
	return state;
}

static void stop(output_state *state)
{
	code_points_free(&state->points);
	vector_free(&state->members);
	vector_free(&state->rows);
	free(state);
}

/* Replaces field separators and invalid bytes, and keeps the number of code points. */
static void clean(buffer *out, const char *text, size_t length)
{
	for (size_t at = 0, size; at < length; at += size) {
		unsigned char c = (unsigned char)text[at];
		size = code_point_size(text + at, length - at);
		bool separator =
			size == 3 && (memcmp(text + at, "\xe2\x80\xa8", 3) == 0 || memcmp(text + at, "\xe2\x80\xa9", 3) == 0);
		if (c < ' ' || c == 0x7f || separator) {
			buffer_byte(out, ' ');
		} else if (c >= 0x80 && size == 1) {
			buffer_text(out, "\xef\xbf\xbd");
		} else {
			buffer_append(out, text + at, size);
		}
	}
}

static void clean_id(buffer *out, const char *id)
{
	for (; *id; id++) {
		buffer_byte(out, (unsigned char)*id <= ' ' || *id == '|' ? '_' : *id);
	}
	if (!out->length) {
		buffer_byte(out, '_');
	}
}

static int by_enumeration(const void *a, const void *b)
{
	const onto_mention *x = *(const onto_mention *const *)a, *y = *(const onto_mention *const *)b;
	if (x->composite != y->composite) {
		return x->composite < y->composite ? -1 : 1;
	}
	if (x->type != y->type) {
		return x->type < y->type ? -1 : 1;
	}
	return x < y ? -1 : x > y;
}

static int by_place(const void *a, const void *b)
{
	const written *x = a, *y = b;
	if (x->start != y->start) {
		return x->start < y->start ? -1 : 1;
	}
	if (x->end != y->end) {
		return x->end > y->end ? -1 : 1;
	}
	if (!x->existing != !y->existing) {
		return x->existing ? -1 : 1;
	}
	return x->existing < y->existing   ? -1
	       : x->existing > y->existing ? 1
	       : x->first < y->first       ? -1
	                                   : x->first > y->first;
}

static bool add_mentions(output_state *state, const onto_tags *tags)
{
	for (size_t i = 0; i < tags->mention_count; i++) {
		if (!vector_push(&state->members, &tags->mentions[i])) {
			return false;
		}
	}
	const onto_mention **members = state->members.items;
	if (state->members.count) {
		qsort(members, state->members.count, sizeof *members, by_enumeration);
	}
	for (size_t i = 0; i < state->members.count;) {
		written row = {.start = members[i]->start, .end = members[i]->end, .first = i};
		do {
			row.start = members[i]->start < row.start ? members[i]->start : row.start;
			row.end = members[i]->end > row.end ? members[i]->end : row.end;
			row.count++;
			i++;
		} while (i < state->members.count && members[i]->composite &&
		         members[i]->composite == members[i - 1]->composite && members[i]->type == members[i - 1]->type);
		if (!vector_push(&state->rows, row)) {
			return false;
		}
	}
	return true;
}

static bool add_existing(output_state *state, const onto_document *document)
{
	for (size_t i = 0; i < document->annotation_count; i++) {
		const onto_annotation *a = &document->annotations[i];
		written row = {.start = a->spans[0].start, .end = a->spans[0].end, .existing = a};
		for (size_t s = 1; s < a->span_count; s++) {
			row.start = a->spans[s].start < row.start ? a->spans[s].start : row.start;
			row.end = a->spans[s].end > row.end ? a->spans[s].end : row.end;
		}
		if (!vector_push(&state->rows, row)) {
			return false;
		}
	}
	return true;
}

/* True where an annotation of the document equals a row of mentions. The rows are sorted. */
static bool is_said(const output_state *state, size_t index)
{
	const written *row = &state->rows.items[index];
	const char *type = annotation_type(state->members.items[row->first]);
	while (index-- > 0) {
		const written *before = &state->rows.items[index];
		if (before->start != row->start || before->end != row->end) {
			return false;
		}
		if (before->existing && strcmp(before->existing->type, type) == 0) {
			return true;
		}
	}
	return false;
}

static void member_codes(const output_state *state, const written *row, buffer *out)
{
	const onto_mention **members = state->members.items + row->first;
	for (size_t i = 0; i < row->count; i++) {
		const char *code = code_alone(members[i]);
		bool again = false;
		for (size_t j = 0; j < i && !again; j++) {
			const char *other = code_alone(members[j]);
			again = code && other ? strcmp(other, code) == 0 : code == other;
		}
		if (!again) {
			buffer_text(out, i ? "|" : "");
			buffer_text(out, code ? code : "-");
		}
	}
}

static void write_row(const output_state *state, const onto_document *document, const written *row,
                      const buffer *id, buffer *out)
{
	bool ours = document_is(document, "pubtator");
	if (row->existing && ours && *row->existing->written) {
		buffer_text(out, row->existing->written);
		buffer_byte(out, '\n');
		return;
	}
	buffer_append(out, id->bytes, id->length);
	buffer_byte(out, '\t');
	buffer_number(out, code_points_before(&state->points, row->start));
	buffer_byte(out, '\t');
	buffer_number(out, code_points_before(&state->points, row->end));
	buffer_byte(out, '\t');
	clean(out, document->text + row->start, row->end - row->start);
	buffer_byte(out, '\t');
	if (row->existing) {
		clean(out, row->existing->type, strlen(row->existing->type));
		buffer_byte(out, '\t');
		clean(out, row->existing->codes, strlen(row->existing->codes));
	} else {
		buffer_text(out, annotation_type(state->members.items[row->first]));
		buffer_byte(out, '\t');
		member_codes(state, row, out);
	}
	buffer_byte(out, '\n');
}

static void write_text(const onto_document *document, const buffer *id, buffer *out)
{
	const char *text = document->text;
	size_t title = document->title_length;
	if (!title && document->length) {
		const char *newline = memchr(text, '\n', document->length);
		title = newline ? (size_t)(newline - text) : document->length;
	}
	buffer_append(out, id->bytes, id->length);
	buffer_text(out, "|t|");
	clean(out, text, title);
	buffer_byte(out, '\n');
	buffer_append(out, id->bytes, id->length);
	buffer_text(out, "|a|");
	if (title < document->length) {
		size_t separator = code_point_size(text + title, document->length - title);
		clean(out, text + title + separator, document->length - title - separator);
	}
	buffer_byte(out, '\n');
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	buffer id = {0};
	state->members.count = state->rows.count = 0;
	clean_id(&id, document->id);
	bool good = !id.failed && code_points_read(&state->points, document->text, document->length) &&
	            (!state->keep || add_existing(state, document)) && add_mentions(state, tags);
	if (!good) {
		goto done;
	}
	if (state->rows.count) {
		qsort(state->rows.items, state->rows.count, sizeof *state->rows.items, by_place);
	}
	write_text(document, &id, out);
	for (size_t i = 0; i < state->rows.count; i++) {
		const written *row = &state->rows.items[i];
		if (row->existing || !is_said(state, i)) {
			write_row(state, document, row, &id, out);
		}
	}
	bool ours = document_is(document, "pubtator");
	for (size_t i = 0; ours && i < document->rest_count; i++) {
		buffer_text(out, document->rest[i]);
		buffer_byte(out, '\n');
	}
	buffer_byte(out, '\n');
	good = !out->failed;
done:
	buffer_free(&id);
	return good;
}

const output_format output_pubtator = {
	.start = start,
	.stop = stop,
	.document = document,
};
