/* RDF in Turtle: each mention is an annotation of the text with a body, the concept, and what is said of it; the
 * whole states what made it, as a nanopublication does.
 *
 *     <urn:ontotag:7#1> a oa:Annotation ;
 *         oa:hasBody <http://purl.obolibrary.org/obo/MONDO_0004979> ;
 *         oa:hasTarget [ oa:hasSource <urn:ontotag:7> ;
 *             oa:hasSelector [ a oa:TextPositionSelector ; oa:start 3 ; oa:end 9 ] ,
 *                            [ a oa:TextQuoteSelector ; oa:exact "asthma" ] ] ;
 *         field:negated "true" ; ...
 *         prov:wasGeneratedBy <urn:ontotag:program> .
 *
 * Positions are code points. Strings of JSON are strings of Turtle: their escapes are a part of Turtle's. */
#include <stdlib.h>

#include "format/annotated.h"
#include "format/json_escape.h"
#include "format/output_format.h"
#include "format/vocabulary.h"

struct output_state {
	annotated annotated;
	buffer address;
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
	free(state);
}

static bool begin(output_state *state, buffer *out)
{
	(void)state;
	buffer_text(out,
	            "@prefix oa: <http://www.w3.org/ns/oa#> .\n"
	            "@prefix prov: <http://www.w3.org/ns/prov#> .\n"
	            "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
	            "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
	            "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
	            "@prefix field: <urn:ontotag:field:> .\n\n"
	            "<urn:ontotag:program> a prov:SoftwareAgent ; rdfs:label \"ontotag " ONTO_VERSION "\" .\n");
	return !out->failed;
}

static void write_target(const output_state *state, const onto_document *document, onto_span span, buffer *out)
{
	buffer_text(out, " ;\n    oa:hasTarget [ oa:hasSource <");
	buffer_append(out, state->address.bytes, state->address.length);
	buffer_text(out, "> ; oa:hasSelector [ a oa:TextPositionSelector ; oa:start ");
	buffer_number(out, annotated_point(&state->annotated, span.start));
	buffer_text(out, " ; oa:end ");
	buffer_number(out, annotated_point(&state->annotated, span.end));
	buffer_text(out, " ] , [ a oa:TextQuoteSelector ; oa:exact ");
	annotated_excerpt(out, document, span);
	buffer_text(out, " ] ]");
}

static void write_field(void *context, const char *name, const char *value, size_t length)
{
	buffer *out = context;
	buffer_text(out, " ;\n    field:");
	buffer_text(out, name);
	buffer_byte(out, ' ');
	json_quote(out, value, length);
}

static void write_annotation(output_state *state, const found_mention *found, size_t number, buffer *out)
{
	const onto_mention *m = found->mention;
	buffer_text(out, "\n<");
	buffer_append(out, state->address.bytes, state->address.length);
	buffer_byte(out, '#');
	buffer_number(out, number);
	buffer_text(out, "> a oa:Annotation ;\n    oa:motivatedBy oa:identifying ;\n    oa:hasBody ");
	for (size_t i = 0; i < m->code_count; i++) {
		buffer_text(out, i ? " , <" : "<");
		vocabulary_iri(out, m->codes[i]);
		buffer_byte(out, '>');
	}
	for (size_t i = 0; i < m->span_count; i++) {
		write_target(state, found->document, m->spans[i], out);
	}
	annotated_each(&state->annotated, found, write_field, out);
	buffer_text(out, " ;\n    prov:wasAttributedTo <urn:ontotag:program> .\n");
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	buffer_clear(&state->address);
	buffer_text(&state->address, "urn:ontotag:");
	vocabulary_percent(&state->address, document->id, strlen(document->id));
	if (!annotated_begin(&state->annotated, document) || state->address.failed) {
		return false;
	}
	buffer_text(out, "\n<");
	buffer_append(out, state->address.bytes, state->address.length);
	buffer_text(out, "> dcterms:identifier ");
	json_quote(out, document->id, strlen(document->id));
	buffer_text(out, " .\n");
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		write_annotation(state, &(found_mention){document, tags, m}, i + 1, out);
		if (!m->code_count) {
			continue;
		}
		buffer_byte(out, '<');
		vocabulary_iri(out, m->codes[0]);
		buffer_text(out, "> skos:prefLabel ");
		json_quote(out, m->name, strlen(m->name));
		buffer_text(out, " .\n");
	}
	return !out->failed && !state->annotated.failed;
}

const output_format output_turtle = {
	.start = start,
	.stop = stop,
	.begin = begin,
	.document = document,
};
