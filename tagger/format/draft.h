/* A document in the making: what an input format fills, once for each document. */
#ifndef ONTOTAG_DRAFT_H
#define ONTOTAG_DRAFT_H

#include "core/arena.h"
#include "core/buffer.h"
#include "core/vector.h"
#include "format/code_points.h"
#include "format/stream.h"
#include "ontotag.h"

/* Its memory is kept from one document to the next. */
typedef struct draft {
	onto_document document; /* text and length are set by the format; what follows is set by draft_finish */
	arena memory;           /* strings of the document */
	buffer text;            /* for a format that has to put the text together */
	code_points points;     /* of the text, once draft_text was called */
	VECTOR(onto_annotation) annotations; /* their spans are those of `spans`, in order */
	VECTOR(onto_span) spans;
	size_t spans_used; /* by the annotations that are there */
	VECTOR(const char *) rest;
	VECTOR(onto_origin) origins;
} draft;

/* Empties it for the next document. */
void draft_clear(draft *self);

/* The document, complete; `format` is the name of the one that it was read in. A view until the draft is
 * cleared. */
const onto_document *draft_finish(draft *self, const char *format);

void draft_free(draft *self);

/* A copy that lives as long as the document; NULL where memory ran out. */
char *draft_copy(draft *self, const char *text, size_t length);

/* A name for a document that has none: the file and the number of the line, "reports.txt:7"; NULL where memory ran
 * out. */
char *draft_place(draft *self, const stream *stream);

/* Gives the draft its text, of which it keeps a view, and counts its code points. False where memory ran out. */
bool draft_text(draft *self, const char *text, size_t length);

/* Adds a part of the annotation that is added next, in code points. ONTO_DAMAGED where it is empty or lies outside
 * the text. */
onto_status draft_span(draft *self, size_t start, size_t end, onto_error *error);

/* Adds an annotation of the spans that were added since the one before it. False where memory ran out. */
bool draft_annotation(draft *self, onto_annotation annotation);

/* Adds a line that is carried along. False where memory ran out. */
bool draft_rest(draft *self, const char *line, size_t length);

/* Says in `error` where a failure happened and returns `status`. */
onto_status fail_at(onto_error *error, onto_status status, const char *file, size_t line);

#endif
