/* What a normalizer has found for a term, as JSON or as rows. */
#ifndef ONTOTAG_CANDIDATES_H
#define ONTOTAG_CANDIDATES_H

#include <stdio.h>

#include "ontotag_tools.h"

typedef struct candidates {
	FILE *out;
	const onto_dictionary *dictionary;
	const onto_normalizer *normalizer; /* its last term's */
	bool mapped;                       /* vocabularies were asked for: how codes were reached is told */
	const char *row; /* a JSON object without brackets, or cells, that go before the term; NULL: none */
} candidates;

/* An object on a line: the term and its candidates. */
void candidates_json(const candidates *from, const char *term, size_t length);

/* A row a candidate, and the row that says what their columns are. */
void candidates_tsv_header(FILE *out);
void candidates_tsv(const candidates *from, const char *term, size_t length);

/* Writes rows of the above as comma-separated values (RFC 4180). `safe`: a cell that a spreadsheet would compute
 * begins with an apostrophe. */
void candidates_csv(FILE *out, const char *rows, size_t length, bool safe);

/* The concept whose name matched, and whether it is retired. */
bool candidate_is_retired(const candidates *from, const onto_candidate *c, onto_concept *concept);

/* The concept whose mapping led to a code, or, where it is a concept's own, the one whose name matched; NULL: it is
 * that. */
const char *candidate_via(const candidates *from, const onto_candidate *c, size_t code);

#endif
