/* Headings of a later release of MeSH. A corpus keeps the codes of its year: where a mention reads as the preferred
 * name of a heading that came later, that heading is what is annotated today.
 *
 *     "ischemic stroke" MESH:D002544 (Cerebral Infarction)  ─▶ MESH:D000083242 (Ischemic Stroke)
 *
 * A later heading is known by its number, which is longer. */
#ifndef ONTOTAG_HEADINGS_H
#define ONTOTAG_HEADINGS_H

#include "ontotag_tools.h"

typedef struct heading {
	const char *name, *code; /* of the dictionary */
} heading;

typedef struct headings {
	heading *items; /* in the order of names, case ignored */
	size_t count, room;
} headings;

/* Collects the live headings of a dictionary, which must outlive them. False where memory ran out. */
bool headings_collect(headings *self, const onto_dictionary *dictionary);
void headings_free(headings *self);

/* The code of the later heading with this name, or `code`. */
const char *headings_forward(const headings *self, const char *name, size_t length, const char *code);

#endif
