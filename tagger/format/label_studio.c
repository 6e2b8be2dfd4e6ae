/* Label Studio: an array of tasks with predictions, to be imported as it is.
 *
 *     [{"data":{"id":"7","text":"No asthma."},
 *       "predictions":[{"model_version":"ontotag 0.2.0","result":[
 *         {"id":"m1","from_name":"label","to_name":"text","type":"labels","meta":{"text":["MONDO:0004979 asthma"]},
 *          "value":{"start":3,"end":9,"text":"asthma","labels":["disease"]}}]}]}]
 *
 * Positions are code points. Each part of a mention is a region of its own. All fields stand in `data.mentions`,
 * which the tool shows and exports unchanged. The labels that the project needs are those of the types. */
#include <stdlib.h>

#include "format/annotated.h"
#include "format/json_escape.h"
#include "format/output_format.h"

struct output_state {
	annotated annotated;
	bool written; /* a task */
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

static bool begin(output_state *state, buffer *out)
{
	state->written = false;
	buffer_text(out, "[\n");
	return !out->failed;
}

static bool end(output_state *state, buffer *out)
{
	(void)state;
	buffer_text(out, "\n]\n");
	return !out->failed;
}

static void write_place(const output_state *state, onto_span span, buffer *out)
{
	annotated_number(out, "start", annotated_point(&state->annotated, span.start));
	buffer_byte(out, ',');
	annotated_number(out, "end", annotated_point(&state->annotated, span.end));
}

static void write_region(const output_state *state, const found_mention *found, size_t number, onto_span span,
                         buffer *out)
{
	const onto_mention *m = found->mention;
	buffer_text(out, "{\"id\":\"m");
	buffer_number(out, number);
	buffer_text(out, "\",\"from_name\":\"label\",\"to_name\":\"text\",\"type\":\"labels\",\"meta\":{\"text\":[\"");
	if (m->code_count) {
		json_escape(out, m->codes[0], strlen(m->codes[0]));
		buffer_byte(out, ' ');
	}
	json_escape(out, m->name, strlen(m->name));
	buffer_text(out, "\"]},\"value\":{");
	write_place(state, span, out);
	buffer_text(out, ",\"text\":");
	annotated_excerpt(out, found->document, span);
	buffer_text(out, ",\"labels\":[");
	json_quote_own(out, onto_type_word(m->type));
	buffer_text(out, "]}}");
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	size_t regions = 0;
	if (!annotated_begin(&state->annotated, document)) {
		return false;
	}
	buffer_text(out, state->written ? ",\n{\"data\":{" : "{\"data\":{");
	annotated_text(out, "id", document->id, strlen(document->id));
	buffer_byte(out, ',');
	annotated_text(out, "text", document->text, document->length);
	buffer_text(out, ",\"mentions\":[");
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		buffer_text(out, i ? ",{" : "{");
		write_place(state, (onto_span){m->start, m->end}, out);
		annotated_members(&state->annotated, &(found_mention){document, tags, m}, out);
		buffer_byte(out, '}');
	}
	buffer_text(out, "]},\"predictions\":[{\"model_version\":\"ontotag " ONTO_VERSION "\",\"result\":[");
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		for (size_t s = 0; s < m->span_count; s++) {
			buffer_text(out, regions++ ? "," : "");
			write_region(state, &(found_mention){document, tags, m}, regions, m->spans[s], out);
		}
	}
	buffer_text(out, "]}]}");
	state->written |= !out->failed;
	return !out->failed;
}

const output_format output_label_studio = {
	.start = start,
	.stop = stop,
	.begin = begin,
	.document = document,
	.end = end,
};
