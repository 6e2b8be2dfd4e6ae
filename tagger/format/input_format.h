/* What an input format is to the reader (reader.c), which runs it. The registry names the formats.
 *
 *     start ─▶ next ─▶ next ─▶ ... ─▶ stop      each next fills the reader's draft with one document
 *
 * A format reads from the reader's stream, or, where it goes through files by itself, from its own. What it says of
 * a document goes into the draft. */
#ifndef ONTOTAG_INPUT_FORMAT_H
#define ONTOTAG_INPUT_FORMAT_H

#include "format/draft.h"
#include "format/stream.h"

typedef struct input_state input_state; /* what a format keeps from document to document; its own */

/* What the functions of a format get. */
typedef struct reader {
	input_state *state;
	stream *stream; /* NULL for a format that goes through files by itself */
	const char *path;
	onto_read_options options; /* its strings are the caller's and last only during `start` */
	draft draft;
} reader;

typedef struct input_format {
	bool from_path; /* goes through files by itself: `start` gets no stream */
	/* Whether the first bytes of a file look like the format; NULL: never found by content. */
	bool (*recognise)(const char *head, size_t length);
	/* Suffixes of file names, up to NULL, that say more than the content does; NULL: there are none. */
	const char *const *suffixes;
	/* Both may be NULL. */
	onto_status (*start)(reader *self, onto_error *error);
	void (*stop)(input_state *state);
	/* Fills the cleared draft; *found stays false at the end. A failure leaves the format able to go on. */
	onto_status (*next)(reader *self, bool *found, onto_error *error);
} input_format;

extern const input_format input_bioc_json;
extern const input_format input_bioc_xml;
extern const input_format input_brat;
extern const input_format input_html;
extern const input_format input_jsonl;
extern const input_format input_markdown;
extern const input_format input_pubtator;
extern const input_format input_text;
extern const input_format input_tsv;

#endif
