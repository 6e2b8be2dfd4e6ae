/* Units of measurement, as texts write them, and their codes in UCUM (https://ucum.org).
 *
 *     as printed      x 10 9 /l      mg/24 h       leukocytes/µL       mm Hg
 *     repaired        ×10^9/l        mg/24 h       leukocytes/µL       mm Hg
 *     UCUM            10*9/L         mg/(24.h)     {leukocytes}/uL     mm[Hg]
 *
 * A unit is an optional power of ten, then atoms of the table in dictionaries/units.tsv, joined by "/" or "per". */
#ifndef ONTOTAG_UNIT_H
#define ONTOTAG_UNIT_H

#include <stdbool.h>
#include <stddef.h>

/* The quantity that an atom measures. */
enum {
	UNIT_MASS = 1,
	UNIT_VOLUME = 2,
	UNIT_AMOUNT = 4,
	UNIT_COUNT = 8,
	UNIT_LAB = 16, /* a laboratory result without further evidence: mmHg, K/uL */
	UNIT_PERCENT = 32,
	UNIT_SECONDS = 64,
	UNIT_MINUTES = 128,
	UNIT_HOURS = 256,
	UNIT_DAYS = 512, /* and longer */
	UNIT_LENGTH = 1024,
	UNIT_AREA = 2048,
	UNIT_FIELD = 4096,
	UNIT_OF = 8192, /* the substance it refers to: creatinine */
	UNIT_SCORE = 16384,
	UNIT_NONE = 32768,     /* follows numbers that are not results: times, fold, tablets */
	UNIT_DOSE = 1 << 16,   /* may belong to a drug's strength */
	UNIT_MEASURE = 1 << 17 /* shows that a number precedes it */
};

enum { UNIT_TEXT_MAX = 48 };

typedef struct unit {
	size_t end;               /* past its last byte */
	unsigned kinds;           /* of its first atom */
	unsigned below;           /* of the denominator; 0: it is empty */
	bool power;               /* has a power of ten */
	bool unknown;             /* an atom has no code */
	char text[UNIT_TEXT_MAX]; /* as printed, line breaks repaired */
	char ucum[UNIT_TEXT_MAX]; /* "": not known */
} unit;

/* Reads the unit at `at` or after white space there. False where there is none. */
bool unit_read(const char *text, size_t length, size_t at, unit *out);

/* The quantity that a word measures if it is, as written, an atom; else 0. *begins tells whether a unit may begin
 * with it; it may be NULL. */
unsigned unit_kinds(const char *word, size_t length, bool *begins);

#endif
