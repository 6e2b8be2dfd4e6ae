/* A document under construction. An input format fills it once for each document. */
#ifndef ONTOTAG_DRAFT_H
#define ONTOTAG_DRAFT_H

#include "core/arena.h"
#include "core/buffer.h"
#include "core/vector.h"
#include "format/code_points.h"
#include "format/stream.h"
#include "ontotag.h"

/* Its memory is reused for the next document. */
typedef struct draft {
	onto_document document;              /* the format sets text and length; draft_finish sets the rest */
	arena memory;                        /* strings of the document */
	buffer text;                         /* for a format that has to assemble the text */
	code_points points;                  /* of the text, once draft_text was called */
	VECTOR(onto_annotation) annotations; /* `spans` holds theirs in the same order */
	VECTOR(onto_span) spans;
	size_t spans_used; /* by the existing annotations */
	VECTOR(const char *) rest;
	VECTOR(onto_origin) origins;
	VECTOR(onto_error) notes; /* what was passed over, up to MOST_NOTES */
	size_t unnoted;           /* and how many more */
} draft;

enum { MOST_NOTES = 20 };

/* Clears it for the next document. */
void draft_clear(draft *self);

/* The complete document; `format` is the name of its input format. A view that is valid until the draft is
 * cleared. */
const onto_document *draft_finish(draft *self, const char *format);

void draft_free(draft *self);

/* A copy that lives as long as the document. NULL where memory ran out. */
char *draft_copy(draft *self, const char *text, size_t length);

/* A name for a document without one: file and line number, "reports.txt:7". NULL where memory ran out. */
char *draft_place(draft *self, const stream *stream);

/* Sets the text, of which the draft keeps a view, and counts its code points. False where memory ran out. */
bool draft_text(draft *self, const char *text, size_t length);

/* Adds a part of the next annotation, in code points. ONTO_DAMAGED if it is empty or outside the text. */
onto_status draft_span(draft *self, size_t start, size_t end, onto_error *error);

/* Adds an annotation with the spans that were added since the last one. False where memory ran out. */
bool draft_annotation(draft *self, onto_annotation annotation);

/* A copy of a line, without its NULs, which would end it. NULL where memory ran out. */
char *draft_line(draft *self, const char *line, size_t length);

/* Adds a line that the output keeps, without its NULs. False where memory ran out. */
bool draft_rest(draft *self, const char *line, size_t length);

/* Notes what the document was read without. False where memory ran out. */
bool draft_note(draft *self, const onto_error *note);

/* Notes the encoding of a file, where it was guessed and not noted yet. */
onto_status draft_note_encoding(draft *self, stream *stream, onto_error *error);

/* Notes a failure that costs an annotation only, with its place, and forgets spans that were added; any other
 * status is passed on. `file` NULL: draft_locate gives the place. */
onto_status draft_pass_over(draft *self, onto_status status, const char *file, size_t line, onto_error *error);

/* Sets the place of the notes that have none. */
void draft_locate(draft *self, const char *file, size_t line);

/* Sets the location of a failure in `error` and returns `status`. */
onto_status fail_at(onto_error *error, onto_status status, const char *file, size_t line);

#endif
