/* HTML: gumbo parses the tree, with the source range of each text.
 *
 *     file    a &alpha; b</x>c&shy;d         aligned from left to right: equal bytes are copied, a reference
 *     text    a α b c d                      stands for the next character, a stray tag for nothing
 *
 * The file is read as UTF-8. Script, style and the head are left out; the title comes first. Each block is a
 * paragraph. Tags inside a word do not split it.
 *
 * Gumbo does not check its allocations. So it allocates from an arena, and a failed allocation leaves it by
 * longjmp. Its time is quadratic in the depth of tags, so what nests deep is flattened first. What else may take
 * long is stopped, and flattened then; only a malicious file comes to that. */
#include <gumbo.h>
#include <limits.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/error.h"
#include "core/ascii.h"
#include "format/html_flat.h"
#include "format/html_role.h"
#include "format/markup.h"
#include "text/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* ---- the parser ---------------------------------------------------------------------------------------------- */

typedef struct parser {
	arena memory;
	size_t requests;
	double begun, budget; /* seconds */
	onto_status status;   /* why the parser was aborted */
	jmp_buf leave;
} parser;

static double seconds(void)
{
	struct timespec now = {0};
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void *take(void *context, size_t size)
{
	parser *self = context;
	void *piece = arena_take(&self->memory, size ? size : 1);
	if (!piece) {
		self->status = ONTO_NO_MEMORY;
	} else if (++self->requests % 1024 == 0 && seconds() - self->begun > self->budget) {
		self->status = ONTO_LIMIT;
	}
	if (self->status != ONTO_OK) {
		longjmp(self->leave, 1);
	}
	return piece;
}

static void leave_be(void *context, void *piece)
{
	(void)context;
	(void)piece;
}

/* The tree is in the parser's memory and is freed with it. */
static onto_status parse(parser *self, const char *html, size_t length, const GumboNode **out, onto_error *error)
{
	GumboOptions options = kGumboDefaultOptions;
	options.allocator = take;
	options.deallocator = leave_be;
	options.userdata = self;
	options.max_errors = 0;
	if (length > INT_MAX) {
		return onto_fail(error, ONTO_LIMIT, NULL, 0, "HTML of %zu bytes is more than can be read", length);
	}
	self->status = ONTO_OK;
	self->requests = 0;
	self->begun = seconds();
	self->budget = 2 + (double)length / 1e6;
	if (setjmp(self->leave)) {
		return self->status == ONTO_NO_MEMORY ? fail_memory(error)
		                                      : onto_fail(error, ONTO_LIMIT, NULL, 0, "its tags take too long");
	}
	*out = gumbo_parse_with_options(&options, html, length)->root;
	return ONTO_OK;
}

/* ---- alignment of a text with the file ----------------------------------------------------------------------- */

/* The two sides of an alignment: the parser's text, UTF-8 with a final NUL, and its part of the file. */
typedef struct alignment {
	const char *text;
	const char *at, *end;
} alignment;

static size_t character(const char *text)
{
	unsigned char c = (unsigned char)*text;
	return c < 0x80 ? c != 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

static bool is_white(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r';
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* True where the alignment may continue at a place of the file. */
static bool fits(const alignment *a, const char *text, const char *at)
{
	return at == a->end ? *text == '\0' : *text && (*at == *text || *at == '&' || *at == '<' || *at == '\r');
}

/* The length of "&#945;" or "&#x3B1;"; 0 for anything else. */
static size_t numeric(const alignment *a)
{
	const char *at = a->at + 2;
	bool hexadecimal = at < a->end && (*at == 'x' || *at == 'X');
	at += hexadecimal;
	const char *digits = at;
	while (at < a->end && is_name(*at) && strchr(hexadecimal ? "0123456789abcdefABCDEF" : "0123456789", *at)) {
		at++;
	}
	return at == digits ? 0 : (size_t)(at - a->at) + (at < a->end && *at == ';');
}

/* The length of the reference at a->at, or 0. *text receives the number of text bytes that it stands for. Names are
 * not looked up: the longest one after which file and text match again is used. Two characters always come from a
 * reference with a semicolon. */
static size_t reference(const alignment *a, size_t *text)
{
	size_t one = character(a->text), two = one + character(a->text + one);
	size_t left = (size_t)(a->end - a->at), name = 0;
	*text = one;
	if (left > 2 && a->at[1] == '#') {
		return numeric(a);
	}
	if (*a->text == '&') {
		bool ampersand = left > 3 && ascii_begins_same(a->at + 1, "amp", 3);
		return !ampersand ? 0 : left > 4 && a->at[4] == ';' ? 5 : 4;
	}
	while (name + 1 < left && name < 40 && is_name(a->at[1 + name])) {
		name++;
	}
	bool ended = name + 1 < left && a->at[1 + name] == ';';
	for (size_t length = name + 1 + ended; length > 2; length--) {
		if (fits(a, a->text + one, a->at + length)) {
			return length;
		}
		if (ended && length == name + 2 && two > one && fits(a, a->text + two, a->at + length)) {
			*text = two;
			return length;
		}
	}
	return name ? name + 1 + ended : 0;
}

/* The length of a stray tag, comment or other text between < and >. */
static size_t stray(const alignment *a)
{
	size_t left = (size_t)(a->end - a->at);
	if (left >= 9 && memcmp(a->at, "<![CDATA[", 9) == 0) {
		return 9;
	}
	bool comment = left >= 4 && memcmp(a->at, "<!--", 4) == 0;
	const char *end = comment ? memmem(a->at + 4, left - 4, "-->", 3) : memchr(a->at, '>', left);
	return end ? (size_t)(end - a->at) + (comment ? 3 : 1) : left;
}

/* The number of file bytes of the character at a->text; *length is its length in the text. 0: the next *skip bytes
 * of the file are not text. */
static size_t comes_from(const alignment *a, size_t *text, size_t *skip)
{
	size_t left = (size_t)(a->end - a->at), size = 0;
	*text = character(a->text);
	*skip = 1;
	if (*a->at == '&') {
		size = reference(a, text);
		if (size) {
			return size;
		}
		*text = character(a->text);
	}
	if (*text <= left && memcmp(a->text, a->at, *text) == 0) {
		return *text;
	}
	if (*a->at == '\r' && *a->text == '\n') {
		return left > 1 && a->at[1] == '\n' ? 2 : 1;
	}
	if (memcmp(a->text, REPLACEMENT, *text < 3 ? *text : 3) == 0 && *a->at != '<') {
		return code_point_size(a->at, left);
	}
	*skip = *a->at == '<' ? stray(a) : code_point_size(a->at, left);
	return 0;
}

/* The extraction of one piece of HTML. */
typedef struct extraction {
	markup *markup;
	const char *html; /* as parsed */
	size_t from;      /* its start in the file */
	unsigned pre;     /* enclosing elements that preserve white space */
} extraction;

static void add_text(extraction *self, const GumboText *node)
{
	alignment a = {node->text, node->original_text.data, node->original_text.data + node->original_text.length};
	while (*a.text) {
		size_t skip = 0, bytes = character(a.text), size = 0;
		if (a.at < a.end) {
			size = comes_from(&a, &bytes, &skip);
			if (!size) {
				a.at += skip;
				continue;
			}
		}
		size_t from = self->from + (size_t)(a.at - self->html);
		if (!self->pre && is_white(*a.text)) {
			markup_space(self->markup);
		} else if (size == bytes && memcmp(a.text, a.at, bytes) == 0) {
			markup_copy(self->markup, a.at, bytes, from);
		} else {
			markup_stand(self->markup, a.text, bytes, from, size);
		}
		a.text += bytes;
		a.at += size;
	}
}

/* ---- the tree ------------------------------------------------------------------------------------------------ */

static html_role role_of(const GumboElement *e)
{
	return e->tag_namespace == GUMBO_NAMESPACE_SVG ? HTML_BLOCK /* the texts of a drawing have no reading order */
	                                               : html_role_of(e->tag);
}

static bool keeps_white(GumboTag tag)
{
	return tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_TEXTAREA || tag == GUMBO_TAG_LISTING || tag == GUMBO_TAG_XMP;
}

/* A superscript number after a word is a footnote, not a part of the word: cancer<sup>12</sup>. */
static bool is_note(const extraction *self, const GumboElement *e)
{
	const buffer *text = &self->markup->draft->text;
	if (e->tag != GUMBO_TAG_SUP || text->failed || text->length < 2 || !e->children.length) {
		return false;
	}
	const GumboNode *first = e->children.data[0];
	while (first->type == GUMBO_NODE_ELEMENT && first->v.element.children.length) {
		first = first->v.element.children.data[0]; /* usually a link */
	}
	char c = first->type == GUMBO_NODE_TEXT ? first->v.text.text[0] : '\0';
	const char *before = text->bytes + text->length - 2;
	return ((c >= '0' && c <= '9') || c == '[' || c == '(') && before[0] >= 'a' && before[0] <= 'z' &&
	       before[1] >= 'a' && before[1] <= 'z';
}

/* Applies the effect of an element on the text. False where its content is not text. */
static bool enter(extraction *self, const GumboElement *e)
{
	html_role role = role_of(e);
	if (role == HTML_BLOCK || role == HTML_LINE) {
		markup_break(self->markup, role == HTML_BLOCK ? 2 : 1);
	}
	if (is_note(self, e)) {
		markup_space(self->markup);
	}
	self->pre += keeps_white(e->tag);
	return role != HTML_SKIPPED && (e->tag != GUMBO_TAG_TITLE || e->tag_namespace != GUMBO_NAMESPACE_HTML);
}

static void leave(extraction *self, const GumboElement *e)
{
	self->pre -= keeps_white(e->tag);
	if (role_of(e) == HTML_BLOCK) {
		markup_break(self->markup, 2);
	}
}

static bool is_text(const GumboNode *node)
{
	return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA;
}

/* Visits the tree in document order, without recursion: a file may nest to any depth. */
static void walk(extraction *self, const GumboNode *root)
{
	const GumboNode *node = root;
	while (node) {
		bool element = node->type == GUMBO_NODE_ELEMENT;
		if (is_text(node)) {
			add_text(self, &node->v.text);
		} else if (element && enter(self, &node->v.element) && node->v.element.children.length) {
			node = node->v.element.children.data[0];
			continue;
		}
		while (node != root) {
			const GumboNode *parent = node->parent;
			if (node->type == GUMBO_NODE_ELEMENT) {
				leave(self, &node->v.element);
			}
			if (node->index_within_parent + 1 < parent->v.element.children.length) {
				node = parent->v.element.children.data[node->index_within_parent + 1];
				break;
			}
			node = parent;
		}
		if (node == root) {
			break;
		}
	}
}

/* The first <title> in the head. */
static const GumboNode *title_of(const GumboNode *root)
{
	const GumboNode *found = NULL, *head = NULL;
	for (unsigned i = 0; i < root->v.element.children.length && !head; i++) {
		const GumboNode *child = root->v.element.children.data[i];
		head = child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_HEAD ? child : NULL;
	}
	for (unsigned i = 0; head && i < head->v.element.children.length && !found; i++) {
		const GumboNode *child = head->v.element.children.data[i];
		found = child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_TITLE ? child : NULL;
	}
	return found;
}

static void add_title(extraction *self, const GumboNode *title)
{
	for (unsigned i = 0; i < title->v.element.children.length; i++) {
		const GumboNode *child = title->v.element.children.data[i];
		if (child->type == GUMBO_NODE_TEXT) {
			add_text(self, &child->v.text);
		}
	}
	self->markup->draft->document.title_length = self->markup->draft->text.length;
	markup_break(self->markup, 2);
}

/* ---- pieces -------------------------------------------------------------------------------------------------- */

/* The parser's input. Each invalid UTF-8 byte or NUL becomes a control character, which the parser replaces, so
 * that offsets do not change. */
static const char *cleaned(arena *memory, const char *html, size_t length, bool flat)
{
	if (!flat && utf8_valid(html, length) && !memchr(html, '\0', length)) {
		return html;
	}
	char *copy = arena_take(memory, length);
	for (size_t at = 0, size; copy && at < length; at += size) {
		size = code_point_size(html + at, length - at);
		bool bad = html[at] == '\0' || (size == 1 && (unsigned char)html[at] >= 0x80);
		memcpy(copy + at, bad ? "\x01" : html + at, size);
	}
	if (copy && flat) {
		html_flatten(copy, length);
	}
	return copy;
}

/* The tree; ONTO_LIMIT where it takes too long. */
static onto_status parse_piece(parser *self, const char *html, size_t length, bool flat, const char **clean,
                               const GumboNode **root, onto_error *error)
{
	*clean = cleaned(&self->memory, html, length, flat);
	return *clean ? parse(self, *clean, length, root, error) : fail_memory(error);
}

onto_status markup_html(markup *self, const char *html, size_t length, size_t from, onto_error *error)
{
	parser *p = calloc(1, sizeof *p);
	const GumboNode *root = NULL;
	const char *clean = NULL;
	onto_status status = p ? ONTO_OK : fail_memory(error);
	if (p && length) {
		bool flat = html_is_deep(html, length);
		status = parse_piece(p, html, length, flat, &clean, &root, error);
		if (status == ONTO_LIMIT && !flat) {
			arena_free(&p->memory);
			status = parse_piece(p, html, length, true, &clean, &root, error);
		}
	}
	if (status == ONTO_OK && root) {
		extraction e = {.markup = self, .html = clean, .from = from};
		const GumboNode *title = title_of(root);
		if (title && !self->draft->text.length) {
			add_title(&e, title);
		}
		walk(&e, root);
		self->failed = self->failed || self->draft->text.failed;
	}
	if (p) {
		arena_free(&p->memory);
	}
	free(p);
	return status;
}

onto_status markup_reference(markup *self, const char *text, size_t length, size_t from, onto_error *error)
{
	static const char *const white[] = {"&#32;", "&#x20;", "&#X20;", "&#10;", "&#xA;", "&#xa;", "&#9;", "&#x9;"};
	for (size_t i = 0; i < sizeof white / sizeof *white; i++) {
		if (strlen(white[i]) == length && memcmp(white[i], text, length) == 0) {
			markup_space(self); /* the parser drops a text of white space only */
			return ONTO_OK;
		}
	}
	return markup_html(self, text, length, from, error);
}

/* ---- files --------------------------------------------------------------------------------------------------- */

struct input_state {
	buffer source;
	bool done;
};

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
	markup m = {.draft = &self->draft};
	if (state->done) {
		return ONTO_OK;
	}
	state->done = true;
	TRY(markup_source(self, &state->source, error));
	buffer *s = &state->source;
	size_t mark = s->length >= 3 && memcmp(s->bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	onto_status status = markup_html(&m, s->length ? s->bytes + mark : "", s->length - mark, mark, error);
	if (status != ONTO_OK) {
		return fail_at(error, status, stream_name(self->stream), 0);
	}
	*found = true;
	return markup_finish(self, &m, s, error);
}

static bool begins(const char *head, size_t length, const char *word)
{
	return length >= strlen(word) && ascii_begins_same(head, word, strlen(word));
}

/* Comments and an XML declaration may come first. */
static bool recognise(const char *head, size_t length)
{
	const char *end = head + length;
	if (length >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0) {
		head += 3;
	}
	for (;;) {
		while (head < end && is_white(*head)) {
			head++;
		}
		size_t left = (size_t)(end - head);
		bool comment = begins(head, left, "<!--");
		if (!comment && !begins(head, left, "<?xml")) {
			return begins(head, left, "<!doctype html") ||
			       (begins(head, left, "<html") && left > 5 && !is_name(head[5]));
		}
		const char *close = comment ? memmem(head, left, "-->", 3) : memchr(head, '>', left);
		if (!close) {
			return false;
		}
		head = close + (comment ? 3 : 1);
	}
}

const input_format input_html = {
	.recognise = recognise,
	.suffixes = (const char *const[]){".html", ".htm", ".xhtml", NULL},
	.start = start,
	.stop = stop,
	.next = next,
};
