/* Rows of separated fields under a header that names the columns.
 *
 *     static const char *const wanted[] = {"subject_id", "object_id"};
 *     columns_header(&at, wanted, 2, header_line);       which column is which
 *     columns_row(&at, line, values);                    values[0] is the subject, values[1] the object
 *
 * Lines are split in place at their tabs. */
#ifndef ONTOTAG_COLUMNS_H
#define ONTOTAG_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

enum { COLUMNS_MAX = 16 };

typedef struct columns {
	size_t count;           /* of the header */
	size_t wanted;          /* number of wanted columns */
	size_t at[COLUMNS_MAX]; /* index of each; SIZE_MAX where the file lacks it */
	size_t last;            /* the last wanted column in the file */
	size_t last_required;   /* the last required column */
} columns;

/* Takes the text up to the separator and moves `*rest` behind it, or to NULL after the last piece. */
char *columns_cut(char **rest, char separator);

/* Finds the wanted columns. The first `required` of them must exist. Returns the name of a missing one, or NULL. */
const char *columns_header(columns *self, const char *const *wanted, size_t count, size_t required, char *line);

/* True for a row of as many columns as the header has. */
bool columns_complete(const columns *self, const char *line);

/* Fills `values` with the field of each wanted column, or "". False if the row ends before a required column. */
bool columns_row(const columns *self, char *line, char **values);

#endif
