/* The results of an evaluation, for people and for programs. */
#ifndef ONTOTAG_REPORT_H
#define ONTOTAG_REPORT_H

#include <stdio.h>

#include "eval/errors.h"
#include "eval/score.h"

typedef struct report_row {
	const char *type, *measure;
	count count;
} report_row;

typedef struct report {
	const char *gold;
	size_t documents;
	const char *const *vocabularies; /* mentions without a code of these were left out; none: all codes count */
	size_t vocabulary_count;
	size_t replaced_gold, replaced_predicted; /* codes that were counted through their replacements */
	size_t unknown_gold;                      /* codes of the gold that the dictionary lacks */
	size_t other_types;                       /* annotations of the gold whose type is not tagged */
	size_t not_in_gold;                       /* documents of the predictions that the gold lacks */
	report_row rows[ONTO_TYPES_MAX * MEASURES + 1];
	size_t row_count;
	const errors *errors; /* NULL: not wanted */
	size_t most;          /* number of errors to list */
} report;

void report_text(const report *self, FILE *out);
void report_json(const report *self, FILE *out);

#endif
