/* The number that a place of several tokens ends in: IL-2, LDH 3,257, CT 3/14/2024. */
#include "resolve/last_number.h"

#include <string.h>

#include "core/ascii.h"
#include "text/unit.h"

/* True where a name, but for a number at its end, ends without a space: IL-2, K5. */
static bool joins_number(const char *name)
{
	const char *at = name + strlen(name);
	while (at > name && ascii_is_digit(at[-1])) {
		at--;
	}
	return at > name && at[-1] != ' ';
}

bool last_number_apart(const analysis *doc, const candidate *c, const char *name)
{
	const token *last = &doc->tokens.items[c->end - 1];
	return (last->gap == GAP_SPACE || last->gap == GAP_LINE) && joins_number(name);
}

/* True where a number that only a space parts from the word before is the first of a date, or of the like: CT
 * 3/14/2024. */
static bool begins_date(const analysis *doc, uint32_t token)
{
	enum { NUMBERS = 3 };
	uint32_t end = token + 1, count = (uint32_t)doc->tokens.count;
	while (end < count && end - token < NUMBERS && doc->tokens.items[end].kind == TOKEN_DIGITS &&
	       (doc->tokens.items[end].gap == GAP_SLASH || doc->tokens.items[end].gap == GAP_HYPHEN)) {
		end++;
	}
	return end - token == NUMBERS && doc->tokens.items[token].gap == GAP_SPACE;
}

/* True where a name of several words ends within a date. */
static bool ends_in_date(const analysis *doc, const candidate *c)
{
	uint32_t t = c->end - 1;
	while (t > c->first + 1 && doc->tokens.items[t].kind == TOKEN_DIGITS && doc->tokens.items[t].gap == GAP_SLASH) {
		t--;
	}
	return doc->tokens.items[t].kind == TOKEN_DIGITS && begins_date(doc, t);
}

bool last_number_parted(const analysis *doc, const candidate *c)
{
	if (ends_in_date(doc, c)) {
		return true;
	}
	const token *last = &doc->tokens.items[c->end - 1], *next = last + 1;
	return c->end < doc->tokens.count && last->gap == GAP_SPACE && next->kind == TOKEN_DIGITS &&
	       next->start == last->end + 1 && strchr(".,", doc->text[last->end]) != NULL;
}

bool last_number_counts(const analysis *doc, const candidate *c)
{
	const token *last = &doc->tokens.items[c->end - 1], *next = last + 1;
	return c->end < doc->tokens.count && last->gap == GAP_SPACE && next->gap <= GAP_HYPHEN &&
	       unit_kinds(doc->text + next->start, next->end - next->start, NULL) & (UNIT_MEASURE | UNIT_DOSE);
}

bool last_number_cuts_word(const analysis *doc, const candidate *c)
{
	const token *last = &doc->tokens.items[c->end - 1], *next = last + 1;
	if (c->end == doc->tokens.count || next->gap != GAP_NONE || last->kind != TOKEN_DIGITS ||
	    next->kind != TOKEN_LETTERS || next->end - next->start > 2) {
		return false;
	}
	char letter = doc->text[next->start];
	return ascii_is_lower(letter) && letter != 's' && !analysis_roles(doc, c->end)->status;
}
