/* The table of output formats, and the writer that runs one. */
#include "format/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/options.h"

static const format *const formats[] = {&format_terminal, &format_jsonl, &format_tsv, &format_csv, &format_summary,
                                        &format_pubtator, &format_bioc_xml, &format_bioc_json, &format_brat,
                                        &format_conll, &format_html};
enum { FORMATS = sizeof formats / sizeof *formats };

/* A writer that has held much more than usual does not stay as large. */
enum { KEPT_BYTES = 2 << 20 };

struct onto_writer {
	const format *format;
	format_state *state;
	buffer out;
};

const char *onto_format_name(size_t index, const char **description)
{
	if (index >= FORMATS) {
		return NULL;
	}
	if (description) {
		*description = formats[index]->description;
	}
	return formats[index]->name;
}

bool onto_format_is_stateless(const char *name)
{
	for (size_t i = 0; i < FORMATS; i++) {
		if (strcmp(formats[i]->name, name) == 0) {
			return formats[i]->stateless;
		}
	}
	return false;
}

onto_predicate code_predicate(const onto_mention *m, size_t index)
{
	return m->provenance ? m->provenance[index].predicate : ONTO_MATCH_EXACT;
}

const char *code_via(const onto_mention *m, size_t index)
{
	const char *via = m->provenance && m->provenance[index].via ? m->provenance[index].via : m->found;
	return strcmp(via, m->codes[index]) == 0 ? NULL : via;
}

const char *code_alone(const onto_mention *m)
{
	const char *stands_in = NULL;
	for (size_t i = 0; i < m->code_count; i++) {
		onto_predicate predicate = code_predicate(m, i);
		if (predicate == ONTO_MATCH_EXACT) {
			return m->codes[i];
		}
		stands_in = stands_in || predicate == ONTO_MATCH_BROAD ? stands_in : m->codes[i];
	}
	return stands_in;
}

void mention_ways(buffer *out, const onto_mention *m)
{
	bool first = true;
	for (size_t i = 0; i < ONTO_TRANSFORMATIONS; i++) {
		if (m->transformations & 1u << i) {
			buffer_text(out, first ? "" : "|");
			buffer_text(out, onto_transformation_word(i));
			first = false;
		}
	}
}

void mention_predicates(buffer *out, const onto_mention *m)
{
	for (size_t i = 0; m->provenance && i < m->code_count; i++) {
		buffer_text(out, i ? "|" : "");
		buffer_text(out, onto_predicate_word(code_predicate(m, i)));
	}
}

void mention_vias(buffer *out, const onto_mention *m)
{
	for (size_t i = 0; m->provenance && i < m->code_count; i++) {
		buffer_text(out, i ? "|" : "");
		buffer_text(out, code_via(m, i) ? code_via(m, i) : "");
	}
}

onto_status onto_writer_new(const char *name, const onto_write_options *options, onto_writer **out, onto_error *error)
{
	onto_write_options own;
	*out = NULL;
	TRY(options_read(&own, sizeof own, options, error));
	size_t index = 0;
	while (index < FORMATS && strcmp(formats[index]->name, name) != 0) {
		index++;
	}
	if (index == FORMATS) {
		char names[200] = "";
		for (size_t i = 0; i < FORMATS; i++) {
			size_t used = strlen(names);
			snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", formats[i]->name);
		}
		return onto_fail(error, ONTO_UNKNOWN, NULL, 0, "no output format '%.40s' (there are: %s)", name, names);
	}
	onto_writer *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->format = formats[index];
	if (self->format->start) {
		self->state = self->format->start(&own);
		if (!self->state) {
			free(self);
			return fail_memory(error);
		}
	}
	*out = self;
	return ONTO_OK;
}

void onto_writer_free(onto_writer *self)
{
	if (self) {
		if (self->format->stop) {
			self->format->stop(self->state);
		}
		buffer_free(&self->out);
		free(self);
	}
}

static onto_status give(onto_writer *self, bool done, const char **bytes, size_t *length, onto_error *error)
{
	if (!done || self->out.failed) {
		return fail_memory(error);
	}
	*bytes = self->out.bytes;
	*length = self->out.length;
	return ONTO_OK;
}

onto_status onto_writer_begin(onto_writer *self, const char **bytes, size_t *length, onto_error *error)
{
	buffer_clear(&self->out);
	return give(self, !self->format->begin || self->format->begin(self->state, &self->out), bytes, length, error);
}

onto_status onto_writer_document(onto_writer *self, const onto_document *document, const onto_tags *tags,
                                 const char **bytes, size_t *length, onto_error *error)
{
	buffer_clear(&self->out);
	return onto_writer_append(self, document, tags, bytes, length, error);
}

onto_status onto_writer_end(onto_writer *self, const char **bytes, size_t *length, onto_error *error)
{
	buffer_clear(&self->out);
	return give(self, !self->format->end || self->format->end(self->state, &self->out), bytes, length, error);
}

onto_status onto_writer_append(onto_writer *self, const onto_document *document, const onto_tags *tags,
                               const char **bytes, size_t *length, onto_error *error)
{
	size_t before = self->out.length;
	onto_document own;
	onto_status status = options_read(&own, sizeof own, document, error);
	if (status == ONTO_OK) {
		status = give(self, self->format->document(self->state, &own, tags, &self->out), bytes, length, error);
	}
	if (status != ONTO_OK) {
		self->out.length = before;
		self->out.failed = false;
		*bytes = self->out.bytes; /* it may have moved before */
		*length = before;
	}
	return status;
}

void onto_writer_clear(onto_writer *self)
{
	if (self->out.space > KEPT_BYTES) {
		buffer_free(&self->out);
	}
	buffer_clear(&self->out);
}

static const char *const offsets_words[ONTO_OFFSETS] = {"bytes", "codepoints", "utf16"};

const char *onto_offsets_word(onto_offsets offsets)
{
	return (unsigned)offsets < ONTO_OFFSETS ? offsets_words[offsets] : NULL;
}

bool onto_offsets_parse(const char *word, onto_offsets *out)
{
	for (unsigned i = 0; i < ONTO_OFFSETS; i++) {
		if (strcmp(offsets_words[i], word) == 0) {
			*out = (onto_offsets)i;
			return true;
		}
	}
	return false;
}

const char *field_type(const onto_mention *m)
{
	static const char *const words[ONTO_TYPES] = {"Disease", "Chemical", "Gene"};
	return words[m->type == ONTO_MARKER && m->also & 1u << ONTO_DRUG ? ONTO_DRUG : m->type];
}

void one_line(buffer *out, const char *text, size_t length)
{
	bool space = false;
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c <= ' ' || c == 0x7f) {
			space = true;
			continue;
		}
		if (space) {
			buffer_byte(out, ' ');
			space = false;
		}
		buffer_byte(out, (char)c);
	}
}
