/* NOTE_NLP of the OMOP common data model, version 5.4: CSV with a header, a row a mention.
 *
 * term_exists is N where the text denies the mention, speaks of another person, or supposes it only. term_temporal
 * is past or present. What else is known stands in term_modifiers, as name=value with "; " between. note_id is the
 * document's id where that is a number; else the documents are numbered and term_modifiers has the id. Concept
 * numbers need a CONCEPT.csv: the first code of a mention that it has as a standard concept gives
 * note_nlp_concept_id, else the first that a CONCEPT_RELATIONSHIP.csv maps to one; the first that it has at all
 * gives note_nlp_source_concept_id. Texts are cut at the widths of the columns. */
#include <stdlib.h>
#include <string.h>

#include "format/annotated.h"
#include "format/concept_ids.h"
#include "format/csv_value.h"
#include "format/number.h"
#include "format/output_format.h"
#include "format/run_date.h"

/* Widths of columns, in characters. */
enum { VARIANT_WIDE = 250, SNIPPET_WIDE = 250, MODIFIERS_WIDE = 2000, SNIPPET_AROUND = 100 };

struct output_state {
	annotated annotated;
	buffer modifiers;
	const onto_concept_ids *ids;
	size_t documents, rows;
	char date[RUN_DATE_SPACE];
};

static output_state *start(const onto_write_options *options)
{
	output_state *state = calloc(1, sizeof *state);
	if (state) {
		state->ids = options->concept_ids;
		run_date(state->date, options);
	}
	return state;
}

static void stop(output_state *state)
{
	annotated_free(&state->annotated);
	buffer_free(&state->modifiers);
	free(state);
}

static bool begin(output_state *state, buffer *out)
{
	state->documents = state->rows = 0;
	buffer_text(out,
	            "note_nlp_id,note_id,section_concept_id,snippet,offset,lexical_variant,note_nlp_concept_id,"
	            "note_nlp_source_concept_id,nlp_system,nlp_date,nlp_datetime,term_exists,term_temporal,"
	            "term_modifiers\r\n");
	return !out->failed;
}

/* A field of at most `wide` characters. */
static void write_cut(const char *text, size_t length, size_t wide, buffer *out)
{
	size_t at = 0;
	for (size_t count = 0; at < length && count < wide; count++) {
		at += code_point_size(text + at, length - at);
	}
	csv_value(out, text, at);
}

static void write_snippet(const output_state *state, const found_mention *found, buffer *out)
{
	const code_points *points = &state->annotated.points;
	size_t first = annotated_point(&state->annotated, found->mention->start);
	size_t last = annotated_point(&state->annotated, found->mention->end);
	size_t start = 0, end = 0;
	first = first > SNIPPET_AROUND ? first - SNIPPET_AROUND : 0;
	last = points->count - last > SNIPPET_AROUND ? last + SNIPPET_AROUND : points->count;
	if (code_points_to_byte(points, first, &start) && code_points_to_byte(points, last, &end)) {
		write_cut(found->document->text + start, end - start, SNIPPET_WIDE, out);
	}
}

static void add_modifier(void *context, const char *name, const char *value, size_t length)
{
	buffer *modifiers = context;
	buffer_text(modifiers, modifiers->length ? "; " : "");
	buffer_text(modifiers, name);
	buffer_byte(modifiers, '=');
	buffer_append(modifiers, value, length);
}

static void write_modifiers(output_state *state, const found_mention *found, bool numbered, buffer *out)
{
	buffer_clear(&state->modifiers);
	if (!numbered) {
		add_modifier(&state->modifiers, "document", found->document->id, strlen(found->document->id));
	}
	annotated_each(&state->annotated, found, add_modifier, &state->modifiers);
	write_cut(state->modifiers.bytes, state->modifiers.length, MODIFIERS_WIDE, out);
	out->failed |= state->modifiers.failed || state->annotated.failed;
}

static void write_concepts(const output_state *state, const onto_mention *m, buffer *out)
{
	size_t standard = 0, mapped = 0, source = 0;
	for (size_t i = 0; i < m->code_count; i++) {
		concept_numbers found = concept_ids_find(state->ids, m->codes[i]);
		source = source ? source : found.own;
		standard = standard || found.standard != found.own ? standard : found.standard;
		mapped = mapped ? mapped : found.standard;
	}
	buffer_number(out, standard ? standard : mapped);
	buffer_byte(out, ',');
	buffer_number(out, source);
}

static bool exists(const onto_mention *m)
{
	return !(onto_mention_said(m) &
	         (ONTO_SAID_ABSENT | ONTO_SAID_HYPOTHETICAL | ONTO_SAID_FAMILY | ONTO_SAID_OTHER)) &&
	       !(m->context && m->context->finding == ONTO_NOT_GIVEN);
}

static void write_row(output_state *state, const found_mention *found, buffer *out)
{
	const onto_mention *m = found->mention;
	const char *id = found->document->id;
	size_t number = 0;
	bool numbered = parse_number(id, strlen(id), &number);
	buffer_number(out, ++state->rows);
	buffer_byte(out, ',');
	buffer_number(out, numbered ? number : state->documents);
	buffer_text(out, ",0,");
	write_snippet(state, found, out);
	buffer_byte(out, ',');
	buffer_number(out, annotated_point(&state->annotated, m->start));
	buffer_byte(out, ',');
	write_cut(found->document->text + m->start, m->end - m->start, VARIANT_WIDE, out);
	buffer_byte(out, ',');
	write_concepts(state, m, out);
	buffer_text(out, ",ontotag " ONTO_VERSION ",");
	buffer_text(out, state->date);
	buffer_text(out, exists(m) ? ",,Y," : ",,N,");
	buffer_text(out, onto_mention_said(m) & ONTO_SAID_HISTORICAL ? "past," : "present,");
	write_modifiers(state, found, numbered, out);
	buffer_text(out, "\r\n");
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	if (!annotated_begin(&state->annotated, document)) {
		return false;
	}
	state->documents++;
	for (size_t i = 0; i < tags->mention_count; i++) {
		write_row(state, &(found_mention){document, tags, &tags->mentions[i]}, out);
	}
	return !out->failed;
}

const output_format output_omop = {
	.start = start,
	.stop = stop,
	.begin = begin,
	.document = document,
};
