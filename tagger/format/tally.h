/* A tally: the distinct entities of mentions and their counts, ordered by type and then by count. */
#ifndef ONTOTAG_TALLY_H
#define ONTOTAG_TALLY_H

#include "core/arena.h"
#include "core/buffer.h"
#include "core/table.h"
#include "core/vector.h"
#include "format/assertion.h"
#include "core/tags.h"

/* Follows a broader code in an entity's codes. */
#define TALLY_BROAD " (broad)"

typedef struct tally_entity {
	onto_type type;
	const char *code; /* its first code, which identifies it; a copy */
	const char *name;
	const char *codes; /* all codes, joined by ", "; a broader one is labelled so */
	const char *under; /* code and name of the ancestor to which it is rolled up; "" without one */
	const char *text;  /* as first written, on one line */
	size_t number;     /* in order of first mention, from 0 */
	size_t count, documents, last_document;
	size_t by_assertion[ASSERTIONS]; /* they add up to `count` */
} tally_entity;

typedef struct tally {
	arena memory;
	table by_code;
	VECTOR(tally_entity) entities;
	size_t documents;
} tally;

/* Counts one mention and returns its entity, a view that is valid until the next call. NULL where memory ran out.
 * The caller must increment `documents` before the first mention of each document. */
const tally_entity *tally_mention(tally *self, const onto_document *document, const onto_mention *m);

/* Counts the mentions of one document. False where memory ran out. */
bool tally_add(tally *self, const onto_document *document, const onto_tags *tags);

/* Sorts the entities by type, then by descending count, then by name. Nothing can be added afterwards. */
void tally_sort(tally *self);

/* True if an entity has an assertion other than present. */
bool tally_is_qualified(const tally_entity *e);

/* Appends the counts by assertion: "1 present, 2 absent". */
void tally_write_assertions(const tally_entity *e, buffer *out);

void tally_free(tally *self);

#endif
