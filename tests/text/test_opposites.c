/* Names that say the opposite of one another, and abbreviations that spell words. */
#include <string.h>

#include "support.h"
#include "text/opposites.h"
#include "text/word_list.h"

static onto_opposites *list;

static int begin(void **state)
{
	(void)state;
	onto_error error;
	must(onto_opposites_new(&list, &error), &error);
	return 0;
}

static int end(void **state)
{
	(void)state;
	onto_opposites_free(list);
	return 0;
}

static bool are_opposite(const char *a, const char *b)
{
	onto_opposite left[ONTO_OPPOSITES_MOST], right[ONTO_OPPOSITES_MOST];
	size_t count = onto_opposites_of(list, a, left), other = onto_opposites_of(list, b, right);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < other; k++) {
			if (left[i].rest == right[k].rest && left[i].right != right[k].right) {
				return true;
			}
		}
	}
	return false;
}

static void names_that_one_word_turns_round(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{"hyperreflexia", "Hyporeflexia"},
		{"Hyperthyroidism", "hypothyroidism"},
		{"hyperesthesia", "hypesthesia"},
		{"microcytosis", "macrocytosis"},
		{"familial macrocytosis", "Microcytosis, familial"},
		{"tachycardia", "bradycardias"},
		{"thrombocytosis", "thrombocytopenia"},
		{"neutrophilia", "neutropenia"},
		{"left heart failure", "Heart failure, right"},
		{"increased muscle tone", "muscle tone decreased"},
		{"raised blood pressure", "low blood pressure"},
		{"acute hepatitis", "hepatitis, chronic"},
		{"atresia with fistula", "atresia without fistula"},
	};
	for (size_t i = 0; i < COUNT(pairs); i++) {
		assert_true(are_opposite(pairs[i][0], pairs[i][1]));
		assert_true(are_opposite(pairs[i][1], pairs[i][0]));
		assert_false(are_opposite(pairs[i][0], pairs[i][0]));
	}
}

static void names_that_are_not_turned_round(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{"hypercalcemia", "hypokalemia"},
		{"hypocalciuric hypercalcemia", "hypercalcemia"},
		{"hyperthyroidism", "primary hypothyroidism"},
		{"left heart failure", "right lung failure"},
		{"left", "right"},
		{"hyper", "hypo"},
		{"microscope", "macro"},
		{"", ""},
		{"asthma", "asthma"},
		{"-", "+"},
	};
	for (size_t i = 0; i < COUNT(pairs); i++) {
		assert_false(are_opposite(pairs[i][0], pairs[i][1]));
	}
}

/* Every line has elements on both sides of its bar, and the list has room for all of them. */
static void lines_are_well_formed(void **state)
{
	(void)state;
	size_t elements = 0;
	for (size_t i = 0; i < word_list_antonym_count; i++) {
		const char *line = word_list_antonyms[i];
		assert_true(strncmp(line, "word ", 5) == 0 || strncmp(line, "prefix ", 7) == 0 ||
		            strncmp(line, "suffix ", 7) == 0);
		assert_non_null(strstr(line, " | "));
		for (const char *at = line; (at = strchr(at, ' ')); at++) {
			elements += at[1] != '|';
		}
	}
	assert_true(elements < OPPOSITE_ELEMENTS);
}

/* A name of many opposites, and words longer than any. */
static void names_without_end(void **state)
{
	(void)state;
	char name[4000];
	onto_opposite out[ONTO_OPPOSITES_MOST];
	for (size_t i = 0; i + 6 < sizeof name; i += 5) {
		memcpy(name + i, "left ", 6);
	}
	assert_int_equal(onto_opposites_of(list, name, out), ONTO_OPPOSITES_MOST);
	memset(name, 'a', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	assert_int_equal(onto_opposites_of(list, name, out), 0);
}

static void abbreviations_that_spell_words(void **state)
{
	(void)state;
	assert_true(onto_abbreviation_is_word("SCAR", "scar"));
	assert_true(onto_abbreviation_is_word("SCARs", "Scar"));
	assert_true(onto_abbreviation_is_word("SCAR", "Scars"));
	assert_false(onto_abbreviation_is_word("SCAR", "SCAR"));
	assert_false(onto_abbreviation_is_word("SCAR", "scarlet"));
	assert_false(onto_abbreviation_is_word("Scar", "scar"));
	assert_false(onto_abbreviation_is_word("HTN", "htn"));
	assert_false(onto_abbreviation_is_word("S", "s"));
	assert_false(onto_abbreviation_is_word("SCARRED", "scarred"));
	assert_true(onto_abbreviation_is_of("SCAR", "severe cutaneous adverse reaction"));
	assert_false(onto_abbreviation_is_of("SCAR", "severe cutaneous adverse"));
	assert_false(onto_abbreviation_is_of("SCAR", "severe cutaneous adverse reaction syndrome"));
	assert_false(onto_abbreviation_is_of("SCAR", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_that_one_word_turns_round), cmocka_unit_test(names_that_are_not_turned_round),
		cmocka_unit_test(lines_are_well_formed),           cmocka_unit_test(names_without_end),
		cmocka_unit_test(abbreviations_that_spell_words),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
