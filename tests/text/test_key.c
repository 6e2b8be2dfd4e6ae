/* Keys and what lies between two words; the pairs are in related.tsv. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buffer.h"
#include "support.h"
#include "text/key.h"

static void relation_words(unsigned bits, bool related, char out[64])
{
	static const struct {
		unsigned bit;
		const char *word;
	} words[] = {{ONTO_BY_PLURAL, "plural"}, {ONTO_BY_SPELLING, "spelling"}, {ONTO_BY_DERIVED, "derived"}};
	out[0] = '\0';
	for (size_t i = 0; related && i < COUNT(words); i++) {
		if (bits & words[i].bit) {
			strcat(out, *out ? "+" : "");
			strcat(out, words[i].word);
		}
	}
	if (!*out) {
		strcpy(out, related ? "same" : "none");
	}
}

/* What lies between two words by relation and key; the same both ways round. */
static void relation(keyer *keyer, const char *a, const char *b, char out[64])
{
	bool related, back;
	char a_key[FOLD_MAX + 8], b_key[FOLD_MAX + 8], other[64];
	size_t a_length = keyer_key(keyer, a, strlen(a), a_key), b_length = keyer_key(keyer, b, strlen(b), b_key);
	bool one_key = a_length == b_length && memcmp(a_key, b_key, a_length) == 0;
	unsigned bits = word_relation(a, strlen(a), b, strlen(b), &related);
	relation_words(bits, related && one_key, out);
	bits = word_relation(b, strlen(b), a, strlen(a), &back);
	relation_words(bits, back && one_key, other);
	assert_string_equal(out, other);
}

static void pairs_are_related_as_the_table_says(void **state)
{
	(void)state;
	size_t wrong = 0;
	char *table = read_test_file("text/related.tsv", NULL), *rest = table;
	keyer *keyer = keyer_new();
	buffer now = {0};
	assert_non_null(table);
	for (char *line; (line = strsep(&rest, "\n")) != NULL && (rest || *line);) {
		char a[64], b[64], expected[64], mark[8] = "", found[64];
		if (*line == '#' || sscanf(line, "%63[^\t]\t%63[^\t]\t%63s\t%7s", a, b, expected, mark) < 3) {
			buffer_text(&now, line);
			buffer_byte(&now, '\n');
			continue;
		}
		relation(keyer, a, b, found);
		bool open = strcmp(mark, "open") == 0, met = strcmp(found, expected) == 0;
		if (met == open) {
			wrong++;
			print_error("%s, %s: %s, expected %s%s\n", a, b, found, expected, met ? ": no longer open" : "");
		}
		buffer_text(&now, a);
		buffer_byte(&now, '\t');
		buffer_text(&now, b);
		buffer_byte(&now, '\t');
		buffer_text(&now, open ? expected : found);
		buffer_text(&now, open && !met ? "\topen\n" : "\n");
	}
	if (updating()) {
		char path[4096];
		test_path(path, "text/related.tsv");
		write_file(path, now.bytes, now.length);
		wrong = 0;
	}
	buffer_free(&now);
	free(table);
	keyer_free(keyer);
	assert_int_equal(wrong, 0);
}

static void a_key_has_room_and_repeats(void **state)
{
	(void)state;
	keyer *keyer = keyer_new();
	uint64_t seed = 9;
	for (int round = 0; round < 50000; round++) {
		char word[FOLD_MAX], first[FOLD_MAX + 8], second[FOLD_MAX + 8];
		size_t length = 1 + random_below(&seed, round % 50 ? 14 : FOLD_MAX);
		for (size_t i = 0; i < length; i++) {
			word[i] = "aeiouysmtlnxcphbr"[random_below(&seed, 17)];
		}
		size_t key = keyer_key(keyer, word, length, first);
		assert_true(key > 0 && key <= length + 2);
		assert_int_equal(keyer_key(keyer, word, length, second), key);
		assert_memory_equal(first, second, key);
		bool related;
		assert_int_equal(word_relation(word, length, word, length, &related), 0);
		assert_true(related);
	}
	keyer_free(keyer);
	keyer_free(NULL);
}

static void words_without_letters_keep_themselves(void **state)
{
	(void)state;
	keyer *keyer = keyer_new();
	static const char *const words[] = {"2", "20", "as", "a", "b12"};
	for (size_t i = 0; i < COUNT(words); i++) {
		char key[FOLD_MAX + 8];
		assert_int_equal(keyer_key(keyer, words[i], strlen(words[i]), key), strlen(words[i]));
		assert_memory_equal(key, words[i], strlen(words[i]));
	}
	keyer_free(keyer);
}

/* Every numeral below 40 of six letters or fewer, and only where it is written the one right way. */
static void roman_numerals_are_read(void **state)
{
	(void)state;
	static const char *const tens[] = {"", "x", "xx", "xxx"};
	static const char *const ones[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
	for (unsigned value = 1; value < 40; value++) {
		char word[16];
		snprintf(word, sizeof word, "%s%s", tens[value / 10], ones[value % 10]);
		assert_int_equal(roman_value(word, strlen(word)), strlen(word) <= 6 ? value : 0);
	}
	static const char *const none[] = {"", "iiii", "vx", "vv", "iix", "mix", "l", "c", "xxxx", "ivi", "2"};
	for (size_t i = 0; i < COUNT(none); i++) {
		assert_int_equal(roman_value(none[i], strlen(none[i])), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_are_related_as_the_table_says),
		cmocka_unit_test(a_key_has_room_and_repeats),
		cmocka_unit_test(words_without_letters_keep_themselves),
		cmocka_unit_test(roman_numerals_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
