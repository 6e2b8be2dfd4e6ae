#include "resolve/drug_effects.h"

#include <string.h>
#include <strings.h>

enum {
	DRUG_WORDS = 6,     /* a drug's name has at most */
	WORDS_BETWEEN = 2,  /* amiodarone-induced acute cholestatic hepatitis */
	WORDS_TO_DRUG = 4,  /* hepatitis due to long-term treatment with amiodarone */
};

static bool is_word(const passage *p, uint32_t token, const char *word)
{
	const struct token *t = &p->tokens.items[token];
	return t->end - t->start == strlen(word) && strncasecmp(p->text + t->start, word, t->end - t->start) == 0;
}

/* Is there nothing but spaces, line ends and hyphens before a token? */
static bool goes_on(const passage *p, uint32_t token)
{
	return token < p->tokens.count && p->tokens.items[token].gap <= GAP_LAST_SOFT;
}

/* Does the gap before a token close a bracket: propylthiouracil (PTU)-induced? */
static bool closes_bracket(const passage *p, uint32_t token)
{
	return p->tokens.items[token].gap == GAP_HARD && p->text[p->tokens.items[token - 1].end] == ')';
}

/* What curation blocks is none; a class of drugs or "medication" is one. */
static bool is_drug(const passage *p, const candidate *c)
{
	for (uint32_t r = c->readings; r < c->readings + c->count; r++) {
		const reading *read = &p->readings.items[r];
		if (read->type == ONTO_DRUG && !(read->policy & ONTO_POLICY_BLOCKED)) {
			return true;
		}
	}
	return false;
}

static bool drug_begins(const passage *p, uint32_t token)
{
	const candidate *end = p->candidates.items + p->candidates.count;
	for (const candidate *c = passage_candidates_from(p, token); c < end && c->first == token; c++) {
		if (is_drug(p, c)) {
			return true;
		}
	}
	return false;
}

/* Is there a drug's name just before a token, whatever the gap? */
static bool drug_ends(const passage *p, uint32_t token)
{
	const candidate *end = p->candidates.items + p->candidates.count;
	for (const candidate *c = passage_candidates_from(p, token < DRUG_WORDS ? 0 : token - DRUG_WORDS); c < end && c->first < token;
	     c++) {
		if (c->end == token && is_drug(p, c)) {
			return true;
		}
	}
	return false;
}

static bool drug_leads_to(const passage *p, uint32_t token)
{
	static const char *const any[] = {"drug", "drugs", "chemically", "medication", "chemotherapy", NULL};
	if (token == 0) {
		return false;
	}
	if (goes_on(p, token)) {
		return drug_ends(p, token) || passage_reads(p, token - 1, any);
	}
	return closes_bracket(p, token) && (drug_ends(p, token) || drug_ends(p, token - 1));
}

/* Isoniazid-induced hepatitis, halothane hepatitis. */
static bool drug_before(const passage *p, uint32_t first)
{
	static const char *const did[] = {"induced", "related", "associated", "evoked", "provoked", "triggered", NULL};
	if (drug_leads_to(p, first)) {
		return true;
	}
	for (uint32_t t = first; t > 0 && first - t <= WORDS_BETWEEN && goes_on(p, t); t--) {
		if (passage_reads(p, t - 1, did)) {
			return drug_leads_to(p, t - 1);
		}
	}
	return false;
}

/* The token behind "induced by", "due to" and their like at a token; the token itself where nothing of the kind is there. */
static uint32_t behind_cause(const passage *p, uint32_t token)
{
	static const char *const with_by[] = {"induced", "caused", "provoked", "evoked", "triggered", "produced", NULL};
	static const char *const with_to[] = {"due", "secondary", "related", "attributed", "attributable", NULL};
	static const char *const alone[] = {"after", "following", "from", "to", NULL};
	if (!goes_on(p, token)) {
		return token;
	}
	if (goes_on(p, token + 1) && ((passage_reads(p, token, with_by) && is_word(p, token + 1, "by")) ||
	                              (passage_reads(p, token, with_to) && is_word(p, token + 1, "to")) ||
	                              (is_word(p, token, "associated") && is_word(p, token + 1, "with")))) {
		return token + 2;
	}
	return token + passage_reads(p, token, alone);
}

/* Hepatitis due to treatment with isoniazid, hypersensitivity to ampicillin. */
static bool drug_behind(const passage *p, uint32_t end)
{
	uint32_t t = behind_cause(p, end);
	for (uint32_t last = t + WORDS_TO_DRUG; t > end && t < last && goes_on(p, t); t++) {
		if (drug_begins(p, t)) {
			return true;
		}
	}
	return false;
}

bool effects_by_drug(const passage *p, const candidate *c)
{
	return drug_before(p, c->first) || drug_behind(p, c->end);
}
