/* Mentions as columns in Arrow's layout, one row per mention.
 *
 *     field     the name and type of a column; a static tree
 *     column    its values, in growing buffers; a tree of the same shape
 *     rows      a column for each field; immutable once exported, with a reference for each exported array
 *
 * Buffers are exported without a copy. Offsets of strings and lists have 32 bits, because rows cover one piece of a
 * batch, a few MB of text. */
#ifndef ONTOTAG_NATIVE_COLUMNS_H
#define ONTOTAG_NATIVE_COLUMNS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arrow.h"
#include "shared.h"

typedef struct field {
	const char *name;
	const char *format; /* Arrow's: l int64, g double, b boolean, u string, +l list, +s struct */
	bool nullable;
	const struct field *children;
	size_t child_count;
} field;

/* A growing buffer. Zero-initialize. */
typedef struct bytes {
	uint8_t *data;
	size_t length, room;
} bytes;

/* Most nullable columns are entirely null. So nulls before the first value are only counted (`hollow`): until then
 * nothing is written for them or for the children of such a struct. */
typedef struct column {
	const field *field;
	size_t length, nulls;
	size_t hollow;  /* nulls that are only counted: all of them, or none */
	bytes validity; /* a bit per value, from the first null on; empty before */
	bytes offsets;  /* of strings and lists: int32_t, one more than values */
	bytes data;
	struct column *children;
	bool failed; /* memory ran out, or an offset exceeds 32 bits; further values are dropped */
} column;

typedef struct rows {
	atomic_size_t references;
	column all;     /* a struct of a mention's fields */
	uint8_t *zeros; /* shared buffers of all-null columns, once sealed */
} rows;

/* The struct of a row. */
extern const field mention_row;

rows *rows_new(void);
rows *rows_hold(rows *self);
void rows_release(rows *self);

static inline size_t rows_count(const rows *self)
{
	return self->all.length;
}

/* Appends a string of a given length; null where `bytes` is NULL. */
typedef struct slice {
	const char *bytes;
	size_t length;
} slice;

/* Adds the mentions of a document, whose offsets the worker has read. False where a column failed. */
bool rows_add(rows *self, size_t number, slice id, const worker *from, const onto_document *document,
              const onto_tags *tags);

/* Ends the adding of rows. False where memory ran out. */
bool rows_seal(rows *self);

/* Exports sealed rows as Arrow views. False where memory ran out. */
bool rows_array(rows *self, struct ArrowArray *out);
bool field_schema(const field *self, struct ArrowSchema *out);

#endif
