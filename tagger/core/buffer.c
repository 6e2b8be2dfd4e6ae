#include "core/buffer.h"

#include <stdlib.h>

#include "core/vector.h"

bool buffer_grow(buffer *self, size_t extra)
{
	bool grown = vector_grow((void **)&self->bytes, &self->space, self->length, extra, 1);
	self->failed |= !grown;
	return grown;
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
