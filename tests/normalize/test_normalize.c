/* Whole terms and the concepts that they stand for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

static const char rows[] =
	"S\tM\nC\tM:1\tdisease\tacute lymphoblastic leukemia\t\texact=O:1\nN\tM:1\texact\tALL\t-\n"
	"C\tM:2\tdisease\tlung cancer\nC\tM:3\tdisease\tasthma\t\nN\tM:3\trelated\twheezy bronchitis\n"
	"C\tM:4\tdisease\ttype 1 diabetes mellitus\nC\tM:5\tdisease\ttype 2 diabetes mellitus\n"
	"C\tM:6\tdisease\tkidney disease\nC\tM:7\tdrug\tphenytoin\nC\tM:8\tmarker\tBRCA1\t\t\nN\tM:8\tpreferred\tBRCA1\t-\n"
	"C\tM:9\tdisease\told asthma\t\t\treplaced=M:3\nC\tM:10\tdisease\tbreast cancer\nC\tM:11\tdisease\tneurotoxicity\n"
	"C\tM:12\tdisease\tunclear wheeze\t\t\tconsider=M:3|X:1\nC\tM:13\tdisease\tlost ailment\t\t\tobsolete\n"
	"C\tM:14\tmarker\tO1\nN\tM:14\tpreferred\tO1\t-\n"
	"S\tS\nC\tS:1\tdisease\tasthma\n";

typedef struct fixture {
	onto_dictionary *dictionary;
	onto_normalizer_index *index;
} fixture;

static int start(void **state)
{
	static fixture f;
	onto_error error = {0};
	f.dictionary = dictionary_of(rows);
	must(onto_normalizer_index_new(f.dictionary, &f.index, &error), &error);
	*state = &f;
	return 0;
}

static int stop(void **state)
{
	fixture *f = *state;
	onto_normalizer_index_free(f->index);
	onto_dictionary_free(f->dictionary);
	return 0;
}

/* First code, score and ways of the best candidate, "" where there is none. */
static const char *best_of(const fixture *f, const onto_normalize_options *options, const char *term)
{
	static char out[300];
	onto_normalizer *normalizer;
	size_t count;
	onto_error error = {0};
	must(onto_normalizer_new(f->index, options, &normalizer, &error), &error);
	must(onto_normalizer_find(normalizer, term, strlen(term), &count, &error), &error);
	out[0] = '\0';
	const onto_candidate *best = onto_normalizer_candidate(normalizer, 0);
	if (count) {
		int used = snprintf(out, sizeof out, "%s %.2f", best->code_count ? best->codes[0] : "none", best->score);
		for (size_t i = 0; onto_transformation_word(i); i++) {
			if (best->transformations & 1u << i) {
				used += snprintf(out + used, sizeof out - (size_t)used, " %s", onto_transformation_word(i));
			}
		}
	}
	onto_normalizer_free(normalizer);
	return out;
}

static void terms_and_their_best(void **state)
{
	static const struct {
		const char *term, *expected;
	} cases[] = {
		{"acute lymphoblastic leukemia", "M:1 1.00"},
		{"Acute Lymphoblastic Leukemia", "M:1 1.00 case"},
		{"acute lymphoblastic leukaemias", "M:1 0.99 plural spelling"},
		{"leukemia, acute lymphoblastic", "M:1 0.97 order"},
		{"cancer of the lung", "M:2 0.94 order words"},
		{"asthma", "M:3 1.00"},
		{"astma", "M:3 0.88 typing"},
		{"Ashtma", "M:3 0.88 typing"},
		{"wheezy bronchitis", "M:3 0.95"},
		{"diabetes mellitus type 2", "M:5 0.97 order"},
		{"type II diabetes mellitus", "M:5 1.00 numeral"},
		{"phenytion", "M:7 0.88 typing"},
		{"ALL", "M:1 1.00"},
		{"all", "M:1 0.60 case"},
		{"brca1", "M:8 0.95 case"},
		{"BRCA2", ""},
		{"BRCB1", ""},
		{"ALL (acute lymphoblastic leukemia)", "M:1 1.00 abbreviation"},
		{"acute lymphoblastic leukemia (ALL)", "M:1 1.00 abbreviation"},
		{"breastcancer", "M:10 1.00 hyphen"},
		{"neuro-toxicity", "M:11 1.00 hyphen"},
		{"old asthma", "M:3 1.00"},
		{"unclear wheeze", "none 0.90"},
		{"wheezes, unclear", "none 0.86 plural order"},
		{"unclear weeze", ""}, /* it is offered only for its own words */
		{"lost ailment", "none 0.90"},
		{"Phenytoin 2.5 mg/ml oral solution", "M:7 0.95 words"},
		{"phenytoin 12 100 units", "M:7 0.54 words"}, /* 12 is no part of the dose */
		{"xyzzy", ""},
		{"", ""},
		{" -- ", ""},
		{"\xff\xfe", ""},
		{"of the", ""},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *found = best_of(*state, NULL, cases[i].term);
		if (strcmp(found, cases[i].expected) != 0) {
			fail_msg("'%s': %s, expected %s", cases[i].term, found, cases[i].expected);
		}
	}
}

static void a_number_is_never_another(void **state)
{
	assert_string_equal(best_of(*state, NULL, "type 3 diabetes mellitus"), "");
	assert_true(strncmp(best_of(*state, NULL, "diabetes mellitus"), "M:4 0.", 6) == 0);
}

/* A word for a kind counts less where only one has it; a word that only the term has, less than one that only the
 * name has. */
static void a_symbol_has_one_order(void **state)
{
	assert_string_equal(best_of(*state, NULL, "O1"), "M:14 1.00");
	assert_string_equal(best_of(*state, NULL, "1O"), "");
	assert_string_equal(best_of(*state, NULL, "CD1O"), "");
}

static void words_that_count_less(void **state)
{
	(void)state;
	fixture f = {
		.dictionary = dictionary_of(
			"C\tM:1\tdisease\tGaucher disease\nC\tM:2\tdisease\tFabry anemia\nC\tM:3\tdisease\tcomponent 7 deficiency\n"
			"C\tM:4\tdisease\tcomponent 2 deficiency\nC\tM:5\tdisease\tdiabetic neuropathy\n"
			"C\tM:6\tdisease\tneuropathy\nC\tM:7\tdisease\tlung cancer susceptibility 4\n")};
	onto_error error = {0};
	must(onto_normalizer_index_new(f.dictionary, &f.index, &error), &error);
	assert_string_equal(best_of(&f, NULL, "Gaucher"), "M:1 0.83 words");
	assert_string_equal(best_of(&f, NULL, "Fabry"), "M:2 0.67 words");
	assert_string_equal(best_of(&f, NULL, "seventh component deficiency"), "M:3 0.97 order numeral");
	assert_string_equal(best_of(&f, NULL, "third component deficiency"), "");
	assert_string_equal(best_of(&f, NULL, "lung cancer stage 4"), "");
	assert_true(strncmp(best_of(&f, NULL, "lung cancer 4"), "M:7", 3) == 0);
	assert_string_equal(best_of(&f, NULL, "autonomic neuropathy"), "M:6 0.63 words");
	onto_normalizer_index_free(f.index);
	onto_dictionary_free(f.dictionary);
}

/* Formulas are read where a dictionary has what they stand for. */
static void formulas(void **state)
{
	(void)state;
	fixture f = {.dictionary = dictionary_of(
					 "C\tM:1\tdrug\tcalcium chloride\nC\tM:2\tdrug\tsodium\nC\tM:3\tdrug\tpotassium phosphate\n"
					 "C\tM:4\tdrug\tcalcium\nC\tM:5\tdrug\tnitric oxide\nC\tM:6\tdrug\taluminum sulfate\n")};
	static const char *const cases[][2] = {
		{"CaCl2", "M:1"},     {"CaCl(2)", "M:1"}, {"Na", "M:2"},     {"Na+", "M:2"}, {"K3PO4", "M:3"},
		{"K2HPO4", ""},       {"Ca2+", "M:4"},    {"Ca(2+)", "M:4"}, {"NO", "M:5"},  {"na", ""},
		{"Al2(SO4)3", "M:6"}, {"Al2SO4", "M:6"},  {"CaX", ""},       {"()", ""},
	};
	onto_error error = {0};
	must(onto_normalizer_index_new(f.dictionary, &f.index, &error), &error);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *found = best_of(
			&f, &(onto_normalize_options){.size = sizeof(onto_normalize_options), .min_score = 0.9}, cases[i][0]);
		if (strncmp(found, cases[i][1], 3) != 0) {
			fail_msg("'%s': '%s'", cases[i][0], found);
		}
	}
	onto_normalizer_index_free(f.index);
	onto_dictionary_free(f.dictionary);
}

static void options_are_heeded(void **state)
{
	static const char *const other[] = {"O", "S"};
	const fixture *f = *state;
	assert_string_equal(
		best_of(f, &(onto_normalize_options){.size = sizeof(onto_normalize_options), .without = ONTO_BY_TYPING},
	            "astma"),
		"");
	assert_string_equal(
		best_of(f, &(onto_normalize_options){.size = sizeof(onto_normalize_options), .without = ONTO_BY_ORDER},
	            "leukemia, acute lymphoblastic"),
		"");
	assert_string_equal(
		best_of(f, &(onto_normalize_options){.size = sizeof(onto_normalize_options), .types = 1u << ONTO_DRUG},
	            "asthma"),
		"");
	assert_string_equal(
		best_of(f, &(onto_normalize_options){.size = sizeof(onto_normalize_options), .min_score = 0.9}, "astma"),
		"");
	assert_string_equal(best_of(f,
	                            &(onto_normalize_options){.size = sizeof(onto_normalize_options),
	                                                      .vocabularies = other,
	                                                      .vocabulary_count = 2},
	                            "asthma"),
	                    "S:1 1.00");
	assert_string_equal(best_of(f,
	                            &(onto_normalize_options){.size = sizeof(onto_normalize_options),
	                                                      .vocabularies = other,
	                                                      .vocabulary_count = 1},
	                            "ALL"),
	                    "O:1 1.00");
	assert_string_equal(best_of(f,
	                            &(onto_normalize_options){.size = sizeof(onto_normalize_options),
	                                                      .vocabularies = other,
	                                                      .vocabulary_count = 1},
	                            "lung cancer"),
	                    "");
	onto_normalizer *normalizer;
	onto_error error;
	assert_int_equal(
		onto_normalizer_new(f->index,
	                        &(onto_normalize_options){.size = sizeof(onto_normalize_options), .min_score = 2},
	                        &normalizer, &error),
		ONTO_ARGUMENT);
	assert_null(normalizer);
	assert_int_equal(onto_normalizer_new(f->index,
	                                     &(onto_normalize_options){.size = sizeof(onto_normalize_options),
	                                                               .types = 1u << onto_type_count()},
	                                     &normalizer, &error),
	                 ONTO_ARGUMENT);
}

/* What a source says to consider for a retired concept is told beside it and never among the codes. */
static void retired_concepts_are_offered(void **state)
{
	const fixture *f = *state;
	onto_normalizer *normalizer;
	onto_successor s;
	size_t count;
	onto_error error = {0};
	must(onto_normalizer_new(f->index, NULL, &normalizer, &error), &error);
	must(onto_normalizer_find(normalizer, "unclear wheeze", 14, &count, &error), &error);
	assert_int_equal(count, 1);
	assert_int_equal(onto_normalizer_candidate(normalizer, 0)->code_count, 0);
	assert_string_equal(onto_normalizer_candidate(normalizer, 0)->name, "unclear wheeze");
	assert_true(onto_dictionary_successor(f->dictionary, onto_normalizer_candidate(normalizer, 0)->concept, 0, &s));
	assert_string_equal(s.name, "asthma");
	assert_memory_equal(s.code, "M:3", s.length);
	assert_true(onto_dictionary_successor(f->dictionary, onto_normalizer_candidate(normalizer, 0)->concept, 1, &s));
	assert_int_equal(s.concept, ONTO_NONE);
	assert_null(s.name);
	assert_memory_equal(s.code, "X:1", s.length);
	assert_false(
		onto_dictionary_successor(f->dictionary, onto_normalizer_candidate(normalizer, 0)->concept, 2, &s));
	assert_false(onto_dictionary_successor(f->dictionary, ONTO_NONE, 0, &s));
	onto_normalizer_free(normalizer);
}

/* Every way is told by name and can be switched off. */
static void every_way_can_be_switched_off(void **state)
{
	(void)state;
	static const struct {
		unsigned way;
		const char *term, *code;
	} cases[] = {
		{ONTO_BY_CASE, "ACUTE lymphoblastic leukemia", "M:1"},
		{ONTO_BY_PLURAL, "lung cancers", "M:2"},
		{ONTO_BY_SPELLING, "acute lymphoblastic leukaemia", "M:1"},
		{ONTO_BY_DERIVED, "hypertensive", "M:3"},
		{ONTO_BY_ORDER, "leukemia lymphoblastic acute", "M:1"},
		{ONTO_BY_HYPHEN, "lung-cancer", "M:2"},
		{ONTO_BY_GREEK, "TNF-\xce\xb1", "M:4"},
		{ONTO_BY_NUMERAL, "type II diabetes", "M:5"},
		{ONTO_BY_LINE, "lung\ncancer", "M:2"},
		{ONTO_BY_FOLD, "Sjogren syndrome", "M:6"},
		{ONTO_BY_ABBREVIATION, "ALL (acute lymphoblastic leukemia)", "M:1"},
		{ONTO_BY_WORDS, "severe lung cancer", "M:2"},
		{ONTO_BY_TYPING, "hypertenzion", "M:3"},
		{ONTO_BY_SYNONYM, "renal atrophy", "M:11"},
	};
	fixture f = {
		.dictionary = dictionary_of(
			"C\tM:1\tdisease\tacute lymphoblastic leukemia\nC\tM:2\tdisease\tlung cancer\nC\tM:3\tdisease\thypertension\n"
			"C\tM:4\tmarker\tTNF-alpha\nC\tM:5\tdisease\ttype 2 diabetes\nC\tM:6\tdisease\tSj\xc3\xb6gren syndrome\n"
			"C\tM:7\tdisease\tkidney cyst\nN\tM:7\texact\trenal cyst\nC\tM:8\tdisease\tkidney stone\nN\tM:8\texact\trenal stone\n"
			"C\tM:9\tdisease\tkidney abscess\nN\tM:9\texact\trenal abscess\nC\tM:10\tdisease\tkidney rupture\n"
			"N\tM:10\texact\trenal rupture\nC\tM:11\tdisease\tkidney atrophy\n")};
	onto_error error = {0};
	must(onto_normalizer_index_new(f.dictionary, &f.index, &error), &error);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *word = NULL;
		for (size_t w = 0; onto_transformation_word(w); w++) {
			word = cases[i].way == 1u << w ? onto_transformation_word(w) : word;
		}
		const char *found = best_of(
			&f, &(onto_normalize_options){.size = sizeof(onto_normalize_options), .min_score = 0.6}, cases[i].term);
		size_t length = strlen(cases[i].code);
		if (strncmp(found, cases[i].code, length) != 0 || found[length] != ' ' || !strstr(found, word)) {
			fail_msg("'%s': '%s', expected %s by %s", cases[i].term, found, cases[i].code, word);
		}
		found = best_of(&f,
		                &(onto_normalize_options){
							.size = sizeof(onto_normalize_options), .without = cases[i].way, .min_score = 0.6},
		                cases[i].term);
		if (strstr(found, word)) {
			fail_msg("'%s' without %s: '%s'", cases[i].term, word, found);
		}
	}
	onto_normalizer_index_free(f.index);
	onto_dictionary_free(f.dictionary);
}

/* Several candidates, each meaning once, best first; concepts of one name in two vocabularies are one. */
static void candidates_in_order(void **state)
{
	const fixture *f = *state;
	onto_normalizer *normalizer;
	size_t count;
	onto_error error = {0};
	must(onto_normalizer_new(f->index,
	                         &(onto_normalize_options){.size = sizeof(onto_normalize_options), .min_score = 0.01},
	                         &normalizer, &error),
	     &error);
	must(onto_normalizer_find(normalizer, "asthma", 6, &count, &error), &error);
	assert_int_equal(onto_normalizer_candidate(normalizer, 0)->code_count, 2);
	assert_string_equal(onto_normalizer_candidate(normalizer, 0)->codes[1], "S:1");
	must(onto_normalizer_find(normalizer, "lung cancers", 12, &count, &error), &error);
	assert_true(count >= 1);
	for (size_t i = 1; i < count; i++) {
		assert_true(onto_normalizer_candidate(normalizer, i - 1)->score >=
		            onto_normalizer_candidate(normalizer, i)->score);
		for (size_t k = 0; k < i; k++) {
			assert_string_not_equal(onto_normalizer_candidate(normalizer, i)->codes[0],
			                        onto_normalizer_candidate(normalizer, k)->codes[0]);
		}
	}
	onto_normalizer_free(normalizer);
	onto_normalizer_free(NULL);
	onto_normalizer_index_free(NULL);
	assert_true(onto_normalizer_index_bytes(f->index) > 0);
}

/* Terms of any length and content. */
static void hostile_terms(void **state)
{
	const fixture *f = *state;
	enum { MILLION = 1000000 };
	onto_normalizer *normalizer;
	size_t count;
	onto_error error = {0};
	char *text = malloc(MILLION);
	uint64_t chance = 5;
	assert_non_null(text);
	must(onto_normalizer_new(f->index, NULL, &normalizer, &error), &error);
	memset(text, 'a', MILLION);
	must(onto_normalizer_find(normalizer, text, MILLION, &count, &error), &error);
	assert_int_equal(count, 0);
	static const char alphabet[] = "asthm 12(),-/.LUNG\xce\xb1\n\x80\xff";
	for (int round = 0; round < 20000; round++) {
		size_t length = random_below(&chance, 40);
		for (size_t i = 0; i < length; i++) {
			text[i] = alphabet[random_below(&chance, sizeof alphabet)];
		}
		must(onto_normalizer_find(normalizer, text, length, &count, &error), &error);
		for (size_t i = 0; i < count; i++) {
			assert_true(onto_normalizer_candidate(normalizer, i)->score >= 0.5 &&
			            onto_normalizer_candidate(normalizer, i)->score <= 1 &&
			            (onto_normalizer_candidate(normalizer, i)->code_count > 0 ||
			             onto_normalizer_candidate(normalizer, i)->score <= 0.9f));
		}
	}
	onto_normalizer_free(normalizer);
	free(text);
}

/* Two words that many diseases have one for the other are learned. */
static void synonyms_are_learned(void **state)
{
	(void)state;
	onto_dictionary *d = dictionary_of(
		"C\tM:1\tdisease\tkidney cyst\nN\tM:1\texact\trenal cyst\nC\tM:2\tdisease\tkidney stone\nN\tM:2\texact\trenal stone\n"
		"C\tM:3\tdisease\tkidney abscess\nN\tM:3\texact\trenal abscess\nC\tM:4\tdisease\tkidney rupture\nN\tM:4\texact\trenal rupture\n"
		"C\tM:5\tdisease\tkidney atrophy\n");
	onto_error error = {0};
	fixture f = {.dictionary = d};
	must(onto_normalizer_index_new(d, &f.index, &error), &error);
	assert_string_equal(best_of(&f, NULL, "renal atrophy"), "M:5 0.95 synonym");
	assert_string_equal(best_of(&f,
	                            &(onto_normalize_options){.size = sizeof(onto_normalize_options),
	                                                      .without = ONTO_BY_SYNONYM | ONTO_BY_WORDS},
	                            "renal atrophy"),
	                    "");
	onto_normalizer_index_free(f.index);
	onto_dictionary_free(d);
}

static void an_empty_dictionary(void **state)
{
	(void)state;
	fixture f = {.dictionary = dictionary_of("# nothing\n")};
	onto_error error = {0};
	must(onto_normalizer_index_new(f.dictionary, &f.index, &error), &error);
	assert_string_equal(best_of(&f, NULL, "asthma"), "");
	onto_normalizer_index_free(f.index);
	onto_dictionary_free(f.dictionary);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(terms_and_their_best),
		cmocka_unit_test(a_number_is_never_another),
		cmocka_unit_test(options_are_heeded),
		cmocka_unit_test(candidates_in_order),
		cmocka_unit_test(hostile_terms),
		cmocka_unit_test(synonyms_are_learned),
		cmocka_unit_test(an_empty_dictionary),
		cmocka_unit_test(formulas),
		cmocka_unit_test(a_symbol_has_one_order),
		cmocka_unit_test(words_that_count_less),
		cmocka_unit_test(every_way_can_be_switched_off),
		cmocka_unit_test(retired_concepts_are_offered),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
