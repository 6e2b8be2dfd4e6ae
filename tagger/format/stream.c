/* Bytes of a file, plain or gzipped, line by line. */
#include "format/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "core/error.h"
#include "core/vector.h"

enum { BLOCK = 128 << 10, PACKED = 64 << 10 };

struct stream {
	char *name;
	int file;           /* -1: memory */
	const char *memory; /* input that is not yet inflated */
	size_t memory_left;
	bool borrowed; /* `bytes` are the caller's: all of a memory that is not gzipped */
	bool at_end;   /* no more input: the file has ended, or reading it failed */
	bool gzipped;
	bool in_member; /* gzip: inside a member */
	z_stream inflate;
	unsigned char *packed; /* gzip: the input of inflate */
	char *bytes;           /* [start, end) is read and not yet returned */
	size_t start, end, space;
	size_t consumed;     /* bytes of the file */
	size_t handed, most; /* bytes put into the buffer so far, and their maximum; 0: no maximum */
	size_t line, last;   /* the number of the last line, and its start */
};

/* ---- opening ------------------------------------------------------------------------------------------------- */

static onto_status open_file(stream *self, const char *path, onto_error *error)
{
	self->file = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	if (self->file < 0) {
		return onto_fail(error, ONTO_IO, self->name, 0, "cannot be opened: %s", strerror(errno));
	}
	struct stat about;
	if (fstat(self->file, &about) == 0 && S_ISDIR(about.st_mode)) {
		return onto_fail(error, ONTO_IO, self->name, 0, "cannot be read: it is a directory");
	}
	return ONTO_OK;
}

static onto_status take(stream *self, void *into, size_t room, size_t *got, onto_error *error)
{
	ssize_t count;
	if (self->memory) {
		*got = room < self->memory_left ? room : self->memory_left;
		memcpy(into, self->memory, *got);
		self->memory += *got;
		self->memory_left -= *got;
		self->consumed += *got;
		return ONTO_OK;
	}
	do {
		count = read(self->file, into, room);
	} while (count < 0 && errno == EINTR);
	*got = count > 0 ? (size_t)count : 0;
	self->consumed += *got;
	return count < 0 ? onto_fail(error, ONTO_IO, self->name, 0, "cannot be read: %s", strerror(errno)) : ONTO_OK;
}

/* Reads the two bytes that identify gzip. */
static onto_status begin(stream *self, onto_error *error)
{
	size_t got = 1;
	while (self->end < 2 && got) {
		TRY(take(self, self->bytes + self->end, self->space - self->end, &got, error));
		self->end += got;
	}
	self->at_end = !got;
	if (self->end < 2 || memcmp(self->bytes, "\x1f\x8b", 2) != 0) {
		return ONTO_OK;
	}
	size_t there = self->end;
	self->packed = malloc(there > PACKED ? there : PACKED);
	if (!self->packed || inflateInit2(&self->inflate, 15 + 16) != Z_OK) {
		return fail_memory(error);
	}
	self->gzipped = self->in_member = true;
	memcpy(self->packed, self->bytes, there);
	self->inflate.next_in = self->packed;
	self->inflate.avail_in = (unsigned)there;
	self->end = 0;
	self->at_end = false;
	return ONTO_OK;
}

onto_status stream_open(stream **out, const char *path, onto_error *error)
{
	*out = NULL;
	stream *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->file = -1;
	self->space = BLOCK;
	self->bytes = malloc(self->space);
	self->name = strdup(strcmp(path, "-") == 0 ? "stdin" : path);
	onto_status status = self->bytes && self->name ? open_file(self, path, error) : fail_memory(error);
	if (status == ONTO_OK) {
		status = begin(self, error);
	}
	if (status != ONTO_OK) {
		stream_close(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

/* Plain memory is returned in place, without a copy. */
static onto_status begin_memory(stream *self, const char *bytes, size_t length, onto_error *error)
{
	if (length < 2 || memcmp(bytes, "\x1f\x8b", 2) != 0) {
		self->borrowed = self->at_end = true;
		self->bytes = (char *)bytes; /* never written to: at the end nothing is read into it */
		self->end = self->space = self->consumed = self->handed = length;
		return ONTO_OK;
	}
	self->memory = bytes;
	self->memory_left = length;
	self->space = BLOCK;
	self->bytes = malloc(self->space);
	return self->bytes ? begin(self, error) : fail_memory(error);
}

onto_status stream_open_memory(stream **out, const char *name, const void *bytes, size_t length, onto_error *error)
{
	*out = NULL;
	stream *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->file = -1;
	self->name = strdup(name);
	onto_status status = self->name ? begin_memory(self, length ? bytes : "", length, error) : fail_memory(error);
	if (status != ONTO_OK) {
		stream_close(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

void stream_limit(stream *self, size_t most)
{
	self->most = most;
}

void stream_close(stream *self)
{
	if (self) {
		if (self->gzipped) {
			inflateEnd(&self->inflate);
		}
		if (self->file >= 0) {
			close(self->file);
		}
		free(self->packed);
		if (!self->borrowed) {
			free(self->bytes);
		}
		free(self->name);
		free(self);
	}
}

/* ---- filling the buffer -------------------------------------------------------------------------------------- */

/* The line in which reading failed; 0 where lines are not counted. */
static size_t line_to_come(const stream *self)
{
	return self->line ? self->line + 1 : 0;
}

static onto_status make_room(stream *self, onto_error *error)
{
	if (self->start && self->space - self->end < BLOCK) {
		memmove(self->bytes, self->bytes + self->start, self->end - self->start);
		self->end -= self->start;
		self->start = 0;
	}
	if (self->space - self->end < BLOCK && !vector_grow((void **)&self->bytes, &self->space, self->end, BLOCK, 1)) {
		return fail_memory(error);
	}
	return ONTO_OK;
}

/* Ensures that inflate has input. Bytes after the last member that start no new member are padding. */
static onto_status fill_packed(stream *self, onto_error *error)
{
	z_stream *z = &self->inflate;
	while (!self->at_end && z->avail_in < (self->in_member ? 1 : 2)) {
		size_t got;
		memmove(self->packed, z->next_in, z->avail_in);
		z->next_in = self->packed;
		TRY(take(self, self->packed + z->avail_in, PACKED - z->avail_in, &got, error));
		z->avail_in += (unsigned)got;
		if (!got) {
			self->at_end = true;
			if (self->in_member) {
				return onto_fail(error, ONTO_DAMAGED, self->name, line_to_come(self), "the gzip stream is cut off");
			}
		}
	}
	if (!self->in_member && (z->avail_in < 2 || memcmp(z->next_in, "\x1f\x8b", 2) != 0)) {
		self->at_end = true;
	}
	return ONTO_OK;
}

static onto_status inflate_more(stream *self, onto_error *error)
{
	z_stream *z = &self->inflate;
	size_t had = self->end;
	while (self->end == had && !self->at_end) {
		TRY(fill_packed(self, error));
		if (self->at_end) {
			break;
		}
		self->in_member = true;
		size_t room = self->space - self->end;
		z->next_out = (unsigned char *)self->bytes + self->end;
		z->avail_out = room > BLOCK ? BLOCK : (unsigned)room;
		int code = inflate(z, Z_NO_FLUSH);
		self->end = (size_t)((char *)z->next_out - self->bytes);
		if (code == Z_STREAM_END) {
			self->in_member = false;
			inflateReset(z);
		} else if (self->end > had) {
			break; /* the next call reports the failure again */
		} else if (code == Z_MEM_ERROR) {
			return fail_memory(error);
		} else if (code != Z_OK && code != Z_BUF_ERROR) {
			return onto_fail(error, ONTO_DAMAGED, self->name, line_to_come(self), "the gzip stream is damaged: %s",
			                 z->msg ? z->msg : "it needs a preset dictionary");
		}
	}
	return ONTO_OK;
}

/* Adds bytes to the buffer, or sets at_end. A failure also sets it. */
static onto_status fill(stream *self, onto_error *error)
{
	onto_status status = make_room(self, error);
	size_t had = self->end;
	if (status == ONTO_OK && self->gzipped) {
		status = inflate_more(self, error);
	} else if (status == ONTO_OK) {
		size_t got;
		status = take(self, self->bytes + self->end, self->space - self->end, &got, error);
		self->end += got;
		self->at_end = status == ONTO_OK && !got;
	}
	self->handed += self->end - had;
	if (status == ONTO_OK && self->most && self->handed > self->most) {
		status =
			onto_fail(error, ONTO_LIMIT, self->name, line_to_come(self), "is larger than %zu bytes", self->most);
	}
	if (status != ONTO_OK) {
		self->at_end = true;
		self->start = self->end = 0; /* a partial document is not returned */
	}
	return status;
}

/* ---- returning bytes ----------------------------------------------------------------------------------------- */

onto_status stream_peek(stream *self, const char **head, size_t *length, onto_error *error)
{
	while (self->end - self->start < STREAM_PEEK && !self->at_end &&
	       !memchr(self->bytes + self->start, '\n', self->end - self->start)) {
		TRY(fill(self, error));
	}
	size_t there = self->end - self->start;
	*head = self->bytes + self->start;
	*length = there < STREAM_PEEK ? there : STREAM_PEEK;
	return ONTO_OK;
}

onto_status stream_line(stream *self, const char **line, size_t *length, onto_error *error)
{
	size_t searched = 0; /* from start */
	char *newline = NULL;
	*line = NULL;
	*length = 0;
	for (;;) {
		size_t there = self->end - self->start;
		newline = there > searched ? memchr(self->bytes + self->start + searched, '\n', there - searched) : NULL;
		if (newline || self->at_end) {
			break;
		}
		searched = there;
		TRY(fill(self, error));
	}
	if (!newline && self->start == self->end) {
		return ONTO_OK;
	}
	char *begin_of_line = self->bytes + self->start;
	*length = newline ? (size_t)(newline - begin_of_line) : self->end - self->start;
	*line = begin_of_line;
	self->last = self->start;
	self->start += *length + (newline != NULL);
	self->line++;
	return ONTO_OK;
}

void stream_back(stream *self)
{
	self->start = self->last;
	self->line--;
}

onto_status stream_rest(stream *self, buffer *into, onto_error *error)
{
	for (;;) {
		buffer_append(into, self->bytes + self->start, self->end - self->start);
		self->start = self->end = 0;
		if (into->failed) {
			self->at_end = true;
			return fail_memory(error);
		}
		if (self->at_end) {
			return ONTO_OK;
		}
		TRY(fill(self, error));
	}
}

onto_status stream_chunk(stream *self, const char **bytes, size_t *length, onto_error *error)
{
	*length = 0;
	if (self->start == self->end && !self->at_end) {
		self->start = self->end = 0;
		TRY(fill(self, error));
	}
	*bytes = self->bytes + self->start;
	*length = self->end - self->start;
	self->start = self->last = self->end;
	return ONTO_OK;
}

const char *stream_name(const stream *self)
{
	return self->name;
}

size_t stream_line_number(const stream *self)
{
	return self->line;
}

size_t stream_consumed(const stream *self)
{
	return self->consumed;
}
