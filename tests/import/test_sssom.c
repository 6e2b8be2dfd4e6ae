/* SSSOM mappings. */
#include "fixture.h"

#define META \
	"#curie_map:\n#  MONDO: http://purl.obolibrary.org/obo/MONDO_\n" \
	"#license: https://example.org/licence\n" \
	"# mapping_set_id: \"https://example.org/mappings/a_to_b.sssom.tsv\"\n" \
	"# mapping_set_version: 2026-01-01\n"
#define COLUMNS_ROW "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\n"
#define CONCEPTS    "C\tMONDO:1\tdisease\tsome disease\n"

/* A mapping needs a concept to hang on, which comes from rows. */
static char *rows_with(const char *mappings)
{
	onto_builder *builder = NULL;
	onto_error error = {0};
	assert_int_equal(onto_builder_new(&builder, &error), ONTO_OK);
	assert_int_equal(onto_builder_load_memory(builder, "concepts", CONCEPTS, strlen(CONCEPTS), &error), ONTO_OK);
	if (fixture_import(builder, mappings, strlen(mappings), &error))
		fail_msg("line %zu: %s", error.line, error.message);
	fixture_path written = fixture_file("", 0);
	assert_int_equal(onto_builder_write(builder, written.text, &error), ONTO_OK);
	char *rows = fixture_read(written.text);
	unlink(written.text);
	onto_builder_free(builder);
	return rows;
}

static void test_predicates(void **state)
{
	(void)state;
	static const struct {
		const char *relation;
		const char *word;
	} cases[] = {
		{"skos:exactMatch", "exact"},   {"owl:equivalentClass", "exact"}, {"skos:closeMatch", "close"},
		{"skos:narrowMatch", "narrow"}, {"skos:broadMatch", "broad"},     {"skos:relatedMatch", "related"},
		{"oboInOwl:hasDbXref", "xref"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char source[512];
		char row[128];
		snprintf(source, sizeof source, META COLUMNS_ROW "MONDO:1\tsome disease\t%s\tmsh:D1\tx\n",
		         cases[i].relation);
		snprintf(row, sizeof row, "C\tMONDO:1\tdisease\tsome disease\t\t%s=MESH:D1", cases[i].word);
		char *rows = rows_with(source);
		expect_row(rows, row);
		free(rows);
	}
}

static void test_left_out(void **state)
{
	(void)state;
	char *rows = rows_with(META
	                       "object_id\tpredicate_modifier\tpredicate_id\tsubject_id\n"
	                       "MESH:D1\t\tskos:exactMatch\tMONDO:1\n"
	                       "MESH:D2\tNot\tskos:exactMatch\tMONDO:1\n"
	                       "MESH:D3\t\trdfs:subClassOf\tMONDO:1\n"
	                       "sssom:NoTermFound\t\tskos:exactMatch\tMONDO:1\n"
	                       "MESH:D4\t\tskos:exactMatch\tno code\n"
	                       "no code\t\tskos:exactMatch\tMONDO:1\n"
	                       "\n");
	expect_row(rows, "C\tMONDO:1\tdisease\tsome disease\t\texact=MESH:D1\n");
	expect_row(rows, "#left-out\ta_to_b\tnegated mapping\t1");
	expect_row(rows, "#left-out\ta_to_b\tmapping by another relation\t1");
	expect_row(rows, "#left-out\ta_to_b\tmapping to nothing\t1");
	expect_row(rows, "#left-out\ta_to_b\tmapping of what is no code\t1");
	expect_row(rows, "#left-out\ta_to_b\tcross-reference that is no code\t1");
	free(rows);
}

static void test_head(void **state)
{
	(void)state;
	char *rows = rows_with(META COLUMNS_ROW "MONDO:1\t\tskos:exactMatch\tMESH:D1");
	expect_row(rows, "#source\ta_to_b\t\t2026-01-01\thttps://example.org/licence");
	free(rows);

	rows = rows_with("subject_id\tpredicate_id\tobject_id\r\nMONDO:1\tskos:exactMatch\tMESH:D1\r\n");
	expect_row(rows, "#source\tSSSOM");
	expect_row(rows, "C\tMONDO:1\tdisease\tsome disease\t\texact=MESH:D1");
	free(rows);
}

static void test_damage(void **state)
{
	(void)state;
	expect_failure(META "subject_id\tpredicate_id\tobject\n", ONTO_DAMAGED, 6, "the column object_id is missing");
	expect_failure(META COLUMNS_ROW "MONDO:1\tx\tskos:exactMatch\n", ONTO_DAMAGED, 7, "ends before its object");
	expect_failure(META COLUMNS_ROW "MONDO:1\t\xFF\tskos:exactMatch\tA:1\n", ONTO_DAMAGED, 7, "not UTF-8");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_predicates),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_head),
		cmocka_unit_test(test_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
