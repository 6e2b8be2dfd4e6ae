/* Text on one line: what is written for any bytes is what the plain rule gives. */
#include <stdlib.h>
#include <string.h>

#include "format/one_line.h"
#include "support.h"

/* A run of white space and control characters is one space, and none at the end. */
static void one_line_slowly(buffer *out, const char *text, size_t length)
{
	bool space = false;
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c <= ' ' || c == 0x7f) {
			space = true;
			continue;
		}
		if (space) {
			buffer_byte(out, ' ');
		}
		buffer_byte(out, (char)c);
		space = false;
	}
}

/* The text ends where its memory ends, so that a step beyond is seen. */
static void any_bytes_are_written_as_the_rule_says(void **state)
{
	(void)state;
	static const char bytes[] = " \t\n\r\x01\x7f!\x1f\x20\x21 ab\xc3\xa9\xff\x80";
	uint64_t seed = 1;
	for (size_t round = 0; round < 20000; round++) {
		size_t length = round % 40;
		char *text = malloc(length + 1);
		buffer fast = {0}, slow = {0};
		assert_non_null(text);
		for (size_t i = 0; i < length; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			unsigned number = (unsigned)(seed >> 33);
			text[i] = number % 4 ? 'a' : bytes[number / 4 % (sizeof bytes - 1)];
		}
		text = realloc(text, length ? length : 1);
		one_line(&fast, text, length);
		one_line_slowly(&slow, text, length);
		assert_int_equal(fast.length, slow.length);
		assert_true(!fast.length || memcmp(fast.bytes, slow.bytes, fast.length) == 0);
		buffer_free(&fast);
		buffer_free(&slow);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(any_bytes_are_written_as_the_rule_says)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
