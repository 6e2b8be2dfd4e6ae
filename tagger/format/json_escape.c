/* JSON strings from text of any bytes. Runs that need no escape, nearly all of the text, are copied 16 bytes at a
 * time. */
#include "format/json_escape.h"

#include <utf8proc.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "core/few_bytes.h"

static void escape_byte(buffer *out, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	switch (c) {
	case '"': buffer_append(out, "\\\"", 2); break;
	case '\\': buffer_append(out, "\\\\", 2); break;
	case '\n': buffer_append(out, "\\n", 2); break;
	case '\t': buffer_append(out, "\\t", 2); break;
	case '\r': buffer_append(out, "\\r", 2); break;
	default: {
		const char code[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
		buffer_append(out, code, sizeof code);
	}
	}
}

#ifdef __SSE2__
/* A bit for each of 16 bytes that needs, or may need, an escape. */
static inline unsigned special_of(__m128i bytes)
{
	__m128i plain =
		_mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(0x1f)), _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x7f)));
	__m128i marks =
		_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
	return (unsigned)_mm_movemask_epi8(_mm_andnot_si128(marks, plain)) ^ 0xffff;
}

/* Up to 15 bytes, the first one lowest. */
typedef struct word_bytes {
	uint64_t low, high;
} word_bytes;

/* Reads no byte beyond `length` and calls no function. */
static inline word_bytes last_bytes(const char *bytes, size_t length)
{
	word_bytes read = {0};
	read.low = first_bytes(bytes, length);
	if (length > 8) {
		memcpy(&read.high, bytes + length - 8, 8);
		read.high >>= (16 - length) * 8;
	}
	return read;
}

/* Copies bytes up to the first special one. May write up to 16 bytes more than it returns. */
static inline size_t copy_plain(char *to, const char *text, size_t length)
{
	size_t at = 0;
	for (; length - at >= 16; at += 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(text + at));
		unsigned special = special_of(bytes);
		_mm_storeu_si128((__m128i *)(to + at), bytes);
		if (special) {
			return at + (unsigned)__builtin_ctz(special);
		}
	}
	size_t left = length - at;
	if (!left) {
		return length;
	}
	word_bytes last = last_bytes(text + at, left);
	__m128i bytes = _mm_set_epi64x((long long)last.high, (long long)last.low);
	unsigned special = special_of(bytes) & ((1u << left) - 1);
	_mm_storeu_si128((__m128i *)(to + at), bytes);
	return special ? at + (unsigned)__builtin_ctz(special) : length;
}
#else
static size_t copy_plain(char *to, const char *text, size_t length)
{
	size_t at = 0;
	for (; at < length && text[at] >= 0x20 && text[at] < 0x7f && text[at] != '"' && text[at] != '\\'; at++) {
		to[at] = text[at];
	}
	return at;
}
#endif

/* Writes characters that need an escape, and those that are not ASCII. Returns the number of bytes consumed. */
static size_t escape(buffer *out, const char *text, size_t length)
{
	size_t at = 0;
	if ((unsigned char)*text < 0x80) {
		escape_byte(out, (unsigned char)*text);
		return 1;
	}
	while (at < length && (unsigned char)text[at] >= 0x80) {
		utf8proc_int32_t point;
		utf8proc_ssize_t read =
			utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(length - at), &point);
		buffer_append(out, read > 0 ? text + at : "\xef\xbf\xbd", read > 0 ? (size_t)read : 3);
		at += read > 0 ? (size_t)read : 1;
	}
	return at;
}

enum { BEYOND = 16 }; /* bytes of room that copy_plain needs after the text */

void json_escape(buffer *out, const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		char *to = buffer_reserve(out, length - at + BEYOND);
		if (!to) {
			return;
		}
		size_t plain = copy_plain(to, text + at, length - at);
		out->length += plain;
		at += plain;
		at += at < length ? escape(out, text + at, length - at) : 0;
	}
}

/* Any text, also where the buffer must grow. */
static __attribute__((noinline)) void quote_any(buffer *out, const char *text, size_t length)
{
	buffer_byte(out, '"');
	json_escape(out, text, length);
	buffer_byte(out, '"');
}

/* Nearly all text needs neither an escape nor room. What does not is left to another function, so that this one has
 * no call, and saves no register. */
void json_quote(buffer *out, const char *text, size_t length)
{
	if (out->space - out->length > length + BEYOND + 2) {
		char *to = out->bytes + out->length;
		to[0] = '"';
		if (copy_plain(to + 1, text, length) == length) {
			to[length + 1] = '"';
			out->length += length + 2;
			return;
		}
	}
	quote_any(out, text, length);
}
