/* The codes of a meaning, in the order and the vocabularies that were asked for.
 *
 * A vocabulary that has no code of the meaning gets its nearest mapped code: xref, then close, then broad. The
 * mapping is always reported. */
#ifndef ONTOTAG_CODES_H
#define ONTOTAG_CODES_H

#include "core/arena.h"
#include "core/vector.h"
#include "dictionary/dictionary.h"

typedef struct code_list {
	const char *const *codes;
	const onto_provenance *provenance; /* how each code was reached */
	size_t count;                      /* 0: none in the vocabularies asked for */
	const char *name;                  /* preferred name of the concept of the first code */
	onto_predicate predicate;          /* the strongest predicate among the codes: exact, xref, close or broad */
} code_list;

/* Codes merged from several lists. */
typedef struct code_vector {
	VECTOR(const char *) codes;
	VECTOR(onto_provenance) provenance;
} code_vector;

typedef struct codes {
	const onto_dictionary *dictionary;
	const char **vocabularies;
	size_t vocabulary_count;
	const code_list **made; /* a list for each meaning, NULL: not made yet; NULL where codes_of was never called */
	code_vector found;      /* scratch memory while a list is made */
	arena memory;
} codes;

/* ONTO_UNKNOWN where the dictionary has no code of one of the vocabularies. Free it after a failure too. */
onto_status codes_start(codes *self, const onto_dictionary *dictionary, const char *const *vocabularies,
                        size_t count, onto_error *error);
void codes_free(codes *self);

/* Makes the list of a meaning; the caller caches it. NULL where memory ran out. It lives as long as `self`. */
const code_list *codes_make(codes *self, uint32_t meaning);

/* The cached list of a meaning, made at the first call. NULL where memory ran out. */
const code_list *codes_of(codes *self, uint32_t meaning);

void code_vector_clear(code_vector *self);
void code_vector_free(code_vector *self);

/* True for a code of the first vocabulary that was asked for. */
bool codes_are_first(const codes *self, const char *code);

/* Adds to `into` the codes of `from` in vocabularies that `into` lacks, in the order that was asked for. False
 * where memory ran out. */
bool codes_merge(const codes *self, code_vector *into, size_t start, const code_list *from);

#endif
