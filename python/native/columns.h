/* Mentions as columns in Arrow's layout, a row a mention.
 *
 *     field     what a column is called and holds; a static tree
 *     column    its values, in growing buffers; a tree of the same shape
 *     rows      a column for each field; never changed once it is handed over, and counted, for each array that is
 * made of it is a view
 *
 * No buffer is copied on the way out. Offsets of strings and lists are 32 bits: rows are of one piece of a batch,
 * some MB of text. */
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

/* Memory that grows; zero at first. */
typedef struct bytes {
	uint8_t *data;
	size_t length, room;
} bytes;

/* Most columns that may be null are null all over, so nulls before the first value are only counted (`hollow`):
 * nothing is written for them, nor for the children of such a struct, before there is a value. */
typedef struct column {
	const field *field;
	size_t length, nulls;
	size_t hollow;  /* nulls that are not written: all there are, or none */
	bytes validity; /* a bit a value, from the first null on; empty before */
	bytes offsets;  /* of strings and lists: int32_t, one more than there are values */
	bytes data;
	struct column *children;
	bool failed; /* memory ran out, or 32 bits are too few; further values are lost */
} column;

typedef struct rows {
	atomic_size_t references;
	column all;     /* a struct of the fields of a mention */
	uint8_t *zeros; /* buffers of columns that are null all over, when sealed */
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

/* A string of given length; NULL bytes: none. */
typedef struct slice {
	const char *bytes;
	size_t length;
} slice;

/* Adds the mentions of a document. The worker has read its offsets. False where a column failed. */
bool rows_add(rows *self, size_t number, slice id, const worker *from, const onto_document *document,
              const onto_tags *tags);

/* Nothing will be added any more. False where memory runs out. */
bool rows_seal(rows *self);

/* Views as Arrow has them, of sealed rows. False where memory runs out. */
bool rows_array(rows *self, struct ArrowArray *out);
bool field_schema(const field *self, struct ArrowSchema *out);

#endif
