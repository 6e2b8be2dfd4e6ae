/* The reader: detects the format of a file and runs it. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/ascii.h"
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
		if (length > tail && ascii_begins_same(path + length - tail, *suffix, tail)) {
			return true;
		}
	}
	return false;
}

/* The format of a file, by its name, else by its first bytes. The default is plain text. */
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
	if (!lines && length >= 5 && memcmp(head, "<?xml", 5) == 0) {
		return onto_fail(error, ONTO_DAMAGED, stream_name(self->reader.stream), 1,
		                 "is XML of a kind that is not read (-f html reads the text between its tags)");
	}
	return format_to_read("text", &self->format, error);
}

/* The source that a reader reads. */
typedef struct input_bytes {
	const char *path; /* of the file; for memory, the name given to it */
	bool in_memory;
	const void *bytes;
	size_t length;
} input_bytes;

static onto_status open_stream(reader *self, const input_bytes *from, onto_error *error)
{
	size_t most = self->options.most_bytes;
	if (from->in_memory && most && from->length > most) {
		return onto_fail(error, ONTO_LIMIT, from->path, 0, "is larger than %zu bytes", most);
	}
	stream_options options = {
		.encoding = self->options.encoding, .mapped = self->options.file_offsets, .most_bytes = most};
	return from->in_memory
	           ? stream_open_memory(&self->stream, from->path, from->bytes, from->length, &options, error)
	           : stream_open(&self->stream, from->path, &options, error);
}

static onto_status start(onto_reader *self, const input_bytes *from, const char *format, onto_error *error)
{
	reader *r = &self->reader;
	bool folder = !from->in_memory && is_folder(self->path);
	if (format || folder) {
		TRY(format_to_read(format ? format : "brat", &self->format, error));
	}
	if (self->format && self->format->input->from_path && from->in_memory) {
		return onto_fail(error, ONTO_ARGUMENT, from->path, 0, "%s is read from a folder", format);
	}
	if (!self->format || !self->format->input->from_path) {
		TRY(open_stream(r, from, error));
	}
	if (!self->format) {
		TRY(recognise(self, error));
	}
	return self->format->input->start ? self->format->input->start(r, error) : ONTO_OK;
}

static onto_status open_reader(const input_bytes *from, const char *format, const onto_read_options *options,
                               onto_reader **out, onto_error *error)
{
	onto_read_options own;
	*out = NULL;
	TRY(options_read(&own, sizeof own, options, error));
	onto_reader *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->path = strdup(from->path);
	self->reader.path = self->path;
	self->reader.options = own;
	onto_status status = self->path ? start(self, from, format, error) : fail_memory(error);
	if (status != ONTO_OK) {
		onto_reader_free(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

onto_status onto_reader_open(const char *path, const char *format, const onto_read_options *options,
                             onto_reader **out, onto_error *error)
{
	return open_reader(&(input_bytes){.path = path}, format, options, out, error);
}

onto_status onto_reader_open_memory(const char *name, const void *bytes, size_t length, const char *format,
                                    const onto_read_options *options, onto_reader **out, onto_error *error)
{
	const input_bytes from = {.path = name, .in_memory = true, .bytes = bytes, .length = length};
	return open_reader(&from, format, options, out, error);
}

onto_status onto_reader_continue(onto_reader *self, const void *bytes, size_t length, onto_error *error)
{
	return stream_continue(self->reader.stream, bytes, length, error);
}

bool onto_format_comes_in_pieces(const char *name, const onto_read_options *options)
{
	const format *found;
	bool file = strcmp(name, "text") == 0 && !options->lines;
	return format_to_read(name, &found, NULL) == ONTO_OK && found->input->whole && !file;
}

size_t onto_format_whole(const char *name, const onto_read_options *options, const char *bytes, size_t length,
                         size_t searched)
{
	const format *found;
	bool known = format_to_read(name, &found, NULL) == ONTO_OK && found->input->whole;
	return known ? found->input->whole(options, bytes, length, searched) : 0;
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

/* What is to be said of the file, and of annotations beyond those that were noted one by one. */
static onto_status note(reader *self, onto_error *error)
{
	draft *d = &self->draft;
	if (self->stream) {
		TRY(draft_note_encoding(d, self->stream, error));
	}
	if (d->unnoted) {
		onto_fail(error, ONTO_DAMAGED, d->notes.items[0].file, 0, "%zu more annotations of this document",
		          d->unnoted);
		if (!vector_push(&d->notes, *error)) {
			return fail_memory(error);
		}
	}
	return ONTO_OK;
}

onto_status onto_reader_next(onto_reader *self, const onto_document **out, onto_error *error)
{
	bool found = false;
	onto_error own;
	*out = NULL;
	draft_clear(&self->reader.draft);
	error = error ? error : &own;
	TRY(self->format->input->next(&self->reader, &found, error));
	TRY(note(&self->reader, error));
	if (found) {
		*out = draft_finish(&self->reader.draft, self->format->name);
	}
	return ONTO_OK;
}

const onto_error *onto_reader_note(const onto_reader *self, size_t index)
{
	const draft *d = &self->reader.draft;
	return index < d->notes.count ? &d->notes.items[index] : NULL;
}
