/* Strings in JSON: what is written for any bytes is what it is for each of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/json_escape.h"
#include "support.h"
#include "text/utf8.h"

/* The same one character after the other. */
static void escape_slowly(buffer *out, const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		unsigned char c = (unsigned char)text[at];
		size_t size = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0x80 ? 2 : 1;
		if (c >= 0x80) {
			bool whole = at + size <= length && utf8_valid(text + at, size);
			buffer_append(out, whole ? text + at : "\xef\xbf\xbd", whole ? size : 3);
			at += whole ? size : 1;
			continue;
		}
		char code[8];
		if (c && strchr("\"\\\n\t\r", c)) {
			const char *as = c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : c == '"' ? "\\\"" : "\\\\";
			buffer_text(out, as);
		} else if (c < 0x20 || c == 0x7f) {
			snprintf(code, sizeof code, "\\u%04x", c);
			buffer_text(out, code);
		} else {
			buffer_byte(out, (char)c);
		}
		at++;
	}
}

/* The text ends where its memory ends, so that a step beyond is seen. */
static void any_bytes_are_escaped_one_by_one(void **state)
{
	(void)state;
	static const char *const pieces[] = {
		"a",      "word",   "sixteen letters..", "\"",   "\\",   "\n",       "\x01", "\x7f",
		"\u00e9", "\u20ac", "\U0001f600",        "\xff", "\xc3", "\xe2\x82", " "};
	uint64_t chance = 11;
	for (int round = 0; round < 20000; round++) {
		size_t length = random_below(&chance, 70), used = 0;
		char *text = malloc(length + 1);
		assert_non_null(text);
		while (used < length) {
			const char *piece = pieces[random_below(&chance, COUNT(pieces))];
			size_t size = strlen(piece) < length - used ? strlen(piece) : length - used;
			memcpy(text + used, piece, size);
			used += size;
		}
		char *exact = malloc(length ? length : 1);
		assert_non_null(exact);
		memcpy(exact, text, length);
		buffer quick = {0}, slow = {0};
		json_escape(&quick, exact, length);
		escape_slowly(&slow, text, length);
		assert_int_equal(quick.length, slow.length);
		assert_true(!slow.length || memcmp(quick.bytes, slow.bytes, slow.length) == 0);
		buffer_free(&quick);
		buffer_free(&slow);
		free(exact);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_bytes_are_escaped_one_by_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
