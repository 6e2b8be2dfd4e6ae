/* Output that grows. A failed allocation is recorded and reported at the end. */
#include "core/buffer.h"

#include <stdlib.h>

#include "core/vector.h"

bool buffer_grow(buffer *self, size_t extra)
{
	bool grown = vector_grow((void **)&self->bytes, &self->space, self->length, extra, 1);
	self->failed |= !grown;
	return grown;
}

/* Writes two digits at a time, since most numbers are offsets and there are many. It always copies the largest
 * number of digits, which needs no call to memcpy; the next append overwrites the excess. */
void buffer_number(buffer *self, uint64_t number)
{
	static const char pairs[] =
		"00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
		"495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596"
		"979899";
	enum { MOST = 20 };
	char digits[2 * MOST] = {0}, *end = buffer_reserve(self, MOST);
	size_t at = MOST;
	for (; number >= 10; number /= 100) {
		at -= 2;
		memcpy(digits + at, pairs + number % 100 * 2, 2);
	}
	if (number || at == MOST) {
		digits[--at] = (char)('0' + number);
	}
	if (end) {
		memcpy(end, digits + at, MOST);
		self->length += MOST - at;
	}
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
