/* CoNLL as input: a token a line, columns apart by tabs or spaces, of which the last may be an IOB tag; and
 * CoNLL-U.
 *
 *     -DOCSTART- -X- O          # newdoc id = 7
 *     the      DT  O            1   the    the   DET   ...   _
 *     asthma   NN  B-Disease    2   asthma asthma NOUN ...   SpaceAfter=No
 *
 * Where the first line marks a document, marks separate the documents and a blank line ends a sentence. Else a
 * blank line ends a document. The text is the tokens with a space between them, or what CoNLL-U says stands there.
 * Tags become annotations: B-disease|MONDO:0004979 has its code, as the output of this program has it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "format/input_format.h"
#include "format/number.h"

enum { MOST_COLUMNS = 64, COLUMNS_OF_U = 10 };

struct input_state {
	bool marked; /* documents begin with a mark */
	bool begun;
	bool in_document; /* the mark of the next document was read */
	bool glued;       /* no space follows the last token */
	size_t open;      /* start of the open annotation, in code points */
	size_t end;       /* and its end; 0: none is open */
	buffer tag;       /* of it, without B- */
	buffer name;      /* of the document; empty: none */
	size_t name_line;
};

typedef struct cell {
	const char *at;
	size_t length;
} cell;

typedef struct row {
	cell cells[MOST_COLUMNS];
	size_t count; /* further columns are not kept, but for the last */
} row;

static const char *const suffixes[] = {".conll", ".conllu", ".iob", ".iob2", ".bio", NULL};

static bool begins(const char *line, size_t length, const char *with)
{
	size_t wanted = strlen(with);
	return length >= wanted && memcmp(line, with, wanted) == 0;
}

static bool is_mark(const char *line, size_t length)
{
	return begins(line, length, "-DOCSTART-") || begins(line, length, "# newdoc");
}

static row split(const char *line, size_t length)
{
	row r = {0};
	bool tabs = memchr(line, '\t', length);
	for (size_t at = 0; at < length;) {
		size_t from = at;
		while (at < length && (tabs ? line[at] != '\t' : line[at] != ' ')) {
			at++;
		}
		if (tabs || at > from) {
			r.count -= r.count == MOST_COLUMNS;
			r.cells[r.count++] = (cell){line + from, at - from};
		}
		at++;
	}
	return r;
}

/* O, or a letter of IOB2 or BIOES, alone or with a type. */
static bool is_tag(cell c)
{
	return c.length && memchr("OBIESLU", *c.at, 7) &&
	       (c.length == 1 || (*c.at != 'O' && c.length > 2 && c.at[1] == '-'));
}

static bool is_u(const row *r)
{
	size_t number;
	return r->count == COLUMNS_OF_U && parse_number(r->cells[0].at, r->cells[0].length, &number);
}

static bool is_token_line(const char *line, size_t length)
{
	row r = split(line, length);
	return r.count > 1 && r.cells[0].length && (is_u(&r) || is_tag(r.cells[r.count - 1]));
}

/* Two lines of tokens, or a mark. */
static bool recognise(const char *head, size_t length)
{
	size_t mark = length >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0, lines = 0;
	for (size_t at = mark; at < length && lines < 2;) {
		const char *end = memchr(head + at, '\n', length - at);
		size_t size = end ? (size_t)(end - head) - at : length - at;
		size_t cut = size && head[at + size - 1] == '\r';
		bool tabs = memchr(head + at, '\t', size) != NULL;
		if (begins(head + at, size, "-DOCSTART-") || begins(head + at, size, "# newdoc") ||
		    begins(head + at, size, "# sent_id") || begins(head + at, size, "# global.columns")) {
			return true;
		}
		if (!end || !tabs || !is_token_line(head + at, size - cut)) {
			return false;
		}
		lines++;
		at += size + 1;
	}
	return lines == 2;
}

static onto_status start(reader *self, onto_error *error)
{
	self->state = calloc(1, sizeof *self->state);
	return self->state ? ONTO_OK : fail_memory(error);
}

static void stop(input_state *state)
{
	if (state) {
		buffer_free(&state->tag);
		buffer_free(&state->name);
		free(state);
	}
}

/* ---- annotations --------------------------------------------------------------------------------------------- */

/* An annotation waits until the text is complete: its span is kept in code points of it. */
typedef struct waiting {
	size_t start, end;
	const char *type, *codes;
} waiting;

typedef struct assembly {
	draft *draft;
	VECTOR(waiting) annotations;
	size_t points; /* of the text so far */
	bool failed;
} assembly;

static void close_annotation(input_state *state, assembly *a)
{
	if (!state->end) {
		return;
	}
	const char *bar = state->tag.length ? memchr(state->tag.bytes, '|', state->tag.length) : NULL;
	size_t type = bar ? (size_t)(bar - state->tag.bytes) : state->tag.length;
	waiting w = {state->open, state->end, draft_copy(a->draft, state->tag.bytes, type),
	             bar ? draft_copy(a->draft, bar + 1, state->tag.length - type - 1) : ""};
	a->failed |= !w.type || !w.codes || !vector_push(&a->annotations, w);
	state->end = 0;
}

static void take_tag(input_state *state, assembly *a, cell tag, size_t start, size_t end)
{
	const char *type = tag.length > 2 ? tag.at + 2 : "";
	size_t length = tag.length > 2 ? tag.length - 2 : 0;
	bool inside = *tag.at == 'I' || *tag.at == 'E' || *tag.at == 'L';
	bool goes_on = inside && state->end && state->tag.length == length &&
	               (!length || memcmp(state->tag.bytes, type, length) == 0);
	if (!goes_on) {
		close_annotation(state, a);
		buffer_clear(&state->tag);
		buffer_append(&state->tag, type, length);
		state->open = start;
	}
	state->end = *tag.at == 'O' ? 0 : end;
	a->failed |= state->tag.failed;
}

static size_t count_points(const char *text, size_t length)
{
	size_t count = 0;
	for (size_t at = 0; at < length; at += code_point_size(text + at, length - at)) {
		count++;
	}
	return count;
}

static void take_token(input_state *state, assembly *a, const row *r)
{
	buffer *text = &a->draft->text;
	bool u = is_u(r);
	cell token = r->cells[u], misc = r->cells[r->count - 1];
	if (text->length && !state->glued && text->bytes[text->length - 1] != '\n') {
		buffer_byte(text, ' ');
		a->points++;
	}
	size_t start = a->points;
	buffer_append(text, token.at, token.length);
	a->points += count_points(token.at, token.length);
	state->glued = u && memmem(misc.at, misc.length, "SpaceAfter=No", 13);
	if (!u && r->count > 1 && is_tag(misc)) {
		take_tag(state, a, misc, start, a->points);
	} else {
		close_annotation(state, a);
	}
}

/* ---- documents ----------------------------------------------------------------------------------------------- */

static void take_name(input_state *state, const char *line, size_t length, size_t number)
{
	const char *equals = memchr(line, '=', length);
	buffer_clear(&state->name);
	state->name_line = number;
	for (const char *at = equals ? equals + 1 : line + length; at < line + length; at++) {
		if (state->name.length || *at != ' ') {
			buffer_byte(&state->name, *at);
		}
	}
}

/* Takes a line. True where it ends the document. */
static bool take_line(input_state *state, assembly *a, const char *line, size_t length, size_t number)
{
	buffer *text = &a->draft->text;
	if (is_mark(line, length)) {
		bool ends = state->in_document && text->length;
		if (!ends) {
			take_name(state, line, length, number);
			state->in_document = true;
		}
		return ends;
	}
	if (!length) {
		close_annotation(state, a);
		if (!state->marked) {
			return text->length > 0;
		}
		if (text->length && text->bytes[text->length - 1] != '\n') {
			buffer_byte(text, '\n');
			a->points++;
		}
		state->glued = false;
		return false;
	}
	row r = split(line, length);
	size_t id;
	bool comment = *line == '#' && (r.count < 2 || !is_tag(r.cells[r.count - 1]));
	bool part = r.count == COLUMNS_OF_U && !parse_number(r.cells[0].at, r.cells[0].length, &id) &&
	            r.cells[0].length && *r.cells[0].at >= '0' && *r.cells[0].at <= '9'; /* 3-4, 8.1 */
	if (!comment && !part && r.count && r.cells[0].length) {
		state->name_line = text->length || state->name.length ? state->name_line : number;
		take_token(state, a, &r);
	}
	return false;
}

static onto_status complete(reader *self, assembly *a, onto_error *error)
{
	draft *d = &self->draft;
	input_state *state = self->state;
	d->document.id = state->name.length ? draft_copy(d, state->name.bytes, state->name.length) : NULL;
	if (!d->document.id) {
		char place[24];
		snprintf(place, sizeof place, ":%zu", state->name_line);
		buffer_clear(&state->name);
		buffer_text(&state->name, stream_name(self->stream));
		buffer_text(&state->name, place);
		d->document.id = state->name.failed ? NULL : draft_copy(d, state->name.bytes, state->name.length);
	}
	buffer_clear(&state->name);
	state->in_document = false;
	if (!d->document.id || a->failed || d->text.failed || !draft_text(d, d->text.bytes, d->text.length)) {
		return fail_memory(error);
	}
	for (size_t i = 0; i < a->annotations.count; i++) {
		const waiting *w = &a->annotations.items[i];
		onto_annotation annotation = {.type = w->type, .codes = w->codes, .id = "", .written = ""};
		TRY(draft_span(d, w->start, w->end, error));
		if (!draft_annotation(d, annotation)) {
			return fail_memory(error);
		}
	}
	return ONTO_OK;
}

static onto_status read_document(reader *self, assembly *a, bool *found, onto_error *error)
{
	input_state *state = self->state;
	const char *line;
	size_t length;
	for (;;) {
		TRY(stream_line(self->stream, &line, &length, error));
		if (!line) {
			break;
		}
		size_t number = stream_line_number(self->stream);
		size_t mark = number == 1 && length >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
		length -= length && line[length - 1] == '\r';
		line += mark;
		length -= mark;
		state->marked |= !state->begun && is_mark(line, length);
		state->begun = true;
		if (take_line(state, a, line, length, number)) {
			if (is_mark(line, length)) {
				stream_back(self->stream);
			}
			break;
		}
	}
	close_annotation(state, a);
	state->glued = false;
	*found = self->draft.text.length > 0;
	return *found ? complete(self, a, error) : ONTO_OK;
}

static onto_status next(reader *self, bool *found, onto_error *error)
{
	assembly a = {.draft = &self->draft};
	onto_status status = read_document(self, &a, found, error);
	vector_free(&a.annotations);
	*found = *found && status == ONTO_OK;
	return status;
}

const input_format input_conll = {
	.recognise = recognise,
	.suffixes = suffixes,
	.start = start,
	.stop = stop,
	.next = next,
};
