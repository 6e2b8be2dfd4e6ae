/* Input formats: one file each, listed in one table (reader.c).
 *
 *     start ─▶ next ─▶ next ─▶ ... ─▶ stop      each next fills the reader's draft with one document
 *
 * A format reads from the reader's stream, or, where it goes through files by itself, from its own. What it says of
 * a document goes into the draft: */
#ifndef ONTOTAG_READER_H
#define ONTOTAG_READER_H

#include "core/arena.h"
#include "core/buffer.h"
#include "core/vector.h"
#include "format/code_points.h"
#include "format/stream.h"
#include "ontotag.h"

/* A document in the making. Its memory is kept from one document to the next. */
typedef struct draft {
	onto_document document; /* text and length are set by the format; what follows is set by draft_finish */
	arena memory;           /* strings of the document */
	buffer text;            /* for a format that has to put the text together */
	points points;          /* of the text, once draft_text was called */
	VECTOR(onto_annotation) annotations; /* their spans are those of `spans`, in order */
	VECTOR(onto_span) spans;
	size_t spans_used; /* by the annotations that are there */
	VECTOR(const char *) rest;
	VECTOR(onto_origin) origins;
} draft;

typedef struct input_state input_state; /* what a format keeps from document to document; its own */

typedef struct reader reader; /* what the functions of a format get */

typedef struct input_format {
	const char *name, *description;
	bool from_path; /* goes through files by itself: `start` gets no stream */
	/* Whether the first bytes of a file look like the format; NULL: never found by content. */
	bool (*recognise)(const char *head, size_t length);
	/* Ends of names, up to NULL, that say more than the content does; NULL: there are none. */
	const char *const *suffixes;
	/* Both may be NULL. */
	onto_status (*start)(reader *self, onto_error *error);
	void (*stop)(input_state *state);
	/* Fills the cleared draft; *found stays false at the end. A failure leaves the format able to go on. */
	onto_status (*next)(reader *self, bool *found, onto_error *error);
} input_format;

struct reader {
	const input_format *format;
	input_state *state;
	stream *stream;
	const char *path;
	onto_read_options options; /* its strings are not kept */
	draft draft;
};

extern const input_format input_text;
extern const input_format input_pubtator;
extern const input_format input_brat;
extern const input_format input_html;
extern const input_format input_markdown;
extern const input_format input_jsonl;
extern const input_format input_tsv;
extern const input_format input_bioc_xml;
extern const input_format input_bioc_json;

/* A copy that lives as long as the document; NULL where memory ran out. */
char *draft_copy(draft *self, const char *text, size_t length);

/* A name for a document that has none: the file and the number of the line, "reports.txt:7"; NULL where memory ran
 * out. */
char *draft_place(draft *self, const stream *stream);

/* Gives the draft its text, of which it keeps a view, and makes its points ready. False where memory ran out. */
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

/* A decimal number that fills all of `text`. */
bool parse_number(const char *text, size_t length, size_t *out);

#endif
