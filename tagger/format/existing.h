/* The annotations that a document has, looked up by place and type: what one of them says already is not written again
 * beside it. */
#ifndef ONTOTAG_EXISTING_H
#define ONTOTAG_EXISTING_H

#include "core/vector.h"
#include "ontotag.h"

typedef struct existing {
	VECTOR(const onto_annotation *) sorted;
} existing;

/* Takes the annotations of a document; zeros are none. False where memory ran out. */
bool existing_read(existing *self, const onto_document *document);

/* Whether one of them has the very parts of a mention and its type, as the field words it. */
bool existing_says(const existing *self, const onto_mention *mention);

void existing_free(existing *self);

#endif
