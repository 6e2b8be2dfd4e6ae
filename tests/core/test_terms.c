/* Errors, and the field's terms as words. */
#include <string.h>

#include "support.h"

static void a_failure_is_described(void **state)
{
	(void)state;
	onto_error error = {0};
	assert_int_equal(onto_fail(&error, ONTO_DAMAGED, "x.tsv", 7, "field %d", 3), ONTO_DAMAGED);
	assert_int_equal(error.status, ONTO_DAMAGED);
	assert_string_equal(error.file, "x.tsv");
	assert_int_equal(error.line, 7);
	assert_string_equal(error.message, "field 3");
	onto_fail(&error, ONTO_IO, NULL, 0, "gone");
	assert_string_equal(error.file, "");
	assert_int_equal(onto_fail(NULL, ONTO_LIMIT, "x", 1, "nobody wants to know"), ONTO_LIMIT);
}

static void a_long_failure_is_cut(void **state)
{
	(void)state;
	char file[2000], message[2000];
	onto_error error = {0};
	memset(file, 'f', sizeof file - 1);
	memset(message, 'm', sizeof message - 1);
	file[sizeof file - 1] = message[sizeof message - 1] = '\0';
	onto_fail(&error, ONTO_IO, file, 1, "%s", message);
	assert_int_equal(strlen(error.file), sizeof error.file - 1);
	assert_int_equal(strlen(error.message), sizeof error.message - 1);
}

/* Each value has a word, the word leads back, what is no word or value is refused. */
#define ROUND_TRIP(noun, type, values) \
	static void noun##_words_lead_back(void **state) \
	{ \
		(void)state; \
		type out = (type)0; \
		for (int i = 0; i < (int)(values); i++) { \
			const char *word = onto_##noun##_word((type)i); \
			assert_non_null(word); \
			assert_true(onto_##noun##_parse(word, &out)); \
			assert_int_equal(out, i); \
		} \
		assert_null(onto_##noun##_word((type)(values))); \
		assert_null(onto_##noun##_word((type) - 1)); \
		assert_false(onto_##noun##_parse("", &out)); \
		assert_false(onto_##noun##_parse("no such word", &out)); \
		assert_int_equal(out, (values) - 1); \
	}

ROUND_TRIP(type, onto_type, onto_type_count())
ROUND_TRIP(scope, onto_scope, ONTO_SCOPES)
ROUND_TRIP(predicate, onto_predicate, ONTO_PREDICATES)
ROUND_TRIP(overlap, onto_overlap, ONTO_OVERLAPS)

static void transformations_have_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < ONTO_TRANSFORMATIONS; i++) {
		assert_non_null(onto_transformation_word(i));
		for (size_t k = 0; k < i; k++) {
			assert_string_not_equal(onto_transformation_word(i), onto_transformation_word(k));
		}
	}
	assert_null(onto_transformation_word(ONTO_TRANSFORMATIONS));
	assert_null(onto_transformation_word(SIZE_MAX));
	static const struct {
		unsigned bit;
		const char *word;
	} words[] = {{ONTO_BY_CASE, "case"}, {ONTO_BY_GREEK, "greek"}, {ONTO_BY_COORDINATION, "coordination"}};
	for (size_t i = 0; i < COUNT(words); i++) {
		size_t index = 0;
		while (words[i].bit >> index != 1) {
			index++;
		}
		assert_string_equal(onto_transformation_word(index), words[i].word);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failure_is_described),     cmocka_unit_test(a_long_failure_is_cut),
		cmocka_unit_test(type_words_lead_back),       cmocka_unit_test(scope_words_lead_back),
		cmocka_unit_test(predicate_words_lead_back),  cmocka_unit_test(overlap_words_lead_back),
		cmocka_unit_test(transformations_have_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
