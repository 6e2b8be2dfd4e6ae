/* Documents that are rows with columns: tsv, csv.
 *
 *     pmid ⇥ title ⇥ year            the header; a column is selected by its name or its number, from 1
 *     7    ⇥ On asthma. ⇥ 1999
 *
 * The row is kept with its document as a JSON object, as if it had been one: {"pmid":"7",...}. Without a header the
 * columns are named by their numbers. */
#ifndef ONTOTAG_COLUMNS_H
#define ONTOTAG_COLUMNS_H

#include "format/cells.h"
#include "format/input_format.h"

/* True where the first line is a header with a column for the text and one for the name. */
bool columns_recognise(const char *head, size_t length, const cell_dialect *dialect);

/* The functions of an input format. The dialect must outlive the reader. */
onto_status columns_start(reader *self, const cell_dialect *dialect, onto_error *error);
onto_status columns_next(reader *self, bool *found, onto_error *error);
void columns_stop(input_state *state);

#endif
