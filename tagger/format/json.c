/* JSON in pieces: finds the ends of values in a stream. */
#include "format/json.h"

#include <string.h>

#include "core/error.h"
#include "format/code_points.h"
#include "text/utf8.h"

/* ---- pieces of a stream -------------------------------------------------------------------------------------- */

static onto_status more(json_scanner *self, onto_error *error)
{
	self->at = self->length = 0;
	return stream_chunk(self->stream, &self->bytes, &self->length, error);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

onto_status json_peek(json_scanner *self, int *byte, onto_error *error)
{
	for (;;) {
		while (self->at < self->length && is_space(self->bytes[self->at])) {
			self->line += self->bytes[self->at++] == '\n';
		}
		if (self->at < self->length) {
			*byte = (unsigned char)self->bytes[self->at];
			return ONTO_OK;
		}
		TRY(more(self, error));
		if (!self->length) {
			*byte = -1;
			return ONTO_OK;
		}
	}
}

void json_skip(json_scanner *self)
{
	self->at++;
}

/* State of a value while its bytes are read. */
typedef struct extent {
	size_t depth;
	bool begun, in_string, escaped, ended;
} extent;

/* The number of bytes that belong to the value. */
static size_t take(extent *e, const char *bytes, size_t length)
{
	size_t at = 0;
	while (at < length && !e->ended) {
		char c = bytes[at];
		if (e->in_string) {
			e->in_string = e->escaped || c != '"';
			e->escaped = !e->escaped && c == '\\';
			e->ended = !e->in_string && !e->depth;
		} else if (c == '"') {
			e->in_string = true;
		} else if (c == '{' || c == '[') {
			e->depth++;
		} else if (c == '}' || c == ']') {
			if (!e->depth) {
				e->ended = true;
				return at;
			}
			e->ended = --e->depth == 0;
		} else if (!e->depth && e->begun && (c == ',' || c == ':' || is_space(c))) {
			e->ended = true;
			return at;
		}
		e->begun = true;
		at++;
	}
	return at;
}

onto_status json_value(json_scanner *self, buffer *into, onto_error *error)
{
	extent e = {0};
	int first;
	TRY(json_peek(self, &first, error));
	size_t before = into->length;
	while (first >= 0) {
		const char *bytes = self->bytes + self->at;
		size_t count = take(&e, bytes, self->length - self->at);
		for (const char *end = bytes + count; (bytes = memchr(bytes, '\n', (size_t)(end - bytes))); bytes++) {
			self->line++;
		}
		buffer_append(into, self->bytes + self->at, count);
		self->at += count;
		if (into->failed) {
			return fail_memory(error);
		}
		if (e.ended) {
			if (into->length > before) {
				return ONTO_OK;
			}
			json_skip(self); /* else the scanner would not advance */
			return onto_fail(error, ONTO_DAMAGED, stream_name(self->stream), self->line,
			                 "no value where one must be");
		}
		TRY(more(self, error));
		if (!self->length) {
			break;
		}
	}
	return onto_fail(error, ONTO_DAMAGED, stream_name(self->stream), self->line,
	                 "the file ends in the middle of its JSON");
}

bool json_next_member(const char *object, size_t length, size_t *at, json_member *out)
{
	size_t i = *at;
	while (i < length && (is_space(object[i]) || object[i] == ',')) {
		i++;
	}
	if (i >= length || object[i] != '"') {
		return false;
	}
	extent key = {0}, value = {0};
	out->key_length = take(&key, object + i, length - i) - 2;
	if (!key.ended) {
		return false; /* no valid JSON */
	}
	out->key = object + i + 1;
	i += out->key_length + 2;
	while (i < length && (is_space(object[i]) || object[i] == ':')) {
		i++;
	}
	out->value = object + i;
	out->value_length = take(&value, object + i, length - i);
	*at = i + out->value_length;
	return true;
}

/* ---- whole values -------------------------------------------------------------------------------------------- */

static int append(const char *bytes, size_t length, void *out)
{
	buffer_append(out, bytes, length);
	return ((buffer *)out)->failed ? -1 : 0;
}

bool json_write(buffer *out, const json_t *value)
{
	return json_dump_callback(value, append, out, JSON_COMPACT | JSON_ENCODE_ANY) == 0 && !out->failed;
}

json_t *json_text(const char *text, size_t length)
{
	if (utf8_valid(text, length)) {
		return json_stringn_nocheck(length ? text : "", length);
	}
	buffer clean = {0};
	for (size_t at = 0, size; at < length; at += size) {
		size = code_point_size(text + at, length - at);
		if (size == 1 && (unsigned char)text[at] >= 0x80) {
			buffer_text(&clean, "\xef\xbf\xbd");
		} else {
			buffer_append(&clean, text + at, size);
		}
	}
	json_t *string = clean.failed ? NULL : json_stringn(clean.bytes, clean.length);
	buffer_free(&clean);
	return string;
}
