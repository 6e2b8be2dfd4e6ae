/* Records of separated values whose fields may be quoted (RFC 4180): CSV, TSV, and what spreadsheets write.
 *
 *     id,name,synonyms                    "a ""quoted"" field"       a field with the separator, a quote or a line
 * end X:1,"asthma, acute","a|b"           sep=;                      a first line of Excel's that names the
 * separator
 *
 * A field that begins with a quote ends with one; anything else is an error with the line in which the quote began.
 * A record is one line, or more where a quoted field holds line ends. */
#ifndef ONTOTAG_RECORDS_H
#define ONTOTAG_RECORDS_H

#include "import.h"

typedef struct records {
	const import *job;
	char separator;
	bool unquoted; /* a quote is a character like any other */
	char **cells;  /* of the record at hand; they may be modified and live until the next */
	size_t count;
	size_t room;
	char *text; /* a record of several lines */
	size_t text_room;
} records;

/* The separator of a header: that of comma, tab, semicolon and `|` which stands in it most often outside quotes. 0
 * where none does. */
char records_separator(const char *line);

/* Reads the next record that is not empty. At the end of the file `*got` is false. */
onto_status records_next(records *self, bool *got);

/* Splits one line in place, without a job. False where it is no whole record. */
bool records_split(records *self, char *line);

/* The cell of this number, or "" where the record is shorter. */
const char *records_cell(const records *self, size_t index);

/* The number of the column with this heading, case, spaces, `_` and `-` ignored. SIZE_MAX where there is none. Only
 * while the header is the record at hand. */
size_t records_column(const records *self, const char *heading);

/* True for two headings that differ in case, spaces, `_` and `-` only. */
bool records_same_heading(const char *a, const char *b);

void records_free(records *self);

#endif
