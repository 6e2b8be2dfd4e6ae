/* Tasks of two annotation tools, as JSON lines. Positions are code points; each part of a mention is a label of its
 * own.
 *
 *     doccano   {"id":"7","text":"No asthma.","label":[[3,9,"disease"]],"mentions":[{...}]}
 *     Prodigy   {"text":"No asthma.","meta":{"id":"7"},"spans":[{"start":3,"end":9,"label":"disease",...}]}
 *
 * What a mention has beside its label stands where the tool keeps it: in doccano's metadata, in Prodigy's span. */
#include <stdlib.h>

#include "format/annotated.h"
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

static void write_label(const output_state *state, onto_span span, const onto_mention *m, buffer *out)
{
	buffer_byte(out, '[');
	buffer_number(out, annotated_point(&state->annotated, span.start));
	buffer_byte(out, ',');
	buffer_number(out, annotated_point(&state->annotated, span.end));
	buffer_byte(out, ',');
	json_quote_own(out, onto_type_word(m->type));
	buffer_byte(out, ']');
}

/* The places of a mention, as the first members of an object. */
static void write_place(const output_state *state, onto_span span, buffer *out)
{
	buffer_byte(out, '{');
	annotated_number(out, "start", annotated_point(&state->annotated, span.start));
	buffer_byte(out, ',');
	annotated_number(out, "end", annotated_point(&state->annotated, span.end));
}

static bool write_doccano(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	bool first = true;
	if (!annotated_begin(&state->annotated, document)) {
		return false;
	}
	buffer_byte(out, '{');
	annotated_text(out, "id", document->id, strlen(document->id));
	buffer_byte(out, ',');
	annotated_text(out, "text", document->text, document->length);
	buffer_text(out, ",\"label\":[");
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		for (size_t s = 0; s < m->span_count; s++, first = false) {
			buffer_text(out, first ? "" : ",");
			write_label(state, m->spans[s], m, out);
		}
	}
	buffer_text(out, "],\"mentions\":[");
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		buffer_text(out, i ? "," : "");
		write_place(state, (onto_span){m->start, m->end}, out);
		annotated_members(&state->annotated, &(found_mention){document, tags, m}, out);
		buffer_byte(out, '}');
	}
	buffer_text(out, "]}\n");
	return !out->failed;
}

static bool write_prodigy(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	bool first = true;
	if (!annotated_begin(&state->annotated, document)) {
		return false;
	}
	buffer_byte(out, '{');
	annotated_text(out, "text", document->text, document->length);
	buffer_text(out, ",\"meta\":{");
	annotated_text(out, "id", document->id, strlen(document->id));
	buffer_text(out, "},\"spans\":[");
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		for (size_t s = 0; s < m->span_count; s++, first = false) {
			buffer_text(out, first ? "" : ",");
			write_place(state, m->spans[s], out);
			buffer_text(out, ",\"label\":");
			json_quote_own(out, onto_type_word(m->type));
			buffer_byte(out, ',');
			annotated_number(out, "mention", i);
			annotated_members(&state->annotated, &(found_mention){document, tags, m}, out);
			buffer_byte(out, '}');
		}
	}
	buffer_text(out, "]}\n");
	return !out->failed;
}

const output_format output_doccano = {
	.start = start,
	.stop = stop,
	.document = write_doccano,
};

const output_format output_prodigy = {
	.start = start,
	.stop = stop,
	.document = write_prodigy,
};
