/* CTD disease lists. */
#include "fixture.h"

#define TABLE_HEAD \
	"# A disease list\n# Report created: 1 January 2026\n#\n# Fields:\n" \
	"# DiseaseName\tDiseaseID\tAltDiseaseIDs\tDefinition\tParentIDs\tTreeNumbers\tParentTreeNumbers\t" \
	"Synonyms\n#\n"

static void test_table(void **state)
{
	(void)state;
	char *rows = fixture_rows(TABLE_HEAD
	                          "Diseases\tMESH:C\t\t\t\tC\n"
	                          "Lung Diseases\tMESH:D008171\t\tof the lung\tMESH:C\tC08.381\tC08\n"
	                          "Some Syndrome\tOMIM:123456\tDO:DOID:0050567|MESH:C1\t\tMESH:D008171\t\t\t"
	                          "First way|SECOND WAY, INCLUDED\n");
	expect_row(rows, "#source\tMEDIC\tCTD MEDIC disease vocabulary\t1 January 2026");
	expect_row(rows, "C\tMESH:D008171\tdisease\tLung Diseases");
	expect_row(rows, "C\tOMIM:123456\tdisease\tSome Syndrome\tMESH:D008171\texact=DOID:0050567|exact=MESH:C1");
	expect_row(rows, "N\tOMIM:123456\texact\tFirst way");
	expect_row(rows, "N\tOMIM:123456\trelated\tSECOND WAY");
	expect_row(rows, "#left-out\tMEDIC\tonly a heading\t1");
	free(rows);
}

static void test_flat(void **state)
{
	(void)state;
	char *rows = fixture_rows(
		"C||Diseases\n"
		"C567755|613097||Tooth Agenesis, 6|STHAG6|INCLUDED\n"
		"115200|D002311|C580047||Wide Heart|Syndrome, Guillain-Barr&#233;|"
		"Gunther&apos;s &#x42; &nonsense; & more\n"
		"D065008||Stings\n");
	expect_row(rows, "C\tMESH:C567755\tdisease\tTooth Agenesis, 6\t\texact=OMIM:613097");
	expect_row(rows, "N\tMESH:C567755\texact\tSTHAG6");
	expect_row(rows, "#left-out\tMEDIC\tname that says nothing\t1");
	expect_row(rows, "C\tOMIM:115200\tdisease\tWide Heart\t\texact=MESH:D002311|exact=MESH:C580047");
	expect_row(rows, "N\tOMIM:115200\texact\tSyndrome, Guillain-Barr\xC3\xA9");
	expect_row(rows, "N\tOMIM:115200\texact\tGunther's B &nonsense; & more");
	expect_row(rows, "C\tMESH:D065008\tdisease\tStings");
	free(rows);
}

/* Text with bars in it is not the flat list. */
static void test_detection(void **state)
{
	(void)state;
	expect_failure("name|value\n", ONTO_UNKNOWN, 1, "no source that is known");
	expect_failure("D065008|Stings\n", ONTO_UNKNOWN, 1, "no source that is known");
	expect_failure("D065008||Stings\nanother line\n", ONTO_UNKNOWN, 1, "no source that is known");
	expect_failure("D065008||\n", ONTO_UNKNOWN, 1, "no source that is known");
}

static void test_damage(void **state)
{
	(void)state;
	expect_failure(TABLE_HEAD "Name\n", ONTO_DAMAGED, 7, "ends before the DiseaseID");
	expect_failure(TABLE_HEAD "Name\tno id\n", ONTO_DAMAGED, 7, "no code");
	expect_failure(TABLE_HEAD "\tMESH:D1\n", ONTO_DAMAGED, 7, "no name");

	/* Past what is looked at to tell the format. */
	static const char line[] = "D065008||Stings\n";
	enum { LINES = 5000 };
	char *source = malloc(LINES * strlen(line) + 64);
	assert_non_null(source);
	for (size_t i = 0; i < LINES; i++) {
		strcpy(source + i * strlen(line), line);
	}
	strcat(source, "D06|Stings\n");
	expect_failure(source, ONTO_DAMAGED, LINES + 1, "an empty field and names");
	free(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_flat),
		cmocka_unit_test(test_detection),
		cmocka_unit_test(test_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
