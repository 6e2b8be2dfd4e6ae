/* Signs, composites and units around a symbol. */
#include "resolve/orthography.h"

#include <string.h>

#include "core/ascii.h"
#include "resolve/rules.h"
#include "resolve/short_forms.h"
#include "resolve/weights.h"
#include "text/unit.h"
#include "text/word_list.h"

/* True where only a sign or a slash joins a token to the one before: CD25+FoxP3, p53/MDM2. */
static bool is_joined(const analysis *doc, uint32_t token)
{
	if (token == 0 || token >= doc->tokens.count) {
		return false;
	}
	uint32_t at = doc->tokens.items[token - 1].end, to = doc->tokens.items[token].start;
	bool joined = false;
	for (; at < to; at++) {
		unsigned char c = (unsigned char)doc->text[at];
		if (c < 0x80 && !strchr("+-/:()", c)) {
			return false;
		}
		joined |= c != '-';
	}
	return joined;
}

/* True where a marker that needs no support begins at a token. */
static bool begins_marker(const analysis *doc, uint32_t token)
{
	const candidate *end = doc->candidates.items + doc->candidates.count;
	for (const candidate *c = analysis_candidates_from(doc, token); c < end && c->first == token; c++) {
		for (uint32_t r = c->readings; c->skip_from == c->skip_to && r < c->readings + c->count; r++) {
			const reading *other = &doc->readings.items[r];
			if (other->like == ONTO_MARKER &&
			    !(other->policy & (ONTO_POLICY_SUPPORT | ONTO_POLICY_BLOCKED | ONTO_POLICY_GENERIC))) {
				return true;
			}
		}
	}
	return false;
}

/* True where a candidate is read as a marker's name, or short form. */
static bool is_marker(const analysis *doc, const candidate *c)
{
	for (uint32_t r = c->readings; c->skip_from == c->skip_to && r < c->readings + c->count; r++) {
		const reading *read = &doc->readings.items[r];
		if (read->like == ONTO_MARKER && !(read->policy & (ONTO_POLICY_BLOCKED | ONTO_POLICY_GENERIC)) &&
		    (!(read->policy & ONTO_POLICY_SUPPORT) || (read->policy & ONTO_POLICY_SHORT))) {
			return true;
		}
	}
	return false;
}

/* True where another marker in the same composite supports this one: ER+/PR+/HER2-, p53/MDM2. */
static bool has_company(const analysis *doc, const candidate *c)
{
	uint32_t from = c->first, to = c->end, left = WEIGHT(COMPOSITE_TOKENS);
	bool short_of = doc->tokens.items[to - 1].end - doc->tokens.items[from].start <= 2; /* too ambiguous */
	if (RULE(SUPPORT_COMPOSITE_LETTERS, short_of) || (!is_joined(doc, from) && !is_joined(doc, to))) {
		return false;
	}
	while (left > 0 && from > 0 &&
	       (doc->tokens.items[from].gap == GAP_NONE || doc->tokens.items[from].gap == GAP_HYPHEN ||
	        is_joined(doc, from))) {
		from--;
		left--;
		if (begins_marker(doc, from)) {
			return true;
		}
	}
	for (; left > 0 && to < doc->tokens.count &&
	       (doc->tokens.items[to].gap == GAP_NONE || doc->tokens.items[to].gap == GAP_HYPHEN || is_joined(doc, to));
	     to++, left--) {
		if (begins_marker(doc, to)) {
			return true;
		}
	}
	return false;
}

/* True where a colon alone, with spaces, stands before a token. */
static bool behind_colon(const analysis *doc, uint32_t token)
{
	if (token == doc->tokens.count) {
		return false;
	}
	const struct token *t = &doc->tokens.items[token];
	const char *at = doc->text + t[-1].end, *end = doc->text + t->start;
	at += at < end && *at == ' ';
	return at < end && *at == ':' && (end == at + 1 || (end == at + 2 && (at[1] == ' ' || at[1] == '\n')));
}

/* True where a result of its own, a number, is written behind a place: Na 134, K: 3.3, RF <10. */
static bool has_result(const analysis *doc, const candidate *c)
{
	const token *last = &doc->tokens.items[c->end - 1], *next = last + 1;
	if (c->end == doc->tokens.count || next->kind != TOKEN_DIGITS || next->start == last->end ||
	    next->start - last->end > 4) {
		return false;
	}
	for (uint32_t at = last->end; at < next->start; at++) {
		if (!doc->text[at] || !strchr(" :=<>", doc->text[at])) {
			return false;
		}
	}
	return true;
}

/* The token of the number that is a place's result: potassium 3.3, potassium level was 3.3. `end` where there is
 * none. */
static uint32_t result_of(const analysis *doc, const candidate *c)
{
	enum { WORDS = 3 };
	uint32_t t = c->end, count = (uint32_t)doc->tokens.count;
	for (; t < count && t < c->end + WORDS && doc->tokens.items[t].kind == TOKEN_LETTERS; t++) {
		const token *word = &doc->tokens.items[t];
		if (word->gap > GAP_LAST_SOFT || !(analysis_roles(doc, t)->note & NOTE_RESULT)) {
			return count;
		}
	}
	return t < count && doc->tokens.items[t].kind == TOKEN_DIGITS &&
	               (t > c->end ? doc->tokens.items[t].gap == GAP_SPACE : has_result(doc, c))
	           ? t
	           : count;
}

/* True where the result of a place has the unit of a concentration, a count or a share: sodium 134 mmol/L, plt 45K,
 * EF 35%; not sodium 5 mg/kg. */
static bool has_concentration(const analysis *doc, const candidate *c)
{
	enum { AMOUNT = UNIT_MASS | UNIT_AMOUNT | UNIT_LAB | UNIT_COUNT, SHARE = UNIT_COUNT | UNIT_PERCENT };
	uint32_t t = result_of(doc, c);
	if (t == doc->tokens.count) {
		return false;
	}
	if (t + 1 < doc->tokens.count && doc->tokens.items[t + 1].kind == TOKEN_DIGITS &&
	    doc->tokens.items[t + 1].start - doc->tokens.items[t].end == 1) {
		t++; /* 3.4 */
	}
	unit u;
	return unit_read(doc->text, doc->length, doc->tokens.items[t].end, &u) &&
	       ((u.kinds & AMOUNT && u.below & UNIT_VOLUME) || (u.kinds & SHARE && !u.below));
}

/* True where a marker's short form is one of a row of results: Na 134 (L), K 3.3, Cl 98. */
static bool is_in_row(const analysis *doc, const candidate *c)
{
	enum { REACH = 8 }; /* tokens from one to the next: sodium 134 mmol/L (135-145), K */
	const candidate *all = doc->candidates.items, *end = all + doc->candidates.count, *other;
	if (!has_result(doc, c) || orthography_is_dosed(doc, c)) {
		return false;
	}
	for (other = c; other-- > all && other->first + REACH + 1 >= c->first;) {
		if (other->end <= c->first && is_marker(doc, other) && has_result(doc, other)) {
			return true;
		}
	}
	for (other = c + 1; other < end && other->first <= c->end + REACH; other++) {
		if (other->first >= c->end && is_marker(doc, other) && has_result(doc, other)) {
			return true;
		}
	}
	return false;
}

/* True where a marker's short form has a result that nothing else has. */
static bool is_in_panel(const analysis *doc, const candidate *c)
{
	return has_concentration(doc, c) || is_in_row(doc, c);
}

/* True where a word for a status stands behind a place: PR-positive, ER: positive, ER/PR positive, ALP was high. */
static bool has_status_word(const analysis *doc, const candidate *c, unsigned wanted)
{
	enum { SLASHED = 4 };
	static const char *const verbs[] = {"was", "is", "were", "are", NULL};
	uint32_t t = c->end;
	while (t < doc->tokens.count && t < c->end + SLASHED &&
	       (doc->tokens.items[t].gap == GAP_SLASH || (t > c->end && doc->tokens.items[t].gap == GAP_NONE))) {
		t++;
	}
	t += t + 1 < doc->tokens.count && doc->tokens.items[t].gap == GAP_SPACE && analysis_reads(doc, t, verbs);
	if (t == doc->tokens.count || (doc->tokens.items[t].gap > GAP_HYPHEN && !behind_colon(doc, t))) {
		return false;
	}
	return analysis_roles(doc, t)->status & wanted;
}

/* True where the text gives the symbol a status: ER+, PR-positive, AR negative; of a short form also C3 low. The
 * status supports only the concept whose own symbol it is. A minus does not count, since it may be a hyphen. */
static bool has_status(const analysis *doc, const candidate *c, const reading *r)
{
	uint32_t end = doc->tokens.items[c->end - 1].end;
	if (r->scope != ONTO_PREFERRED && !(r->policy & (ONTO_POLICY_FIRST | ONTO_POLICY_SHORT))) {
		return false;
	}
	if (end < doc->length && doc->text[end] == '+') {
		return end + 1 == doc->length || !ascii_is_alphanumeric(doc->text[end + 1]);
	}
	return has_status_word(doc, c, r->policy & ONTO_POLICY_SHORT ? STATUS_SAID | STATUS_RESULT : STATUS_SAID);
}

bool orthography_is_measured(const analysis *doc, const candidate *c)
{
	bool marker = false;
	for (uint32_t r = c->readings; r < c->readings + c->count; r++) {
		marker |= doc->readings.items[r].like == ONTO_MARKER && (doc->readings.items[r].policy & ONTO_POLICY_SHORT);
	}
	return marker && (is_in_panel(doc, c) || has_status_word(doc, c, STATUS_SAID | STATUS_RESULT));
}

/* True where the charge of an ion follows: Na+, Ca++, Ca+2, Ca(2+), Cl-. A minus counts only where no word
 * continues behind it. */
static bool is_charge(const char *at, const char *end)
{
	bool bracket = at < end && *at == '(';
	at += bracket;
	while (at < end && *at >= '1' && *at <= '9') {
		at++;
	}
	if (at == end || (*at != '+' && *at != '-')) {
		return false;
	}
	unsigned char next = at + 1 < end ? (unsigned char)at[1] : ' ';
	return bracket ? next == ')' || next == '+' || next == '-'
	               : *at == '+' || (next < 0x80 && !ascii_is_alphanumeric((char)next));
}

static bool goes_on_with(const char *at, const char *end, const char *text)
{
	size_t length = strlen(text);
	return (size_t)(end - at) >= length && memcmp(at, text, length) == 0;
}

/* True where the notation of a symbol of one or two letters is that of an ion: Na+, [Ca], Na,K-ATPase, Na-K-2Cl, Ca
 * channels. */
static bool is_ion(const analysis *doc, const candidate *c)
{
	const char *start = doc->text + doc->tokens.items[c->first].start,
			   *at = doc->text + doc->tokens.items[c->end - 1].end;
	const char *end = doc->text + doc->length;
	if (at - start > 2) {
		return false;
	}
	if (RULE(ION_CHARGE, is_charge(at, end)) ||
	    RULE(ION_BRACKET, start > doc->text && start[-1] == '[' && goes_on_with(at, end, "]"))) {
		return true;
	}
	if (RULE(ION_CHANNEL, at < end && (*at == ' ' || *at == '-') && goes_on_with(at + 1, end, "channel"))) {
		return true;
	}
	/* Ions that are transported together; the second symbol has one letter: K, H. */
	if (end - at > 1 && strchr(",/-", *at) && (at[1] == 'K' || at[1] == 'H')) {
		at += 2;
	}
	at += at < end && *at == ')';
	return RULE(ION_CARRIED, goes_on_with(at, end, "-ATPase") || goes_on_with(at, end, "-2Cl"));
}

/* True where a result supports a short form, and one of a row another symbol that curation puts first: ER 90%, PR
 * 0%. */
static bool is_result(const analysis *doc, const candidate *c, const reading *r)
{
	return r->policy & ONTO_POLICY_SHORT ? is_in_panel(doc, c)
	                                     : (r->policy & ONTO_POLICY_FIRST) && is_in_row(doc, c);
}

bool orthography_supports(const analysis *doc, const candidate *c, const reading *r)
{
	if (r->like == ONTO_MARKER) {
		return RULE(SUPPORT_COMPOSITE, has_company(doc, c)) || RULE(SUPPORT_STATUS, has_status(doc, c, r)) ||
		       RULE(SUPPORT_PANEL, is_result(doc, c, r));
	}
	if (r->like != ONTO_DRUG) {
		return false;
	}
	return is_ion(doc, c) || RULE(SUPPORT_DOSE, orthography_is_dosed(doc, c)) ||
	       RULE(SUPPORT_MEDICATION, (r->policy & ONTO_POLICY_SHORT) && short_form_is_medication(doc, c));
}

/* True where a name, but for a number at its end, ends without a space: IL-2, K5. */
static bool joins_number(const char *name)
{
	const char *at = name + strlen(name);
	while (at > name && at[-1] >= '0' && at[-1] <= '9') {
		at--;
	}
	return at > name && at[-1] != ' ';
}

bool orthography_number_apart(const analysis *doc, const candidate *c, const char *name)
{
	const token *last = &doc->tokens.items[c->end - 1];
	return (last->gap == GAP_SPACE || last->gap == GAP_LINE) && joins_number(name);
}

/* True where a number that only a space parts from the word before is the first of a date, or of the like: CT
 * 3/14/2024. */
static bool begins_date(const analysis *doc, uint32_t token)
{
	enum { NUMBERS = 3 };
	uint32_t end = token + 1, count = (uint32_t)doc->tokens.count;
	while (end < count && end - token < NUMBERS && doc->tokens.items[end].kind == TOKEN_DIGITS &&
	       (doc->tokens.items[end].gap == GAP_SLASH || doc->tokens.items[end].gap == GAP_HYPHEN)) {
		end++;
	}
	return end - token == NUMBERS && doc->tokens.items[token].gap == GAP_SPACE;
}

/* True where a name of several words ends within a date. */
static bool ends_in_date(const analysis *doc, const candidate *c)
{
	uint32_t t = c->end - 1;
	while (t > c->first + 1 && doc->tokens.items[t].kind == TOKEN_DIGITS && doc->tokens.items[t].gap == GAP_SLASH) {
		t--;
	}
	return doc->tokens.items[t].kind == TOKEN_DIGITS && begins_date(doc, t);
}

bool orthography_number_parted(const analysis *doc, const candidate *c)
{
	if (ends_in_date(doc, c)) {
		return true;
	}
	const token *last = &doc->tokens.items[c->end - 1], *next = last + 1;
	return c->end < doc->tokens.count && last->gap == GAP_SPACE && next->kind == TOKEN_DIGITS &&
	       next->start == last->end + 1 && strchr(".,", doc->text[last->end]) != NULL;
}

bool orthography_as_measure(const analysis *doc, const candidate *c, const char *name)
{
	const token *last = &doc->tokens.items[c->end - 1], *next = last + 1;
	if (c->end == doc->tokens.count || last->gap != GAP_SPACE || next->gap > GAP_HYPHEN) {
		return false;
	}
	return unit_kinds(doc->text + next->start, next->end - next->start, NULL) & (UNIT_MEASURE | UNIT_DOSE) &&
	       joins_number(name);
}

static bool is_sign(char c)
{
	return c == '+' || c == '-';
}

/* True where a marker's name ends before a token. */
static bool ends_marker(const analysis *doc, uint32_t first, uint32_t end)
{
	const candidate *last = doc->candidates.items + doc->candidates.count;
	for (const candidate *c = analysis_candidates_from(doc, first); c < last && c->first < end; c++) {
		for (uint32_t r = c->readings; c->end == end && r < c->readings + c->count; r++) {
			if (doc->readings.items[r].like == ONTO_MARKER) {
				return true;
			}
		}
	}
	return false;
}

bool orthography_sign_within(const analysis *doc, const candidate *c, const char *name)
{
	/* HR+/HER2- breast cancer: a composite of signs goes before the name. */
	uint32_t first = doc->tokens.items[c->first].start, end = doc->tokens.items[c->end - 1].end;
	bool composite = first > 1 && doc->text[first - 1] == '/' && is_sign(doc->text[first - 2]);
	bool signs = (first > 0 && doc->text[first - 1] == '+') ||
	             (end < doc->length && is_sign(doc->text[end]) &&
	              (end + 1 == doc->length || !ascii_is_alphanumeric(doc->text[end + 1])));
	for (uint32_t t = c->first + 1; t < c->end; t++) {
		uint32_t at = doc->tokens.items[t - 1].end, start = doc->tokens.items[t].start;
		/* HER2- breast cancer; CD3+CD4-CD8+, CD4-CD8- */
		bool minus = (start - at == 2 && doc->text[at] == '-') || (start - at == 1 && signs);
		if (minus && doc->tokens.items[t].gap == GAP_HYPHEN && (composite || !strchr(name, '-')) &&
		    ends_marker(doc, c->first, t)) {
			return true;
		}
	}
	return false;
}

/* True where words of an examination follow: "PE: T 38.1, HR 112". */
static bool is_examination(const analysis *doc, uint32_t token)
{
	enum { REACH = 6 };
	for (uint32_t t = token; t < doc->tokens.count && t < token + REACH; t++) {
		if (analysis_roles(doc, t)->note & NOTE_EXAM) {
			return true;
		}
	}
	return false;
}

bool orthography_is_section(const analysis *doc, const candidate *c)
{
	const token *first = &doc->tokens.items[c->first], *last = &doc->tokens.items[c->end - 1];
	if (c->end < doc->tokens.count && last[1].gap <= GAP_HYPHEN) {
		return false; /* as nearly always */
	}
	unsigned roles = analysis_roles(doc, c->first)->note;
	if (!(roles & NOTE_SECTION)) {
		return false;
	}
	bool colon = behind_colon(doc, c->end);
	if (roles & NOTE_EXAM) {
		return colon && is_examination(doc, c->end);
	}
	bool begins = c->first == 0 || memchr(doc->text + first[-1].end, '\n', first->start - first[-1].end) != NULL;
	return colon || (begins && (c->end == doc->tokens.count || last[1].gap == GAP_LINE));
}

bool orthography_lacks_possessive(const analysis *doc, const candidate *c, const char *name,
                                  const word_cache *cache)
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

bool orthography_cuts_word(const analysis *doc, const candidate *c)
{
	const token *last = &doc->tokens.items[c->end - 1], *next = last + 1;
	if (c->end == doc->tokens.count || next->gap != GAP_NONE || last->kind != TOKEN_DIGITS ||
	    next->kind != TOKEN_LETTERS || next->end - next->start > 2) {
		return false;
	}
	char letter = doc->text[next->start];
	return letter >= 'a' && letter <= 'z' && letter != 's' && !analysis_roles(doc, c->end)->status;
}

bool orthography_is_word(const analysis *doc, const candidate *c, const word_cache *cache)
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

/* Is a token the code of an amino acid, written as these are: Met, not MET? */
static bool is_residue(const analysis *doc, uint32_t token)
{
	const char *code = doc->text + doc->tokens.items[token].start;
	return (analysis_roles(doc, token)->acid & ACID_CODE) && ascii_is_upper(code[0]) && !ascii_is_upper(code[1]) &&
	       !ascii_is_upper(code[2]);
}

/* Is a token, before or behind which no clause ends, the code of an amino acid? */
static bool is_residue_beside(const analysis *doc, uint32_t token, uint32_t gap_at)
{
	return gap_at < doc->tokens.count && token < doc->tokens.count &&
	       doc->tokens.items[gap_at].gap != GAP_BARRIER && is_residue(doc, token);
}

bool orthography_is_residue(const analysis *doc, const candidate *c)
{
	static const char *const positions[] = {"residue", "residues", "codon", "codons", NULL};
	static const char *const between[] = {"and", "or", "to", NULL};
	uint32_t t = c->first;
	if (!is_residue(doc, t)) {
		return false;
	}
	if (t + 1 < doc->tokens.count) {
		const token *next = &doc->tokens.items[t + 1];
		bool numbered = next->kind == TOKEN_DIGITS && (next->gap == GAP_NONE || next->gap == GAP_HYPHEN);
		if (numbered || (next->gap != GAP_BARRIER && analysis_reads(doc, t + 1, positions)) ||
		    is_residue_beside(doc, t + 1, t + 1) ||
		    (analysis_reads(doc, t + 1, between) && is_residue_beside(doc, t + 2, t + 1))) {
			return true;
		}
	}
	bool numbered = t > 0 && doc->tokens.items[t].gap == GAP_NONE && doc->tokens.items[t - 1].kind == TOKEN_DIGITS;
	return numbered || (t > 0 && is_residue_beside(doc, t - 1, t)) ||
	       (t > 0 && doc->tokens.items[t].gap != GAP_BARRIER && analysis_reads(doc, t - 1, positions)) ||
	       (t > 1 && analysis_reads(doc, t - 1, between) && is_residue_beside(doc, t - 2, t));
}

static bool is_acid(const analysis *doc, uint32_t token)
{
	return token < doc->tokens.count && ((analysis_roles(doc, token)->acid & ACID_NAME) || is_residue(doc, token));
}

bool orthography_is_named_residue(const analysis *doc, const candidate *c)
{
	static const char *const behind[] = {"residue", "residues", "codon", "codons", NULL};
	static const char *const exchanged[] = {"to", "for", NULL};
	static const char *const at[] = {"at", "in", NULL};
	static const char *const places[] = {"position", "positions", "codon", "residue", "amino", NULL};
	static const char *const exchange[] = {"substitution", "substitutions", "change",
	                                       "mutation",     "replacement",   NULL};
	uint32_t t = c->first;
	if (!is_acid(doc, t)) {
		return false;
	}
	bool soft = analysis_is_soft(doc, t + 1);
	if (soft &&
	    (analysis_reads(doc, t + 1, behind) || (analysis_reads(doc, t + 1, exchanged) && is_acid(doc, t + 2)) ||
	     (analysis_reads(doc, t + 1, at) && analysis_is_soft(doc, t + 2) && analysis_reads(doc, t + 2, places)))) {
		return true;
	}
	bool numbered = t + 1 < doc->tokens.count && doc->tokens.items[t + 1].kind == TOKEN_DIGITS &&
	                doc->tokens.items[t + 1].gap == GAP_HYPHEN &&
	                (t + 2 == doc->tokens.count || doc->tokens.items[t + 2].gap != GAP_HYPHEN);
	/* "valine to methionine substitution", "a methionine for valine" */
	return numbered ||
	       (t > 1 && analysis_is_soft(doc, t) && analysis_reads(doc, t - 1, exchanged) && is_acid(doc, t - 2)) ||
	       (soft && analysis_reads(doc, t + 1, exchange) && t > 1 && analysis_reads(doc, t - 1, exchanged));
}

bool orthography_is_journal(const analysis *doc, const candidate *c)
{
	const token *year = &doc->tokens.items[c->end], *volume = year + 1;
	bool is_year = year->kind == TOKEN_DIGITS && year->end - year->start == 4 &&
	               (memcmp(doc->text + year->start, "19", 2) == 0 || memcmp(doc->text + year->start, "20", 2) == 0);
	/* J Pain 2004 */
	if (is_year && c->first > 0 && year->gap == GAP_SPACE && year[-1].gap == GAP_SPACE) {
		const token *before = &doc->tokens.items[c->first - 1];
		if (before->end - before->start == 1 && doc->text[before->start] == 'J') {
			return true;
		}
	}
	if (c->end + 1 >= doc->tokens.count || year->kind != TOKEN_DIGITS || year->end - year->start != 4 ||
	    volume->kind != TOKEN_DIGITS || volume->start - year->end > 2 ||
	    !(memcmp(doc->text + year->start, "19", 2) == 0 || memcmp(doc->text + year->start, "20", 2) == 0)) {
		return false;
	}
	return strchr(";,", doc->text[year->end]) && volume->end < doc->length &&
	       (doc->text[volume->end] == ':' || doc->text[volume->end] == '(');
}

/* True behind the title of a person: Dr. Burns, Mrs Parkinson. */
static bool has_title(const analysis *doc, uint32_t token)
{
	static const char *const titles[] = {"dr", "mr", "mrs", "ms", "miss", "prof", "professor", NULL};
	uint32_t from = token ? doc->tokens.items[token - 1].end : 0, start = doc->tokens.items[token].start;
	bool beside = start == from + 1 || (start == from + 2 && doc->text[from] == '.');
	return token > 0 && beside && doc->text[start - 1] == ' ' &&
	       ascii_is_upper(doc->text[doc->tokens.items[token - 1].start]) && analysis_reads(doc, token - 1, titles);
}

bool orthography_is_author(const analysis *doc, const candidate *c)
{
	enum { INITIALS = 3 };
	const token *t = &doc->tokens.items[c->first], *next = t + 1;
	if (t->end - t->start < 3 || !ascii_is_upper(doc->text[t->start]) || ascii_is_upper(doc->text[t->start + 1])) {
		return false;
	}
	if (has_title(doc, c->first)) {
		return true;
	}
	if (c->end >= doc->tokens.count) {
		return false;
	}
	if (c->end + 1 < doc->tokens.count && analysis_reads(doc, c->end, (const char *const[]){"et", NULL}) &&
	    analysis_reads(doc, c->end + 1, (const char *const[]){"al", NULL})) {
		return true;
	}
	/* Initials, and then a comma: Burns AB, Silver J. In the middle of a sentence a letter may be a label, unless
	 * others with initials go before: Addison TB, and Parkinson J. */
	bool initials = next->gap == GAP_SPACE && next->end - next->start <= INITIALS && next->kind == TOKEN_LETTERS;
	for (uint32_t at = next->start; initials && at < next->end; at++) {
		initials = ascii_is_upper(doc->text[at]);
	}
	uint8_t before = t->gap;
	bool listed = initials && c->first > 1 &&
	              analysis_reads(doc, c->first - 1, (const char *const[]){"and", NULL}) &&
	              t[-2].end - t[-2].start <= INITIALS && ascii_is_upper(doc->text[t[-2].start]) &&
	              ascii_is_upper(doc->text[t[-2].end - 1]);
	return listed || (initials && (c->first == 0 || before == GAP_BARRIER || before == GAP_COMMA) &&
	                  next->end < doc->length && doc->text[next->end] == ',');
}

bool orthography_is_dosed(const analysis *doc, const candidate *c)
{
	enum { NUMBER_TOKENS = 3 }; /* 0.5, 12.5 */
	uint32_t t = c->end;
	if (t >= doc->tokens.count || doc->tokens.items[t].gap > GAP_LINE ||
	    doc->tokens.items[t].kind != TOKEN_DIGITS) {
		return false;
	}
	while (t < doc->tokens.count && t - c->end < NUMBER_TOKENS && doc->tokens.items[t].kind == TOKEN_DIGITS) {
		t++;
	}
	const token *unit = &doc->tokens.items[t];
	return t < doc->tokens.count && unit->kind == TOKEN_LETTERS && unit->gap <= GAP_LAST_SOFT &&
	       (unit_kinds(doc->text + unit->start, unit->end - unit->start, NULL) & UNIT_DOSE);
}

bool orthography_is_named(const analysis *doc, const candidate *c)
{
	const token *first = &doc->tokens.items[c->first], *before = first - 1;
	return (first->gap == GAP_SPACE || first->gap == GAP_LINE) && before->kind == TOKEN_LETTERS &&
	       before->end - before->start > 1 && ascii_is_upper(doc->text[before->start]) &&
	       !ascii_is_upper(doc->text[before->start + 1]);
}

bool orthography_is_initials(const analysis *doc, const candidate *c)
{
	enum { INITIALS = 3 };
	const token *t = &doc->tokens.items[c->first], *surname = t - 1;
	if (t->end - t->start > INITIALS || !orthography_is_upper(doc, c) || t->gap != GAP_SPACE ||
	    t->end >= doc->length || doc->text[t->end] != ',') {
		return false;
	}
	return surname->gap == GAP_COMMA && !surname->possessive && surname->end - surname->start > 2 &&
	       ascii_is_upper(doc->text[surname->start]) && !ascii_is_upper(doc->text[surname->start + 1]);
}

/* Is a token two to four capitals, with what may stand between initials of authors before it: a comma, "and"? */
static bool is_initials(const analysis *doc, uint32_t token)
{
	const struct token *t = &doc->tokens.items[token];
	if (t->kind != TOKEN_LETTERS || t->end - t->start < 2 || t->end - t->start > 4) {
		return false;
	}
	for (uint32_t at = t->start; at < t->end; at++) {
		if (!ascii_is_upper(doc->text[at])) {
			return false;
		}
	}
	return true;
}

bool orthography_is_contributor(const analysis *doc, const candidate *c)
{
	enum { AUTHORS_MOST = 24, AUTHORS_LEAST = 3 };
	static const char *const alone[] = {"wrote", "conceived", "drafted", "supervised", NULL};
	static const char *const together[] = {"performed",   "designed", "carried", "analyzed", "analysed",
	                                       "contributed", "revised",  "edited",  NULL};
	static const char *const work[] = {"the",  "all",      "and",        "out",   "experiments",
	                                   "data", "reagents", "manuscript", "study", NULL};
	static const char *const joins[] = {"and", NULL}, *const by[] = {"by", NULL};
	if (!is_initials(doc, c->first)) {
		return false;
	}
	unsigned authors = 1;
	uint32_t t = c->end;
	for (; t < doc->tokens.count && t < c->end + AUTHORS_MOST && doc->tokens.items[t].gap != GAP_BARRIER; t++) {
		if (is_initials(doc, t)) {
			authors++;
		} else if (!analysis_reads(doc, t, joins)) {
			break;
		}
	}
	uint32_t first = c->first;
	while (first > 0 && c->first - first < AUTHORS_MOST && doc->tokens.items[first].gap != GAP_BARRIER &&
	       (is_initials(doc, first - 1) || analysis_reads(doc, first - 1, joins))) {
		authors += is_initials(doc, --first);
	}
	if (authors >= AUTHORS_LEAST && first > 0 && analysis_reads(doc, first - 1, by)) {
		return true;
	}
	if (t >= doc->tokens.count || doc->tokens.items[t].gap != GAP_SPACE) {
		return false;
	}
	return analysis_reads(doc, t, alone) || (authors >= AUTHORS_LEAST && t + 1 < doc->tokens.count &&
	                                         analysis_reads(doc, t, together) && analysis_reads(doc, t + 1, work));
}

bool orthography_is_diluted(const analysis *doc, const candidate *c)
{
	uint32_t at = doc->tokens.items[c->first].start;
	at -= at > 0 && doc->text[at - 1] == ' ';
	uint32_t sign = at > 2 && (unsigned char)doc->text[at - 1] == 0x97 && (unsigned char)doc->text[at - 2] == 0xc3
	                    ? 2
	                : at > 1 && (doc->text[at - 1] | 0x20) == 'x' ? 1
	                                                              : 0;
	char number = sign ? doc->text[at - sign - 1] : '\0';
	return number >= '0' && number <= '9';
}

/* Is a token a run of bases? */
static bool is_of_bases(const analysis *doc, uint32_t token)
{
	const struct token *t = &doc->tokens.items[token];
	uint32_t at = t->start;
	while (at < t->end && strchr("ACGTU", doc->text[at])) {
		at++;
	}
	return at == t->end && t->end - t->start >= 3;
}

bool orthography_is_bases(const analysis *doc, const candidate *c)
{
	enum { RUNS_LEAST = 3 };
	if (!is_of_bases(doc, c->first)) {
		return false;
	}
	unsigned runs = 1;
	for (uint32_t t = c->first; t > 0 && runs < RUNS_LEAST && is_of_bases(doc, t - 1); t--) {
		runs++;
	}
	for (uint32_t t = c->end; t < doc->tokens.count && runs < RUNS_LEAST && is_of_bases(doc, t); t++) {
		runs++;
	}
	return runs >= RUNS_LEAST;
}

bool orthography_is_band(const analysis *doc, const candidate *c)
{
	const token *arm = &doc->tokens.items[c->first], *number = arm + 1;
	char letter = doc->text[arm->start];
	if (arm->end - arm->start != 1 || (letter != 'p' && letter != 'q') || number->kind != TOKEN_DIGITS ||
	    number->gap != GAP_NONE || number->end - number->start > 2) {
		return false;
	}
	char before = arm->start ? doc->text[arm->start - 1] : '\0',
		 behind = number->end < doc->length ? doc->text[number->end] : '\0';
	char second = number->end + 1 < doc->length ? doc->text[number->end + 1] : '\0';
	bool part = behind == '.' && second >= '0' && second <= '9';
	bool range = before == '-' && c->first > 1 && arm[-1].kind == TOKEN_DIGITS && arm[-1].gap == GAP_NONE &&
	             arm[-2].end - arm[-2].start == 1 &&
	             (doc->text[arm[-2].start] == 'p' || doc->text[arm[-2].start] == 'q');
	bool bracket = (before == ';' || (before == '(' && arm->start > 1 && doc->text[arm->start - 2] == ')')) &&
	               (behind == ';' || behind == ')');
	return part || range || bracket;
}

/* The brackets that are open behind a span; less than 0 where it closes one that it does not open. */
static int open_brackets(const analysis *doc, uint32_t start, uint32_t end)
{
	int open = 0;
	for (uint32_t at = start; at < end && open >= 0; at++) {
		char c = doc->text[at];
		open += (c == '(' || c == '[') - (c == ')' || c == ']');
	}
	return open;
}

uint32_t orthography_closed(const analysis *doc, uint32_t start, uint32_t end)
{
	enum { SIGNS_MOST = 4 };
	int open = open_brackets(doc, start, end);
	uint32_t closed = end;
	for (unsigned signs = 0; open > 0 && closed < doc->length && signs <= SIGNS_MOST; closed++) {
		char c = doc->text[closed];
		if (c == ')' || c == ']') {
			open--;
			signs = 0;
		} else if (c == '+' || c == '-' || (c >= '0' && c <= '9')) {
			signs++;
		} else {
			return end;
		}
	}
	return open == 0 ? closed : end;
}

uint32_t orthography_opened(const analysis *doc, uint32_t start, uint32_t end, const char *name)
{
	bool opens = start > 0 && (*name == '(' || *name == '[') && doc->text[start - 1] == *name;
	return opens && open_brackets(doc, start, end) < 0 ? start - 1 : start;
}

bool orthography_is_unbalanced(const analysis *doc, const candidate *c, const char *name)
{
	uint32_t start = doc->tokens.items[c->first].start, end = doc->tokens.items[c->end - 1].end;
	int open = open_brackets(doc, orthography_opened(doc, start, end, name), end);
	return open < 0 || (open > 0 && orthography_closed(doc, start, end) == end);
}
