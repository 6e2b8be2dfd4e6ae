/* Rows of cells, quoted or not. */
#include "format/cells.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"

char cells_delimiter(const cell_dialect *dialect, const char *header, size_t length)
{
	size_t most = 0;
	char best = *dialect->delimiters;
	for (const char *delimiter = dialect->delimiters; *delimiter; delimiter++) {
		size_t count = 0;
		for (size_t i = 0; i < length; i++) {
			count += header[i] == *delimiter;
		}
		if (count > most) {
			most = count;
			best = *delimiter;
		}
	}
	return best;
}

static size_t count_columns(const cells *self, const char *line, size_t length)
{
	size_t count = 1;
	for (const char *at = line; (at = memchr(at, self->delimiter, (size_t)(line + length - at))); at++) {
		count++;
	}
	return count;
}

/* A row while its bytes are read. */
typedef struct split {
	cells *row;
	const char *line;
	size_t length, at;
	size_t start; /* of the cell, in the row's bytes */
	size_t cell;  /* a quoted one, in the line */
	bool plain;   /* a quote is a character */
	bool failed;
} split;

static void end_cell(split *s)
{
	onto_span span = {s->start, s->row->bytes.length};
	s->failed |= !vector_push(&s->row->spans, span);
	s->start = s->row->bytes.length;
}

/* Appends bytes up to the next delimiter, which it passes over. */
static void plain_cell(split *s)
{
	const char *from = s->line + s->at, *end = memchr(from, s->row->delimiter, s->length - s->at);
	size_t size = end ? (size_t)(end - from) : s->length - s->at;
	buffer_append(&s->row->bytes, from, size);
	s->at += size;
	end_cell(s);
}

/* Appends the content of a quoted cell from behind its quote. False at the end of the line. */
static bool quoted_text(split *s)
{
	for (;;) {
		const char *from = s->line + s->at, *quote = memchr(from, '"', s->length - s->at);
		if (!quote) {
			buffer_append(&s->row->bytes, from, s->length - s->at);
			s->at = s->length;
			return false;
		}
		buffer_append(&s->row->bytes, from, (size_t)(quote - from));
		s->at = (size_t)(quote - s->line) + 1;
		if (s->at == s->length || s->line[s->at] != '"') {
			return true;
		}
		buffer_byte(&s->row->bytes, '"');
		s->at++;
	}
}

/* A cell that begins with a quote. False where it goes on behind the line. */
static bool quoted_cell(split *s)
{
	size_t begin = s->cell = s->at++;
	bool closed = quoted_text(s), ends = closed && (s->at == s->length || s->line[s->at] == s->row->delimiter);
	if (!closed) {
		return false;
	}
	if (!ends && !s->row->quotes) {
		s->row->bytes.length = s->start; /* the quote is a character */
		s->at = begin;
	}
	plain_cell(s);
	return true;
}

/* Splits a line from where it stands. False where a quoted cell goes on behind it. */
static bool split_cells(split *s)
{
	for (;;) {
		if (s->at < s->length && s->line[s->at] == '"' && !s->plain) {
			if (!quoted_cell(s)) {
				return false;
			}
		} else {
			plain_cell(s);
		}
		if (s->at >= s->length) {
			return true;
		}
		s->at++;
	}
}

static void clear(cells *self)
{
	buffer_clear(&self->bytes);
	self->spans.count = 0;
}

bool cells_split(cells *self, const char *line, size_t length)
{
	clear(self);
	split s = {.row = self, .line = line, .length = length};
	bool whole = split_cells(&s);
	self->bytes.failed |= s.failed;
	return whole;
}

/* The next line, without its '\r' and a byte-order mark. */
static onto_status next_line(stream *stream, const char **line, size_t *length, onto_error *error)
{
	TRY(stream_line(stream, line, length, error));
	if (*line && stream_line_number(stream) == 1 && *length >= 3 && memcmp(*line, "\xef\xbb\xbf", 3) == 0) {
		*line += 3;
		*length -= 3;
	}
	*length -= *line && *length && (*line)[*length - 1] == '\r';
	return ONTO_OK;
}

/* Takes the quote of the last cell, which is not closed, for a character: splits what stood from there on again. */
static void take_plainly(cells *self, split *s)
{
	self->bytes.length = s->start;
	*s = (split){
		.row = self, .line = self->open.bytes, .length = self->open.length, .start = s->start, .plain = true};
	split_cells(s);
}

/* A row whose last quoted cell goes on behind the line. Without quotes by rule it may only look so. */
static onto_status go_on(cells *self, stream *stream, split *s, onto_error *error)
{
	bool may_be_plain = !self->quotes;
	for (;;) {
		const char *line;
		size_t length, start = s->start;
		TRY(next_line(stream, &line, &length, error));
		bool row = line && !self->quotes && (!self->columns || count_columns(self, line, length) == self->columns);
		if (row) {
			stream_back(stream);
		}
		if ((row || !line) && may_be_plain) {
			take_plainly(self, s);
			return ONTO_OK;
		}
		if (row || !line) {
			return onto_fail(error, ONTO_DAMAGED, stream_name(stream), self->line, "a quote that is not closed");
		}
		may_be_plain = false;
		buffer_byte(&self->bytes, '\n');
		*s = (split){.row = self, .line = line, .length = length, .start = start, .failed = s->failed};
		if (quoted_text(s)) {
			plain_cell(s);
			if (s->at++ >= s->length || split_cells(s)) {
				return ONTO_OK;
			}
		}
	}
}

onto_status cells_next(cells *self, stream *stream, bool *found, onto_error *error)
{
	const char *line;
	size_t length;
	*found = false;
	do {
		TRY(next_line(stream, &line, &length, error));
		if (!line) {
			return ONTO_OK;
		}
	} while (!length);
	clear(self);
	self->line = stream_line_number(stream);
	split s = {.row = self, .line = line, .length = length};
	if (!split_cells(&s)) {
		buffer_clear(&self->open);
		buffer_append(&self->open, line + s.cell, length - s.cell);
		TRY(self->open.failed ? fail_memory(error) : go_on(self, stream, &s, error));
	}
	*found = true;
	return s.failed || self->bytes.failed ? fail_memory(error) : ONTO_OK;
}

bool cells_at(const cells *self, size_t index, const char **bytes, size_t *length)
{
	if (index >= self->spans.count) {
		return false;
	}
	onto_span span = self->spans.items[index];
	*bytes = self->bytes.length ? self->bytes.bytes + span.start : "";
	*length = span.end - span.start;
	return true;
}

void cells_free(cells *self)
{
	buffer_free(&self->bytes);
	buffer_free(&self->open);
	vector_free(&self->spans);
}
