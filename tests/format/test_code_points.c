/* Code points and bytes: every offset of random texts, against counting one by one. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "format/code_points.h"

/* One code point each, whatever comes before and after: a byte alone above 0x7f is no UTF-8 and completes none. */
static const char *const pieces[] = {"a",        " ",    "\n",  "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80",
                                     "\xcc\x81", "\xff", "\x80"};
enum { PIECES = sizeof pieces / sizeof *pieces, LONGEST = 1200 };

static void check_text(size_t count, size_t kinds, unsigned *seed)
{
	char text[LONGEST * 4] = {0};
	size_t starts[LONGEST + 1], units[LONGEST + 1], length = 0, unit = 0;
	code_points points = {0};
	for (size_t i = 0; i < count; i++) {
		const char *piece = pieces[(size_t)rand_r(seed) % kinds];
		starts[i] = length;
		units[i] = unit;
		unit += strlen(piece) == 4 ? 2 : 1;
		memcpy(text + length, piece, strlen(piece));
		length += strlen(piece);
	}
	starts[count] = length;
	units[count] = unit;
	assert_true(code_points_read(&points, text, length));
	assert_int_equal(points.count, count);
	for (size_t i = 0; i <= count; i++) {
		size_t byte;
		assert_true(code_points_to_byte(&points, i, &byte));
		assert_int_equal(byte, starts[i]);
		assert_int_equal(code_points_before(&points, starts[i]), i);
		assert_int_equal(code_points_utf16_before(&points, starts[i]), units[i]);
	}
	size_t byte;
	assert_false(code_points_to_byte(&points, count + 1, &byte));
	code_points_free(&points);
}

static void test_random_texts(void **state)
{
	unsigned seed = 7;
	(void)state;
	for (int round = 0; round < 300; round++) {
		check_text((size_t)rand_r(&seed) % LONGEST, round % 3 ? PIECES : 3, &seed);
	}
}

static void test_around_a_mark(void **state)
{
	unsigned seed = 7;
	(void)state;
	for (size_t count = 254; count < 260; count++) {
		check_text(count, PIECES, &seed);
	}
	check_text(0, PIECES, &seed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_texts), cmocka_unit_test(test_around_a_mark)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
