/* The codes of a meaning, in the order and the vocabularies that were asked for.
 *
 * Of each vocabulary that was asked for and that has no code of the meaning, what it is cross-referenced to stands in, the
 * nearest way of standing first (xref, close, broad); and where there is nothing of any kind and broader codes are wanted, the
 * nearest concept above it whose name is a part of its own ("myocardial infarction" for "acute myocardial infarction"), as a
 * broader code: never without saying so. */
#ifndef ONTOTAG_CODES_H
#define ONTOTAG_CODES_H

#include "core/arena.h"
#include "core/vector.h"
#include "dictionary/dictionary.h"

typedef struct code_list {
	const char *const *codes;
	const onto_provenance *provenance; /* how each was reached */
	size_t count;     /* 0: none in the vocabularies asked for */
	const char *name; /* preferred name of the concept that the first code belongs to */
	onto_predicate predicate; /* how the nearest of the codes stands to the meaning: exact, xref, close or broad */
} code_list;

/* Codes that come from several lists. */
typedef struct code_vector {
	VECTOR(const char *) codes;
	VECTOR(onto_provenance) provenance;
} code_vector;

typedef struct codes {
	const onto_dictionary *dictionary;
	const char **vocabularies;
	size_t vocabulary_count;
	bool broader; /* where there is no code, the code of a broader concept is wanted */
	const code_list **made; /* one for each meaning, NULL: not made yet; NULL where codes_of was never asked */
	code_vector found; /* while a list is made */
	arena memory;
} codes;

bool codes_start(codes *self, const onto_dictionary *dictionary, const char *const *vocabularies, size_t count);
void codes_free(codes *self);

/* Makes the list of a meaning, for who remembers it; NULL where memory ran out. It lives as long as `self`. */
const code_list *codes_make(codes *self, uint32_t meaning);

/* The list of a meaning, made where it was not yet; likewise. */
const code_list *codes_of(codes *self, uint32_t meaning);

void code_vector_clear(code_vector *self);
void code_vector_free(code_vector *self);

/* Is a code of the vocabulary that was asked for first? */
bool codes_are_first(const codes *self, const char *code);

/* Adds to `into` those codes of `from` whose vocabulary it does not have yet, and keeps the order of vocabularies that was
 * asked for. False where memory ran out. */
bool codes_merge(const codes *self, code_vector *into, size_t start, const code_list *from);

#endif
