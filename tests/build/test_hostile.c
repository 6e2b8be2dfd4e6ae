/* What a caller or a file may pass to a builder and should not: codes that differ in case only, values out of
 * range, text that is no UTF-8, one concept with thousands of everything. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support.h"

/* ---- the case of codes --------------------------------------------------------------------------------------- */

/* One rule everywhere: codes that differ in the case of letters are one. Its concept is spelt as in the row that
 * defines it. */
static void case_does_not_tell_codes_apart(void **state)
{
	(void)state;
	onto_dictionary *d = dictionary_of(
		"C\tB:2\tdisease\tbronchitis\ta:x1\texact=mesh:d2\nC\tA:X1\tdisease\tasthma\nC\ta:x1\tdrug\tother\n"
		"N\ta:X1\texact\twheeze\nC\tMESH:D2\tdisease\tBronchial inflammation\n"
		"C\tA:3\tdisease\told\t\t\treplaced=b:2\nC\tA:4\tdisease\tpain\t\txref=O:1|exact=o:1|close=O:1|xref=a:4\n");
	onto_concept c;
	onto_info info;
	onto_xref x;
	onto_dictionary_info(d, &info);
	assert_int_equal(info.concepts, 5);
	assert_int_equal(info.meanings, 3);
	static const char *const spelt[] = {"A:X1", "a:x1", "A:x1", "a:X1"};
	for (size_t i = 0; i < COUNT(spelt); i++) {
		assert_true(onto_dictionary_concept(d, onto_dictionary_find(d, spelt[i]), &c));
		assert_string_equal(c.code, "A:X1");
		assert_string_equal(c.name, "asthma");
	}
	size_t count;
	const onto_concept_id *parents = onto_dictionary_parents(d, onto_dictionary_find(d, "b:2"), &count);
	assert_int_equal(count, 1);
	assert_int_equal(parents[0], onto_dictionary_find(d, "A:X1"));
	assert_true(onto_dictionary_xref(d, onto_dictionary_find(d, "A:4"), 0, &x));
	assert_string_equal(x.code, "O:1");
	assert_int_equal(x.predicate, ONTO_MATCH_EXACT);
	assert_false(onto_dictionary_xref(d, onto_dictionary_find(d, "A:4"), 1, &x));
	onto_dictionary_free(d);
}

/* What is compiled can be opened. */
static void what_is_compiled_is_read(void **state)
{
	(void)state;
	char folder[64], path[100];
	onto_error error = {0};
	onto_dictionary *d = dictionary_of(
						"C\tA:1\tdisease\tone\nC\ta:1\tdisease\ttwo\nC\tA:b\tdisease\tthree\nC\ta:B\tdrug\tx\n"),
					*image;
	make_folder(folder);
	snprintf(path, sizeof path, "%s/x.otx", folder);
	must(onto_dictionary_compile(d, path, &error), &error);
	const char *paths[] = {path};
	must(onto_dictionary_load(paths, 1, NULL, &image, &error), &error);
	onto_dictionary_free(image);
	onto_dictionary_free(d);
	remove_folder(folder);
}

/* Live codes of one vocabulary stay apart, however its prefix is written. */
static void case_does_not_tell_vocabularies_apart(void **state)
{
	(void)state;
	onto_dictionary *d = dictionary_of(
		"C\tMESH:D1\tdisease\tone\t\texact=X:1\nC\tmesh:D2\tdisease\ttwo\t\texact=X:1\nC\tX:1\tdisease\tthree\n");
	onto_info info;
	onto_dictionary_info(d, &info);
	assert_int_equal(info.meanings, 2);
	onto_dictionary_free(d);
}

static void curation_does_not_ask_for_case(void **state)
{
	(void)state;
	onto_dictionary *d = dictionary_of(
		"C\tMONDO:1\tdisease\tone\t\texact=mesh:D1\nC\tMESH:d1\tdisease\ttwo\nX\tmondo:1\tmesh:D1\tclose\n");
	onto_info info;
	onto_dictionary_info(d, &info);
	assert_int_equal(info.meanings, 2);
	onto_dictionary_free(d);
}

/* ---- the border ---------------------------------------------------------------------------------------------- */

static void arguments_are_checked(void **state)
{
	(void)state;
	onto_builder *b;
	onto_error error = {0};
	must(onto_builder_new(&b, &error), &error);
	static const char *const bad[] = {"A:\xff", "\xc0\x80:1", "A:\xed\xa0\x80", "A:1\xe2\x82"};
	for (size_t i = 0; i < COUNT(bad); i++) {
		onto_concept_row code = {.code = bad[i], .name = "x"}, name = {.code = "A:1", .name = bad[i]},
						 successor = {.code = "A:1", .name = "x", .standing = ONTO_REPLACED, .successor = bad[i]};
		onto_source sources[] = {{.id = bad[i]},
		                         {.id = "S", .title = bad[i]},
		                         {.id = "S", .version = bad[i]},
		                         {.id = "S", .licence = bad[i]}};
		assert_int_equal(onto_builder_concept(b, &code, &error), ONTO_DAMAGED);
		assert_int_equal(onto_builder_concept(b, &name, &error), ONTO_DAMAGED);
		assert_int_equal(onto_builder_concept(b, &successor, &error), ONTO_DAMAGED);
		assert_int_equal(onto_builder_name(b, bad[i], ONTO_EXACT, "x", 0, &error), ONTO_DAMAGED);
		assert_int_equal(onto_builder_name(b, "A:1", ONTO_EXACT, bad[i], 0, &error), ONTO_DAMAGED);
		assert_int_equal(onto_builder_parent(b, bad[i], "A:1", &error), ONTO_DAMAGED);
		assert_int_equal(onto_builder_parent(b, "A:1", bad[i], &error), ONTO_DAMAGED);
		assert_int_equal(onto_builder_xref(b, bad[i], ONTO_MATCH_EXACT, "A:1", &error), ONTO_DAMAGED);
		assert_int_equal(onto_builder_xref(b, "A:1", ONTO_MATCH_EXACT, bad[i], &error), ONTO_DAMAGED);
		assert_int_equal(onto_builder_left_out(b, bad[i], 1, &error), ONTO_DAMAGED);
		for (size_t k = 0; k < COUNT(sources); k++) {
			assert_int_equal(onto_builder_source(b, &sources[k], &error), ONTO_DAMAGED);
		}
		assert_non_null(strstr(error.message, "UTF-8"));
	}
	static const int values[] = {-1, ONTO_TYPES_MAX, 100, 1 << 20};
	for (size_t i = 0; i < COUNT(values); i++) {
		onto_concept_row type = {.code = "A:1", .name = "x", .type = (onto_type)values[i]},
						 standing = {.code = "A:1", .name = "x", .standing = (onto_standing)values[i]},
						 also = {.code = "A:1", .name = "x", .also = 1u << onto_type_count() << i};
		assert_int_equal(onto_builder_concept(b, &type, &error), ONTO_ARGUMENT);
		assert_int_equal(onto_builder_concept(b, &standing, &error), ONTO_ARGUMENT);
		assert_int_equal(onto_builder_concept(b, &also, &error), ONTO_ARGUMENT);
		assert_int_equal(onto_builder_name(b, "A:1", (onto_scope)values[i], "x", 0, &error), ONTO_ARGUMENT);
		assert_int_equal(onto_builder_xref(b, "A:1", (onto_predicate)values[i], "A:2", &error), ONTO_ARGUMENT);
	}
	assert_int_equal(onto_builder_name(b, "A:1", ONTO_EXACT, "x", 1u << 16, &error), ONTO_ARGUMENT);
	assert_int_equal(onto_builder_source(b, &(onto_source){0}, &error), ONTO_ARGUMENT);
	must(onto_builder_finish(b, &error), &error);
	assert_null(onto_builder_count(b, 0));
	onto_builder_free(b);
}

/* ---- thousands ----------------------------------------------------------------------------------------------- */

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

enum { MANY = 40000 };

typedef void add_rows(onto_builder *builder, size_t count);

static void add_concept(onto_builder *builder, const char *prefix, size_t number, const char *successor)
{
	char code[24], name[24];
	onto_error error = {0};
	snprintf(code, sizeof code, "%s:%zu", prefix, number);
	snprintf(name, sizeof name, "name %s %zu", prefix, number);
	must(onto_builder_concept(builder,
	                          &(onto_concept_row){.code = code,
	                                              .name = name,
	                                              .standing = successor ? ONTO_REPLACED : ONTO_LIVE,
	                                              .successor = successor},
	                          &error),
	     &error);
}

/* One concept with that many parents, and cross-references to as many codes, each twice. */
static void one_with_all(onto_builder *builder, size_t count)
{
	char code[24];
	onto_error error = {0};
	for (size_t i = 1; i < count; i++) {
		add_concept(builder, "A", i, NULL);
	}
	add_concept(builder, "A", 0, NULL);
	for (size_t i = 1; i < 2 * count; i++) {
		snprintf(code, sizeof code, "A:%zu", i % count ? i % count : 1);
		must(onto_builder_parent(builder, "A:0", code, &error), &error);
		snprintf(code, sizeof code, "B:%zu", i % count);
		must(onto_builder_xref(builder, "A:0", ONTO_MATCH_EXACT, code, &error), &error);
	}
}

/* A:0 was replaced by A:1, that by A:2, and so on. */
static void a_chain_of_replacements(onto_builder *builder, size_t count)
{
	char successor[24];
	for (size_t i = 0; i < count; i++) {
		snprintf(successor, sizeof successor, "A:%zu", i + 1);
		add_concept(builder, "A", i, i + 1 < count ? successor : NULL);
	}
}

static void all_replaced_by_one(onto_builder *builder, size_t count)
{
	add_concept(builder, "A", 0, NULL);
	for (size_t i = 1; i < count; i++) {
		add_concept(builder, "A", i, "A:0");
	}
}

/* Time grows with the rows: eight times as many take no more than 24 times as long. */
static void many_of_one_are_no_square(void **state)
{
	(void)state;
	static add_rows *const kinds[] = {one_with_all, a_chain_of_replacements, all_replaced_by_one};
	for (size_t i = 0; i < COUNT(kinds); i++) {
		double took[2];
		for (size_t large = 0; large < 2; large++) {
			onto_builder *builder;
			onto_dictionary *d;
			onto_hierarchy *h;
			onto_error error = {0};
			must(onto_builder_new(&builder, &error), &error);
			kinds[i](builder, large ? MANY : MANY / 8);
			double from = seconds();
			must(onto_dictionary_take(builder, &d, &error), &error);
			must(onto_hierarchy_new(d, &h, &error), &error);
			took[large] = seconds() - from;
			onto_hierarchy_free(h);
			onto_dictionary_free(d);
		}
		assert_true(took[1] < took[0] * 24 + 0.2);
	}
}

/* The successors of a retired code, offered wherever its name stands. */
static void many_successors_are_no_square(void **state)
{
	(void)state;
	onto_builder *builder;
	onto_dictionary *d;
	onto_error error = {0};
	char *list = calloc(MANY, 12), *text = calloc(400, 8);
	size_t used = 0;
	must(onto_builder_new(&builder, &error), &error);
	for (size_t i = 1; i < MANY; i++) {
		add_concept(builder, "A", i, NULL);
		used += (size_t)sprintf(list + used, "%sA:%zu", used ? "|" : "", i);
	}
	must(onto_builder_concept(
			 builder,
			 &(onto_concept_row){.code = "A:0", .name = "wheeze", .standing = ONTO_CONSIDER, .successor = list},
			 &error),
	     &error);
	must(onto_dictionary_take(builder, &d, &error), &error);
	for (size_t i = 0; i < 400; i++) {
		memcpy(text + 8 * i, "wheeze, ", 8);
	}
	onto_tag_options options = {.size = sizeof options, .offer_retired = true};
	onto_tagger *tagger = tagger_of(d, &options);
	const onto_tags *tags;
	double from = seconds();
	must(onto_tagger_tag(tagger, text, 400 * 8, &tags, &error), &error);
	assert_true(seconds() - from < 2);
	assert_int_equal(tags->offer_count, 400);
	for (size_t i = 0; i < 400; i++) {
		assert_true(tags->offers[i].successor_count > MANY / 2);
	}
	onto_tagger_free(tagger);
	onto_dictionary_free(d);
	free(list);
	free(text);
}

/* ---- the host's locale --------------------------------------------------------------------------------------- */

/* Sets a Turkish locale, in which I and i are different letters; makes it where the system has none. */
static bool set_turkish(const char *folder)
{
	char command[200];
	snprintf(command, sizeof command, "localedef -i tr_TR -f UTF-8 %s/tr_TR.UTF-8 2>/dev/null", folder);
	if (setlocale(LC_ALL, "tr_TR.UTF-8")) {
		return true;
	}
	setenv("LOCPATH", folder, 1);
	return system(command) != -1 && setlocale(LC_ALL, "tr_TR.UTF-8");
}

static void the_locale_of_the_host_does_not_count(void **state)
{
	(void)state;
	char folder[64], command[200];
	make_folder(folder);
	bool set = set_turkish(folder);
	snprintf(command, sizeof command, "rm -r %s/*", folder);
	assert_int_not_equal(system(command), -1);
	remove_folder(folder);
	if (!set) {
		print_message("skipped: a part: needs the locale tr_TR.UTF-8\n");
		return;
	}
	onto_dictionary *d = dictionary_of("C\tOMIM:1\tdisease\tInfection of skin\nN\tOMIM:1\texact\tlichen planus\n");
	assert_int_not_equal(onto_dictionary_find(d, "omim:1"), ONTO_NONE);
	onto_tagger *tagger = tagger_of(d, NULL);
	onto_error error = {0};
	const onto_tags *tags;
	must(onto_tagger_tag(tagger, "INFECTION OF SKIN, Lichen Planus", 32, &tags, &error), &error);
	assert_int_equal(tags->mention_count, 2);
	onto_tagger_free(tagger);
	onto_dictionary_free(d);
	setlocale(LC_ALL, "C");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(case_does_not_tell_codes_apart),
		cmocka_unit_test(what_is_compiled_is_read),
		cmocka_unit_test(case_does_not_tell_vocabularies_apart),
		cmocka_unit_test(curation_does_not_ask_for_case),
		cmocka_unit_test(arguments_are_checked),
		cmocka_unit_test(many_of_one_are_no_square),
		cmocka_unit_test(many_successors_are_no_square),
		cmocka_unit_test(the_locale_of_the_host_does_not_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
