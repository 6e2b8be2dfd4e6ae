/* Numbers as texts write them.
 *
 *     3,257   3 257   1.234.567   12.345,6     thousands separators of every kind
 *     1,24    5·6     .5                       decimals
 *     <0.80   ≥ 5     ~3          -3.4         comparators and signs before them
 *     4.0-11.0        12 ± 3      3%–5%        ranges, errors
 *     1:320   30:1    120/80      2+           titres, ratios, parts, scores: kinds of their own
 *     12/05/2010      8:00        36+2         dates, times and the like: not values */
#ifndef ONTOTAG_WRITTEN_NUMBER_H
#define ONTOTAG_WRITTEN_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

typedef enum number_kind {
	NUMBER_PLAIN,
	NUMBER_TITRE,
	NUMBER_RATIO,
	NUMBER_PARTS,
	NUMBER_SCORE,
	NUMBER_NONE /* a date, a time, an ordinal: not a result */
} number_kind;

typedef struct number {
	size_t start, end; /* with comparator and sign */
	double value;
	double high;            /* the end of a range that begins with `value`; NaN: no range */
	const char *comparator; /* <, <=, >, >=, ~; NULL: none */
	number_kind kind;
} number;

/* How to read numbers of a text. */
typedef struct number_style {
	bool parts;  /* 41/110 is one number */
	bool commas; /* commas are decimal points, so that a full stop before three digits separates thousands */
} number_style;

/* Reads the number whose first digit is at `at`. Searches comparator and sign back to `from`. */
number number_read(const char *text, size_t length, size_t from, size_t at, number_style style);

/* True where several numbers of a text have decimal commas, and none has a decimal point. */
bool numbers_have_commas(const char *text, size_t length);

#endif
