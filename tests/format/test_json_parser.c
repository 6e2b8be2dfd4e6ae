/* JSON: what is one value and what is none, as jansson has it; numbers beyond the machine's; allocations that
 * fail. */
#include "format/json_parser.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

static const char *const good[] = {
	"null",
	" true ",
	"false",
	"0",
	"-0",
	"12",
	"-9223372036854775808",
	"1.5",
	"-0.25e+3",
	"1E2",
	"1e-999",
	"\"\"",
	"\"a\"",
	"\"\\u0061\\u00e9\\u20ac\\ud83d\\ude00\\n\\t\\\"\\\\\\/\\b\\f\\r\"",
	"\"na\xc3\xafve \xf0\x9f\x98\x80\"",
	"\"a\\u0000b\"",
	"\"]\"",
	"\"[\"",
	"\"{\"",
	"[]",
	"[ ]",
	"{}",
	"{ }",
	"[1,2 , 3]",
	"[[],[[]],{}]",
	"{\"a\":1,\"b\":[{\"c\":null}],\"\":\"\"}",
	"{\"a\":1,\"a\":2}",
	"\t[\r\n1]\n",
	"[\"[\",\"{\"]",
	"{\"[\":\"{\"}",
};

static const char *const bad[] = {
	"",
	" ",
	"nul",
	"nulls",
	"True",
	"01",
	"1.",
	".5",
	"1e",
	"+1",
	"-",
	"1 2",
	"\"",
	"\"a",
	"\"\\",
	"\"\\x\"",
	"\"\\u12\"",
	"\"\\ud800\"",
	"\"\\ud800\\u0041\"",
	"\"\\udc00\"",
	"\"\x01\"",
	"\"\xff\"",
	"\"\xc0\x80\"",
	"\"\xed\xa0\x80\"",
	"'a'",
	"[",
	"]",
	"[1",
	"[1,",
	"[1,]",
	"[,1]",
	"[1 2]",
	"{",
	"}",
	"{\"a\"}",
	"{\"a\":}",
	"{\"a\":1",
	"{\"a\":1,}",
	"{a:1}",
	"{1:1}",
	"{\"a\\u0000\":1}",
	"[1]]",
	"[1}",
	"{\"a\":1]",
	"[1] x",
};

static json_t *parsed(const char *text, onto_status status)
{
	json_t *value;
	onto_error error = {0};
	assert_int_equal(onto_json_parse(text, strlen(text), &value, NULL, &error), status);
	assert_true((value != NULL) == (status == ONTO_OK));
	return value;
}

static void values_are_those_of_jansson(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		json_t *value = parsed(good[i], ONTO_OK);
		json_t *other = json_loadb(good[i], strlen(good[i]), JSON_ALLOW_NUL | JSON_DECODE_ANY, NULL);
		assert_non_null(other);
		assert_true(json_equal(value, other));
		json_decref(value);
		json_decref(other);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		parsed(bad[i], ONTO_DAMAGED);
		assert_null(json_loadb(bad[i], strlen(bad[i]), JSON_ALLOW_NUL | JSON_DECODE_ANY, NULL));
	}
}

/* What jansson takes, this takes, and nothing else, after any change of a byte. */
static void changed_bytes_are_judged_alike(void **state)
{
	(void)state;
	static const char bytes[] = "\"\\[]{},:0123456789eE+-.tfnu \n\x01\x80\xc3\xed\xf4";
	for (size_t i = 0; i < COUNT(good); i++) {
		char text[200];
		size_t length = strlen(good[i]);
		for (size_t at = 0; at < length; at++) {
			for (size_t k = 0; k + 1 < sizeof bytes; k++) {
				json_t *value;
				json_error_t reason;
				memcpy(text, good[i], length);
				text[at] = bytes[k];
				json_t *other = json_loadb(text, length, JSON_ALLOW_NUL | JSON_DECODE_ANY, &reason);
				onto_status status = onto_json_parse(text, length, &value, NULL, NULL);
				/* jansson refuses what is beyond the machine */
				bool beyond = !other && json_error_code(&reason) == json_error_numeric_overflow;
				assert_true(beyond || (other != NULL) == (status == ONTO_OK));
				assert_true(!other || json_equal(value, other));
				json_decref(value);
				json_decref(other);
			}
		}
	}
}

static void a_number_beyond_the_machine_is_a_string(void **state)
{
	(void)state;
	static const char *const numbers[] = {"123456789012345678901234567890", "-9223372036854775809",
	                                      "9223372036854775808", "1e400", "-1E+999"};
	for (size_t i = 0; i < COUNT(numbers); i++) {
		json_t *value = parsed(numbers[i], ONTO_OK);
		assert_string_equal(json_string_value(value), numbers[i]);
		json_decref(value);
	}
	json_t *real = parsed("0.1234567890123456789012345678901234567890", ONTO_OK);
	assert_true(json_real_value(real) > 0.1234 && json_real_value(real) < 0.1235);
	json_decref(real);
}

/* What is no JSON, but written by programs that write JSON. */
static void no_number_is_null_where_that_is_taken(void **state)
{
	(void)state;
	static const char text[] = "[NaN,1,-Infinity,Infinity,-1,null]";
	json_t *value;
	bool changed;
	onto_error error = {0};
	parsed(text, ONTO_DAMAGED);
	must(json_parse(text, sizeof text - 1, "a", 1, &value, &changed, &error), &error);
	assert_true(changed);
	json_t *expected = parsed("[null,1,null,null,-1,null]", ONTO_OK);
	assert_true(json_equal(value, expected));
	json_decref(value);
	json_decref(expected);
	must(json_parse("[1]", 3, "a", 1, &value, &changed, &error), &error);
	assert_false(changed);
	json_decref(value);
	assert_int_equal(json_parse("[nan]", 5, "a", 1, &value, &changed, &error), ONTO_DAMAGED);
	assert_int_equal(json_parse("[-Inf]", 6, "a", 1, &value, &changed, &error), ONTO_DAMAGED);
}

static void numbers_are_read_alike_in_every_locale(void **state)
{
	(void)state;
	static const char *const locales[] = {"de_DE.UTF-8", "tr_TR.UTF-8", "C"};
	for (size_t i = 0; i < COUNT(locales); i++) {
		if (setlocale(LC_ALL, locales[i])) {
			json_t *real = parsed("[1.5]", ONTO_OK);
			assert_true(json_real_value(json_array_get(real, 0)) == 1.5);
			json_decref(real);
		}
	}
	setlocale(LC_ALL, "C");
}

static void the_place_of_a_fault_is_told(void **state)
{
	(void)state;
	json_t *value;
	size_t place;
	onto_error error = {0};
	assert_int_equal(onto_json_parse("{\"a\":1,\n\"b\":x}", 14, &value, &place, &error), ONTO_DAMAGED);
	assert_int_equal(error.line, 2);
	assert_int_equal(place, 12);
	assert_int_equal(onto_json_parse("[\"a\xff\"]", 6, &value, &place, &error), ONTO_DAMAGED);
	assert_int_equal(place, 3);
	assert_int_equal(json_parse("[\n\n1 2]", 7, "a.json", 10, &value, NULL, &error), ONTO_DAMAGED);
	assert_int_equal(error.line, 12);
	assert_string_equal(error.file, "a.json");
}

static void deep_nesting_has_an_end(void **state)
{
	(void)state;
	enum { DEEP = 100000 };
	char *text = malloc(DEEP * 2 + 1);
	memset(text, '[', DEEP);
	memset(text + DEEP, ']', DEEP);
	text[DEEP * 2] = '\0';
	parsed(text, ONTO_DAMAGED);
	text[DEEP + 2000] = '\0';
	json_decref(parsed(text + DEEP - 2000, ONTO_OK));
	free(text);
}

/* ---- allocations --------------------------------------------------------------------------------------------- */

static size_t left, live;

static void *some(size_t size)
{
	if (left && --left == 0) {
		return NULL;
	}
	live++;
	return malloc(size);
}

static void none(void *piece)
{
	live -= piece != NULL;
	free(piece);
}

/* A failed allocation inside jansson is told as such: no value comes out that is shorter. */
static void no_failed_allocation_goes_by(void **state)
{
	(void)state;
	static const char text[] =
		"{\"id\":7,\"text\":\"A text of more than thirty two bytes, and then some more of it, so that it grows\","
		"\"list\":[1,2.5,\"three\",{\"a\":\"b\"},[],null,true],\"again\":\"na\\u00efve and long enough for a buffer\"}";
	json_t *whole = json_loads(text, 0, NULL), *value = NULL;
	json_set_alloc_funcs(some, none);
	onto_status status = ONTO_NO_MEMORY;
	size_t failing = 0;
	while (status == ONTO_NO_MEMORY) {
		left = ++failing;
		live = 0;
		status = onto_json_parse(text, sizeof text - 1, &value, NULL, NULL);
		assert_true(status == ONTO_OK || (!value && live == 0));
	}
	left = 0;
	assert_int_equal(status, ONTO_OK);
	assert_true(failing > 20);
	assert_true(json_equal(value, whole));
	json_decref(value);
	json_set_alloc_funcs(malloc, free);
	json_decref(whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_those_of_jansson),
		cmocka_unit_test(changed_bytes_are_judged_alike),
		cmocka_unit_test(a_number_beyond_the_machine_is_a_string),
		cmocka_unit_test(no_number_is_null_where_that_is_taken),
		cmocka_unit_test(numbers_are_read_alike_in_every_locale),
		cmocka_unit_test(the_place_of_a_fault_is_told),
		cmocka_unit_test(deep_nesting_has_an_end),
		cmocka_unit_test(no_failed_allocation_goes_by),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
