/* Text on one line. */
#include "format/one_line.h"

#include "core/few_bytes.h"

static inline bool is_blank(char c)
{
	unsigned char byte = (unsigned char)c;
	return byte <= ' ' || byte == 0x7f;
}

#define EACH_BYTE(value) (0x0101010101010101u * (value))

/* The high bit of each zero byte; perhaps also of a byte of 1 above one. */
static inline uint64_t zeros(uint64_t bytes)
{
	return (bytes - EACH_BYTE(1)) & ~bytes & EACH_BYTE(0x80);
}

/* The next eight bytes of a text; behind its end, letters. */
static inline uint64_t next_bytes(const char *text, size_t left)
{
	return left < 8 ? few_bytes(text, left) | EACH_BYTE('x') << left * 8 : first_bytes(text, left);
}

/* Where in steps of eight bytes the first space or control character stands; at least `length` where none does. */
static inline size_t first_blank(const char *text, size_t length)
{
	size_t at = 0;
	for (; at < length; at += 8) {
		uint64_t bytes = next_bytes(text + at, length - at);
		if (((bytes - EACH_BYTE(' ' + 1)) & ~bytes & EACH_BYTE(0x80)) | zeros(bytes ^ EACH_BYTE(0x7f))) {
			break;
		}
	}
	return at;
}

/* True where no byte needs a change, eight at a time. False may be said of text that needs none. */
static bool is_one_line(const char *text, size_t length)
{
	uint64_t spaces = 0;
	size_t at = first_blank(text, length);
	if (at < length && text[length - 1] == ' ') {
		return false;
	}
	for (; at < length; at += 8) {
		uint64_t bytes = next_bytes(text + at, length - at);
		uint64_t control = (bytes - EACH_BYTE(' ')) & ~bytes & EACH_BYTE(0x80), last = spaces >> 56;
		spaces = zeros(bytes ^ EACH_BYTE(' '));
		if (control || zeros(bytes ^ EACH_BYTE(0x7f)) || (spaces & (spaces << 8 | last))) {
			return false;
		}
	}
	return true;
}

void one_line(buffer *out, const char *text, size_t length)
{
	if (is_one_line(text, length)) { /* as nearly every text is */
		buffer_append(out, text, length);
		return;
	}
	for (size_t at = 0; at < length;) {
		size_t from = at;
		while (at < length && !is_blank(text[at])) {
			at++;
		}
		buffer_append(out, text + from, at - from);
		from = at;
		while (at < length && is_blank(text[at])) {
			at++;
		}
		if (at > from && at < length) {
			buffer_byte(out, ' ');
		}
	}
}
