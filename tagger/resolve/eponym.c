/* Names after a person: Crohn's. */
#include "resolve/eponym.h"

#include <string.h>

#include "text/word_list.h"

bool eponym_lacks_possessive(const analysis *doc, const candidate *c, const char *name, const word_cache *cache)
{
	enum { FUNCTION = WORD_TYPE_FUNCTION | WORD_TYPE_AND | WORD_TYPE_OF | WORD_TYPE_THE };
	size_t length = strlen(name);
	bool eponym = length > 2 && (name[length - 1] == '\'' || (name[length - 1] == 's' && name[length - 2] == '\''));
	if (!eponym) {
		return false;
	}
	const token *last = &doc->tokens.items[c->end - 1];
	bool bare = last->end < doc->length && doc->text[last->end] == '\''; /* Graves', Afib */
	if (!last->possessive && !(bare && name[length - 1] == '\'')) {
		return true;
	}
	if (c->end == doc->tokens.count || doc->tokens.items[c->end].gap != GAP_SPACE) {
		return false;
	}
	const token *next = &doc->tokens.items[c->end];
	return next->kind == TOKEN_LETTERS && !(cache->types.items[doc->word_types.items[c->end]].flags & FUNCTION) &&
	       !(analysis_roles(doc, c->end)->note & NOTE_HAVING);
}
