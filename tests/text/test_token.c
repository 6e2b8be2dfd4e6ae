/* Tokens and gaps. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"
#include "text/token.h"

static const char *gap_word(uint8_t gap)
{
	static const char *const words[] = {"", "_", "-", "\\", "=", "/", ",", "#", "|"};
	return words[gap];
}

/* Tokens as one string: each gap as a sign (| barrier, _ space, - hyphen, \ line, = hyphen and line, / slash,
 * , comma, # hard, nothing for none), then the token, its possessive after a +. */
static void draw(const char *text, size_t length, char *out, size_t space)
{
	tokenizer t;
	token token;
	size_t used = 0;
	out[0] = '\0';
	tokenizer_start(&t, text, length);
	while (tokenizer_next(&t, &token) && used < space) {
		used += (size_t)snprintf(out + used, space - used, "%s%.*s", gap_word(token.gap),
		                         (int)(token.end - token.start), text + token.start);
		if (token.possessive && used < space) {
			used += (size_t)snprintf(out + used, space - used, "+%.*s", token.possessive, text + token.end);
		}
	}
}

typedef struct example {
	const char *text, *tokens;
} example;

static void check(const example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char drawn[400];
		draw(examples[i].text, strlen(examples[i].text), drawn, sizeof drawn);
		if (strcmp(drawn, examples[i].tokens) != 0) {
			fail_msg("\"%s\": tokens %s, expected %s", examples[i].text, drawn, examples[i].tokens);
		}
	}
}

static void tokens_are_runs_of_letters_or_digits(void **state)
{
	(void)state;
	static const example examples[] = {
		{"", ""},
		{" \n\t ", ""},
		{"asthma", "|asthma"},
		{"CD79a", "|CD79a"},
		{"IL2 IL-2 IL 2", "|IL2_IL-2_IL_2"},
		{"(CD20+)", "|CD20"},
		{"Sjögren", "|Sjögren"},
		{"caf\x65\xcc\x81 bar", "|cafe\xcc\x81_bar"},
		{"lym\xc2\xadphoma", "|lym\xc2\xadphoma"},
	};
	check(examples, COUNT(examples));
}

static void letters_and_digits_are_apart(void **state)
{
	(void)state;
	tokenizer t;
	token token;
	static const struct {
		uint32_t start, end;
		uint8_t gap, kind;
	} expected[] = {
		{1, 3, GAP_BARRIER, TOKEN_LETTERS}, {3, 5, GAP_NONE, TOKEN_DIGITS},  {5, 6, GAP_NONE, TOKEN_LETTERS},
		{7, 9, GAP_SPACE, TOKEN_GREEK},     {9, 10, GAP_NONE, TOKEN_DIGITS},
	};
	tokenizer_start(&t,
	                "(CD79a \xce\xb2"
	                "2)",
	                11);
	for (size_t i = 0; i < COUNT(expected); i++) {
		assert_true(tokenizer_next(&t, &token));
		assert_int_equal(token.start, expected[i].start);
		assert_int_equal(token.end, expected[i].end);
		assert_int_equal(token.gap, expected[i].gap);
		assert_int_equal(token.kind, expected[i].kind);
	}
	assert_false(tokenizer_next(&t, &token));
	assert_false(tokenizer_next(&t, &token));
}

static void gaps_say_what_stands_between(void **state)
{
	(void)state;
	static const example examples[] = {
		{"a b", "|a_b"},
		{"a  \t b", "|a_b"},
		{"a\xc2\xa0"
	     "b",
	     "|a_b"},
		{"a-b a - b a\xe2\x80\x93"
	     "b a\xe2\x88\x92"
	     "b",
	     "|a-b_a#b_a-b_a-b"},
		{"a--b", "|a#b"},
		{"BCR::ABL1 a:b a::1 a ::b", "|BCR-ABL1_a#b_a#1_a#b"},
		{"IL-2, -4 a, - b", "|IL-2,4_a#b"},
		{"a\nb a \n b a\r\nb", "|a\\b_a\\b_a\\b"},
		{"a-\nb a-\r\n b a\xe2\x80\x90\nb", "|a=b_a=b_a=b"},
		{"a\rb a-\rb a- \nb a -\nb", "|a\\b_a=b_a=b_a|b"},
		{"a\u2028b a-\u2028b", "|a\\b_a=b"},
		{"a\u00ad\nb a\u00ac\r\nb a\u00acb", "|a=b_a#b_a#b"},
		{"a/b a / b", "|a/b_a/b"},
		{"a, b a,\nb a,b", "|a,b_a,b_a#b"},
		{"a (b) [c] d+e d&e", "|a#b#c#d#e_d#e"},
		{"a\xef\xbf\xbf"
	     "b",
	     "|a#b"},
	};
	check(examples, COUNT(examples));
}

static void sentences_clauses_and_paragraphs_are_barriers(void **state)
{
	(void)state;
	static const example examples[] = {
		{"ends. Then", "|ends|Then"},
		{"ends.\nThen", "|ends|Then"},
		{"ends. 5 more", "|ends|5_more"},
		{"Is it? Yes! no", "|Is_it|Yes|no"},
		{"one; two: three", "|one|two|three"},
		{"one\n\ntwo", "|one|two"},
		{"one \r\n \r\ntwo", "|one|two"},
		{"one\r\rtwo", "|one|two"},
		{"approx. five", "|approx#five"},
		{"E. coli E. Coli", "|E#coli_E#Coli"},
		{"v1.2 www.example", "|v1#2_www#example"},
		{"t(9;22) 12:30", "|t#9#22#12#30"},
	};
	check(examples, COUNT(examples));
}

static void a_possessive_belongs_to_its_token(void **state)
{
	(void)state;
	static const example examples[] = {
		{"Hodgkin's lymphoma", "|Hodgkin+'s_lymphoma"},
		{"Hodgkin\xe2\x80\x99s lymphoma", "|Hodgkin+\xe2\x80\x99s_lymphoma"},
		{"Hodgkin's\nlymphoma", "|Hodgkin+'s\\lymphoma"},
		{"Crohn's", "|Crohn+'s"},
		{"CROHN'S DISEASE", "|CROHN+'S_DISEASE"},
		{"Graves' disease", "|Graves+'_disease"},
		{"Graves\xe2\x80\x99 disease", "|Graves+\xe2\x80\x99_disease"},
		{"Crohn's, then", "|Crohn+'s,then"},
		{"Hodgkin's-like", "|Hodgkin+'s-like"},
		{"d'Arcy's 'quoted' o'sullivan", "|d#Arcy+'s#quoted#o#sullivan"},
		{"Hodgkin's\xc2\xa0lymphoma", "|Hodgkin+'s_lymphoma"},
		{"Hodgkin's\xe2\x80\x94that", "|Hodgkin+'s#that"},
		{"l's\xc3\xa9", "|l#s\xc3\xa9"},
		{"2's", "|2#s"},
		{"Crohn`s Crohn\u00b4s Crohn\u2018s Crohn\u2032s Crohn\u02bcs Crohn\uff07s",
	     "|Crohn+`s_Crohn+\u00b4s_Crohn+\u2018s_Crohn+\u2032s_Crohn+\u02bcs_Crohn+\uff07s"},
		{"Graves` disease", "|Graves#disease"},
	};
	check(examples, COUNT(examples));
}

static void a_greek_letter_is_a_token(void **state)
{
	(void)state;
	static const example examples[] = {
		{"TNF\xce\xb1", "|TNF\xce\xb1"},
		{"\xce\xb1\xce\xb2", "|\xce\xb1\xce\xb2"},
		{"\xc2\xb5g", "|\xc2\xb5g"},
		{"TGF-\u00df1 TNF\u00df \u00df-blocker", "|TGF-\u00df1_TNF\u00df_\u00df-blocker"},
		{"Wei\u00dfmann Gru\u00df", "|Wei\u00dfmann_Gru\u00df"},
	};
	check(examples, COUNT(examples));
	tokenizer t;
	token token;
	tokenizer_start(&t, "\xce\xb1\xce\xb2", 4);
	assert_true(tokenizer_next(&t, &token));
	assert_int_equal(token.end, 2);
	assert_int_equal(token.kind, TOKEN_GREEK);
}

static void what_is_no_utf8_separates(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t length;
		const char *tokens;
	} examples[] = {
		{"ab\xff"
	     "cd",
	     5, "|ab#cd"},
		{"ab\xc3", 3, "|ab"},
		{"ab\xc3 cd", 6, "|ab#cd"},
		{"ab\0cd", 5, "|ab#cd"},
		{"\0\0ab", 4, "|ab"},
		{"ab\xed\xa0\x80"
	     "cd",
	     7, "|ab#cd"},
		{"ab\xc0\x80"
	     "cd",
	     6, "|ab#cd"},
		{"ab\xf4\x90\x80\x80"
	     "cd",
	     8, "|ab#cd"},
		{"\xe2\x80", 2, ""},
		{"ab\xe2\x80", 4, "|ab"},
	};
	for (size_t i = 0; i < COUNT(examples); i++) {
		char drawn[100];
		draw(examples[i].bytes, examples[i].length, drawn, sizeof drawn);
		assert_string_equal(drawn, examples[i].tokens);
	}
}

/* Bytes past the length are not looked at: the text has just its own memory. */
static void the_length_is_the_end(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"Crohn's", "Crohn'", "abc\xe2\x80\x99s", "a\xe2\x80", "x.", "x ", "x:", "-", "\xce"};
	for (size_t i = 0; i < COUNT(texts); i++) {
		for (size_t length = 0; length <= strlen(texts[i]); length++) {
			char *copy = malloc(length ? length : 1);
			tokenizer t;
			token token;
			memcpy(copy, texts[i], length);
			tokenizer_start(&t, copy, length);
			while (tokenizer_next(&t, &token)) {
				assert_true(token.start < token.end && token.end + token.possessive <= length);
			}
			free(copy);
		}
	}
}

/* Whatever the bytes: tokens in order and apart, of whole characters and known kinds. */
static void any_bytes_give_sound_tokens(void **state)
{
	(void)state;
	static const char *const pieces[] = {"a",        "B",        "7",    " ",    "-", "\n", "'s", "\xe2\x80\x99s",
	                                     "\xce\xb1", "\xc3\xa9", "\xff", "\xe2", ".", ",",  "/",  "\xcc\x81",
	                                     "\xc2\xad", "\xc2\xb2", "(",    ";",    "\0"};
	uint64_t seed = 5;
	for (int round = 0; round < 20000; round++) {
		char text[64];
		size_t length = 0, before = 0;
		while (length < 40) {
			const char *piece = pieces[random_below(&seed, COUNT(pieces))];
			size_t size = *piece ? strlen(piece) : 1;
			memcpy(text + length, piece, size);
			length += size;
			if (random_below(&seed, 12) == 0) {
				break;
			}
		}
		tokenizer t;
		token token;
		tokenizer_start(&t, text, length);
		for (bool first = true; tokenizer_next(&t, &token); first = false) {
			assert_true(token.start >= before && token.start < token.end);
			assert_true(token.end + token.possessive <= length);
			assert_true(token.gap <= GAP_BARRIER && token.kind <= TOKEN_GREEK);
			assert_true(!first || token.gap == GAP_BARRIER);
			assert_true(((unsigned char)text[token.start] & 0xc0) != 0x80);
			assert_true(token.end == length || ((unsigned char)text[token.end] & 0xc0) != 0x80 ||
			            (unsigned char)text[token.end - 1] < 0x80);
			before = token.end + token.possessive;
		}
	}
}

/* A character without width says nothing, but has to be looked at as what is not ASCII: short gaps are read from
 * tables. */
static void short_gaps_are_what_they_are_byte_by_byte(void **state)
{
	(void)state;
	static const char after[] = {'b', 'B', '7'};
	for (int first = 0; first < 128; first++) {
		for (int second = 0; second < 128; second++) {
			for (size_t i = 0; i < COUNT(after); i++) {
				char plain[16], slow[16], plain_drawn[80], slow_drawn[80];
				int length = snprintf(plain, sizeof plain, "xx%c%c%c yy", first ? first : '-',
				                      second ? second : '-', after[i]);
				int slow_length = snprintf(slow, sizeof slow, "xx%c%c\u200b%c yy", plain[2], plain[3], after[i]);
				if (plain[2] == '\'' || plain[3] == ';' || plain[3] == ':') {
					continue; /* a possessive; and what the byte behind a colon is counts */
				}
				bool word = (plain[2] | 0x20) >= 'a' && (plain[2] | 0x20) <= 'z';
				word = word || (plain[2] >= '0' && plain[2] <= '9') || (plain[3] >= '0' && plain[3] <= '9') ||
				       ((plain[3] | 0x20) >= 'a' && (plain[3] | 0x20) <= 'z');
				if (!word) {
					draw(plain, (size_t)length, plain_drawn, sizeof plain_drawn);
					draw(slow, (size_t)slow_length, slow_drawn, sizeof slow_drawn);
					assert_string_equal(plain_drawn, slow_drawn);
				}
			}
		}
	}
}

/* What tokenizer_plain takes is what tokenizer_next would have given. */
static void plain_tokens_are_tokens(void **state)
{
	(void)state;
	/* clang-format off */
	static const char *const pieces[] = {" ", " ", " a", " leukemia", " ALL", "'s", "'", "`s", "\u2019s", "-", ", ", ".", " Sj\u00f6gren",
	                                     " fifteenletterss", " sixteenletterssx", " seventeenlettersxx", "7", " 12", "\n", "z"};
	/* clang-format on */
	uint64_t chance = 20261125;
	size_t plain = 0;
	for (int round = 0; round < 20000; round++) {
		char text[256] = "x";
		while (strlen(text) < 60 + random_below(&chance, 100)) {
			strcat(text, pieces[random_below(&chance, COUNT(pieces))]);
		}
		tokenizer quick, slow;
		token a, b;
		tokenizer_start(&quick, text, strlen(text));
		slow = quick;
		while (tokenizer_next(&slow, &b)) {
			bool taken = tokenizer_plain(&quick, &a);
			plain += taken;
			assert_true(taken || tokenizer_next(&quick, &a));
			assert_memory_equal(&a, &b, sizeof a);
		}
		assert_false(tokenizer_plain(&quick, &a) || tokenizer_next(&quick, &a));
	}
#ifdef __SSE2__
	assert_true(plain > 20000);
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_runs_of_letters_or_digits),
		cmocka_unit_test(letters_and_digits_are_apart),
		cmocka_unit_test(gaps_say_what_stands_between),
		cmocka_unit_test(sentences_clauses_and_paragraphs_are_barriers),
		cmocka_unit_test(a_possessive_belongs_to_its_token),
		cmocka_unit_test(a_greek_letter_is_a_token),
		cmocka_unit_test(what_is_no_utf8_separates),
		cmocka_unit_test(the_length_is_the_end),
		cmocka_unit_test(any_bytes_give_sound_tokens),
		cmocka_unit_test(short_gaps_are_what_they_are_byte_by_byte),
		cmocka_unit_test(plain_tokens_are_tokens),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
