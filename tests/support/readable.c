/* Forms of what a writer wrote, for goldens. */
#include "readable.h"

#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

/* 15 digits: what a decimal number survives in a double. */
enum { LONGEST_LINE = 116, AS_WRITTEN = JSON_ENCODE_ANY | JSON_REAL_PRECISION(15) };

/* The bytes of a value, without line ends, are its compact form: no blank, and one way to write a character or a
 * number. */
static void check_compact(const json_t *value, const char *bytes, size_t length)
{
	char *compact = json_dumps(value, JSON_COMPACT | AS_WRITTEN);
	buffer written = {0};
	assert_non_null(compact);
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] != '\n') {
			buffer_byte(&written, bytes[i]);
		}
	}
	buffer_byte(&written, '\0');
	assert_string_equal(written.bytes, compact);
	buffer_free(&written);
	free(compact);
}

void readable_json(const char *bytes, size_t length, buffer *out)
{
	for (size_t at = 0, size; at < length; at += size + 1) {
		json_error_t error;
		json_t *value =
			json_loadb(bytes + at, length - at, JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &error);
		if (!value) {
			fail_msg("byte %zu: %s", at + (size_t)error.position, error.text);
		}
		size = (size_t)error.position;
		check_compact(value, bytes + at, size);
		if (at + size >= length || bytes[at + size] != '\n') {
			fail_msg("byte %zu: no line end after a value", at + size);
		}
		char *pretty = json_dumps(value, JSON_INDENT(1) | AS_WRITTEN);
		buffer_text(out, pretty);
		buffer_byte(out, '\n');
		free(pretty);
		json_decref(value);
	}
}

void readable_markup(const char *bytes, size_t length, buffer *out)
{
	const char *end = bytes + length;
	while (bytes < end) {
		const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));
		const char *after = stop ? stop + 1 : end;
		bool cut = after - bytes > LONGEST_LINE;
		assert_int_not_equal(*bytes, '\t');
		for (const char *at = bytes; at < after; at++) {
			if (cut && at > bytes && *at == '<' && at + 1 < after && isalpha((unsigned char)at[1])) {
				buffer_text(out, "\n\t");
			}
			buffer_byte(out, *at);
		}
		bytes = after;
	}
}
