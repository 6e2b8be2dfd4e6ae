/* Options of callers that were built with another release. */
#include "core/options.h"

#include <stdio.h>
#include <string.h>

#include "support.h"

typedef struct later_options {
	onto_tag_options own;
	size_t added;
} later_options;

static void a_shorter_struct_has_the_defaults_behind_it(void **state)
{
	(void)state;
	onto_tag_options out,
		given = {.size = sizeof given.size + sizeof given.overlap, .overlap = ONTO_ALL, .keep_generic = true};
	onto_error error = {0};
	must(options_read(&out, sizeof out, &given, &error), &error);
	assert_int_equal(out.overlap, ONTO_ALL);
	assert_false(out.keep_generic);
}

static void a_longer_struct_is_taken_while_what_it_adds_is_zero(void **state)
{
	(void)state;
	onto_tag_options out;
	later_options given = {.own = {.size = sizeof given, .overlap = ONTO_NESTED}};
	onto_error error = {0};
	must(options_read(&out, sizeof out, &given, &error), &error);
	assert_int_equal(out.overlap, ONTO_NESTED);
	given.added = 1;
	assert_int_equal(options_read(&out, sizeof out, &given, &error), ONTO_ARGUMENT);
	assert_non_null(strstr(error.message, ONTO_VERSION));
}

static void a_struct_without_a_size_is_refused(void **state)
{
	(void)state;
	onto_tag_options out, given = {.overlap = ONTO_ALL};
	onto_error error = {0};
	assert_int_equal(options_read(&out, sizeof out, &given, &error), ONTO_ARGUMENT);
}

static void no_struct_is_the_defaults(void **state)
{
	(void)state;
	onto_tag_options out;
	memset(&out, 0xff, sizeof out);
	must(options_read(&out, sizeof out, NULL, NULL), NULL);
	assert_int_equal(out.overlap, ONTO_LONGEST);
	assert_false(out.keep_generic);
}

static void the_library_says_which_it_is(void **state)
{
	(void)state;
	assert_string_equal(onto_version(), ONTO_VERSION);
	char version[32];
	snprintf(version, sizeof version, "%d.%d.%d", ONTO_VERSION_MAJOR, ONTO_VERSION_MINOR, ONTO_VERSION_PATCH);
	assert_string_equal(version, ONTO_VERSION);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_shorter_struct_has_the_defaults_behind_it),
		cmocka_unit_test(a_longer_struct_is_taken_while_what_it_adds_is_zero),
		cmocka_unit_test(a_struct_without_a_size_is_refused),
		cmocka_unit_test(no_struct_is_the_defaults),
		cmocka_unit_test(the_library_says_which_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
