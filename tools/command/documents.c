#include "command/documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/input.h"

enum { READ_BYTES = 1 << 18 };

struct documents {
	input *input;
	bool lines, finished;
	char *bytes; /* read and not yet used: [at, end) */
	size_t space, at, end;
	size_t line;
	char id[4096 + 32];
	const char *path;
};

onto_status documents_open(const char *path, bool lines, documents **out, onto_error *error)
{
	*out = NULL;
	documents *self = calloc(1, sizeof *self);
	if (!self) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	onto_status status = input_open(&self->input, path, error);
	if (status != ONTO_OK) {
		free(self);
		return status;
	}
	self->lines = lines;
	self->path = strcmp(path, "-") == 0 ? "stdin" : path;
	*out = self;
	return ONTO_OK;
}

void documents_close(documents *self)
{
	if (self) {
		input_close(self->input);
		free(self->bytes);
		free(self);
	}
}

/* Reads more behind what is kept. */
static onto_status read_more(documents *self, onto_error *error)
{
	if (self->at) {
		memmove(self->bytes, self->bytes + self->at, self->end - self->at);
		self->end -= self->at;
		self->at = 0;
	}
	if (self->space - self->end < READ_BYTES) {
		size_t space = self->space + self->space / 2 + READ_BYTES;
		char *grown = realloc(self->bytes, space);
		if (!grown) {
			return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
		}
		self->bytes = grown;
		self->space = space;
	}
	size_t got;
	onto_status status = input_bytes(self->input, self->bytes + self->end, self->space - self->end, &got, error);
	if (status == ONTO_OK) {
		self->end += got;
		self->finished = got == 0;
	}
	return status;
}

static onto_status next_file(documents *self, onto_document *out, bool *found, onto_error *error)
{
	if (self->line++) {
		return ONTO_OK;
	}
	while (!self->finished) {
		onto_status status = read_more(self, error);
		if (status != ONTO_OK) {
			return status;
		}
	}
	snprintf(self->id, sizeof self->id, "%s", self->path);
	*out = (onto_document){self->id, self->bytes ? self->bytes : "", self->end};
	*found = true;
	return ONTO_OK;
}

static onto_status next_line(documents *self, onto_document *out, bool *found, onto_error *error)
{
	size_t searched = 0; /* from at */
	for (;;) {
		char *start = self->bytes + self->at;
		char *end = self->end > self->at + searched
			            ? memchr(start + searched, '\n', self->end - self->at - searched) : NULL;
		if (!end && !self->finished) {
			searched = self->end - self->at;
			onto_status status = read_more(self, error);
			if (status != ONTO_OK) {
				return status;
			}
			continue;
		}
		if (!end && self->at == self->end) {
			return ONTO_OK;
		}
		size_t length = end ? (size_t)(end - start) : self->end - self->at;
		self->at += length + (end != NULL);
		snprintf(self->id, sizeof self->id, "%s:%zu", self->path, ++self->line);
		if (length && start[length - 1] == '\r') {
			length--;
		}
		*out = (onto_document){self->id, start, length};
		*found = true;
		return ONTO_OK;
	}
}

onto_status documents_next(documents *self, onto_document *out, bool *found, onto_error *error)
{
	*found = false;
	return self->lines ? next_line(self, out, found, error) : next_file(self, out, found, error);
}
