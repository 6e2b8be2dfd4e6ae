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
	if (fixture_import(builder, mappings, strlen(mappings), &error)) {
		fail_msg("line %zu: %s", error.line, error.message);
	}
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
		{"oboInOwl:hasDbXref", "xref"}, {"owl:sameAs", "exact"},          {"rdfs:subClassOf", "broad"},
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
	                       "MESH:D3\t\tsemapv:crossSpeciesExactMatch\tMONDO:1\n"
	                       "sssom:NoTermFound\t\tskos:exactMatch\tMONDO:1\n"
	                       "MESH:D4\t\tskos:exactMatch\tno code\n"
	                       "no code\t\tskos:exactMatch\tMONDO:1\n"
	                       "\n");
	expect_row(rows, "C\tMONDO:1\tdisease\tsome disease\t\texact=MESH:D1\n");
	expect_row(rows, "#left-out\ta_to_b\tnegated mapping\t1");
	expect_row(rows, "#left-out\ta_to_b\tmapping by another relation\t1");
	expect_row(rows, "#left-out\ta_to_b\tmapping to nothing\t1");
	expect_row(rows, "#left-out\ta_to_b\tmapping of what is no code\t2");
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

/* The known concept may be the object: the inverse holds of it. */
static void test_directions(void **state)
{
	(void)state;
	static const struct {
		const char *relation;
		const char *word;
	} cases[] = {
		{"skos:exactMatch", "exact"},  {"skos:closeMatch", "close"},     {"skos:narrowMatch", "broad"},
		{"skos:broadMatch", "narrow"}, {"skos:relatedMatch", "related"}, {"oboInOwl:hasDbXref", "xref"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char source[512];
		char row[128];
		snprintf(source, sizeof source, META COLUMNS_ROW "msh:D1\t\t%s\tMONDO:1\tx\n", cases[i].relation);
		snprintf(row, sizeof row, "C\tMONDO:1\tdisease\tsome disease\t\t%s=MESH:D1\n", cases[i].word);
		char *rows = rows_with(source);
		expect_row(rows, row);
		free(rows);
	}
	/* Two concepts that are both known are joined once, as the row says it. */
	char *rows = rows_with(
		"subject_id\tpredicate_id\tobject_id\nMONDO:1\tskos:narrowMatch\tMONDO:1\n"
		"X:1\tskos:exactMatch\tY:1\nX:2\tskos:exactMatch\tX:1\n");
	expect_row(rows, "C\tMONDO:1\tdisease\tsome disease\n");
	expect_row(rows, "#left-out\tSSSOM\tmapping of codes that no source has\t2");
	free(rows);
}

/* Prefixes in any case, and as the curie_map has them: in blocks and on one line, quoted and not. */
static void test_prefixes(void **state)
{
	(void)state;
	static const char *const sources[] = {
		"subject_id\tpredicate_id\tobject_id\nmondo:1\tskos:exactMatch\tmesh:D1\n",
		"subject_id\tpredicate_id\tobject_id\nMESH:D1\tskos:exactMatch\tMondo:1\n",
		"subject_id\tpredicate_id\tobject_id\nhttp://purl.obolibrary.org/obo/MONDO_1\tskos:exactMatch\thttps://id.nlm.nih.gov/mesh/D1\n",
		"subject_id\tpredicate_id\tobject_id\nobo:MONDO_1\tskos:exactMatch\thttps://identifiers.org/mesh:D1\n",
		"# curie_map:\n#   m: http://id.nlm.nih.gov/mesh/\n#   MO: http://purl.obolibrary.org/obo/MONDO_\n"
		"subject_id\tpredicate_id\tobject_id\nMO:1\tskos:exactMatch\tm:D1\n",
		"#curie_map:\n#  \"m\": \"http://id.nlm.nih.gov/mesh/\" # NLM\n#  'MO': 'http://purl.obolibrary.org/obo/MONDO_'\n#license: x\n"
		"subject_id\tpredicate_id\tobject_id\nMO:1\tskos:exactMatch\tm:D1\n",
		"#curie_map: {m: http://id.nlm.nih.gov/mesh/, MO: \"http://purl.obolibrary.org/obo/MONDO_\"}\n"
		"subject_id\tpredicate_id\tobject_id\nMO:1\tskos:exactMatch\tm:D1\n",
		"subject_id\tpredicate_id\tobject_id\nMONDO_1\texactMatch\tmesh_D1\n",
		"#curie_map: {}\nsubject_id\tpredicate_id\tobject_id\nMONDO:1\tskos:exactMatch\tMESH:D1\n",
		"#curie_map:\n#  MESH: http://nobody.knows/\nsubject_id\tpredicate_id\tobject_id\nMONDO:1\tskos:exactMatch\tMESH:D1\n",
	};
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		char *rows = rows_with(sources[i]);
		expect_row(rows, "C\tMONDO:1\tdisease\tsome disease\t\texact=MESH:D1\n");
		free(rows);
	}
}

static void test_csv(void **state)
{
	(void)state;
	char *rows = rows_with(
		"#mapping_set_id: https://x/set.sssom.csv\n"
		"subject_id,subject_label,predicate_id,object_id,comment\n"
		"MONDO:1,\"some, disease\",skos:exactMatch,MESH:D1,\"a \"\"b\"\"\nc\"\n");
	expect_row(rows, "#source\tset");
	expect_row(rows, "C\tMONDO:1\tdisease\tsome disease\t\texact=MESH:D1\n");
	free(rows);
}

static void test_damage(void **state)
{
	(void)state;
	fixture_how.strict = true;
	expect_failure(META "subject_id\tpredicate_id\tobject\n", ONTO_DAMAGED, 6, "the column object_id is missing");
	expect_failure(META COLUMNS_ROW "MONDO:1\tx\tskos:exactMatch\n", ONTO_DAMAGED, 7, "ends before its object");
	expect_failure(META COLUMNS_ROW "MONDO:1\t\xFF\tskos:exactMatch\tA:1\n", ONTO_DAMAGED, 7, "not UTF-8");
	fixture_how.strict = false;
	expect_failure(META "subject_id\tpredicate_id\tobject\n", ONTO_DAMAGED, 6, "the column object_id is missing");
	char *rows = rows_with(META COLUMNS_ROW
	                       "MONDO:1\tx\tskos:exactMatch\nMONDO:1\t\xFF\tskos:exactMatch\tA:1\n"
	                       "MONDO:1\t\"x\"y\tskos:exactMatch\tA:1\n"
	                       "MONDO:1\tx\tskos:exactMatch\tMESH:D1\n");
	expect_row(rows, "C\tMONDO:1\tdisease\tsome disease\t\texact=MESH:D1\n");
	expect_row(rows, "#left-out\ta_to_b\trow that cannot be read\t3");
	free(rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_predicates), cmocka_unit_test(test_left_out), cmocka_unit_test(test_head),
		cmocka_unit_test(test_directions), cmocka_unit_test(test_prefixes), cmocka_unit_test(test_csv),
		cmocka_unit_test(test_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
