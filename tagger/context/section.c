/* Recognizes headings. */
#include "context/section.h"

#include <string.h>

enum { HEADING_WORDS = 6, COLON_WORDS = 4, HEADING_LETTERS = 4 };

static bool is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* True where a token may begin a heading. Sets *line where it begins a line. */
static bool may_begin(const analysis *doc, uint32_t token, bool *line)
{
	const struct token *t = &doc->tokens.items[token];
	size_t from = token ? doc->tokens.items[token - 1].end : 0;
	*line = token == 0 || memchr(doc->text + from, '\n', t->start - from);
	if (*line || t->gap == GAP_BARRIER) {
		return true;
	}
	/* 1. Family history: */
	bool numbered = t->gap == GAP_HARD && doc->tokens.items[token - 1].kind == TOKEN_DIGITS &&
	                t->start - from > 1 && (doc->text[from] == '.' || doc->text[from] == ')');
	return numbered && (token == 1 || doc->tokens.items[token - 1].gap == GAP_BARRIER ||
	                    doc->tokens.items[token - 1].gap == GAP_LINE);
}

enum { BEHIND_TEXT, BEHIND_COLON, BEHIND_LINE, BEHIND_DASH };

/* The end of a heading after its last token. */
static int behind(const analysis *doc, uint32_t end)
{
	const struct token *last = &doc->tokens.items[end - 1];
	size_t at = last->end + last->possessive;
	while (at < doc->length && (is_white(doc->text[at]) || doc->text[at] == '*' || doc->text[at] == '_' ||
	                            doc->text[at] == ')' || doc->text[at] == '#')) {
		at++;
	}
	if (at == doc->length || doc->text[at] == '\n') {
		return BEHIND_LINE;
	}
	if (doc->text[at] == ':') {
		return BEHIND_COLON;
	}
	bool dash = doc->text[at] == '-' || (doc->length - at >= 3 && (memcmp(doc->text + at, "\u2013", 3) == 0 ||
	                                                               memcmp(doc->text + at, "\u2014", 3) == 0));
	return dash && at > last->end ? BEHIND_DASH : BEHIND_TEXT;
}

/* True where a token stands on the line of the one before it. */
static bool has_text(const analysis *doc, uint32_t token)
{
	if (token == doc->tokens.count) {
		return false;
	}
	size_t from = doc->tokens.items[token - 1].end;
	return !memchr(doc->text + from, '\n', doc->tokens.items[token].start - from);
}

static bool is_upper(const analysis *doc, const word_cache *cache, uint32_t token)
{
	const word_type *s = &cache->types.items[doc->word_types.items[token]];
	return s->flags & WORD_TYPE_UPPER;
}

static bool all_upper(const analysis *doc, const word_cache *cache, uint32_t first, uint32_t end)
{
	for (uint32_t t = first; t < end; t++) {
		if (!is_upper(doc, cache, t)) {
			return false;
		}
	}
	return true;
}

bool section_at(const onto_cues *cues, const analysis *doc, const word_cache *cache, uint32_t token, section *out)
{
	cue_match m;
	bool line;
	if (!may_begin(doc, token, &line) || !cues_heading(cues, doc, cache, token, &m)) {
		return false;
	}
	int ends = behind(doc, m.end);
	bool capitals = ends == BEHIND_TEXT && m.end - m.first > 1 && m.end < doc->tokens.count &&
	                all_upper(doc, cache, m.first, m.end) && !is_upper(doc, cache, m.end) &&
	                doc->tokens.items[m.end].gap <= GAP_SPACE;
	*out = (section){.first = m.first,
	                 .text = m.end,
	                 .name = m.row->section,
	                 .says = m.row->says,
	                 .within = !line,
	                 .text_beside = ends == BEHIND_COLON && has_text(doc, m.end),
	                 .part = m.row->part};
	return ends == BEHIND_COLON || capitals || (line && ends != BEHIND_TEXT);
}

/* True where some words from the start of a line end with a colon: Lives with: */
static bool has_colon(const analysis *doc, uint32_t token, section *out)
{
	uint32_t end = token + 1;
	while (end < doc->tokens.count && end - token < COLON_WORDS && doc->tokens.items[end].gap <= GAP_SLASH &&
	       behind(doc, end) == BEHIND_TEXT) {
		end++;
	}
	*out = (section){.first = token, .text = end};
	return doc->tokens.items[token].kind == TOKEN_LETTERS && behind(doc, end) == BEHIND_COLON;
}

bool section_unknown_at(const analysis *doc, const word_cache *cache, uint32_t token, bool colon, section *out)
{
	uint32_t end = token;
	size_t letters = 0;
	do {
		letters += doc->tokens.items[end].end - doc->tokens.items[end].start;
		end++;
	} while (end < doc->tokens.count && end - token < HEADING_WORDS && doc->tokens.items[end].gap <= GAP_SLASH &&
	         doc->tokens.items[end].gap != GAP_LINE && is_upper(doc, cache, end));
	int ends = behind(doc, end);
	*out = (section){.first = token, .text = end};
	return (is_upper(doc, cache, token) && letters > HEADING_LETTERS &&
	        (ends == BEHIND_COLON || ends == BEHIND_LINE)) ||
	       (colon && has_colon(doc, token, out));
}
