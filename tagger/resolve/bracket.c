/* Brackets that a name opens or closes: [3H]prazosin, (NADP+). */
#include "resolve/bracket.h"

#include "core/ascii.h"

/* The brackets that are open behind a span; less than 0 where it closes one that it does not open. */
static int open_brackets(const analysis *doc, uint32_t start, uint32_t end)
{
	int open = 0;
	for (uint32_t at = start; at < end && open >= 0; at++) {
		char c = doc->text[at];
		open += (c == '(' || c == '[') - (c == ')' || c == ']');
	}
	return open;
}

uint32_t bracket_opened(const analysis *doc, uint32_t start, uint32_t end, const char *name)
{
	bool opens = start > 0 && (*name == '(' || *name == '[') && doc->text[start - 1] == *name;
	return opens && open_brackets(doc, start, end) < 0 ? start - 1 : start;
}

uint32_t bracket_closed(const analysis *doc, uint32_t start, uint32_t end)
{
	enum { SIGNS_MOST = 4 };
	int open = open_brackets(doc, start, end);
	uint32_t closed = end;
	for (unsigned signs = 0; open > 0 && closed < doc->length && signs <= SIGNS_MOST; closed++) {
		char c = doc->text[closed];
		if (c == ')' || c == ']') {
			open--;
			signs = 0;
		} else if (c == '+' || c == '-' || ascii_is_digit(c)) {
			signs++;
		} else {
			return end;
		}
	}
	return open == 0 ? closed : end;
}

bool bracket_is_unbalanced(const analysis *doc, const candidate *c, const char *name)
{
	uint32_t start = doc->tokens.items[c->first].start, end = doc->tokens.items[c->end - 1].end;
	int open = open_brackets(doc, bracket_opened(doc, start, end, name), end);
	return open < 0 || (open > 0 && bracket_closed(doc, start, end) == end);
}
