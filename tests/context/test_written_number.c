/* Numbers as texts write them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "context/written_number.h"
#include "support.h"

typedef struct vector {
	const char *text;
	double value;
	const char *comparator;
	double high; /* 0: no range */
	number_kind kind;
	const char *read; /* the bytes that it takes; NULL: all */
} vector;

static const vector vectors[] = {
	{"3257", 3257, NULL, 0, NUMBER_PLAIN, NULL},
	{"3,257", 3257, NULL, 0, NUMBER_PLAIN, NULL},
	{"1,234,567.8", 1234567.8, NULL, 0, NUMBER_PLAIN, NULL},
	{"1.234.567", 1234567, NULL, 0, NUMBER_PLAIN, NULL},
	{"12.345,6", 12345.6, NULL, 0, NUMBER_PLAIN, NULL},
	{"12'300", 12300, NULL, 0, NUMBER_PLAIN, NULL},
	{"12\u2009"
     "300",
     12300, NULL, 0, NUMBER_PLAIN, NULL},
	{"12 300 g/L", 12300, NULL, 0, NUMBER_PLAIN, "12 300"},
	{"12 300 men", 12, NULL, 0, NUMBER_PLAIN, "12"},
	{"0.1", 0.1, NULL, 0, NUMBER_PLAIN, NULL},
	{"12.3", 12.3, NULL, 0, NUMBER_PLAIN, NULL},
	{"1.234", 1.234, NULL, 0, NUMBER_PLAIN, NULL},
	{"1,24", 1.24, NULL, 0, NUMBER_PLAIN, NULL},
	{"0,345", 0.345, NULL, 0, NUMBER_PLAIN, NULL},
	{"5\u00b7"
     "6",
     5.6, NULL, 0, NUMBER_PLAIN, NULL},
	{".5", 0.5, NULL, 0, NUMBER_PLAIN, NULL},
	{"1,6,12", 1, NULL, 0, NUMBER_PLAIN, "1"},
	{"7.", 7, NULL, 0, NUMBER_PLAIN, "7"},
	{"1.2e5", 120000, NULL, 0, NUMBER_PLAIN, NULL},
	{"5.0 (", 5, NULL, 0, NUMBER_PLAIN, "5.0"},
	/* comparators and signs */
	{"<0.80", 0.8, "<", 0, NUMBER_PLAIN, NULL},
	{"< 5", 5, "<", 0, NUMBER_PLAIN, NULL},
	{">= 5", 5, ">=", 0, NUMBER_PLAIN, NULL},
	{"=<5", 5, "<=", 0, NUMBER_PLAIN, NULL},
	{"\u2265"
     "5",
     5, ">=", 0, NUMBER_PLAIN, NULL},
	{"\u2248 5", 5, "~", 0, NUMBER_PLAIN, NULL},
	{" -3.4", -3.4, NULL, 0, NUMBER_PLAIN, "-3.4"},
	{" \u2212"
     "2",
     -2, NULL, 0, NUMBER_PLAIN,
     "\u2212"
     "2"},
	/* ranges and errors */
	{"4.0-11.0", 4, NULL, 11, NUMBER_PLAIN, NULL},
	{"4.0 \u2013 11.0", 4, NULL, 11, NUMBER_PLAIN, NULL},
	{"3%\u2013"
     "5",
     3, NULL, 5, NUMBER_PLAIN, NULL},
	{"1,500-11,000", 1500, NULL, 11000, NUMBER_PLAIN, NULL},
	{"12 \u00b1 3", 12, NULL, 0, NUMBER_PLAIN, NULL},
	{"19-9", 19, NULL, 0, NUMBER_PLAIN, "19"},
	{"12 +/- 3", 12, NULL, 0, NUMBER_PLAIN, NULL},
	{"3 -5", 3, NULL, 0, NUMBER_PLAIN, "3"},
	/* more than a number */
	{"1:320", 1, NULL, 0, NUMBER_TITRE, NULL},
	{"1 : 40", 1, NULL, 0, NUMBER_TITRE, NULL},
	{"1/160", 1, NULL, 0, NUMBER_TITRE, NULL},
	{"30:1", 30, NULL, 0, NUMBER_RATIO, NULL},
	{"120/80", 120, NULL, 0, NUMBER_PARTS, NULL},
	{"72/34/47", 72, NULL, 0, NUMBER_PARTS, NULL},
	{"2+", 2, NULL, 0, NUMBER_SCORE, NULL},
	{"3+.", 3, NULL, 0, NUMBER_SCORE, "3+"},
	/* none */
	{"12/05/2010", 0, NULL, 0, NUMBER_NONE, NULL},
	{"2010-05-12", 0, NULL, 0, NUMBER_NONE, NULL},
	{"5.12.10", 0, NULL, 0, NUMBER_NONE, NULL},
	{"12/2010", 0, NULL, 0, NUMBER_NONE, NULL},
	{"8:00", 8, NULL, 0, NUMBER_NONE, NULL},
	{"36+2", 36, NULL, 0, NUMBER_NONE, NULL},
};

static void check(const vector *v)
{
	size_t length = strlen(v->text), at = strcspn(v->text, "0123456789");
	char *exact = malloc(length);
	memcpy(exact, v->text, length);
	number n = number_read(exact, length, 0, at, (number_style){.parts = true});
	const char *read = v->read ? v->read : v->text;
	bool same = n.end - n.start == strlen(read) && memcmp(exact + n.start, read, strlen(read)) == 0;
	bool range = v->high ? n.high == v->high : isnan(n.high);
	bool compared = v->comparator ? n.comparator && strcmp(n.comparator, v->comparator) == 0 : !n.comparator;
	if (!same || !range || !compared || n.kind != v->kind || (v->kind != NUMBER_NONE && n.value != v->value)) {
		fail_msg("'%s': %.10g to %g, %s, kind %d, bytes '%.*s'", v->text, n.value, n.high,
		         n.comparator ? n.comparator : "-", (int)n.kind, (int)(n.end - n.start), exact + n.start);
	}
	free(exact);
}

static void numbers_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		check(&vectors[i]);
	}
}

/* Two numbers of two markers: AST/ALT 41/110. */
static void parts_may_be_numbers_of_their_own(void **state)
{
	(void)state;
	number n = number_read("41/110", 6, 0, 0, (number_style){.parts = false});
	assert_int_equal(n.kind, NUMBER_PLAIN);
	assert_int_equal(n.end, 2);
}

/* A number of a million digits takes no more than they take to be read. */
static void a_number_may_be_long(void **state)
{
	(void)state;
	enum { DIGITS = 1000000 };
	char *text = malloc(DIGITS);
	memset(text, '7', DIGITS);
	number n = number_read(text, DIGITS, 0, 0, (number_style){.parts = true});
	assert_int_equal(n.end, DIGITS);
	assert_true(isinf(n.value));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_are_read),
	                                   cmocka_unit_test(parts_may_be_numbers_of_their_own),
	                                   cmocka_unit_test(a_number_may_be_long)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
