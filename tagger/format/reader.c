/* The reader: finds the format of a file and runs it. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/options.h"
#include "format/registry.h"

struct onto_reader {
	const format *format;
	reader reader;
	char *path;
};

static bool is_folder(const char *path)
{
	struct stat about;
	return strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static bool has_suffix_of(const char *path, const input_format *format)
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

/* The format of a file: by its name, else by its first bytes; what is nothing else is text. */
static onto_status recognise(onto_reader *self, onto_error *error)
{
	const char *head;
	size_t length;
	const format *f;
	TRY(stream_peek(self->reader.stream, &head, &length, error));
	bool lines = self->reader.options.lines;
	for (size_t i = 0; !lines && (f = format_at(i)) != NULL; i++) {
		if (f->input && has_suffix_of(self->path, f->input)) {
			self->format = f;
			return ONTO_OK;
		}
	}
	for (size_t i = 0; !lines && (f = format_at(i)) != NULL; i++) {
		if (f->input && f->input->recognise && f->input->recognise(head, length)) {
			self->format = f;
			return ONTO_OK;
		}
	}
	return format_to_read("text", &self->format, error);
}

static onto_status start(onto_reader *self, const char *format, onto_error *error)
{
	reader *r = &self->reader;
	if (format || is_folder(self->path)) {
		TRY(format_to_read(format ? format : "brat", &self->format, error));
	}
	if (!self->format || !self->format->input->from_path) {
		TRY(stream_open(&r->stream, self->path, error));
	}
	if (!self->format) {
		TRY(recognise(self, error));
	}
	return self->format->input->start ? self->format->input->start(r, error) : ONTO_OK;
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
	onto_status status = self->path ? start(self, format, error) : fail_memory(error);
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
		if (self->format && self->format->input->stop) {
			self->format->input->stop(self->reader.state);
		}
		stream_close(self->reader.stream);
		draft_free(&self->reader.draft);
		free(self->path);
		free(self);
	}
}

const char *onto_reader_format(const onto_reader *self)
{
	return self->format->name;
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
	TRY(self->format->input->next(&self->reader, &found, error));
	if (found) {
		*out = draft_finish(&self->reader.draft, self->format->name);
	}
	return ONTO_OK;
}
