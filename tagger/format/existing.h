/* Annotations that a document had before tagging, indexed by location and type, so that a tag does not duplicate
 * them. */
#ifndef ONTOTAG_EXISTING_H
#define ONTOTAG_EXISTING_H

#include "core/vector.h"
#include "ontotag.h"

typedef struct existing {
	VECTOR(const onto_annotation *) sorted;
} existing;

/* Indexes the annotations of a document. A zeroed struct holds none. False where memory ran out. */
bool existing_read(existing *self, const onto_document *document);

/* True where an annotation has exactly the spans and the type of a mention. The type is the format's word for
 * it. */
bool existing_says(const existing *self, const onto_mention *mention);

void existing_free(existing *self);

#endif
