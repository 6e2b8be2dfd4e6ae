/* CoNLL: one token per line with its IOB2 tag, and a blank line after each document (conll_input.c reads it).
 *
 *     the                 O
 *     lung                B-disease|MONDO:0005138|MESH:D008175
 *     cancer              I-disease|MONDO:0005138|MESH:D008175
 *
 * A token is a run of letters, combining marks and digits, or one other character that is not white space. The
 * boundary of a mention also ends it. Each part of a discontinuous mention begins with B. A token has one tag.
 * Among overlapping mentions the one that begins first wins, then the longer one. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "core/vector.h"
#include "format/code.h"
#include "format/output_format.h"

typedef struct piece {
	onto_span span;
	const onto_mention *mention;
} piece;

struct output_state {
	VECTOR(piece) pieces;
};

static output_state *start(const onto_write_options *options)
{
	(void)options;
	return calloc(1, sizeof(output_state));
}

static void stop(output_state *state)
{
	vector_free(&state->pieces);
	free(state);
}

static int by_start(const void *a, const void *b)
{
	const piece *x = a, *y = b;
	if (x->span.start != y->span.start) {
		return x->span.start < y->span.start ? -1 : 1;
	}
	if (x->span.end != y->span.end) {
		return x->span.end > y->span.end ? -1 : 1;
	}
	return x->mention < y->mention ? -1 : x->mention > y->mention;
}

typedef enum kind { WORD, SPACE, SIGN } kind;

static kind kind_at(const char *text, size_t length, size_t *size)
{
	utf8proc_int32_t point;
	utf8proc_ssize_t read = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &point);
	*size = read > 0 ? (size_t)read : 1;
	if (read <= 0) {
		return SIGN;
	}
	utf8proc_category_t category = utf8proc_category(point);
	if (point <= ' ' || (point >= 0x7f && point <= 0xa0) ||
	    (category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_ZP)) {
		return SPACE;
	}
	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO ? WORD : SIGN;
}

static void token(buffer *out, const char *text, size_t length, const piece *in, bool first)
{
	bool broken = length == 1 && (unsigned char)*text >= 0x80;
	buffer_append(out, broken ? "\xef\xbf\xbd" : text, broken ? 3 : length);
	if (!in) {
		buffer_text(out, "\tO\n");
		return;
	}
	buffer_text(out, first ? "\tB-" : "\tI-");
	buffer_text(out, onto_type_word(in->mention->type));
	for (size_t i = 0; i < in->mention->code_count; i++) {
		if (code_predicate(in->mention, i) != ONTO_MATCH_BROAD) {
			buffer_byte(out, '|');
			buffer_text(out, in->mention->codes[i]);
		}
	}
	buffer_byte(out, '\n');
}

/* Writes the tokens of text[at, end). All of them belong to the same part of a mention, or to none. */
static void tokens(buffer *out, const char *text, size_t at, size_t end, const piece *in)
{
	bool first = true;
	while (at < end) {
		size_t size;
		kind k = kind_at(text + at, end - at, &size);
		size_t next = at + size;
		while (k == WORD && next < end && kind_at(text + next, end - next, &size) == WORD) {
			next += size;
		}
		if (k != SPACE) {
			token(out, text + at, next - at, in, first);
			first = false;
		}
		at = next;
	}
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	size_t at = 0;
	state->pieces.count = 0;
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		for (size_t s = 0; s < m->span_count; s++) {
			if (!vector_push(&state->pieces, ((piece){m->spans[s], m}))) {
				return false;
			}
		}
	}
	if (state->pieces.count > 1) {
		qsort(state->pieces.items, state->pieces.count, sizeof *state->pieces.items, by_start);
	}
	for (size_t i = 0; i < state->pieces.count; i++) {
		const piece *p = &state->pieces.items[i];
		if (p->span.start >= at) {
			tokens(out, document->text, at, p->span.start, NULL);
			tokens(out, document->text, p->span.start, p->span.end, p);
			at = p->span.end;
		}
	}
	tokens(out, document->text, at, document->length, NULL);
	buffer_byte(out, '\n');
	return !out->failed;
}

const output_format output_conll = {
	.start = start,
	.stop = stop,
	.document = document,
};
