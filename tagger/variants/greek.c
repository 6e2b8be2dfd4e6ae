/* Single letters in place of Greek ones. */
#include "variants/variants.h"

#include <string.h>

#include "core/error.h"
#include "variants/rules.h"

/* Adds the Greek letter that a token of one small letter may stand for. */
static onto_status add_greek(scanner *self, analysis *doc, uint32_t token, onto_error *error)
{
	static const char *const names[][2] = {{"a", "alpha"}, {"b", "beta"}, {"g", "gamma"}, {"d", "delta"}};
	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		if (doc->text[doc->tokens.items[token].start] != names[k][0][0]) {
			continue;
		}
		uint32_t word = word_cache_get(&self->cache, names[k][1], strlen(names[k][1]), TOKEN_LETTERS);
		alternative a = {
			.from = token, .to = token + 1, .word_type = word, .by = ONTO_BY_GREEK, .abbreviation = UINT32_MAX};
		if (word == UINT32_MAX) {
			return fail_memory(error);
		}
		TRY(analysis_alternative(doc, a, error));
	}
	return ONTO_OK;
}

static bool is_letter(const token *t)
{
	return t->end - t->start == 1 && t->kind == TOKEN_LETTERS;
}

/* A single a, b, g or d joined to a symbol may be the Greek letter: IFN-a, IL-1b. So may one before a hyphen:
 * b-catenin. */
onto_status variants_greek(scanner *self, analysis *doc, onto_error *error)
{
	for (size_t m = 0; m < doc->anchors[ANCHOR_LETTER].count; m++) {
		uint32_t i = doc->anchors[ANCHOR_LETTER].items[m];
		const token *t = &doc->tokens.items[i];
		bool joined = t->gap == GAP_HYPHEN || (t->gap == GAP_NONE && i > 0 && t[-1].kind == TOKEN_DIGITS);
		if (i > 0 && joined && is_letter(t)) {
			TRY(add_greek(self, doc, i, error));
		}
	}
	for (size_t m = 0; m < doc->anchors[ANCHOR_JOINED].count; m++) {
		uint32_t i = doc->anchors[ANCHOR_JOINED].items[m];
		const token *t = &doc->tokens.items[i];
		if (RULE(GREEK_BEFORE_HYPHEN, i > 0 && t->gap == GAP_HYPHEN && is_letter(t - 1)) &&
		    t[-1].gap != GAP_HYPHEN && t[-1].gap != GAP_NONE && t->end - t->start >= 4) {
			TRY(add_greek(self, doc, i - 1, error));
		}
	}
	return ONTO_OK;
}
