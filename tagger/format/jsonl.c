/* JSON lines: an object a document, on one line.
 *
 *     read     {"pmid":7,"text":"On asthma.","year":1999}
 *     written  {"id":"7","pmid":7,"text":"On asthma.","year":1999,"mentions":[...],"abbreviations":[...]}
 *
 * What was read is written again byte by byte, member for member. The schema of what is written is
 * dictionaries/jsonl.schema.json. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "core/error.h"
#include "format/format.h"
#include "format/json.h"
#include "format/reader.h"

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

/* What names the document: a string or a whole number of its own, or else where it stands. */
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
		status = onto_fail(error, ONTO_DAMAGED, file, number,
		                   json_is_object(object) ? "an object without a text in '%.60s'" : "a value that is no object",
		                   field);
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

const input_format input_jsonl = {.name = "jsonl",
                                  .description = "JSON lines: an object a document, of which a member is the text",
                                  .recognise = recognise,
                                  .start = start,
                                  .stop = stop,
                                  .next = next};

/* ---- writing ------------------------------------------------------------------------------------------------- */

struct format_state {
	onto_offsets offsets;
	points points;
	const onto_document *document; /* that is being written */
	buffer carried;                /* members that it had when it was read; kept for its memory */
};

static format_state *start_writing(const onto_write_options *options)
{
	format_state *state = calloc(1, sizeof *state);
	if (state) {
		state->offsets = options->offsets;
	}
	return state;
}

static void stop_writing(format_state *state)
{
	code_points_free(&state->points);
	buffer_free(&state->carried);
	free(state);
}

static void escape_byte(buffer *out, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	switch (c) {
	case '"': buffer_append(out, "\\\"", 2); break;
	case '\\': buffer_append(out, "\\\\", 2); break;
	case '\n': buffer_append(out, "\\n", 2); break;
	case '\t': buffer_append(out, "\\t", 2); break;
	case '\r': buffer_append(out, "\\r", 2); break;
	default: {
		const char code[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
		buffer_append(out, code, sizeof code);
	}
	}
}

#ifdef __SSE2__
/* A bit for each of 16 bytes that cannot go out as it is, or may not. */
static inline unsigned special_of(__m128i bytes)
{
	__m128i plain = _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(0x1f)), _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x7f)));
	__m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
	return (unsigned)_mm_movemask_epi8(_mm_andnot_si128(marks, plain)) ^ 0xffff;
}

/* Up to 15 bytes, the first lowest. */
typedef struct word_bytes {
	uint64_t low, high;
} word_bytes;

/* Reads no others, and calls nobody. */
static inline word_bytes last_bytes(const char *bytes, size_t length)
{
	word_bytes read = {0};
	if (length >= 8) {
		memcpy(&read.low, bytes, 8);
		memcpy(&read.high, bytes + length - 8, 8);
		read.high = length > 8 ? read.high >> (16 - length) * 8 : 0;
	} else if (length >= 4) {
		uint32_t first, last;
		memcpy(&first, bytes, 4);
		memcpy(&last, bytes + length - 4, 4);
		read.low = (uint64_t)last << (length - 4) * 8 | first;
	} else {
		const unsigned char *b = (const unsigned char *)bytes;
		read.low = (uint64_t)b[length - 1] << (length - 1) * 8 | (uint64_t)b[length / 2] << length / 2 * 8 | b[0];
	}
	return read;
}

/* Copies bytes up to the first special one. Writes up to 16 more than it says. */
static inline size_t copy_plain(char *to, const char *text, size_t length)
{
	size_t at = 0;
	for (; length - at >= 16; at += 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(text + at));
		unsigned special = special_of(bytes);
		_mm_storeu_si128((__m128i *)(to + at), bytes);
		if (special) {
			return at + (unsigned)__builtin_ctz(special);
		}
	}
	size_t left = length - at;
	if (!left) {
		return length;
	}
	word_bytes last = last_bytes(text + at, left);
	__m128i bytes = _mm_set_epi64x((long long)last.high, (long long)last.low);
	unsigned special = special_of(bytes) & ((1u << left) - 1);
	_mm_storeu_si128((__m128i *)(to + at), bytes);
	return special ? at + (unsigned)__builtin_ctz(special) : length;
}
#else
static size_t copy_plain(char *to, const char *text, size_t length)
{
	size_t at = 0;
	for (; at < length && text[at] >= 0x20 && text[at] < 0x7f && text[at] != '"' && text[at] != '\\'; at++) {
		to[at] = text[at];
	}
	return at;
}
#endif

/* Writes characters that cannot go out as they are, and those that are not ASCII; the number of bytes that they take. */
static size_t escape(buffer *out, const char *text, size_t length)
{
	size_t at = 0;
	if ((unsigned char)*text < 0x80) {
		escape_byte(out, (unsigned char)*text);
		return 1;
	}
	while (at < length && (unsigned char)text[at] >= 0x80) {
		utf8proc_int32_t point;
		utf8proc_ssize_t read = utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(length - at), &point);
		buffer_append(out, read > 0 ? text + at : "\xef\xbf\xbd", read > 0 ? (size_t)read : 3);
		at += read > 0 ? (size_t)read : 1;
	}
	return at;
}

enum { BEYOND = 16 }; /* bytes of room that copy_plain needs behind the text */

void json_escape(buffer *out, const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		char *to = buffer_reserve(out, length - at + BEYOND);
		if (!to) {
			return;
		}
		size_t plain = copy_plain(to, text + at, length - at);
		out->length += plain;
		at += plain;
		at += at < length ? escape(out, text + at, length - at) : 0;
	}
}

/* Text that needs no escape: a key, a word of our own. */
#define LITERAL(out, text) buffer_append((out), (text), sizeof(text) - 1)

static void quote(buffer *out, const char *text, size_t length)
{
	char *to = buffer_reserve(out, length + BEYOND + 2);
	if (!to) {
		return;
	}
	size_t plain = copy_plain(to + 1, text, length);
	to[0] = '"';
	if (plain == length) {
		to[length + 1] = '"';
		out->length += length + 2;
		return;
	}
	out->length += plain + 1;
	json_escape(out, text + plain, length - plain);
	buffer_byte(out, '"');
}

/* Likewise a word of our own, such as a type's. */
static void quote_own(buffer *out, const char *word)
{
	size_t length = strlen(word);
	char *to = buffer_reserve(out, length + 2);
	if (to) {
		to[0] = '"';
		memcpy(to + 1, word, length);
		to[length + 1] = '"';
		out->length += length + 2;
	}
}

#define FIELD(out, key, text, length) (LITERAL(out, key), quote((out), (text), (length)))

/* The same for a text that ends with a NUL. */
#define TEXT(out, key, text) FIELD(out, key, (text), strlen(text))

/* The same for a word of our own. */
#define OWN(out, key, word) (LITERAL(out, key), quote_own((out), (word)))

static void offset(const format_state *state, buffer *out, size_t byte)
{
	switch (state->offsets) {
	case ONTO_OFFSETS_CODEPOINTS: buffer_number(out, code_points_before(&state->points, byte)); break;
	case ONTO_OFFSETS_UTF16: buffer_number(out, code_points_utf16_before(&state->points, byte)); break;
	default: buffer_number(out, byte);
	}
}

/* Two members, without brackets: a place in the file. */
static void extent(const format_state *state, buffer *out, size_t start, size_t end)
{
	onto_span place = onto_document_origin(state->document, (onto_span){start, end});
	LITERAL(out, "\"start\":");
	offset(state, out, place.start);
	LITERAL(out, ",\"end\":");
	offset(state, out, place.end);
}

static void span(const format_state *state, buffer *out, onto_span s)
{
	buffer_byte(out, '{');
	extent(state, out, s.start, s.end);
	buffer_byte(out, '}');
}

static void transformations(buffer *out, unsigned bits)
{
	bool first = true;
	LITERAL(out, ",\"by\":[");
	for (bits &= (1u << ONTO_TRANSFORMATIONS) - 1; bits; bits &= bits - 1) {
		buffer_text(out, first ? "" : ",");
		quote_own(out, onto_transformation_word((size_t)__builtin_ctz(bits)));
		first = false;
	}
	buffer_byte(out, ']');
}

/* How the codes were reached that vocabularies were asked for; one that is what was found needs no word. */
static void mappings(buffer *out, const onto_mention *m)
{
	bool first = true;
	for (size_t i = 0; i < m->code_count; i++) {
		const char *via = code_via(m, i), *predicate = onto_predicate_word(code_predicate(m, i));
		if (via) {
			buffer_text(out, first ? ",\"mappings\":[" : ",");
			TEXT(out, "{\"code\":", m->codes[i]);
			TEXT(out, ",\"predicate\":", predicate);
			TEXT(out, ",\"via\":", via);
			buffer_byte(out, '}');
			first = false;
		}
	}
	buffer_text(out, first ? "" : "]");
}

static void mention(const format_state *state, buffer *out, const onto_document *document, const onto_mention *m)
{
	buffer_byte(out, '{');
	extent(state, out, m->start, m->end);
	FIELD(out, ",\"text\":", document->text + m->start, m->end - m->start);
	OWN(out, ",\"type\":", onto_type_word(m->type));
	LITERAL(out, ",\"codes\":[");
	for (size_t i = 0; i < m->code_count; i++) {
		if (i) {
			buffer_byte(out, ',');
		}
		quote(out, m->codes[i], strlen(m->codes[i]));
	}
	buffer_byte(out, ']');
	if (m->provenance) {
		mappings(out, m);
	}
	TEXT(out, ",\"name\":", m->name);
	TEXT(out, ",\"matched\":", m->matched);
	OWN(out, ",\"scope\":", onto_scope_word(m->scope));
	TEXT(out, ",\"source\":", m->source);
	if (*m->release) {
		TEXT(out, ",\"release\":", m->release);
	}
	if (m->retired) {
		TEXT(out, ",\"retired\":", m->retired);
	}
	if (m->rolled_up) {
		TEXT(out, ",\"rolled_up\":", m->rolled_up);
		TEXT(out, ",\"rolled_up_name\":", m->rolled_up_name);
	}
	if (m->transformations) {
		transformations(out, m->transformations);
	}
	if (m->abbreviation != SIZE_MAX) {
		buffer_text(out, ",\"abbreviation\":");
		buffer_number(out, m->abbreviation);
	}
	if (m->sign) {
		FIELD(out, ",\"sign\":", &m->sign, 1);
	}
	if (m->span_count > 1) {
		LITERAL(out, ",\"spans\":[");
		for (size_t i = 0; i < m->span_count; i++) {
			buffer_text(out, i ? "," : "");
			span(state, out, m->spans[i]);
		}
		buffer_byte(out, ']');
	}
	buffer_byte(out, '}');
}

static void abbreviations(const format_state *state, buffer *out, const onto_document *document,
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

/* The concepts to be considered for a retired one. */
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

static void offers(const format_state *state, buffer *out, const onto_document *document, const onto_tags *tags)
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
			transformations(out, o->transformations);
		}
		buffer_byte(out, '}');
	}
	buffer_byte(out, ']');
}

static bool key_is(const char *key, size_t length, const char *word)
{
	return strlen(word) == length && memcmp(key, word, length) == 0;
}

/* The members that this format adds itself. */
static bool is_ours(const char *key, size_t length)
{
	return key_is(key, length, "mentions") || key_is(key, length, "abbreviations") || key_is(key, length, "offers");
}

/* The members of the object that was read, each with a comma behind it. Says whether one of them is "id". */
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

/* The columns of a row under their names, likewise. */
static bool carry_row(buffer *out, const char *header, const char *row)
{
	bool named = false;
	while (*header) {
		size_t name = strcspn(header, "\t"), value = strcspn(row, "\t");
		if (name && !is_ours(header, name)) {
			named |= key_is(header, name, "id");
			quote(out, header, name);
			FIELD(out, ":", row, value);
			buffer_byte(out, ',');
		}
		header += name + (header[name] != '\0');
		row += value + (row[value] != '\0');
	}
	return named;
}

static void carry(format_state *state, buffer *out, const onto_document *document)
{
	buffer *carried = &state->carried;
	bool named = false;
	buffer_clear(carried);
	if (document->format && document->rest_count == 1 && strcmp(document->format, "jsonl") == 0) {
		named = carry_object(carried, document->rest[0]);
	} else if (document->format && document->rest_count == 2 && strcmp(document->format, "tsv") == 0) {
		named = carry_row(carried, document->rest[0], document->rest[1]);
	}
	if (!named) {
		TEXT(out, "\"id\":", document->id);
		buffer_byte(out, ',');
	}
	buffer_append(out, carried->bytes, carried->length);
	out->failed |= carried->failed;
}

static bool document(format_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
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
		mention(state, out, document, &tags->mentions[i]);
	}
	buffer_byte(out, ']');
	abbreviations(state, out, document, tags);
	if (tags->offer_count) {
		offers(state, out, document, tags);
	}
	LITERAL(out, "}\n");
	return !out->failed;
}

const format format_jsonl = {.name = "jsonl",
                             .description = "a JSON object a document, one a line",
                             .stateless = true,
                             .start = start_writing,
                             .stop = stop_writing,
                             .document = document};
