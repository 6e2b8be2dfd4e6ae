/* Words and word order that tie a disease to a drug. */
#include "resolve/drug_effects.h"

#include <string.h>

#include "core/ascii.h"
#include "resolve/rules.h"
#include "resolve/weights.h"

enum { DRUG_WORDS = 6 }; /* most tokens of a drug's name */

static bool is_word(const analysis *doc, uint32_t token, const char *word)
{
	const struct token *t = &doc->tokens.items[token];
	return t->end - t->start == strlen(word) && ascii_begins_same(doc->text + t->start, word, t->end - t->start);
}

/* True where only spaces, line ends and hyphens stand before a token. */
static bool goes_on(const analysis *doc, uint32_t token)
{
	return token < doc->tokens.count && doc->tokens.items[token].gap <= GAP_LAST_SOFT;
}

/* Blocked names do not count; classes of drugs and "medication" do. */
static bool is_drug(const analysis *doc, const candidate *c)
{
	for (uint32_t r = c->readings; r < c->readings + c->count; r++) {
		const reading *read = &doc->readings.items[r];
		if (read->type == ONTO_DRUG && !(read->policy & ONTO_POLICY_BLOCKED)) {
			return true;
		}
	}
	return false;
}

static bool drug_begins(const analysis *doc, uint32_t token)
{
	const candidate *end = doc->candidates.items + doc->candidates.count;
	for (const candidate *c = analysis_candidates_from(doc, token); c < end && c->first == token; c++) {
		if (is_drug(doc, c)) {
			return true;
		}
	}
	return false;
}

/* True where a drug's name ends just before a token. */
static bool drug_ends(const analysis *doc, uint32_t token)
{
	const candidate *end = doc->candidates.items + doc->candidates.count;
	for (const candidate *c = analysis_candidates_from(doc, token < DRUG_WORDS ? 0 : token - DRUG_WORDS);
	     c < end && c->first < token; c++) {
		if (c->end == token && is_drug(doc, c)) {
			return true;
		}
	}
	return false;
}

static bool drug_leads_to(const analysis *doc, uint32_t token)
{
	return token > 0 && goes_on(doc, token) && drug_ends(doc, token);
}

/* Isoniazid-induced hepatitis, halothane hepatitis. */
static bool drug_before(const analysis *doc, uint32_t first)
{
	static const char *const did[] = {"induced", "related", "associated", "evoked", "provoked", "triggered", NULL};
	if (RULE(EFFECT_BEFORE, drug_leads_to(doc, first))) {
		return true;
	}
	for (uint32_t t = first; t > 0 && first - t <= WEIGHT(CAUSE_WORDS) && goes_on(doc, t); t--) {
		if (RULE(EFFECT_INDUCED, analysis_reads(doc, t - 1, did))) {
			return drug_leads_to(doc, t - 1);
		}
	}
	return false;
}

/* The token behind "induced by", "due to" and similar words at a token, or the token itself where there are
 * none. */
static uint32_t behind_cause(const analysis *doc, uint32_t token)
{
	static const char *const with_by[] = {"induced", "caused", "provoked", "evoked", "triggered", "produced", NULL};
	static const char *const with_to[] = {"due", "secondary", "related", "attributed", "attributable", NULL};
	static const char *const alone[] = {"after", "following", "from", "to", NULL};
	if (!goes_on(doc, token)) {
		return token;
	}
	if (goes_on(doc, token + 1) && ((analysis_reads(doc, token, with_by) && is_word(doc, token + 1, "by")) ||
	                                (analysis_reads(doc, token, with_to) && is_word(doc, token + 1, "to")) ||
	                                (is_word(doc, token, "associated") && is_word(doc, token + 1, "with")))) {
		return token + 2;
	}
	return token + analysis_reads(doc, token, alone);
}

/* Hepatitis due to treatment with isoniazid, hypersensitivity to ampicillin. */
static bool drug_behind(const analysis *doc, uint32_t end)
{
	uint32_t t = behind_cause(doc, end);
	for (uint32_t last = t + WEIGHT(TREATMENT_WORDS); t > end && t < last && goes_on(doc, t); t++) {
		if (drug_begins(doc, t)) {
			return true;
		}
	}
	return false;
}

bool drug_effects_stated(const analysis *doc, const candidate *c)
{
	return drug_before(doc, c->first) || RULE(EFFECT_BEHIND, drug_behind(doc, c->end));
}
