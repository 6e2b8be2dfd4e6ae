/* Names of other things: which of them stay, and which mappings are weakened. */
#include <string.h>

#include "support.h"

static bool has_name(const onto_dictionary *d, const char *code, const char *text)
{
	onto_concept_id id = onto_dictionary_find(d, code);
	onto_name name;
	for (size_t i = 0; onto_dictionary_name(d, id, i, &name); i++) {
		if (strcmp(name.text, text) == 0) {
			return true;
		}
	}
	return false;
}

static onto_dictionary *trimmed(const char *rows)
{
	onto_builder *builder = builder_of(rows);
	onto_dictionary *d;
	onto_error error = {0};
	must(onto_builder_trim_others(builder, &error), &error);
	must(onto_dictionary_take(builder, &d, &error), &error);
	return d;
}

static void what_claims_nothing_goes(void **state)
{
	(void)state;
	onto_dictionary *d = trimmed(
		"C\tONTOTAG:other\tdisease\t(another thing)\n"
		"N\tONTOTAG:other\trelated\tLiver\tcpxn\n"
		"N\tONTOTAG:other\trelated\tHippocampal CA1 Region\tcpxn\n"
		"N\tONTOTAG:other\trelated\tPituitary Gland\tcpxn\n"
		"N\tONTOTAG:other\trelated\tPituitary Glands\tcpxn\n"
		"N\tONTOTAG:other\trelated\tBiliary Sludge\tcpxn\n"
		"N\tONTOTAG:other\texact\tKeloid\tcpxn\n"
		"N\tONTOTAG:other\texact\tKlebsiella\tcpxn\n"
		"N\tONTOTAG:other\texact\tKeloidal Pneumoniae\tcpxn\n"
		"C\tM:1\tmarker\tCA1\n"
		"C\tD:1\tdisease\thypophysitis\nN\tD:1\texact\tpituitary gland\n"
		"C\tMESH:D2\tdisease\tBile Duct Diseases\nN\tMESH:D2\texact\tbiliary sludge\n"
		"C\tD:3\tdisease\tkeloid\nC\tMESH:D4\tdisease\tKeloidal Pneumonia\n");
	assert_false(has_name(d, "ONTOTAG:other", "Liver"));
	assert_true(has_name(d, "ONTOTAG:other", "Hippocampal CA1 Region"));
	assert_true(has_name(d, "ONTOTAG:other", "Pituitary Gland"));
	assert_true(has_name(d, "ONTOTAG:other", "Pituitary Glands"));
	assert_false(has_name(d, "ONTOTAG:other", "Biliary Sludge"));
	assert_false(has_name(d, "ONTOTAG:other", "Keloid"));
	assert_true(has_name(d, "ONTOTAG:other", "Klebsiella"));
	assert_true(has_name(d, "ONTOTAG:other", "Keloidal Pneumoniae"));
	onto_dictionary_free(d);
}

static void without_other_things_nothing_happens(void **state)
{
	(void)state;
	onto_dictionary *d = trimmed("C\tD:1\tdisease\tasthma\n");
	assert_true(has_name(d, "D:1", "asthma"));
	onto_dictionary_free(d);
	onto_dictionary_free(trimmed(""));
}

/* ---- mappings that names speak against ----------------------------------------------------------------------- */

static bool are_joined(const char *rows)
{
	onto_builder *builder = builder_of(rows);
	onto_dictionary *d;
	onto_error error = {0};
	size_t count;
	must(onto_dictionary_take(builder, &d, &error), &error);
	assert_non_null(onto_dictionary_meaning(d, onto_dictionary_find(d, "A:1"), &count));
	onto_dictionary_free(d);
	return count == 2;
}

static void opposites_are_not_joined(void **state)
{
	(void)state;
	/* Either side may have the mapping, and the opposite may be a synonym of what covers both. */
	assert_false(
		are_joined("C\tA:1\tdisease\thyperreflexia\t\texact=B:1\nC\tB:1\tdisease\tabnormal reflex\n"
	               "N\tB:1\texact\tHyporeflexia\nN\tB:1\texact\tHyperreflexia\n"));
	assert_false(
		are_joined("C\tA:1\tdisease\tabnormal reflex\t\texact=B:1\nN\tA:1\texact\thyporeflexia\n"
	               "C\tB:1\tdisease\thyperreflexia\n"));
	assert_false(are_joined("C\tA:1\tdisease\tright isomerism\t\texact=B:1\nC\tB:1\tdisease\tisomerism, left\n"));
	/* A synonym on both sides says nothing of the two, nor does one of a concept that is named both ways itself. */
	assert_true(
		are_joined("C\tA:1\tdisease\tcalcinosis\t\texact=B:1\nN\tA:1\texact\tmacrocalcification\n"
	               "C\tB:1\tdisease\tcalcifications\nN\tB:1\texact\tmicrocalcification\n"));
	assert_true(
		are_joined("C\tA:1\tdisease\tacute pain\t\texact=B:1\nN\tA:1\texact\tchronic pain\n"
	               "C\tB:1\tdisease\tpain\nN\tB:1\texact\tchronic pain\n"));
	/* Nor where the two have one name. */
	assert_true(
		are_joined("C\tA:1\tdisease\tdysplasia, dominant\t\texact=B:1\nC\tB:1\tdisease\tDominant Dysplasia\n"
	               "N\tB:1\texact\trecessive dysplasia\n"));
}

static void an_abbreviation_joins_no_word(void **state)
{
	(void)state;
	assert_false(
		are_joined("C\tA:1\tdisease\tsevere cutaneous adverse reaction\t\texact=B:1\nN\tA:1\texact\tSCAR\n"
	               "C\tB:1\tdisease\tcicatrix\nN\tB:1\texact\tScars\n"));
	assert_true(
		are_joined("C\tA:1\tdisease\tkidney anomaly tract\t\texact=B:1\nN\tA:1\texact\tKAT\n"
	               "C\tB:1\tdisease\tkat\nN\tB:1\texact\tkidney anomaly tract\n"));
	assert_true(
		are_joined("C\tA:1\tdisease\tneoplasm\t\texact=B:1\nN\tA:1\texact\tTUMOR\n"
	               "C\tB:1\tdisease\tneoplasms, all\nN\tB:1\texact\ttumor\n"));
}

static void curation_has_the_last_word(void **state)
{
	(void)state;
	assert_true(
		are_joined("X\tA:1\tB:1\texact\tthey are\nC\tA:1\tdisease\thyperreflexia\t\texact=B:1\n"
	               "C\tB:1\tdisease\treflexes\nN\tB:1\texact\thyporeflexia\n"));
}

static void tell(void *context, const char *message)
{
	strncat(context, message, 900);
}

static void what_is_not_joined_is_told(void **state)
{
	(void)state;
	onto_builder *builder = builder_of(
		"C\tA:1\tdisease\thyperreflexia\t\texact=B:1\nC\tB:1\tdisease\treflexes\nN\tB:1\texact\thyporeflexia\n");
	onto_error error = {0};
	char told[1000] = "";
	onto_builder_on_notice(builder, tell, told);
	must(onto_builder_finish(builder, &error), &error);
	assert_string_equal(told,
	                    "not joined: A:1 hyperreflexia and B:1 reflexes, for one of them is named hyporeflexia");
	const onto_count *count = NULL;
	for (size_t i = 0; (count = onto_builder_count(builder, i)); i++) {
		if (count->reason) {
			break;
		}
	}
	assert_non_null(count);
	assert_int_equal(count->concepts, 1);
	onto_builder_free(builder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_claims_nothing_goes),   cmocka_unit_test(without_other_things_nothing_happens),
		cmocka_unit_test(opposites_are_not_joined),   cmocka_unit_test(an_abbreviation_joins_no_word),
		cmocka_unit_test(curation_has_the_last_word), cmocka_unit_test(what_is_not_joined_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
