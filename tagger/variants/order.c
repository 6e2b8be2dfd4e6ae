/* Inverted order: words behind "of" read before its head. */
#include "variants/variants.h"

#include "core/error.h"
#include "variants/rules.h"

/* True where a phrase that ends before a token lacks its noun: "neuropathy of the radial" nerve. */
static bool lacks_noun(const scanner *self, const analysis *doc, uint32_t end)
{
	return scan_word(self, doc, end - 1)->flags & WORD_TYPE_LACKING && analysis_is_soft(doc, end) &&
	       doc->tokens.items[end].kind == TOKEN_LETTERS &&
	       !(scan_word(self, doc, end)->flags & (WORD_TYPE_OF | WORD_TYPE_THE | WORD_TYPE_FUNCTION));
}

/* Adds alternatives that read the words behind "of" before each of the last words before it. */
static onto_status invert(scanner *self, analysis *doc, uint32_t of, uint32_t rest, onto_error *error)
{
	enum { HEAD_MOST = 3, REST_MOST = 4 };
	uint8_t ends = 0;
	uint32_t end = rest;
	do {
		end++;
		ends |= RULE(PHRASE_LACKS_NOUN, lacks_noun(self, doc, end)) ? 0 : 1 << (end - rest - 1);
	} while (end < rest + REST_MOST && analysis_is_soft(doc, end));
	uint32_t from = of;
	do {
		from--;
		alternative inverted = {.from = from,
		                        .to = end,
		                        .word_type = UINT32_MAX,
		                        .words = rest,
		                        .words_end = end,
		                        .more = from,
		                        .more_end = of,
		                        .by = ONTO_BY_ORDER,
		                        .abbreviation = UINT32_MAX,
		                        .ends = ends};
		TRY(ends ? analysis_alternative(doc, inverted, error) : ONTO_OK);
	} while (from > 0 && of - from < HEAD_MOST && analysis_is_soft(doc, from));
	return ONTO_OK;
}

onto_status variants_order(scanner *self, analysis *doc, onto_error *error)
{
	for (size_t m = 0; m < doc->anchors[ANCHOR_OF].count; m++) {
		uint32_t of = doc->anchors[ANCHOR_OF].items[m];
		if (of == 0 || !analysis_is_soft(doc, of) || !analysis_is_soft(doc, of + 1)) {
			continue;
		}
		const word_type *head = scan_word(self, doc, of - 1);
		if (!head->key || !(head->word_flags & WORD_HEAD)) {
			continue;
		}
		uint32_t rest = of + 1;
		if (scan_word(self, doc, rest)->flags & WORD_TYPE_THE && analysis_is_soft(doc, rest + 1)) {
			rest++;
		}
		if (scan_word(self, doc, rest)->first) {
			TRY(invert(self, doc, of, rest, error));
		}
	}
	return ONTO_OK;
}
