/* Journals in references. */
#include "resolve/journal.h"

#include <string.h>

bool journal_is_cited(const analysis *doc, const candidate *c)
{
	const token *year = &doc->tokens.items[c->end], *volume = year + 1;
	bool is_year = year->kind == TOKEN_DIGITS && year->end - year->start == 4 &&
	               (memcmp(doc->text + year->start, "19", 2) == 0 || memcmp(doc->text + year->start, "20", 2) == 0);
	/* J Pain 2004, J Trauma. 2003 */
	bool beside = year->gap == GAP_SPACE ||
	              (year->start == year[-1].end + 2 && memcmp(doc->text + year[-1].end, ". ", 2) == 0);
	if (is_year && c->first > 0 && beside && doc->tokens.items[c->first].gap == GAP_SPACE) {
		const token *before = &doc->tokens.items[c->first - 1];
		if (before->end - before->start == 1 && doc->text[before->start] == 'J') {
			return true;
		}
	}
	if (c->end + 1 >= doc->tokens.count || year->kind != TOKEN_DIGITS || year->end - year->start != 4 ||
	    volume->kind != TOKEN_DIGITS || volume->start - year->end > 2 ||
	    !(memcmp(doc->text + year->start, "19", 2) == 0 || memcmp(doc->text + year->start, "20", 2) == 0)) {
		return false;
	}
	uint32_t issue = volume->end + (volume->end + 1 < doc->length && doc->text[volume->end] == ' ');
	return strchr(";,", doc->text[year->end]) && issue < doc->length &&
	       (doc->text[issue] == ':' || doc->text[issue] == '(');
}
