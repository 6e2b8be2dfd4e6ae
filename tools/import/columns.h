/* Rows of separated fields under a header that names the columns.
 *
 *     static const char *const wanted[] = {"subject_id", "object_id"};
 *     columns_header(&at, wanted, 2, header_line);       which column is which
 *     columns_row(&at, line, values);                    values[0] is the subject, values[1] the object
 *
 * Lines are cut in place at their tabs. */
#ifndef ONTOTAG_COLUMNS_H
#define ONTOTAG_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

enum { COLUMNS_MAX = 16 };

typedef struct columns {
	size_t wanted;                /* how many columns are asked for */
	size_t at[COLUMNS_MAX];       /* where each lies; SIZE_MAX where the file has none */
	size_t last;                  /* the last column that is there */
	size_t last_required;         /* the last without which a row is damaged */
} columns;

/* Takes the text up to the separator and moves `*rest` behind it, or to NULL after the last piece. */
char *columns_cut(char **rest, char separator);

/* Finds the wanted columns. The first `required` of them must be there: returns the name of one that is not, or
 * NULL. */
const char *columns_header(columns *self, const char *const *wanted, size_t count, size_t required, char *line);

/* Fills `values`, one for each wanted column: its field, or "" where there is none. False if the row ends before a
 * column that is required. */
bool columns_row(const columns *self, char *line, char **values);

#endif
