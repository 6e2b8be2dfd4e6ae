/* vectors.tsv: names, options, text, expected mentions. One table for every overlap policy and option.
 *
 *   names     CODE=name|CODE=name{policy}|...   the first name of a code is its preferred one; a code that begins
 *             with D is a disease, R a drug, M a marker
 *   options   -, or words: overlap policies, types=a,b without=a,b vocabularies=A,B keep-generic open
 *   text      \n \r \t \\ \xNN are bytes
 *   expected  -, or START-END:CODE ..., a discontinuous mention START-END+START-END:CODE; with /a,b at its end the
 *             transformations are compared as well
 *
 * Without an overlap policy the expectation holds under each of them. `open` marks what should be so and is not
 * yet: the test fails when it is, so that the mark goes. ONTOTAG_UPDATE=1 rewrites what is expected and takes such
 * marks away. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "core/buffer.h"
#include "support.h"

typedef struct vector {
	char *fields[4]; /* names, options, text, expected */
	size_t line;
} vector;

/* ---- reading a vector ---------------------------------------------------------------------------------------- */

static onto_dictionary *dictionary_of_names(const char *names)
{
	static const struct {
		char first;
		const char *type;
	} types[] = {{'D', "disease"}, {'R', "drug"}, {'M', "marker"}};
	char *copy = strdup(names), *rest = copy, seen[2000] = "|";
	buffer rows = {0};
	for (char *name; (name = strsep(&rest, "|")) != NULL;) {
		char *code = strsep(&name, "="), mark[64], *brace = strrchr(name, '{');
		char *policy = brace ? brace + 1 : (char *)"";
		if (brace) {
			*brace = '\0';
			policy[strlen(policy) - 1] = '\0';
		}
		snprintf(mark, sizeof mark, "|%s|", code);
		bool first = strstr(seen, mark) == NULL;
		for (size_t i = 0; first && i < COUNT(types); i++) {
			if (types[i].first == *code) {
				char row[400];
				snprintf(row, sizeof row, "C\t%s\t%s\t%s\n", code, types[i].type, name);
				buffer_text(&rows, row);
				strcat(strcat(seen, code), "|");
			}
		}
		char row[400];
		snprintf(row, sizeof row, "N\t%s\t%s\t%s\t%s\n", code, first ? "preferred" : "exact", name, policy);
		buffer_text(&rows, row);
	}
	buffer_byte(&rows, '\0');
	onto_dictionary *dictionary = dictionary_of(rows.bytes);
	buffer_free(&rows);
	free(copy);
	return dictionary;
}

static unsigned transformation_bit(const char *word)
{
	for (size_t i = 0; i < ONTO_TRANSFORMATIONS; i++) {
		if (strcmp(onto_transformation_word(i), word) == 0) {
			return 1u << i;
		}
	}
	fail_msg("'%s' is no transformation", word);
	return 0;
}

typedef struct choices {
	onto_tag_options tag;
	const char *vocabularies[8];
	unsigned overlaps; /* bits; 0: all */
	bool open;
} choices;

/* The strings of *out lie in `options`, which is cut up. */
static void read_options(char *options, choices *out)
{
	*out = (choices){0};
	for (char *word; (word = strsep(&options, " ")) != NULL;) {
		char *key = strsep(&word, "=");
		onto_type type;
		onto_overlap overlap;
		if (onto_overlap_parse(key, &overlap)) {
			out->overlaps |= 1u << overlap;
		} else if (strcmp(key, "open") == 0) {
			out->open = true;
		} else if (strcmp(key, "keep-generic") == 0) {
			out->tag.keep_generic = true;
		} else if (strcmp(key, "-") != 0) {
			for (char *value; (value = strsep(&word, ",")) != NULL;) {
				if (strcmp(key, "types") == 0) {
					assert_true(onto_type_parse(value, &type));
					out->tag.types |= 1u << type;
				} else if (strcmp(key, "without") == 0) {
					out->tag.without |= transformation_bit(value);
				} else if (strcmp(key, "vocabularies") == 0) {
					out->vocabularies[out->tag.vocabulary_count++] = value;
				} else {
					fail_msg("'%s' is no option", key);
				}
			}
		}
	}
	out->tag.vocabularies = out->vocabularies;
}

static size_t read_text(const char *from, char *out)
{
	size_t length = 0;
	for (; *from; from++) {
		unsigned value;
		if (*from != '\\') {
			out[length++] = *from;
		} else if (*++from == 'x') {
			assert_int_equal(sscanf(from + 1, "%2x", &value), 1);
			out[length++] = (char)value;
			from += 2;
		} else {
			out[length++] = (char)(*from == 'n' ? '\n' : *from == 'r' ? '\r' : *from == 't' ? '\t' : *from);
		}
	}
	return length;
}

/* ---- comparing ----------------------------------------------------------------------------------------------- */

static void draw_number(buffer *out, size_t number, const char *before)
{
	buffer_text(out, before);
	buffer_number(out, number);
}

/* Mentions as the table writes them. */
static void draw(const onto_tags *tags, bool transformations, buffer *out)
{
	buffer_clear(out);
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		for (size_t s = 0; s < m->span_count; s++) {
			draw_number(out, m->spans[s].start, s ? "+" : i ? " " : "");
			draw_number(out, m->spans[s].end, "-");
		}
		buffer_byte(out, ':');
		buffer_text(out, m->codes[0]);
		bool first = true;
		for (size_t b = 0; transformations && b < ONTO_TRANSFORMATIONS; b++) {
			if (m->transformations & 1u << b) {
				buffer_text(out, first ? "/" : ",");
				buffer_text(out, onto_transformation_word(b));
				first = false;
			}
		}
		if (transformations && first) {
			buffer_byte(out, '/');
		}
	}
	if (!tags->mention_count) {
		buffer_byte(out, '-');
	}
	buffer_byte(out, '\0');
}

static void tag_once(const onto_dictionary *dictionary, const onto_tag_options *options, const char *text,
                     size_t length, bool transformations, buffer *out)
{
	onto_tagger *tagger = tagger_of(dictionary, options);
	const onto_tags *tags;
	onto_error error = {0};
	must(onto_tagger_tag(tagger, text, length, &tags, &error), &error);
	const char *wrong = check_tags(text, length, options, tags);
	if (wrong) {
		fail_msg("%s: %.*s", wrong, (int)length, text);
	}
	draw(tags, transformations, out);
	onto_tagger_free(tagger);
}

/* One vector under the policies it holds for. True where it is as expected or open; what is found goes to
 * *found. */
static bool check_vector(const vector *v, buffer *found, bool *open)
{
	char *words = strdup(v->fields[1]), text[2000];
	bool met = true, transformations = strchr(v->fields[3], '/') != NULL;
	choices c;
	onto_dictionary *dictionary = dictionary_of_names(v->fields[0]);
	size_t length = read_text(v->fields[2], text);
	read_options(words, &c);
	buffer other = {0};
	for (onto_overlap overlap = 0; overlap < ONTO_OVERLAPS; overlap++) {
		if (c.overlaps && !(c.overlaps & 1u << overlap)) {
			continue;
		}
		bool first = !found->length;
		c.tag.size = sizeof c.tag;
		c.tag.overlap = overlap;
		tag_once(dictionary, &c.tag, text, length, transformations, first ? found : &other);
		const char *now = first ? found->bytes : other.bytes;
		if (strcmp(now, v->fields[3]) != 0) {
			met = false;
			if (!c.open) {
				print_error("vectors.tsv:%zu (%s): %s, expected %s: %s\n", v->line, onto_overlap_word(overlap), now,
				            v->fields[3], v->fields[2]);
			}
		}
	}
	if (c.open && met) {
		print_error("vectors.tsv:%zu is no longer open: %s\n", v->line, v->fields[2]);
	}
	*open = c.open && !met;
	buffer_free(&other);
	onto_dictionary_free(dictionary);
	free(words);
	return met != c.open;
}

/* The row as it should stand now. */
static void write_vector(const vector *v, const char *found, bool open, buffer *out)
{
	char *options = strdup(v->fields[1]), *mark = strstr(options, "open");
	if (mark && !open) {
		*(mark > options ? mark - 1 : mark) = '\0';
	}
	const char *fields[] = {v->fields[0], *options ? options : "-", v->fields[2], open ? v->fields[3] : found};
	for (size_t i = 0; i < COUNT(fields); i++) {
		buffer_text(out, i ? "\t" : "");
		buffer_text(out, fields[i]);
	}
	buffer_byte(out, '\n');
	free(options);
}

/* Calls `visit` for each vector. */
typedef void visitor(const vector *v, void *context);

static void each_vector(visitor *visit, buffer *others, void *context)
{
	char *table = read_test_file("match/vectors.tsv", NULL), *rest = table;
	assert_non_null(table);
	vector v = {.line = 0};
	for (char *line; (line = strsep(&rest, "\n")) != NULL && (rest || *line);) {
		v.line++;
		if (!*line || *line == '#') {
			if (others) {
				buffer_text(others, line);
				buffer_byte(others, '\n');
			}
			continue;
		}
		for (size_t i = 0; i < COUNT(v.fields); i++) {
			v.fields[i] = strsep(&line, "\t");
			if (!v.fields[i]) {
				fail_msg("vectors.tsv:%zu has too few fields", v.line);
			}
		}
		visit(&v, context);
	}
	free(table);
}

typedef struct outcome {
	buffer now;
	size_t wrong, open, count;
} outcome;

static void expect(const vector *v, void *context)
{
	outcome *o = context;
	buffer found = {0};
	bool open;
	o->wrong += !check_vector(v, &found, &open);
	o->open += open;
	o->count++;
	write_vector(v, found.bytes, open, &o->now);
	buffer_free(&found);
}

static void texts_are_tagged_as_the_table_says(void **state)
{
	(void)state;
	outcome o = {0};
	each_vector(expect, &o.now, &o);
	if (updating()) {
		char path[4096];
		test_path(path, "match/vectors.tsv");
		write_file(path, o.now.bytes, o.now.length);
		o.wrong = 0;
	}
	buffer_free(&o.now);
	print_message("%zu vectors, %zu open\n", o.count, o.open);
	assert_true(o.count > 50);
	assert_int_equal(o.wrong, 0);
}

/* Under every overlap policy, with every transformation left away and every set of types: what must hold of any
 * result. */
static void check_every_option(const vector *v, void *context)
{
	(void)context;
	char text[2000];
	size_t length = read_text(v->fields[2], text);
	onto_dictionary *dictionary = dictionary_of_names(v->fields[0]);
	buffer found = {0};
	for (onto_overlap overlap = 0; overlap < ONTO_OVERLAPS; overlap++) {
		for (size_t bit = 0; bit <= ONTO_TRANSFORMATIONS; bit++) {
			onto_tag_options options = {.size = sizeof(onto_tag_options), .overlap = overlap,
			                            .without = bit < ONTO_TRANSFORMATIONS ? 1u << bit : ~0u};
			tag_once(dictionary, &options, text, length, true, &found);
		}
		for (unsigned types = 0; types < 1u << ONTO_TYPES; types++) {
			onto_tag_options options = {.size = sizeof(onto_tag_options), .overlap = overlap, .types = types, .keep_generic = true};
			tag_once(dictionary, &options, text, length, true, &found);
		}
	}
	buffer_free(&found);
	onto_dictionary_free(dictionary);
}

static void every_option_gives_sound_mentions(void **state)
{
	(void)state;
	each_vector(check_every_option, NULL, NULL);
}

static void options_that_make_no_sense_are_refused(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of("C\tA:1\tdisease\tasthma\n");
	onto_tagger *tagger;
	onto_error error = {0};
	assert_int_equal(onto_tagger_new(dictionary, &(onto_tag_options){.size = sizeof(onto_tag_options), .overlap = ONTO_OVERLAPS}, &tagger, &error),
	                 ONTO_ARGUMENT);
	assert_null(tagger);
	assert_int_equal(onto_tagger_new(dictionary, &(onto_tag_options){.size = sizeof(onto_tag_options), .types = 1u << ONTO_TYPES}, &tagger, NULL),
	                 ONTO_ARGUMENT);
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_tagged_as_the_table_says),
		cmocka_unit_test(every_option_gives_sound_mentions),
		cmocka_unit_test(options_that_make_no_sense_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
