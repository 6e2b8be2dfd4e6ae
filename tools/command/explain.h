/* Explains for a reader why the mentions of a document are there. */
#ifndef ONTOTAG_EXPLAIN_H
#define ONTOTAG_EXPLAIN_H

#include <stdio.h>

#include "ontotag_tools.h"

/* Prints for each distinct entity and reason: dictionary and release, matched name and scope, transformations, and
 * the definition of the abbreviation. False where memory ran out. */
bool explain(FILE *out, const onto_dictionary *dictionary, const onto_document *document, const onto_tags *tags);

#endif
