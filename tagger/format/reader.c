/* The table of input formats, and the reader that runs one. */
#include "format/reader.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/options.h"

/* The order in which content is asked what it is; what is nothing else is text. */
static const input_format *const formats[] = {&input_text, &input_pubtator, &input_bioc_xml, &input_bioc_json, &input_jsonl,
                                              &input_tsv, &input_brat, &input_html, &input_markdown};
enum { FORMATS = sizeof formats / sizeof *formats };

struct onto_reader {
	reader reader;
	char *path;
};

const char *onto_input_format_name(size_t index, const char **description)
{
	if (index >= FORMATS) {
		return NULL;
	}
	if (description) {
		*description = formats[index]->description;
	}
	return formats[index]->name;
}

/* ---- drafts -------------------------------------------------------------------------------------------------- */

static void draft_clear(draft *self)
{
	arena_reset(&self->memory);
	buffer_clear(&self->text);
	self->annotations.count = self->spans.count = self->rest.count = self->spans_used = 0;
	self->origins.count = 0;
	self->document = (onto_document){.size = sizeof(onto_document), .id = "", .text = ""};
}

static void draft_free(draft *self)
{
	arena_free(&self->memory);
	buffer_free(&self->text);
	code_points_free(&self->points);
	vector_free(&self->annotations);
	vector_free(&self->spans);
	vector_free(&self->rest);
	vector_free(&self->origins);
}

static const onto_document *draft_finish(draft *self, const input_format *format)
{
	onto_document *d = &self->document;
	const onto_span *spans = self->spans.items;
	for (size_t i = 0; i < self->annotations.count; i++) {
		self->annotations.items[i].spans = spans;
		spans += self->annotations.items[i].span_count;
	}
	d->format = format->name;
	d->annotations = self->annotations.items;
	d->annotation_count = self->annotations.count;
	d->rest = self->rest.items;
	d->rest_count = self->rest.count;
	d->origins = self->origins.count ? self->origins.items : NULL;
	d->origin_count = self->origins.count;
	return d;
}

char *draft_copy(draft *self, const char *text, size_t length)
{
	return arena_text(&self->memory, text, length);
}

char *draft_place(draft *self, const stream *stream)
{
	const char *name = stream_name(stream);
	size_t room = strlen(name) + 24;
	char *place = arena_take(&self->memory, room);
	if (place) {
		snprintf(place, room, "%s:%zu", name, stream_line_number(stream));
	}
	return place;
}

bool draft_text(draft *self, const char *text, size_t length)
{
	self->document.text = text;
	self->document.length = length;
	return code_points_read(&self->points, text, length);
}

onto_status draft_span(draft *self, size_t start, size_t end, onto_error *error)
{
	onto_span span;
	if (start >= end || !code_points_to_byte(&self->points, start, &span.start) ||
	    !code_points_to_byte(&self->points, end, &span.end)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "an annotation from %zu to %zu in a text of %zu characters",
		                 start, end, self->points.count);
	}
	return vector_push(&self->spans, span) ? ONTO_OK : fail_memory(error);
}

bool draft_annotation(draft *self, onto_annotation annotation)
{
	annotation.span_count = self->spans.count - self->spans_used;
	self->spans_used = self->spans.count;
	return vector_push(&self->annotations, annotation);
}

bool draft_rest(draft *self, const char *line, size_t length)
{
	char *copy = draft_copy(self, line, length);
	return copy && vector_push(&self->rest, copy);
}

onto_status fail_at(onto_error *error, onto_status status, const char *file, size_t line)
{
	if (error) {
		snprintf(error->file, sizeof error->file, "%s", file);
		error->line = line;
	}
	return status;
}

bool parse_number(const char *text, size_t length, size_t *out)
{
	size_t number = 0;
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9' || number > (SIZE_MAX - 9) / 10) {
			return false;
		}
		number = number * 10 + (size_t)(text[i] - '0');
	}
	*out = number;
	return length > 0;
}

/* ---- readers ------------------------------------------------------------------------------------------------- */

static onto_status named_format(const char *name, const input_format **out, onto_error *error)
{
	char names[200] = "";
	for (size_t i = 0; i < FORMATS; i++) {
		if (strcmp(formats[i]->name, name) == 0) {
			*out = formats[i];
			return ONTO_OK;
		}
		size_t used = strlen(names);
		snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", formats[i]->name);
	}
	return onto_fail(error, ONTO_UNKNOWN, NULL, 0, "no input format '%.40s' (there are: %s)", name, names);
}

static bool is_folder(const char *path)
{
	struct stat about;
	return strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static bool named_so(const char *path, const input_format *format)
{
	size_t length = strlen(path);
	length -= length > 3 && strcmp(path + length - 3, ".gz") == 0 ? 3 : 0;
	for (const char *const *suffix = format->suffixes; suffix && *suffix; suffix++) {
		size_t tail = strlen(*suffix);
		if (length > tail && strncasecmp(path + length - tail, *suffix, tail) == 0) {
			return true;
		}
	}
	return false;
}

static onto_status recognise(reader *self, onto_error *error)
{
	const char *head;
	size_t length;
	TRY(stream_peek(self->stream, &head, &length, error));
	self->format = &input_text;
	for (size_t i = 0; i < FORMATS && !self->options.lines; i++) {
		if (named_so(self->path, formats[i])) {
			self->format = formats[i];
			return ONTO_OK;
		}
	}
	for (size_t i = 0; i < FORMATS && !self->options.lines; i++) {
		if (formats[i]->recognise && formats[i]->recognise(head, length)) {
			self->format = formats[i];
			break;
		}
	}
	return ONTO_OK;
}

static onto_status start(reader *self, const char *format, onto_error *error)
{
	if (format) {
		TRY(named_format(format, &self->format, error));
	} else if (is_folder(self->path)) {
		self->format = &input_brat;
	}
	if (!self->format || !self->format->from_path) {
		TRY(stream_open(&self->stream, self->path, error));
	}
	if (!self->format) {
		TRY(recognise(self, error));
	}
	return self->format->start ? self->format->start(self, error) : ONTO_OK;
}

onto_status onto_reader_open(const char *path, const char *format, const onto_read_options *options,
                             onto_reader **out, onto_error *error)
{
	onto_read_options own;
	*out = NULL;
	TRY(options_read(&own, sizeof own, options, error));
	onto_reader *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->path = strdup(path);
	self->reader.path = self->path;
	self->reader.options = own;
	onto_status status = self->path ? start(&self->reader, format, error) : fail_memory(error);
	if (status != ONTO_OK) {
		onto_reader_free(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

void onto_reader_free(onto_reader *self)
{
	if (self) {
		if (self->reader.format && self->reader.format->stop) {
			self->reader.format->stop(self->reader.state);
		}
		stream_close(self->reader.stream);
		draft_free(&self->reader.draft);
		free(self->path);
		free(self);
	}
}

const char *onto_reader_format(const onto_reader *self)
{
	return self->reader.format->name;
}

size_t onto_reader_consumed(const onto_reader *self)
{
	return self->reader.stream ? stream_consumed(self->reader.stream) : 0;
}

onto_status onto_reader_next(onto_reader *self, const onto_document **out, onto_error *error)
{
	bool found = false;
	*out = NULL;
	draft_clear(&self->reader.draft);
	TRY(self->reader.format->next(&self->reader, &found, error));
	if (found) {
		*out = draft_finish(&self->reader.draft, self->reader.format);
	}
	return ONTO_OK;
}
