/* The codes of a meaning, in the order and the vocabularies that were asked for. Made once for each meaning. */
#ifndef ONTOTAG_CODES_H
#define ONTOTAG_CODES_H

#include "core/arena.h"
#include "core/vector.h"
#include "dictionary/dictionary.h"

typedef struct code_list {
	const char *const *codes;
	size_t count;     /* 0: none in the vocabularies asked for */
	const char *name; /* preferred name of the concept that the first code belongs to */
} code_list;

typedef struct codes {
	const onto_dictionary *dictionary;
	const char **vocabularies;
	size_t vocabulary_count;
	code_list *made; /* one for each meaning; name NULL: not made yet */
	arena memory;
} codes;

bool codes_start(codes *self, const onto_dictionary *dictionary, const char *const *vocabularies, size_t count);
void codes_free(codes *self);

/* The list of a meaning; NULL where memory ran out. */
const code_list *codes_of(codes *self, uint32_t meaning);

/* Adds to `into` those codes of `from` whose vocabulary it does not have yet, and keeps the order of vocabularies that was
 * asked for. False where memory ran out. */
typedef VECTOR(const char *) code_vector;
bool codes_merge(const codes *self, code_vector *into, size_t start, const code_list *from);

#endif
