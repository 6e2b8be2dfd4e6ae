/* Rows of cells: RFC 4180 and tab-separated values.
 *
 *     1,"asthma, ""mild""",x        the cells  1 · asthma, "mild" · x
 *
 * A quoted cell may hold delimiters and line ends. Programs that write tab-separated values quote, or they do not
 * and a quote is a character. So there a cell is quoted only if its closing quote ends it, and it goes on over
 * lines only while none of these has all the columns of the header. */
#ifndef ONTOTAG_CELLS_H
#define ONTOTAG_CELLS_H

#include "core/vector.h"
#include "format/stream.h"

typedef struct cell_dialect {
	const char *delimiters; /* one, or several of which the header has one */
	bool quotes;            /* a quote at the start of a cell always quotes */
} cell_dialect;

/* A row. Zeros are an empty one, whose memory is reused for the next. */
typedef struct cells {
	buffer bytes;
	VECTOR(onto_span) spans; /* of the cells, in `bytes` */
	char delimiter;
	bool quotes;
	size_t columns; /* of the header; 0: unknown */
	size_t line;    /* of the row's start */
	buffer open;    /* the rest of the line from a quote on that does not close in it */
} cells;

/* The delimiter that a header has most of; the first where it has none. */
char cells_delimiter(const cell_dialect *dialect, const char *header, size_t length);

/* Splits one line. False where a quoted cell goes on behind it. */
bool cells_split(cells *self, const char *line, size_t length);

/* Reads the next row that is not empty; *found is false at the end. ONTO_DAMAGED, with its line: a quote that is
 * not closed. */
onto_status cells_next(cells *self, stream *stream, bool *found, onto_error *error);

/* Cell number `index`, from 0. False where the row is shorter. */
bool cells_at(const cells *self, size_t index, const char **bytes, size_t *length);

void cells_free(cells *self);

#endif
