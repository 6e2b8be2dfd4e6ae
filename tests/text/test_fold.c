/* Folding. */
#include <stdlib.h>
#include <string.h>

#include "support.h"
#include "text/fold.h"

static void words_are_folded(void **state)
{
	(void)state;
	static const struct {
		const char *word, *folded;
	} examples[] = {
		{"Asthma", "asthma"},
		{"IL", "il"},
		{"79", "79"},
		{"Sjögren", "sjogren"},
		{"SJÖGREN", "sjogren"},
		{"Sjo\xcc\x88gren", "sjogren"},
		{"Ménière", "meniere"},
		{"ﬁbrosis", "fibrosis"},
		{"ﬄuent", "ffluent"},
		{"Ａｓｔｈｍａ", "asthma"},
		{"２０", "20"},
		{"m²", "m2"},
		{"B₁₂", "b12"},
		{"Straße", "strasse"},
		{"œdema", "oedema"},
		{"Æther", "aether"},
		{"Ødegaard", "odegaard"},
		{"Łukasz", "lukasz"},
		{"α", "alpha"},
		{"Γ", "gamma"},
		{"ς", "sigma"},
		{"µ", "mu"},
		{"μ", "mu"},
		{"ϐ", "beta"},
		{"lym\xc2\xadphoma", "lymphoma"},
		{"İ", "i"},
	};
	for (size_t i = 0; i < COUNT(examples); i++) {
		char out[FOLD_MAX];
		size_t length = fold(examples[i].word, strlen(examples[i].word), out);
		if (length != strlen(examples[i].folded) || memcmp(out, examples[i].folded, length) != 0) {
			fail_msg("%s is folded to %.*s, expected %s", examples[i].word, (int)length, out, examples[i].folded);
		}
	}
}

static void what_is_too_long_or_empty_is_nothing(void **state)
{
	(void)state;
	char word[4 * FOLD_MAX], out[FOLD_MAX];
	memset(word, 'A', sizeof word);
	assert_int_equal(fold(word, FOLD_MAX, out), FOLD_MAX);
	assert_int_equal(fold(word, FOLD_MAX + 1, out), 0);
	assert_int_equal(fold(word, 0, out), 0);
	assert_int_equal(fold("\xc2\xad", 2, out), 0);
	/* Each of these becomes seven letters. */
	for (size_t i = 0; i + 1 < sizeof word; i += 2) {
		memcpy(word + i, "ε", 2);
	}
	assert_int_equal(fold(word, 2 * (FOLD_MAX / 7), out), FOLD_MAX / 7 * 7);
	assert_int_equal(fold(word, 2 * (FOLD_MAX / 7 + 1), out), 0);
}

static void broken_bytes_are_nothing(void **state)
{
	(void)state;
	char out[FOLD_MAX];
	static const char *const broken[] = {"\xff", "ab\xc3", "\xe2\x80", "\xed\xa0\x80", "a\xc0\x80"};
	for (size_t i = 0; i < COUNT(broken); i++) {
		assert_int_equal(fold(broken[i], strlen(broken[i]), out), 0);
	}
}

/* Folding what is folded changes nothing: a name and a text meet in the middle. */
static void folding_twice_is_folding_once(void **state)
{
	(void)state;
	char once[FOLD_MAX], twice[FOLD_MAX];
	for (unsigned point = 0x80; point < 0x3000; point++) {
		char bytes[4];
		size_t size = 0;
		if (point < 0x800) {
			bytes[size++] = (char)(0xc0 | point >> 6);
		} else {
			bytes[size++] = (char)(0xe0 | point >> 12);
			bytes[size++] = (char)(0x80 | (point >> 6 & 0x3f));
		}
		bytes[size++] = (char)(0x80 | (point & 0x3f));
		size_t length = fold(bytes, size, once);
		size_t again = fold(once, length, twice);
		if (again != length || memcmp(once, twice, length) != 0) {
			fail_msg("U+%04X: %.*s, then %.*s", point, (int)length, once, (int)again, twice);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_folded),
		cmocka_unit_test(what_is_too_long_or_empty_is_nothing),
		cmocka_unit_test(broken_bytes_are_nothing),
		cmocka_unit_test(folding_twice_is_folding_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
