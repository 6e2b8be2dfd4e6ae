/* Output formats: one file each, listed in one table (format.c).
 *
 *     begin ─▶ document ─▶ document ─▶ ... ─▶ end      each appends to the writer's buffer */
#ifndef ONTOTAG_FORMAT_H
#define ONTOTAG_FORMAT_H

#include "core/buffer.h"
#include "core/tags.h"

typedef struct format_state format_state; /* what a format keeps from document to document; its own */

typedef struct format {
	const char *name, *description;
	bool stateless; /* `document` depends on nothing but the options and what it is given */
	/* Each may be NULL. `state` is NULL for a format that keeps none. False where memory ran out. */
	format_state *(*start)(const onto_write_options *options);
	void (*stop)(format_state *state);
	bool (*begin)(format_state *state, buffer *out);
	bool (*document)(format_state *state, const onto_document *document, const onto_tags *tags, buffer *out);
	bool (*end)(format_state *state, buffer *out);
} format;

extern const format format_terminal;
extern const format format_jsonl;
extern const format format_tsv;
extern const format format_summary;
extern const format format_pubtator;
extern const format format_csv;
extern const format format_conll;
extern const format format_brat;
extern const format format_bioc_xml;
extern const format format_bioc_json;
extern const format format_html;

/* The field's word for a mention's type: Disease, Chemical, Gene. A marker that is a substance is no gene. */
const char *field_type(const onto_mention *m);

/* How a code of a mention stands to what was found. */
onto_predicate code_predicate(const onto_mention *m, size_t index);

/* The code that it was reached by; NULL: it is that of what was found. */
const char *code_via(const onto_mention *m, size_t index);

/* The code of a mention for a format that gives one and cannot say how it stands: the first of what was found itself, else the
 * first that stands in for it; NULL where all are broader. */
const char *code_alone(const onto_mention *m);

/* Append, joined by '|': what happened between text and name; the predicate of each code and the code that it was reached by
 * (empty: it is that of what was found), where vocabularies were asked for. */
void mention_ways(buffer *out, const onto_mention *m);
void mention_predicates(buffer *out, const onto_mention *m);
void mention_vias(buffer *out, const onto_mention *m);

/* Appends text as the inside of a JSON string; bytes that are no UTF-8 become U+FFFD. */
void json_escape(buffer *out, const char *text, size_t length);

/* Appends text with white space of any kind as single spaces, for formats of one line a mention. */
void one_line(buffer *out, const char *text, size_t length);

#endif
