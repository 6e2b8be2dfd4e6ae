/* JSON lines: an object a document. Its schema is dictionaries/jsonl.schema.json. */
#include <string.h>
#include <utf8proc.h>

#include "format/format.h"

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

void json_escape(buffer *out, const char *text, size_t length)
{
	size_t kept = 0, at = 0; /* [kept, at) can go out as it is */
	while (at < length) {
		unsigned char c = (unsigned char)text[at];
		if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
			at++;
			continue;
		}
		size_t size = 1;
		if (c >= 0x80) {
			utf8proc_int32_t point;
			utf8proc_ssize_t read = utf8proc_iterate((const utf8proc_uint8_t *)text + at,
			                                         (utf8proc_ssize_t)(length - at), &point);
			if (read > 0) {
				at += (size_t)read;
				continue;
			}
		}
		buffer_append(out, text + kept, at - kept);
		if (c >= 0x80) {
			buffer_append(out, "\xef\xbf\xbd", 3);
		} else {
			escape_byte(out, c);
		}
		at += size;
		kept = at;
	}
	buffer_append(out, text + kept, at - kept);
}

static void field(buffer *out, const char *key, const char *text, size_t length)
{
	buffer_text(out, key);
	buffer_byte(out, '"');
	json_escape(out, text, length);
	buffer_byte(out, '"');
}

static void span(buffer *out, onto_span s)
{
	buffer_text(out, "{\"start\":");
	buffer_number(out, s.start);
	buffer_text(out, ",\"end\":");
	buffer_number(out, s.end);
	buffer_byte(out, '}');
}

static void transformations(buffer *out, unsigned bits)
{
	bool first = true;
	buffer_text(out, ",\"by\":[");
	for (size_t i = 0; i < ONTO_TRANSFORMATIONS; i++) {
		if (bits & 1u << i) {
			buffer_text(out, first ? "\"" : ",\"");
			buffer_text(out, onto_transformation_word(i));
			buffer_byte(out, '"');
			first = false;
		}
	}
	buffer_byte(out, ']');
}

static void mention(buffer *out, const onto_document *document, const onto_mention *m)
{
	buffer_text(out, "{\"start\":");
	buffer_number(out, m->start);
	buffer_text(out, ",\"end\":");
	buffer_number(out, m->end);
	field(out, ",\"text\":", document->text + m->start, m->end - m->start);
	field(out, ",\"type\":", onto_type_word(m->type), strlen(onto_type_word(m->type)));
	buffer_text(out, ",\"codes\":[");
	for (size_t i = 0; i < m->code_count; i++) {
		field(out, i ? "," : "", m->codes[i], strlen(m->codes[i]));
	}
	buffer_byte(out, ']');
	if (m->predicate != ONTO_MATCH_EXACT) {
		field(out, ",\"predicate\":", onto_predicate_word(m->predicate), strlen(onto_predicate_word(m->predicate)));
		field(out, ",\"via\":", m->via, strlen(m->via));
	}
	field(out, ",\"name\":", m->name, strlen(m->name));
	field(out, ",\"matched\":", m->matched, strlen(m->matched));
	field(out, ",\"scope\":", onto_scope_word(m->scope), strlen(onto_scope_word(m->scope)));
	field(out, ",\"source\":", m->source, strlen(m->source));
	if (m->transformations) {
		transformations(out, m->transformations);
	}
	if (m->sign) {
		field(out, ",\"sign\":", &m->sign, 1);
	}
	if (m->span_count > 1) {
		buffer_text(out, ",\"spans\":[");
		for (size_t i = 0; i < m->span_count; i++) {
			buffer_text(out, i ? "," : "");
			span(out, m->spans[i]);
		}
		buffer_byte(out, ']');
	}
	buffer_byte(out, '}');
}

static void abbreviations(buffer *out, const onto_document *document, const onto_tags *tags)
{
	buffer_text(out, ",\"abbreviations\":[");
	for (size_t i = 0; i < tags->abbreviation_count; i++) {
		const onto_abbreviation *a = &tags->abbreviations[i];
		buffer_text(out, i ? ",{" : "{");
		field(out, "\"short\":", document->text + a->short_form.start, a->short_form.end - a->short_form.start);
		field(out, ",\"long\":", document->text + a->long_form.start, a->long_form.end - a->long_form.start);
		buffer_text(out, ",\"short_span\":");
		span(out, a->short_form);
		buffer_text(out, ",\"long_span\":");
		span(out, a->long_form);
		buffer_byte(out, '}');
	}
	buffer_byte(out, ']');
}

static bool document(format_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	(void)state;
	field(out, "{\"id\":", document->id, strlen(document->id));
	buffer_text(out, ",\"mentions\":[");
	for (size_t i = 0; i < tags->mention_count; i++) {
		buffer_text(out, i ? "," : "");
		mention(out, document, &tags->mentions[i]);
	}
	buffer_byte(out, ']');
	abbreviations(out, document, tags);
	buffer_text(out, "}\n");
	return !out->failed;
}

const format format_jsonl = {
	.name = "jsonl", .description = "a JSON object a document, one a line", .stateless = true, .document = document};
