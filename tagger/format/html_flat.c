/* Tags of HTML without a tree. */
#include "format/html_flat.h"

#include <string.h>

#include "core/ascii.h"
#include "format/html_role.h"

enum { DEPTH = 512, ATTRIBUTES = 1024 };

/* A tag, a comment or another declaration. */
typedef struct html_tag {
	size_t start, end; /* from < to behind > */
	GumboTag name;     /* GUMBO_TAG_LAST: a comment or declaration */
	bool closes;
	size_t attributes;
} html_tag;

static bool is_white(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r';
}

static bool is_letter(char c)
{
	return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

static size_t find(const char *html, size_t length, size_t from, const char *word)
{
	const char *found = from < length ? memmem(html + from, length - from, word, strlen(word)) : NULL;
	return found ? (size_t)(found - html) + strlen(word) : length;
}

/* The end of a tag, whose name ends at `at`. A quote counts only behind an equals sign. */
static size_t tag_end(const char *html, size_t length, size_t at, size_t *attributes)
{
	bool in_name = false, valued = false;
	for (*attributes = 0; at < length && html[at] != '>'; at++) {
		char c = html[at];
		if (is_white(c) || c == '/') {
			in_name = false;
		} else if (c == '=') {
			valued = true;
		} else if (valued) {
			if (c == '"' || c == '\'') {
				const char *close = memchr(html + at + 1, c, length - at - 1);
				at = close ? (size_t)(close - html) : length - 1;
			} else {
				while (at + 1 < length && !is_white(html[at + 1]) && html[at + 1] != '>') {
					at++;
				}
			}
			in_name = valued = false;
		} else {
			*attributes += !in_name;
			in_name = true;
		}
	}
	return at < length ? at + 1 : length;
}

/* The next tag from `at` on. False where there is none. */
static bool next_tag(const char *html, size_t length, size_t at, html_tag *out)
{
	for (const char *open; at < length && (open = memchr(html + at, '<', length - at)) != NULL;) {
		out->start = (size_t)(open - html);
		at = out->start + 1;
		out->name = GUMBO_TAG_LAST;
		out->attributes = 0;
		out->closes = false;
		if (at < length && (html[at] == '!' || html[at] == '?')) {
			bool comment = length - at >= 3 && memcmp(html + at, "!--", 3) == 0;
			out->end = comment ? find(html, length, at + 3, "-->") : find(html, length, at, ">");
			return true;
		}
		out->closes = at < length && html[at] == '/';
		at += out->closes;
		size_t name = at;
		while (at < length && (is_letter(html[at]) || (at > name && html[at] >= '0' && html[at] <= '9'))) {
			at++;
		}
		if (at > name) {
			out->name = gumbo_tagn_enum(html + name, (unsigned)(at - name));
			out->end = tag_end(html, length, at, &out->attributes);
			return true;
		}
	}
	return false;
}

/* Elements whose content holds no tags. */
static const char *raw_end(const html_tag *tag)
{
	switch (tag->closes ? GUMBO_TAG_LAST : tag->name) {
	case GUMBO_TAG_SCRIPT: return "script";
	case GUMBO_TAG_STYLE: return "style";
	case GUMBO_TAG_TEXTAREA: return "textarea";
	case GUMBO_TAG_TITLE: return "title";
	case GUMBO_TAG_XMP: return "xmp";
	case GUMBO_TAG_IFRAME: return "iframe";
	case GUMBO_TAG_NOEMBED: return "noembed";
	case GUMBO_TAG_NOFRAMES: return "noframes";
	default: return NULL;
	}
}

/* Where the content of such an element ends: at its closing tag. */
static size_t content_end(const char *html, size_t length, const html_tag *tag)
{
	const char *name = raw_end(tag);
	for (size_t at = tag->end; name; at++) {
		const char *open = at < length ? memchr(html + at, '<', length - at) : NULL;
		at = open ? (size_t)(open - html) : length;
		size_t left = length - at, size = strlen(name);
		if (!open || (left > size + 2 && open[1] == '/' && ascii_begins_same(open + 2, name, size))) {
			return at;
		}
	}
	return tag->end;
}

/* Elements that are empty, or that the next of their kind ends. */
static bool nests(GumboTag name)
{
	switch (name) {
	case GUMBO_TAG_LAST:
	case GUMBO_TAG_HTML:
	case GUMBO_TAG_HEAD:
	case GUMBO_TAG_BODY:
	case GUMBO_TAG_P:
	case GUMBO_TAG_LI:
	case GUMBO_TAG_DD:
	case GUMBO_TAG_DT:
	case GUMBO_TAG_OPTION:
	case GUMBO_TAG_OPTGROUP:
	case GUMBO_TAG_TR:
	case GUMBO_TAG_TD:
	case GUMBO_TAG_TH:
	case GUMBO_TAG_THEAD:
	case GUMBO_TAG_TBODY:
	case GUMBO_TAG_TFOOT:
	case GUMBO_TAG_COLGROUP:
	case GUMBO_TAG_RP:
	case GUMBO_TAG_RT:
	case GUMBO_TAG_AREA:
	case GUMBO_TAG_BASE:
	case GUMBO_TAG_BR:
	case GUMBO_TAG_COL:
	case GUMBO_TAG_EMBED:
	case GUMBO_TAG_HR:
	case GUMBO_TAG_IMG:
	case GUMBO_TAG_INPUT:
	case GUMBO_TAG_LINK:
	case GUMBO_TAG_META:
	case GUMBO_TAG_PARAM:
	case GUMBO_TAG_SOURCE:
	case GUMBO_TAG_TRACK:
	case GUMBO_TAG_WBR: return false;
	default: return true;
	}
}

bool html_is_deep(const char *html, size_t length)
{
	html_tag tag;
	size_t depth = 0;
	for (size_t at = 0; next_tag(html, length, at, &tag); at = content_end(html, length, &tag)) {
		if (nests(tag.name)) {
			depth += !tag.closes;
			depth -= tag.closes && depth;
		}
		if (depth > DEPTH || tag.attributes > ATTRIBUTES) {
			return true;
		}
	}
	return false;
}

/* Writes a tag of the same length. */
static void put(char *html, size_t start, size_t end, const char *begins)
{
	size_t length = strlen(begins);
	if (end - start > length) {
		memset(html + start, ' ', end - start);
		memcpy(html + start, begins, length);
		html[end - 1] = '>';
	}
}

void html_flatten(char *html, size_t length)
{
	html_tag tag;
	for (size_t at = 0; next_tag(html, length, at, &tag);) {
		html_role role = tag.name == GUMBO_TAG_LAST ? HTML_INLINE : html_role_of(tag.name);
		bool title = tag.name == GUMBO_TAG_TITLE;
		at = role == HTML_SKIPPED ? content_end(html, length, &tag) : tag.end;
		if (role != HTML_LINE) {
			put(html, tag.start, at, role == HTML_BLOCK || title ? "<p" : "<!");
		}
	}
}
