/* JSON lines: one object per document, on one line.
 *
 *     read     {"pmid":7,"text":"On asthma.","year":1999}
 *     written  {"id":"7","pmid":7,"text":"On asthma.","year":1999,"mentions":[...],"abbreviations":[...]}
 *
 * Members of the input are written back unchanged, byte by byte. The schema of the output is
 * dictionaries/jsonl.schema.json. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "format/carry.h"
#include "format/code.h"
#include "format/field.h"
#include "format/input_format.h"
#include "format/json_document.h"
#include "format/json_escape.h"
#include "format/number.h"
#include "format/output_format.h"

/* ---- reading ------------------------------------------------------------------------------------------------- */

struct input_state {
	json_documents documents;
};

static const char *const suffixes[] = {".jsonl", ".ndjson", NULL};

static bool recognise(const char *head, size_t length)
{
	size_t at = length >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	const char *newline = memchr(head, '\n', length);
	size_t end = newline ? (size_t)(newline - head) : length;
	while (newline && end > at && (unsigned char)head[end - 1] <= ' ') {
		end--;
	}
	while (at < end && head[at] == ' ') {
		at++;
	}
	if (at >= end || head[at++] != '{' || (newline && head[end - 1] != '}')) {
		return false;
	}
	while (at < end && head[at] == ' ') {
		at++;
	}
	return at < end && head[at] == '"';
}

static onto_status start(reader *self, onto_error *error)
{
	self->state = calloc(1, sizeof *self->state);
	return self->state ? json_documents_start(&self->state->documents, &self->options, error) : fail_memory(error);
}

static void stop(input_state *state)
{
	if (state) {
		json_documents_stop(&state->documents);
		free(state);
	}
}

/* The next line that is not blank; NULL at the end. */
static onto_status next_line(reader *self, const char **line, size_t *length, onto_error *error)
{
	size_t mark;
	do {
		TRY(stream_line(self->stream, line, length, error));
		if (!*line) {
			return ONTO_OK;
		}
		mark =
			stream_line_number(self->stream) == 1 && *length >= 3 && memcmp(*line, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
		for (*line += mark, *length -= mark; *length && strchr(" \t\r", **line) && **line; ++*line) {
			--*length;
		}
		while (*length && (*line)[*length - 1] && strchr(" \t\r", (*line)[*length - 1])) {
			--*length;
		}
	} while (!*length);
	return ONTO_OK;
}

/* A table on a line is several documents, or none. */
static onto_status next(reader *self, bool *found, onto_error *error)
{
	json_documents *documents = &self->state->documents;
	const char *line, *file = stream_name(self->stream);
	size_t length;
	TRY(json_documents_next(documents, &self->draft, file, found, error));
	while (!*found) {
		TRY(next_line(self, &line, &length, error));
		if (!line) {
			return ONTO_OK;
		}
		TRY(json_documents_take(documents, &self->draft, line, length, file, stream_line_number(self->stream),
		                        found, error));
	}
	return ONTO_OK;
}

static size_t whole(const onto_read_options *options, const char *bytes, size_t length, size_t searched)
{
	(void)options;
	return whole_lines(bytes, length, searched);
}

const input_format input_jsonl = {
	.recognise = recognise,
	.suffixes = suffixes,
	.start = start,
	.stop = stop,
	.next = next,
	.whole = whole,
};

/* ---- writing ------------------------------------------------------------------------------------------------- */

struct output_state {
	onto_offsets offsets;
	code_points points;
	const onto_document *document;             /* that is being written */
	buffer carried, again;                     /* members of the input object, mentions; kept to reuse the memory */
	bool begun;                                /* json: an item was written */
	bool candidates, explain, explain_dropped; /* as in the options */
};

static output_state *start_writing(const onto_write_options *options)
{
	output_state *state = calloc(1, sizeof *state);
	if (state) {
		state->offsets = options->offsets;
		state->candidates = options->candidates;
		state->explain = options->explain;
		state->explain_dropped = options->explain_dropped;
	}
	return state;
}

static void stop_writing(output_state *state)
{
	code_points_free(&state->points);
	buffer_free(&state->carried);
	buffer_free(&state->again);
	free(state);
}

/* Appends text that needs no escape: a key, a constant word. */
#define LITERAL(out, text) buffer_append((out), (text), sizeof(text) - 1)

#define FIELD(out, key, text, length) (LITERAL(out, key), json_quote((out), (text), (length)))

/* Appends text that needs no escape and ends with a NUL. */
#define TEXT(out, key, text) FIELD(out, key, (text), strlen(text))

/* Appends a constant word. */
#define OWN(out, key, word) (LITERAL(out, key), json_quote_own((out), (word)))

static void offset(const output_state *state, buffer *out, size_t byte)
{
	switch (state->offsets) {
	case ONTO_OFFSETS_CODEPOINTS: buffer_number(out, code_points_before(&state->points, byte)); break;
	case ONTO_OFFSETS_UTF16: buffer_number(out, code_points_utf16_before(&state->points, byte)); break;
	default: buffer_number(out, byte);
	}
}

/* Appends two members, without brackets: a location in the file. */
static void extent(const output_state *state, buffer *out, size_t start, size_t end)
{
	onto_span place = {start, end};
	place = state->document->origin_count ? onto_document_origin(state->document, place) : place;
	LITERAL(out, "\"start\":");
	offset(state, out, place.start);
	LITERAL(out, ",\"end\":");
	offset(state, out, place.end);
}

static void span(const output_state *state, buffer *out, onto_span s)
{
	buffer_byte(out, '{');
	extent(state, out, s.start, s.end);
	buffer_byte(out, '}');
}

/* ---- the fields of a mention: one function per kind ---------------------------------------------------------- */

static inline void member_excerpt(const output_state *state, buffer *out, const onto_mention *m)
{
	json_quote(out, state->document->text + m->start, m->end - m->start);
}

static inline void member_text(const output_state *state, buffer *out, const char *text)
{
	(void)state;
	json_quote(out, text, strlen(text));
}

static inline void member_word(const output_state *state, buffer *out, const char *word)
{
	(void)state;
	json_quote_own(out, word);
}

static inline void member_codes(const output_state *state, buffer *out, const onto_mention *m)
{
	buffer_byte(out, '[');
	for (size_t i = 0; i < m->code_count; i++) {
		if (i) {
			buffer_byte(out, ',');
		}
		member_text(state, out, m->codes[i]);
	}
	buffer_byte(out, ']');
}

static void member_transformations(const output_state *state, buffer *out, unsigned bits)
{
	(void)state;
	bits &= (1u << ONTO_TRANSFORMATIONS) - 1;
	if (!bits) {
		LITERAL(out, "[]");
		return;
	}
	for (char before = '['; bits; bits &= bits - 1, before = ',') {
		buffer_byte(out, before);
		json_quote_own(out, onto_transformation_word((size_t)__builtin_ctz(bits)));
	}
	buffer_byte(out, ']');
}

/* The provenance of the codes of requested vocabularies. A code of the concept found needs none. */
static void member_mappings(const output_state *state, buffer *out, const onto_mention *m)
{
	bool first = true;
	(void)state;
	for (size_t i = 0; i < m->code_count; i++) {
		const char *via = code_via(m, i), *predicate = onto_predicate_word(code_predicate(m, i));
		if (via) {
			buffer_byte(out, first ? '[' : ',');
			TEXT(out, "{\"code\":", m->codes[i]);
			TEXT(out, ",\"predicate\":", predicate);
			TEXT(out, ",\"via\":", via);
			buffer_byte(out, '}');
			first = false;
		}
	}
	buffer_byte(out, ']');
}

static inline void member_abbreviation(const output_state *state, buffer *out, size_t index)
{
	(void)state;
	buffer_number(out, index);
}

static inline void member_sign(const output_state *state, buffer *out, char sign)
{
	(void)state;
	json_quote(out, &sign, 1);
}

static inline void member_flag(const output_state *state, buffer *out, bool flag)
{
	(void)state;
	buffer_text(out, flag ? "true" : "false");
}

static void member_number(const output_state *state, buffer *out, double number)
{
	char text[NUMBER_SPACE];
	(void)state;
	buffer_text(out, number_text(text, number));
}

static inline void member_chance(const output_state *state, buffer *out, double chance)
{
	char *text = buffer_reserve(out, CHANCE_SPACE);
	(void)state;
	out->length += text ? strlen(chance_text(text, chance)) : 0;
}

static void member_cues(const output_state *state, buffer *out, const onto_context *c)
{
	for (size_t i = 0; i < c->cue_count; i++) {
		buffer_text(out, i ? ",{" : "[{");
		extent(state, out, c->cues[i].start, c->cues[i].end);
		OWN(out, ",\"says\":", c->cues[i].says);
		buffer_byte(out, '}');
	}
	buffer_byte(out, ']');
}

/* Straight-line code for each field of a table. */
#define MEMBER(name, kind, value, present, uses, column, label, words) \
	if (present) { \
		LITERAL(out, ",\"" #name "\":"); \
		member_##kind(state, out, value); \
	}
#define NO_MEMBER(name, kind, value, present, uses, column, label, words)

/* Closes an object whose members each follow a comma. */
static void close_object(buffer *out, size_t start)
{
	if (out->length > start) {
		out->bytes[start] = '{';
	}
	buffer_byte(out, '}');
}

static void member_context(const output_state *state, buffer *out, const onto_context *c)
{
	size_t start = out->length;
	CONTEXT_FIELDS(MEMBER, NO_MEMBER)
	close_object(out, start);
}

static void member_value(const output_state *state, buffer *out, const onto_value *v)
{
	size_t start = out->length;
	VALUE_FIELDS(MEMBER, NO_MEMBER)
	buffer_byte(out, ',');
	extent(state, out, v->start, v->end);
	close_object(out, start);
}

static void spans(const output_state *state, buffer *out, const onto_mention *m)
{
	LITERAL(out, ",\"spans\":[");
	for (size_t i = 0; i < m->span_count; i++) {
		buffer_text(out, i ? "," : "");
		span(state, out, m->spans[i]);
	}
	buffer_byte(out, ']');
}

/* One of the features that decided, behind `before`. */
static void reason(buffer *out, const char *before, const onto_feature *f)
{
	char number[NUMBER_SPACE];
	buffer_text(out, before);
	TEXT(out, "{\"feature\":", f->text);
	LITERAL(out, ",\"weight\":");
	buffer_text(out, number_text(number, f->weight));
	buffer_byte(out, '}');
}

/* What speaks for a place and against it, the heaviest first. */
static void reasons(buffer *out, const onto_feature *features, size_t count)
{
	size_t for_count = 0;
	LITERAL(out, "\"for\":[");
	for (; for_count < count && features[for_count].weight > 0; for_count++) {
		reason(out, for_count ? "," : "", &features[for_count]);
	}
	LITERAL(out, "],\"against\":[");
	for (size_t i = count; i > for_count && features[i - 1].weight < 0; i--) {
		reason(out, i < count ? "," : "", &features[i - 1]);
	}
	buffer_byte(out, ']');
}

static void scores(buffer *out, const onto_place *p)
{
	char number[NUMBER_SPACE];
	LITERAL(out, "\"score\":");
	buffer_text(out, number_text(number, p->score));
	if (p->judged && p->type == ONTO_MARKER) {
		LITERAL(out, ",\"human\":");
		buffer_text(out, number_text(number, p->human));
	}
}

/* What decided about a place: weights, or rules. Of what rules decide the evidence of its confidence is told. */
static void judged(buffer *out, const onto_place *p)
{
	LITERAL(out, ",\"judge\":{");
	scores(out, p);
	buffer_text(out, p->judged ? ",\"by\":\"weights\"," : ",\"by\":\"rules\",");
	reasons(out, p->judged ? p->features : p->evidence, p->judged ? p->feature_count : p->evidence_count);
	buffer_byte(out, '}');
}

static void mention(const output_state *state, buffer *out, const onto_tags *tags, const onto_mention *m)
{
	buffer_byte(out, '{');
	extent(state, out, m->start, m->end);
	MENTION_FIELDS(MEMBER, NO_MEMBER)
	if (m->span_count > 1) {
		spans(state, out, m);
	}
	const onto_place *place = state->explain ? onto_tags_place_of(tags, m) : NULL;
	if (place) {
		judged(out, place);
	}
	buffer_byte(out, '}');
}

static void abbreviations(const output_state *state, buffer *out, const onto_document *document,
                          const onto_tags *tags)
{
	LITERAL(out, ",\"abbreviations\":[");
	for (size_t i = 0; i < tags->abbreviation_count; i++) {
		const onto_abbreviation *a = &tags->abbreviations[i];
		buffer_text(out, i ? ",{" : "{");
		FIELD(out, "\"short\":", document->text + a->short_form.start, a->short_form.end - a->short_form.start);
		FIELD(out, ",\"long\":", document->text + a->long_form.start, a->long_form.end - a->long_form.start);
		LITERAL(out, ",\"short_span\":");
		span(state, out, a->short_form);
		LITERAL(out, ",\"long_span\":");
		span(state, out, a->long_form);
		buffer_byte(out, '}');
	}
	buffer_byte(out, ']');
}

static void codes(buffer *out, const char *const *items, size_t count)
{
	LITERAL(out, ",\"codes\":[");
	for (size_t i = 0; i < count; i++) {
		buffer_text(out, i ? "," : "");
		TEXT(out, "", items[i]);
	}
	buffer_byte(out, ']');
}

/* The concepts to consider in place of a retired one. */
static void successors(buffer *out, const onto_offer *o)
{
	LITERAL(out, ",\"consider\":[");
	for (size_t i = 0; i < o->successor_count; i++) {
		const onto_successor *s = &o->successors[i];
		buffer_text(out, i ? "," : "");
		FIELD(out, "{\"code\":", s->code, s->length);
		if (s->name) {
			TEXT(out, ",\"name\":", s->name);
		}
		buffer_byte(out, '}');
	}
	buffer_byte(out, ']');
}

static void offers(const output_state *state, buffer *out, const onto_document *document, const onto_tags *tags)
{
	LITERAL(out, ",\"offers\":[");
	for (size_t i = 0; i < tags->offer_count; i++) {
		const onto_offer *o = &tags->offers[i];
		buffer_text(out, i ? ",{" : "{");
		extent(state, out, o->start, o->end);
		FIELD(out, ",\"text\":", document->text + o->start, o->end - o->start);
		OWN(out, ",\"type\":", onto_type_word(o->type));
		TEXT(out, ",\"retired\":", o->code);
		TEXT(out, ",\"name\":", o->name);
		successors(out, o);
		TEXT(out, ",\"matched\":", o->matched);
		OWN(out, ",\"scope\":", onto_scope_word(o->scope));
		TEXT(out, ",\"source\":", o->source);
		if (*o->release) {
			TEXT(out, ",\"release\":", o->release);
		}
		LITERAL(out, ",\"by\":");
		member_transformations(state, out, o->transformations);
		buffer_byte(out, '}');
	}
	buffer_byte(out, ']');
}

/* The short forms that nothing decides about, with what they may stand for. */
static void ambiguities(const output_state *state, buffer *out, const onto_document *document,
                        const onto_tags *tags)
{
	LITERAL(out, ",\"ambiguous\":[");
	for (size_t i = 0; i < tags->ambiguity_count; i++) {
		const onto_ambiguity *a = &tags->ambiguities[i];
		buffer_text(out, i ? ",{" : "{");
		extent(state, out, a->start, a->end);
		FIELD(out, ",\"text\":", document->text + a->start, a->end - a->start);
		LITERAL(out, ",\"senses\":[");
		for (size_t k = 0; k < a->sense_count; k++) {
			const onto_sense *s = &a->senses[k];
			buffer_text(out, k ? "," : "");
			OWN(out, "{\"type\":", onto_type_word(s->type));
			codes(out, s->codes, s->code_count);
			TEXT(out, ",\"name\":", s->name);
			TEXT(out, ",\"matched\":", s->matched);
			buffer_byte(out, '}');
		}
		LITERAL(out, "]}");
	}
	buffer_byte(out, ']');
}

/* The members that every place has, without brackets. */
static void place_head(const output_state *state, buffer *out, const onto_document *document, const onto_place *p)
{
	extent(state, out, p->start, p->end);
	FIELD(out, ",\"text\":", document->text + p->start, p->end - p->start);
	OWN(out, ",\"type\":", onto_type_word(p->type));
	codes(out, p->codes, p->code_count);
	TEXT(out, ",\"name\":", p->name);
	TEXT(out, ",\"matched\":", p->matched);
	if (p->ruling) {
		TEXT(out, ",\"ruling\":", p->ruling);
	}
}

/* Features and their weights. */
static void weights(buffer *out, const onto_feature *features, size_t count)
{
	char number[NUMBER_SPACE];
	buffer_byte(out, '{');
	for (size_t k = 0; k < count; k++) {
		buffer_text(out, k ? "," : "");
		TEXT(out, "", features[k].text);
		buffer_byte(out, ':');
		buffer_text(out, number_text(number, features[k].weight));
	}
	buffer_byte(out, '}');
}

static void places(const output_state *state, buffer *out, const onto_document *document, const onto_tags *tags)
{
	char number[NUMBER_SPACE];
	LITERAL(out, ",\"candidates\":[");
	for (size_t i = 0; i < tags->place_count; i++) {
		const onto_place *p = &tags->places[i];
		buffer_text(out, i ? ",{" : "{");
		place_head(state, out, document, p);
		buffer_text(out, p->judged ? ",\"judged\":true," : ",\"judged\":false,");
		scores(out, p);
		OWN(out, ",\"fate\":", onto_fate_word(p->fate));
		if (p->species) {
			TEXT(out, ",\"species\":", p->species);
		}
		if (p->confidence > 0) {
			LITERAL(out, ",\"confidence\":");
			member_chance(state, out, p->confidence);
		}
		LITERAL(out, ",\"features\":");
		weights(out, p->features, p->feature_count);
		if (p->evidence_count) {
			LITERAL(out, ",\"evidence\":");
			weights(out, p->evidence, p->evidence_count);
		}
		for (size_t k = 0; k < p->alternative_count; k++) {
			const onto_alternative *a = &p->alternatives[k];
			buffer_text(out, k ? ",{" : ",\"alternatives\":[{");
			TEXT(out, "\"code\":", a->code);
			LITERAL(out, ",\"score\":");
			buffer_text(out, number_text(number, a->score));
			LITERAL(out, ",\"features\":");
			weights(out, a->features, a->feature_count);
			buffer_text(out, k + 1 < p->alternative_count ? "}" : "}]");
		}
		buffer_byte(out, '}');
	}
	buffer_byte(out, ']');
}

/* Why a place is no mention. */
static void cause(const output_state *state, buffer *out, const onto_document *document, const onto_place *p)
{
	OWN(out, ",\"why\":", onto_fate_word(p->fate));
	if (p->fate == ONTO_FATE_RULE) {
		TEXT(out, ",\"says\":", p->ruling_says);
	}
	if (p->rival.end) {
		LITERAL(out, ",\"instead\":{");
		extent(state, out, p->rival.start, p->rival.end);
		FIELD(out, ",\"text\":", document->text + p->rival.start, p->rival.end - p->rival.start);
		buffer_byte(out, '}');
	}
	if (p->species) {
		TEXT(out, ",\"species\":", p->species);
	}
	if (p->confidence > 0) {
		LITERAL(out, ",\"confidence\":");
		member_chance(state, out, p->confidence);
	}
	if (p->judged || p->evidence_count) {
		judged(out, p);
	}
}

static void dropped(const output_state *state, buffer *out, const onto_document *document, const onto_tags *tags)
{
	bool any = false;
	for (size_t i = 0; i < tags->place_count; i++) {
		const onto_place *p = &tags->places[i];
		if (p->fate == ONTO_FATE_MENTION) {
			continue;
		}
		buffer_text(out, any ? ",{" : ",\"dropped\":[{");
		any = true;
		place_head(state, out, document, p);
		cause(state, out, document, p);
		buffer_byte(out, '}');
	}
	buffer_text(out, any ? "]" : "");
}

/* True for a document that was an object, or a row that became one. */
static bool was_object(const onto_document *document)
{
	return document->rest_count == 1 && (document_is(document, "jsonl") || document_is(document, "json") ||
	                                     document_is(document, "csv") || document_is(document, "tsv"));
}

static void mentions(const output_state *state, buffer *out, const onto_tags *tags)
{
	buffer_byte(out, '[');
	for (size_t i = 0; i < tags->mention_count; i++) {
		buffer_text(out, i ? "," : "");
		mention(state, out, tags, &tags->mentions[i]);
	}
	buffer_byte(out, ']');
}

static void carry(output_state *state, buffer *out, const onto_document *document, const onto_tags *tags)
{
	buffer *carried = &state->carried, *again = &state->again;
	bool named = false;
	buffer_clear(carried);
	buffer_clear(again);
	if (was_object(document)) {
		bool ours = carry_is_output(out, document->rest[0]);
		if (ours) {
			mentions(state, again, tags);
		}
		out->failed |= again->failed || !carry_members(carried, document->rest[0], ours ? again->bytes : NULL,
		                                               again->length, &named);
	}
	if (!named) {
		TEXT(out, "\"id\":", document->id);
		buffer_byte(out, ',');
	}
	buffer_append(out, carried->bytes, carried->length);
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	const char *counted = document->origin_count ? document->source : document->text;
	size_t length = document->origin_count ? document->source_length : document->length;
	state->document = document;
	if (state->offsets != ONTO_OFFSETS_BYTES && !code_points_read(&state->points, counted, length)) {
		return false;
	}
	buffer_byte(out, '{');
	carry(state, out, document, tags);
	LITERAL(out, "\"mentions\":");
	mentions(state, out, tags);
	abbreviations(state, out, document, tags);
	if (tags->offer_count) {
		offers(state, out, document, tags);
	}
	if (tags->ambiguity_count) {
		ambiguities(state, out, document, tags);
	}
	if (state->candidates && tags->place_count) {
		places(state, out, document, tags);
	}
	if (state->explain_dropped) {
		dropped(state, out, document, tags);
	}
	LITERAL(out, "}\n");
	return !out->failed;
}

const output_format output_jsonl = {
	.start = start_writing,
	.stop = stop_writing,
	.document = document,
};

/* ---- one array ----------------------------------------------------------------------------------------------- */

static bool begin_array(output_state *state, buffer *out)
{
	(void)state;
	LITERAL(out, "[");
	return !out->failed;
}

static bool item(output_state *state, const onto_document *from, const onto_tags *tags, buffer *out)
{
	buffer_text(out, state->begun ? ",\n" : "\n");
	state->begun = true;
	bool good = document(state, from, tags, out);
	out->length -= good; /* the line end */
	return good;
}

static bool end_array(output_state *state, buffer *out)
{
	buffer_text(out, state->begun ? "\n]\n" : "]\n");
	return !out->failed;
}

const output_format output_json = {
	.start = start_writing,
	.stop = stop_writing,
	.begin = begin_array,
	.document = item,
	.end = end_array,
};
