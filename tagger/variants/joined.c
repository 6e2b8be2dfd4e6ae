/* Words split by a hyphen or a line end, read as one word. */
#include "variants/variants.h"

#include <string.h>

#include "core/error.h"
#include "variants/rules.h"

/* True where the tokens [from, to) may be one word split by hyphens. */
static bool may_join(const analysis *doc, uint32_t from, uint32_t to)
{
	size_t length = 0;
	for (uint32_t i = from; i < to; i++) {
		const token *t = &doc->tokens.items[i];
		size_t own = t->end - t->start;
		if (t->kind != TOKEN_LETTERS || own < 2 || (i > from && t->gap != GAP_HYPHEN && t->gap != GAP_BREAK)) {
			return false;
		}
		length += own;
	}
	return length <= FOLD_MAX;
}

/* The word type of the tokens [from, to) joined. 0: in no name; UINT32_MAX: memory ran out. */
static uint32_t join(scanner *self, const analysis *doc, uint32_t from, uint32_t to)
{
	char all[FOLD_MAX];
	size_t length = 0;
	for (uint32_t i = from; i < to; i++) {
		const token *t = &doc->tokens.items[i];
		memcpy(all + length, doc->text + t->start, t->end - t->start);
		length += t->end - t->start;
	}
	uint32_t whole = word_cache_get(&self->cache, all, length, TOKEN_LETTERS);
	if (whole == UINT32_MAX) {
		return whole;
	}
	uint32_t key = self->cache.types.items[whole].key;
	return key && self->cache.dictionary->lexicon.words.items[key].flags & WORD_KEY ? whole : 0;
}

/* The same for a token and the one before it, with a memo. */
static uint32_t join_two(scanner *self, const analysis *doc, uint32_t last)
{
	const uint32_t *pair = doc->word_types.items + last - 1;
	const join_memo *known = word_cache_join(&self->cache, pair[0], pair[1]);
	if (known->left == pair[0] && known->right == pair[1]) {
		return known->whole;
	}
	uint32_t whole = join(self, doc, last - 1, last + 1);
	if (whole != UINT32_MAX) {
		*word_cache_join(&self->cache, pair[0], pair[1]) = (join_memo){pair[0], pair[1], whole};
	}
	return whole;
}

/* Adds an alternative that reads the tokens [from, to) as one word. */
static onto_status add_joined(analysis *doc, uint32_t from, uint32_t to, uint32_t whole, onto_error *error)
{
	if (whole == 0 || whole == UINT32_MAX) {
		return whole ? fail_memory(error) : ONTO_OK;
	}
	bool broken = false;
	for (uint32_t i = from + 1; i < to; i++) {
		broken |= doc->tokens.items[i].gap == GAP_BREAK;
	}
	alternative joined = {.from = from,
	                      .to = to,
	                      .word_type = whole,
	                      .abbreviation = UINT32_MAX,
	                      .by = broken ? ONTO_BY_LINE : ONTO_BY_HYPHEN};
	return analysis_alternative(doc, joined, error);
}

onto_status variants_join(scanner *self, analysis *doc, onto_error *error)
{
	for (size_t m = 0; m < doc->anchors[ANCHOR_JOINED].count; m++) {
		uint32_t i = doc->anchors[ANCHOR_JOINED].items[m];
		if (i == 0 || !may_join(doc, i - 1, i + 1)) {
			continue;
		}
		TRY(add_joined(doc, i - 1, i + 1, join_two(self, doc, i), error));
	}
	return ONTO_OK;
}
