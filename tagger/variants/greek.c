/* Single letters in place of Greek ones. */
#include "variants/variants.h"

#include <string.h>

#include "core/error.h"

/* A single a, b, g or d joined to a symbol may be the Greek letter: IFN-a, IL-1b. */
onto_status variants_greek(scanner *self, analysis *doc, onto_error *error)
{
	static const char *const names[][2] = {{"a", "alpha"}, {"b", "beta"}, {"g", "gamma"}, {"d", "delta"}};
	for (size_t m = 0; m < doc->anchors[ANCHOR_LETTER].count; m++) {
		uint32_t i = doc->anchors[ANCHOR_LETTER].items[m];
		const token *t = &doc->tokens.items[i];
		bool joined = t->gap == GAP_HYPHEN || (t->gap == GAP_NONE && i > 0 && t[-1].kind == TOKEN_DIGITS);
		if (i == 0 || t->end - t->start != 1 || !joined || t->kind != TOKEN_LETTERS) {
			continue;
		}
		for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
			if (doc->text[t->start] != names[k][0][0]) {
				continue;
			}
			uint32_t word = word_cache_get(&self->cache, names[k][1], strlen(names[k][1]), TOKEN_LETTERS);
			alternative a = {
				.from = i, .to = i + 1, .word_type = word, .by = ONTO_BY_GREEK, .abbreviation = UINT32_MAX};
			if (word == UINT32_MAX) {
				return fail_memory(error);
			}
			TRY(analysis_alternative(doc, a, error));
		}
	}
	return ONTO_OK;
}
