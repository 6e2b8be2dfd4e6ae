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

static const char pairs[] =
	"00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
	"495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596"
	"979899";

enum { NUMBER_MOST = 20 };

/* Writes two digits at a time, from the last one on. */
static __attribute__((noinline)) void append_any_number(buffer *self, uint64_t number)
{
	char *out = buffer_reserve(self, NUMBER_MOST);
	size_t count = 1;
	if (!out) {
		return;
	}
	for (uint64_t least = 10; number >= least && count < NUMBER_MOST; least *= 10) {
		count++;
	}
	self->length += count;
	for (; count > 1; number /= 100) {
		count -= 2;
		memcpy(out + count, pairs + number % 100 * 2, 2);
	}
	if (count) {
		*out = (char)('0' + number);
	}
}

/* Most numbers are offsets, of up to four digits, and there are many: all four are made, and written from the first
 * one on that is not zero. */
void buffer_number(buffer *self, uint64_t number)
{
	enum { FEW = 4 };
	if (number < 10000 && self->space - self->length >= NUMBER_MOST) {
		char digits[2 * FEW] = {0};
		uint32_t few = (uint32_t)number, high = few / 100;
		size_t zeros = high >= 10 ? 0 : high ? 1 : few >= 10 ? 2 : 3;
		memcpy(digits, pairs + high * 2, 2);
		memcpy(digits + 2, pairs + (few - high * 100) * 2, 2);
		memcpy(self->bytes + self->length, digits + zeros, FEW);
		self->length += FEW - zeros;
		return;
	}
	append_any_number(self, number);
}

void buffer_free(buffer *self)
{
	free(self->bytes);
	*self = (buffer){0};
}
