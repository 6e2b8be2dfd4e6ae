/* Code points and UTF-16 units, counted from the nearest mark. */
#include "format/code_points.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "ontotag.h"

enum { STEP = 256 };

size_t code_point_size(const char *text, size_t length)
{
	if ((unsigned char)*text < 0x80) {
		return 1;
	}
	utf8proc_int32_t point;
	utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &point);
	return size > 0 ? (size_t)size : 1;
}

static bool all_ascii(const char *text, size_t length)
{
	unsigned char any = 0;
	for (size_t i = 0; i < length; i++) {
		any |= (unsigned char)text[i];
	}
	return any < 0x80;
}

bool code_points_read(code_points *self, const char *text, size_t length)
{
	self->text = text;
	self->length = length;
	self->count = length;
	self->marks.count = self->wide.count = 0;
	if (all_ascii(text, length)) {
		return true;
	}
	size_t wide = 0;
	self->count = 0;
	for (size_t at = 0, size; at < length; at += size) {
		if (self->count % STEP == 0 && (!vector_push(&self->marks, at) || !vector_push(&self->wide, wide))) {
			return false;
		}
		size = code_point_size(text + at, length - at);
		wide += size == 4;
		self->count++;
	}
	return true;
}

bool code_points_to_byte(const code_points *self, size_t point, size_t *byte)
{
	if (point > self->count) {
		return false;
	}
	if (!self->marks.count || point == self->count) {
		*byte = point == self->count ? self->length : point;
		return true;
	}
	size_t at = self->marks.items[point / STEP];
	for (size_t left = point % STEP; left; left--) {
		at += code_point_size(self->text + at, self->length - at);
	}
	*byte = at;
	return true;
}

/* The last mark at or before a byte. */
static size_t mark_before(const code_points *self, size_t byte)
{
	size_t low = 0, high = self->marks.count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (self->marks.items[middle] <= byte) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return low;
}

size_t code_points_before(const code_points *self, size_t byte)
{
	if (!self->marks.count || byte >= self->length) {
		return byte >= self->length ? self->count : byte;
	}
	size_t mark = mark_before(self, byte), point = mark * STEP;
	for (size_t at = self->marks.items[mark]; at < byte;
	     at += code_point_size(self->text + at, self->length - at)) {
		point++;
	}
	return point;
}

size_t code_points_utf16_before(const code_points *self, size_t byte)
{
	byte = byte < self->length ? byte : self->length;
	if (!self->marks.count) {
		return byte;
	}
	size_t mark = mark_before(self, byte), units = mark * STEP + self->wide.items[mark];
	for (size_t at = self->marks.items[mark], size; at < byte; at += size) {
		size = code_point_size(self->text + at, self->length - at);
		units += size == 4 ? 2 : 1;
	}
	return units;
}

void code_points_free(code_points *self)
{
	vector_free(&self->marks);
	vector_free(&self->wide);
	*self = (code_points){0};
}
static const char *const offsets_words[ONTO_OFFSETS] = {"bytes", "codepoints", "utf16"};

const char *onto_offsets_word(onto_offsets offsets)
{
	return (unsigned)offsets < ONTO_OFFSETS ? offsets_words[offsets] : NULL;
}

bool onto_offsets_parse(const char *word, onto_offsets *out)
{
	for (unsigned i = 0; i < ONTO_OFFSETS; i++) {
		if (strcmp(offsets_words[i], word) == 0) {
			*out = (onto_offsets)i;
			return true;
		}
	}
	return false;
}
