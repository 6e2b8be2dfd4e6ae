/* Why the mentions of a document are there, told for people. */
#ifndef ONTOTAG_EXPLAIN_H
#define ONTOTAG_EXPLAIN_H

#include <stdio.h>

#include "ontotag_tools.h"

/* For each distinct entity and way of matching: dictionary and release, the name that matched and its scope, what
 * was done to the text, and the definition of the abbreviation. False where memory ran out. */
bool explain(FILE *out, const onto_dictionary *dictionary, const onto_document *document, const onto_tags *tags);

#endif
