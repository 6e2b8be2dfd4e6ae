/* Nothing that is shown commands a terminal. */
#include "core/printable.h"

#include <string.h>

#include "support.h"

static void control_characters_become_visible(void **state)
{
	(void)state;
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{"plain \xc3\xa9", "plain \xc3\xa9"},
		{"a\x1b[31mb", "a\\x1b[31mb"},
		{"line\nend\t", "line\\x0aend\\x09"},
		{"\x7f\xc2\x9b", "\\x7f\\xc2\\x9b"},
		{"", ""},
		{"\xc2\xa0\xc2", "\xc2\xa0\xc2"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		char out[64];
		printable_copy(out, sizeof out, cases[i].text);
		assert_string_equal(out, cases[i].shown);
	}
	char small[8];
	printable_copy(small, sizeof small, "abcde\x1bx");
	assert_string_equal(small, "abcde");
	printable_copy(small, sizeof small, "abcdefghijk");
	assert_string_equal(small, "abcdefg");
}

static void tabs_and_line_ends_are_no_commands(void **state)
{
	(void)state;
	assert_false(printable_has_control("a\tb\nc", 5));
	assert_true(printable_has_control("a\x1b", 2));
	assert_true(printable_has_control("\xc2\x85", 2));
	assert_false(printable_has_control("\xc2\x85", 1));
	assert_true(printable_has_control("\r", 1));
}

/* Every message, whatever a file or a caller had in it. */
static void messages_are_printable(void **state)
{
	(void)state;
	onto_error error = {0};
	onto_fail(&error, ONTO_IO, "a\x1b]0;x\x07", 0, "no '%s'", "\x1b[2J\nontotag: all is well");
	assert_string_equal(error.file, "a\\x1b]0;x\\x07");
	assert_string_equal(error.message, "no '\\x1b[2J\\x0aontotag: all is well'");
}

/* Rows and arguments that hold such are refused, so that no dictionary does. */
static void a_dictionary_has_none(void **state)
{
	(void)state;
	static const char *const rows[] = {
		"C\tA:1\tdisease\tasth\x1b[31mma\n", "C\tA:\x01\tdisease\tasthma\n",
		"C\tA:1\tdisease\tx\xc2\x9by\n",     "#source\tS\x7f\n",
		"C\tA:1\tdisease\ta\rb\n",
	};
	onto_error error = {0};
	onto_builder *builder;
	for (size_t i = 0; i < COUNT(rows); i++) {
		must_refuse(rows[i], strlen(rows[i]), &error);
		assert_non_null(strstr(error.message, "control character"));
		assert_int_equal(error.line, 1);
	}
	must(onto_builder_new(&builder, &error), &error);
	assert_int_equal(onto_builder_name(builder, "A:1", ONTO_EXACT, "a\x1b[m", 0, &error), ONTO_DAMAGED);
	assert_int_equal(onto_builder_source(builder, &(onto_source){.id = "a\x1b[m"}, &error), ONTO_DAMAGED);
	must(onto_builder_name(builder, "A:1", ONTO_EXACT, "a\tb", 0, &error), &error);
	onto_builder_free(builder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(control_characters_become_visible),
		cmocka_unit_test(tabs_and_line_ends_are_no_commands),
		cmocka_unit_test(messages_are_printable),
		cmocka_unit_test(a_dictionary_has_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
