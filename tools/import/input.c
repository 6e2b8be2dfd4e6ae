/* Source files, plain or compressed, line by line or in blocks. */
#define _POSIX_C_SOURCE 200809L

#include "input.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 128 << 10, REPORT_EVERY = 1 << 20 };

struct input {
	onto_byte_reader *reader;
	char *path;
	char *buffer; /* `room` bytes and one for the NUL behind the last line */
	size_t start;
	size_t end;
	size_t room;
	size_t line;
	bool at_end;

	input_progress progress;
	void *context;
	size_t unreported;
};

onto_status input_open(input **out, const char *path, onto_error *error)
{
	onto_status status = ONTO_NO_MEMORY;
	input *self = calloc(1, sizeof *self);
	if (!self) {
		return onto_fail(error, ONTO_NO_MEMORY, path, 0, "out of memory");
	}

	self->path = strdup(path);
	self->room = BLOCK;
	self->buffer = malloc(self->room + 1);
	if (self->path && self->buffer) {
		status = onto_byte_reader_open(path, &self->reader, error);
	} else {
		onto_fail(error, ONTO_NO_MEMORY, path, 0, "out of memory");
	}
	if (status) {
		input_close(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

void input_close(input *self)
{
	if (!self) {
		return;
	}
	onto_byte_reader_close(self->reader);
	free(self->buffer);
	free(self->path);
	free(self);
}

void input_watch(input *self, input_progress progress, void *context)
{
	self->progress = progress;
	self->context = context;
}

/* ---- filling the buffer -------------------------------------------------------------------------------------- */

static size_t count_line_ends(const char *text, size_t length)
{
	size_t count = 0;
	const char *end = text + length;
	for (const char *at = text; (at = memchr(at, '\n', (size_t)(end - at))); at++) {
		count++;
	}
	return count;
}

/* The line in which the unreadable bytes begin. */
static size_t line_at_end(const input *self)
{
	return self->line + count_line_ends(self->buffer + self->start, self->end - self->start) + 1;
}

static void report(input *self, size_t got)
{
	self->unreported += got;
	if (!self->progress || (self->unreported < REPORT_EVERY && !self->at_end)) {
		return;
	}
	self->progress(self->context, self->path, onto_byte_reader_consumed(self->reader),
	               onto_byte_reader_total(self->reader));
	self->unreported = 0;
}

/* Makes space for a block behind the unread bytes. */
static onto_status make_room(input *self, onto_error *error)
{
	if (self->start > 0 && self->room - self->end < BLOCK) {
		memmove(self->buffer, self->buffer + self->start, self->end - self->start);
		self->end -= self->start;
		self->start = 0;
	}
	if (self->end < self->room) {
		return ONTO_OK;
	}

	char *larger = realloc(self->buffer, self->room * 2 + 1);
	if (!larger) {
		return onto_fail(error, ONTO_NO_MEMORY, self->path, line_at_end(self), "out of memory");
	}
	self->buffer = larger;
	self->room *= 2;
	return ONTO_OK;
}

/* Appends bytes to the buffer, or sets at_end. */
static onto_status fill(input *self, onto_error *error)
{
	onto_status status = make_room(self, error);
	if (status) {
		return status;
	}

	size_t room = self->room - self->end;
	size_t got = 0;
	status =
		onto_byte_reader_read(self->reader, self->buffer + self->end, room < BLOCK ? room : BLOCK, &got, error);
	if (status) {
		if (error) {
			error->line = line_at_end(self);
		}
		return status;
	}
	self->at_end = !got;
	self->end += got;
	report(self, got);
	return ONTO_OK;
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

static size_t mark_length(const char *text, size_t length)
{
	return length >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3) ? 3 : 0;
}

onto_status input_peek(input *self, const char **head, size_t *length, onto_error *error)
{
	while (self->end - self->start < INPUT_PEEK && !self->at_end) {
		onto_status status = fill(self, error);
		if (status) {
			return status;
		}
	}
	size_t there = self->end - self->start;
	if (there > INPUT_PEEK) {
		there = INPUT_PEEK;
	}
	size_t mark = mark_length(self->buffer + self->start, there);
	*head = self->buffer + self->start + mark;
	*length = there - mark;
	return ONTO_OK;
}

static onto_status check_line(const input *self, const char *line, size_t length, onto_error *error)
{
	const char *nul = memchr(line, '\0', length);
	if (nul) {
		return onto_fail(error, ONTO_DAMAGED, self->path, self->line, "byte %zu of the line is a NUL",
		                 (size_t)(nul - line) + 1);
	}
	size_t span = input_utf8_span(line, length);
	if (span < length) {
		return onto_fail(error, ONTO_DAMAGED, self->path, self->line, "byte %zu of the line is not UTF-8",
		                 span + 1);
	}
	return ONTO_OK;
}

/* Control characters separate words, as name_tidy has it; none is a part of anything. */
static void blank_controls(char *line, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		bool wide = line[i] == '\xC2' && i + 1 < length && (line[i + 1] & '\xE0') == '\x80';
		if (wide || ((unsigned char)line[i] < ' ' && line[i] != '\t') || line[i] == 0x7F) {
			memset(line + i, ' ', wide ? 2 : 1);
		}
	}
}

onto_status input_line(input *self, char **line, size_t *length, onto_error *error)
{
	char *newline = NULL;
	size_t seen = 0;
	for (;;) {
		newline = memchr(self->buffer + self->start + seen, '\n', self->end - self->start - seen);
		seen = self->end - self->start;
		if (newline || self->at_end) {
			break;
		}
		if (seen > INPUT_LINE_MAX) {
			return onto_fail(error, ONTO_LIMIT, self->path, self->line + 1, "the line is longer than %zu bytes",
			                 INPUT_LINE_MAX);
		}
		onto_status status = fill(self, error);
		if (status) {
			return status;
		}
	}
	if (!newline && !seen) {
		*line = NULL;
		return ONTO_OK;
	}

	char *text = self->buffer + self->start;
	size_t size = newline ? (size_t)(newline - text) : seen;
	self->start += size + (newline ? 1 : 0);
	self->line++;

	size_t mark = self->line == 1 ? mark_length(text, size) : 0;
	text += mark;
	size -= mark;
	if (size && text[size - 1] == '\r') {
		size--;
	}
	onto_status status = check_line(self, text, size, error);
	if (status) {
		return status;
	}
	text[size] = '\0';
	blank_controls(text, size);
	*line = text;
	if (length) {
		*length = size;
	}
	return ONTO_OK;
}

onto_status input_bytes(input *self, void *into, size_t room, size_t *got, onto_error *error)
{
	while (self->start == self->end && !self->at_end) {
		onto_status status = fill(self, error);
		if (status) {
			return status;
		}
	}
	size_t there = self->end - self->start;
	size_t size = there < room ? there : room;
	memcpy(into, self->buffer + self->start, size);
	self->line += count_line_ends(self->buffer + self->start, size);
	self->start += size;
	*got = size;
	return ONTO_OK;
}

onto_status input_all(input *self, char **bytes, size_t *length, onto_error *error)
{
	char *all = NULL;
	size_t size = 0;
	size_t room = 0;
	size_t got = 0;
	onto_status status = ONTO_OK;

	do {
		if (room - size <= BLOCK) {
			room = room ? room * 2 : 2 * (size_t)BLOCK;
			char *larger = realloc(all, room);
			if (!larger) {
				status = onto_fail(error, ONTO_NO_MEMORY, self->path, 0, "out of memory");
				goto failed;
			}
			all = larger;
		}
		status = input_bytes(self, all + size, BLOCK, &got, error);
		if (status) {
			goto failed;
		}
		size += got;
	} while (got);

	all[size] = '\0';
	*bytes = all;
	*length = size;
	return ONTO_OK;

failed:
	free(all);
	return status;
}

const char *input_path(const input *self)
{
	return self->path;
}

size_t input_line_number(const input *self)
{
	return self->line;
}

bool input_can_reopen(const input *self)
{
	return strcmp(self->path, "-") != 0 && onto_byte_reader_total(self->reader);
}

/* ---- UTF-8 --------------------------------------------------------------------------------------------------- */

/* The length of the well-formed sequence at `text`, or 0. The range of the second byte excludes overlong forms,
 * surrogates and values beyond U+10FFFF. */
static size_t utf8_sequence(const unsigned char *at, size_t length)
{
	size_t size = at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
	if (at[0] < 0xC2 || at[0] > 0xF4 || size > length) {
		return 0;
	}

	unsigned char low = at[0] == 0xE0 ? 0xA0 : at[0] == 0xF0 ? 0x90 : 0x80;
	unsigned char high = at[0] == 0xED ? 0x9F : at[0] == 0xF4 ? 0x8F : 0xBF;
	if (at[1] < low || at[1] > high) {
		return 0;
	}
	for (size_t i = 2; i < size; i++) {
		if (at[i] < 0x80 || at[i] > 0xBF) {
			return 0;
		}
	}
	return size;
}

size_t input_utf8_span(const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t at = 0;
	while (at < length) {
		size_t size = bytes[at] < 0x80 ? 1 : utf8_sequence(bytes + at, length - at);
		if (!size) {
			break;
		}
		at += size;
	}
	return at;
}
