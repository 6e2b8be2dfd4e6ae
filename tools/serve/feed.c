/* The bytes of a body: inflated, and cut into whole documents. */
#include "serve/feed.h"

#include <stdlib.h>
#include <string.h>

#include "serve/gzip.h"

enum { STEP = 64 << 10 }; /* bytes that are inflated or moved before documents are looked for */

struct feed {
	const char *format;
	const onto_read_options *options;
	size_t most;
	bytes arrived, plain, block;
	size_t used;     /* of `arrived` */
	size_t searched; /* of `plain`: no document ends there */
	bool packed, begun, last;
	gunzip *gunzip; /* NULL: the body is plain */
};

feed *feed_new(const char *format, const onto_read_options *options, size_t most, bool packed)
{
	feed *self = calloc(1, sizeof *self);
	if (self) {
		self->format = format;
		self->options = options;
		self->most = most;
		self->packed = packed;
	}
	return self;
}

void feed_free(feed *self)
{
	if (self) {
		bytes_free(&self->arrived);
		bytes_free(&self->plain);
		bytes_free(&self->block);
		gunzip_free(self->gunzip);
		free(self);
	}
}

bool feed_put(feed *self, const char *from, size_t length)
{
	if (self->used > self->arrived.length / 2) {
		bytes_drop(&self->arrived, self->used);
		self->used = 0;
	}
	bytes_append(&self->arrived, from, length);
	return !self->arrived.failed;
}

void feed_end(feed *self)
{
	self->last = true;
}

size_t feed_waiting(const feed *self)
{
	return self->arrived.length - self->used;
}

/* The first two bytes tell whether the body is gzipped. */
static onto_status begin(feed *self, onto_error *error)
{
	self->begun = true;
	if (gzip_is(self->arrived.at, self->arrived.length)) {
		self->gunzip = gunzip_new();
		return self->gunzip ? ONTO_OK : onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	return self->packed
	           ? onto_fail(error, ONTO_ARGUMENT, NULL, 0, "the Content-Encoding is gzip, and the body is not")
	           : ONTO_OK;
}

/* Adds to the plain bytes from those that arrived; they become one more than a document may have at most. */
static onto_status advance(feed *self, onto_error *error)
{
	size_t left = feed_waiting(self), room = self->most + 1 - self->plain.length;
	const char *from = left ? self->arrived.at + self->used : "";
	room = room < STEP ? room : STEP;
	if (self->gunzip) {
		size_t used;
		onto_status status = gunzip_some(self->gunzip, from, left, &used, room, &self->plain, error);
		self->used += used;
		return status;
	}
	size_t length = left < room ? left : room;
	bytes_append(&self->plain, from, length);
	self->used += length;
	return self->plain.failed ? onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory") : ONTO_OK;
}

/* Hands out the first `length` plain bytes, and keeps the rest. */
static onto_status hand_out(feed *self, size_t length, const char **block, size_t *out, onto_error *error)
{
	bytes whole = self->plain;
	self->plain = self->block;
	self->plain.length = 0;
	if (whole.length > length) {
		bytes_append(&self->plain, whole.at + length, whole.length - length);
	}
	self->block = whole;
	self->searched = 0;
	*block = whole.at ? whole.at : "";
	*out = length;
	return self->plain.failed ? onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory") : ONTO_OK;
}

onto_status feed_next(feed *self, const char **block, size_t *length, bool *ended, onto_error *error)
{
	*block = "";
	*length = 0;
	*ended = false;
	if (!self->begun && (self->last || self->arrived.length >= 2)) {
		onto_status status = begin(self, error);
		if (status != ONTO_OK) {
			return status;
		}
	}
	while (self->begun) {
		size_t whole =
			onto_format_whole(self->format, self->options, self->plain.at, self->plain.length, self->searched);
		if (whole) {
			return hand_out(self, whole, block, length, error);
		}
		self->searched = self->plain.length;
		if (self->plain.length > self->most) {
			return onto_fail(error, ONTO_LIMIT, NULL, 0, "a document of more than %zu bytes", self->most);
		}
		if (!feed_waiting(self) && !(self->gunzip && gunzip_holds(self->gunzip))) {
			break;
		}
		onto_status status = advance(self, error);
		if (status != ONTO_OK) {
			return status;
		}
	}
	if (!self->last) {
		return ONTO_OK;
	}
	if (self->gunzip && !gunzip_ended(self->gunzip)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "the gzip stream is cut off");
	}
	*ended = true;
	return hand_out(self, self->plain.length, block, length, error);
}
