/* Doses and dosage forms, which are no part of a drug's name. */
#include "normalize/dose.h"

#include <string.h>

#include "text/unit.h"

static bool is_among(const char *const *list, size_t count, const word_cache *cache, const analysis *doc,
                     uint32_t token)
{
	const word_type *s = &cache->types.items[doc->word_types.items[token]];
	for (size_t i = 0; i < count; i++) {
		if (strlen(list[i]) == s->folded_length &&
		    memcmp(list[i], word_cache_folded(cache, s), s->folded_length) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_unit(const word_cache *cache, const analysis *doc, uint32_t token)
{
	const word_type *s = &cache->types.items[doc->word_types.items[token]];
	return unit_kinds(word_cache_folded(cache, s), s->folded_length, NULL) & UNIT_DOSE;
}

/* A dosage form, a way or a time of giving: tablet, po, twice daily. */
static bool is_form(const word_cache *cache, const analysis *doc, uint32_t token)
{
	static const char *const forms[] = {
		"tablet",    "tablets",  "tab",        "tabs",   "capsule",  "capsules",   "cap",   "caps",    "oral",
		"injection", "solution", "suspension", "cream",  "ointment", "injections", "patch", "inhaler", "syrup",
		"vial",      "infusion", "drops",      "spray",  "po",       "iv",         "im",    "sc",      "sq",
		"subq",      "daily",    "nightly",    "weekly", "bid",      "tid",        "qid",   "qd",      "qhs",
		"qam",       "qpm",      "prn",        "orally", "once",     "twice"};
	return is_among(forms, sizeof forms / sizeof *forms, cache, doc, token);
}

/* The token behind a number, which contains no space: 2.5. The token itself where there is no number. */
static uint32_t number_end(const analysis *doc, uint32_t token)
{
	uint32_t end = token;
	while (end < doc->tokens.count && doc->tokens.items[end].kind == TOKEN_DIGITS &&
	       (end == token || doc->tokens.items[end].gap != GAP_SPACE)) {
		end++;
	}
	return end;
}

uint32_t dose_end(const word_cache *cache, const analysis *doc, uint32_t token)
{
	uint32_t count = (uint32_t)doc->tokens.count, end = number_end(doc, token);
	if (end == token) {
		return token > 0 && is_form(cache, doc, token) ? token + 1 : token;
	}
	/* Of a combination each part has its number: lisinopril/HCTZ 20/12.5. */
	if (end == count && token > 0 && end - token > 1 && doc->tokens.items[token + 1].gap == GAP_SLASH) {
		return end;
	}
	if (end == count || !is_unit(cache, doc, end)) {
		return token;
	}
	while (end < count && is_unit(cache, doc, end)) {
		uint32_t next = number_end(doc, ++end); /* mg/ml, mg/5 ml */
		end = next > end && next < count && is_unit(cache, doc, next) ? next : end;
	}
	return end;
}
