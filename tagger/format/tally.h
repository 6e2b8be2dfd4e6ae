/* A tally: the distinct entities among mentions, how often each occurs, in order of type and then of count. */
#ifndef ONTOTAG_TALLY_H
#define ONTOTAG_TALLY_H

#include "core/arena.h"
#include "core/buffer.h"
#include "core/table.h"
#include "core/vector.h"
#include "core/tags.h"
#include "format/said.h"

/* What stands behind a broader code in an entity's codes. */
#define TALLY_BROAD " (broad)"

typedef struct tally_entity {
	onto_type type;
	const char *code; /* its first code, which tells it from others; a copy */
	const char *name;
	const char *codes; /* all of them, joined by ", "; a broader one says that it is */
	const char *under; /* code and name of the ancestor that it is rolled up to; "" where it is not */
	const char *text;  /* as it was first written, on one line */
	size_t number;     /* in order of first mention, from 0 */
	size_t count, documents, last_document;
	size_t said[SAID_GROUPS]; /* of `count`, by what is said of them */
} tally_entity;

typedef struct tally {
	arena memory;
	table by_code;
	VECTOR(tally_entity) entities;
	size_t documents;
} tally;

/* Counts one mention and gives its entity, a view until the next; NULL where memory ran out. Whoever counts one by one
 * counts the documents too: `documents` before the first mention of each. */
const tally_entity *tally_mention(tally *self, const onto_document *document, const onto_mention *m);

/* Counts the mentions of one document. False where memory ran out. */
bool tally_add(tally *self, const onto_document *document, const onto_tags *tags);

/* Puts the entities in order: by type, then the most frequent first, then by name. Nothing can be added after it. */
void tally_sort(tally *self);

/* Appends the counts of the groups that there are, joined by ", ": "2 present, 1 absent"; nothing where all are present. */
void tally_said(const tally_entity *entity, buffer *out);

void tally_free(tally *self);

#endif
