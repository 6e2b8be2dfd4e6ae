/* Term lists: CSV, TSV and what spreadsheets write. */
#include "fixture.h"

#define LIST(rows) "id,name,synonyms,type,parent,xref\n" rows

static void test_columns_in_any_order(void **state)
{
	(void)state;
	char *rows = fixture_rows(
		"Type\tPreferred_Label\tnotes\tCode\tSynonym\tsynonym\n"
		"Disease\tasthma\tof the lung\tMONDO:1\tbronchial asthma|BA\twheezing\n"
		"marker|drug\tferritin\t\tmsh:D5293\t\t\n");
	expect_row(rows, "C\tMONDO:1\tdisease\tasthma\n");
	expect_row(rows, "N\tMONDO:1\texact\tBA");
	expect_row(rows, "N\tMONDO:1\texact\tbronchial asthma");
	expect_row(rows, "N\tMONDO:1\texact\twheezing");
	expect_row(rows, "C\tMESH:D5293\tmarker|drug\tferritin");
	assert_non_null(strstr(fixture_report.detail,
	                       "2 rows, 2 taken; type, name=Preferred_Label, id=Code, synonyms=Synonym, synonyms"));
	free(rows);
}

static void test_quotes(void **state)
{
	(void)state;
	char *rows =
		fixture_rows(LIST("MONDO:1,\"asthma, acute\",\"the \"\"wheeze\"\"\nshort breath\",disease,,\r\n"
	                      "\n"
	                      "MONDO:2,\"fever\",,\"disease\",MONDO:1,\"DOID:7;MIM:8\"\n"));
	expect_row(rows, "C\tMONDO:1\tdisease\tasthma, acute");
	expect_row(rows, "N\tMONDO:1\texact\tthe \"wheeze\"");
	expect_row(rows, "N\tMONDO:1\texact\tshort breath");
	expect_row(rows, "C\tMONDO:2\tdisease\tfever\tMONDO:1\texact=DOID:7|exact=OMIM:8");
	free(rows);
}

static void test_separators_and_marks(void **state)
{
	static const char *const lists[] = {
		"\xEF\xBB\xBFid,name,type\nMONDO:1,asthma,disease\n",
		"id;name;type\r\nMONDO:1;asthma;disease\r\n",
		"id\tname\ttype\nMONDO:1\tasthma\tdisease",
		"id|name|type\nMONDO:1|asthma|disease\n",
		"sep=;\r\nid;name;type\r\nMONDO:1;asthma;disease\r\n",
		"\"id\",\"name\",\"type\"\n\"MONDO:1\",\"asthma\",\"DISEASE\"\n",
		"ID , Name , Type\nMONDO:1 , asthma , disease \n",
	};
	(void)state;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		char *rows = fixture_rows(lists[i]);
		expect_row(rows, "C\tMONDO:1\tdisease\tasthma\n");
		free(rows);
	}
}

/* Without ids the codes are of the list's name and the names in it. */
static void test_codes_of_its_own(void **state)
{
	(void)state;
	char *rows =
		fixture_rows("name,type,parent\nFolic  Acid,drug,\nfolate 5 mg,drug,folic acid\nfolic acid,drug,\n");
	assert_non_null(strstr(rows, ":folic-acid\tdrug\tFolic Acid"));
	assert_non_null(strstr(rows, ":folic-acid\texact\tfolic acid"));
	const char *child = strstr(rows, ":folate-5-mg\tdrug\tfolate 5 mg\t");
	assert_non_null(child);
	assert_non_null(strstr(child, ":folic-acid\n"));
	free(rows);

	rows = fixture_rows("id,name,type\n17,asthma,disease\nA b,fever,disease\n");
	assert_non_null(strstr(rows, ":17\tdisease\tasthma"));
	assert_non_null(strstr(rows, "row whose id is no code\t1"));
	free(rows);
}

static void test_long_names_keep_codes_apart(void **state)
{
	(void)state;
	char source[2048] = "name,type\n";
	for (int i = 0; i < 2; i++) {
		for (int word = 0; word < 30; word++) {
			strcat(source, "\xC3\xA9tonnant ");
		}
		strcat(source, i ? "one,drug\n" : "two,drug\n");
	}
	char *rows = fixture_rows(source);
	assert_non_null(strstr(rows, "\t2\t2\n"));
	free(rows);
}

static void test_types(void **state)
{
	(void)state;
	char *rows = fixture_rows("id,name,type\nMONDO:1,asthma,\nXY:2,fever,\nXY:3,cough,weather\n");
	expect_row(rows, "C\tMONDO:1\tdisease\tasthma");
	assert_non_null(strstr(rows, "no type for it\t1"));
	assert_non_null(strstr(rows, "type that is not known\t1"));
	free(rows);

	fixture_how = (import_options){.has_type = true, .type = ONTO_DRUG};
	rows = fixture_rows("id,name,type\nMONDO:1,asthma,disease\nXY:2,fever,\n");
	expect_row(rows, "C\tMONDO:1\tdisease\tasthma");
	expect_row(rows, "C\tXY:2\tdrug\tfever");
	free(rows);
	fixture_how = (import_options){0};
	expect_failure("name,synonyms\nasthma,BA\n", ONTO_UNKNOWN, 1, "--type says");
}

static void test_names_alone(void **state)
{
	(void)state;
	fixture_how = (import_options){.format = "list", .has_type = true, .type = ONTO_DRUG};
	char *rows = fixture_rows("acid, folic\naspirin\n\n  \n\"quoted\"\naspirin\n");
	assert_non_null(strstr(rows, "\tdrug\tacid, folic"));
	assert_non_null(strstr(rows, "\tdrug\tquoted"));
	assert_non_null(strstr(rows, "\t3\t3\n"));
	free(rows);
	rows = fixture_rows("Name\naspirin\n");
	assert_non_null(strstr(rows, "\t1\t1\n"));
	free(rows);
	fixture_how = (import_options){0};
	expect_failure("aspirin\nibuprofen\n", ONTO_UNKNOWN, 1, "no source that is known");
}

static void test_columns_option(void **state)
{
	(void)state;
	fixture_how = (import_options){.format = "list", .columns = "id=nr,name=Bezeichnung,type=3"};
	char *rows = fixture_rows("nr,Bezeichnung,x\nMONDO:1,Fieber,disease\n");
	expect_row(rows, "C\tMONDO:1\tdisease\tFieber");
	free(rows);
	fixture_how.columns = "name=2,id=1,type=3";
	rows = fixture_rows("MONDO:1,Fieber,disease\nMONDO:2,Husten,disease\n");
	expect_row(rows, "C\tMONDO:1\tdisease\tFieber");
	expect_row(rows, "C\tMONDO:2\tdisease\tHusten");
	free(rows);
	fixture_how.columns = "name=9";
	expect_failure("a,b\n", ONTO_ARGUMENT, 1, "no such column: 9");
	fixture_how.columns = "colour=1";
	expect_failure("a,b\n", ONTO_ARGUMENT, 1, "no such field");
	fixture_how.columns = "1";
	expect_failure("a,b\n", ONTO_ARGUMENT, 1, "not FIELD=COLUMN");
	fixture_how = (import_options){.format = "list"};
	expect_failure("a;b\nc;d\n", ONTO_DAMAGED, 1, "no column is the name");
	fixture_how = (import_options){0};
}

static void test_damage(void **state)
{
	(void)state;
	expect_failure(LIST("MONDO:1,asthma,,disease\nMONDO:2,\"fever\n\n\n"), ONTO_DAMAGED, 3, "does not end");
	expect_failure(LIST("MONDO:1,\"asthma\"x,,disease\n"), ONTO_DAMAGED, 2, "follows the quote");
	expect_failure(LIST("MONDO:1,a\xFF,,disease\n"), ONTO_DAMAGED, 2, "not UTF-8");
	char *rows = fixture_rows(LIST("MONDO:1\nMONDO:2,,,disease\nMONDO:3,fever,|;|,disease,MONDO:3,no code\n"));
	assert_non_null(strstr(rows, "row without a name\t2"));
	assert_non_null(strstr(rows, "parent that is the term itself\t1"));
	assert_non_null(strstr(rows, "cross-reference that is no code\t1"));
	expect_row(rows, "C\tMONDO:3\tdisease\tfever\n");
	free(rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns_in_any_order),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_separators_and_marks),
		cmocka_unit_test(test_codes_of_its_own),
		cmocka_unit_test(test_long_names_keep_codes_apart),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_names_alone),
		cmocka_unit_test(test_columns_option),
		cmocka_unit_test(test_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
