/* What a text says of its mentions, by a table of texts; any rows, any text, any number of threads, memory that
 * runs out. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "check.h"
#include "context/cues.h"
#include "support.h"
#include "vector.h"

/* ---- the table ----------------------------------------------------------------------------------------------- */

typedef struct vector_row {
	char *name, *text, *mention, *said;
	bool drug;
} vector_row;

typedef struct table_rows {
	char *bytes;
	vector_row items[600];
	size_t count;
} table_rows;

static void unescape(char *text)
{
	char *to = text;
	for (; *text; text++) {
		bool line = text[0] == '\\' && text[1] == 'n';
		*to++ = line ? '\n' : *text;
		text += line;
	}
	*to = '\0';
}

static void read_table(table_rows *t)
{
	size_t length;
	t->count = 0;
	t->bytes = read_test_file("context/vectors.tsv", &length);
	char *rest = t->bytes, *row;
	buffer given = {0};
	while ((row = strsep(&rest, "\n"))) {
		if (!*row || *row == '#') {
			continue;
		}
		vector_row *r = &t->items[t->count];
		r->name = strsep(&row, "\t");
		r->text = strsep(&row, "\t");
		r->mention = strsep(&row, "\t");
		r->said = strsep(&row, "\t");
		if (!r->said) {
			fail_msg("vectors.tsv: a row of too few fields: %s", r->name);
		}
		if (*r->text) {
			vector_name("context/vectors.tsv", r->name, &given);
			unescape(r->text);
		} else {
			assert_true(t->count > 0 && !*r->name);
			r->name = r[-1].name;
			r->text = r[-1].text;
		}
		r->drug = strncmp(r->mention, "drug:", 5) == 0;
		r->mention += r->drug ? 5 : 0;
		assert_true(++t->count < COUNT(t->items));
	}
	buffer_free(&given);
}

/* A dictionary of all mentions of the table. */
static onto_dictionary *dictionary_of_table(const table_rows *t)
{
	size_t space = t->count * 200 + 100;
	char *rows = calloc(1, space);
	for (size_t i = 0; i < t->count; i++) {
		size_t used = strlen(rows);
		snprintf(rows + used, space - used, "C\tA:%zu\t%s\t%s\nN\tA:%zu\texact\t%s\tc\n", i,
		         t->items[i].drug ? "drug" : "disease", t->items[i].mention, i, t->items[i].mention);
	}
	onto_dictionary *dictionary = dictionary_of(rows);
	free(rows);
	return dictionary;
}

/* All that is said, in one line. */
static void describe(const onto_mention *m, char out[200])
{
	unsigned said = onto_mention_said(m);
	out[0] = '\0';
	for (size_t i = 1; 1u << i <= ONTO_SAID_OTHER; i++) {
		if (said >> i & 1) {
			strcat(strcat(out, *out ? " " : ""), onto_said_word(i));
		}
	}
	if (m->context && m->context->allergy) {
		strcat(out, "allergy");
	}
	if (m->context && m->context->finding) {
		strcat(out, onto_finding_word(m->context->finding));
	}
	strcat(out, *out ? "" : "-");
}

static const onto_mention *mention_at(const onto_tags *tags, const char *text, const char *wanted)
{
	size_t start = (size_t)(strstr(text, wanted) - text);
	for (size_t i = 0; i < onto_tags_mention_count(tags); i++) {
		const onto_mention *m = onto_tags_mention(tags, i);
		if (m->start <= start && m->end >= start + strlen(wanted)) {
			return m;
		}
	}
	return NULL;
}

static void contexts_are_as_the_table_says(void **state)
{
	(void)state;
	static table_rows t;
	read_table(&t);
	onto_dictionary *dictionary = dictionary_of_table(&t);
	onto_tagger *tagger = tagger_of(dictionary, NULL);
	size_t bad = 0;
	for (size_t i = 0; i < t.count; i++) {
		const vector_row *r = &t.items[i];
		const onto_tags *tags;
		char is[200] = "no mention";
		if (!strstr(r->text, r->mention)) {
			fail_msg("%s: '%s' is not in its text", r->name, r->mention);
		}
		must(onto_tagger_tag(tagger, r->text, strlen(r->text), &tags, NULL), NULL);
		const onto_mention *m = mention_at(tags, r->text, r->mention);
		if (m) {
			describe(m, is);
		}
		if (strcmp(is, r->said) != 0) {
			print_error("%s: %s\n  %s is: %s; expected: %s\n", r->name, r->text, r->mention, is, r->said);
			bad++;
		}
	}
	assert_true(t.count > 150);
	assert_int_equal(bad, 0);
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
	free(t.bytes);
}

/* ---- cues and sections as they come out ---------------------------------------------------------------------- */

static const char rows[] =
	"C\tA:1\tdisease\tfever\nC\tA:2\tdisease\tdeep vein thrombosis\nC\tA:3\tdisease\trash\n"
	"C\tA:4\tdrug\taspirin\nC\tA:5\tmarker\tCD20\n";

static const onto_mention *only_mention(onto_tagger *tagger, const char *text)
{
	const onto_tags *tags;
	must(onto_tagger_tag(tagger, text, strlen(text), &tags, NULL), NULL);
	assert_int_equal(onto_tags_mention_count(tags), 1);
	return onto_tags_mention(tags, 0);
}

static void a_cue_is_told_with_its_place(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_tagger *tagger = tagger_of(dictionary, NULL);
	const onto_context *c = only_mention(tagger, "There is no family history of rash.")->context;
	assert_non_null(c);
	assert_int_equal(c->cue_count, 2);
	assert_int_equal(c->cues[0].start, 9);
	assert_int_equal(c->cues[0].end, 29);
	assert_string_equal(c->cues[0].says, "negated");
	assert_string_equal(c->cues[1].says, "family");
	assert_null(c->section);
	c = only_mention(tagger, "ALLERGIES: aspirin")->context;
	assert_true(c->allergy);
	assert_int_equal(c->cue_count, 0);
	assert_string_equal(c->section, "allergies");
	assert_null(only_mention(tagger, "She has a rash.")->context);
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
}

static void mentions_of_an_abbreviation_have_contexts_of_their_own(void **state)
{
	(void)state;
	static const char text[] = "No deep vein thrombosis (DVT). Her mother had DVT. Now she has DVT.";
	static const unsigned expected[] = {ONTO_SAID_ABSENT, ONTO_SAID_ABSENT, ONTO_SAID_FAMILY, ONTO_SAID_PRESENT};
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_tagger *tagger = tagger_of(dictionary, NULL);
	const onto_tags *tags;
	must(onto_tagger_tag(tagger, text, sizeof text - 1, &tags, NULL), NULL);
	assert_int_equal(onto_tags_mention_count(tags), COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++) {
		assert_int_equal(onto_mention_said(onto_tags_mention(tags, i)), expected[i]);
	}
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
}

static void each_part_can_be_switched_off(void **state)
{
	(void)state;
	static const char text[] = "PAST MEDICAL HISTORY: no rash";
	onto_dictionary *dictionary = dictionary_of(rows);
	for (unsigned off = 0; off < 8; off++) {
		onto_tag_options options = {.size = sizeof options, .without_context = off};
		onto_tagger *tagger = tagger_of(dictionary, &options);
		const onto_context *c = only_mention(tagger, text)->context;
		bool cues = !(off & ONTO_CONTEXT_CUES), sections = !(off & ONTO_CONTEXT_SECTIONS);
		assert_int_equal(c && c->negated, cues);
		assert_int_equal(c && c->section, sections);
		assert_int_equal(c && c->temporality == ONTO_HISTORICAL, sections);
		onto_tagger_free(tagger);
	}
	onto_dictionary_free(dictionary);
}

static void a_filter_keeps_what_is_said(void **state)
{
	(void)state;
	static const char text[] = "No fever. Mother had rash. CD20.";
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_tagger *tagger = tagger_of(dictionary, NULL);
	static const unsigned wanted[] = {0, ONTO_SAID_PRESENT, ONTO_SAID_ABSENT, ONTO_SAID_PRESENT | ONTO_SAID_FAMILY,
	                                  ONTO_SAID_OTHER};
	static const size_t kept[] = {3, 1, 1, 2, 0};
	for (size_t i = 0; i < COUNT(wanted); i++) {
		onto_filter_options options = {.size = sizeof options, .said = wanted[i]};
		onto_filter *filter;
		const onto_tags *tags;
		must(onto_filter_new(NULL, &options, &filter, NULL), NULL);
		must(onto_tagger_tag(tagger, text, sizeof text - 1, &tags, NULL), NULL);
		must(onto_filter_tags(filter, tags, &tags, NULL), NULL);
		assert_int_equal(onto_tags_mention_count(tags), kept[i]);
		onto_filter_free(filter);
	}
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
}

static void copies_keep_contexts(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_tagger *tagger = tagger_of(dictionary, NULL);
	onto_copies *copies;
	const onto_tags *tags, *copy;
	must(onto_copies_new(&copies, NULL), NULL);
	must(onto_tagger_tag(tagger, "No rash.", 8, &tags, NULL), NULL);
	must(onto_copies_tags(copies, tags, &copy, NULL), NULL);
	must(onto_tagger_tag(tagger, "Mother has rash. Mother has fever. Mother has CD20.", 51, &tags, NULL), NULL);
	const onto_context *c = onto_tags_mention(copy, 0)->context;
	assert_true(c->negated);
	assert_int_equal(c->cues[0].end, 2);
	onto_copies_free(copies);
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

static void rows_take_the_place_of_the_librarys(void **state)
{
	(void)state;
	static const char own[] =
		"# ours\n<be>\tclass\tis|was\nkein\tnegated\tforward\tlist\nnicht <be>\tnothing\nrash <be> fort\tnegated\tbackward\tlist\n"
		"Vorgeschichte\theading\tpast_medical_history\thistorical\n";
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_cues *cues;
	must(onto_cues_parse("own", own, sizeof own - 1, &cues, NULL), NULL);
	onto_tag_options options = {.size = sizeof options, .cues = cues};
	onto_tagger *tagger = tagger_of(dictionary, &options);
	assert_true(only_mention(tagger, "Kein fever.")->context->negated);
	assert_null(only_mention(tagger, "No fever.")->context);
	assert_int_equal(only_mention(tagger, "Vorgeschichte: fever")->context->temporality, ONTO_HISTORICAL);
	onto_tagger_free(tagger);
	onto_cues_free(cues);
	onto_dictionary_free(dictionary);
}

static void bad_rows_are_refused_with_their_line(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"no\tnegatd\tforward\tlist",
		"no\tnegated\tforwards\tlist",
		"no\tnegated\tforward\tfar",
		"no\tnegated",
		"\tnegated\tforward\tlist",
		"x\tword\tverbs",
		"a b\tword\tverb",
		"<x\tclass\ta",
		"x\tclass\ta",
		"no <nothing>\tnothing",
		"a b c d e f g h i j k l m\tnothing",
		"h\theading\tname\tbad",
		"but\tend\tnever",
		"...\tnothing",
		"a\0b\tnothing",
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		char text[200] = "# one\n\n";
		size_t length = strlen(bad[i]) + (strcmp(bad[i], "a") == 0 ? 10 : 0);
		onto_error error = {0};
		onto_cues *cues = (onto_cues *)text;
		memcpy(text + 7, bad[i], length);
		assert_int_equal(onto_cues_parse("rows", text, 7 + length, &cues, &error), ONTO_DAMAGED);
		assert_null(cues);
		assert_string_equal(error.file, "rows");
		if (!strstr(bad[i], "<nothing>")) { /* known at the end only */
			assert_int_equal(error.line, 3);
		}
	}
	onto_cues *cues;
	assert_int_equal(onto_cues_load("/nowhere/at/all", &cues, NULL), ONTO_IO);
	assert_null(cues);
}

static void any_bytes_are_rows_or_refused(void **state)
{
	(void)state;
	static const char bytes[] = "ab <>\t\t\n|,:.#\\no\nend\nword\xc3\xa4";
	uint64_t seed = 3;
	for (int round = 0; round < 20000; round++) {
		char text[80];
		size_t length = random_below(&seed, sizeof text);
		for (size_t i = 0; i < length; i++) {
			text[i] = bytes[random_below(&seed, sizeof bytes - 1)];
		}
		onto_cues *cues;
		onto_status status = onto_cues_parse("any", text, length, &cues, NULL);
		assert_true(status == ONTO_OK || status == ONTO_DAMAGED || status == ONTO_LIMIT);
		onto_cues_free(cues);
	}
}

/* ---- any text ------------------------------------------------------------------------------------------------ */

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double time_of(onto_tagger *tagger, const char *unit, size_t count)
{
	size_t length = strlen(unit);
	char *text = malloc(length * count);
	const onto_tags *tags;
	for (size_t i = 0; i < count; i++) {
		memcpy(text + i * length, unit, length);
	}
	double start = seconds();
	must(onto_tagger_tag(tagger, text, length * count, &tags, NULL), NULL);
	double taken = seconds() - start;
	const char *wrong = check_tags(text, length * count, NULL, tags);
	assert_null(wrong);
	free(text);
	return taken;
}

/* Eight times the text takes about eight times as long: no more than 20 times, far from 64. */
static void hostile_text_takes_linear_time(void **state)
{
	(void)state;
	static const char *const units[] = {
		"no ",
		"no fever ",
		"no fever, ",
		"no rash or fever and ",
		"rash was ruled out, fever ",
		"fever, ",
		"not not without ",
		"no possible history of mother fever ",
		"(no fever ",
		"no fever) ",
		"- no fever\n",
		"FAMILY HISTORY:\nno fever\n",
		"PAST MEDICAL HISTORY: ",
		"1. no fever ",
		"? fever ",
		"fever? ",
		"if no fever then rash, ",
		"rash and fever were ",
		"likely ",
		"was not observed ",
		"in the family ",
		"mother of the mother by the mother ",
		"the the no ",
		"X.\n",
		"no\nfever\n",
		"; no fever",
		"rash versus fever versus ",
		"history of no family history of rash ",
	};
	enum { FEW = 2000, MANY = 16000 };
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_tagger *tagger = tagger_of(dictionary, NULL);
	for (size_t i = 0; i < COUNT(units); i++) {
		double few = 1, many = 0;
		for (int round = 0; round < 5 && (!round || many > few * 20 + 0.02); round++) {
			few = time_of(tagger, units[i], FEW);
			many = time_of(tagger, units[i], MANY);
		}
		if (many > few * 20 + 0.02) {
			fail_msg("\"%s\": %.4f s, eight times as many %.4f s", units[i], few, many);
		}
	}
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
}

static void large_hostile_text_ends(void **state)
{
	(void)state;
	bool whole = getenv("ONTOTAG_LONG") != NULL;
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_tagger *tagger = tagger_of(dictionary, NULL);
	double start = seconds();
	time_of(tagger, "no ", whole ? 1000000 : 100000);
	time_of(tagger, "no fever and a rash of the skin, ", whole ? 300000 : 30000); /* a sentence of 10 MB */
	time_of(tagger, "FINDINGS:\nfever\n", whole ? 100000 : 10000);
	time_of(tagger, "- no fever\n  - rash\n    - no rash\n", whole ? 100000 : 10000);
	assert_true(seconds() - start < 60);
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
}

/* ---- threads ------------------------------------------------------------------------------------------------- */

typedef struct job {
	const onto_dictionary *dictionary;
	const onto_cues *cues;
	const table_rows *table;
	char (*said)[200];
} job;

static void *describe_all(void *context)
{
	job *j = context;
	onto_tag_options options = {.size = sizeof options, .cues = j->cues};
	onto_tagger *tagger;
	const onto_tags *tags;
	if (onto_tagger_new(j->dictionary, &options, &tagger, NULL) != ONTO_OK) {
		return NULL;
	}
	for (size_t i = 0; i < j->table->count; i++) {
		const vector_row *r = &j->table->items[i];
		if (onto_tagger_tag(tagger, r->text, strlen(r->text), &tags, NULL) == ONTO_OK) {
			const onto_mention *m = mention_at(tags, r->text, r->mention);
			describe(m, j->said[i]);
		}
	}
	onto_tagger_free(tagger);
	return context;
}

static void any_number_of_threads_gives_the_same(void **state)
{
	(void)state;
	enum { THREADS = 8 };
	static table_rows t;
	read_table(&t);
	onto_dictionary *dictionary = dictionary_of_table(&t);
	onto_cues *cues;
	must(onto_cues_load(NULL, &cues, NULL), NULL);
	pthread_t threads[THREADS];
	job jobs[THREADS];
	for (size_t i = 0; i < THREADS; i++) {
		jobs[i] = (job){dictionary, cues, &t, calloc(t.count, 200)};
		assert_int_equal(pthread_create(&threads[i], NULL, describe_all, &jobs[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		void *done;
		pthread_join(threads[i], &done);
		assert_non_null(done);
		assert_memory_equal(jobs[i].said, jobs[0].said, t.count * 200);
	}
	for (size_t i = 0; i < THREADS; i++) {
		free(jobs[i].said);
	}
	onto_cues_free(cues);
	onto_dictionary_free(dictionary);
	free(t.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contexts_are_as_the_table_says),
		cmocka_unit_test(a_cue_is_told_with_its_place),
		cmocka_unit_test(mentions_of_an_abbreviation_have_contexts_of_their_own),
		cmocka_unit_test(each_part_can_be_switched_off),
		cmocka_unit_test(a_filter_keeps_what_is_said),
		cmocka_unit_test(copies_keep_contexts),
		cmocka_unit_test(rows_take_the_place_of_the_librarys),
		cmocka_unit_test(bad_rows_are_refused_with_their_line),
		cmocka_unit_test(any_bytes_are_rows_or_refused),
		cmocka_unit_test(hostile_text_takes_linear_time),
		cmocka_unit_test(large_hostile_text_ends),
		cmocka_unit_test(any_number_of_threads_gives_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
