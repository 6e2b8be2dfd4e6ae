/* Vocabularies as other programs call them (dictionaries/vocabularies.tsv). */
#ifndef ONTOTAG_VOCABULARY_H
#define ONTOTAG_VOCABULARY_H

#include "core/buffer.h"

/* Every string is "" where there is no such name. */
typedef struct vocabulary {
	const char *prefix;
	const char *iri;  /* to which the local part of a code is appended */
	const char *fhir; /* code system */
	const char *omop; /* vocabulary_id */
	const char *name;
} vocabulary;

/* The vocabulary of a code. NULL for a prefix that is not in the table. */
const vocabulary *vocabulary_of(const char *code);

/* Vocabulary number `index`; NULL past the last. */
const vocabulary *vocabulary_at(size_t index);

/* The part of a code behind its prefix. */
const char *vocabulary_local(const char *code);

/* Appends the IRI of a code. Of an unknown vocabulary it is one that resolves where the prefix is registered. What
 * no IRI may hold is percent-encoded. */
void vocabulary_iri(buffer *out, const char *code);

/* Appends text with all but unreserved characters percent-encoded. */
void vocabulary_percent(buffer *out, const char *text, size_t length);

#endif
