/* BioC, whichever way it is written: a document is held as the JSON of BioC, which says the same as its XML.
 *
 *     document ─ id, infons, relations
 *        passage ─ infons, offset, text, annotations, relations
 *           sentence ─ the same, where the passage has no text of its own
 *
 * The text of a document is that of its parts (passages, or the sentences of such a passage), one behind the other.
 * Each lies at its BioC offset, in code points, where the offsets leave room for that; what fills the room ends a
 * paragraph, so that no mention crosses from one passage to the next.
 *
 * A reader of either writing hands on a document's rest as two strings: its JSON, and the JSON of its collection
 * without the documents. A writer of either puts the tags into that JSON. */
#ifndef ONTOTAG_BIOC_H
#define ONTOTAG_BIOC_H

#include <jansson.h>

#include "core/vector.h"
#include "format/code_points.h"
#include "format/existing.h"
#include "format/input_format.h"
#include "format/output_format.h"

/* A text of a document and where it lies. */
typedef struct bioc_part {
	json_t *object; /* the passage or the sentence; a view */
	onto_span span; /* of the document's text */
	size_t offset;  /* of BioC, in code points of the document */
	size_t count;   /* of its code points */
} bioc_part;

typedef VECTOR(bioc_part) bioc_parts;

/* Fills a draft from a document. `written` is its JSON where that is there already; NULL: it is made. `collection`
 * is the collection's. ONTO_DAMAGED, without a place, where it is none of BioC. */
onto_status bioc_read(draft *d, json_t *document, const buffer *written, const char *collection, onto_error *error);

/* What a BioC writer keeps. Zeros are a new one. */
typedef struct bioc_writer {
	bool keep;
	bool begun; /* the collection is open */
	code_points points;
	bioc_parts parts;
	existing existing;
	buffer scratch;
	size_t id; /* the last number that an annotation was given */
} bioc_writer;

/* The JSON of a document with its tags in it; to be freed with json_decref. NULL where memory ran out. */
json_t *bioc_tagged(bioc_writer *self, const onto_document *document, const onto_tags *tags);

/* The JSON of the collection around a document, likewise. */
json_t *bioc_collection(const onto_document *document);

void bioc_writer_free(bioc_writer *self);

#endif
