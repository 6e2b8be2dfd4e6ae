/* One self-contained page over all documents: their text with its mentions marked, and a table of the entities.
 *
 * A mark is an element around its part of the text, so marks have to nest. Parts are sorted by start, the longer
 * first. A stack holds the open ones along the text. Where two cross, the inner one closes with the outer and opens
 * again after it:
 *
 *     text     breast and ovarian cancer
 *     A        [----]             [----]      <A>breast</A> and <B>ovarian <A>cancer</A></B>
 *     B                   [------------]
 *
 * A mark ends with its card, which appears on hover or focus. It describes the mark and those that enclose it.
 *
 * Mention number K of entity number E is #eE-K, so a card can link to the next mention before that is known. After
 * the last mention the link leads to a cell of the table's row, which is #eE. Only the tally is kept between
 * documents. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "core/type_name.h"
#include "format/assertion.h"
#include "format/code.h"
#include "format/field.h"
#include "format/html_page.h"
#include "format/output_format.h"
#include "format/tally.h"
#include "format/term_page.h"

/* A part of a mention, or the document's title. */
typedef struct part {
	onto_span span;
	size_t mention; /* TITLE: the title */
	size_t number;  /* among the mention's parts */
} part;

#define TITLE SIZE_MAX

/* The nested marks that a card describes, innermost first. */
#define TOLD 6

/* State of a mention of the document. */
typedef struct place {
	size_t entity, occurrence; /* both from 1 */
	bool opened;               /* its first mark, which has the id, is written */
} place;

struct output_state {
	tally tally;
	size_t mentions;
	VECTOR(place) places; /* of this document's mentions */
	VECTOR(part) parts;
	VECTOR(size_t) open; /* parts, the innermost last */
	buffer scratch;
};

static output_state *start(const onto_write_options *options)
{
	(void)options;
	return calloc(1, sizeof(output_state));
}

static void stop(output_state *state)
{
	tally_free(&state->tally);
	vector_free(&state->places);
	vector_free(&state->parts);
	vector_free(&state->open);
	buffer_free(&state->scratch);
	free(state);
}

/* ---- text ---------------------------------------------------------------------------------------------------- */

static const char *escape_of(unsigned char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\r': return "";
	default: return "\xef\xbf\xbd";
	}
}

/* Escapes what has a meaning in HTML, control characters and invalid UTF-8. A carriage return before a line end is
 * dropped; any other becomes a line end. */
static void escape(buffer *out, const char *text, size_t length)
{
	size_t kept = 0, at = 0; /* [kept, at) needs no escaping */
	while (at < length) {
		unsigned char c = (unsigned char)text[at];
		if ((c >= 0x20 && c < 0x7f && c != '&' && c != '<' && c != '>' && c != '"') || c == '\n' || c == '\t') {
			at++;
			continue;
		}
		if (c >= 0x80) {
			utf8proc_int32_t point;
			utf8proc_ssize_t size =
				utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(length - at), &point);
			if (size > 0 && point >= 0xa0) {
				at += (size_t)size;
				continue;
			}
			buffer_append(out, text + kept, at - kept);
			at += size > 0 ? (size_t)size - 1 : 0;
		} else {
			buffer_append(out, text + kept, at - kept);
		}
		bool lone = c == '\r' && (at + 1 == length || text[at + 1] != '\n');
		buffer_text(out, lone ? "\n" : escape_of(c));
		kept = ++at;
	}
	buffer_append(out, text + kept, length - kept);
}

static void escape_text(buffer *out, const char *text)
{
	escape(out, text, strlen(text));
}

static void counted(buffer *out, size_t count, const char *one, const char *more)
{
	buffer_number(out, count);
	buffer_byte(out, ' ');
	buffer_text(out, count == 1 ? one : more);
}

/* ---- cards --------------------------------------------------------------------------------------------------- */

static void code(buffer *out, const char *text, size_t length)
{
	size_t before = out->length;
	buffer_text(out, "<a class=\"code\" target=\"_blank\" href=\"");
	bool linked = term_page(out, text, length);
	if (linked) {
		buffer_text(out, "\">");
	} else {
		out->length = before;
		buffer_text(out, "<span class=\"code\">");
	}
	escape(out, text, length);
	buffer_text(out, linked ? "</a> " : "</span> ");
}

static void row(buffer *out, const char *head, const char *text, size_t length)
{
	buffer_text(out, "<span class=\"row\"><i>");
	buffer_text(out, head);
	buffer_text(out, " </i>");
	escape(out, text, length);
}

static void anchor(buffer *out, size_t entity, size_t occurrence)
{
	buffer_byte(out, 'e');
	buffer_number(out, entity);
	if (occurrence) {
		buffer_byte(out, '-');
		buffer_number(out, occurrence);
	}
}

static void open_link(buffer *out, const place *p, size_t occurrence)
{
	buffer_text(out, "<a href=\"#");
	anchor(out, p->entity, occurrence);
	buffer_text(out, "\">");
}

static void turn(buffer *out, const place *p, size_t occurrence, const char *text)
{
	open_link(out, p, occurrence);
	buffer_text(out, text);
	buffer_text(out, "</a>");
}

/* The fields of the table that a card shows as text. */
static void text_fields(buffer *out, buffer *scratch, const found_mention *found)
{
	for (size_t i = 0; i < mention_field_count; i++) {
		const field *f = &mention_fields[i];
		if (f->uses & USE_CARD) {
			buffer_clear(scratch);
			f->write(scratch, found, ", ");
			out->failed |= scratch->failed;
			if (scratch->length) {
				row(out, f->label, scratch->bytes, scratch->length);
				buffer_text(out, "</span>");
			}
		}
	}
}

/* The fields of the table that a card shows as links. */
static void linked_fields(buffer *out, const onto_mention *m)
{
	for (size_t i = 0; i < m->code_count; i++) {
		if (code_predicate(m, i) != ONTO_MATCH_EXACT) {
			row(out, m->codes[i], onto_predicate_word(code_predicate(m, i)),
			    strlen(onto_predicate_word(code_predicate(m, i))));
			buffer_text(out, ", by way of ");
			escape_text(out, code_via(m, i));
			buffer_text(out, "</span>");
		}
	}
	if (m->rolled_up) {
		row(out, "Counts as", m->rolled_up_name ? m->rolled_up_name : "",
		    m->rolled_up_name ? strlen(m->rolled_up_name) : 0);
		buffer_byte(out, ' ');
		code(out, m->rolled_up, strlen(m->rolled_up));
		buffer_text(out, "</span>");
	}
}

/* Writes a card's entry for one mention. */
static void told(output_state *state, const onto_document *document, const onto_tags *tags, size_t mention,
                 buffer *out)
{
	const onto_mention *m = &tags->mentions[mention];
	const place *p = &state->places.items[mention];
	buffer_text(out, "<span class=\"");
	buffer_text(out, onto_type_word(m->type));
	buffer_text(out, "\"> <em>");
	buffer_text(out, onto_type_word(m->type));
	buffer_text(out, "</em> <b>");
	escape_text(out, m->name);
	buffer_text(out, "</b> <span class=\"codes\">");
	for (size_t i = 0; i < m->code_count; i++) {
		code(out, m->codes[i], strlen(m->codes[i]));
	}
	buffer_text(out, "</span>");
	text_fields(out, &state->scratch, &(found_mention){document, tags, m});
	linked_fields(out, m);
	onto_span place = onto_document_origin(document, (onto_span){m->start, m->end});
	row(out, "Bytes", "", 0);
	buffer_number(out, place.start);
	buffer_text(out, "–");
	buffer_number(out, place.end);
	buffer_text(out, "</span><span class=\"turn\">");
	if (p->occurrence > 1) {
		turn(out, p, p->occurrence - 1, "‹ previous");
	}
	turn(out, p, 0, "in the table");
	turn(out, p, p->occurrence + 1, "next ›");
	buffer_text(out, "</span></span>");
}

/* Writes the card of the innermost mark. */
static void card(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	size_t seen[TOLD], count = 0;
	buffer_text(out, "<span class=\"card\">");
	for (size_t i = state->open.count; i-- > 0 && count < TOLD;) {
		size_t mention = state->parts.items[state->open.items[i]].mention;
		bool known = mention == TITLE;
		for (size_t k = 0; k < count; k++) {
			known = known || seen[k] == mention;
		}
		if (!known) {
			seen[count++] = mention;
			told(state, document, tags, mention, out);
		}
	}
	buffer_text(out, "</span>");
}

/* ---- marks --------------------------------------------------------------------------------------------------- */

/* The word that the page's filters use; NULL where the mention is present. */
static const char *said_of(const onto_mention *m)
{
	static const char *const words[ASSERTIONS] = {
		[ASSERTION_ABSENT] = "absent",         [ASSERTION_POSSIBLE] = "possible",
		[ASSERTION_HYPOTHETICAL] = "possible", [ASSERTION_HISTORICAL] = "historical",
		[ASSERTION_FAMILY] = "family",         [ASSERTION_OTHER] = "family"};
	return words[assertion_of(m)];
}

static void attribute(buffer *out, const char *name, const char *value)
{
	if (value) {
		buffer_byte(out, ' ');
		buffer_text(out, name);
		buffer_text(out, "=\"");
		buffer_text(out, value);
		buffer_byte(out, '"');
	}
}

static bool open_mark(output_state *state, const onto_tags *tags, size_t index, buffer *out)
{
	const part *p = &state->parts.items[index];
	if (p->mention == TITLE) {
		buffer_text(out, "<span class=\"title\">");
		return vector_push(&state->open, index);
	}
	const onto_mention *m = &tags->mentions[p->mention];
	place *at = &state->places.items[p->mention];
	buffer_text(out, "<mark class=\"");
	buffer_text(out, onto_type_word(m->type));
	buffer_text(out, p->number > 0 ? " before" : "");
	buffer_text(out, p->number + 1 < m->span_count ? " after" : "");
	buffer_text(out, at->opened ? "\" data-of=\"" : "\" tabindex=\"0\" id=\"");
	anchor(out, at->entity, at->occurrence);
	buffer_byte(out, '"');
	attribute(out, "data-said", said_of(m));
	attribute(out, "data-status", p->number + 1 < m->span_count ? NULL : status_sign(m));
	buffer_byte(out, '>');
	at->opened = true;
	return vector_push(&state->open, index);
}

static void close_mark(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	bool title = state->parts.items[state->open.items[state->open.count - 1]].mention == TITLE;
	if (!title) {
		card(state, document, tags, out);
	}
	buffer_text(out, title ? "</span>" : "</mark>");
	state->open.count--;
}

/* Closes the marks that end at `at`, and those inside them, which are opened again. */
static bool close_marks(output_state *state, const onto_document *document, const onto_tags *tags, size_t at,
                        buffer *out)
{
	size_t outermost = 0, before = state->open.count;
	while (outermost < before && state->parts.items[state->open.items[outermost]].span.end > at) {
		outermost++;
	}
	while (state->open.count > outermost) {
		close_mark(state, document, tags, out);
	}
	for (size_t i = outermost; i < before; i++) {
		/* The closed mark stays on the stack; each reopened one moves down into its slot. */
		size_t index = state->open.items[i];
		if (state->parts.items[index].span.end > at && !open_mark(state, tags, index, out)) {
			return false;
		}
	}
	return true;
}

/* The next place at which a mark ends. */
static size_t next_end(const output_state *state, size_t length)
{
	size_t end = length;
	for (size_t i = 0; i < state->open.count; i++) {
		size_t other = state->parts.items[state->open.items[i]].span.end;
		end = other < end ? other : end;
	}
	return end;
}

static bool marked_text(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	size_t at = 0, next = 0;
	state->open.count = 0;
	for (;;) {
		size_t to = next_end(state, document->length);
		if (next < state->parts.count && state->parts.items[next].span.start < to) {
			to = state->parts.items[next].span.start;
		}
		escape(out, document->text + at, to - at);
		at = to;
		if (!close_marks(state, document, tags, at, out)) {
			return false;
		}
		for (; next < state->parts.count && state->parts.items[next].span.start == at; next++) {
			if (!open_mark(state, tags, next, out)) {
				return false;
			}
		}
		if (at == document->length) {
			return true;
		}
	}
}

/* ---- documents ----------------------------------------------------------------------------------------------- */

static int by_start(const void *a, const void *b)
{
	const part *x = a, *y = b;
	if (x->span.start != y->span.start) {
		return x->span.start < y->span.start ? -1 : 1;
	}
	if (x->span.end != y->span.end) {
		return x->span.end > y->span.end ? -1 : 1;
	}
	if ((x->mention == TITLE) != (y->mention == TITLE)) {
		return x->mention == TITLE ? -1 : 1;
	}
	return x->mention < y->mention ? -1 : x->mention > y->mention;
}

static bool add_part(output_state *state, const onto_document *document, onto_span span, size_t mention,
                     size_t number)
{
	return span.start >= span.end || span.end > document->length ||
	       vector_push(&state->parts, ((part){span, mention, number}));
}

/* Counts the mentions and sorts the parts. */
static bool gather(output_state *state, const onto_document *document, const onto_tags *tags)
{
	state->parts.count = state->places.count = 0;
	state->tally.documents++;
	state->mentions += tags->mention_count;
	if (!add_part(state, document, (onto_span){0, document->title_length}, TITLE, 0)) {
		return false;
	}
	for (size_t i = 0; i < tags->mention_count; i++) {
		const onto_mention *m = &tags->mentions[i];
		const tally_entity *e = tally_mention(&state->tally, document, m);
		if (!e || !vector_push(&state->places, ((place){e->number + 1, e->count, false}))) {
			return false;
		}
		for (size_t s = 0; s < m->span_count; s++) {
			if (!add_part(state, document, m->spans[s], i, s)) {
				return false;
			}
		}
	}
	if (state->parts.count > 1) {
		qsort(state->parts.items, state->parts.count, sizeof *state->parts.items, by_start);
	}
	return true;
}

static bool begin(output_state *state, buffer *out)
{
	(void)state;
	buffer_text(out, html_head);
	return !out->failed;
}

static bool document(output_state *state, const onto_document *document, const onto_tags *tags, buffer *out)
{
	if (!gather(state, document, tags)) {
		return false;
	}
	buffer_text(out, "<article id=\"d");
	buffer_number(out, state->tally.documents);
	buffer_text(out, "\">\n<h2>");
	escape_text(out, document->id);
	buffer_text(out, " <span>");
	counted(out, tags->mention_count, "mention", "mentions");
	buffer_text(out, "</span></h2>\n<div class=\"text\" dir=\"auto\">");
	bool done = marked_text(state, document, tags, out);
	buffer_text(out, "</div>\n</article>\n");
	return done && !out->failed;
}

/* ---- the table ----------------------------------------------------------------------------------------------- */

static void entity(const output_state *state, const tally_entity *e, buffer *out)
{
	place p = {.entity = e->number + 1};
	buffer_text(out, "<tr id=\"");
	anchor(out, p.entity, 0);
	buffer_text(out, "\"><td>");
	open_link(out, &p, 1);
	escape_text(out, e->name);
	buffer_text(out, "</a><span class=\"codes\">");
	for (const char *at = e->codes, *end; *at; at = *end ? end + 2 : end) {
		end = strstr(at, ", ");
		end = end ? end : at + strlen(at);
		code(out, at, (size_t)(end - at));
	}
	buffer_text(out, "</span></td><td id=\"");
	anchor(out, p.entity, e->count + 1);
	buffer_text(out, "\">");
	buffer_number(out, e->count);
	if (tally_is_qualified(e)) {
		buffer_text(out, " <small>");
		tally_write_assertions(e, out);
		buffer_text(out, "</small>");
	}
	if (state->tally.documents > 1) {
		buffer_text(out, "</td><td>");
		buffer_number(out, e->documents);
	}
	buffer_text(out, "</td></tr>\n");
}

/* Writes the entities of one type, starting with number `from`. Returns the number of the first of another type. */
static size_t entities(const output_state *state, size_t from, buffer *out)
{
	const tally *t = &state->tally;
	onto_type type = t->entities.items[from].type;
	size_t to = from, mentions = 0;
	for (; to < t->entities.count && t->entities.items[to].type == type; to++) {
		mentions += t->entities.items[to].count;
	}
	buffer_text(out, "<table class=\"");
	buffer_text(out, onto_type_word(type));
	buffer_text(out, "\" data-mentions=\"");
	buffer_number(out, mentions);
	buffer_text(out, "\">\n<caption>");
	buffer_text(out, type_names[type].caption);
	buffer_text(out, " <span>");
	counted(out, to - from, "entity", "entities");
	buffer_text(out, ", ");
	counted(out, mentions, "mention", "mentions");
	buffer_text(out,
	            "</span></caption>\n<thead><tr><th scope=\"col\">Name and codes</th>"
	            "<th scope=\"col\">Mentions</th>");
	buffer_text(out, t->documents > 1 ? "<th scope=\"col\">Documents</th>" : "");
	buffer_text(out, "</tr></thead>\n<tbody>\n");
	for (size_t i = from; i < to; i++) {
		entity(state, &t->entities.items[i], out);
	}
	buffer_text(out, "</tbody>\n</table>\n");
	return to;
}

static bool end(output_state *state, buffer *out)
{
	const tally *t = &state->tally;
	tally_sort(&state->tally);
	buffer_text(out, "</main>\n<aside id=\"entities\">\n<h2>Entities</h2>\n<p>");
	counted(out, state->mentions, "mention", "mentions");
	buffer_text(out, " of ");
	counted(out, t->entities.count, "entity", "entities");
	buffer_text(out, " in ");
	counted(out, t->documents, "document", "documents");
	buffer_text(out, "</p>\n");
	for (size_t i = 0; i < t->entities.count;) {
		i = entities(state, i, out);
	}
	buffer_text(out, "</aside>\n");
	buffer_text(out, html_foot);
	return !out->failed;
}

const output_format output_html = {
	.start = start,
	.stop = stop,
	.begin = begin,
	.document = document,
	.end = end,
};
