/* The index of words with typing errors against going through all words. */
#include <stdlib.h>
#include <string.h>

#include "normalize/spelling.h"
#include "support.h"

static unsigned apart(const char *a, const char *b)
{
	return spelling_distance(a, strlen(a), b, strlen(b), 2);
}

static void distances(void **state)
{
	(void)state;
	assert_int_equal(apart("asthma", "asthma"), 0);
	assert_int_equal(apart("astma", "asthma"), 1);
	assert_int_equal(apart("asthmaa", "asthma"), 1);
	assert_int_equal(apart("asthna", "asthma"), 1);
	assert_int_equal(apart("ashtma", "asthma"), 1);
	assert_int_equal(apart("ahstma", "asthma"), 2);
	assert_int_equal(apart("leukaemia", "anaemia"), 3);
	assert_int_equal(apart("", "ab"), 2);
	assert_int_equal(apart("ab", "abcde"), 3);
}

static unsigned limit_of(size_t length)
{
	return length < 5 ? 0 : length < 8 ? 1 : 2;
}

/* Words of a small alphabet, so that many are near one another. */
static void the_index_finds_what_all_words_hold(void **state)
{
	(void)state;
	enum { WORDS = 400, SPACE = WORDS };
	uint64_t chance = 11;
	lexicon lexicon;
	spelling spelling;
	static correction found[SPACE];
	keyer *keyer = keyer_new();
	assert_true(keyer && lexicon_start(&lexicon, 0));
	for (int i = 0; i < WORDS; i++) {
		char word[16];
		size_t length = 4 + random_below(&chance, 8);
		for (size_t k = 0; k < length; k++) {
			word[k] = (char)('a' + random_below(&chance, 3));
		}
		assert_true(lexicon_add(&lexicon, keyer, word, length));
	}
	uint8_t *wanted = malloc(lexicon.words.count);
	float *weights = calloc(lexicon.words.count, sizeof *weights);
	assert_true(wanted && weights);
	memset(wanted, 1, lexicon.words.count);
	assert_true(spelling_start(&spelling, &lexicon, wanted));
	for (uint32_t a = 1; a < lexicon.words.count; a++) {
		const char *word = lexicon_text(&lexicon, a);
		size_t length = strlen(word), expected = 0;
		size_t count = spelling_find(&spelling, word, length, weights, found, SPACE);
		for (uint32_t b = 1; length >= 5 && b < lexicon.words.count; b++) {
			size_t other = strlen(lexicon_text(&lexicon, b));
			unsigned limit = limit_of(length < other ? length : other);
			expected +=
				other >= 5 && spelling_distance(word, length, lexicon_text(&lexicon, b), other, limit) <= limit;
		}
		assert_int_equal(count, expected);
		for (size_t i = 1; i < count; i++) {
			assert_true(found[i - 1].distance <= found[i].distance);
		}
		assert_true(count <= 3 || spelling_find(&spelling, word, length, weights, found, 3) == 3);
	}
	assert_int_equal(spelling_find(&spelling, "ab1ab", 5, weights, found, SPACE), 0);
	assert_true(spelling_bytes(&spelling) > 0);
	spelling_free(&spelling);
	lexicon_free(&lexicon);
	keyer_free(keyer);
	free(wanted);
	free(weights);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distances),
		cmocka_unit_test(the_index_finds_what_all_words_hold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
