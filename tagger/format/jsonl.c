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
#include "format/code.h"
#include "format/field.h"
#include "format/input_format.h"
#include "format/json.h"
#include "format/json_escape.h"
#include "format/number.h"
#include "format/output_format.h"

/* ---- reading ------------------------------------------------------------------------------------------------- */

struct input_state {
	char *id_field, *text_field;
};

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
	const onto_read_options *options = &self->options;
	self->state = calloc(1, sizeof *self->state);
	if (!self->state) {
		return fail_memory(error);
	}
	self->state->id_field = strdup(options->id_field ? options->id_field : "id");
	self->state->text_field = strdup(options->text_field ? options->text_field : "text");
	return self->state->id_field && self->state->text_field ? ONTO_OK : fail_memory(error);
}

static void stop(input_state *state)
{
	if (state) {
		free(state->id_field);
		free(state->text_field);
		free(state);
	}
}

/* The document's name: its own string or whole number, else its location. */
static const char *id_of(reader *self, const json_t *object)
{
	const json_t *id = json_object_get(object, self->state->id_field);
	if (json_string_length(id)) {
		return draft_copy(&self->draft, json_string_value(id), json_string_length(id));
	}
	if (json_is_integer(id)) {
		char number[24];
		int length = snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(id));
		return draft_copy(&self->draft, number, (size_t)length);
	}
	return draft_place(&self->draft, self->stream);
}

static onto_status read_object(reader *self, const char *line, size_t length, onto_error *error)
{
	draft *d = &self->draft;
	const char *file = stream_name(self->stream), *field = self->state->text_field;
	size_t number = stream_line_number(self->stream);
	json_t *object;
	TRY(json_parse(line, length, file, number, &object, error));
	const json_t *text = json_object_get(object, field);
	onto_status status = ONTO_OK;
	if (!json_is_string(text)) {
		status = onto_fail(
			error, ONTO_DAMAGED, file, number,
			json_is_object(object) ? "an object without a text in '%.60s'" : "a value that is no object", field);
		goto done;
	}
	buffer_append(&d->text, json_string_value(text), json_string_length(text));
	d->document.id = d->text.failed ? NULL : id_of(self, object);
	d->document.text = d->text.length ? d->text.bytes : "";
	d->document.length = d->text.length;
	if (!d->document.id || !draft_rest(d, line, length)) {
		status = fail_memory(error);
	}
done:
	json_decref(object);
	return status;
}

static onto_status next(reader *self, bool *found, onto_error *error)
{
	const char *line;
	size_t length, mark;
	do {
		TRY(stream_line(self->stream, &line, &length, error));
		if (!line) {
			return ONTO_OK;
		}
		mark = stream_line_number(self->stream) == 1 && length >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
		for (line += mark, length -= mark; length && strchr(" \t\r", *line) && *line; line++) {
			length--;
		}
		while (length && line[length - 1] && strchr(" \t\r", line[length - 1])) {
			length--;
		}
	} while (!length);
	TRY(read_object(self, line, length, error));
	*found = true;
	return ONTO_OK;
}

const input_format input_jsonl = {
	.recognise = recognise,
	.start = start,
	.stop = stop,
	.next = next,
};

/* ---- writing ------------------------------------------------------------------------------------------------- */

struct output_state {
	onto_offsets offsets;
	code_points points;
	const onto_document *document; /* that is being written */
	buffer carried;                /* members of the input object; kept to reuse the memory */
	bool candidates, explain;      /* as in the options */
};

static output_state *start_writing(const onto_write_options *options)
{
	output_state *state = calloc(1, sizeof *state);
	if (state) {
		state->offsets = options->offsets;
		state->candidates = options->candidates;
		state->explain = options->explain;
	}
	return state;
}

static void stop_writing(output_state *state)
{
	code_points_free(&state->points);
	buffer_free(&state->carried);
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
	onto_span place = onto_document_origin(state->document, (onto_span){start, end});
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
	bool first = true;
	(void)state;
	buffer_byte(out, '[');
	for (bits &= (1u << ONTO_TRANSFORMATIONS) - 1; bits; bits &= bits - 1) {
		buffer_text(out, first ? "" : ",");
		json_quote_own(out, onto_transformation_word((size_t)__builtin_ctz(bits)));
		first = false;
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

/* What speaks for a mention and against it, the heaviest first. */
static void judged(buffer *out, const onto_place *p)
{
	char number[NUMBER_SPACE];
	size_t count = p->feature_count, for_count = 0;
	LITERAL(out, ",\"judge\":{\"score\":");
	buffer_text(out, number_text(number, p->score));
	if (p->type == ONTO_MARKER) {
		LITERAL(out, ",\"human\":");
		buffer_text(out, number_text(number, p->human));
	}
	LITERAL(out, ",\"for\":[");
	for (; for_count < count && p->features[for_count].weight > 0; for_count++) {
		reason(out, for_count ? "," : "", &p->features[for_count]);
	}
	LITERAL(out, "],\"against\":[");
	for (size_t i = count; i > for_count && p->features[i - 1].weight < 0; i--) {
		reason(out, i < count ? "," : "", &p->features[i - 1]);
	}
	LITERAL(out, "]}");
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
	if (place && place->judged) {
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
		if (o->transformations) {
			LITERAL(out, ",\"by\":");
			member_transformations(state, out, o->transformations);
		}
		buffer_byte(out, '}');
	}
	buffer_byte(out, ']');
}

static void places(const output_state *state, buffer *out, const onto_document *document, const onto_tags *tags)
{
	char number[NUMBER_SPACE];
	LITERAL(out, ",\"candidates\":[");
	for (size_t i = 0; i < tags->place_count; i++) {
		const onto_place *p = &tags->places[i];
		buffer_text(out, i ? ",{" : "{");
		extent(state, out, p->start, p->end);
		FIELD(out, ",\"text\":", document->text + p->start, p->end - p->start);
		OWN(out, ",\"type\":", onto_type_word(p->type));
		LITERAL(out, ",\"codes\":[");
		for (size_t k = 0; k < p->code_count; k++) {
			buffer_text(out, k ? "," : "");
			TEXT(out, "", p->codes[k]);
		}
		TEXT(out, "],\"name\":", p->name);
		TEXT(out, ",\"matched\":", p->matched);
		if (p->ruling) {
			TEXT(out, ",\"ruling\":", p->ruling);
		}
		buffer_text(out, p->judged ? ",\"judged\":true" : ",\"judged\":false");
		LITERAL(out, ",\"score\":");
		buffer_text(out, number_text(number, p->score));
		if (p->judged && p->type == ONTO_MARKER) {
			LITERAL(out, ",\"human\":");
			buffer_text(out, number_text(number, p->human));
		}
		LITERAL(out, ",\"features\":{");
		for (size_t k = 0; k < p->feature_count; k++) {
			buffer_text(out, k ? "," : "");
			TEXT(out, "", p->features[k].text);
			buffer_byte(out, ':');
			buffer_text(out, number_text(number, p->features[k].weight));
		}
		LITERAL(out, "}}");
	}
	buffer_byte(out, ']');
}

static bool key_is(const char *key, size_t length, const char *word)
{
	return strlen(word) == length && memcmp(key, word, length) == 0;
}

/* The members that this format adds. */
static bool is_ours(const char *key, size_t length)
{
	return key_is(key, length, "mentions") || key_is(key, length, "abbreviations") ||
	       key_is(key, length, "offers") || key_is(key, length, "candidates");
}

/* The members of the input object, each followed by a comma. Reports whether one of them is "id". */
static bool carry_object(buffer *out, const char *object)
{
	json_member m;
	size_t at = 1, length = strlen(object);
	bool named = false;
	while (json_next_member(object, length, &at, &m)) {
		if (!is_ours(m.key, m.key_length)) {
			named |= key_is(m.key, m.key_length, "id");
			buffer_byte(out, '"');
			buffer_append(out, m.key, m.key_length);
			LITERAL(out, "\":");
			buffer_append(out, m.value, m.value_length);
			buffer_byte(out, ',');
		}
	}
	return named;
}

/* The columns of an input row under their names. Result as above. */
static bool carry_row(buffer *out, const char *header, const char *row)
{
	bool named = false;
	while (*header) {
		size_t name = strcspn(header, "\t"), value = strcspn(row, "\t");
		if (name && !is_ours(header, name)) {
			named |= key_is(header, name, "id");
			json_quote(out, header, name);
			FIELD(out, ":", row, value);
			buffer_byte(out, ',');
		}
		header += name + (header[name] != '\0');
		row += value + (row[value] != '\0');
	}
	return named;
}

static void carry(output_state *state, buffer *out, const onto_document *document)
{
	buffer *carried = &state->carried;
	bool named = false;
	buffer_clear(carried);
	if (document_is(document, "jsonl") && document->rest_count == 1) {
		named = carry_object(carried, document->rest[0]);
	} else if (document_is(document, "tsv") && document->rest_count == 2) {
		named = carry_row(carried, document->rest[0], document->rest[1]);
	}
	if (!named) {
		TEXT(out, "\"id\":", document->id);
		buffer_byte(out, ',');
	}
	buffer_append(out, carried->bytes, carried->length);
	out->failed |= carried->failed;
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
	carry(state, out, document);
	LITERAL(out, "\"mentions\":[");
	for (size_t i = 0; i < tags->mention_count; i++) {
		buffer_text(out, i ? "," : "");
		mention(state, out, tags, &tags->mentions[i]);
	}
	buffer_byte(out, ']');
	abbreviations(state, out, document, tags);
	if (tags->offer_count) {
		offers(state, out, document, tags);
	}
	if (state->candidates && tags->place_count) {
		places(state, out, document, tags);
	}
	LITERAL(out, "}\n");
	return !out->failed;
}

const output_format output_jsonl = {
	.start = start_writing,
	.stop = stop_writing,
	.document = document,
};
