/* Headings of sections in notes: "ALLERGIES: penicillin". */
#include "resolve/heading.h"

#include <string.h>

#include "text/word_list.h"

bool heading_colon(const analysis *doc, uint32_t token)
{
	if (token == doc->tokens.count) {
		return false;
	}
	const struct token *t = &doc->tokens.items[token];
	const char *at = doc->text + t[-1].end, *end = doc->text + t->start;
	at += at < end && *at == ' ';
	return at < end && *at == ':' && (end == at + 1 || (end == at + 2 && (at[1] == ' ' || at[1] == '\n')));
}

/* True where words of an examination follow: "PE: T 38.1, HR 112". */
static bool is_examination(const analysis *doc, uint32_t token)
{
	enum { REACH = 6 };
	for (uint32_t t = token; t < doc->tokens.count && t < token + REACH; t++) {
		if (analysis_roles(doc, t)->note & NOTE_EXAM) {
			return true;
		}
	}
	return false;
}

bool heading_is_section(const analysis *doc, const candidate *c)
{
	const token *first = &doc->tokens.items[c->first], *last = &doc->tokens.items[c->end - 1];
	if (c->end < doc->tokens.count && last[1].gap <= GAP_HYPHEN) {
		return false; /* as nearly always */
	}
	unsigned roles = analysis_roles(doc, c->first)->note;
	if (!(roles & NOTE_SECTION)) {
		return false;
	}
	bool colon = heading_colon(doc, c->end);
	if (roles & NOTE_EXAM) {
		return colon && is_examination(doc, c->end);
	}
	bool begins = c->first == 0 || memchr(doc->text + first[-1].end, '\n', first->start - first[-1].end) != NULL;
	return colon || (begins && (c->end == doc->tokens.count || last[1].gap == GAP_LINE));
}
