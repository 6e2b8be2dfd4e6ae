/* Brackets, possessives, charges and isomers at the edges of a span. */
#include "mention/span.h"

#include <string.h>

#include "core/ascii.h"
#include "resolve/bracket.h"

uint32_t span_isomer(const analysis *doc, uint32_t first)
{
	static const char *const isomers[] = {"D", "L", "DL", "R", "S", "d", "l", "dl", NULL};
	static const char *const named[] = {"vitamin", "hepatitis", "protein", "group", "type", "class", NULL};
	const token *t = &doc->tokens.items[first], *before = t - 1;
	if (first == 0 || t->gap != GAP_HYPHEN || t->start - before->end != 1 || before->end - before->start > 2 ||
	    t->kind != TOKEN_LETTERS || t->end - t->start < 4 ||
	    (before->start > 0 && !ascii_is_space(doc->text[before->start - 1]) &&
	     doc->text[before->start - 1] != '(')) {
		return t->start;
	}
	size_t length = before->end - before->start;
	for (size_t i = 0; isomers[i]; i++) {
		if (strlen(isomers[i]) == length && memcmp(doc->text + before->start, isomers[i], length) == 0) {
			bool names = first > 1 && before->gap == GAP_SPACE && analysis_reads(doc, first - 2, named);
			return names ? t->start : before->start;
		}
	}
	return t->start;
}

uint32_t span_charge(const analysis *doc, uint32_t start, uint32_t end)
{
	enum { SYMBOL_MOST = 4 };
	const char *text = doc->text, *at = text + end, *stop = text + doc->length;
	if (end - start > SYMBOL_MOST || !ascii_is_upper(text[start])) {
		return end;
	}
	bool bracket = at < stop && *at == '(';
	at += bracket;
	bool number = at < stop && *at >= '1' && *at <= '9';
	at += number;
	number |= !bracket && text[end - 1] >= '1' && text[end - 1] <= '9';
	/* A minus is more often a hyphen: N2- and O2-rich gas. */
	if (!number || at == stop || (*at != '+' && !(bracket && *at == '-'))) {
		return end;
	}
	at++;
	if (bracket) {
		return at < stop && *at == ')' ? (uint32_t)(at + 1 - text) : end;
	}
	return at == stop || !ascii_is_alphanumeric(*at) ? (uint32_t)(at - text) : end;
}

uint32_t span_end(const analysis *doc, uint32_t start, const token *last, const char *name)
{
	size_t length = strlen(name);
	uint32_t end = last->end;
	if (name[length - 1] == ')') {
		return bracket_closed(doc, start, end);
	}
	bool possessive = last->possessive > 1 && length > 2 && name[length - 1] == 's' && name[length - 2] == '\'';
	return end + (possessive ? last->possessive : 0);
}

onto_span span_of(const analysis *doc, uint32_t from, uint32_t to)
{
	onto_span span = {doc->tokens.items[from].start, doc->tokens.items[to - 1].end};
	if (to - from > 1 && span.end < doc->length && (doc->text[span.end] == ')' || doc->text[span.end] == ']')) {
		int open = 0;
		for (size_t at = span.start; at < span.end; at++) {
			open += (doc->text[at] == '(' || doc->text[at] == '[') - (doc->text[at] == ')' || doc->text[at] == ']');
		}
		span.end += open > 0;
	}
	return span;
}
