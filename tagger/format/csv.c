/* Comma-separated values as RFC 4180 has them: a row a mention, lines end in CR LF, quotes around what needs them. The
 * text of a mention stands as it is in the document, line ends too; bytes that are no UTF-8 become U+FFFD. */
#include <string.h>

#include "format/format.h"
#include "format/code_points.h"

static bool begin(format_state *state, buffer *out)
{
	(void)state;
	buffer_text(out, "document,start,end,type,text,codes,name,matched,scope,source,release,by,predicate,via,"
	                 "retired,rolled_up\r\n");
	return !out->failed;
}

static void value(buffer *out, const char *text, size_t length)
{
	bool quoted = memchr(text, '"', length) || memchr(text, ',', length) || memchr(text, '\n', length) ||
	              memchr(text, '\r', length);
	buffer_text(out, quoted ? "\"" : "");
	for (size_t at = 0, size; at < length; at += size) {
		size = point_size(text + at, length - at);
		if (size == 1 && (unsigned char)text[at] >= 0x80) {
			buffer_text(out, "\xef\xbf\xbd");
		} else {
			buffer_text(out, text[at] == '"' ? "\"" : "");
			buffer_append(out, text + at, size);
		}
	}
	buffer_text(out, quoted ? "\"" : "");
}

static void word(buffer *out, const char *text)
{
	buffer_byte(out, ',');
	value(out, text, strlen(text));
}

/* One value of what `write` says of a mention. */
static void list(buffer *out, buffer *scratch, const onto_mention *m, void (*write)(buffer *, const onto_mention *))
{
	buffer_clear(scratch);
	write(scratch, m);
	out->failed |= scratch->failed;
	buffer_byte(out, ',');
	value(out, scratch->length ? scratch->bytes : "", scratch->length);
}

static void row(buffer *out, const onto_document *document, const onto_mention *m)
{
	onto_span place = onto_document_origin(document, (onto_span){m->start, m->end});
	buffer codes = {0};
	for (size_t i = 0; i < m->code_count; i++) {
		buffer_text(&codes, i ? "|" : "");
		buffer_text(&codes, m->codes[i]);
	}
	value(out, document->id, strlen(document->id));
	buffer_byte(out, ',');
	buffer_number(out, place.start);
	buffer_byte(out, ',');
	buffer_number(out, place.end);
	word(out, onto_type_word(m->type));
	buffer_byte(out, ',');
	value(out, document->text + m->start, m->end - m->start);
	buffer_byte(out, ',');
	value(out, codes.length ? codes.bytes : "", codes.length);
	word(out, m->name);
	word(out, m->matched);
	word(out, onto_scope_word(m->scope));
	word(out, m->source);
	word(out, m->release);
	out->failed |= codes.failed;
	list(out, &codes, m, mention_ways);
	list(out, &codes, m, mention_predicates);
	list(out, &codes, m, mention_vias);
	word(out, m->retired ? m->retired : "");
	word(out, m->rolled_up ? m->rolled_up : "");
	buffer_text(out, "\r\n");
	out->failed |= codes.failed;
	buffer_free(&codes);
}

static bool document(format_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	(void)state;
	for (size_t i = 0; i < tags->mention_count; i++) {
		row(out, document, &tags->mentions[i]);
	}
	return !out->failed;
}

const format format_csv = {.name = "csv",
                           .description = "comma-separated (RFC 4180): a row a mention, with a header",
                           .stateless = true,
                           .begin = begin,
                           .document = document};
