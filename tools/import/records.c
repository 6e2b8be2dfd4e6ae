/* Records of separated values. */
#include "records.h"

#include "ascii.h"
#include "pool.h"

#include <stdlib.h>
#include <string.h>

static const char separators[] = ",\t;|";

char records_separator(const char *line)
{
	size_t counts[sizeof separators] = {0};
	bool quoted = false;
	for (; *line && *line != '\n'; line++) {
		quoted ^= *line == '"';
		const char *at = quoted ? NULL : strchr(separators, *line);
		if (at) {
			counts[at - separators]++;
		}
	}
	size_t best = 0;
	for (size_t i = 1; i + 1 < sizeof separators; i++) {
		if (counts[i] > counts[best]) {
			best = i;
		}
	}
	return counts[best] ? separators[best] : '\0';
}

static bool add_cell(records *self, char *cell)
{
	char **more = pool_grown(self->cells, self->count, &self->room, sizeof *more);
	if (!more) {
		return false;
	}
	self->cells = more;
	more[self->count++] = cell;
	return true;
}

/* Unquotes a field in place and returns what follows it. NULL where the quote does not end. */
static char *unquote(char *field)
{
	char *to = field;
	for (char *from = field + 1; *from; from++) {
		if (*from == '"' && from[1] != '"') {
			*to = '\0';
			return from + 1;
		}
		from += *from == '"';
		*to++ = *from;
	}
	return NULL;
}

/* True where each quoted field of the text ends in it. `inside`: the text begins within a quoted field. */
static bool is_whole(const records *self, const char *text, bool inside)
{
	for (;;) {
		if (inside) {
			for (; *text && (*text != '"' || text[1] == '"'); text++) {
				text += *text == '"';
			}
			if (!*text) {
				return false;
			}
		}
		inside = !inside && *text == '"' && !self->unquoted;
		text = inside ? text : self->separator ? strchr(text, self->separator) : NULL;
		if (!text) {
			return true;
		}
		text++;
	}
}

/* Splits a record whose quotes end. ONTO_DAMAGED where text follows a quote that ends a field. */
static onto_status split(records *self, char *text)
{
	self->count = 0;
	for (char *at = text; at;) {
		char *cell = at;
		if (*at == '"' && !self->unquoted) {
			at = unquote(at);
			if (!at || (*at && *at != self->separator)) {
				return ONTO_DAMAGED;
			}
			at = *at ? at + 1 : NULL;
		} else {
			at = self->separator ? strchr(at, self->separator) : NULL;
			if (at) {
				*at++ = '\0';
			}
		}
		if (!add_cell(self, cell)) {
			return ONTO_NO_MEMORY;
		}
	}
	return ONTO_OK;
}

/* The same with a message. */
static onto_status split_record(records *self, char *text)
{
	onto_status status = split(self, text);
	return status == ONTO_OK          ? ONTO_OK
	       : status == ONTO_NO_MEMORY ? import_no_memory(self->job)
	                                  : import_damaged(self->job, "text follows the quote that ends a field");
}

bool records_split(records *self, char *line)
{
	return is_whole(self, line, false) && split(self, line) == ONTO_OK;
}

static bool keep(records *self, const char *line, size_t length, size_t *used)
{
	if (*used + length + 2 > self->text_room) {
		size_t room = (*used + length + 2) * 2;
		char *larger = realloc(self->text, room);
		if (!larger) {
			return false;
		}
		self->text = larger;
		self->text_room = room;
	}
	memcpy(self->text + *used, line, length + 1);
	*used += length;
	return true;
}

/* Adds lines until the quotes end. Each is looked at once. */
static onto_status read_lines(records *self, const char *line, size_t length)
{
	const import *job = self->job;
	size_t first = input_line_number(job->input);
	size_t used = 0;
	bool open = true;

	if (!keep(self, line, length, &used)) {
		return import_no_memory(job);
	}
	while (open) {
		char *more = NULL;
		TRY(input_line(job->input, &more, &length, job->error));
		if (!more || used > INPUT_LINE_MAX) {
			return onto_fail(job->error, ONTO_DAMAGED, job->path, first, "the quote of a field does not end");
		}
		open = !is_whole(self, more, true);
		self->text[used++] = '\n'; /* there is room: `keep` makes it for one byte more */
		if (!keep(self, more, length, &used)) {
			return import_no_memory(job);
		}
	}
	return split_record(self, self->text);
}

onto_status records_next(records *self, bool *got)
{
	const import *job = self->job;
	char *line = NULL;
	size_t length = 0;
	do {
		TRY(input_line(job->input, &line, &length, job->error));
	} while (line && !line[strspn(line, " \t,;")]);
	*got = line != NULL;
	if (!line) {
		return ONTO_OK;
	}
	return is_whole(self, line, false) ? split_record(self, line) : read_lines(self, line, length);
}

const char *records_cell(const records *self, size_t index)
{
	return index < self->count ? self->cells[index] : "";
}

static const char *skip_joints(const char *text)
{
	return text + strspn(text, " _-");
}

bool records_same_heading(const char *a, const char *b)
{
	for (;; a++, b++) {
		a = skip_joints(a);
		b = skip_joints(b);
		if (ascii_lower(*a) != ascii_lower(*b)) {
			return false;
		}
		if (!*a) {
			return true;
		}
	}
}

size_t records_column(const records *self, const char *heading)
{
	for (size_t i = 0; i < self->count; i++) {
		if (records_same_heading(self->cells[i], heading)) {
			return i;
		}
	}
	return SIZE_MAX;
}

void records_free(records *self)
{
	free(self->cells);
	free(self->text);
}
