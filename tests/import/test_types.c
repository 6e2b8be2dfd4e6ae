/* The types file: what becomes a disease, a drug or a marker. */
#include "fixture.h"
#include "support.h"

static types *parse(const char *text)
{
	types *rules = NULL;
	onto_error error = {0};
	if (types_parse(&rules, "rules", text, strlen(text), &error)) {
		fail_msg("line %zu: %s", error.line, error.message);
	}
	return rules;
}

static void expect_refused(const char *text, onto_status status, size_t line, const char *words)
{
	types *rules = NULL;
	onto_error error = {0};
	assert_int_equal(types_parse(&rules, "rules", text, strlen(text), &error), status);
	assert_null(rules);
	assert_int_equal(error.line, line);
	assert_string_equal(error.file, "rules");
	if (!strstr(error.message, words)) {
		fail_msg("\"%s\" does not say \"%s\"", error.message, words);
	}
}

static void test_bad_rows(void **state)
{
	(void)state;
	expect_refused("# comment\n\ntypo\ta\tb\n", ONTO_DAMAGED, 3, "\"typo\" begins no row");
	expect_refused("type\tMESH\t*\n", ONTO_DAMAGED, 1, "a source, a selector and a type");
	expect_refused("type\tMESH\t*\tvirus\n", ONTO_DAMAGED, 1, "\"virus\" is no type");
	expect_refused("type\tMESH\t*\tdrug\tspecific\n", ONTO_DAMAGED, 1, "\"specific\" behind a type");
	expect_refused("type\tMESH\t*\tleave\n", ONTO_DAMAGED, 1, "needs a reason");
	expect_refused("type\tMESH\ttreee:C\tdrug\n", ONTO_DAMAGED, 1, "unknown selector \"treee:C\"");
	expect_refused("type\tMESH\ttree:\tdrug\n", ONTO_DAMAGED, 1, "unknown selector");
	expect_refused("type\tMESH\t*+*+*+*+*\tdrug\n", ONTO_LIMIT, 1, "more than 4 selectors");
	expect_refused("type\t\t*\tdrug\n", ONTO_DAMAGED, 1, "field 2 is empty");
	expect_refused("a\tb\tc\td\te\tf\n", ONTO_DAMAGED, 1, "more than 5 fields");
	expect_refused("prefix\tmesh\n", ONTO_DAMAGED, 1, "as written and as used");
	expect_refused("synonym\tA\ttake\tB\n", ONTO_DAMAGED, 1, "synonym type");
	expect_refused("tree\tMESH:D1\n", ONTO_DAMAGED, 1, "a code and a tree number");
	expect_refused("iri\thttp://x/\n", ONTO_DAMAGED, 1, "the beginning of an IRI");
	expect_refused("prefix\tA\t\xFF\n", ONTO_DAMAGED, 1, "not text");
}

static void test_reading(void **state)
{
	(void)state;
	types *rules = NULL;
	onto_error error = {0};
	static const char text[] = "\xEF\xBB\xBF# rules\r\n#\r\nprefix\ta\tB\t\t\r\n";
	fixture_path path = fixture_file(text, sizeof text - 1);
	assert_int_equal(types_read(&rules, path.text, &error), ONTO_OK);
	unlink(path.text);
	char code[TYPES_CODE_ROOM];
	assert_true(types_code(rules, "A:1", code));
	assert_string_equal(code, "B:1");
	types_free(rules);
	types_free(NULL);
	assert_int_equal(types_read(&rules, "/nowhere", &error), ONTO_IO);
}

/* The rules that come with the project are well-formed. */
static void test_own_rules(void **state)
{
	(void)state;
	char path[4096];
	test_path(path, "../dictionaries/types.tsv");
	types *rules = NULL;
	onto_error error = {0};
	if (types_read(&rules, path, &error)) {
		fail_msg("%s:%zu: %s", error.file, error.line, error.message);
	}
	types_free(rules);
}

static bool is_under_five(const void *context, const char *ancestor)
{
	return !strcmp(ancestor, context);
}

static void test_selectors(void **state)
{
	(void)state;
	static const char *const trees[] = {"D12.776.1", "G02.1"};
	types *rules = parse(
		"type\tA\tid:A:7\tleave\tseventh\n"
		"type\tA\ttree:D12.776+action:*\tdrug\n"
		"type\tA\ttree:D12.776\tmarker\n"
		"type\tA\ttree:D12.77\tleave\tnot below\n"
		"type\tA\ttree:C\tdisease\n"
		"type\tA\tscr:3\tdisease\n"
		"type\tA\tunder:A:5\tdisease\n"
		"type\tA\tkind:pseudo\tleave\tpseudogene\n"
		"type\tB\t*\tmarker\n");
	const struct {
		types_record record;
		const char *leave;
		onto_type type;
	} cases[] = {
		{{.source = "A", .code = "A:7", .trees = trees, .tree_count = 2}, "seventh", 0},
		{{.source = "A", .trees = trees, .tree_count = 2, .has_action = true}, NULL, ONTO_DRUG},
		{{.source = "A", .trees = trees, .tree_count = 2}, NULL, ONTO_MARKER},
		{{.source = "A", .trees = (const char *[]){"C04"}, .tree_count = 1}, NULL, ONTO_DISEASE},
		{{.source = "A", .trees = trees + 1, .tree_count = 1, .scr_class = 3}, NULL, ONTO_DISEASE},
		{{.source = "A", .scr_class = 1}, "no type for it", 0},
		{{.source = "A", .is_under = is_under_five, .context = "A:5"}, NULL, ONTO_DISEASE},
		{{.source = "A", .is_under = is_under_five, .context = "A:6"}, "no type for it", 0},
		{{.source = "A", .kind = "pseudo"}, "pseudogene", 0},
		{{.source = "B"}, NULL, ONTO_MARKER},
		{{.source = "C"}, "no type for it", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		onto_type type = ONTO_TYPES_MAX;
		const char *leave = types_leave(rules, &cases[i].record, &type);
		if (cases[i].leave) {
			assert_non_null(leave);
			assert_string_equal(leave, cases[i].leave);
			continue;
		}
		assert_null(leave);
		assert_int_equal(type, cases[i].type);
	}
	types_free(rules);
}

static void test_several_types(void **state)
{
	(void)state;
	types *rules = parse("type\tA\tkind:both\tmarker|drug\ntype\tA\tkind:one\tdrug|drug\ntype\tA\t*\tdrug\n");
	onto_type type;
	assert_null(types_leave(rules, &(types_record){.source = "A", .kind = "both"}, &type));
	assert_int_equal(type, ONTO_MARKER);
	assert_int_equal(types_also(rules, &(types_record){.source = "A", .kind = "both"}), 1u << ONTO_DRUG);
	assert_int_equal(types_also(rules, &(types_record){.source = "A", .kind = "one"}), 0);
	assert_int_equal(types_also(rules, &(types_record){.source = "A", .kind = "x"}), 0);
	assert_int_equal(types_also(rules, &(types_record){.source = "B"}), 0);
	types_free(rules);
}

static void test_generic(void **state)
{
	(void)state;
	types *rules =
		parse("type\tA\tkind:role\tdrug\tgeneric\ntype\tA\tkind:none\tleave\tgeneric\ntype\tA\t*\tdrug\n");
	assert_true(types_generic(rules, &(types_record){.source = "A", .kind = "role"}));
	assert_false(types_generic(rules, &(types_record){.source = "A", .kind = "none"}));
	assert_false(types_generic(rules, &(types_record){.source = "A", .kind = "x"}));
	assert_false(types_generic(rules, &(types_record){.source = "B"}));
	types_free(rules);
}

static void test_words(void **state)
{
	(void)state;
	types *rules = parse("synonym\tEXCLUDE\tleave\texcluded\ntree\tMESH:D1\tC04\n");
	assert_string_equal(types_leave_synonym(rules, "exclude"), "excluded");
	assert_null(types_leave_synonym(rules, "abbreviation"));
	assert_string_equal(types_tree(rules, "MESH:D1"), "C04");
	assert_null(types_tree(rules, "MESH:D2"));
	types_free(rules);
}

static void test_codes(void **state)
{
	(void)state;
	static const struct {
		const char *written;
		const char *code; /* NULL: it is none */
	} cases[] = {
		{"MESH:D1", "MESH:D1"},
		{"msh:D1", "MESH:D1"},
		{"Mesh:D1", "MESH:D1"},
		{"SNOMEDCT_US_2025_09_01:39", "SNOMEDCT:39"},
		{"SNOMEDCT:39", "SNOMEDCT:39"},
		{"HGNC:HGNC:5", "HGNC:5"},
		{"DO:DOID:0050567", "DOID:0050567"},
		{"ICDO:9120/3", "ICDO:9120/3"},
		{"pharmgkb.drug:PA1", "PHARMGKB:PA1"},
		{"http://purl.obolibrary.org/obo/HP_0000118", "HP:0000118"},
		{"obo.MONDO_0018037", "MONDO:0018037"},
		{"obo:MONDO_0018037", "MONDO:0018037"},
		{"http://id.nlm.nih.gov/mesh/D1", "MESH:D1"},
		{"https://id.nlm.nih.gov/mesh/D1", "MESH:D1"},
		{"https://identifiers.org/msh:D1", "MESH:D1"},
		{"http://identifiers.org/hgnc/HGNC:5", "hgnc:5"},
		{"http://identifiers.org/mesh/", NULL},
		{"http://identifiers.org/mesh", NULL},
		{"http://id.nlm.nih.gov/mesh/", NULL},
		{"https://purl.obolibrary.org/obo/HP_0000118", "HP:0000118"},
		{"http://example.org/1", NULL},
		{"drug", NULL},
		{"", NULL},
		{":1", NULL},
		{"A:", NULL},
		{"A:b c", NULL},
		{"A:b|c", NULL},
		{"A:b\tc", NULL},
		{"1A:b", NULL},
		{"A b:c", NULL},
	};
	types *rules = parse(fixture_rules);
	char code[TYPES_CODE_ROOM];
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		bool is_code = types_code(rules, cases[i].written, code);
		assert_int_equal(is_code, cases[i].code != NULL);
		if (is_code) {
			assert_string_equal(code, cases[i].code);
		}
	}

	char length[2 * TYPES_CODE_ROOM] = "A:";
	for (size_t i = 2; i < sizeof length - 1; i++) {
		length[i] = 'x';
		assert_int_equal(types_code(rules, length, code), i + 1 < TYPES_CODE_ROOM);
	}
	types_free(rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_rows),      cmocka_unit_test(test_reading), cmocka_unit_test(test_own_rules),
		cmocka_unit_test(test_several_types), cmocka_unit_test(test_generic), cmocka_unit_test(test_selectors),
		cmocka_unit_test(test_words),         cmocka_unit_test(test_codes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
