/* OBO and its dialects. */
#include "fixture.h"

#define HEAD "format-version: 1.2\ndata-version: releases/2026-01-01\nontology: mondo\n\n"
#define TERM "[Term]\nid: MONDO:1\nname: first disease\n"

static void test_term(void **state)
{
	(void)state;
	char *rows = fixture_rows(HEAD
	                          "[Term]\n"
	                          "id: MONDO:2 ! a comment\n"
	                          "name: second disease {source=\"x\"} ! another comment\n"
	                          "def: \"not taken: \\\"quoted\\\"\" [PMID:1]\n"
	                          "synonym: \"one way\" EXACT []\n"
	                          "synonym: \"some way\" RELATED [PMID:1, URL:http\\://x \"a, b\"] {source=\"y\"} ! z\n"
	                          "synonym: \"small way\" NARROW layperson []\n"
	                          "synonym: \"large way\" BROAD []\n"
	                          "synonym: \"no scope\" []\n"
	                          "is_a: MONDO:1 {source=\"x\"} ! first disease\n"
	                          "\n" TERM);
	expect_row(rows, "#source\tMONDO\t\treleases/2026-01-01");
	expect_row(rows, "C\tMONDO:2\tdisease\tsecond disease\tMONDO:1");
	expect_row(rows, "N\tMONDO:2\texact\tone way");
	expect_row(rows, "N\tMONDO:2\trelated\tsome way");
	expect_row(rows, "N\tMONDO:2\tnarrow\tsmall way");
	expect_row(rows, "N\tMONDO:2\tbroad\tlarge way");
	expect_row(rows, "N\tMONDO:2\trelated\tno scope");
	free(rows);
}

static void test_escapes(void **state)
{
	(void)state;
	char *rows = fixture_rows("format-version: 1.4\n" TERM
	                          "synonym: \"say \\\"ah\\\" \\(loud\\)\" EXACT []\n"
	                          "synonym: \"tab\\tline\\nspace\\Wend\" EXACT []\n"
	                          "synonym: \"1-{[2-x]-y}-z {kept}\" EXACT []\n"
	                          "[Term]\nid: MONDO:2\nname: technetium \\(99mtc\\)\\, a\\: b \\! c \\{d\\}\n"
	                          "[Term]\nid: MONDO:3\nname: 5\" wound {deep} ! comment\n");
	expect_row(rows, "N\tMONDO:1\texact\tsay \"ah\" (loud)");
	expect_row(rows, "N\tMONDO:1\texact\ttab line space end");
	expect_row(rows, "N\tMONDO:1\texact\t1-{[2-x]-y}-z {kept}");
	expect_row(rows, "C\tMONDO:2\tdisease\ttechnetium (99mtc), a: b ! c {d}");
	expect_row(rows, "C\tMONDO:3\tdisease\t5\" wound {deep}");
	free(rows);
}

static void test_synonym_types(void **state)
{
	(void)state;
	char *rows = fixture_rows(HEAD TERM
	                          "synonym: \"FD\" EXACT abbreviation []\n"
	                          "synonym: \"FD1\" EXACT OMO:0003012 []\n"
	                          "synonym: \"FD2\" EXACT http\\://purl.obolibrary.org/obo/hp#abbreviation []\n"
	                          "synonym: \"first disease of the FD kind\" EXACT ABBREVIATION []\n"
	                          "synonym: \"wrong way\" EXACT EXCLUDE []\n");
	expect_row(rows, "N\tMONDO:1\texact\tFD\tps");
	expect_row(rows, "N\tMONDO:1\texact\tFD1\ts");
	expect_row(rows, "N\tMONDO:1\texact\tFD2\ts");
	expect_row(rows, "N\tMONDO:1\texact\tfirst disease of the FD kind");
	expect_no_row(rows, "N\tMONDO:1\texact\tfirst disease of the FD kind\t-");
	expect_no_row(rows, "N\tMONDO:1\texact\twrong way");
	expect_row(rows, "#left-out\tMONDO\texcluded synonym\t1");
	free(rows);
}

/* Each source of its own term, as a term's references are joined into one field. */
static void test_xrefs(void **state)
{
	(void)state;
	static const struct {
		const char *clause;
		const char *field;
	} cases[] = {
		{"xref: MESH:D1 {source=\"MONDO:equivalentTo\"}", "exact=MESH:D1"},
		{"xref: MESH:D1 {source=\"x\", source=\"MONDO:equivalentTo\", seeAlso=\"y\"} ! z", "exact=MESH:D1"},
		{"xref: MESH:D1 {source=\"MONDO:mondoIsNarrowerThanSource\"}", "broad=MESH:D1"},
		{"xref: MESH:D1 {source=\"MONDO:mondoIsBroaderThanSource\"}", "narrow=MESH:D1"},
		{"xref: MESH:D1 {source=\"MONDO:relatedTo\"}", "related=MESH:D1"},
		{"xref: MESH:D1 {source=\"DOID:1\"}", "xref=MESH:D1"},
		{"xref: MSH:D1 \"a {source=\\\"MONDO:equivalentTo\\\"}\"", "xref=MESH:D1"},
		{"xref: SNOMEDCT_US_2025_09_01:39 ! {source=\"MONDO:equivalentTo\"}", "xref=SNOMEDCT:39"},
		{"property_value: skos:exactMatch \"NCI:C1\" xsd:string", "exact=NCIT:C1"},
		{"property_value: skos:closeMatch NCI:C1", "close=NCIT:C1"},
		{"property_value: skos:broadMatch NCI:C1", "broad=NCIT:C1"},
		{"property_value: http\\://www.w3.org/2004/02/skos/core#narrowMatch NCI:C1 {x=\"y\"}", "narrow=NCIT:C1"},
		{"property_value: skos:relatedMatch NCI:C1", "related=NCIT:C1"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char source[512];
		char row[256];
		snprintf(source, sizeof source, HEAD TERM "%s\n", cases[i].clause);
		snprintf(row, sizeof row, "C\tMONDO:1\tdisease\tfirst disease\t\t%s", cases[i].field);
		char *rows = fixture_rows(source);
		expect_row(rows, row);
		free(rows);
	}
}

static void test_retired_codes(void **state)
{
	(void)state;
	char *rows =
		fixture_rows(HEAD TERM
	                 "alt_id: MONDO:11\nalt_id: MONDO:12\n"
	                 "[Term]\nid: MONDO:2\nname: obsolete second\nis_obsolete: true\nreplaced_by: MONDO:1\n"
	                 "synonym: \"obsolete second way\" EXACT []\n"
	                 "[Term]\nid: MONDO:3\nname: OBSOLETE third\nis_obsolete: true\n"
	                 "consider: obo.MONDO_1\nconsider: http://purl.obolibrary.org/obo/HP_2\n"
	                 "[Term]\nid: MONDO:4\nname: obsolete fourth\nis_obsolete: true\n"
	                 "[Term]\nid: MONDO:5\nname: \nis_obsolete: true\nreplaced_by: MONDO:1\n"
	                 "[Term]\nid: MONDO:6\nname: \nis_obsolete: true\n"
	                 "[Term]\nid: MONDO:12\nname: twelfth\n"
	                 "[Term]\nid: MONDO:7\nname: obsolete in name only\nis_obsolete: false\n");
	expect_row(rows, "C\tMONDO:11\tdisease\tfirst disease\t\t\treplaced=MONDO:1");
	expect_row(rows, "C\tMONDO:12\tdisease\ttwelfth");
	expect_row(rows, "C\tMONDO:2\tdisease\tsecond\t\t\treplaced=MONDO:1");
	expect_row(rows, "N\tMONDO:2\texact\tsecond way");
	expect_row(rows, "C\tMONDO:3\tdisease\tthird\t\t\tconsider=MONDO:1|HP:2");
	expect_row(rows, "C\tMONDO:4\tdisease\tfourth\t\t\tobsolete");
	expect_row(rows, "C\tMONDO:5\tdisease\tfirst disease\t\t\treplaced=MONDO:1");
	expect_row(rows, "#left-out\tMONDO\tterm without a name\t1");
	expect_row(rows, "C\tMONDO:7\tdisease\tobsolete in name only");
	free(rows);
}

/* The ancestor that decides comes after the terms that it decides about, and the parents run in a circle of old. */
static void test_ancestors(void **state)
{
	(void)state;
	char *rows = fixture_rows(
		"format-version: 1.2\nontology: mondo/imports/hp_import\n"
		"[Term]\nid: HP:3\nname: a finding\nis_a: HP:2\n"
		"[Term]\nid: HP:2\nname: a branch\nis_a: HP:0000118\n"
		"[Term]\nid: HP:5\nname: dominant\nis_a: HP:1\n"
		"[Term]\nid: HP:6\nname: obsolete finding\nis_obsolete: true\nreplaced_by: HP:3\n"
		"[Term]\nid: HP:8\nname: round\nis_obsolete: true\nreplaced_by: HP:9\n"
		"[Term]\nid: HP:9\nname: about\nis_obsolete: true\nreplaced_by: HP:8\n"
		"[Term]\nid: HP:0000118\nname: top\nis_a: HP:1\n"
		"[Term]\nid: HP:1\nname: all\n");
	expect_row(rows, "S\tHP");
	expect_row(rows, "C\tHP:3\tdisease\ta finding\tHP:2");
	expect_row(rows, "C\tHP:2\tdisease\ta branch\tHP:0000118");
	expect_row(rows, "C\tHP:6\tdisease\tfinding\t\t\treplaced=HP:3");
	expect_no_row(rows, "C\tHP:5");
	expect_no_row(rows, "C\tHP:8");
	expect_row(rows, "#left-out\tHP\tnot a finding\t4");
	free(rows);
}

static void test_pharmgkb(void **state)
{
	(void)state;
	char *rows = fixture_rows(
		"format-version: 1.4\n"
		"idspace: mesh http://id.nlm.nih.gov/mesh/ \"Medical Subject Headings\"\n"
		"ontology: pharmgkb.drug\n"
		"property_value: dcterms:title \"A list\\, of drugs\" xsd:string\n"
		"property_value: dcterms:license \"CC-BY-SA-4.0\" xsd:string\n\n"
		"[Typedef]\nid: ChEMROF:smiles_string\nname: no concept\nxref: debio:1\n\n"
		"[Term]\nid: drug\nname: Drug\n\n"
		"[Term]\nid: pharmgkb.drug:PA1\nname: aspirin\n"
		"property_value: ChEMROF:smiles_string \"C1=CC\" xsd:string\n"
		"property_value: skos:exactMatch mesh:D001241\nis_a: drug\n\n"
		"[Term]\nid: pharmgkb.drug:PA2\nname: salicylates\nis_a: drug-class\n\n"
		"[Instance]\nid: X:1\nname: no concept either\n");
	expect_row(rows, "#source\tPHARMGKB\tA list, of drugs\t\tCC-BY-SA-4.0\t2\t2");
	expect_row(rows, "C\tPHARMGKB:PA1\tdrug\taspirin\t\texact=MESH:D001241");
	expect_row(rows, "N\tPHARMGKB:PA2\tpreferred\tsalicylates\tcpvg"); /* a class is no drug */
	expect_row(rows, "#left-out\tPHARMGKB\tparent that is no code\t2");
	expect_row(rows, "#left-out\tPHARMGKB\tterm whose id is no code\t1");
	free(rows);
}

/* What a source words oddly is left out and counted; the rest stands. */
static void test_odd_clauses(void **state)
{
	(void)state;
	char *rows = fixture_rows("\xEF\xBB\xBF" HEAD TERM
	                          "synonym: no quotes EXACT []\r\n"
	                          "synonym: \"odd scope\" SOMEHOW []\r\n"
	                          "is_a: \r\n"
	                          "xref: {source=\"x\"}\r\n"
	                          "xref: http://example.org/1\r\n"
	                          "\r\n! a comment of its own\r\n");
	expect_row(rows, "C\tMONDO:1\tdisease\tfirst disease");
	expect_row(rows, "#left-out\tMONDO\tclause that cannot be read\t4");
	expect_row(rows, "#left-out\tMONDO\tcross-reference that is no code\t1");
	expect_row(rows, "N\tMONDO:1\tpreferred\tfirst disease");
	free(rows);
}

/* The tags of OBO 1.0, words in any case, and lines that a backslash continues. */
static void test_old_and_odd_writing(void **state)
{
	(void)state;
	char *rows = fixture_rows(HEAD
	                          "[Term]\nid: MONDO:1\nname: long \\\n disease \\\nname\n"
	                          "exact_synonym: \"one\" [PMID:1]\nrelated_synonym: \"two\" []\n"
	                          "broad_synonym: \"three\" []\nnarrow_synonym: \"four\" []\n"
	                          "exact_synonym: \"large\" BROAD []\nxref_analog: MSH:D1\nxref_unk: MSH:D2\n"
	                          "synonym: \"3,3',3\"-phosphanetriyl acid\" EXACT []\n"
	                          "synonym: \"ends in a slash \\\\\" EXACT []\n"
	                          "[Term]\nid: MONDO:2\nname: two\nis_obsolete: TRUE\nuse_term: MONDO:1\n"
	                          "[Term]\nid: MONDO:3\nname: three\nis_obsolete: True\nreplaced_by: MONDO:1\n"
	                          "[Term]\nid: MONDO:4\nname: four\nis_obsolete: 1\n"
	                          "[Term]\nid: MONDO:5\nname: five\nis_obsolete: FALSE\n"
	                          "[Term]\nid: MONDO:6\nname: six \\");
	expect_row(rows, "C\tMONDO:1\tdisease\tlong disease name\t\txref=MESH:D1|xref=MESH:D2\n");
	expect_row(rows, "N\tMONDO:1\texact\tone");
	expect_row(rows, "N\tMONDO:1\trelated\ttwo");
	expect_row(rows, "N\tMONDO:1\tbroad\tthree");
	expect_row(rows, "N\tMONDO:1\tnarrow\tfour");
	expect_row(rows, "N\tMONDO:1\tbroad\tlarge");
	expect_row(rows, "N\tMONDO:1\texact\t3,3',3\"-phosphanetriyl acid");
	expect_row(rows, "N\tMONDO:1\texact\tends in a slash \\\\");
	expect_row(rows, "C\tMONDO:2\tdisease\ttwo\t\t\tconsider=MONDO:1");
	expect_row(rows, "C\tMONDO:3\tdisease\tthree\t\t\treplaced=MONDO:1");
	expect_row(rows, "C\tMONDO:4\tdisease\tfour\t\t\tobsolete");
	expect_row(rows, "C\tMONDO:5\tdisease\tfive\n");
	expect_row(rows, "C\tMONDO:6\tdisease\tsix\n");
	free(rows);
}

static void count_warning(void *context, const onto_error *error)
{
	size_t *count = context;
	assert_true(error->line > 4);
	assert_true(*error->message && *error->file);
	++*count;
}

/* What is broken costs no more than itself, and is told. */
static void test_broken_stanzas_are_passed_over(void **state)
{
	(void)state;
	static const struct {
		const char *broken;
		const char *kept; /* a row besides those of MONDO:1 and MONDO:9; NULL: MONDO:2 has none */
		const char *reason;
	} cases[] = {
		{"[Term]\nname: no id\nsynonym: \"x\" EXACT []\n", NULL, "stanza that cannot be read"},
		{"[Term]\nid: \nname: empty id\n", NULL, "stanza that cannot be read"},
		{"[Term]\nid: MONDO:2\nname: two\nid: MONDO:3\nname: three\n", NULL, "stanza that cannot be read"},
		{"[Term\nid: MONDO:2\nname: two\n", NULL, "stanza that cannot be read"},
		{"[Term]\nid: MONDO:2\nname: two\nrubbish\n", "C\tMONDO:2\tdisease\ttwo\n", "line that cannot be read"},
		{"[Term]\nid: MONDO:2\nsynonym: \"endless EXACT []\nname: two\n", "C\tMONDO:2\tdisease\ttwo\n",
	     "line that cannot be read"},
		{"[Term]\nid: MONDO:2\nname: two\nsynonym: \"caf\xE9\" EXACT []\n", "C\tMONDO:2\tdisease\ttwo\n",
	     "line that cannot be read"},
		{"[Term]\nid: MONDO:2\nname: two\nproperty_value: skos:exactMatch \"endless\n",
	     "C\tMONDO:2\tdisease\ttwo\n", "line that cannot be read"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char source[512];
		char row[128];
		size_t warnings = 0;
		snprintf(source, sizeof source, HEAD TERM "%s\n[Term]\nid: MONDO:9\nname: nine\n", cases[i].broken);
		snprintf(row, sizeof row, "#left-out\tMONDO\t%s\t1\n", cases[i].reason);
		fixture_how = (import_options){.warn = count_warning, .context = &warnings};
		char *rows = fixture_rows(source);
		fixture_how = (import_options){0};
		assert_int_equal(warnings, 1);
		expect_row(rows, "C\tMONDO:1\tdisease\tfirst disease\n");
		expect_row(rows, "C\tMONDO:9\tdisease\tnine\n");
		expect_row(rows, row);
		if (cases[i].kept) {
			expect_row(rows, cases[i].kept);
		} else {
			expect_no_row(rows, "C\tMONDO:2");
		}
		expect_no_row(rows, "C\tMONDO:3");
		free(rows);
	}
}

static void test_damage(void **state)
{
	(void)state;
	fixture_how.strict = true;
	expect_failure(HEAD "[Term]\nname: x\n\n" TERM, ONTO_DAMAGED, 5, "no id");
	expect_failure(HEAD TERM "id: MONDO:2\n", ONTO_DAMAGED, 8, "second id");
	expect_failure(HEAD TERM "synonym: \"endless EXACT []\n", ONTO_DAMAGED, 8, "quote");
	expect_failure(HEAD TERM "property_value: skos:exactMatch \"endless\n", ONTO_DAMAGED, 8, "quote");
	expect_failure(HEAD TERM "rubbish\n", ONTO_DAMAGED, 8, "tag: value");
	expect_failure(HEAD TERM "[Term\n", ONTO_DAMAGED, 8, "does not end");
	expect_failure(HEAD TERM "synonym: \"caf\xE9\" EXACT []\n", ONTO_DAMAGED, 8,
	               "byte 14 of the line is not UTF-8");
	static const char with_nul[] = HEAD TERM "def: \"a\0b\"\n";
	expect_failure_bytes(with_nul, sizeof with_nul - 1, ONTO_DAMAGED, 8, "NUL");
	fixture_how.strict = false;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_term),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_synonym_types),
		cmocka_unit_test(test_xrefs),
		cmocka_unit_test(test_retired_codes),
		cmocka_unit_test(test_ancestors),
		cmocka_unit_test(test_pharmgkb),
		cmocka_unit_test(test_odd_clauses),
		cmocka_unit_test(test_old_and_odd_writing),
		cmocka_unit_test(test_broken_stanzas_are_passed_over),
		cmocka_unit_test(test_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
