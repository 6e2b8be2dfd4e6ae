/* vectors.tsv: the name of the row, names, options, text, expected mentions (support/vector.h). One table for every
 * overlap policy and option.
 *
 * Without an overlap policy the expectation holds under each of them. `open` marks what should be so and is not
 * yet: the test fails when it is, so that the mark goes. ONTOTAG_UPDATE=1 rewrites what is expected and takes such
 * marks away. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "support.h"
#include "vector.h"

enum { NAME, NAMES, OPTIONS, TEXT, EXPECTED, FIELDS };

typedef struct vector {
	char *fields[FIELDS];
} vector;

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
	vector_draw(tags, transformations, out);
	onto_tagger_free(tagger);
}

/* One vector under the policies it holds for. True where it is as expected or open; what is found goes to
 * *found. */
static bool check_vector(const vector *v, buffer *found, bool *open)
{
	char *words = strdup(v->fields[OPTIONS]), text[2000];
	bool met = true, transformations = strchr(v->fields[EXPECTED], '/') != NULL;
	vector_choices c;
	onto_dictionary *dictionary = vector_dictionary(v->fields[NAMES]);
	size_t length = vector_text(v->fields[TEXT], text);
	vector_options(words, &c);
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
		if (strcmp(now, v->fields[EXPECTED]) != 0) {
			met = false;
			if (!c.open) {
				print_error("%s (%s): %s, expected %s: %s\n", v->fields[NAME], onto_overlap_word(overlap), now,
				            v->fields[EXPECTED], v->fields[TEXT]);
			}
		}
	}
	if (c.open && met) {
		print_error("%s is no longer open: %s\n", v->fields[NAME], v->fields[TEXT]);
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
	char *options = strdup(v->fields[OPTIONS]), *mark = strstr(options, "open");
	if (mark && !open) {
		*(mark > options ? mark - 1 : mark) = '\0';
	}
	const char *fields[] = {v->fields[NAME], v->fields[NAMES], *options ? options : "-", v->fields[TEXT],
	                        open ? v->fields[EXPECTED] : found};
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
	vector v;
	buffer given = {0};
	for (char *line; (line = strsep(&rest, "\n")) != NULL && (rest || *line);) {
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
				fail_msg("vectors.tsv: a row of too few fields: %s", v.fields[NAME]);
			}
		}
		vector_name("match/vectors.tsv", v.fields[NAME], &given);
		visit(&v, context);
	}
	buffer_free(&given);
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
	size_t length = vector_text(v->fields[TEXT], text);
	onto_dictionary *dictionary = vector_dictionary(v->fields[NAMES]);
	buffer found = {0};
	for (onto_overlap overlap = 0; overlap < ONTO_OVERLAPS; overlap++) {
		for (size_t bit = 0; bit <= ONTO_TRANSFORMATIONS; bit++) {
			onto_tag_options options = {.size = sizeof(onto_tag_options),
			                            .overlap = overlap,
			                            .without = bit < ONTO_TRANSFORMATIONS ? 1u << bit : ~0u};
			tag_once(dictionary, &options, text, length, true, &found);
		}
		for (unsigned types = 0; types <= onto_types_default(); types++) {
			onto_tag_options options = {
				.size = sizeof(onto_tag_options), .overlap = overlap, .types = types, .keep_generic = true};
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
	assert_int_equal(
		onto_tagger_new(dictionary, &(onto_tag_options){.size = sizeof(onto_tag_options), .overlap = ONTO_OVERLAPS},
	                    &tagger, &error),
		ONTO_ARGUMENT);
	assert_null(tagger);
	assert_int_equal(
		onto_tagger_new(dictionary,
	                    &(onto_tag_options){.size = sizeof(onto_tag_options), .types = 1u << onto_type_count()},
	                    &tagger, NULL),
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
