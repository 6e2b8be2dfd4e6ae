/* Output for a terminal: the text with its mentions marked, then a table of the entities. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "core/type_name.h"
#include "format/output_format.h"
#include "format/tally.h"

struct output_state {
	bool colour;
	size_t width;
};

static output_state *start(const onto_write_options *options)
{
	output_state *state = malloc(sizeof *state);
	if (state) {
		state->colour = options->colour;
		state->width = options->width ? options->width : 80;
	}
	return state;
}

static void stop(output_state *state)
{
	free(state);
}

/* Absent is struck through, possible is underlined, and historical or another person's is faint. */
static const char *const attributes[ASSERTIONS] = {
	[ASSERTION_PRESENT] = "1;",        [ASSERTION_ABSENT] = "1;9;",   [ASSERTION_POSSIBLE] = "1;4;",
	[ASSERTION_HYPOTHETICAL] = "1;4;", [ASSERTION_HISTORICAL] = "2;", [ASSERTION_FAMILY] = "2;3;",
	[ASSERTION_OTHER] = "2;3;",        [ASSERTION_ALLERGY] = "2;",    [ASSERTION_STOPPED] = "2;",
	[ASSERTION_NOT_GIVEN] = "2;",
};

static void start_colour(const output_state *state, onto_type type, assertion as, buffer *out)
{
	if (state->colour) {
		buffer_text(out, "\033[");
		buffer_text(out, attributes[as]);
		buffer_text(out, type_names[type].colour);
	}
}

static void stop_colour(const output_state *state, buffer *out)
{
	buffer_text(out, state->colour ? "\033[0m" : "");
}

/* The text, with all that could control the terminal replaced: control characters of one and two bytes, and invalid
 * UTF-8. */
static void plain(buffer *out, const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		utf8proc_int32_t point;
		utf8proc_ssize_t size =
			utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(length - at), &point);
		if (size <= 0 || point == 0x7f || (point >= 0x80 && point < 0xa0) ||
		    (point < 0x20 && point != '\n' && point != '\t' && point != '\r')) {
			buffer_text(out, "\xef\xbf\xbd");
		} else if (point != '\r') {
			buffer_append(out, text + at, (size_t)size);
		}
		at += size > 0 ? (size_t)size : 1;
	}
}

/* A part of a mention to mark. */
typedef struct mark {
	onto_span span;
	const onto_mention *mention;
	bool last; /* of its parts */
} mark;

/* The longer part first, so that the parts inside it are skipped. */
static int by_start(const void *a, const void *b)
{
	const mark *x = a, *y = b;
	if (x->span.start != y->span.start) {
		return x->span.start < y->span.start ? -1 : 1;
	}
	return x->span.end > y->span.end ? -1 : x->span.end < y->span.end;
}

/* Without colours, brackets and words mark a mention: [asthma: absent]. The sign of its status follows in both. */
static void marked_part(const output_state *state, const onto_document *document, const mark *part, buffer *out)
{
	const onto_mention *m = part->mention;
	assertion as = assertion_of(m);
	bool told = !state->colour && (as == ASSERTION_STOPPED || as == ASSERTION_NOT_GIVEN); /* by the word */
	const char *sign = part->last && !told ? status_sign(m) : NULL;
	start_colour(state, m->type, as, out);
	buffer_text(out, state->colour ? "" : "[");
	plain(out, document->text + part->span.start, part->span.end - part->span.start);
	if (!state->colour && as != ASSERTION_PRESENT && part->last) {
		buffer_text(out, ": ");
		buffer_text(out, assertion_word(as));
	}
	buffer_text(out, state->colour ? "" : "]");
	stop_colour(state, out);
	buffer_text(out, sign && *sign >= 'a' && *sign <= 'z' ? " " : ""); /* a word, no sign */
	buffer_text(out, sign ? sign : "");
}

static bool marked_text(const output_state *state, const onto_document *document, const onto_tags *tags,
                        buffer *out)
{
	VECTOR(mark) marks = {0};
	size_t at = 0;
	bool done = true;
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		for (size_t s = 0; done && s < m->span_count; s++) {
			done = vector_push(&marks, ((mark){m->spans[s], m, s + 1 == m->span_count}));
		}
	}
	if (marks.count > 1) {
		qsort(marks.items, marks.count, sizeof *marks.items, by_start);
	}
	for (size_t i = 0; i < marks.count; i++) {
		onto_span span = marks.items[i].span;
		if (span.start < at) {
			continue; /* already marked as part of another */
		}
		plain(out, document->text + at, span.start - at);
		marked_part(state, document, &marks.items[i], out);
		at = span.end;
	}
	if (document->length) {
		plain(out, document->text + at, document->length - at);
		if (document->text[document->length - 1] != '\n') {
			buffer_byte(out, '\n');
		}
	}
	vector_free(&marks);
	return done;
}

/* The byte length of the next character, and its width in terminal columns. */
static size_t character(const char *at, size_t *wide)
{
	utf8proc_int32_t point;
	utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)at, -1, &point);
	bool control = size <= 0 || point < 0x20 || (point >= 0x7f && point < 0xa0);
	*wide = control ? 1 : (size_t)utf8proc_charwidth(point);
	return size > 0 ? (size_t)size : 1;
}

static size_t columns(const char *text)
{
	size_t count = 0, wide;
	while (*text) {
		text += character(text, &wide);
		count += wide;
	}
	return count;
}

/* Text in a column of `width`, truncated with an ellipsis. */
static void cell(buffer *out, const char *text, size_t width)
{
	size_t used = 0, whole = columns(text), wide;
	while (*text) {
		size_t size = character(text, &wide);
		if (whole > width && used + wide > width - 1) {
			buffer_text(out, "…");
			used++;
			break;
		}
		if ((unsigned char)*text < ' ') {
			buffer_byte(out, ' ');
		} else {
			plain(out, text, size);
		}
		text += size;
		used += wide;
	}
	while (used++ < width) {
		buffer_byte(out, ' ');
	}
}

static bool table_of(const output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	tally t = {0};
	bool done = tally_add(&t, document, tags);
	tally_sort(&t);
	size_t name_width = 4, code_width = 5, type_width = 8;
	for (size_t i = 0; i < t.entities.count; i++) {
		size_t type = strlen(onto_type_word(t.entities.items[i].type)) + 1;
		type_width = type > type_width ? type : type_width;
		size_t name = columns(t.entities.items[i].name), codes = columns(t.entities.items[i].codes);
		name_width = name > name_width ? name : name_width;
		code_width = codes > code_width ? codes : code_width;
	}
	/* The type and the count (6) take these columns with their gaps; names are shortened first. */
	size_t taken = type_width + 10, left = state->width > taken + 40 ? state->width - taken : 40;
	if (code_width > left / 2) {
		code_width = left / 2;
	}
	if (name_width > left - code_width) {
		name_width = left - code_width;
	}
	for (size_t i = 0; i < t.entities.count; i++) {
		const tally_entity *e = &t.entities.items[i];
		if (i == 0) {
			buffer_byte(out, '\n');
		}
		start_colour(state, e->type, ASSERTION_PRESENT, out);
		cell(out, onto_type_word(e->type), type_width);
		stop_colour(state, out);
		buffer_text(out, "  ");
		cell(out, e->name, name_width);
		buffer_text(out, "  ");
		cell(out, e->codes, code_width);
		buffer_text(out, "  ");
		buffer_number(out, e->count);
		if (tally_is_qualified(e)) {
			buffer_text(out, ": ");
			tally_write_assertions(e, out);
		}
		buffer_text(out, *e->under ? "  under " : "");
		buffer_text(out, e->under);
		buffer_byte(out, '\n');
	}
	tally_free(&t);
	return done;
}

/* Names of retired concepts and the concepts to consider in their place. */
static void offers_of(const onto_document *document, const onto_tags *tags, buffer *out)
{
	for (size_t i = 0; i < tags->offer_count; i++) {
		const onto_offer *o = &tags->offers[i];
		buffer_text(out, i ? "retired  " : "\nretired  ");
		plain(out, document->text + o->start, o->end - o->start);
		buffer_text(out, ": ");
		buffer_text(out, o->code);
		buffer_text(out, o->successor_count ? ", consider" : ", nothing replaces it");
		for (size_t k = 0; k < o->successor_count; k++) {
			const onto_successor *s = &o->successors[k];
			buffer_text(out, k ? "; " : " ");
			plain(out, s->code, s->length);
			buffer_text(out, s->name ? " " : "");
			buffer_text(out, s->name ? s->name : "");
		}
		buffer_byte(out, '\n');
	}
}

/* Short forms that nothing decides about, and what they may stand for. */
static void ambiguities_of(const onto_document *document, const onto_tags *tags, buffer *out)
{
	for (size_t i = 0; i < tags->ambiguity_count; i++) {
		const onto_ambiguity *a = &tags->ambiguities[i];
		buffer_text(out, i || tags->offer_count ? "ambiguous  " : "\nambiguous  ");
		plain(out, document->text + a->start, a->end - a->start);
		for (size_t k = 0; k < a->sense_count; k++) {
			buffer_text(out, k ? "; " : ": ");
			buffer_text(out, a->senses[k].codes[0]);
			buffer_text(out, " ");
			buffer_text(out, a->senses[k].name);
		}
		buffer_byte(out, '\n');
	}
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	bool done = marked_text(state, document, tags, out) && table_of(state, document, tags, out);
	offers_of(document, tags, out);
	ambiguities_of(document, tags, out);
	buffer_byte(out, '\n');
	return done && !out->failed;
}

const output_format output_terminal = {
	.start = start,
	.stop = stop,
	.document = document,
};
