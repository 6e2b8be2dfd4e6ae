/* PubAnnotation: an object a document, one a line, as its site and TextAE read it.
 *
 *     {"sourceid":"7","text":"No asthma.",
 *      "denotations":[{"id":"T1","span":{"begin":3,"end":9},"obj":"Disease"}],
 *      "attributes":[{"id":"A1","subj":"T1","pred":"codes","obj":"MONDO:0004979"}, ...]}
 *
 * Positions are code points. A mention in several parts has a list of spans. Every field of a mention is an
 * attribute. */
#include <stdlib.h>

#include "format/annotated.h"
#include "format/annotation_type.h"
#include "format/json_escape.h"
#include "format/output_format.h"

struct output_state {
	annotated annotated;
};

static output_state *start(const onto_write_options *options)
{
	(void)options;
	return calloc(1, sizeof(output_state));
}

static void stop(output_state *state)
{
	annotated_free(&state->annotated);
	free(state);
}

static void write_span(const output_state *state, onto_span span, buffer *out)
{
	buffer_byte(out, '{');
	annotated_number(out, "begin", annotated_point(&state->annotated, span.start));
	buffer_byte(out, ',');
	annotated_number(out, "end", annotated_point(&state->annotated, span.end));
	buffer_byte(out, '}');
}

static void write_denotation(const output_state *state, const onto_mention *m, size_t number, buffer *out)
{
	buffer_text(out, number > 1 ? ",{\"id\":\"T" : "{\"id\":\"T");
	buffer_number(out, number);
	buffer_text(out, "\",\"span\":");
	buffer_text(out, m->span_count > 1 ? "[" : "");
	for (size_t i = 0; i < m->span_count; i++) {
		buffer_text(out, i ? "," : "");
		write_span(state, m->spans[i], out);
	}
	buffer_text(out, m->span_count > 1 ? "]" : "");
	buffer_text(out, ",\"obj\":");
	json_quote_own(out, annotation_type(m));
	buffer_byte(out, '}');
}

/* The attributes of all mentions, numbered throughout. */
typedef struct attributes {
	buffer *out;
	size_t count;
	size_t mention;
} attributes;

static void write_attribute(void *context, const char *name, const char *value, size_t length)
{
	attributes *self = context;
	buffer_text(self->out, self->count++ ? ",{\"id\":\"A" : "{\"id\":\"A");
	buffer_number(self->out, self->count);
	buffer_text(self->out, "\",\"subj\":\"T");
	buffer_number(self->out, self->mention);
	buffer_text(self->out, "\",\"pred\":");
	json_quote_own(self->out, name);
	buffer_byte(self->out, ',');
	annotated_text(self->out, "obj", value, length);
	buffer_byte(self->out, '}');
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	attributes written = {.out = out};
	if (!annotated_begin(&state->annotated, document)) {
		return false;
	}
	buffer_byte(out, '{');
	annotated_text(out, "sourceid", document->id, strlen(document->id));
	buffer_byte(out, ',');
	annotated_text(out, "text", document->text, document->length);
	buffer_text(out, ",\"denotations\":[");
	for (size_t i = 0; i < tags->mention_count; i++) {
		write_denotation(state, &tags->mentions[i], i + 1, out);
	}
	buffer_text(out, "],\"attributes\":[");
	for (size_t i = 0; i < tags->mention_count; i++) {
		written.mention = i + 1;
		annotated_each(&state->annotated, &(found_mention){document, tags, &tags->mentions[i]}, write_attribute,
		               &written);
	}
	buffer_text(out, "]}\n");
	return !out->failed && !state->annotated.failed;
}

const output_format output_pubannotation = {
	.start = start,
	.stop = stop,
	.document = document,
};
