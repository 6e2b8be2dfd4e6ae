/* BioC in JSON or XML. Documents of both are held as BioC JSON, which is equivalent to the XML.
 *
 *     document ─ id, infons, relations
 *        passage ─ infons, offset, text, annotations, relations
 *           sentence ─ the same, where the passage has no text of its own
 *
 * The text of a document is the concatenation of its parts: passages, or the sentences of a passage without text.
 * Each part lies at its BioC offset, in code points, where the offsets leave room. The filler between two parts
 * ends a paragraph, so that no mention crosses passages.
 *
 * Both readers pass on two strings: the document's JSON, and the JSON of its collection without the documents. Both
 * writers add the tags to that JSON. */
#ifndef ONTOTAG_BIOC_H
#define ONTOTAG_BIOC_H

#include <jansson.h>

#include "core/vector.h"
#include "format/code_points.h"
#include "format/existing.h"
#include "format/input_format.h"
#include "format/output_format.h"

/* A part of a document's text and its location. */
typedef struct bioc_part {
	json_t *object; /* the passage or the sentence; a view */
	onto_span span; /* of the document's text */
	size_t offset;  /* of BioC, in code points of the document */
	size_t count;   /* of its code points */
} bioc_part;

typedef VECTOR(bioc_part) bioc_parts;

/* Fills a draft from a document. `written` is its JSON if it exists already; NULL: it is generated. `collection` is
 * the JSON of the collection. ONTO_DAMAGED, without a location, if it is not BioC. */
onto_status bioc_read(draft *d, json_t *document, const buffer *written, const char *collection, onto_error *error);

/* State of a BioC writer. Zero-initialize. */
typedef struct bioc_writer {
	bool keep;
	bool begun; /* the collection is open */
	code_points points;
	bioc_parts parts;
	existing existing;
	buffer scratch;
	size_t id; /* the last annotation number in use */
} bioc_writer;

/* The JSON of a document with its tags; free it with json_decref. NULL where memory ran out. */
json_t *bioc_tagged(bioc_writer *self, const onto_document *document, const onto_tags *tags);

/* The JSON of the collection around a document. Ownership and failure as above. */
json_t *bioc_collection(const onto_document *document);

void bioc_writer_free(bioc_writer *self);

#endif
