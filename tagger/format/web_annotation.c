/* W3C Web Annotation: JSON-LD, an AnnotationPage a document, one a line.
 *
 *     {"@context":"http://www.w3.org/ns/anno.jsonld","id":"urn:ontotag:7","type":"AnnotationPage","items":[
 *       {"id":"urn:ontotag:7#1","type":"Annotation","motivation":"identifying",
 *        "body":[{"type":"SpecificResource","purpose":"identifying","source":"http://purl.obolibrary.org/obo/MONDO_0004979"},
 *                {"type":"TextualBody","purpose":"tagging","value":"disease"},
 *                {"type":"TextualBody","purpose":"describing","format":"application/json","value":"{...}"}],
 *        "target":{"source":"urn:ontotag:7","selector":[{"type":"TextPositionSelector","start":3,"end":9},
 *                                                       {"type":"TextQuoteSelector","exact":"asthma",...}]}}]}
 *
 * A document's address is its id where that is an IRI, else a name made of it. Positions are code points. A mention
 * in several parts has several targets. */
#include <stdlib.h>

#include "format/annotated.h"
#include "format/json_escape.h"
#include "format/output_format.h"
#include "format/vocabulary.h"

enum { QUOTED = 32 }; /* code points before and after a quote */

struct output_state {
	annotated annotated;
	buffer address; /* of the document */
	buffer fields;
};

static output_state *start(const onto_write_options *options)
{
	(void)options;
	return calloc(1, sizeof(output_state));
}

static void stop(output_state *state)
{
	annotated_free(&state->annotated);
	buffer_free(&state->address);
	buffer_free(&state->fields);
	free(state);
}

static bool is_iri(const char *id)
{
	for (const char *at = id; *at; at++) {
		if ((unsigned char)*at <= ' ' || strchr("<>\"{}|\\^`", *at) || (unsigned char)*at >= 0x7f) {
			return false;
		}
	}
	return strncmp(id, "http://", 7) == 0 || strncmp(id, "https://", 8) == 0 || strncmp(id, "urn:", 4) == 0;
}

/* The text from `from` to `to`, each a code point. */
static void write_quoted(const output_state *state, const onto_document *document, const char *name, size_t from,
                         size_t to, buffer *out)
{
	size_t start = 0, end = 0;
	if (from < to && code_points_to_byte(&state->annotated.points, from, &start) &&
	    code_points_to_byte(&state->annotated.points, to, &end)) {
		buffer_byte(out, ',');
		annotated_text(out, name, document->text + start, end - start);
	}
}

static void write_target(const output_state *state, const onto_document *document, onto_span span, buffer *out)
{
	size_t first = annotated_point(&state->annotated, span.start),
		   last = annotated_point(&state->annotated, span.end);
	size_t count = state->annotated.points.count;
	buffer_byte(out, '{');
	annotated_text(out, "source", state->address.bytes, state->address.length);
	buffer_text(out, ",\"selector\":[{\"type\":\"TextPositionSelector\",");
	annotated_number(out, "start", first);
	buffer_byte(out, ',');
	annotated_number(out, "end", last);
	buffer_text(out, "},{\"type\":\"TextQuoteSelector\",\"exact\":");
	annotated_excerpt(out, document, span);
	write_quoted(state, document, "prefix", first > QUOTED ? first - QUOTED : 0, first, out);
	write_quoted(state, document, "suffix", last, count - last > QUOTED ? last + QUOTED : count, out);
	buffer_text(out, "}]}");
}

/* All fields as one JSON object in a string: what the model has no property for. */
static void write_fields(output_state *state, const found_mention *found, buffer *out)
{
	buffer_clear(&state->fields);
	annotated_members(&state->annotated, found, &state->fields);
	if (state->fields.length && !state->fields.failed) {
		state->fields.bytes[0] = '{'; /* in place of the first comma */
		buffer_byte(&state->fields, '}');
	}
	buffer_text(out, ",{\"type\":\"TextualBody\",\"purpose\":\"describing\",\"format\":\"application/json\",");
	annotated_text(out, "value", state->fields.bytes, state->fields.length);
	buffer_byte(out, '}');
	out->failed |= state->fields.failed;
}

static void write_annotation(output_state *state, const found_mention *found, size_t number, buffer *out)
{
	const onto_mention *m = found->mention;
	buffer_text(out, number > 1 ? ",{\"id\":\"" : "{\"id\":\"");
	json_escape(out, state->address.bytes, state->address.length);
	buffer_byte(out, '#');
	buffer_number(out, number);
	buffer_text(out, "\",\"type\":\"Annotation\",\"motivation\":\"identifying\",\"body\":[");
	for (size_t i = 0; i < m->code_count; i++) {
		buffer_text(out, i ? "," : "");
		buffer_text(out, "{\"type\":\"SpecificResource\",\"purpose\":\"identifying\",\"source\":\"");
		vocabulary_iri(out, m->codes[i]);
		buffer_text(out, "\"}");
	}
	buffer_text(out, ",{\"type\":\"TextualBody\",\"purpose\":\"tagging\",\"value\":");
	json_quote_own(out, onto_type_word(m->type));
	buffer_byte(out, '}');
	write_fields(state, found, out);
	buffer_text(out, "],\"target\":");
	buffer_text(out, m->span_count > 1 ? "[" : "");
	for (size_t i = 0; i < m->span_count; i++) {
		buffer_text(out, i ? "," : "");
		write_target(state, found->document, m->spans[i], out);
	}
	buffer_text(out, m->span_count > 1 ? "]}" : "}");
}

static void find_address(output_state *state, const onto_document *document)
{
	buffer_clear(&state->address);
	if (is_iri(document->id)) {
		buffer_text(&state->address, document->id);
	} else {
		buffer_text(&state->address, "urn:ontotag:");
		vocabulary_percent(&state->address, document->id, strlen(document->id));
	}
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	find_address(state, document);
	if (!annotated_begin(&state->annotated, document) || state->address.failed) {
		return false;
	}
	buffer_text(out, "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",");
	annotated_text(out, "id", state->address.bytes, state->address.length);
	buffer_text(out, ",\"type\":\"AnnotationPage\",\"items\":[");
	for (size_t i = 0; i < tags->mention_count; i++) {
		write_annotation(state, &(found_mention){document, tags, &tags->mentions[i]}, i + 1, out);
	}
	buffer_text(out, "]}\n");
	return !out->failed;
}

const output_format output_web_annotation = {
	.start = start,
	.stop = stop,
	.document = document,
};
