/* The bytes by which words are told apart. */
#include <stdlib.h>
#include <string.h>

#include "match/word_cache.h"
#include "support.h"

/* The word ends where its memory ends, so that a step beyond is seen. */
static char *exact_copy(const char *text, size_t length)
{
	char *copy = malloc(length ? length : 1);
	assert_non_null(copy);
	memcpy(copy, text, length);
	return copy;
}

static void ends_are_the_same_with_room_and_without(void **state)
{
	(void)state;
	static const char text[] = "pneumonoultramicroscopic";
	for (size_t length = 1; length <= 16; length++) {
		char *exact = exact_copy(text, length);
		word_ends ends = word_ends_of(exact, length), within = word_ends_of_short(text, length);
		assert_true(ends.head == within.head);
		assert_true(ends.tail == within.tail);
		free(exact);
	}
}

static void ends_tell_words_of_up_to_sixteen_bytes_apart(void **state)
{
	(void)state;
	for (size_t length = 1; length <= 16; length++) {
		for (size_t at = 0; at < length; at++) {
			char word[] = "aaaaaaaaaaaaaaaa";
			word_ends a = word_ends_of(word, length);
			word[at] = 'b';
			word_ends b = word_ends_of(word, length);
			assert_true(a.head != b.head || a.tail != b.tail);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends_are_the_same_with_room_and_without),
		cmocka_unit_test(ends_tell_words_of_up_to_sixteen_bytes_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
