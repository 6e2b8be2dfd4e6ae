/* Markdown of CommonMark and GitHub: md4c parses it and returns text as slices of the file.
 *
 * Each block is a paragraph. A line end inside a block becomes a space. Emphasis inside a word does not split it.
 * Text that is no slice of the file stands for its source, such as a space for a line end in code. */
#include <limits.h>
#include <md4c.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "format/markup.h"

struct input_state {
	buffer source;
	bool done;
};

/* A document while it is parsed. */
typedef struct pass {
	markup markup;
	const char *source;
	size_t length;
	const char *html, *html_end; /* of the current HTML block; NULL: none */
	bool in_html, in_code;
	bool heading; /* the first block is a heading */
	onto_status status;
	onto_error *error;
} pass;

static bool is_container(MD_BLOCKTYPE type)
{
	return type == MD_BLOCK_DOC || type == MD_BLOCK_QUOTE || type == MD_BLOCK_UL || type == MD_BLOCK_OL ||
	       type == MD_BLOCK_LI;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
	pass *self = context;
	(void)detail;
	markup_break(&self->markup, 2);
	self->in_html = type == MD_BLOCK_HTML;
	self->in_code = type == MD_BLOCK_CODE;
	self->html = self->html_end = NULL;
	self->heading = type == MD_BLOCK_H && !self->markup.draft->text.length;
	return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
	pass *self = context;
	(void)detail;
	if (self->in_html && self->html) {
		self->status = markup_html(&self->markup, self->html, (size_t)(self->html_end - self->html),
		                           (size_t)(self->html - self->source), self->error);
	}
	if (self->heading) {
		self->markup.draft->document.title_length = self->markup.draft->text.length;
	}
	self->in_html = self->heading = false;
	self->in_code = self->in_code && is_container(type);
	markup_break(&self->markup, 2);
	return self->status != ONTO_OK;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
	(void)type;
	(void)detail;
	(void)context;
	return 0;
}

/* A text may contain any white space. */
static void add_text(pass *self, const char *text, size_t length, size_t from)
{
	size_t kept = 0;
	for (size_t at = 0; at < length; at++) {
		if (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r') {
			markup_copy(&self->markup, text + kept, at - kept, from + kept);
			markup_space(&self->markup);
			kept = at + 1;
		}
	}
	markup_copy(&self->markup, text + kept, length - kept, from + kept);
}

static void add_html(pass *self, const char *text, size_t length)
{
	self->html = self->html ? self->html : text;
	self->html_end = text + length;
}

static int text(MD_TEXTTYPE type, const MD_CHAR *bytes, MD_SIZE length, void *context)
{
	pass *self = context;
	markup *m = &self->markup;
	bool inside =
		(uintptr_t)bytes >= (uintptr_t)self->source && (uintptr_t)bytes < (uintptr_t)self->source + self->length;
	size_t from = inside ? (size_t)(bytes - self->source) : m->end;
	if (type == MD_TEXT_NULLCHAR) {
		markup_stand(m, "\xef\xbf\xbd", 3, from, inside);
	} else if (type == MD_TEXT_BR) {
		markup_break(m, 1);
	} else if (!inside) {
		if (self->in_code && memchr(bytes, '\n', length)) {
			markup_break(m, 1);
		} else {
			markup_space(m);
		}
	} else if (type == MD_TEXT_HTML) {
		if (self->in_html) {
			add_html(self, bytes, length);
		}
	} else if (type == MD_TEXT_ENTITY) {
		self->status = markup_reference(m, bytes, length, from, self->error);
	} else if (self->in_code) {
		markup_copy(m, bytes, length, from);
	} else {
		add_text(self, bytes, length, from);
	}
	return self->status != ONTO_OK;
}

static onto_status parse(pass *self)
{
	const MD_PARSER parser = {.flags = MD_DIALECT_GITHUB,
	                          .enter_block = enter_block,
	                          .leave_block = leave_block,
	                          .enter_span = enter_span,
	                          .leave_span = enter_span,
	                          .text = text};
	if (self->length > INT_MAX) {
		return onto_fail(self->error, ONTO_LIMIT, NULL, 0, "Markdown of %zu bytes is more than can be read",
		                 self->length);
	}
	int result = md_parse(self->source, (MD_SIZE)self->length, &parser, self);
	return self->status != ONTO_OK ? self->status : result ? fail_memory(self->error) : ONTO_OK;
}

static onto_status start(reader *self, onto_error *error)
{
	self->state = calloc(1, sizeof *self->state);
	return self->state ? ONTO_OK : fail_memory(error);
}

static void stop(input_state *state)
{
	if (state) {
		buffer_free(&state->source);
	}
	free(state);
}

static onto_status next(reader *self, bool *found, onto_error *error)
{
	input_state *state = self->state;
	if (state->done) {
		return ONTO_OK;
	}
	state->done = true;
	TRY(markup_source(self, &state->source, error));
	buffer *s = &state->source;
	pass p = {
		.markup = {.draft = &self->draft},
		.source = s->length ? s->bytes : "",
		.length = s->length,
		.error = error,
	};
	onto_status status = parse(&p);
	if (status != ONTO_OK) {
		return fail_at(error, status, stream_name(self->stream), 0);
	}
	*found = true;
	return markup_finish(self, &p.markup, s, error);
}

const input_format input_markdown = {
	.suffixes = (const char *const[]){".md", ".markdown", NULL},
	.start = start,
	.stop = stop,
	.next = next,
};
