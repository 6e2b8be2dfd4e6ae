/* The samples of ../shared with the full dictionary (ONTOTAG_FULL, which ctest builds once) the starter and the
 * curation over it (ONTOTAG_STARTER, ONTOTAG_CURATION): every one is tagged, and what expected.tsv says of them
 * holds. Skips where the samples or the dictionary are not there. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "core/buffer.h"
#include "support.h"

enum { SAMPLES = 64, SKIPPED = 77 };

typedef struct sample {
	char name[256];
	char *text;
	size_t length;
	const onto_tags *tags;
} sample;

static sample samples[SAMPLES];
static size_t sample_count;
static onto_dictionary *dictionary;
static onto_tagger *taggers[SAMPLES]; /* one each, so that the tags stay */

static void read_samples(const char *shared)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/samples", shared);
	DIR *folder = opendir(path);
	for (struct dirent *file; folder && sample_count < SAMPLES && (file = readdir(folder)) != NULL;) {
		sample *s = &samples[sample_count];
		if (file->d_name[0] == '.') {
			continue;
		}
		snprintf(s->name, sizeof s->name, "%s", file->d_name);
		snprintf(path, sizeof path, "%s/samples/%s", shared, file->d_name);
		s->text = read_file(path, &s->length);
		sample_count += s->text != NULL;
	}
	if (folder) {
		closedir(folder);
	}
}

static void every_sample_is_tagged(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample_count; i++) {
		sample *s = &samples[i];
		onto_error error = {0};
		taggers[i] = tagger_of(dictionary, NULL);
		must(onto_tagger_tag(taggers[i], s->text, s->length, &s->tags, &error), &error);
		const char *wrong = check_tags(s->text, s->length, NULL, s->tags);
		if (wrong) {
			fail_msg("%s: %s", s->name, wrong);
		}
		assert_true(s->tags->mention_count > 0);
	}
}

static bool reads(const sample *s, const onto_mention *m, const char *text)
{
	return strlen(text) == m->end - m->start && memcmp(s->text + m->start, text, m->end - m->start) == 0;
}

static bool has_code(const onto_mention *m, const char *code)
{
	for (size_t i = 0; i < m->code_count; i++) {
		if (strcmp(m->codes[i], code) == 0) {
			return true;
		}
	}
	return false;
}

/* Is this text a mention, with this code unless it is NULL, in a sample whose name begins so? */
static bool is_found(const char *name, const char *text, const char *code)
{
	for (size_t i = 0; i < sample_count; i++) {
		const sample *s = &samples[i];
		for (size_t m = 0; strncmp(s->name, name, strlen(name)) == 0 && m < s->tags->mention_count; m++) {
			if (reads(s, &s->tags->mentions[m], text) && (!code || has_code(&s->tags->mentions[m], code))) {
				return true;
			}
		}
	}
	return false;
}

/* \n in place. */
static void undo_escapes(char *text)
{
	for (char *at; (at = strstr(text, "\\n")) != NULL;) {
		*at = '\n';
		memmove(at + 1, at + 2, strlen(at + 2) + 1);
	}
}

/* The row without the mark. */
static bool check_row(char *row, bool *open)
{
	char *copy = strdup(row), *rest = copy, *fields[5] = {0};
	for (size_t i = 0; i < COUNT(fields) && rest; i++) {
		fields[i] = strsep(&rest, "\t");
	}
	bool find = strcmp(fields[0], "find") == 0;
	const char *mark = fields[find ? 4 : 2];
	undo_escapes(fields[find ? 2 : 1]);
	bool met = find ? is_found(fields[1], fields[2], fields[3]) : !is_found("", fields[1], NULL);
	*open = mark && strcmp(mark, "open") == 0;
	if (met == *open) {
		print_error("%s: %s\n", met ? "no longer open" : find ? "not found" : "found", row);
	}
	free(copy);
	bool good = met != *open;
	*open = *open && !met;
	return good;
}

static void what_is_expected_is_found(void **state)
{
	(void)state;
	char *table = read_test_file("samples/expected.tsv", NULL), *rest = table;
	size_t wrong = 0, rows = 0, opens = 0;
	buffer now = {0};
	assert_non_null(table);
	for (char *row; (row = strsep(&rest, "\n")) != NULL && (rest || *row);) {
		bool open = false;
		if (*row && *row != '#') {
			wrong += !check_row(row, &open);
			rows++;
			opens += open;
			char *mark = strstr(row, "\topen");
			if (mark && !open) {
				*mark = '\0';
			}
		}
		buffer_text(&now, row);
		buffer_byte(&now, '\n');
	}
	if (updating()) {
		char path[4096];
		test_path(path, "samples/expected.tsv");
		write_file(path, now.bytes, now.length);
		wrong = 0;
	}
	buffer_free(&now);
	free(table);
	print_message("%zu rows, %zu open\n", rows, opens);
	assert_true(rows > 40);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const char *shared = getenv("ONTOTAG_SHARED"), *full = getenv("ONTOTAG_FULL");
	onto_error error = {0};
	read_samples(shared ? shared : "../shared");
	if (!sample_count || !full || access(full, R_OK) != 0) {
		printf("skipped: needs ../shared/samples and the full dictionary (ONTOTAG_FULL)\n");
		return SKIPPED;
	}
	const char *starter = getenv("ONTOTAG_STARTER"), *curation = getenv("ONTOTAG_CURATION");
	const char *layers[] = {full, starter, curation};
	if (onto_dictionary_load(layers, starter && curation ? 3 : 1, &plain_rows, &dictionary, &error) != ONTO_OK) {
		printf("%s:%zu: %s\n", error.file, error.line, error.message);
		return 1;
	}
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sample_is_tagged),
		cmocka_unit_test(what_is_expected_is_found),
	};
	int failures = cmocka_run_group_tests(tests, NULL, NULL);
	for (size_t i = 0; i < sample_count; i++) {
		onto_tagger_free(taggers[i]);
		free(samples[i].text);
	}
	onto_dictionary_free(dictionary);
	return failures;
}
