/* Units as texts write them, what they are mended to, and their code in UCUM. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"
#include "text/unit.h"

static const struct {
	const char *text;
	const char *printed; /* NULL: no unit stands there */
	const char *ucum;
} vectors[] = {
	{"mg/dL", "mg/dL", "mg/dL"},
	{" g/l", "g/l", "g/L"},
	{"%", "%", "%"},
	{" percent", "percent", "%"},
	{"IU/L", "IU/L", "[IU]/L"},
	{"U/ml.", "U/ml", "U/mL"},
	{" \u00b5IU/ml", "\u00b5IU/ml", "u[IU]/mL"},
	{"mEq/L", "mEq/L", "meq/L"},
	{"mm Hg", "mm Hg", "mm[Hg]"},
	{"cmH2O", "cmH2O", "cm[H2O]"},
	{"\u03bcmol/l)", "\u03bcmol/l", "umol/L"},
	{"\u03bc mol/L", "\u03bc mol/L", "umol/L"},
	/* powers of ten, as they come out of a PDF */
	{" \u00d7 109/L", "\u00d710^9/L", "10*9/L"},
	{"\u00d710 9 /l", "\u00d710^9/l", "10*9/L"},
	{"x10^9/L", "\u00d710^9/L", "10*9/L"},
	{" x 10E9/L", "\u00d710^9/L", "10*9/L"},
	{"*10(3)/mm3", "\u00d710^3/mm3", "10*3/mm3"},
	{"\u00d710\u2076/\u03bcL", "\u00d710^6/\u03bcL", "10*6/uL"},
	{" 10^3/uL", "\u00d710^3/uL", "10*3/uL"},
	{" x 1000/mm3", "\u00d710^3/mm3", "10*3/mm3"},
	{"\u00d7 103 \u03bc/L", "\u00d710^3 \u03bc/L", ""},
	{" \u00d7 10\n9/L", "\u00d710^9/L", "10*9/L"},
	{"K/uL", "K/uL", "10*3/uL"},
	{" G/L", "G/L", "10*9/L"},
	{" g/L", "g/L", "g/L"},
	/* counts and what is below the line */
	{"/mm3", "/mm3", "/mm3"},
	{" per cubic millimeter", "per cubic millimeter", "/mm3"},
	{" cells/\u00b5L", "cells/\u00b5L", "{cells}/uL"},
	{" blasts/\u00b5L", "blasts/\u00b5L", "{blasts}/uL"},
	{" copies per mL", "copies per mL", "{copies}/mL"},
	{"/HPF", "/HPF", "/[HPF]"},
	{" g/24 h", "g/24 h", "g/(24.h)"},
	{" mL/min/1.73 m2", "mL/min/1.73 m2", "mL/min/{1.73_m2}"},
	{" mg/g creatinine", "mg/g", "mg/g"},
	{" ng/mL/h", "ng/mL/h", "ng/mL/h"},
	{" kg/m2", "kg/m2", "kg/m2"},
	{"/10 HPF", "/10 HPF", "/(10.[HPF])"},
	{" mM", "mM", "mmol/L"},
	{" \u00d7 ULN", "\u00d7 ULN", "{ULN}"},
	{"\u00b0C", "\u00b0C", "Cel"},
	{"mm/h", "mm/h", "mm/h"},
	/* none */
	{" patients", NULL, NULL},
	{"/110 U/L", NULL, NULL},
	{", mg", NULL, NULL},
	{"", NULL, NULL},
	{"-day", NULL, NULL},
	{" and", NULL, NULL},
	{" Lee", NULL, NULL},
	{" a", NULL, NULL},
	{" x", NULL, NULL},
	{"\xff", NULL, NULL},
	{" stool", NULL, NULL},
};

static void units_are_read_and_mended(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		unit u;
		/* A copy of just that size, so that a sanitizer sees what is read past its end. */
		size_t length = strlen(vectors[i].text);
		char *copy = malloc(length + 1);
		memcpy(copy, vectors[i].text, length);
		char *exact = realloc(copy, length ? length : 1);
		bool found = unit_read(exact, length, 0, &u);
		if (found != (vectors[i].printed != NULL) ||
		    (found &&
		     (strcmp(u.text, vectors[i].printed) != 0 || strcmp(u.ucum, vectors[i].ucum) != 0 || u.end > length))) {
			fail_msg("'%s': %s '%s' '%s', end %zu", vectors[i].text, found ? "read" : "not read",
			         found ? u.text : "", found ? u.ucum : "", found ? u.end : 0);
		}
		free(exact);
	}
}

/* Whatever stands there, nothing is read past the end and no text grows over its room. */
static void any_bytes_may_stand_there(void **state)
{
	(void)state;
	static const char bytes[] = "mgdLUIxX*10^9(%/ \n\t.-\xc2\xb5\xc3\x97\xe2\x81\xb9per\xff";
	uint64_t seed = 5;
	for (size_t round = 0; round < 20000; round++) {
		size_t length = random_below(&seed, 70);
		char *text = malloc(length ? length : 1);
		for (size_t i = 0; i < length; i++) {
			text[i] = bytes[random_below(&seed, sizeof bytes - 1)];
		}
		unit u;
		size_t at = random_below(&seed, length + 1);
		if (unit_read(text, length, at, &u)) {
			assert_in_range(u.end, at, length);
			assert_true(strlen(u.text) < UNIT_TEXT_MAX && strlen(u.ucum) < UNIT_TEXT_MAX);
		}
		free(text);
	}
}

/* The table must be sorted: it is searched by bisection. A form of an atom is found as itself. */
static void the_table_is_sorted(void **state)
{
	(void)state;
	size_t length, rows = 0;
	char *file = read_test_file("../dictionaries/units.tsv", &length), *rest = file, last[100] = "";
	for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
		char *tab = strchr(line, '\t');
		if (*line == '#' || !tab) {
			continue;
		}
		*tab = '\0';
		assert_true(strlen(line) < sizeof last);
		if (strcasecmp(last, line) > 0) {
			fail_msg("'%s' stands behind '%s'", line, last);
		}
		unit u;
		if (!unit_read(line, strlen(line), 0, &u) && !strstr(tab + 1, "\tof")) {
			fail_msg("'%s' is not read", line);
		}
		strcpy(last, line);
		rows++;
	}
	assert_true(rows > 300);
	free(file);
}

static void what_a_word_measures(void **state)
{
	(void)state;
	bool begins;
	assert_true(unit_kinds("mg", 2, &begins) & UNIT_DOSE);
	assert_true(begins);
	assert_true(unit_kinds("years", 5, NULL) & UNIT_MEASURE);
	assert_int_equal(unit_kinds("mgs/", 4, NULL), 0);
	assert_int_equal(unit_kinds("", 0, &begins), 0);
	assert_int_equal(unit_kinds("cubic", 5, &begins), 0);
	assert_true(begins);
	assert_int_equal(unit_kinds("patients", 8, &begins), 0);
	assert_false(begins);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units_are_read_and_mended), cmocka_unit_test(any_bytes_may_stand_there),
		cmocka_unit_test(the_table_is_sorted), cmocka_unit_test(what_a_word_measures)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
