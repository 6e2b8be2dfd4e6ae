/* The lists of words: in order, so that each is found, and each with the roles that its file gives it. */
#include <string.h>

#include "core/buffer.h"
#include "support.h"
#include "text/word_list.h"

static const struct {
	const char *name;
	const word_list *list;
} lists[] = {
	{"function", &function_words}, {"kinds", &kind_words}, {"notes", &note_words}, {"status", &status_words}};

static void every_word_of_a_list_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lists); i++) {
		const word_list *list = lists[i].list;
		assert_true(list->count > 5);
		for (size_t w = 0; w < list->count; w++) {
			const listed_word *word = &list->items[w];
			if (w && strcmp(list->items[w - 1].word, word->word) >= 0) {
				fail_msg("%s.txt: '%s' is out of order", lists[i].name, word->word);
			}
			assert_int_equal(strlen(word->word), word->length);
			assert_true(word->roles != 0);
			assert_int_equal(word_list_roles(list, word->word, word->length), word->roles);
		}
	}
}

static void what_no_list_has_has_no_role(void **state)
{
	(void)state;
	static const char *const words[] = {"", "an", "ann", "andy", "aa", "zzz", "OF"};
	for (size_t i = 0; i < COUNT(words); i++) {
		assert_int_equal(word_list_roles(&kind_words, words[i], strlen(words[i])), 0);
	}
	assert_int_equal(word_list_roles(&function_words, "off", 3), 0);
	assert_int_equal(word_list_roles(&function_words, "OF", 2), 0);
	assert_int_equal(word_list_roles(&function_words, "offer", 2),
	                 word_list_roles_folded(&function_words, "OF", 2));
	char longer[100];
	memset(longer, 'a', sizeof longer);
	assert_int_equal(word_list_roles_folded(&function_words, longer, sizeof longer), 0);
}

static void roles_are_those_of_the_file(void **state)
{
	(void)state;
	assert_int_equal(word_list_roles(&function_words, "nor", 3), FUNCTION_CONJUNCTION | FUNCTION_BEHIND);
	assert_true(word_list_roles(&function_words, "of", 2) & FUNCTION_FILLER);
	assert_true(word_list_roles(&kind_words, "body structure", 14) == KIND_REMARK);
	assert_true(word_list_roles(&status_words, "neg", 3) == (STATUS_LEVEL | STATUS_MINUS | STATUS_SAID));
}

static void plain_lists_are_searched(void **state)
{
	(void)state;
	assert_true(word_list_is_ordinary("ability"));
	assert_true(word_list_is_ordinary("fig"));
	assert_true(word_list_is_ordinary("world"));
	assert_false(word_list_is_ordinary("kidney"));
	assert_true(word_list_is_everyday("a"));
	assert_true(word_list_is_everyday("impact"));
	assert_false(word_list_is_everyday("asthma"));
	assert_true(word_list_is_generic("abnormality"));
	assert_false(word_list_is_generic("# Names"));
	assert_true(word_list_equivalent_count > 50);
	for (size_t i = 0; i < word_list_equivalent_count; i++) {
		assert_non_null(strchr(word_list_equivalents[i], ' '));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_of_a_list_is_found),
		cmocka_unit_test(what_no_list_has_has_no_role),
		cmocka_unit_test(roles_are_those_of_the_file),
		cmocka_unit_test(plain_lists_are_searched),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
