/* A growing run of bytes, for output. A failed append is recorded, so that a writer appends freely and checks once
 * at its end. Zeros are an empty buffer. */
#ifndef ONTOTAG_BUFFER_H
#define ONTOTAG_BUFFER_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct buffer {
	char *bytes;
	size_t length, space;
	bool failed;
} buffer;

/* Reserves `extra` more bytes. False, and recorded, where memory ran out. */
bool buffer_grow(buffer *self, size_t extra);

/* Space for `extra` bytes at the end, not yet counted. NULL where memory ran out. */
static inline char *buffer_reserve(buffer *self, size_t extra)
{
	assert(self->length <= self->space);
	return self->space - self->length >= extra || buffer_grow(self, extra) ? self->bytes + self->length : NULL;
}

static inline void buffer_append(buffer *self, const char *bytes, size_t length)
{
	char *end = length ? buffer_reserve(self, length) : NULL;
	if (end) {
		memcpy(end, bytes, length);
		self->length += length;
	}
}

static inline void buffer_text(buffer *self, const char *text)
{
	buffer_append(self, text, strlen(text));
}

static inline void buffer_byte(buffer *self, char byte)
{
	char *end = buffer_reserve(self, 1);
	if (end) {
		*end = byte;
		self->length++;
	}
}

static inline void buffer_clear(buffer *self)
{
	self->length = 0;
	self->failed = false;
}

void buffer_number(buffer *self, uint64_t number);
void buffer_free(buffer *self);

#endif
