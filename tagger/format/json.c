/* JSON in pieces: finds the ends of values in a stream; jansson parses whole values. */
#include "format/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "format/code_points.h"

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

/* ---- numbers beyond those of the machine --------------------------------------------------------------------- */

/* The length of a number; 0: there is none. */
static size_t number_length(const char *at, size_t length)
{
	size_t size = length && (*at == '-' || (*at >= '0' && *at <= '9')) ? 1 : 0;
	while (size && size < length && at[size] && strchr("+-.eE0123456789", at[size])) {
		size++;
	}
	return size;
}

/* True for a number that jansson does not take. */
static bool is_too_large(const char *at, size_t length)
{
	char number[32];
	bool whole = !memchr(at, '.', length) && !memchr(at, 'e', length) && !memchr(at, 'E', length);
	if (whole && length > 20) {
		return true;
	}
	if (!whole && length >= sizeof number) {
		return true; /* a string keeps all of its digits, too */
	}
	memcpy(number, at, length);
	number[length] = '\0';
	errno = 0;
	if (!whole) {
		return isinf(strtod(number, NULL));
	}
	strtoll(number, NULL, 10);
	return errno == ERANGE;
}

/* Appends the same JSON with strings in place of such numbers. */
static void quote_large_numbers(buffer *again, const char *bytes, size_t length)
{
	bool in_string = false;
	for (size_t at = 0; at < length;) {
		size_t size = in_string ? 0 : number_length(bytes + at, length - at);
		bool quoted = size && is_too_large(bytes + at, size);
		size_t escape = in_string && bytes[at] == '\\' && at + 1 < length;
		in_string ^= bytes[at] == '"';
		size = size ? size : 1 + escape;
		buffer_text(again, quoted ? "\"" : "");
		buffer_append(again, bytes + at, size);
		buffer_text(again, quoted ? "\"" : "");
		at += size;
	}
}

/* ---- whole values -------------------------------------------------------------------------------------------- */

onto_status json_parse(const char *bytes, size_t length, const char *file, size_t line, json_t **out,
                       onto_error *error)
{
	json_error_t reason;
	*out = json_loadb(bytes, length, JSON_ALLOW_NUL | JSON_DECODE_ANY, &reason);
	if (!*out && json_error_code(&reason) == json_error_numeric_overflow) {
		buffer again = {0};
		quote_large_numbers(&again, bytes, length);
		*out =
			again.failed ? NULL : json_loadb(again.bytes, again.length, JSON_ALLOW_NUL | JSON_DECODE_ANY, &reason);
		bool failed = again.failed;
		buffer_free(&again);
		if (failed) {
			return fail_memory(error);
		}
	}
	if (*out) {
		return ONTO_OK;
	}
	if (json_error_code(&reason) == json_error_out_of_memory) {
		return fail_memory(error);
	}
	size_t below = reason.line > 1 ? (size_t)reason.line - 1 : 0;
	return onto_fail(error, ONTO_DAMAGED, file, line + below, "no good JSON: %s", reason.text);
}

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
	json_t *string = json_stringn(length ? text : "", length);
	if (string) {
		return string;
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
	string = clean.failed ? NULL : json_stringn(clean.bytes, clean.length);
	buffer_free(&clean);
	return string;
}
