/* What somebody meant who wrote a word that nobody knows. */
#include <string.h>

#include "support.h"

static const char *word_at(void *context, size_t index)
{
	return ((const char *const *)context)[index];
}

static void the_nearest_word(void **state)
{
	(void)state;
	static const char *words[] = {"output", "output-dir", "lines",   "strict",  "tsv",
	                              "csv",    "SNOMEDCT",   "ICD10CM", "disease", NULL};
	static const struct {
		const char *word, *meant; /* NULL: none is near */
	} cases[] = {
		{"ouput", "output"},
		{"outptu", "output"},
		{"OUTPUT", "output"},
		{"output-di", "output-dir"},
		{"line", "lines"},
		{"strcit", "strict"},
		{"tvs", "tsv"},
		{"tsv", "tsv"},
		{"SNOMED", "SNOMEDCT"},
		{"snomed-ct", "SNOMEDCT"},
		{"ICD10", "ICD10CM"},
		{"diseases", "disease"},
		{"dis", "disease"},
		{"gene", NULL},
		{"x", NULL},
		{"", NULL},
		{"xml", NULL},
		{"an unknown word of more than forty letters, which is no typing error", NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *meant = onto_nearest_word(cases[i].word, word_at, words);
		if (!cases[i].meant || !meant) {
			assert_ptr_equal(meant, cases[i].meant);
		} else {
			assert_string_equal(meant, cases[i].meant);
		}
	}
}

static void what_is_said(void **state)
{
	(void)state;
	onto_error error = {0};
	static const char *words[] = {"tsv", "csv", NULL}, *none[] = {NULL};
	assert_int_equal(onto_fail_word(&error, ONTO_UNKNOWN, "format", "tvs", word_at, words), ONTO_UNKNOWN);
	assert_string_equal(error.message, "no format 'tvs'; did you mean 'tsv'? (there are: tsv, csv)");
	assert_int_equal(onto_fail_word(&error, ONTO_ARGUMENT, "format", "pdf", word_at, words), ONTO_ARGUMENT);
	assert_string_equal(error.message, "no format 'pdf' (there are: tsv, csv)");
	onto_fail_word(&error, ONTO_UNKNOWN, "format", "x", word_at, none);
	assert_string_equal(error.message, "no format 'x'");
	const char *many[201] = {0};
	for (size_t i = 0; i < 200; i++) {
		many[i] = "vocabulary";
	}
	onto_fail_word(&error, ONTO_UNKNOWN, "format", "x", word_at, many);
	assert_non_null(strstr(error.message, "vocabulary, ...)"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_word),
		cmocka_unit_test(what_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
