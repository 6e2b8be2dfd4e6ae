/* The interface between an input format and the reader (reader.c), which runs it. The registry names the
 * formats.
 *
 *     start ─▶ next ─▶ next ─▶ ... ─▶ stop      each call of next fills the reader's draft with one document
 *
 * A format reads from the reader's stream, or from files that it opens itself. */
#ifndef ONTOTAG_INPUT_FORMAT_H
#define ONTOTAG_INPUT_FORMAT_H

#include "format/draft.h"
#include "format/stream.h"

typedef struct input_state input_state; /* private state of a format across documents */

/* The arguments of a format's functions. */
typedef struct reader {
	input_state *state;
	stream *stream; /* NULL for a format that reads files by itself */
	const char *path;
	onto_read_options options; /* its strings belong to the caller and are valid only during `start` */
	draft draft;
} reader;

typedef struct input_format {
	bool from_path; /* opens files itself: `start` gets no stream */
	/* True where the first bytes of a file look like the format. NULL: it is never detected. */
	bool (*recognise)(const char *head, size_t length);
	/* NULL-terminated suffixes of file names, which take precedence over the content. NULL: none. */
	const char *const *suffixes;
	/* Both may be NULL. */
	onto_status (*start)(reader *self, onto_error *error);
	void (*stop)(input_state *state);
	/* Fills the cleared draft. *found stays false at the end. It must be callable again after a failure. */
	onto_status (*next)(reader *self, bool *found, onto_error *error);
	/* How many bytes, from the start of a document on, are whole documents, where more bytes may follow. `searched`
	 * of them were given before, with the answer 0. NULL: only a file is whole. */
	size_t (*whole)(const onto_read_options *options, const char *bytes, size_t length, size_t searched);
} input_format;

extern const input_format input_bioc_json;
extern const input_format input_bioc_xml;
extern const input_format input_brat;
extern const input_format input_conll;
extern const input_format input_csv;
extern const input_format input_html;
extern const input_format input_jats;
extern const input_format input_json;
extern const input_format input_jsonl;
extern const input_format input_markdown;
extern const input_format input_nbib;
extern const input_format input_pubmed_xml;
extern const input_format input_pubtator;
extern const input_format input_text;
extern const input_format input_tsv;

#endif
