/* What a frozen dictionary answers: codes, meanings, retired codes, layers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

/* The codes of the one mention in a text, joined by spaces; "" where there is none. */
static const char *codes_in(const onto_dictionary *dictionary, const char *text, const char *vocabulary)
{
	static char codes[400];
	onto_tag_options options = {
		.size = sizeof(onto_tag_options), .vocabularies = &vocabulary, .vocabulary_count = vocabulary != NULL};
	onto_tagger *tagger = tagger_of(dictionary, &options);
	const onto_tags *tags;
	onto_error error = {0};
	codes[0] = '\0';
	must(onto_tagger_tag(tagger, text, strlen(text), &tags, &error), &error);
	assert_true(tags->mention_count <= 1);
	for (size_t i = 0; tags->mention_count && i < tags->mentions[0].code_count; i++) {
		strcat(codes, i ? " " : "");
		strcat(codes, tags->mentions[0].codes[i]);
	}
	onto_tagger_free(tagger);
	return codes;
}

static const char rows[] =
	"#source\tMONDO\tMondo\t2026\tCC BY\nS\tMONDO\n"
	"C\tMONDO:1\tdisease\tlung cancer\tMONDO:2\texact=MESH:D1|exact=OMIM:7|close=MESH:D3|xref=MESH:D4\n"
	"C\tMONDO:2\tdisease\tcarcinoma of organs\n"
	"C\tMONDO:3\tdisease\told tumor\t\t\treplaced=MONDO:1\nC\tMONDO:4\tdisease\tgone disease\t\t\tobsolete\n"
	"C\tMONDO:5\tdisease\tunclear disease\t\t\tconsider=MONDO:1|MONDO:2\nC\tMONDO:6\tdisease\tlost "
	"disease\t\t\treplaced=MONDO:99\n"
	"S\tMESH\nC\tMESH:D1\tdisease\tPulmonary Neoplasms\nC\tMESH:D3\tdisease\tcough of smokers\n";

static void concepts_are_found_by_code(void **state)
{
	(void)state;
	onto_dictionary *d = dictionary_of(rows);
	onto_concept c;
	assert_true(onto_dictionary_concept(d, onto_dictionary_find(d, "MONDO:1"), &c));
	assert_string_equal(c.code, "MONDO:1");
	assert_string_equal(c.name, "lung cancer");
	assert_string_equal(c.source, "MONDO");
	assert_string_equal(c.successor, "");
	assert_int_equal(c.type, ONTO_DISEASE);
	assert_int_equal(c.standing, ONTO_LIVE);
	assert_int_equal(onto_dictionary_find(d, "mondo:1"), onto_dictionary_find(d, "MONDO:1"));
	static const char *const none[] = {"MONDO:", "MONDO:11", "OMIM:7", "", ":", "lung cancer"};
	for (size_t i = 0; i < COUNT(none); i++) {
		assert_int_equal(onto_dictionary_find(d, none[i]), ONTO_NONE);
	}
	assert_false(onto_dictionary_concept(d, ONTO_NONE, &c));
	assert_false(onto_dictionary_concept(d, 8, &c));
	assert_true(onto_dictionary_concept(d, 7, &c));
	onto_dictionary_free(d);
	onto_dictionary_free(NULL);
}

/* A code of another vocabulary that a source maps exactly; no close one, and no cross-reference. */
static void a_mapped_code_is_found(void **state)
{
	(void)state;
	onto_dictionary *d = dictionary_of(rows);
	onto_concept_id cancer = onto_dictionary_find(d, "MONDO:1");
	assert_int_equal(onto_dictionary_find_mapped(d, "OMIM:7"), cancer);
	assert_int_equal(onto_dictionary_find_mapped(d, "omim:7"), cancer);
	static const char *const none[] = {"MESH:D3", "MESH:D4", "OMIM:77", ""};
	for (size_t i = 0; i < COUNT(none); i++) {
		assert_int_equal(onto_dictionary_find_mapped(d, none[i]), ONTO_NONE);
	}
	onto_dictionary_free(d);
}

/* A path is what it is, whether it is there or not; a name that nothing has is refused. */
static void the_path_of_a_dictionary_is_told(void **state)
{
	(void)state;
	onto_error error = {0};
	char *path;
	must(onto_dictionary_path("no/such/file.otx", &path, &error), &error);
	assert_string_equal(path, "no/such/file.otx");
	free(path);
	assert_int_equal(onto_dictionary_path("no-such-dictionary", &path, &error), ONTO_UNKNOWN);
	assert_null(path);
	assert_string_equal(error.file, "no-such-dictionary");
	assert_non_null(strstr(error.message, "no-such-dictionary.otx"));
}

static void every_code_of_many_is_found(void **state)
{
	(void)state;
	onto_builder *builder;
	onto_dictionary *d;
	onto_concept c;
	onto_error error = {0};
	char code[24];
	must(onto_builder_new(&builder, &error), &error);
	for (int i = 0; i < 30000; i++) {
		snprintf(code, sizeof code, "MESH:D%d", i * 3);
		must(onto_builder_concept(builder, &(onto_concept_row){.code = code, .name = code}, &error), &error);
	}
	must(onto_dictionary_freeze(builder, &d, &error), &error);
	onto_builder_free(builder);
	for (int i = 0; i < 90000; i++) {
		snprintf(code, sizeof code, "MESH:D%d", i);
		onto_concept_id id = onto_dictionary_find(d, code);
		assert_int_equal(id != ONTO_NONE, i % 3 == 0);
		assert_true(id == ONTO_NONE || (onto_dictionary_concept(d, id, &c) && strcmp(c.code, code) == 0));
	}
	onto_dictionary_free(d);
}

static void what_it_holds_is_counted(void **state)
{
	(void)state;
	onto_dictionary *d = dictionary_of(rows);
	onto_info info;
	onto_source source;
	size_t concepts, names, sources = 0, mondo = SIZE_MAX;
	onto_dictionary_info(d, &info);
	assert_int_equal(info.concepts, 8);
	assert_int_equal(info.concepts_of_type[ONTO_DISEASE], 8);
	assert_int_equal(info.concepts_of_type[ONTO_DRUG] + info.concepts_of_type[ONTO_MARKER], 0);
	assert_int_equal(info.names, info.names_of_type[ONTO_DISEASE]);
	assert_int_equal(info.meanings, 6); /* 1, 3 and D1 are one */
	assert_true(info.bytes > 1000 && info.words > 10);
	while (onto_dictionary_source(d, sources, &source, &concepts, &names)) {
		if (strcmp(source.id, "MONDO") == 0) {
			mondo = concepts;
			assert_string_equal(source.licence, "CC BY");
		}
		sources++;
	}
	assert_int_equal(sources, info.sources);
	assert_int_equal(mondo, 6);
	onto_dictionary_free(d);
}

static void codes_of_one_meaning_are_one_mention(void **state)
{
	(void)state;
	onto_dictionary *d = dictionary_of(rows);
	assert_string_equal(codes_in(d, "lung cancer", NULL), "MONDO:1 MESH:D1");
	assert_string_equal(codes_in(d, "pulmonary neoplasms", NULL), "MONDO:1 MESH:D1");
	assert_string_equal(codes_in(d, "pulmonary neoplasms", "MESH"), "MESH:D1");
	assert_string_equal(codes_in(d, "lung cancer", "mesh"), "MESH:D1");
	assert_string_equal(codes_in(d, "lung cancer", "OMIM"), "OMIM:7");
	assert_string_equal(codes_in(d, "carcinoma of organs", "OMIM"), "");
	assert_string_equal(codes_in(d, "cough of smokers", NULL), "MESH:D3");
	onto_dictionary_free(d);
}

static void the_order_of_vocabularies_is_that_of_the_codes(void **state)
{
	(void)state;
	onto_dictionary *d = dictionary_of(rows);
	static const char *const wanted[] = {"OMIM", "MESH"};
	onto_tagger *tagger = tagger_of(
		d, &(onto_tag_options){.size = sizeof(onto_tag_options), .vocabularies = wanted, .vocabulary_count = 2});
	const onto_tags *tags;
	onto_error error = {0};
	must(onto_tagger_tag(tagger, "lung cancer", 11, &tags, &error), &error);
	assert_int_equal(tags->mention_count, 1);
	assert_int_equal(tags->mentions[0].code_count, 2);
	assert_string_equal(tags->mentions[0].codes[0], "OMIM:7");
	assert_string_equal(tags->mentions[0].codes[1], "MESH:D1");
	onto_tagger_free(tagger);
	onto_dictionary_free(d);
}

static void a_retired_code_leads_to_the_current_one(void **state)
{
	(void)state;
	onto_dictionary *d = dictionary_of(rows);
	onto_concept c;
	assert_string_equal(codes_in(d, "old tumor", NULL), "MONDO:1 MESH:D1");
	assert_string_equal(codes_in(d, "lost disease", NULL), "MONDO:6");
	assert_string_equal(codes_in(d, "gone disease", NULL), "");
	assert_string_equal(codes_in(d, "unclear disease", NULL), "");
	assert_true(onto_dictionary_concept(d, onto_dictionary_find(d, "MONDO:3"), &c));
	assert_int_equal(c.standing, ONTO_REPLACED);
	assert_string_equal(c.successor, "MONDO:1");
	assert_true(onto_dictionary_concept(d, onto_dictionary_find(d, "MONDO:5"), &c));
	assert_int_equal(c.standing, ONTO_CONSIDER);
	assert_string_equal(c.successor, "MONDO:1|MONDO:2");
	onto_dictionary_free(d);
}

/* Two live codes of one vocabulary are two meanings, whatever a mapping says. */
static void two_live_codes_of_one_vocabulary_stay_apart(void **state)
{
	(void)state;
	onto_dictionary *d = dictionary_of(
		"C\tMONDO:1\tdisease\tasthma\t\texact=MESH:D1\n"
		"C\tMONDO:2\tdisease\tbronchitis\t\texact=MESH:D1\nC\tMESH:D1\tdisease\tlung trouble\n");
	assert_string_equal(codes_in(d, "asthma", NULL), "MONDO:1 MESH:D1");
	assert_string_equal(codes_in(d, "bronchitis", NULL), "MONDO:2");
	onto_dictionary_free(d);
}

/* ---- layers -------------------------------------------------------------------------------------------------- */

static void a_later_layer_adds_to_an_earlier_one(void **state)
{
	(void)state;
	char folder[64], first[100], second[100];
	onto_dictionary *d;
	onto_error error = {0};
	onto_concept c;
	static const char base[] = "S\tBASE\nC\tA:1\tdisease\tasthma\nC\tA:2\tdisease\tcroup\n";
	static const char layer[] =
		"S\tLAB\nN\tA:1\texact\twheeziness\nC\tA:1\tdrug\tanother name\t\texact=B:5\nC\tB:1\tdrug\timatinib\n"
		"N\tA:2\tpreferred\tcroup\tx\n";
	make_folder(folder);
	snprintf(first, sizeof first, "%s/base.dict.gz", folder);
	snprintf(second, sizeof second, "%s/layer.tsv", folder);
	size_t packed;
	unsigned char *gzip = gzip_of(base, sizeof base - 1, &packed);
	write_file(first, gzip, packed);
	free(gzip);
	write_file(second, layer, sizeof layer - 1);
	must(onto_dictionary_load((const char *const[]){first, second}, 2, &plain_rows, &d, &error), &error);
	assert_string_equal(codes_in(d, "wheeziness", NULL), "A:1");
	assert_string_equal(codes_in(d, "wheeziness", "B"), "B:5");
	assert_string_equal(codes_in(d, "asthma", NULL), "A:1");
	assert_string_equal(codes_in(d, "imatinib", NULL), "B:1");
	assert_string_equal(codes_in(d, "croup", NULL), "");
	assert_true(onto_dictionary_concept(d, onto_dictionary_find(d, "A:1"), &c));
	assert_int_equal(c.type, ONTO_DISEASE);
	assert_string_equal(c.name, "asthma");
	onto_dictionary_free(d);

	/* A layer that is damaged is refused with everything, by its own name. */
	write_file(second, "S\tLAB\nN\tA:1\n", 12);
	assert_int_equal(onto_dictionary_load((const char *const[]){first, second}, 2, &plain_rows, &d, &error),
	                 ONTO_DAMAGED);
	assert_null(d);
	assert_string_equal(error.file, second);
	assert_int_equal(error.line, 2);
	remove_folder(folder);
}

static void an_empty_dictionary_finds_nothing(void **state)
{
	(void)state;
	onto_dictionary *d;
	onto_error error = {0};
	onto_info info;
	must(onto_dictionary_load(NULL, 0, &plain_rows, &d, &error), &error);
	onto_dictionary_info(d, &info);
	assert_int_equal(info.concepts + info.names + info.meanings, 0);
	assert_string_equal(codes_in(d, "asthma and type II", NULL), "");
	assert_int_equal(onto_dictionary_find(d, "A:1"), ONTO_NONE);
	onto_dictionary_free(d);
}

/* What takes a builder frees it, and makes the same dictionary as what leaves it. */
static void a_builder_that_is_taken_makes_the_same_dictionary(void **state)
{
	(void)state;
	onto_error error = {0};
	onto_info a, b;
	onto_concept one, other;
	onto_name x, y;
	onto_dictionary *left = dictionary_of(rows), *taken;
	must(onto_dictionary_take(builder_of(rows), &taken, &error), &error);
	onto_dictionary_info(left, &a);
	onto_dictionary_info(taken, &b);
	assert_memory_equal(&a, &b, sizeof a);
	for (onto_concept_id id = 0; id < a.concepts; id++) {
		assert_true(onto_dictionary_concept(left, id, &one) && onto_dictionary_concept(taken, id, &other));
		assert_string_equal(one.code, other.code);
		assert_string_equal(one.name, other.name);
		assert_string_equal(one.source, other.source);
		size_t i = 0;
		for (; onto_dictionary_name(left, id, i, &x); i++) {
			assert_true(onto_dictionary_name(taken, id, i, &y));
			assert_string_equal(x.text, y.text);
			assert_true(x.policy == y.policy && x.scope == y.scope);
		}
		assert_false(onto_dictionary_name(taken, id, i, &y));
	}
	onto_dictionary_free(left);
	onto_dictionary_free(taken);
	onto_builder *cycle = builder_of("C\tA:1\tdisease\tone\tA:2\nC\tA:2\tdisease\ttwo\tA:1\n");
	assert_int_equal(onto_dictionary_take(cycle, &taken, &error), ONTO_DAMAGED);
	assert_null(taken);
}

/* Names of several meanings: the codes are in the usual order, or in that which was asked for, whichever meaning
 * was first. */
static void merged_codes_are_in_order(void **state)
{
	(void)state;
	static const char *const orders[][3] = {{"MESH:D1", "MONDO:1", "HP:1"},
	                                        {"HP:1", "MESH:D1", "MONDO:1"},
	                                        {"MONDO:1", "HP:1", "MESH:D1"},
	                                        {"HP:1", "MONDO:1", "MESH:D1"}};
	for (size_t i = 0; i < COUNT(orders); i++) {
		char text[300] = "";
		for (size_t k = 0; k < 3; k++) {
			char row[100];
			snprintf(row, sizeof row, "C\t%s\tdisease\tlung cancer\t\texact=X%zu:1\n", orders[i][k], k);
			strcat(text, row);
		}
		onto_dictionary *d = dictionary_of(text);
		assert_string_equal(codes_in(d, "lung cancer", NULL), "MONDO:1 MESH:D1 HP:1");
		static const char *const wanted[] = {"HP", "MESH", "MONDO"};
		onto_tag_options options = {.size = sizeof options, .vocabularies = wanted, .vocabulary_count = 3};
		onto_tagger *tagger = tagger_of(d, &options);
		const onto_tags *tags;
		onto_error error = {0};
		must(onto_tagger_tag(tagger, "lung cancer", 11, &tags, &error), &error);
		assert_int_equal(tags->mention_count, 1);
		for (size_t k = 0; k < 3; k++) {
			assert_int_equal(strncmp(tags->mentions[0].codes[k], wanted[k], strlen(wanted[k])), 0);
		}
		onto_tagger_free(tagger);
		onto_dictionary_free(d);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(concepts_are_found_by_code),
		cmocka_unit_test(a_mapped_code_is_found),
		cmocka_unit_test(the_path_of_a_dictionary_is_told),
		cmocka_unit_test(every_code_of_many_is_found),
		cmocka_unit_test(what_it_holds_is_counted),
		cmocka_unit_test(codes_of_one_meaning_are_one_mention),
		cmocka_unit_test(the_order_of_vocabularies_is_that_of_the_codes),
		cmocka_unit_test(a_retired_code_leads_to_the_current_one),
		cmocka_unit_test(two_live_codes_of_one_vocabulary_stay_apart),
		cmocka_unit_test(a_later_layer_adds_to_an_earlier_one),
		cmocka_unit_test(an_empty_dictionary_finds_nothing),
		cmocka_unit_test(merged_codes_are_in_order),
		cmocka_unit_test(a_builder_that_is_taken_makes_the_same_dictionary),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
