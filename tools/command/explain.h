/* Explains for a reader why the mentions of a document are there, and why others are not. */
#ifndef ONTOTAG_EXPLAIN_H
#define ONTOTAG_EXPLAIN_H

#include <stdio.h>

#include "ontotag_tools.h"

/* Prints for each distinct entity and reason: dictionary and release, matched name and scope, transformations, and
 * the definition of the abbreviation. False where memory ran out. */
bool explain(FILE *out, const onto_dictionary *dictionary, const onto_document *document, const onto_tags *tags);

/* Prints each place that a name fits and that is no mention: what it could be, and why it is not tagged. Prints
 * nothing where places are not told (tell_places). */
void explain_dropped(FILE *out, const onto_document *document, const onto_tags *tags);

#endif
