/* The lists of words: in order, so that each is found, and each with the roles that its file gives it. */
#include <string.h>

#include "core/buffer.h"
#include "support.h"
#include "text/word_list.h"

static void assert_roles(const word_roles *is, const word_roles *should)
{
	assert_memory_equal(is, should, sizeof *is);
}

static void every_word_of_a_list_is_found(void **state)
{
	(void)state;
	static const word_roles none = {0};
	word_roles any = {0};
	assert_roles(&listed_words[0].roles, &none);
	for (size_t w = 1; w < listed_word_count; w++) {
		const listed_word *word = &listed_words[w];
		if (strcmp(listed_words[w - 1].word, word->word) >= 0) {
			fail_msg("'%s' is out of order", word->word);
		}
		assert_int_equal(strlen(word->word), word->length);
		assert_memory_not_equal(&word->roles, &none, sizeof none);
		assert_int_equal(word_list_find(word->word, word->length), w);
		word_roles found = word_list_roles(word->word, word->length);
		assert_roles(&found, &word->roles);
		any.function |= found.function;
		any.kind |= found.kind;
		any.note |= found.note;
		any.status |= found.status;
		any.species |= found.species;
		any.acid |= found.acid;
	}
	assert_int_equal(any.function, FUNCTION_FIXED * 2 - 1);
	assert_int_equal(any.kind, KIND_WHOLE * 2 - 1);
	assert_int_equal(any.note, NOTE_TREATMENT * 2 - 1);
	assert_int_equal(any.status, STATUS_RESULT * 2 - 1);
	assert_int_equal(any.species, SPECIES_VIRUS * 2 - 1);
	assert_int_equal(any.acid, ACID_CODE * 2 - 1);
}

static void what_no_list_has_has_no_role(void **state)
{
	(void)state;
	static const char *const words[] = {"", "ann", "andy", "aa", "zzz", "OF", "of which"};
	static const word_roles none = {0};
	for (size_t i = 0; i < COUNT(words); i++) {
		word_roles roles = word_list_roles(words[i], strlen(words[i]));
		assert_roles(&roles, &none);
	}
	assert_int_equal(word_list_roles("off", 3).function, 0);
	assert_int_equal(word_list_roles("an", 2).kind, 0);
	word_roles part = word_list_roles("offer", 2), folded = word_list_roles_folded("OF", 2);
	assert_roles(&part, &folded);
	char longer[100];
	memset(longer, 'a', sizeof longer);
	word_roles of_long = word_list_roles_folded(longer, sizeof longer);
	assert_roles(&of_long, &none);
}

static void roles_are_those_of_the_file(void **state)
{
	(void)state;
	assert_int_equal(word_list_roles("nor", 3).function, FUNCTION_CONJUNCTION | FUNCTION_BEHIND);
	assert_true(word_list_roles("of", 2).function & FUNCTION_FILLER);
	assert_true(word_list_roles("body structure", 14).kind == KIND_REMARK);
	assert_true(word_list_roles("neg", 3).status == (STATUS_LEVEL | STATUS_MINUS | STATUS_SAID));
	assert_int_equal(word_list_roles_folded("Val", 3).acid, ACID_CODE);
}

/* A word may be in several lists: its record has the roles of all. */
static void roles_of_several_lists_are_found_together(void **state)
{
	(void)state;
	size_t several = 0;
	for (size_t w = 0; w < listed_word_count; w++) {
		const word_roles *r = &listed_words[w].roles;
		several += (r->function != 0) + (r->kind != 0) + (r->note != 0) + (r->status != 0) > 1;
	}
	assert_true(several > 5);
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
		cmocka_unit_test(roles_of_several_lists_are_found_together),
		cmocka_unit_test(plain_lists_are_searched),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
