/* Short forms without a definition, and the words of notes around them. */
#include "resolve/short_forms.h"

#include <string.h>

#include "core/ascii.h"
#include "resolve/rules.h"
#include "resolve/weights.h"
#include "text/unit.h"
#include "text/word_list.h"

static unsigned roles_at(const analysis *doc, uint32_t token)
{
	return analysis_roles(doc, token)->note;
}

/* Is a token the second letter of h/o, s/p, c/o or r/o? */
static bool ends_slashed(const analysis *doc, uint32_t token)
{
	const struct token *t = &doc->tokens.items[token];
	if (token == 0 || t->gap != GAP_SLASH || t->end - t->start != 1 || t[-1].end - t[-1].start != 1) {
		return false;
	}
	char first = (char)(doc->text[t[-1].start] | 0x20), second = (char)(doc->text[t->start] | 0x20);
	return (second == 'o' && strchr("hcr", first)) || (second == 'p' && first == 's');
}

/* ---- the list around a place --------------------------------------------------------------------------------- */

/* Does the list that a token belongs to begin behind a heading or a cue: "PMH: HTN, DM", "history of HTN and
 * DM"? */
static bool list_is_led(const analysis *doc, uint32_t first)
{
	unsigned words = 0;
	uint32_t least = first > WEIGHT(LIST_TOKENS) ? first - WEIGHT(LIST_TOKENS) : 0;
	for (uint32_t t = first; t > least; t--) {
		uint8_t gap = doc->tokens.items[t].gap;
		unsigned roles = roles_at(doc, t - 1);
		if (gap == GAP_BARRIER) {
			return (roles & NOTE_HEADING) && analysis_behind_colon(doc, t);
		}
		if ((roles & NOTE_CUE) || ends_slashed(doc, t - 1)) {
			return true;
		}
		words = gap == GAP_COMMA || gap == GAP_SLASH || gap == GAP_LINE || analysis_is_and(doc, t - 1) ? 0 : words;
		if (!(roles & NOTE_CONNECTOR) && !analysis_is_and(doc, t - 1) &&
		    (++words > WEIGHT(MEMBER_WORDS) || analysis_roles(doc, t - 1)->function & FUNCTION_SENTENCE)) {
			return false;
		}
	}
	return false;
}

/* Is a candidate a disease, or another type, without doubt? */
static bool is_plain(const analysis *doc, const candidate *c, onto_type type)
{
	enum { DOUBT = ONTO_POLICY_SUPPORT | ONTO_POLICY_BLOCKED | ONTO_POLICY_GENERIC | ONTO_POLICY_EFFECT };
	for (uint32_t r = c->readings; c->skip_from == c->skip_to && r < c->readings + c->count; r++) {
		if (doc->readings.items[r].type == type && !(doc->readings.items[r].policy & DOUBT)) {
			return true;
		}
	}
	return false;
}

/* Does a name without doubt begin or end at a token? */
static bool named_at(const analysis *doc, uint32_t from, uint32_t to, uint32_t begin, uint32_t end, onto_type type)
{
	const candidate *last = doc->candidates.items + doc->candidates.count;
	for (const candidate *c = analysis_candidates_from(doc, from); c < last && c->first <= to; c++) {
		if ((c->first == begin || c->end == end) && is_plain(doc, c, type)) {
			return true;
		}
	}
	return false;
}

static bool parts_members(const analysis *doc, uint32_t token)
{
	uint8_t gap = doc->tokens.items[token].gap;
	return gap == GAP_COMMA || gap == GAP_SLASH;
}

/* Is the member of the list before or behind of a type: HTN/DM, "DM and hypertension"? */
static bool list_has(const analysis *doc, const candidate *c, onto_type type)
{
	uint32_t before = c->first, behind = c->end;
	bool joined = before > 0 && parts_members(doc, before);
	if (before > 1 && doc->tokens.items[before].gap <= GAP_LAST_SOFT && analysis_is_and(doc, before - 1)) {
		joined = true;
		before--;
	}
	uint32_t reach = WEIGHT(MEMBER_WORDS);
	if (joined && named_at(doc, before > reach ? before - reach : 0, before - 1, UINT32_MAX, before, type)) {
		return true;
	}
	if (behind >= doc->tokens.count) {
		return false;
	}
	joined = parts_members(doc, behind);
	if (doc->tokens.items[behind].gap <= GAP_COMMA && behind + 1 < doc->tokens.count &&
	    analysis_is_and(doc, behind)) {
		joined = true;
		behind++;
	}
	return joined && named_at(doc, behind, behind, behind, UINT32_MAX, type);
}

/* True where a place is the title of a problem: a line begins with a number or a sign and the place, and a colon or
 * the line's end follows. "# PE: on apixaban", "3. AF". */
static bool is_problem(const analysis *doc, const candidate *c)
{
	enum { SIGN_BYTES = 6 }; /* "12.) " */
	uint32_t start = doc->tokens.items[c->first].start, end = doc->tokens.items[c->end - 1].end, at = start;
	bool listed = false;
	for (; at > 0 && doc->text[at - 1] != '\n' && start - at < SIGN_BYTES; at--) {
		char sign = doc->text[at - 1];
		listed |= sign == '#' || ascii_is_digit(sign);
		if (!listed && sign != ' ' && sign != '.' && sign != ')') {
			return false;
		}
	}
	bool ends = end == doc->length || (doc->text[end] && strchr(":\n\r", doc->text[end]));
	return listed && ends && (at == 0 || doc->text[at - 1] == '\n');
}

bool short_form_is_charted(const analysis *doc, const candidate *c)
{
	if (c->skip_from == c->skip_to && RULE(CHARTED_AS_PROBLEM, is_problem(doc, c))) {
		return true;
	}
	if (c->first == 0 || c->skip_from != c->skip_to) {
		return RULE(CHARTED_BY_LIST, list_has(doc, c, ONTO_DISEASE));
	}
	/* Not of patients who had HCV-genotype 1b. */
	bool joined = c->end < doc->tokens.count && doc->tokens.items[c->end].gap == GAP_HYPHEN;
	bool soft = doc->tokens.items[c->first].gap <= GAP_LAST_SOFT && !RULE(SHORT_JOINED, joined);
	return RULE(CHARTED_BY_WORD, soft && (roles_at(doc, c->first - 1) & NOTE_BEFORE)) ||
	       RULE(CHARTED_BY_LEAD, list_is_led(doc, c->first)) ||
	       RULE(CHARTED_BY_LIST, list_has(doc, c, ONTO_DISEASE));
}

/* Does a number follow, and then how often it is taken, or another drug: ASA 81 daily; ASA 81, metoprolol 100? */
static bool is_taken(const analysis *doc, uint32_t token)
{
	if (!analysis_is_soft(doc, token) || doc->tokens.items[token].kind != TOKEN_DIGITS ||
	    ++token >= doc->tokens.count) {
		return false;
	}
	return (analysis_is_soft(doc, token) && (roles_at(doc, token) & (NOTE_ENTRY | NOTE_DOSE))) ||
	       (parts_members(doc, token) && named_at(doc, token, token, token, UINT32_MAX, ONTO_DRUG));
}

/* Does a word before say that a patient has or had it: on ASA, six cycles of BEP, treated with BEP? */
static bool is_given(const analysis *doc, uint32_t first)
{
	static const char *const links[] = {"of", "with", NULL};
	if (first > 1 && analysis_is_soft(doc, first) && analysis_reads(doc, first - 1, links)) {
		return RULE(MEDICATION_COUNTED,
		            analysis_is_soft(doc, first - 1) && (roles_at(doc, first - 2) & NOTE_MEDICATED));
	}
	return first > 0 && analysis_is_soft(doc, first) && (roles_at(doc, first - 1) & NOTE_MEDICATED);
}

/* Does a word behind make a treatment of it: BEP regimen, pred taper, BEP x3? */
static bool is_treatment(const analysis *doc, uint32_t token)
{
	if (!analysis_is_soft(doc, token) || !(roles_at(doc, token) & NOTE_TREATMENT)) {
		return false;
	}
	const struct token *t = &doc->tokens.items[token];
	return t->end - t->start > 1 ||
	       (analysis_is_soft(doc, token + 1) && doc->tokens.items[token + 1].kind == TOKEN_DIGITS);
}

bool short_form_is_medication(const analysis *doc, const candidate *c)
{
	if (c->skip_from != c->skip_to) {
		return false;
	}
	return is_given(doc, c->first) || is_taken(doc, c->end) ||
	       RULE(MEDICATION_BY_TREATMENT, is_treatment(doc, c->end)) || list_has(doc, c, ONTO_DRUG);
}

/* ---- genes and entries --------------------------------------------------------------------------------------- */

bool short_form_is_gene(const analysis *doc, const candidate *c)
{
	uint32_t t = c->end;
	for (uint32_t i = 0; i < WEIGHT(GENE_WORDS) && analysis_is_soft(doc, t); i++, t++) {
		if (roles_at(doc, t) & NOTE_GENE) {
			return true;
		}
	}
	for (t = c->first; t > 0 && c->first - t < WEIGHT(GENE_WORDS) && analysis_is_soft(doc, t); t--) {
		if (roles_at(doc, t - 1) & NOTE_GENE) {
			return true;
		}
	}
	return false;
}

bool short_form_begins_genetic(const analysis *doc, const candidate *c)
{
	return analysis_is_soft(doc, c->end) && (roles_at(doc, c->end) & NOTE_GENETIC);
}

bool short_form_is_genetic(const analysis *doc, const candidate *c)
{
	static const char *const links[] = {"of", "in", "the", NULL};
	uint32_t t = c->first;
	if (short_form_begins_genetic(doc, c)) {
		return true;
	}
	if (t == 0 || !analysis_is_soft(doc, t)) {
		return false;
	}
	if (analysis_reads(doc, t - 1, links)) {
		t -= t > 1 && analysis_is_soft(doc, t - 1);
		t -= t > 1 && analysis_is_soft(doc, t - 1) && analysis_reads(doc, t - 1, links);
	}
	return t > 0 && analysis_is_soft(doc, t) && (roles_at(doc, t - 1) & NOTE_GENETIC);
}

bool short_form_is_diagnosed(const analysis *doc, const candidate *c)
{
	static const char *const diagnoses[] = {"diagnosis", "diagnoses", "diagnosed", NULL};
	static const char *const findings[] = {"consistent", "compatible", NULL};
	static const char *const links[] = {"of", "with", "as", NULL};
	if (c->first < 2 || !analysis_is_soft(doc, c->first) || !analysis_is_soft(doc, c->first - 1) ||
	    !analysis_reads(doc, c->first - 1, links)) {
		return false;
	}
	bool ends = c->end >= doc->tokens.count || doc->tokens.items[c->end].gap > GAP_LAST_SOFT;
	return ends && (analysis_reads(doc, c->first - 2, diagnoses) || analysis_reads(doc, c->first - 2, findings));
}

bool short_form_is_numbered(const analysis *doc, const candidate *c)
{
	const token *next = &doc->tokens.items[c->end];
	return c->end < doc->tokens.count && next->kind == TOKEN_DIGITS &&
	       (next->gap == GAP_NONE || next->gap == GAP_HYPHEN);
}

bool short_form_is_part(const resolver *self, const reading *r)
{
	static const char infection[] = " infection";
	const onto_dictionary *d = self->dictionary;
	const char *text = dictionary_text(d, r->text);
	size_t length = strlen(text), from = dictionary_first_name(d, r->concept);
	if (strstr(dictionary_text(d, d->concepts.items[r->concept].name), text)) {
		return true;
	}
	for (size_t n = from; n < d->names.count && d->names.items[n].concept == r->concept; n++) {
		const char *name = dictionary_text(d, d->names.items[n].text);
		if (strncmp(name, text, length) == 0 && strcmp(name + length, infection) == 0) {
			return true;
		}
	}
	return false;
}

bool short_form_is_entry(const analysis *doc, const candidate *c)
{
	const token *t = &doc->tokens.items[c->first];
	if (t->end - t->start < 2 || !(roles_at(doc, c->first) & NOTE_ENTRY)) {
		return false;
	}
	uint32_t reach = WEIGHT(ENTRY_TOKENS);
	uint32_t to = c->end + reach < doc->tokens.count ? c->end + reach : (uint32_t)doc->tokens.count;
	for (uint32_t i = c->first > reach ? c->first - reach : 0; i < to; i++) {
		const struct token *near = &doc->tokens.items[i];
		if (i != c->first && (roles_at(doc, i) & (NOTE_ENTRY | NOTE_DOSE) ||
		                      unit_kinds(doc->text + near->start, near->end - near->start, NULL) & UNIT_DOSE)) {
			return true;
		}
	}
	return false;
}
