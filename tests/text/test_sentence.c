/* Sentences, by a table of texts and over any bytes. */
#include <stdlib.h>
#include <string.h>

#include "support.h"
#include "vector.h"
#include "text/sentence.h"

typedef VECTOR(token) token_vector;

static void cut(const char *text, size_t length, token_vector *tokens)
{
	tokenizer t;
	token token;
	tokenizer_start(&t, text, length);
	while (tokenizer_next(&t, &token)) {
		assert_true(vector_push(tokens, token));
	}
}

/* Each row of the file: the sentences of a text, joined by " | "; "\n" stands for a line end. "* " before a
 * sentence says that it is an item. */
static char *drawn(const char *text)
{
	token_vector tokens = {0};
	sentence_vector found = {0};
	char *out = calloc(1, strlen(text) * 4 + 16);
	cut(text, strlen(text), &tokens);
	assert_true(sentences_find(&found, text, tokens.items, tokens.count));
	for (size_t i = 0; i < found.count; i++) {
		const sentence *s = &found.items[i];
		strcat(out, i ? " | " : "");
		strcat(out, s->item ? "* " : "");
		strncat(out, text + tokens.items[s->first].start,
		        tokens.items[s->end - 1].end - tokens.items[s->first].start);
		for (uint32_t t = s->first; t < s->end; t++) {
			assert_int_equal(sentence_of(&found, t), i);
		}
	}
	vector_free(&tokens);
	vector_free(&found);
	return out;
}

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

static void sentences_are_as_the_table_says(void **state)
{
	(void)state;
	size_t length;
	char *table = read_test_file("text/sentences.tsv", &length), *rest = table, *row;
	buffer given = {0};
	int bad = 0, rows = 0;
	while ((row = strsep(&rest, "\n"))) {
		if (!*row || *row == '#') {
			continue;
		}
		char *name = strsep(&row, "\t"), *text = strsep(&row, "\t"), *expected = strsep(&row, "\t");
		vector_name("text/sentences.tsv", name, &given);
		if (!expected) {
			fail_msg("sentences.tsv: a row of too few fields: %s", name);
		}
		unescape(text);
		unescape(expected);
		char *is = drawn(text);
		if (strcmp(is, expected) != 0) {
			print_error("%s:\ntext:      %s\nsentences: %s\nexpected:  %s\n\n", name, text, is, expected);
			bad++;
		}
		free(is);
		rows++;
	}
	buffer_free(&given);
	free(table);
	assert_true(rows > 30);
	assert_int_equal(bad, 0);
}

static void no_text_has_no_sentence(void **state)
{
	(void)state;
	sentence_vector found = {0};
	assert_true(sentences_find(&found, "", NULL, 0));
	assert_int_equal(found.count, 0);
	vector_free(&found);
}

/* Every token is in one sentence, whatever the bytes. */
static void sentences_cover_any_text(void **state)
{
	(void)state;
	static const char bytes[] = "aA1 .\n:;?!-*)(,\t\r\x80\xe2\xc3\xa4";
	uint64_t seed = 7;
	for (int round = 0; round < 20000; round++) {
		char text[64];
		size_t length = random_below(&seed, sizeof text);
		for (size_t i = 0; i < length; i++) {
			text[i] = bytes[random_below(&seed, sizeof bytes - 1)];
		}
		token_vector tokens = {0};
		sentence_vector found = {0};
		cut(text, length, &tokens);
		assert_true(sentences_find(&found, text, tokens.items, tokens.count));
		uint32_t at = 0;
		for (size_t i = 0; i < found.count; i++) {
			assert_int_equal(found.items[i].first, at);
			assert_true(found.items[i].end > at);
			at = found.items[i].end;
		}
		assert_int_equal(at, tokens.count);
		vector_free(&tokens);
		vector_free(&found);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(sentences_are_as_the_table_says),
	                                   cmocka_unit_test(no_text_has_no_sentence),
	                                   cmocka_unit_test(sentences_cover_any_text)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
