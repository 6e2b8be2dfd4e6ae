/* Rows: the lines of a dictionary file, as dictionaries/FORMAT.md defines them. Read from plain or compressed
 * bytes, written as gzip. */
#ifndef ONTOTAG_ROWS_H
#define ONTOTAG_ROWS_H

#include "core/buffer.h"
#include "ontotag.h"

enum { ROW_FIELDS = 8 };

typedef enum row_kind {
	ROW_FORMAT,   /* #ontotag-dictionary */
	ROW_SOURCE,   /* #source */
	ROW_LEFT_OUT, /* #left-out */
	ROW_SECTION,  /* S */
	ROW_CONCEPT,  /* C */
	ROW_NAME,     /* N */
	ROW_ADD,      /* A: curation */
	ROW_BLOCK,    /* B */
	ROW_RESTRICT, /* R */
	ROW_MAPPING   /* X */
} row_kind;

/* A row that was read. Its fields are NUL-terminated, unescaped, and valid until the next row. Missing fields are
 * "". */
typedef struct row {
	row_kind kind;
	size_t line;
	size_t count;
	char *fields[ROW_FIELDS]; /* without the first, which is the kind */
	size_t lengths[ROW_FIELDS];
} row;

typedef struct row_reader row_reader;

/* Opens a file, "-" for standard input, or bytes in memory. For these `path` is a label, and the bytes must stay
 * valid. */
onto_status row_reader_open(const char *path, row_reader **out, onto_error *error);
onto_status row_reader_memory(const char *label, const void *bytes, size_t length, row_reader **out,
                              onto_error *error);
void row_reader_close(row_reader *self);

/* The next row; *found is false at the end. */
onto_status row_reader_next(row_reader *self, row *out, bool *found, onto_error *error);

/* Fails with a message about the last row. */
onto_status row_reader_fail(const row_reader *self, onto_error *error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Writes a gzip file under a temporary name and renames it when it is complete. */
typedef struct row_writer row_writer;

onto_status row_writer_open(const char *path, row_writer **out, onto_error *error);

/* Appends one row of `count` fields, escaped. */
onto_status row_writer_put(row_writer *self, const char *const *fields, size_t count, onto_error *error);

/* Completes the file. Frees the writer in either case. */
onto_status row_writer_close(row_writer *self, onto_error *error);

/* Removes the incomplete file. `self` may be NULL. */
void row_writer_abandon(row_writer *self);

#endif
