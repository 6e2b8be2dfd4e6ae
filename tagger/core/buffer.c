#include "core/buffer.h"

#include <stdlib.h>
#include <string.h>

#include "core/vector.h"

char *buffer_reserve(buffer *self, size_t extra)
{
	if (self->space - self->length < extra &&
	    !vector_grow((void **)&self->bytes, &self->space, self->length, extra, 1)) {
		self->failed = true;
		return NULL;
	}
	return self->bytes + self->length;
}

void buffer_append(buffer *self, const char *bytes, size_t length)
{
	char *end = length ? buffer_reserve(self, length) : NULL;
	if (end) {
		memcpy(end, bytes, length);
		self->length += length;
	}
}

void buffer_text(buffer *self, const char *text)
{
	buffer_append(self, text, strlen(text));
}

void buffer_byte(buffer *self, char byte)
{
	char *end = buffer_reserve(self, 1);
	if (end) {
		*end = byte;
		self->length++;
	}
}

void buffer_number(buffer *self, uint64_t number)
{
	char digits[20];
	size_t at = sizeof digits;
	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	buffer_append(self, digits + at, sizeof digits - at);
}

void buffer_clear(buffer *self)
{
	self->length = 0;
	self->failed = false;
}

void buffer_free(buffer *self)
{
	free(self->bytes);
	*self = (buffer){0};
}
