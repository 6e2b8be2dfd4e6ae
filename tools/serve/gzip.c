/* gzip for whole bodies, and for responses that are sent in pieces. */
#include "serve/gzip.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { ROOM = 64 << 10, FAST = 1, GZIP = 15 + 16, SOME_MEMORY = 8 };

bool gzip_is(const void *body, size_t length)
{
	return length >= 2 && memcmp(body, "\x1f\x8b", 2) == 0;
}

struct gunzip {
	z_stream z;
	bool ended, holds;
	bool rest; /* what follows the last member */
};

gunzip *gunzip_new(void)
{
	gunzip *self = calloc(1, sizeof *self);
	if (self && inflateInit2(&self->z, GZIP) != Z_OK) {
		free(self);
		return NULL;
	}
	return self;
}

void gunzip_free(gunzip *self)
{
	if (self) {
		inflateEnd(&self->z);
		free(self);
	}
}

bool gunzip_holds(const gunzip *self)
{
	return self->holds;
}

bool gunzip_ended(const gunzip *self)
{
	return self->ended;
}

/* At the end of a member: whether the next one follows. */
static bool next_member(gunzip *self, const void *from, size_t length)
{
	self->rest |= *(const unsigned char *)from != 0x1f || (length >= 2 && !gzip_is(from, length));
	return !self->rest && inflateReset(&self->z) == Z_OK;
}

onto_status gunzip_some(gunzip *self, const void *from, size_t length, size_t *used, size_t room, bytes *out,
                        onto_error *error)
{
	z_stream *z = &self->z;
	*used = length;
	self->holds = false;
	if (self->rest || (self->ended && length && !next_member(self, from, length))) {
		return ONTO_OK;
	}
	self->ended = self->ended && !length;
	bytes_reserve(out, room);
	if (out->failed) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	z->next_in = (unsigned char *)(size_t)from;
	z->avail_in = (unsigned)length;
	z->next_out = (unsigned char *)out->at + out->length;
	z->avail_out = (unsigned)room;
	int code = inflate(z, Z_NO_FLUSH);
	out->length += room - z->avail_out;
	*used = length - z->avail_in;
	self->ended = code == Z_STREAM_END;
	self->holds = !self->ended && !z->avail_out;
	return code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR
	           ? ONTO_OK
	           : onto_fail(error, ONTO_DAMAGED, NULL, 0, "the gzip stream is damaged");
}

onto_status gzip_inflate(const void *body, size_t length, size_t most, bytes *out, onto_error *error)
{
	const char *at = body, *end = at + length;
	size_t used;
	gunzip *made = gunzip_new();
	onto_status status = made ? ONTO_OK : onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	while (status == ONTO_OK && (at < end || gunzip_holds(made))) {
		status = gunzip_some(made, at, (size_t)(end - at), &used, ROOM, out, error);
		at += used;
		if (status == ONTO_OK && out->length > most) {
			status = onto_fail(error, ONTO_LIMIT, NULL, 0, "more than %zu bytes, once inflated", most);
		}
	}
	if (status == ONTO_OK && !gunzip_ended(made)) {
		status = onto_fail(error, ONTO_DAMAGED, NULL, 0, "the gzip stream is cut off");
	}
	gunzip_free(made);
	return status;
}

struct gzip {
	z_stream z;
};

gzip *gzip_new(void)
{
	gzip *self = calloc(1, sizeof *self);
	if (self && deflateInit2(&self->z, FAST, Z_DEFLATED, GZIP, SOME_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) {
		free(self);
		return NULL;
	}
	return self;
}

void gzip_free(gzip *self)
{
	if (self) {
		deflateEnd(&self->z);
		free(self);
	}
}

void gzip_push(gzip *self, const void *from, size_t length, bool last, bytes *out)
{
	self->z.next_in = (unsigned char *)(size_t)from;
	self->z.avail_in = (unsigned)length;
	do {
		bytes_reserve(out, ROOM);
		if (out->failed) {
			return;
		}
		self->z.next_out = (unsigned char *)out->at + out->length;
		self->z.avail_out = ROOM;
		deflate(&self->z, last ? Z_FINISH : Z_SYNC_FLUSH);
		out->length += ROOM - self->z.avail_out;
	} while (!self->z.avail_out);
}
