/* The interface between an output format and the writer (writer.c), which runs it. The registry names the formats.
 *
 *     begin ─▶ document ─▶ document ─▶ ... ─▶ end      each appends to the writer's buffer */
#ifndef ONTOTAG_OUTPUT_FORMAT_H
#define ONTOTAG_OUTPUT_FORMAT_H

#include "core/buffer.h"
#include "core/tags.h"

typedef struct output_state output_state; /* private state of a format across documents */

typedef struct output_format {
	/* Each function but `document` may be NULL. `state` is NULL for a format that keeps none. False where memory
	 * ran out. */
	output_state *(*start)(const onto_write_options *options);
	void (*stop)(output_state *state);
	bool (*begin)(output_state *state, buffer *out);
	bool (*document)(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out);
	bool (*end)(output_state *state, buffer *out);
	/* A configuration file for programs that read the format. */
	bool (*configure)(buffer *out);
} output_format;

extern const output_format output_bioc_json;
extern const output_format output_bioc_xml;
extern const output_format output_brat;
extern const output_format output_conll;
extern const output_format output_count;
extern const output_format output_csv;
extern const output_format output_doccano;
extern const output_format output_fhir;
extern const output_format output_html;
extern const output_format output_json;
extern const output_format output_jsonl;
extern const output_format output_label_studio;
extern const output_format output_omop;
extern const output_format output_phenopacket;
extern const output_format output_prodigy;
extern const output_format output_pubannotation;
extern const output_format output_pubtator;
extern const output_format output_summary;
extern const output_format output_terminal;
extern const output_format output_tsv;
extern const output_format output_turtle;
extern const output_format output_web_annotation;

/* True if a document was read in the format of this name. */
static inline bool document_is(const onto_document *document, const char *format)
{
	return document->format && strcmp(document->format, format) == 0;
}

#endif
