/* What is no importer's own: telling the formats apart, the project's rows, names. */
#include "fixture.h"

#include "name.h"

static void test_no_source(void **state)
{
	(void)state;
	expect_failure("", ONTO_UNKNOWN, 0, "empty");
	expect_failure("\xEF\xBB\xBF", ONTO_UNKNOWN, 0, "empty");
	expect_failure("A text.\n", ONTO_UNKNOWN, 1, "looked for ontotag's own rows, MeSH XML, ");
	expect_failure("<html></html>\n", ONTO_UNKNOWN, 1, "no source that is known");
	expect_failure_bytes("\0\1\2\3", 4, ONTO_UNKNOWN, 1, "no source that is known");
}

static void test_rows(void **state)
{
	(void)state;
	static const char *const sources[] = {
		"#ontotag-dictionary\t1\nC\tA:1\tdrug\tsome drug\n",
		"# a comment\n#\n\nC\tA:1\tdrug\tsome drug\n",
		"\xEF\xBB\xBF"
		"S\tOWN\nC\tA:1\tdrug\tsome drug\n",
		"#source\tOWN\tTitle\nC\tA:1\tdrug\tsome drug\n",
	};
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		char *rows = fixture_rows(sources[i]);
		expect_row(rows, "C\tA:1\tdrug\tsome drug");
		free(rows);
	}
}

static void test_gzip(void **state)
{
	(void)state;
	static const char text[] = "format-version: 1.2\n[Term]\nid: MONDO:1\nname: some disease\n";
	size_t length = 0;
	unsigned char *packed = fixture_gzip(text, sizeof text - 1, &length);
	onto_builder *builder = NULL;
	onto_error error = {0};
	assert_int_equal(onto_builder_new(&builder, &error), ONTO_OK);
	assert_int_equal(fixture_import(builder, packed, length, &error), ONTO_OK);
	assert_int_equal(onto_builder_finish(builder, &error), ONTO_OK);
	onto_builder_free(builder);
	expect_failure_bytes(packed, length - 1, ONTO_DAMAGED, 5, "cut off");
	packed[length - 5] ^= 1;
	expect_failure_bytes(packed, length, ONTO_DAMAGED, 5, "stream is damaged");
	free(packed);
}

static void test_tidy(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"", ""},
		{" \t\r\n", ""},
		{"a", "a"},
		{"  a \n b\x7F"
	     "c\t",
	     "a b c"},
		{"\xC3\xA9 t\xC3\xA9", "\xC3\xA9 t\xC3\xA9"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char name[32];
		strcpy(name, cases[i][0]);
		assert_int_equal(name_tidy(name), strlen(cases[i][1]));
		assert_string_equal(name, cases[i][1]);
	}
}

static void test_entities(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"a&apos;b&amp;c&quot;d&lt;e&gt;f", "a'b&c\"d<e>f"},
		{"&#65;&#x42;&#xe9;&#8364;&#x1F600;", "AB\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
		{"&amp;lt;", "&lt;"},
		{"& &; &x; &#; &#x; &#xD800; &#1114112; &#65", "& &; &x; &#; &#x; &#xD800; &#1114112; &#65"},
		{"&#0;", "&#0;"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char name[128];
		strcpy(name, cases[i][0]);
		name_decode_entities(name);
		assert_string_equal(name, cases[i][1]);
	}
}

static void test_names(void **state)
{
	(void)state;
	assert_true(name_is_symbol("IL-33"));
	assert_true(name_is_symbol("hESCs"));
	assert_true(name_is_symbol("rho-GDIs"));
	assert_false(name_is_symbol("Kinase, NF-kappa B"));
	assert_false(name_is_symbol("Abnormality of the GU system"));

	assert_true(name_says_nothing("uncharacterized LOC1"));
	assert_true(name_says_nothing("Putative uncharacterized protein X"));
	assert_true(name_says_nothing("hypothetical protein"));
	assert_false(name_says_nothing("putative kinase"));

	assert_true(name_words_key("Neoplasms, Lung") == name_words_key("lung neoplasms"));
	assert_true(name_words_key("a b c") == name_words_key("c,  a,b"));
	assert_false(name_words_key("a b b") == name_words_key("a a b"));
	assert_false(name_words_key("ab") == name_words_key("a b"));

	char obsolete[] = "Obsolete thing";
	char alone[] = "obsolete ";
	char included[] = "THING, INCLUDED";
	assert_string_equal(name_without_obsolete(obsolete), "thing");
	assert_string_equal(name_without_obsolete(alone), "obsolete ");
	assert_true(name_cut_included(included));
	assert_string_equal(included, "THING");
	assert_false(name_cut_included(included));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_source), cmocka_unit_test(test_rows),     cmocka_unit_test(test_gzip),
		cmocka_unit_test(test_tidy),      cmocka_unit_test(test_entities), cmocka_unit_test(test_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
