/* The annotations that a document has, looked up by place and type: what one of them says already is not written again
 * beside it. */
#ifndef ONTOTAG_EXISTING_H
#define ONTOTAG_EXISTING_H

#include "core/vector.h"
#include "ontotag.h"

typedef struct kept {
	VECTOR(const onto_annotation *) sorted;
} kept;

/* Takes the annotations of a document; zeros are a `kept` of none. False where memory ran out. */
bool existing_read(kept *self, const onto_document *document);

/* Whether one of them has the very parts of a mention and its type, as the field words it. */
bool existing_says(const kept *self, const onto_mention *mention);

void existing_free(kept *self);

#endif
