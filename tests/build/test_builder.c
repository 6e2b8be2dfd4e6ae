/* What a builder makes of concepts, names, parents and mappings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "support.h"

/* ---- what is refused ----------------------------------------------------------------------------------------- */

static void a_cycle_of_parents_is_refused_by_name(void **state)
{
	(void)state;
	static const char *const cycles[] = {
		"C\tA:1\tdisease\tone\tA:2\nC\tA:2\tdisease\ttwo\tA:3\nC\tA:3\tdisease\tthree\tA:1\n",
		"C\tA:9\tdisease\tnine\tA:1\nC\tA:1\tdisease\tone\tA:2\nC\tA:2\tdisease\ttwo\tA:3|A:8\n"
		"C\tA:3\tdisease\tthree\tA:1\nC\tA:8\tdisease\teight\n",
	};
	for (size_t i = 0; i < COUNT(cycles); i++) {
		onto_builder *builder = builder_of(cycles[i]);
		onto_error error = {0};
		assert_int_equal(onto_builder_finish(builder, &error), ONTO_DAMAGED);
		assert_non_null(strstr(error.message, "cycle"));
		assert_non_null(strstr(error.message, "A:1"));
		assert_non_null(strstr(error.message, "A:2"));
		assert_non_null(strstr(error.message, "A:3"));
		assert_null(strstr(error.message, "A:9"));
		onto_builder_free(builder);
	}
	onto_builder *builder = builder_of("C\tA:1\tdisease\tone\tA:1\n");
	onto_error error = {0};
	assert_int_equal(onto_builder_finish(builder, &error), ONTO_DAMAGED);
	assert_non_null(strstr(error.message, "A:1 is a A:1"));
	onto_builder_free(builder);
}

static void what_was_refused_stays_refused(void **state)
{
	(void)state;
	onto_builder *builder = builder_of("C\tA:1\tdisease\tone\tA:2\nC\tA:2\tdisease\ttwo\tA:1\n");
	onto_dictionary *dictionary;
	onto_error error = {0};
	assert_int_equal(onto_builder_finish(builder, &error), ONTO_DAMAGED);
	assert_int_not_equal(onto_builder_finish(builder, &error), ONTO_OK);
	assert_int_not_equal(onto_dictionary_freeze(builder, &dictionary, &error), ONTO_OK);
	assert_null(dictionary);
	assert_int_not_equal(onto_builder_name(builder, "A:1", ONTO_EXACT, "x", 0, &error), ONTO_OK);
	onto_builder_free(builder);
}

/* A chain of parents as long as it likes costs no stack, and many ways up are no cycle. */
static void long_and_joined_ways_up_are_no_cycle(void **state)
{
	(void)state;
	enum { CHAIN = 200000 };
	onto_builder *builder;
	onto_error error = {0};
	char code[16], above[16];
	must(onto_builder_new(&builder, &error), &error);
	for (int i = 0; i < CHAIN; i++) {
		snprintf(code, sizeof code, "A:%d", i);
		must(onto_builder_concept(builder, &(onto_concept_row){.code = code, .name = code}, &error), &error);
		for (int up = 1; up <= 2; up++) {
			snprintf(above, sizeof above, "A:%d", i + up);
			must(onto_builder_parent(builder, code, above, &error), &error);
		}
	}
	must(onto_builder_finish(builder, &error), &error);
	onto_builder_free(builder);
}

static void nothing_is_added_after_the_end(void **state)
{
	(void)state;
	onto_builder *builder = builder_of("C\tA:1\tdisease\tasthma\n");
	onto_error error = {0};
	must(onto_builder_finish(builder, &error), &error);
	must(onto_builder_finish(builder, &error), &error);
	assert_int_equal(onto_builder_name(builder, "A:1", ONTO_EXACT, "x", 0, &error), ONTO_ARGUMENT);
	assert_int_equal(onto_builder_parent(builder, "A:1", "A:2", &error), ONTO_ARGUMENT);
	assert_int_equal(onto_builder_xref(builder, "A:1", ONTO_MATCH_EXACT, "B:1", &error), ONTO_ARGUMENT);
	assert_int_equal(onto_builder_left_out(builder, "reason", 1, &error), ONTO_ARGUMENT);
	assert_int_equal(onto_builder_concept(builder, &(onto_concept_row){.code = "A:2", .name = "x"}, NULL),
	                 ONTO_ARGUMENT);
	assert_int_equal(onto_builder_load_memory(builder, "x", "S\tA\nN\tA:1\texact\tx\n", 19, NULL), ONTO_ARGUMENT);
	onto_builder_free(builder);
	onto_builder_free(NULL);
}

static void sources_have_a_limit(void **state)
{
	(void)state;
	onto_builder *builder = builder_of("");
	onto_error error = {0};
	onto_status status = ONTO_OK;
	char id[16];
	for (int i = 0; i < 1 << 16 && status == ONTO_OK; i++) {
		snprintf(id, sizeof id, "S%d", i);
		status = onto_builder_source(builder, &(onto_source){.id = id}, &error);
	}
	assert_int_equal(status, ONTO_LIMIT);
	must(onto_builder_source(builder, &(onto_source){.id = "S7"}, &error), &error);
	onto_builder_free(builder);
}

/* ---- what is written ----------------------------------------------------------------------------------------- */

/* Writes the dictionary of these rows and gives the written rows back, to be freed. */
static char *written_by(onto_builder *builder)
{
	char folder[64], path[100];
	onto_error error = {0};
	make_folder(folder);
	snprintf(path, sizeof path, "%s/a.dict.gz", folder);
	must(onto_builder_write(builder, path, &error), &error);
	char *text = calloc(1, 100000);
	gzFile gz = gzopen(path, "rb");
	assert_non_null(gz);
	assert_false(gzdirect(gz));
	int read = gzread(gz, text, 99999);
	assert_true(read > 0 && read < 99999);
	assert_int_equal(gzclose_r(gz), Z_OK);
	assert_int_equal(files_in(folder), 1);
	remove_folder(folder);
	return text;
}

static char *written(const char *rows)
{
	onto_builder *builder = builder_of(rows);
	char *text = written_by(builder);
	onto_builder_free(builder);
	return text;
}

static void check_written(const char *rows, const char *expected)
{
	char *text = written(rows);
	assert_string_equal(text, expected);
	free(text);
}

static void a_name_is_there_once_with_its_best_scope(void **state)
{
	(void)state;
	check_written(
		"C\tA:1\tdisease\tasthma\nN\tA:1\tbroad\twheeze\tc\nN\tA:1\texact\twheeze\nN\tA:1\trelated\tasthma\tcp\n"
		"N\tA:1\texact\tAsthma\t-\n",
		"#ontotag-dictionary\t1\n#source\tlocal\t\t\t\t1\t3\nS\tlocal\nC\tA:1\tdisease\tasthma\n"
		"N\tA:1\tpreferred\tasthma\tcp\nN\tA:1\texact\tAsthma\t-\nN\tA:1\texact\twheeze\tc\n");
}

static void the_first_to_define_a_concept_decides(void **state)
{
	(void)state;
	check_written(
		"S\tONE\nC\tA:1\tdisease\tasthma\nN\tA:1\tpreferred\tasthma\t-\nS\tTWO\nC\tA:1\tdrug\tother\n"
		"N\tA:1\texact\tmore\t-\n",
		"#ontotag-dictionary\t1\n#source\tONE\t\t\t\t1\t1\n#source\tTWO\t\t\t\t0\t1\n"
		"S\tONE\nC\tA:1\tdisease\tasthma\nN\tA:1\tpreferred\tasthma\t-\n"
		"S\tTWO\nN\tA:1\texact\tmore\t-\n");
}

static void what_hangs_in_the_air_is_dropped_and_counted(void **state)
{
	(void)state;
	check_written(
		"N\tA:2\texact\tnowhere\t-\nC\tA:1\tdisease\tasthma\tA:7|A:3|A:3\texact=B:1|xref=B:2|exact=B:2|xref=A:1\n"
		"N\tA:1\tpreferred\tasthma\t-\nC\tA:3\tdisease\tlungs\nN\tA:3\tpreferred\tlungs\t-\n",
		"#ontotag-dictionary\t1\n#source\tlocal\t\t\t\t2\t2\n"
		"#left-out\t(joining)\tname of a concept that is not here\t1\n#left-out\t(joining)\tparent that is not "
		"here\t1\n"
		"S\tlocal\nC\tA:1\tdisease\tasthma\tA:3\texact=B:1|exact=B:2\nN\tA:1\tpreferred\tasthma\t-\n"
		"C\tA:3\tdisease\tlungs\nN\tA:3\tpreferred\tlungs\t-\n");
}

static void names_and_parents_may_come_before_their_concept(void **state)
{
	(void)state;
	check_written(
		"N\tA:1\texact\twheeze\t-\nN\tA:1\tpreferred\tasthma\t-\nC\tA:1\tdisease\tasthma\tA:2\n"
		"C\tA:2\tdisease\tlungs\nN\tA:2\tpreferred\tlungs\t-\n",
		"#ontotag-dictionary\t1\n#source\tlocal\t\t\t\t2\t3\nS\tlocal\nC\tA:1\tdisease\tasthma\tA:2\n"
		"N\tA:1\tpreferred\tasthma\t-\nN\tA:1\texact\twheeze\t-\nC\tA:2\tdisease\tlungs\n"
		"N\tA:2\tpreferred\tlungs\t-\n");
}

static void standings_are_kept(void **state)
{
	(void)state;
	check_written(
		"C\tA:1\tdisease\tone\t\t\treplaced=A:4\nN\tA:1\tpreferred\tone\t-\n"
		"C\tA:2\tdisease\ttwo\t\t\tconsider=A:4|A:5\n"
		"N\tA:2\tpreferred\ttwo\t-\nC\tA:3\tdisease\tthree\t\t\tobsolete\nC\tA:4\tdisease\tfour\t\t\tlive\n"
		"N\tA:4\tpreferred\tfour\t-\n",
		"#ontotag-dictionary\t1\n#source\tlocal\t\t\t\t4\t4\nS\tlocal\nC\tA:1\tdisease\tone\t\t\treplaced=A:4\n"
		"N\tA:1\tpreferred\tone\t-\nC\tA:2\tdisease\ttwo\t\t\tconsider=A:4|A:5\nN\tA:2\tpreferred\ttwo\t-\n"
		"C\tA:3\tdisease\tthree\t\t\tobsolete\nN\tA:3\tpreferred\tthree\tcpvd\nC\tA:4\tdisease\tfour\nN\tA:4\tpreferred\tfour\t-\n");
}

/* The names of a concept that is but a kind say so, each beside its own policy; one whose policy is given keeps
 * it. */
static void names_of_a_kind(void **state)
{
	(void)state;
	onto_builder *builder;
	onto_dictionary *dictionary;
	onto_name name;
	onto_error error = {0};
	must(onto_builder_new(&builder, &error), &error);
	must(onto_builder_source(builder, &(onto_source){.id = "S"}, &error), &error);
	must(onto_builder_concept(
			 builder, &(onto_concept_row){.code = "A:1", .type = ONTO_DRUG, .name = "antidotes", .generic = true},
			 &error),
	     &error);
	must(onto_builder_name(builder, "A:1", ONTO_EXACT, "blood thinner", ONTO_POLICY_CASE, &error), &error);
	must(onto_dictionary_freeze(builder, &dictionary, &error), &error);
	assert_true(onto_dictionary_name(dictionary, 0, 0, &name));
	assert_int_equal(name.policy,
	                 ONTO_POLICY_GENERIC | ONTO_POLICY_CASE | ONTO_POLICY_PLURAL | ONTO_POLICY_SPELLING);
	assert_true(onto_dictionary_name(dictionary, 0, 1, &name));
	assert_int_equal(name.policy, ONTO_POLICY_CASE);
	onto_dictionary_free(dictionary);
	onto_builder_free(builder);
}

/* What is written, read and written again is the same. */
static void writing_twice_is_writing_once(void **state)
{
	(void)state;
	char *once = written(
		"#source\tLAB\tOur lab\t1.0\tCC0\nS\tLAB\nC\tA:1\tdisease\tacute \\\\ leukemia\tA:2\texact=B:1\n"
		"N\tA:1\texact\tALL\nN\tA:1\texact\ttab\\tinside\nN\tA:9\texact\tgone\nC\tA:2\tdrug\timatinib\n"
		"C\tA:3\tmarker|drug\tCD20\t\t\tobsolete\nN\tA:2\tbroad\tGleevec\tcs\n");
	char *left_out = strstr(once, "#left-out"); /* said of what was read, not of what is there */
	assert_non_null(left_out);
	char *end = strchr(left_out, '\n') + 1;
	memmove(left_out, end, strlen(end) + 1);
	assert_non_null(strstr(once, "\tmarker|drug\t"));
	char *twice = written(once);
	assert_string_equal(once, twice);
	free(once);
	free(twice);
}

/* ---- policies: settled where none is given ------------------------------------------------------------------- */

/* Each line of policies.tsv: type, name, and the policy that the written dictionary gives it. */
static void policies_are_settled_as_the_table_says(void **state)
{
	(void)state;
	char *table = read_test_file("build/policies.tsv", NULL), *rest = table;
	char *now = calloc(1, 100000);
	size_t used = 0, wrong = 0;
	assert_non_null(table);
	for (char *line; (line = strsep(&rest, "\n")) != NULL && (rest || *line);) {
		char type[16], name[100], policy[16], rows[400], found[16] = "";
		if (*line == '#' || sscanf(line, "%15[^\t]\t%99[^\t]\t%15s", type, name, policy) != 3) {
			used += (size_t)sprintf(now + used, "%s\n", line);
			continue;
		}
		snprintf(rows, sizeof rows, "C\tA:1\t%s\tconcept itself\nN\tA:1\texact\t%s\n", type, name);
		char *text = written(rows), *at = text;
		while ((at = strstr(at, "\nN\tA:1\texact\t")) != NULL) {
			sscanf(at + 1, "N\tA:1\texact\t%*[^\t]\t%15s", found);
			at++;
		}
		free(text);
		if (strcmp(found, policy) != 0) {
			wrong++;
			print_error("%s \"%s\" is settled to %s, expected %s\n", type, name, found, policy);
		}
		used += (size_t)sprintf(now + used, "%s\t%s\t%s\n", type, name, found);
	}
	if (updating()) {
		char path[4096];
		test_path(path, "build/policies.tsv");
		write_file(path, now, used);
		wrong = 0;
	}
	free(now);
	free(table);
	assert_int_equal(wrong, 0);
}

/* ---- counts -------------------------------------------------------------------------------------------------- */

static const onto_count *count_of(const onto_builder *builder, const char *source, const char *reason,
                                  onto_type type)
{
	const onto_count *c;
	for (size_t i = 0; (c = onto_builder_count(builder, i)); i++) {
		bool same = c->reason && reason ? strcmp(c->reason, reason) == 0 : c->reason == reason;
		if (same && strcmp(c->source, source) == 0 && c->type == type) {
			return c;
		}
	}
	fail_msg("nothing counted of %s", source);
	return NULL;
}

static void what_was_taken_and_left_is_counted(void **state)
{
	(void)state;
	onto_builder *builder = builder_of(
		"S\tONE\nC\tA:1\tdisease\tasthma\nN\tA:1\texact\twheeze\nC\tA:2\tdrug\timatinib\n"
		"S\tTWO\nC\tA:3\tdisease\tfever\nN\tA:1\texact\tmore\nN\tA:8\texact\tgone\n");
	onto_error error = {0};
	must(onto_builder_left_out(builder, "pseudogene", 2, &error), &error);
	must(onto_builder_left_out(builder, "pseudogene", 3, &error), &error);
	must(onto_builder_finish(builder, &error), &error);
	assert_int_equal(count_of(builder, "ONE", NULL, ONTO_DISEASE)->concepts, 1);
	assert_int_equal(count_of(builder, "ONE", NULL, ONTO_DISEASE)->names, 2);
	assert_int_equal(count_of(builder, "ONE", NULL, ONTO_DRUG)->names, 1);
	assert_int_equal(count_of(builder, "TWO", NULL, ONTO_DISEASE)->concepts, 1);
	assert_int_equal(count_of(builder, "TWO", NULL, ONTO_DISEASE)->names, 2);
	assert_int_equal(count_of(builder, "TWO", "pseudogene", ONTO_DISEASE)->concepts, 5);
	onto_builder_free(builder);
}

static void a_source_that_comes_back_is_one_source(void **state)
{
	(void)state;
	onto_builder *builder = builder_of(
		"S\tLAB\nC\tA:1\tdisease\tasthma\nS\tTWO\nC\tA:2\tdisease\tfever\nS\tLAB\n"
		"C\tA:3\tdisease\tpain\n#source\tLAB\tOur lab\n");
	onto_dictionary *dictionary;
	onto_source source;
	onto_error error = {0};
	size_t concepts, names, found = 0;
	must(onto_dictionary_freeze(builder, &dictionary, &error), &error);
	for (size_t i = 0; onto_dictionary_source(dictionary, i, &source, &concepts, &names); i++) {
		if (strcmp(source.id, "LAB") == 0) {
			found++;
			assert_int_equal(concepts, 2);
			assert_int_equal(names, 2);
			assert_string_equal(source.title, "Our lab");
			assert_string_equal(source.version, "");
		}
	}
	assert_int_equal(found, 1);
	onto_dictionary_free(dictionary);
	onto_builder_free(builder);
}

/* ---- what is passed over ------------------------------------------------------------------------------------- */

static void keep_message(void *context, const char *message)
{
	snprintf(context, 400, "%s", message);
}

/* Of a cycle the link goes that came last; every other way up stays. */
static void a_cycle_is_cut_where_it_came_last(void **state)
{
	(void)state;
	static const struct {
		const char *rows, *cut, *rest;
	} cycles[] = {
		{"C\tA:1\tdisease\tone\tA:2\nC\tA:2\tdisease\ttwo\tA:3\nC\tA:3\tdisease\tthree\tA:1\n", "A:3 is a A:1",
	     "C\tA:3\tdisease\tthree\n"},
		{"C\tA:3\tdisease\tthree\tA:1\nC\tA:1\tdisease\tone\tA:2|A:4\nC\tA:4\tdisease\tfour\nC\tA:2\tdisease\ttwo\tA:3\n",
	     "A:2 is a A:3", "C\tA:1\tdisease\tone\tA:2|A:4\n"},
		{"C\tA:2\tdisease\ttwo\tA:3\nC\tA:3\tdisease\tthree\tA:1|A:4\nC\tA:1\tdisease\tone\tA:2\nC\tA:4\tdisease\tfour\n",
	     "A:1 is a A:2", "C\tA:3\tdisease\tthree\tA:1|A:4\n"},
		{"C\tA:1\tdisease\tone\tA:1|A:2\nC\tA:2\tdisease\ttwo\n", "A:1 is a A:1", "C\tA:1\tdisease\tone\tA:2\n"},
	};
	for (size_t i = 0; i < COUNT(cycles); i++) {
		char message[400] = "";
		onto_builder *builder = builder_of(cycles[i].rows);
		onto_error error = {0};
		onto_builder_cut_cycles(builder);
		onto_builder_on_notice(builder, keep_message, message);
		must(onto_builder_finish(builder, &error), &error);
		char expected[80];
		snprintf(expected, sizeof expected, "cut: %s", cycles[i].cut);
		assert_non_null(strstr(message, expected));
		assert_int_equal(count_of(builder, "(joining)", "parent that closes a cycle", ONTO_DISEASE)->concepts, 1);
		char *rows = written_by(builder);
		assert_non_null(strstr(rows, cycles[i].rest));
		free(rows);
		onto_builder_free(builder);
	}
}

/* Cycles through cycles: all are cut, and what is left has none. */
static void a_knot_of_cycles_is_cut(void **state)
{
	(void)state;
	enum { KNOT = 60 };
	onto_builder *builder;
	onto_dictionary *dictionary;
	onto_hierarchy *hierarchy;
	onto_error error = {0};
	uint64_t seed = 11;
	must(onto_builder_new(&builder, &error), &error);
	for (int i = 0; i < KNOT * 4; i++) {
		char code[24], parent[24];
		snprintf(code, sizeof code, "A:%d", i % KNOT);
		snprintf(parent, sizeof parent, "A:%zu", random_below(&seed, KNOT));
		must(onto_builder_concept(builder, &(onto_concept_row){.code = code, .name = code}, &error), &error);
		must(onto_builder_parent(builder, code, parent, &error), &error);
	}
	onto_builder_cut_cycles(builder);
	must(onto_dictionary_take(builder, &dictionary, &error), &error);
	must(onto_hierarchy_new(dictionary, &hierarchy, &error), &error);
	for (onto_concept_id a = 0; a < KNOT; a++) {
		for (onto_concept_id b = 0; b < a; b++) {
			assert_false(onto_hierarchy_is_under(hierarchy, a, b) && onto_hierarchy_is_under(hierarchy, b, a));
		}
	}
	onto_hierarchy_free(hierarchy);
	onto_dictionary_free(dictionary);
}

/* Rows without a source line are of the source "local", in whatever order files come, and correct those before. */
static void rows_without_a_source_are_local(void **state)
{
	(void)state;
	onto_builder *builder = builder_of("S\tBIG\nC\tA:1\tdisease\tasthma\nN\tA:1\texact\tbronchial asthma\tp\n");
	onto_error error = {0};
	static const char own[] =
		"C\tL:1\tdisease\tlupus\nN\tA:1\texact\tbronchial asthma\tcpv\nN\tZ:1\texact\tnobody\n";
	char message[400] = "";
	onto_builder_on_notice(builder, keep_message, message);
	must(onto_builder_load_memory(builder, "own", own, sizeof own - 1, &error), &error);
	must(onto_builder_finish(builder, &error), &error);
	assert_int_equal(count_of(builder, "local", NULL, ONTO_DISEASE)->concepts, 1);
	assert_int_equal(count_of(builder, "BIG", NULL, ONTO_DISEASE)->concepts, 1);
	char *rows = written_by(builder);
	assert_non_null(strstr(rows, "N\tA:1\texact\tbronchial asthma\tcpv\n"));
	assert_non_null(strstr(message, "1 name and"));
	assert_non_null(strstr(message, "Z:1"));
	free(rows);
	onto_builder_free(builder);
}

/* ---- whole or not at all ------------------------------------------------------------------------------------- */

static onto_builder *large_builder(void)
{
	onto_builder *builder;
	onto_error error = {0};
	uint64_t seed = 4;
	char name[40];
	must(onto_builder_new(&builder, &error), &error);
	must(onto_builder_concept(builder, &(onto_concept_row){.code = "A:1", .name = "asthma"}, &error), &error);
	for (int i = 0; i < 20000; i++) {
		snprintf(name, sizeof name, "%llx", (unsigned long long)random_next(&seed));
		must(onto_builder_name(builder, "A:1", ONTO_EXACT, name, 0, &error), &error);
	}
	return builder;
}

static void a_file_is_replaced_only_when_the_new_one_is_whole(void **state)
{
	(void)state;
	char folder[64], path[100];
	onto_error error = {0};
	struct rlimit before, small = {.rlim_cur = 4096};
	make_folder(folder);
	snprintf(path, sizeof path, "%s/a.dict.gz", folder);
	write_file(path, "old", 3);
	onto_builder *builder = large_builder();
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	small.rlim_max = before.rlim_max;
	setrlimit(RLIMIT_FSIZE, &small);
	onto_status status = onto_builder_write(builder, path, &error);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(status, ONTO_IO);
	assert_string_equal(error.file, path);
	size_t length;
	char *kept = read_file(path, &length);
	assert_string_equal(kept, "old");
	free(kept);
	assert_int_equal(files_in(folder), 1);
	must(onto_builder_write(builder, path, &error), &error);
	kept = read_file(path, &length);
	assert_true(length > 4096);
	free(kept);
	assert_int_equal(files_in(folder), 1);
	onto_builder_free(builder);
	remove_folder(folder);
}

static void a_folder_that_is_not_there_is_named(void **state)
{
	(void)state;
	onto_builder *builder = builder_of("C\tA:1\tdisease\tasthma\n");
	onto_error error = {0};
	assert_int_equal(onto_builder_write(builder, "/no/such/folder/a.gz", &error), ONTO_IO);
	assert_string_equal(error.file, "/no/such/folder/a.gz");
	char folder[64];
	make_folder(folder);
	assert_int_equal(onto_builder_write(builder, folder, &error), ONTO_IO);
	assert_int_equal(files_in(folder), 0);
	remove_folder(folder);
	onto_builder_free(builder);
}

static bool is_device(const char *path)
{
	struct stat found;
	return stat(path, &found) == 0 && S_ISCHR(found.st_mode);
}

/* A device is written to and stays a device, and one that is full is said to be. The file that would be renamed
 * over a device would lie beside it, so this is asked first of a pipe. */
static void a_device_is_not_replaced(void **state)
{
	(void)state;
	char folder[64], path[100];
	struct stat found;
	make_folder(folder);
	snprintf(path, sizeof path, "%s/pipe", folder);
	assert_int_equal(mkfifo(path, 0600), 0);
	FILE *pipe = fopen(path, "r+");
	assert_non_null(pipe);
	onto_builder *builder = builder_of("C\tA:1\tdisease\tasthma\n");
	onto_error error = {0};
	must(onto_builder_write(builder, path, &error), &error);
	assert_int_equal(fgetc(pipe), 0x1f);
	fclose(pipe);
	assert_int_equal(stat(path, &found), 0);
	assert_true(S_ISFIFO(found.st_mode));
	assert_int_equal(files_in(folder), 1);
	remove_folder(folder);
	onto_builder_free(builder);
	if (is_device("/dev/full")) {
		builder = large_builder();
		assert_int_equal(onto_builder_write(builder, "/dev/full", &error), ONTO_IO);
		assert_string_equal(error.file, "/dev/full");
		assert_true(is_device("/dev/full"));
		onto_builder_free(builder);
	}
}

/* Names that come as they were written before are left as they are; others are sorted. Both ends are the same. */
static void the_order_of_names_does_not_matter(void **state)
{
	(void)state;
	static const char *const orders[] = {
		"S\tX\nC\tA:1\tdisease\tacute lymphoblastic leukemia\nN\tA:1\tpreferred\tacute lymphoblastic leukemia\tcpvdo\n"
		"N\tA:1\texact\tALL\tp\nN\tA:1\texact\tB leukemia\tcp\nN\tA:1\trelated\tA leukemia\tc\n",
		"S\tX\nN\tA:1\trelated\tA leukemia\tc\nN\tA:1\texact\tB leukemia\tcp\nN\tA:1\trelated\tB leukemia\tcp\n"
		"N\tA:1\texact\tall\tp\nC\tA:1\tdisease\tacute lymphoblastic leukemia\nN\tA:1\trelated\tALL\tp\n"
		"N\tA:1\texact\tacute lymphoblastic leukemia\tcpvdo\n",
	};
	char *first = written(orders[0]), *again = written(first), *other = written(orders[1]);
	assert_string_equal(first, again);
	assert_string_equal(first, other);
	free(first);
	free(again);
	free(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cycle_of_parents_is_refused_by_name),
		cmocka_unit_test(a_cycle_is_cut_where_it_came_last),
		cmocka_unit_test(a_knot_of_cycles_is_cut),
		cmocka_unit_test(rows_without_a_source_are_local),
		cmocka_unit_test(what_was_refused_stays_refused),
		cmocka_unit_test(long_and_joined_ways_up_are_no_cycle),
		cmocka_unit_test(nothing_is_added_after_the_end),
		cmocka_unit_test(a_name_is_there_once_with_its_best_scope),
		cmocka_unit_test(the_first_to_define_a_concept_decides),
		cmocka_unit_test(what_hangs_in_the_air_is_dropped_and_counted),
		cmocka_unit_test(names_and_parents_may_come_before_their_concept),
		cmocka_unit_test(standings_are_kept),
		cmocka_unit_test(names_of_a_kind),
		cmocka_unit_test(writing_twice_is_writing_once),
		cmocka_unit_test(the_order_of_names_does_not_matter),
		cmocka_unit_test(sources_have_a_limit),
		cmocka_unit_test(policies_are_settled_as_the_table_says),
		cmocka_unit_test(what_was_taken_and_left_is_counted),
		cmocka_unit_test(a_source_that_comes_back_is_one_source),
		cmocka_unit_test(a_file_is_replaced_only_when_the_new_one_is_whole),
		cmocka_unit_test(a_folder_that_is_not_there_is_named),
		cmocka_unit_test(a_device_is_not_replaced),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
