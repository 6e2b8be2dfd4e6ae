/* Every rule and every weight is there for something: rules.tsv has for each a text that reads otherwise without
 * it.
 *
 *     NAME   names   options   text   expected       names to expected as support/vector.h has them; with the
 * option "normalize" the text is a term, and CODE:SCORE of the best three is expected
 *
 * A rule is taken out; a weight is set to zero, then halved, and one of the two must be seen. The library that is
 * tested here is the one that can do so (core/knockout.h). ONTOTAG_UPDATE=1 rewrites what is expected, and looks in
 * match/vectors.tsv for the rows of names that have none. Of weights.tsv it is the other way round: a weight that
 * is changed unawares fails there. rules.counts.tsv, which tools/rules writes, shows that two documents need
 * each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build/rules.h"
#include "match/rules.h"
#include "normalize/weights.h"
#include "resolve/rules.h"
#include "resolve/weights.h"
#include "support.h"
#include "text/rules.h"
#include "variants/rules.h"
#include "vector.h"

/* ---- the tables ---------------------------------------------------------------------------------------------- */

typedef struct record {
	const char *name, *meaning, *source;
	double value;
	bool weight, whole; /* whole: it has no fraction */
} record;

static const record records[] = {
#define RULE_RECORD(rule, types, says) {.name = #rule},
	PLACE_RULES(RULE_RECORD) TYPE_RULES(RULE_RECORD) READING_RULES(RULE_RECORD) DETAIL_RULES(RULE_RECORD)
		MATCH_RULES(RULE_RECORD) ABBREVIATION_RULES(RULE_RECORD) COORDINATION_RULES(RULE_RECORD)
			GREEK_RULES(RULE_RECORD) ORDER_RULES(RULE_RECORD) BUILD_RULES(RULE_RECORD) TEXT_RULES(RULE_RECORD)
#define WEIGHT_RECORD(name, value, meaning, source) {#name, meaning, source, value, true, true},
				RESOLVE_WEIGHTS(WEIGHT_RECORD)
#define TYPED_RECORD(name, type, value, meaning, source) {#name, meaning, source, value, true, (type)0.5 == 0},
					NORMALIZE_WEIGHTS(TYPED_RECORD)};

/* ---- rows ---------------------------------------------------------------------------------------------------- */

enum { NAME, NAMES, OPTIONS, TEXT, EXPECTED, FIELDS };

typedef struct row {
	char *fields[FIELDS];
	bool met; /* it reads as it should, and otherwise without what it is for */
} row;

typedef struct rows {
	char *text;
	row *items;
	size_t count;
} rows;

static rows read_rows(const char *path)
{
	rows r = {.text = read_test_file(path, NULL)};
	assert_non_null(r.text);
	r.items = calloc(strlen(r.text) / 8 + 1, sizeof *r.items);
	char *rest = r.text;
	for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
		if (!*line || *line == '#') {
			continue;
		}
		row *new = &r.items[r.count++];
		for (size_t i = 0; i < FIELDS; i++) {
			new->fields[i] = strsep(&line, "\t");
			if (!new->fields[i]) {
				fail_msg("%s: a row of too few fields: %s", path, new->fields[NAME]);
			}
		}
	}
	return r;
}

static void draw_candidates(const onto_dictionary *dictionary, const onto_tag_options *options, const char *term,
                            size_t length, buffer *out)
{
	onto_normalizer_index *index;
	onto_normalizer *normalizer;
	onto_error error = {0};
	size_t count;
	must(onto_normalizer_index_new(dictionary, &index, &error), &error);
	const onto_normalize_options wanted = {.size = sizeof wanted,
	                                       .vocabularies = options->vocabularies,
	                                       .vocabulary_count = options->vocabulary_count};
	must(onto_normalizer_new(index, &wanted, &normalizer, &error), &error);
	must(onto_normalizer_find(normalizer, term, length, &count, &error), &error);
	buffer_clear(out);
	for (size_t i = 0; i < count && i < 3; i++) {
		char score[16];
		const onto_candidate *c = onto_normalizer_candidate(normalizer, i);
		snprintf(score, sizeof score, ":%.3f", c->score);
		buffer_text(out, i ? " " : "");
		buffer_text(out, c->code_count ? c->codes[0] : "none");
		buffer_text(out, score);
	}
	buffer_text(out, count ? "" : "-");
	buffer_byte(out, '\0');
	onto_normalizer_free(normalizer);
	onto_normalizer_index_free(index);
}

/* What is found; the dictionary is made anew, for a rule may be one of building. */
static void read_row(const row *r, buffer *out)
{
	char *options = strdup(r->fields[OPTIONS]), *text = malloc(strlen(r->fields[TEXT]) + 1);
	size_t length = vector_text(r->fields[TEXT], text);
	onto_dictionary *dictionary = vector_dictionary(r->fields[NAMES]);
	bool normalize = strncmp(options, "normalize", strlen("normalize")) == 0;
	vector_choices c;
	vector_options(normalize ? options + strlen("normalize") : options, &c);
	if (normalize) {
		draw_candidates(dictionary, &c.tag, text, length, out);
	} else {
		const onto_tags *tags;
		onto_error error = {0};
		for (onto_overlap o = 0; o < ONTO_OVERLAPS; o++) {
			c.tag.overlap = c.overlaps >> o & 1 ? o : c.tag.overlap;
		}
		onto_tagger *tagger = tagger_of(dictionary, &c.tag);
		must(onto_tagger_tag(tagger, text, length, &tags, &error), &error);
		vector_draw(tags, strchr(r->fields[EXPECTED], '/') != NULL, out);
		onto_tagger_free(tagger);
	}
	onto_dictionary_free(dictionary);
	free(options);
	free(text);
}

static bool reads_otherwise(const row *r, const char *what, const char *before)
{
	buffer now = {0};
	knockout_set(what);
	read_row(r, &now);
	knockout_set(NULL);
	bool differs = strcmp(now.bytes, before) != 0;
	buffer_free(&now);
	return differs;
}

/* Does a row notice when what it is for is taken out? */
static bool notices(const record *of, const row *r, const char *before)
{
	char zero[80], half[80];
	if (!of->weight) {
		return reads_otherwise(r, of->name, before);
	}
	snprintf(zero, sizeof zero, "%s=0", of->name);
	snprintf(half, sizeof half, "%s=%g", of->name, of->whole ? (double)(long)(of->value / 2) : of->value / 2);
	return reads_otherwise(r, zero, before) || reads_otherwise(r, half, before);
}

/* ---- tests --------------------------------------------------------------------------------------------------- */

static const record *record_of(const char *name)
{
	for (size_t i = 0; i < COUNT(records); i++) {
		if (strcmp(records[i].name, name) == 0) {
			return &records[i];
		}
	}
	fail_msg("rules.tsv: '%s' is no rule and no weight", name);
	return NULL;
}

static void put_row(buffer *out, const char *name, const row *r, const char *expected)
{
	const char *const fields[] = {name, r->fields[NAMES], r->fields[OPTIONS], r->fields[TEXT], expected};
	for (size_t i = 0; i < COUNT(fields); i++) {
		buffer_text(out, i ? "\t" : "");
		buffer_text(out, fields[i]);
	}
	buffer_byte(out, '\n');
}

/* Looks for a row of the vectors that notices; adds it. */
static void find_vector(const record *of, const rows *vectors, buffer *out)
{
	for (size_t v = 0; v < vectors->count; v++) {
		const row *r = &vectors->items[v];
		buffer found = {0};
		bool good = !strstr(r->fields[OPTIONS], "open");
		if (good) {
			read_row(r, &found);
			good = strcmp(found.bytes, r->fields[EXPECTED]) == 0 && notices(of, r, found.bytes);
		}
		buffer_free(&found);
		if (good) {
			put_row(out, of->name, r, r->fields[EXPECTED]);
			return;
		}
	}
}

/* The update: rows in the order of the tables. */
static void rewrite(const rows *known)
{
	buffer out = {0};
	rows vectors = read_rows("match/vectors.tsv");
	char path[4096];
	buffer_text(&out, "# name\tnames\toptions\ttext\texpected: see test_rules.c\n");
	for (size_t i = 0; i < COUNT(records); i++) {
		bool any = false;
		for (size_t k = 0; k < known->count; k++) {
			if (strcmp(known->items[k].fields[NAME], records[i].name) == 0) {
				buffer found = {0};
				read_row(&known->items[k], &found);
				put_row(&out, records[i].name, &known->items[k], found.bytes);
				buffer_free(&found);
				any = true;
			}
		}
		if (!any) {
			find_vector(&records[i], &vectors, &out);
		}
	}
	test_path(path, "resolve/rules.tsv");
	write_file(path, out.bytes, out.length);
	buffer_free(&out);
	free(vectors.items);
	free(vectors.text);
}

static void every_rule_and_weight_is_noticed(void **state)
{
	(void)state;
	rows known = read_rows("resolve/rules.tsv");
	size_t wrong = 0;
	if (updating()) {
		rewrite(&known);
		free(known.items);
		free(known.text);
		known = read_rows("resolve/rules.tsv");
	}
	for (size_t i = 0; i < known.count; i++) {
		row *r = &known.items[i];
		const record *of = record_of(r->fields[NAME]);
		buffer found = {0};
		read_row(r, &found);
		r->met = strcmp(found.bytes, r->fields[EXPECTED]) == 0;
		if (!r->met) {
			print_error("%s: %s, expected %s: %s\n", of->name, found.bytes, r->fields[EXPECTED], r->fields[TEXT]);
		} else if (!notices(of, r, found.bytes)) {
			print_error("%s: reads the same without it: %s\n", of->name, r->fields[TEXT]);
			r->met = false;
		}
		wrong += !r->met;
		buffer_free(&found);
	}
	for (size_t i = 0; i < COUNT(records); i++) {
		bool any = false;
		for (size_t k = 0; k < known.count && !any; k++) {
			any = strcmp(known.items[k].fields[NAME], records[i].name) == 0;
		}
		if (!any) {
			print_error("%s: no row notices it\n", records[i].name);
			wrong++;
		}
	}
	free(known.items);
	free(known.text);
	assert_int_equal(wrong, 0);
}

static void weights_are_the_recorded_ones(void **state)
{
	(void)state;
	buffer out = {0};
	buffer_text(&out, "# name\tvalue\tmeaning\tsource: see resolve/weights.h and normalize/weights.h\n");
	for (size_t i = 0; i < COUNT(records); i++) {
		char line[400];
		const record *r = &records[i];
		snprintf(line, sizeof line, "%s\t%g\t%s\t%s\n", r->name, r->value, r->meaning ? r->meaning : "",
		         r->source ? r->source : "");
		buffer_text(&out, r->weight ? line : "");
	}
	check_golden("resolve/weights.tsv", out.bytes, out.length);
	buffer_free(&out);
}

static void names_are_given_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(records); i++) {
		for (size_t k = 0; k < i; k++) {
			assert_string_not_equal(records[i].name, records[k].name);
		}
	}
}

/* What the corpora of tools/rules cannot show, and why it stays. */
static const char *const uncounted[][2] = {
	{"CHARTED_AS_PROBLEM", "lists of problems in hospital notes, of which no corpus is at hand"},
	{"NAME_ORDINARY", "types other than disease, drug and marker: with all types, 12,126 abstracts read otherwise"},
	{"NAME_OF_FIELD", "likewise, 1,596"},
	{"LEFT_DOSE", "drugs as they are prescribed, with a dose: texts of articles hardly name them so"},
};

/* Is a row of rules.counts.tsv for a record: NAME, or of a weight NAME=VALUE? */
static bool counts_for(const char *what, const record *of)
{
	size_t length = strlen(of->name);
	return strncmp(what, of->name, length) == 0 && what[length] == (of->weight ? '=' : '\0');
}

static void every_rule_and_weight_moves_two_documents(void **state)
{
	(void)state;
	enum { ROOM, OUT, COLUMNS_MOST = 32 };
	char *text = read_test_file("resolve/rules.counts.tsv", NULL), *rest = text;
	unsigned moved[COUNT(records)] = {0}, wrong = 0;
	size_t terms = 0, documents = 0;
	for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
		char *fields[COLUMNS_MOST] = {NULL};
		for (size_t i = 0; i < COLUMNS_MOST && line && *line != '#'; i++) {
			fields[i] = strsep(&line, "\t");
			terms = !documents && strcmp(fields[i], "terms") == 0 ? i : terms;
			documents = !documents && strcmp(fields[i], "documents") == 0 ? i : documents;
		}
		for (size_t i = 0; documents && fields[documents] && i < COUNT(records); i++) {
			unsigned found = (unsigned)atoi(fields[documents]), more = (unsigned)atoi(fields[terms]);
			if (counts_for(fields[OUT], &records[i])) {
				moved[i] = found > moved[i] ? found : moved[i];
				moved[i] = more > moved[i] ? more : moved[i];
			}
		}
	}
	for (size_t i = 0; i < COUNT(records); i++) {
		bool stays = moved[i] >= 2;
		for (size_t k = 0; k < COUNT(uncounted); k++) {
			stays |= strcmp(uncounted[k][0], records[i].name) == 0;
		}
		if (!stays) {
			print_error("%s: moves %u documents; tools/rules --record %s counts them again\n", records[i].name,
			            moved[i], records[i].name);
			wrong++;
		}
	}
	free(text);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_given_once),
		cmocka_unit_test(weights_are_the_recorded_ones),
		cmocka_unit_test(every_rule_and_weight_moves_two_documents),
		cmocka_unit_test(every_rule_and_weight_is_noticed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
