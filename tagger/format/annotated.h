/* What the formats share that give a text with its annotations in JSON: positions in code points, and all fields of
 * a mention as members. Zeros are an empty state. */
#ifndef ONTOTAG_ANNOTATED_H
#define ONTOTAG_ANNOTATED_H

#include "format/code_points.h"
#include "format/field.h"

typedef struct annotated {
	code_points points; /* of the document at hand */
	buffer scratch;
	bool failed; /* memory ran out since the document began; its writer checks this at the end */
} annotated;

/* Begins a document. False where memory ran out. */
bool annotated_begin(annotated *self, const onto_document *document);
void annotated_free(annotated *self);

/* The code point at a byte of the document. */
size_t annotated_point(const annotated *self, size_t byte);

/* Appends a member, `"name":value`, of a number. */
void annotated_number(buffer *out, const char *name, size_t number);

/* Appends a member of a text. */
void annotated_text(buffer *out, const char *name, const char *text, size_t length);

/* Appends the part of the text that a span covers, as a JSON string. */
void annotated_excerpt(buffer *out, const onto_document *document, onto_span span);

/* Called for each field of a mention that is present. `value` ends with a NUL. */
typedef void (*annotated_take)(void *context, const char *name, const char *value, size_t length);

/* Passes on each field of the table (field.h) that other formats than JSON lines have, as text, in the table's
 * order. */
void annotated_each(annotated *self, const found_mention *found, annotated_take take, void *context);

/* Appends all of them as members with a comma before each. */
void annotated_members(annotated *self, const found_mention *found, buffer *out);

#endif
