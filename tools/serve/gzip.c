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

/* The rest of one member. */
static onto_status inflate_member(z_stream *z, size_t most, bytes *out, onto_error *error)
{
	for (int code = Z_OK; code != Z_STREAM_END;) {
		bytes_reserve(out, ROOM);
		if (out->failed) {
			return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
		}
		z->next_out = (unsigned char *)out->at + out->length;
		z->avail_out = ROOM;
		code = inflate(z, Z_NO_FLUSH);
		bool moved = z->avail_out < ROOM;
		out->length += ROOM - z->avail_out;
		if (out->length > most) {
			return onto_fail(error, ONTO_LIMIT, NULL, 0, "more than %zu bytes, once inflated", most);
		}
		if (code != Z_STREAM_END && (code != Z_OK || (!moved && !z->avail_in))) {
			return onto_fail(error, ONTO_DAMAGED, NULL, 0, "the gzip stream is %s",
			                 code == Z_DATA_ERROR ? "damaged" : "cut off");
		}
	}
	return ONTO_OK;
}

onto_status gzip_inflate(const void *body, size_t length, size_t most, bytes *out, onto_error *error)
{
	z_stream z = {.next_in = (unsigned char *)(size_t)body, .avail_in = (unsigned)length};
	onto_status status = ONTO_OK;
	if (inflateInit2(&z, GZIP) != Z_OK) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	do {
		status = inflate_member(&z, most, out, error);
	} while (status == ONTO_OK && gzip_is(z.next_in, z.avail_in) && inflateReset(&z) == Z_OK);
	inflateEnd(&z);
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
