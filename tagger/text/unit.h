/* Units of measurement, as texts write them, and their codes in UCUM (https://ucum.org).
 *
 *     as printed      x 10 9 /l      mg/24 h       leukocytes/µL       mm Hg
 *     mended          ×10^9/l        mg/24 h       leukocytes/µL       mm Hg
 *     UCUM            10*9/L         mg/(24.h)     {leukocytes}/uL     mm[Hg]
 *
 * A unit is a power of ten, if any, and then atoms of the table in dictionaries/units.tsv, joined by "/" or
 * "per". */
#ifndef ONTOTAG_UNIT_H
#define ONTOTAG_UNIT_H

#include <stdbool.h>
#include <stddef.h>

/* What an atom measures. */
enum {
	UNIT_MASS = 1,
	UNIT_VOLUME = 2,
	UNIT_AMOUNT = 4,
	UNIT_COUNT = 8,
	UNIT_LAB = 16, /* a result of the laboratory by itself: mmHg, K/uL */
	UNIT_PERCENT = 32,
	UNIT_SECONDS = 64,
	UNIT_MINUTES = 128,
	UNIT_HOURS = 256,
	UNIT_DAYS = 512, /* and longer */
	UNIT_LENGTH = 1024,
	UNIT_AREA = 2048,
	UNIT_FIELD = 4096,
	UNIT_OF = 8192, /* what it is a part of: creatinine */
	UNIT_SCORE = 16384,
	UNIT_NONE = 32768,     /* follows numbers that are no results: times, fold, tablets */
	UNIT_DOSE = 1 << 16,   /* may be of a drug's strength */
	UNIT_MEASURE = 1 << 17 /* tells that what stands before is a number */
};

enum { UNIT_TEXT_MAX = 48 };

typedef struct unit {
	size_t end;               /* past its last byte */
	unsigned kinds;           /* of its first atom */
	unsigned below;           /* of what stands below the line; 0: nothing does */
	bool power;               /* has a power of ten */
	bool unknown;             /* has an atom that has no code */
	char text[UNIT_TEXT_MAX]; /* as printed, breaks mended */
	char ucum[UNIT_TEXT_MAX]; /* "": not known */
} unit;

/* Reads the unit that stands at `at` or behind white space there. False where none does. */
bool unit_read(const char *text, size_t length, size_t at, unit *out);

/* What a word measures if it is an atom just as it is written; else 0. *begins: may a unit begin with it? NULL is
 * allowed. */
unsigned unit_kinds(const char *word, size_t length, bool *begins);

#endif
