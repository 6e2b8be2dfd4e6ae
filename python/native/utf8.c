/* UTF-8, and an offset map of one bit per byte. */
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

static const uint64_t high_bits = 0x8080808080808080u;

static bool is_trail(const char *at)
{
	return ((unsigned char)*at & 0xc0) == 0x80;
}

/* After table 3-7 of the Unicode standard. */
size_t utf8_character(const char *at, size_t left)
{
	unsigned char c = (unsigned char)*at, second = left > 1 ? (unsigned char)at[1] : 0;
	if (c < 0x80) {
		return 1;
	}
	if (c < 0xc2 || c > 0xf4 || left < 2 || !is_trail(at + 1)) {
		return 0;
	}
	if (c < 0xe0) {
		return 2;
	}
	if (left < 3 || !is_trail(at + 2)) {
		return 0;
	}
	if (c < 0xf0) {
		return (c == 0xe0 && second < 0xa0) || (c == 0xed && second > 0x9f) ? 0 : 3;
	}
	return left < 4 || !is_trail(at + 3) || (c == 0xf0 && second < 0x90) || (c == 0xf4 && second > 0x8f) ? 0 : 4;
}

/* The first byte from `at` on that is not ASCII; `length` where there is none. */
static size_t next_special(const char *text, size_t at, size_t length)
{
	for (uint64_t word; length - at >= sizeof word; at += sizeof word) {
		memcpy(&word, text + at, sizeof word);
		if (word & high_bits) {
			break;
		}
	}
	while (at < length && (unsigned char)text[at] < 0x80) {
		at++;
	}
	return at;
}

bool utf8_is_ascii(const char *text, size_t length)
{
	return next_special(text, 0, length) == length;
}

bool utf8_is_valid(const char *text, size_t length)
{
	for (size_t at = next_special(text, 0, length), size; at < length; at = next_special(text, at + size, length)) {
		size = utf8_character(text + at, length - at);
		if (!size) {
			return false;
		}
	}
	return true;
}

size_t utf8_clean(char *out, const char *text, size_t length)
{
	char *to = out;
	for (size_t at = 0, size; at < length; at += size ? size : 1) {
		size = utf8_character(text + at, length - at);
		memcpy(to, size ? text + at : "\xef\xbf\xbd", size ? size : 3);
		to += size ? size : 3;
	}
	return (size_t)(to - out);
}

static bool reserve(offset_map *self, size_t words)
{
	if (words <= self->room) {
		return true;
	}
	offset_map_free(self);
	self->bits = malloc(words * sizeof *self->bits);
	self->before = malloc(words * sizeof *self->before);
	self->room = self->bits && self->before ? words : 0;
	return self->room != 0;
}

/* Clears the bits of a character's bytes that are not counted. */
static void uncount(offset_map *self, size_t at, size_t size, onto_offsets unit)
{
	size_t counted = size == 4 && unit == ONTO_OFFSETS_UTF16 ? 2 : 1;
	for (size_t i = counted; i < size; i++) {
		self->bits[(at + i) / 64] &= ~(1ull << (at + i) % 64);
	}
}

bool offset_map_read(offset_map *self, const char *text, size_t length, onto_offsets unit)
{
	size_t at = unit == ONTO_OFFSETS_BYTES ? length : next_special(text, 0, length);
	self->same = at == length;
	if (self->same) {
		return true;
	}
	size_t words = length / 64 + 1;
	if (!reserve(self, words)) {
		return false;
	}
	memset(self->bits, 0xff, words * sizeof *self->bits);
	for (size_t size; at < length; at = next_special(text, at + size, length)) {
		size = utf8_character(text + at, length - at);
		size = size ? size : 1;
		uncount(self, at, size, unit);
	}
	for (size_t i = 0, sum = 0; i < words; i++) {
		self->before[i] = sum;
		sum += (size_t)__builtin_popcountll(self->bits[i]);
	}
	return true;
}

void offset_map_free(offset_map *self)
{
	free(self->bits);
	free(self->before);
	self->bits = NULL;
	self->before = NULL;
	self->room = 0;
}
