#include "format/points.h"

#include <stdlib.h>
#include <utf8proc.h>

enum { STEP = 256 };

size_t point_size(const char *text, size_t length)
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

bool points_read(points *self, const char *text, size_t length)
{
	self->text = text;
	self->length = length;
	self->count = length;
	self->marks.count = 0;
	if (all_ascii(text, length)) {
		return true;
	}
	self->count = 0;
	for (size_t at = 0; at < length; at += point_size(text + at, length - at)) {
		if (self->count % STEP == 0 && !vector_push(&self->marks, at)) {
			return false;
		}
		self->count++;
	}
	return true;
}

bool points_to_byte(const points *self, size_t point, size_t *byte)
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
		at += point_size(self->text + at, self->length - at);
	}
	*byte = at;
	return true;
}

size_t points_before(const points *self, size_t byte)
{
	if (!self->marks.count || byte >= self->length) {
		return byte >= self->length ? self->count : byte;
	}
	size_t low = 0, high = self->marks.count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (self->marks.items[middle] <= byte) {
			low = middle;
		} else {
			high = middle;
		}
	}
	size_t point = low * STEP;
	for (size_t at = self->marks.items[low]; at < byte; at += point_size(self->text + at, self->length - at)) {
		point++;
	}
	return point;
}

void points_free(points *self)
{
	vector_free(&self->marks);
	*self = (points){0};
}
