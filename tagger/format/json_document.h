/* Documents that are JSON objects, of which a member is the text: JSON lines, arrays, exports of annotation tools.
 *
 *     {"id": 7, "text": "On asthma.", ...}
 *     {"id": 7, "data": {"text": "On asthma."}, ...}                                           Label Studio
 *     {"sourcedb": "PubMed", "sourceid": "7", "text": "On asthma.",
 *      "denotations": [{"id": "T1", "span": {"begin": 3, "end": 9}, "obj": "Disease"}]}        PubAnnotation
 *
 * The object is kept with its document. Annotations are read where PubAnnotation has them. An object without a text
 * may hold documents:
 *
 *     {"data": [{...}, {...}]}                             pandas (orient="table"), many services
 *     {"id": {"0": 1, ...}, "text": {"0": "...", ...}}     pandas (default)
 *     {"columns": [...], "data": [[...], ...]}             pandas (orient="split")
 *     {"0": {...}, "1": {...}}                             pandas (orient="index") */
#ifndef ONTOTAG_JSON_DOCUMENT_H
#define ONTOTAG_JSON_DOCUMENT_H

#include <jansson.h>

#include "format/draft.h"

/* The members that a caller names. */
typedef struct json_fields {
	char *id, *text;
} json_fields;

/* State across values. Zero-initialize. */
typedef struct json_documents {
	json_fields fields;
	json_t *items; /* documents that one value holds; NULL: none */
	size_t next;
	size_t line;               /* of that value */
	size_t last_line, on_line; /* of the last document without a name; the number of those on that line */
	buffer scratch;
} json_documents;

/* Copies the names of the options, or the defaults. */
onto_status json_documents_start(json_documents *self, const onto_read_options *options, onto_error *error);
void json_documents_stop(json_documents *self);

/* Reads a value that begins at a line of a file, which names a document without a name. It may hold several
 * documents: the first one is read. ONTO_DAMAGED: it holds none. */
onto_status json_documents_take(json_documents *self, draft *d, const char *bytes, size_t length, const char *file,
                                size_t line, bool *found, onto_error *error);

/* The next document of the last value; *found stays false if none is left. */
onto_status json_documents_next(json_documents *self, draft *d, const char *file, bool *found, onto_error *error);

#endif
