/* Brackets and possessives at the end of a span. */
#include "mention/span.h"

#include <string.h>

uint32_t span_end(const analysis *doc, uint32_t start, const token *last, const char *name)
{
	size_t length = strlen(name);
	uint32_t end = last->end;
	if (name[length - 1] == ')' && end < doc->length && doc->text[end] == ')') {
		int open = 0;
		for (uint32_t at = start; at < end; at++) {
			open += (doc->text[at] == '(') - (doc->text[at] == ')');
		}
		return end + (open > 0);
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
