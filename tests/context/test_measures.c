/* measures.tsv: the name of the row, a text and what it says of the markers in it. A line that begins with "="
 * names markers, one with "#" is for people.
 *
 *   expected  NAME STATUS VALUE UNIT [LOW,HIGH] BY_RANGE; ... one a mention of a marker, "-" for no status; a value
 * is a comparator and a number with "..TO" for its own range, or a text; each part is left out where there is none
 *
 * \n is a line end, \t a tab. ONTOTAG_UPDATE=1 rewrites what is expected. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/buffer.h"
#include "support.h"
#include "vector.h"

static void add_names(buffer *rows, const char *list, const char *type, unsigned *number)
{
	for (size_t length; *list; list += length + (list[length] == '|')) {
		char row[400];
		length = strcspn(list, "|");
		++*number;
		snprintf(row, sizeof row, "C\tT:%u\t%s\t%.*s\nN\tT:%u\texact\t%.*s\tcp\n", *number, type, (int)length, list,
		         *number, (int)length, list);
		buffer_text(rows, row);
	}
}

static void add_limit(buffer *out, double value)
{
	char digits[40] = "";
	if (!isnan(value)) {
		snprintf(digits, sizeof digits, "%.10g", value);
	}
	buffer_text(out, digits);
}

static void describe_value(buffer *out, const onto_value *v)
{
	buffer_text(out, v->comparator || v->text || !isnan(v->number) ? " " : "");
	buffer_text(out, v->comparator ? v->comparator : "");
	if (v->text) {
		buffer_text(out, v->text);
	} else {
		add_limit(out, v->number);
	}
	if (!isnan(v->high)) {
		buffer_text(out, "..");
		add_limit(out, v->high);
	}
	buffer_text(out, v->unit ? " " : "");
	buffer_text(out, v->unit ? v->unit : "");
	if (!isnan(v->reference_low) || !isnan(v->reference_high)) {
		buffer_text(out, " [");
		add_limit(out, v->reference_low);
		buffer_byte(out, ',');
		add_limit(out, v->reference_high);
		buffer_byte(out, ']');
	}
	buffer_text(out, v->by_range ? " " : "");
	buffer_text(out, v->by_range ? onto_finding_word(v->by_range) : "");
}

/* What is said of the markers of a text. */
static void describe(buffer *out, const char *text, const onto_tags *tags)
{
	bool first = true;
	buffer_clear(out);
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		if (m->type != ONTO_MARKER) {
			continue;
		}
		buffer_text(out, first ? "" : "; ");
		buffer_append(out, text + m->start, m->end - m->start);
		buffer_byte(out, ' ');
		buffer_text(out, m->context && m->context->finding ? onto_finding_word(m->context->finding) : "-");
		if (m->context && m->context->value) {
			describe_value(out, m->context->value);
		}
		first = false;
	}
	buffer_byte(out, '\0');
}

static size_t unescape(char *text)
{
	char *to = text;
	for (const char *from = text; *from; from++) {
		bool escaped = from[0] == '\\' && (from[1] == 'n' || from[1] == 't');
		from += escaped;
		*to++ = escaped ? (*from == 'n' ? '\n' : '\t') : *from;
	}
	*to = '\0';
	return (size_t)(to - text);
}

typedef struct run {
	onto_dictionary *dictionary;
	onto_tagger *tagger;
	buffer said, rewritten, given;
	size_t wrong, vectors;
} run;

static void check_line(run *r, char *line)
{
	onto_error error = {0};
	const onto_tags *tags;
	if (*line == '\0' || *line == '#' || *line == '=') {
		buffer_text(&r->rewritten, line);
		buffer_byte(&r->rewritten, '\n');
		return;
	}
	char *name = strsep(&line, "\t"), *text = strsep(&line, "\t"), *expected = strsep(&line, "\t");
	vector_name("context/measures.tsv", name, &r->given);
	if (!text) {
		fail_msg("measures.tsv: a row of too few fields: %s", name);
	}
	buffer_text(&r->rewritten, name);
	buffer_byte(&r->rewritten, '\t');
	buffer_text(&r->rewritten, text);
	size_t length = unescape(text);
	must(onto_tagger_tag(r->tagger, text, length, &tags, &error), &error);
	describe(&r->said, text, tags);
	r->vectors++;
	buffer_byte(&r->rewritten, '\t');
	buffer_text(&r->rewritten, r->said.bytes);
	buffer_byte(&r->rewritten, '\n');
	if (!updating() && (!expected || strcmp(expected, r->said.bytes) != 0)) {
		print_error("%s: %s\n  expected %s\n  got      %s\n", name, text, expected ? expected : "", r->said.bytes);
		r->wrong++;
	}
}

static void what_texts_say_of_markers(void **state)
{
	(void)state;
	size_t length;
	unsigned names = 0;
	char *file = read_test_file("context/measures.tsv", &length), *copy = strdup(file), *rest = copy;
	buffer rows = {0};
	run r = {0};
	for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
		if (*line == '=') {
			add_names(&rows, line + 2, line[1] == 'D' ? "disease" : line[1] == 'R' ? "drug" : "marker", &names);
		}
	}
	buffer_byte(&rows, '\0');
	r.dictionary = dictionary_of(rows.bytes);
	r.tagger = tagger_of(r.dictionary, NULL);
	rest = file;
	for (char *line; (line = strsep(&rest, "\n")) != NULL && (*line || rest);) {
		check_line(&r, line);
	}
	if (updating()) {
		char path[4096];
		test_path(path, "context/measures.tsv");
		write_file(path, r.rewritten.bytes, r.rewritten.length);
	}
	assert_true(r.vectors > 150);
	assert_int_equal(r.wrong, 0);
	onto_tagger_free(r.tagger);
	onto_dictionary_free(r.dictionary);
	buffer_free(&rows);
	buffer_free(&r.said);
	buffer_free(&r.rewritten);
	buffer_free(&r.given);
	free(copy);
	free(file);
}

/* ---- hostile text -------------------------------------------------------------------------------------------- */

static double time_of(onto_tagger *tagger, const char *piece, size_t count)
{
	size_t length = strlen(piece);
	char *text = malloc(length * count);
	const onto_tags *tags;
	onto_error error = {0};
	for (size_t i = 0; i < count; i++) {
		memcpy(text + i * length, piece, length);
	}
	clock_t start = clock();
	must(onto_tagger_tag(tagger, text, length * count, &tags, &error), &error);
	double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
	free(text);
	return seconds;
}

static void hostile_text_takes_linear_time(void **state)
{
	(void)state;
	static const char *const pieces[] = {"LDH ",
	                                     "LDH 5 ",
	                                     "LDH, ",
	                                     "LDH positive ",
	                                     "positive LDH and ",
	                                     "(LDH ",
	                                     "LDH) ",
	                                     "( LDH ) ",
	                                     "LDH (positive) ",
	                                     "1, 2, ",
	                                     "LDH 1/1/1/1",
	                                     "[1] ",
	                                     "LDH 1, ",
	                                     "LDH and LDH were 1 and ",
	                                     "1:1:1",
	                                     "normal ",
	                                     "not ",
	                                     "neither LDH nor ",
	                                     "1 to 2 to ",
	                                     "from 5 to ",
	                                     "LDH 1.1.1.1.",
	                                     "was LDH ",
	                                     "1",
	                                     "LDH of level of ",
	                                     "LDH mutation and ",
	                                     "LDH was , ",
	                                     "5 normal range , ",
	                                     "LDH 5 (",
	                                     "LDH word word word was ",
	                                     "5 % LDH ",
	                                     "LDH - ",
	                                     "LDH+ ",
	                                     "LDH \u2191 ",
	                                     "LDH 5 mg/",
	                                     " x 10^",
	                                     "\u00d7 ",
	                                     "as was LDH ",
	                                     "positive for ",
	                                     "LDH (LDH) ",
	                                     "which was LDH ",
	                                     "LDH but not ",
	                                     "LDH 5, (1-2), "};
	enum { FEW = 2000, MANY = 16000 };
	onto_dictionary *dictionary = dictionary_of("C\tT:1\tmarker\tLDH\nN\tT:1\texact\tLDH\tc\n");
	onto_tagger *tagger = tagger_of(dictionary, NULL);
	for (size_t i = 0; i < COUNT(pieces); i++) {
		double few = 1, many = 0;
		for (int round = 0; round < 5 && (!round || many > few * 20 + 0.02); round++) {
			few = time_of(tagger, pieces[i], FEW);
			many = time_of(tagger, pieces[i], MANY);
		}
		if (many > few * 20 + 0.02) {
			fail_msg("\"%s\": %.4f s, eight times as many %.4f s", pieces[i], few, many);
		}
	}
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
}

/* Pieces of results in any order: what is said lies in the text. */
static void any_pieces_may_stand_together(void **state)
{
	(void)state;
	static const char *const pieces[] = {"LDH",
	                                     "CD20",
	                                     " ",
	                                     " ",
	                                     " ",
	                                     "was ",
	                                     "were ",
	                                     "positive ",
	                                     "negative for ",
	                                     "normal ",
	                                     "not ",
	                                     "and ",
	                                     "or ",
	                                     ", ",
	                                     ". ",
	                                     "(",
	                                     ")",
	                                     "[",
	                                     "]",
	                                     "/",
	                                     "-",
	                                     "+",
	                                     "\u2212",
	                                     "\u00b1",
	                                     "\u2191",
	                                     "\u00d7",
	                                     "x10^9/L",
	                                     "109/L ",
	                                     "% ",
	                                     "mg/dL ",
	                                     "5",
	                                     "3,257",
	                                     "1.5",
	                                     "<",
	                                     ">",
	                                     "1:320",
	                                     "2+",
	                                     "12/05/2010",
	                                     "3\u20135",
	                                     "reference range ",
	                                     "range ",
	                                     "above ",
	                                     "respectively",
	                                     "from ",
	                                     "to ",
	                                     "mutation ",
	                                     "of ",
	                                     "level ",
	                                     "count ",
	                                     "with ",
	                                     "but not ",
	                                     "which ",
	                                     "\n",
	                                     "\xff",
	                                     "Figure ",
	                                     "day ",
	                                     "patients ",
	                                     "1,6,12-15",
	                                     "'"};
	onto_dictionary *dictionary =
		dictionary_of("C\tT:1\tmarker\tLDH\nN\tT:1\texact\tLDH\tc\nC\tT:2\tmarker\tCD20\nN\tT:2\texact\tCD20\tc\n");
	onto_tagger *tagger = tagger_of(dictionary, NULL);
	uint64_t seed = 11;
	for (size_t round = 0; round < 20000; round++) {
		char text[600] = "";
		for (size_t count = random_below(&seed, 40); count > 0; count--) {
			strcat(text, pieces[random_below(&seed, COUNT(pieces))]);
		}
		size_t length = strlen(text);
		char *exact = malloc(length + 1);
		const onto_tags *tags;
		onto_error error = {0};
		memcpy(exact, text, length + 1);
		must(onto_tagger_tag(tagger, exact, length, &tags, &error), &error);
		for (size_t i = 0; i < tags->mention_count; i++) {
			const onto_value *v = tags->mentions[i].context ? tags->mentions[i].context->value : NULL;
			assert_true(!v || (v->start < v->end && v->end <= length && (v->text || !isnan(v->number))));
		}
		free(exact);
	}
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(what_texts_say_of_markers),
	                                   cmocka_unit_test(hostile_text_takes_linear_time),
	                                   cmocka_unit_test(any_pieces_may_stand_together)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
