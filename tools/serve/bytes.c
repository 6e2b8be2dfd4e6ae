/* Bytes that grow. */
#include "serve/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/print.h"

void bytes_reserve(bytes *self, size_t more)
{
	size_t wanted = self->length + more;
	if (self->failed || wanted <= self->space) {
		return;
	}
	size_t space = self->space ? self->space + self->space / 2 : 512;
	space = space < wanted ? wanted : space;
	char *at = wanted < more ? NULL : realloc(self->at, space);
	if (!at) {
		self->failed = true;
		return;
	}
	self->at = at;
	self->space = space;
}

void bytes_append(bytes *self, const void *from, size_t length)
{
	bytes_reserve(self, length);
	if (!self->failed && length) {
		memcpy(self->at + self->length, from, length);
		self->length += length;
	}
}

void bytes_text(bytes *self, const char *text)
{
	bytes_append(self, text, strlen(text));
}

void bytes_format(bytes *self, const char *format, ...)
{
	char *text = NULL;
	va_list arguments;
	va_start(arguments, format);
	int length = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (length < 0) {
		self->failed = true;
		return;
	}
	bytes_append(self, text, (size_t)length);
	free(text);
}

void bytes_json(bytes *self, const char *text, size_t length)
{
	char *written = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&written, &size);
	if (out) {
		print_json(out, text, length);
	}
	if (!out || fclose(out) != 0) {
		self->failed = true;
	} else {
		bytes_append(self, written, size);
	}
	free(written);
}

void bytes_drop(bytes *self, size_t length)
{
	if (length) {
		self->length -= length;
		memmove(self->at, self->at + length, self->length);
	}
}

void bytes_free(bytes *self)
{
	free(self->at);
	*self = (bytes){0};
}
