/* The judge: rows that are read or refused, what small tables of weights keep and drop, places as they are told;
 * any bytes, any text, any number of threads.
 *
 * vectors.tsv: the name of the row, weights, names, options, text, expected mentions (support/vector.h). Weights
 * are rows of the profile "default" without it, separated by |. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "check.h"
#include "judge/judge.h"
#include "support.h"
#include "vector.h"

static onto_judge *judge_of(const char *rows, const char *profile)
{
	onto_judge *judge;
	onto_error error = {0};
	must(onto_judge_parse("rows", rows, strlen(rows), profile, &judge, &error), &error);
	return judge;
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

/* The weight of a feature, 0 where it has none. */
static double weight_of(const onto_judge *judge, unsigned question, enum feature feature, const char *value)
{
	const judge_row *row = judge_find(judge, judge_key(feature, value, strlen(value)));
	return row ? (double)row->weights[question] : 0;
}

static void assert_weight(double is, double expected)
{
	assert_true(is - expected < 1e-3 && expected - is < 1e-3);
}

static void rows_are_read(void **state)
{
	(void)state;
	static const struct {
		const char *weight;
		double value;
	} weights[] = {{"1", 1},       {"-1", -1},       {"0.5", 0.5},          {"-0.25", -0.25},
	               {"2.", 2},      {".5", 0.5},      {"1234.56", 1234.56},  {"-0", 0},
	               {"0.07", 0.07}, {"003.10", 3.10}, {"-1234.56", -1234.56}};
	for (size_t i = 0; i < COUNT(weights); i++) {
		buffer row = {0};
		buffer_text(&row, "# a comment\n\n#\ndefault\tdrug\tlast3=ine\t");
		buffer_text(&row, weights[i].weight);
		buffer_text(&row, "\t40\tbc5cdr ddi\textra");
		buffer_byte(&row, '\0');
		onto_judge *judge = judge_of(row.bytes, NULL);
		assert_weight(weight_of(judge, ONTO_DRUG, FEATURE_LAST3, "ine"), weights[i].value);
		assert_weight(weight_of(judge, ONTO_DISEASE, FEATURE_LAST3, "ine"), 0);
		assert_weight(weight_of(judge, ONTO_DRUG, FEATURE_LAST4, "ine"), 0);
		assert_weight(weight_of(judge, ONTO_DRUG, FEATURE_LAST3, "in"), 0);
		onto_judge_free(judge);
		buffer_free(&row);
	}
}

static void values_of_any_length_have_weights_of_their_own(void **state)
{
	(void)state;
	static const char value[] = "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz";
	buffer rows = {0};
	for (size_t length = 0; length < sizeof value; length++) {
		buffer_text(&rows, "default\tdisease\ttext=");
		buffer_append(&rows, value, length);
		buffer_text(&rows, "\t0.");
		buffer_byte(&rows, (char)('0' + length / 10));
		buffer_byte(&rows, (char)('0' + length % 10));
		buffer_byte(&rows, '\n');
	}
	buffer_byte(&rows, '\0');
	onto_judge *judge = judge_of(rows.bytes, NULL);
	for (size_t length = 0; length < sizeof value; length++) {
		const judge_row *row = judge_find(judge, judge_key(FEATURE_TEXT, value, length));
		assert_non_null(row);
		assert_weight((double)row->weights[ONTO_DISEASE], (double)length / 100);
	}
	onto_judge_free(judge);
	buffer_free(&rows);
}

/* Each byte counts, not only those at the ends. */
static void each_byte_of_a_value_counts(void **state)
{
	(void)state;
	char value[61];
	for (size_t length = 1; length < sizeof value; length++) {
		memset(value, 'a', length);
		uint64_t key = judge_key(FEATURE_TEXT, value, length);
		assert_int_not_equal(judge_key(FEATURE_FIRST, value, length), key);
		for (size_t i = 0; i < length; i++) {
			value[i] = 'b';
			assert_int_not_equal(judge_key(FEATURE_TEXT, value, length), key);
			value[i] = 'a';
		}
	}
}

static void lines_end_as_they_like(void **state)
{
	(void)state;
	static const char *const files[] = {
		"default\tdrug\tbefore=of\t0.5\ndefault\tdrug\tafter=of\t0.25\n",
		"default\tdrug\tbefore=of\t0.5\ndefault\tdrug\tafter=of\t0.25",
		"default\tdrug\tbefore=of\t0.5\r\ndefault\tdrug\tafter=of\t0.25\r\n",
		"\r\ndefault\tdrug\tbefore=of\t0.5\r\n\r\n\ndefault\tdrug\tafter=of\t0.25\r",
	};
	for (size_t i = 0; i < COUNT(files); i++) {
		onto_judge *judge = judge_of(files[i], NULL);
		assert_weight(weight_of(judge, ONTO_DRUG, FEATURE_BEFORE, "of"), 0.5);
		assert_weight(weight_of(judge, ONTO_DRUG, FEATURE_AFTER, "of"), 0.25);
		onto_judge_free(judge);
	}
	onto_judge_free(judge_of("", NULL));
}

static void bad_rows_are_refused_with_their_line(void **state)
{
	(void)state;
	static const struct {
		const char *row, *message;
	} bad[] = {
		{"default\tgene\talways=\t1", "no type that is judged: 'gene'"},
		{"default\t\talways=\t1", "no type that is judged: ''"},
		{"default\tdisease\tlast5=x\t1", "no feature: 'last5=x'"},
		{"default\tdisease\tlast3\t1", "no feature: 'last3'"},
		{"default\tdisease\t=x\t1", "no feature: '=x'"},
		{"default\thuman\tjudges=*\t0", "no feature: 'judges=*'"},
		{"default\tdisease\talways=\t", "no weight of two decimals: ''"},
		{"default\tdisease\talways=\t-", "no weight of two decimals: '-'"},
		{"default\tdisease\talways=\t+1", "no weight of two decimals: '+1'"},
		{"default\tdisease\talways=\t1,5", "no weight of two decimals: '1,5'"},
		{"default\tdisease\talways=\t1.234", "no weight of two decimals: '1.234'"},
		{"default\tdisease\talways=\t1e3", "no weight of two decimals: '1e3'"},
		{"default\tdisease\talways=\tnan", "no weight of two decimals: 'nan'"},
		{"default\tdisease\talways=\t1.2.3", "no weight of two decimals: '1.2.3'"},
		{"default\tdisease\talways=\t12345678", "no weight of two decimals: '12345678'"},
		{"default\tdisease\talways=", "a row of 3 fields, not 4"},
		{"default", "a row of 1 fields, not 4"},
		{"\xff\xfe", "a row of 1 fields, not 4"},
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		char text[200] = "# one\n\n";
		onto_error error = {0};
		onto_judge *judge = (onto_judge *)text;
		strcat(text, bad[i].row);
		assert_int_equal(onto_judge_parse("rows", text, strlen(text), NULL, &judge, &error), ONTO_DAMAGED);
		assert_null(judge);
		assert_string_equal(error.file, "rows");
		assert_int_equal(error.line, 3);
		assert_string_equal(error.message, bad[i].message);
	}
	onto_judge *judge;
	onto_error error = {0};
	static const char nul[] = "#\ndefault\tdrug\talw\0ys=\t1\n";
	assert_int_equal(onto_judge_parse("rows", nul, sizeof nul - 1, NULL, &judge, &error), ONTO_DAMAGED);
	assert_int_equal(error.line, 2);
	assert_string_equal(error.message, "a NUL byte");
	char line[1026];
	memset(line, 'x', sizeof line);
	line[0] = '#';
	must(onto_judge_parse("rows", line, 1024, NULL, &judge, &error), &error);
	onto_judge_free(judge);
	assert_int_equal(onto_judge_parse("rows", line, 1025, NULL, &judge, &error), ONTO_LIMIT);
	assert_int_equal(error.line, 1);
	assert_null(judge);
}

static void no_more_sources_than_there_is_room_for(void **state)
{
	(void)state;
	char rows[1000] = "";
	onto_judge *judge;
	onto_error error = {0};
	for (size_t i = 0; i < JUDGE_SOURCES; i++) {
		strcat(rows, "default\tmarker\tjudges=X\t0\n");
	}
	onto_judge_free(judge_of(rows, NULL));
	strcat(rows, "default\tmarker\tjudges=X\t0\n");
	assert_int_equal(onto_judge_parse("rows", rows, strlen(rows), NULL, &judge, &error), ONTO_LIMIT);
	assert_int_equal(error.line, JUDGE_SOURCES + 1);
	assert_null(judge);
}

static void a_file_that_is_not_there_is_named(void **state)
{
	(void)state;
	static const char *const paths[] = {"/nowhere/at/all", "/"};
	for (size_t i = 0; i < COUNT(paths); i++) {
		onto_error error = {0};
		onto_judge *judge = (onto_judge *)paths;
		assert_int_equal(onto_judge_load(paths[i], NULL, &judge, &error), ONTO_IO);
		assert_null(judge);
		assert_string_equal(error.file, paths[i]);
	}
	char folder[64], path[100];
	make_folder(folder);
	strcat(strcpy(path, folder), "/weights.tsv");
	write_file(path, "mine\tdrug\talways=\t0.5\n", 22);
	onto_judge *judge;
	onto_error error = {0};
	must(onto_judge_load(path, "mine", &judge, &error), &error);
	assert_weight(weight_of(judge, ONTO_DRUG, FEATURE_BIAS, ""), 0.5);
	onto_judge_free(judge);
	remove_folder(folder);
}

/* ---- profiles ------------------------------------------------------------------------------------------------ */

static void a_profile_replaces_its_questions_alone(void **state)
{
	(void)state;
	/* Whichever of the two stands first. */
	static const char *const files[] = {
		"default\tdisease\talways=\t1\ndefault\tdisease\tbefore=the\t1\ndefault\tdrug\talways=\t2\n"
		"default\tdisease\tjudges=A\t0\ndefault\tdrug\tjudges=*\t0\n"
		"mine\tdisease\talways=\t3\nmine\tdisease\tjudges=B\t0\nother\tdrug\talways=\tnot read\n",
		"mine\tdisease\talways=\t3\nmine\tdisease\tjudges=B\t0\nother\tdrug\talways=\tnot read\n"
		"default\tdisease\talways=\t1\ndefault\tdisease\tbefore=the\t1\ndefault\tdrug\talways=\t2\n"
		"default\tdisease\tjudges=A\t0\ndefault\tdrug\tjudges=*\t0\n"};
	for (size_t i = 0; i < COUNT(files); i++) {
		onto_judge *judge = judge_of(files[i], "mine");
		assert_weight(weight_of(judge, ONTO_DISEASE, FEATURE_BIAS, ""), 3);
		assert_weight(weight_of(judge, ONTO_DISEASE, FEATURE_BEFORE, "the"), 0);
		assert_weight(weight_of(judge, ONTO_DRUG, FEATURE_BIAS, ""), 2);
		assert_int_equal(judge->sources[ONTO_DISEASE].count, 1);
		assert_string_equal(judge->sources[ONTO_DISEASE].ids[0], "B");
		assert_true(judge->sources[ONTO_DRUG].all);
		assert_false(judge->sources[ONTO_MARKER].all);
		onto_judge_free(judge);
		static const char *const same[] = {NULL, "default"};
		for (size_t k = 0; k < COUNT(same); k++) {
			judge = judge_of(files[i], same[k]);
			assert_weight(weight_of(judge, ONTO_DISEASE, FEATURE_BIAS, ""), 1);
			assert_weight(weight_of(judge, ONTO_DISEASE, FEATURE_BEFORE, "the"), 1);
			assert_string_equal(judge->sources[ONTO_DISEASE].ids[0], "A");
			onto_judge_free(judge);
		}
	}
}

static void an_unknown_profile_is_said(void **state)
{
	(void)state;
	static const char *const unknown[] = {"nobody", "", "Default", "bc5cdr "};
	for (size_t i = 0; i < COUNT(unknown); i++) {
		onto_judge *judge = (onto_judge *)unknown;
		onto_error error = {0};
		assert_int_equal(onto_judge_load(NULL, unknown[i], &judge, &error), ONTO_UNKNOWN);
		assert_null(judge);
		assert_non_null(strstr(error.message, "no profile '"));
		assert_non_null(strstr(error.message, unknown[i]));
	}
}

static void the_librarys_profiles_are_there(void **state)
{
	(void)state;
	static const char *const profiles[] = {NULL,      "default", "bc5cdr",   "ncbi",     "craft",
	                                       "raredis", "ddi",     "nlm-gene", "gnormplus"};
	for (size_t i = 0; i < COUNT(profiles); i++) {
		onto_judge *judge;
		onto_error error = {0};
		must(onto_judge_load(NULL, profiles[i], &judge, &error), &error);
		assert_true(judge->known > 100);
		onto_judge_free(judge);
	}
}

static void any_bytes_are_rows_or_refused(void **state)
{
	(void)state;
	static const char *const pieces[] = {"default",  "mine",     "\t",      "\t",       "\t",  "drug", "human",
	                                     "judges=*", "judges=A", "always=", "text=a b", "1",   "-0.5", "\n",
	                                     "\n",       "\r",       "#",       "=",        "\xff"};
	uint64_t seed = 5;
	for (int round = 0; round < 50000; round++) {
		char text[200] = "";
		for (size_t i = random_below(&seed, 20); i > 0; i--) {
			strcat(text, pieces[random_below(&seed, COUNT(pieces))]);
		}
		onto_judge *judge;
		onto_status status = onto_judge_parse("any", text, strlen(text), round % 2 ? "mine" : NULL, &judge, NULL);
		assert_true(status == ONTO_OK || status == ONTO_DAMAGED || status == ONTO_UNKNOWN);
		assert_true((status == ONTO_OK) == (judge != NULL));
		onto_judge_free(judge);
	}
}

/* ---- the table of vectors ------------------------------------------------------------------------------------ */

enum { NAME, WEIGHTS, NAMES, OPTIONS, TEXT, EXPECTED, FIELDS };

/* The rows of a field of weights. */
static onto_judge *judge_of_field(char *field)
{
	buffer rows = {0};
	for (char *row; (row = strsep(&field, "|")) != NULL;) {
		char *feature = strchr(row, ' '), *weight = strrchr(row, ' ');
		assert_true(feature && weight > feature);
		*feature = *weight = '\t';
		buffer_text(&rows, "default\t");
		buffer_text(&rows, row);
		buffer_byte(&rows, '\n');
	}
	buffer_byte(&rows, '\0');
	onto_judge *judge = judge_of(rows.bytes, NULL);
	buffer_free(&rows);
	return judge;
}

/* What is found under an overlap policy. */
static void tag_once(const onto_dictionary *dictionary, const onto_tag_options *options, const char *text,
                     size_t length, buffer *out)
{
	onto_tagger *tagger = tagger_of(dictionary, options);
	const onto_tags *tags;
	must(onto_tagger_tag(tagger, text, length, &tags, NULL), NULL);
	const char *wrong = check_tags(text, length, options, tags);
	if (wrong) {
		fail_msg("%s: %.*s", wrong, (int)length, text);
	}
	vector_draw(tags, false, out);
	onto_tagger_free(tagger);
}

/* One vector under the policies it holds for: all of them where it names none. */
static bool check_vector(char *const fields[FIELDS])
{
	char text[2000];
	bool met = true;
	size_t length = vector_text(fields[TEXT], text);
	vector_choices c;
	vector_options(fields[OPTIONS], &c);
	onto_dictionary *dictionary = vector_dictionary(fields[NAMES]);
	onto_judge *judge = judge_of_field(fields[WEIGHTS]);
	buffer found = {0};
	c.tag.judge = judge;
	for (onto_overlap overlap = 0; overlap < ONTO_OVERLAPS; overlap++) {
		if (c.overlaps && !(c.overlaps & 1u << overlap)) {
			continue;
		}
		c.tag.overlap = overlap;
		tag_once(dictionary, &c.tag, text, length, &found);
		if (strcmp(found.bytes, fields[EXPECTED]) != 0) {
			print_error("%s (%s): %s, expected %s: %s\n", fields[NAME], onto_overlap_word(overlap), found.bytes,
			            fields[EXPECTED], fields[TEXT]);
			met = false;
		}
	}
	buffer_free(&found);
	onto_judge_free(judge);
	onto_dictionary_free(dictionary);
	return met;
}

static void texts_are_judged_as_the_table_says(void **state)
{
	(void)state;
	char *table = read_test_file("judge/vectors.tsv", NULL), *rest = table, *fields[FIELDS];
	buffer given = {0};
	size_t count = 0, bad = 0;
	assert_non_null(table);
	for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
		if (!*line || *line == '#') {
			continue;
		}
		for (size_t i = 0; i < FIELDS; i++) {
			fields[i] = strsep(&line, "\t");
			if (!fields[i]) {
				fail_msg("vectors.tsv: a row of too few fields: %s", fields[NAME]);
			}
		}
		vector_name("judge/vectors.tsv", fields[NAME], &given);
		bad += !check_vector(fields);
		count++;
	}
	assert_true(count > 40);
	assert_int_equal(bad, 0);
	buffer_free(&given);
	free(table);
}

/* ---- places as they are told --------------------------------------------------------------------------------- */

static const char rows[] =
	"S\tNCBIGene\nC\tNCBIGene:1\tmarker\tBRCA1\nS\tMONDO\nC\tMONDO:1\tdisease\tlung cancer\nC\tMONDO:2\tdisease\tcancer\n"
	"C\tMONDO:3\tdisease\tdisease\nS\tCHEBI\nC\tCHEBI:1\tdrug\taspirin\n";

static const char weights[] =
	"default\tdisease\tjudges=*\t0\ndefault\tdisease\talways=\t0.30\ndefault\tdisease\tbefore=the\t-0.70\n"
	"default\tdisease\tlast=cancer\t1.10\ndefault\tmarker\tjudges=*\t0\ndefault\tmarker\talways=\t0.10\n"
	"default\thuman\tspecies=mouse\t-2\n";

static const onto_feature *feature_of(const onto_place *place, const char *text)
{
	for (size_t i = 0; i < place->feature_count; i++) {
		if (strcmp(place->features[i].text, text) == 0) {
			return &place->features[i];
		}
	}
	return NULL;
}

static void assert_feature(const onto_place *place, const char *text, double weight)
{
	const onto_feature *feature = feature_of(place, text);
	if (!feature) {
		fail_msg("no feature %s at %zu", text, place->start);
		return;
	}
	assert_true(feature->weight == weight);
}

static void places_are_told_with_features_and_weights(void **state)
{
	(void)state;
	static const char text[] = "The lung cancer is a disease; aspirin, BRCA1 of mice.";
	static const struct {
		size_t start, end;
		onto_type type;
		const char *code, *ruling;
		double score;
	} expected[] = {
		{4, 15, ONTO_DISEASE, "MONDO:1", NULL, 0.7},       {9, 15, ONTO_DISEASE, "MONDO:2", NULL, 0.3},
		{21, 28, ONTO_DISEASE, "MONDO:3", "GENERIC", 0.3}, {30, 37, ONTO_DRUG, "CHEBI:1", NULL, 2},
		{39, 44, ONTO_MARKER, "NCBIGene:1", NULL, 0.1},
	};
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_judge *judge = judge_of(weights, NULL);
	onto_tag_options options = {.size = sizeof options, .judge = judge, .tell_places = true};
	onto_tagger *tagger = tagger_of(dictionary, &options);
	const onto_tags *tags;
	must(onto_tagger_tag(tagger, text, sizeof text - 1, &tags, NULL), NULL);
	for (size_t i = 0; i < COUNT(expected); i++) {
		const onto_place *p = onto_tags_place(tags, i);
		assert_non_null(p);
		assert_int_equal(p->start, expected[i].start);
		assert_int_equal(p->end, expected[i].end);
		assert_int_equal(p->type, expected[i].type);
		assert_int_equal(p->code_count, 1);
		assert_string_equal(p->codes[0], expected[i].code);
		assert_true(p->ruling ? expected[i].ruling && strcmp(p->ruling, expected[i].ruling) == 0
		                      : !expected[i].ruling);
		assert_true(p->score == expected[i].score);
		assert_feature(p, "always=", p->type == ONTO_DISEASE ? 0.3 : p->type == ONTO_MARKER ? 0.1 : 0);
		assert_feature(p, p->ruling ? "ruling=GENERIC" : "ruling=kept", 0);
	}
	assert_null(onto_tags_place(tags, COUNT(expected)));
	assert_feature(onto_tags_place(tags, 0), "before=the", -0.7);
	assert_feature(onto_tags_place(tags, 0), "last=cancer", 1.1);
	assert_feature(onto_tags_place(tags, 0), "holds=same beaten", 0);
	assert_feature(onto_tags_place(tags, 1), "inside=same", 0);
	assert_feature(onto_tags_place(tags, 4), "species=mouse", 0);
	/* A text without places, and one that is the same again. */
	must(onto_tagger_tag(tagger, "", 0, &tags, NULL), NULL);
	assert_null(onto_tags_place(tags, 0));
	must(onto_tagger_tag(tagger, text, sizeof text - 1, &tags, NULL), NULL);
	assert_non_null(onto_tags_place(tags, COUNT(expected) - 1));
	onto_tagger_free(tagger);
	onto_judge_free(judge);
	onto_dictionary_free(dictionary);
}

static void places_are_told_without_a_judge(void **state)
{
	(void)state;
	static const char text[] = "The lung cancer is a disease; aspirin, BRCA1 of mice.";
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_tag_options options = {.size = sizeof options, .no_judge = true, .tell_places = true};
	onto_tagger *tagger = tagger_of(dictionary, &options);
	const onto_tags *tags;
	must(onto_tagger_tag(tagger, text, sizeof text - 1, &tags, NULL), NULL);
	const onto_place *p = onto_tags_place(tags, 0);
	assert_non_null(p);
	assert_true(p->score == 0);
	assert_feature(p, "before=the", 0);
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
}

static bool same_places(const onto_tags *a, const onto_tags *b)
{
	for (size_t i = 0;; i++) {
		const onto_place *p = onto_tags_place(a, i), *q = onto_tags_place(b, i);
		if (!p || !q) {
			return p == q;
		}
		bool same = p->start == q->start && p->end == q->end && p->type == q->type && p->score == q->score &&
		            p->code_count == q->code_count && p->feature_count == q->feature_count &&
		            strcmp(p->name, q->name) == 0 && strcmp(p->matched, q->matched) == 0;
		for (size_t k = 0; same && k < p->code_count; k++) {
			same = strcmp(p->codes[k], q->codes[k]) == 0;
		}
		for (size_t k = 0; same && k < p->feature_count; k++) {
			same = strcmp(p->features[k].text, q->features[k].text) == 0 &&
			       p->features[k].weight == q->features[k].weight;
		}
		if (!same) {
			return false;
		}
	}
}

/* Strings of the dictionary apart. */
static void copies_of_places_outlive_the_text(void **state)
{
	(void)state;
	static const char text[] = "The lung cancer is a disease; aspirin, BRCA1 of mice.";
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_judge *judge = judge_of(weights, NULL);
	onto_tag_options options = {.size = sizeof options, .judge = judge, .tell_places = true};
	onto_tagger *tagger = tagger_of(dictionary, &options), *again = tagger_of(dictionary, &options);
	onto_copies *copies;
	const onto_tags *tags, *copy;
	must(onto_copies_new(&copies, NULL), NULL);
	must(onto_tagger_tag(tagger, text, sizeof text - 1, &tags, NULL), NULL);
	must(onto_copies_tags(copies, tags, &copy, NULL), NULL);
	must(onto_tagger_tag(tagger, "Cancer with BRCA1.", 18, &tags, NULL), NULL);
	must(onto_tagger_tag(again, text, sizeof text - 1, &tags, NULL), NULL);
	assert_true(same_places(copy, tags));
	onto_copies_free(copies);
	onto_tagger_free(tagger);
	onto_tagger_free(again);
	onto_judge_free(judge);
	onto_dictionary_free(dictionary);
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
	free(text);
	return taken;
}

/* Eight times the text takes about eight times as long: no more than 20 times, far from 64. */
static void hostile_text_takes_linear_time(void **state)
{
	(void)state;
	static const char *const units[] = {
		"lung cancer ",
		"cancer ",
		"BRCA1 ",
		"mice ",
		"BRCA1 of mice and patients ",
		"the lung cancer of lung cancer of ",
		"lung and ",
		"BRCA1/",
	};
	enum { FEW = 2000, MANY = 16000 };
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_judge *judge = judge_of(weights, NULL);
	onto_tag_options options = {.size = sizeof options, .judge = judge, .tell_places = true};
	onto_tagger *tagger = tagger_of(dictionary, &options);
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
	onto_judge_free(judge);
	onto_dictionary_free(dictionary);
}

/* 10 MB of places; a tenth of it, unless all is wanted. */
static void a_large_text_of_places_ends(void **state)
{
	(void)state;
	size_t most = getenv("ONTOTAG_LONG") ? 10 << 20 : 1 << 20;
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_tagger *tagger = tagger_of(dictionary, NULL);
	double start = seconds();
	time_of(tagger, "BRCA1 mice, lung cancer ", most / 24);
	time_of(tagger, "BRCA1 ", most / 6);
	assert_true(seconds() - start < 60);
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
}

/* ---- threads ------------------------------------------------------------------------------------------------- */

typedef struct job {
	const onto_dictionary *dictionary;
	const onto_judge *judge;
	onto_copies *copies;
	onto_tagger *tagger;
	const onto_tags *tags[20];
} job;

static const char *const texts[] = {"The lung cancer is a disease; aspirin, BRCA1 of mice.", "",
                                    "BRCA1 of a patient", "no place", "cancer, cancers and the cancer; aspirin"};

static void *judge_all(void *context)
{
	job *j = context;
	onto_tag_options options = {.size = sizeof options, .judge = j->judge, .tell_places = true};
	onto_status status = onto_tagger_new(j->dictionary, &options, &j->tagger, NULL);
	for (size_t i = 0; i < COUNT(j->tags) && status == ONTO_OK; i++) {
		const char *text = texts[i % COUNT(texts)];
		const onto_tags *tags;
		status = onto_tagger_tag(j->tagger, text, strlen(text), &tags, NULL);
		status = status == ONTO_OK ? onto_copies_tags(j->copies, tags, &j->tags[i], NULL) : status;
	}
	return status == ONTO_OK ? context : NULL;
}

/* Every thread makes a tagger of its own. `judge` NULL: the first of them reads the library's weights and cues. */
static void tag_in_threads(const onto_dictionary *dictionary, const onto_judge *judge)
{
	enum { THREADS = 8 };
	pthread_t threads[THREADS];
	job jobs[THREADS];
	for (size_t i = 0; i < THREADS; i++) {
		jobs[i] = (job){.dictionary = dictionary, .judge = judge};
		must(onto_copies_new(&jobs[i].copies, NULL), NULL);
		assert_int_equal(pthread_create(&threads[i], NULL, judge_all, &jobs[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		void *done;
		pthread_join(threads[i], &done);
		assert_non_null(done);
	}
	for (size_t i = 0; i < THREADS; i++) {
		for (size_t k = 0; k < COUNT(jobs[i].tags); k++) {
			assert_true(same_tags(jobs[i].tags[k], jobs[0].tags[k]));
			assert_true(same_places(jobs[i].tags[k], jobs[0].tags[k % COUNT(texts)]));
		}
	}
	for (size_t i = 0; i < THREADS; i++) {
		onto_copies_free(jobs[i].copies);
		onto_tagger_free(jobs[i].tagger);
	}
}

static void any_number_of_threads_shares_a_judge(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of(rows);
	onto_judge *judge = judge_of(weights, NULL);
	tag_in_threads(dictionary, judge);
	assert_null(dictionary_shared(dictionary, SHARED_JUDGE));
	onto_judge_free(judge);
	onto_dictionary_free(dictionary);
}

static void taggers_of_a_dictionary_share_the_own_rows(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of(rows);
	tag_in_threads(dictionary, NULL);
	const void *cues = dictionary_shared(dictionary, SHARED_CUES),
			   *judge = dictionary_shared(dictionary, SHARED_JUDGE);
	assert_non_null(cues);
	assert_non_null(judge);
	tag_in_threads(dictionary, NULL);
	assert_ptr_equal(dictionary_shared(dictionary, SHARED_CUES), cues);
	assert_ptr_equal(dictionary_shared(dictionary, SHARED_JUDGE), judge);
	onto_dictionary_free(dictionary);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_read),
		cmocka_unit_test(values_of_any_length_have_weights_of_their_own),
		cmocka_unit_test(each_byte_of_a_value_counts),
		cmocka_unit_test(lines_end_as_they_like),
		cmocka_unit_test(bad_rows_are_refused_with_their_line),
		cmocka_unit_test(no_more_sources_than_there_is_room_for),
		cmocka_unit_test(a_file_that_is_not_there_is_named),
		cmocka_unit_test(a_profile_replaces_its_questions_alone),
		cmocka_unit_test(an_unknown_profile_is_said),
		cmocka_unit_test(the_librarys_profiles_are_there),
		cmocka_unit_test(any_bytes_are_rows_or_refused),
		cmocka_unit_test(texts_are_judged_as_the_table_says),
		cmocka_unit_test(places_are_told_with_features_and_weights),
		cmocka_unit_test(places_are_told_without_a_judge),
		cmocka_unit_test(copies_of_places_outlive_the_text),
		cmocka_unit_test(hostile_text_takes_linear_time),
		cmocka_unit_test(a_large_text_of_places_ends),
		cmocka_unit_test(any_number_of_threads_shares_a_judge),
		cmocka_unit_test(taggers_of_a_dictionary_share_the_own_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
