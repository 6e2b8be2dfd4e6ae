/* Capitals and small letters of a place. */
#include "resolve/letter_case.h"

#include <string.h>

#include "resolve/weights.h"
#include "text/word_list.h"

bool letter_case_is_word(const analysis *doc, const candidate *c, const word_cache *cache)
{
	const word_type *types = cache->types.items, *s = &types[doc->word_types.items[c->first]];
	char word[16];
	if (c->end - c->first > 1 || !(s->flags & WORD_TYPE_UPPER) || s->folded_length >= sizeof word) {
		return false;
	}
	memcpy(word, word_cache_folded(cache, s), s->folded_length);
	word[s->folded_length] = '\0';
	unsigned words = 0, function = 0, reach = WEIGHT(CAPITALS_TOKENS);
	for (int step = -1; step <= 1; step += 2) {
		uint32_t t = c->first;
		for (unsigned i = 0; i < reach && (step < 0 ? t > 0 : t + 1 < doc->tokens.count); i++) {
			t = step < 0 ? t - 1 : t + 1;
			const token *other = &doc->tokens.items[t];
			const word_type *type = &types[doc->word_types.items[t]];
			if (other->kind != TOKEN_LETTERS || other->end - other->start < 2) {
				continue;
			}
			if (!(type->flags & WORD_TYPE_UPPER)) {
				break;
			}
			words++;
			function += (type->flags & (WORD_TYPE_FUNCTION | WORD_TYPE_AND | WORD_TYPE_OF | WORD_TYPE_THE)) != 0;
		}
	}
	return words >= 4 && function && (word_list_is_everyday(word) || word_list_is_spelt(word));
}
