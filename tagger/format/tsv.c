/* Tab-separated values: a row a mention. White space inside a mention, line ends too, is written as one space. */
#include <string.h>

#include "format/format.h"

static bool begin(format_state *state, buffer *out)
{
	(void)state;
	buffer_text(out, "document\tstart\tend\ttype\ttext\tcodes\tname\tmatched\tscope\tsource\trelease\tby"
	                 "\tpredicate\tvia\tretired\trolled_up\n");
	return !out->failed;
}

static void column(buffer *out, const char *text)
{
	buffer_byte(out, '\t');
	one_line(out, text, strlen(text));
}

static bool document(format_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	(void)state;
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		onto_span place = onto_document_origin(document, (onto_span){m->start, m->end});
		one_line(out, document->id, strlen(document->id));
		buffer_byte(out, '\t');
		buffer_number(out, place.start);
		buffer_byte(out, '\t');
		buffer_number(out, place.end);
		column(out, onto_type_word(m->type));
		buffer_byte(out, '\t');
		one_line(out, document->text + m->start, m->end - m->start);
		buffer_byte(out, '\t');
		for (size_t c = 0; c < m->code_count; c++) {
			buffer_text(out, c ? "|" : "");
			buffer_text(out, m->codes[c]);
		}
		column(out, m->name);
		column(out, m->matched);
		column(out, onto_scope_word(m->scope));
		column(out, m->source);
		column(out, m->release);
		buffer_byte(out, '\t');
		mention_ways(out, m);
		buffer_byte(out, '\t');
		mention_predicates(out, m);
		buffer_byte(out, '\t');
		mention_vias(out, m);
		column(out, m->retired ? m->retired : "");
		column(out, m->rolled_up ? m->rolled_up : "");
		buffer_byte(out, '\n');
	}
	return !out->failed;
}

const format format_tsv = {
	.name = "tsv", .description = "a row a mention, with a header", .stateless = true, .begin = begin, .document = document};
