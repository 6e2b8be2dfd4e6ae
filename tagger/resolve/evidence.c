/* Predicates over candidates and readings, from their context in the text. */
#include "resolve/evidence.h"

#include <string.h>

#include "core/ascii.h"
#include "resolve/long_form.h"
#include "resolve/quantity.h"
#include "resolve/rules.h"
#include "resolve/short_forms.h"
#include "resolve/weights.h"

static bool reads(const analysis *doc, uint32_t token, const char *word)
{
	return analysis_reads(doc, token, (const char *const[]){word, NULL});
}

/* ---- coordination -------------------------------------------------------------------------------------------- */

enum { MEMBER_REACH = 3 }; /* words before the first member at which a longer name may begin */

/* The types of a candidate's names. A part of the body is none. */
static unsigned types_of(const analysis *doc, const candidate *c)
{
	unsigned types = 0;
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		const reading *r = &doc->readings.items[i];
		types |= (r->policy & ONTO_POLICY_OTHER) && r->scope == ONTO_RELATED ? 0 : 1u << r->type;
	}
	return types;
}

/* True where a candidate without skipped tokens has this first token and this end. */
static bool plain_candidate(const analysis *doc, uint32_t first, uint32_t least_end, uint32_t most_end)
{
	const candidate *end = doc->candidates.items + doc->candidates.count;
	for (const candidate *c = analysis_candidates_from(doc, first); c < end && c->first == first; c++) {
		if (c->skip_from == c->skip_to && c->end >= least_end && c->end <= most_end && types_of(doc, c)) {
			return true;
		}
	}
	return false;
}

bool evidence_are_conjuncts(const candidate *a, const candidate *b)
{
	return a->end == b->end && b->skip_from != b->skip_to && a->skip_from <= b->skip_to &&
	       b->skip_from <= a->skip_to && a->skip_from != b->skip_from && a->skip_to != b->skip_to;
}

static bool has_other_member(const analysis *doc, const candidate *c)
{
	const candidate *end = doc->candidates.items + doc->candidates.count;
	for (const candidate *other = c - 1; other >= doc->candidates.items && other->first == c->first; other--) {
		if (evidence_are_conjuncts(c, other)) {
			return true;
		}
	}
	for (const candidate *other = c + 1; other < end && other->first == c->first; other++) {
		if (evidence_are_conjuncts(c, other)) {
			return true;
		}
	}
	return false;
}

/* The first token of the last member among the tokens that a candidate passes over. */
static uint32_t last_member(const analysis *doc, const candidate *c)
{
	for (uint32_t t = c->skip_to; t-- > c->skip_from;) {
		if (analysis_is_and(doc, t)) {
			return t + 1;
		}
		if (doc->tokens.items[t].gap == GAP_SLASH || doc->tokens.items[t].gap == GAP_HARD) {
			return t;
		}
	}
	return c->skip_from;
}

static bool has_space(const analysis *doc, uint32_t from, uint32_t to)
{
	for (uint32_t t = from + 1; t < to; t++) {
		if (doc->tokens.items[t].gap == GAP_SPACE || doc->tokens.items[t].gap == GAP_LINE) {
			return true;
		}
	}
	return false;
}

/* True where a candidate without skipped tokens has this first token, an end in this range, and one of some
 * types. */
static bool plain_candidate_of(const analysis *doc, uint32_t first, uint32_t least_end, uint32_t most_end,
                               unsigned types)
{
	const candidate *end = doc->candidates.items + doc->candidates.count;
	for (const candidate *c = analysis_candidates_from(doc, first); c < end && c->first == first; c++) {
		if (c->skip_from == c->skip_to && c->end >= least_end && c->end <= most_end && (types_of(doc, c) & types)) {
			return true;
		}
	}
	return false;
}

/* True where exactly these tokens have a name of one of some types. */
static bool has_name(const analysis *doc, uint32_t first, uint32_t last, unsigned types)
{
	const candidate *end = doc->candidates.items + doc->candidates.count;
	for (const candidate *c = analysis_candidates_from(doc, first); c < end && c->first == first; c++) {
		if (c->skip_from == c->skip_to && c->end == last && (types_of(doc, c) & types)) {
			return true;
		}
	}
	return false;
}

/* True where the member is a disease of several words without the shared part: "chronic renal failure" and
 * end-stage renal disease. */
static bool is_whole_member(const analysis *doc, const candidate *c)
{
	return has_space(doc, c->first, c->skip_from) &&
	       has_name(doc, c->first, c->skip_from, types_of(doc, c) & 1u << ONTO_DISEASE);
}

/* True where the first member is the end of a longer name: losartan "potassium" and ferrous sulfate. */
static bool ends_name(const analysis *doc, const candidate *c)
{
	uint32_t from = c->first > MEMBER_REACH ? c->first - MEMBER_REACH : 0;
	for (uint32_t t = from; t < c->first; t++) {
		if (has_name(doc, t, c->skip_from, types_of(doc, c))) {
			return true;
		}
	}
	return false;
}

/* Is what the members share a letter that a hyphen joins to the last of them: "A2 and SP-D" is no A2D? */
static bool shares_letter(const analysis *doc, const candidate *c)
{
	const token *t = &doc->tokens.items[c->skip_to];
	return c->end - c->skip_to == 1 && t->end - t->start == 1 && t->gap == GAP_HYPHEN && t->kind == TOKEN_LETTERS &&
	       !analysis_is_and(doc, c->skip_to - 1);
}

bool evidence_has_conjunct(const analysis *doc, const candidate *c)
{
	if (c->skip_from < c->skip_to && shares_letter(doc, c)) {
		return false;
	}
	if (c->skip_cut) {
		return plain_candidate(doc, c->skip_to, c->end, c->end);
	}
	unsigned types = types_of(doc, c);
	/* FGFR1-3: the first of the range is a name. */
	if (c->skip_from == c->skip_to) {
		return has_name(doc, c->first, c->end - 1, types);
	}
	if (plain_candidate_of(doc, c->first, c->skip_from + 1, c->skip_to, types)) {
		return !RULE(MEMBER_DOES_WITHOUT, has_name(doc, c->skip_to, c->end, types));
	}
	if (RULE(MEMBER_ENDS_NAME, ends_name(doc, c))) {
		return false;
	}
	if (RULE(MEMBER_IS_WHOLE, is_whole_member(doc, c))) {
		return false;
	}
	/* The last member may have one more word before its name. */
	uint32_t last = last_member(doc, c);
	for (uint32_t first = last; first < c->skip_to && first < last + WEIGHT(MEMBER_WORDS_BEFORE); first++) {
		if (plain_candidate(doc, first, c->end, c->end)) {
			return true;
		}
	}
	/* "type 1 and 2 diabetes": neither member is a name, but each is the conjunct of the other. */
	return RULE(MEMBERS_NEED_EACH_OTHER, has_other_member(doc, c));
}

bool evidence_is_cut_short(const analysis *doc, const candidate *c)
{
	uint32_t t = c->first + 1;
	while (t < c->end && !reads(doc, t - 1, "of")) {
		t++;
	}
	for (; t < c->end && c->skip_from == c->skip_to; t++) {
		if (plain_candidate(doc, t, c->end + 1, UINT32_MAX)) {
			return true;
		}
	}
	return false;
}

bool evidence_means_alone(const analysis *doc, const candidate *c, uint32_t meaning)
{
	const candidate *end = doc->candidates.items + doc->candidates.count;
	for (const candidate *o = analysis_candidates_from(doc, c->first); o < end && o->first == c->first; o++) {
		for (uint32_t r = o->readings;
		     o->skip_from == o->skip_to && o->end == c->skip_from && r < o->readings + o->count; r++) {
			if (doc->readings.items[r].meaning == meaning) {
				return true;
			}
		}
	}
	return false;
}

/* ---- around a place ------------------------------------------------------------------------------------------ */

bool evidence_has_affix(const analysis *doc, const candidate *c)
{
	static const char *const before[] = {"non", "anti", "pseudo", NULL};
	const token *first = &doc->tokens.items[c->first], *next = &doc->tokens.items[c->end];
	if (c->first > 0 && (first->gap == GAP_HYPHEN || first->gap == GAP_BREAK) &&
	    analysis_reads(doc, c->first - 1, before)) {
		/* An antibody is named after its target: anti-EGFR antibody. */
		bool target = reads(doc, c->first - 1, "anti") && (types_of(doc, c) & 1u << ONTO_MARKER);
		return !RULE(ANTIBODY_TARGET, target);
	}
	return c->end < doc->tokens.count && next->gap == GAP_HYPHEN && reads(doc, c->end, "free");
}

bool evidence_goes_on(const analysis *doc, const candidate *c, const word_cache *cache)
{
	enum { NO_NOUN = WORD_TYPE_FUNCTION | WORD_TYPE_AND | WORD_TYPE_OF | WORD_TYPE_THE };
	uint32_t comma = 0;
	for (uint32_t t = c->first + 1; t < c->end; t++) {
		comma = doc->tokens.items[t].gap == GAP_COMMA ? t : comma;
	}
	if (!comma || c->end >= doc->tokens.count) {
		return false;
	}
	for (uint32_t t = c->first > MEMBER_REACH ? c->first - MEMBER_REACH : 0; t < c->first; t++) {
		if (plain_candidate(doc, t, comma, comma)) {
			return true;
		}
	}
	const token *next = &doc->tokens.items[c->end];
	return (next->gap == GAP_SPACE || next->gap == GAP_LINE) && next->kind == TOKEN_LETTERS &&
	       !(cache->types.items[doc->word_types.items[c->end]].flags & NO_NOUN);
}

/* Has a place of three bytes or more, [first, end), a marker's symbol of this meaning, and one of another
 * meaning? */
static void part_means(const analysis *doc, uint32_t first, uint32_t end, uint32_t meaning, bool *same, bool *other)
{
	const candidate *last = doc->candidates.items + doc->candidates.count;
	*same = *other = false;
	bool capital = false;
	for (uint32_t at = doc->tokens.items[first].start; at < doc->tokens.items[end - 1].end; at++) {
		capital |= ascii_is_upper(doc->text[at]);
	}
	if (!capital || doc->tokens.items[end - 1].end - doc->tokens.items[first].start < 3) {
		return;
	}
	for (const candidate *c = analysis_candidates_from(doc, first); c < last && c->first == first; c++) {
		for (uint32_t i = c->readings; c->end == end && i < c->readings + c->count; i++) {
			const reading *r = &doc->readings.items[i];
			if (r->like == ONTO_MARKER && !(r->policy & (ONTO_POLICY_CASE | ONTO_POLICY_BLOCKED))) {
				*(r->meaning == meaning ? same : other) = true;
			}
		}
	}
}

bool evidence_is_partner(const analysis *doc, const candidate *c, const reading *r)
{
	for (uint32_t t = c->first + 1; t < c->end && r->scope != ONTO_PREFERRED; t++) {
		uint8_t gap = doc->tokens.items[t].gap;
		if (gap != GAP_HYPHEN && gap != GAP_SLASH) {
			continue;
		}
		bool left, left_other, right, right_other;
		part_means(doc, c->first, t, r->meaning, &left, &left_other);
		part_means(doc, t, c->end, r->meaning, &right, &right_other);
		if ((left && !right && right_other) || (right && !left && left_other)) {
			return true;
		}
	}
	return false;
}

bool evidence_is_infected(const analysis *doc, const candidate *c)
{
	static const char *const infected[] = {"infected",    "infection",      "infections",
	                                       "reinfection", "superinfection", NULL};
	static const char *const with[] = {"with", "by", NULL};
	static const char *const behind[] = {"related", "associated", "induced", "infected",
	                                     "carrier", "carriers",   NULL};
	if (analysis_is_soft(doc, c->end) && analysis_reads(doc, c->end, behind)) {
		return true;
	}
	return c->first > 1 && analysis_is_soft(doc, c->first) && analysis_reads(doc, c->first - 1, with) &&
	       analysis_reads(doc, c->first - 2, infected);
}

bool evidence_is_medication(const analysis *doc, const candidate *c)
{
	bool short_form = false;
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		const reading *r = &doc->readings.items[i];
		short_form |= r->like == ONTO_DRUG && (r->policy & ONTO_POLICY_SHORT);
	}
	return quantity_is_dose(doc, c) || (short_form && short_form_is_medication(doc, c));
}

/* ---- definitions --------------------------------------------------------------------------------------------- */

bool evidence_is_defined_in_words(const resolver *self, const analysis *doc, const abbreviations *a,
                                  const candidate *c, const reading *r)
{
	return a->suppressed.count && a->suppressed.items[c->first] == SUPPRESSED_BUT_FOR_SYMBOLS &&
	       r->like == ONTO_MARKER &&
	       RULE(DEFINED_IN_WORDS, long_form_agrees(self, doc, long_form_of(a, c), r->concept));
}

bool evidence_is_short_form(const resolver *self, const analysis *doc, const abbreviations *a, const candidate *c,
                            const reading *r)
{
	for (uint32_t t = c->first; t < c->end; t++) {
		if (!a->suppressed.items[t]) {
			return false;
		}
	}
	/* A long form that is a gene's, or that the dictionary lacks, says nothing against an official symbol. */
	bool symbol = r->like == ONTO_MARKER && r->scope == ONTO_PREFERRED && !(r->policy & ONTO_POLICY_SUPPORT);
	if (RULE(DEFINED_AS_GENE, a->suppressed.items[c->first] == SUPPRESSED_BUT_FOR_SYMBOLS && symbol) ||
	    evidence_is_defined_in_words(self, doc, a, c, r)) {
		return false;
	}
	/* The long form means the same, in a spelling that takes more than its words: non-steroidal ... (NSAIDs). */
	const definition *of = long_form_of(a, c);
	if (RULE(DEFINED_AS_SAME, of->unnamed && long_form_means(doc, of, r))) {
		return false;
	}
	/* A drug may have this short form even if the dictionary lacks the spelling of its long form. */
	return !RULE(DEFINED_BUT_DRUG,
	             a->suppressed.items[c->first] == SUPPRESSED_BUT_FOR_DRUGS && r->like == ONTO_DRUG);
}

/* ---- support ------------------------------------------------------------------------------------------------- */

/* Letters alone are also short forms of other things, such as PSA, where they need support. */
static bool is_disease_symbol(const analysis *doc, const candidate *c, const reading *r)
{
	enum { NO_SYMBOL = ONTO_POLICY_CASE | ONTO_POLICY_BLOCKED | ONTO_POLICY_OTHER };
	if (r->like != ONTO_DISEASE || (r->policy & NO_SYMBOL)) {
		return false;
	}
	bool digits = false;
	for (uint32_t t = c->first; t < c->end; t++) {
		digits |= doc->tokens.items[t].kind == TOKEN_DIGITS;
	}
	return digits || !(r->policy & ONTO_POLICY_SUPPORT);
}

bool evidence_shares_disease(const analysis *doc, const candidate *c)
{
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		if (is_disease_symbol(doc, c, &doc->readings.items[i])) {
			return true;
		}
	}
	return false;
}

/* Is a place three bytes or more that are no word: MLL, p97; not delta, polymerase? */
static bool is_symbol(const analysis *doc, const candidate *c)
{
	enum { WORD_LEAST = 4 };
	uint32_t start = doc->tokens.items[c->first].start, end = doc->tokens.items[c->end - 1].end, small = 0;
	for (uint32_t at = start; at < end && small < WORD_LEAST; at++) {
		small = ascii_is_lower(doc->text[at]) ? small + 1 : 0;
	}
	return end - start >= 3 && small < WORD_LEAST;
}

bool evidence_is_genetic(const analysis *doc, const candidate *c, const reading *r)
{
	bool symbol = r->like == ONTO_MARKER && !(r->policy & (ONTO_POLICY_CASE | ONTO_POLICY_FIRST));
	if (!symbol || !short_form_is_genetic(doc, c)) {
		return false;
	}
	/* Of two letters only an official symbol counts, and only with the word behind it: expression in GC. */
	return is_symbol(doc, c) || (r->scope == ONTO_PREFERRED && short_form_begins_genetic(doc, c));
}

/* Is a word written in capitals, which its name is not, so that it may be a symbol: ARM? */
static bool is_shouted(const resolver *self, const analysis *doc, const candidate *c, const reading *r)
{
	const token *t = &doc->tokens.items[c->first];
	const char *name = dictionary_text(self->dictionary, r->text);
	return c->end - c->first == 1 && t->end - t->start > 1 && ascii_is_upper(doc->text[t->start]) &&
	       ascii_is_upper(doc->text[t->start + 1]) && !ascii_is_upper(name[1]);
}

bool evidence_names_gene(const resolver *self, const analysis *doc, const candidate *c, const reading *r)
{
	if ((r->like == ONTO_DISEASE && !is_shouted(self, doc, c, r)) || !short_form_is_genetic(doc, c)) {
		return false;
	}
	for (uint32_t i = c->readings; i < c->readings + c->count; i++) {
		const reading *other = &doc->readings.items[i];
		if (other->like == ONTO_MARKER && !(other->policy & (ONTO_POLICY_BLOCKED | ONTO_POLICY_SUPPORT))) {
			const meaning_state *known = resolver_meaning(self, other);
			if (known && known->gene) {
				return true;
			}
		}
	}
	return false;
}

bool evidence_is_recased(const analysis *doc, const candidate *c, const reading *r)
{
	if (r->like != ONTO_MARKER || !(r->by & ONTO_BY_CASE) || (r->policy & ONTO_POLICY_CASE)) {
		return false;
	}
	uint32_t start = doc->tokens.items[c->first].start, end = doc->tokens.items[c->end - 1].end;
	unsigned letters = 0, digits = 0, capitals = 0;
	for (uint32_t at = start; at < end; at++) {
		char byte = doc->text[at];
		capitals += letters && ascii_is_upper(byte);
		digits += ascii_is_digit(byte);
		letters += ascii_is_alphanumeric(byte) && !ascii_is_digit(byte);
	}
	bool title = ascii_is_upper(doc->text[start]);
	bool as_word = !capitals && (title ? !digits || letters == 2 : letters > 1);
	return as_word && !RULE(RECASED_GENE, short_form_is_genetic(doc, c));
}

/* ---- places -------------------------------------------------------------------------------------------------- */

/* True where the text has the plural of a disease's preferred name: lung cancers. */
static bool is_pluralised(const resolver *self, const analysis *doc, const candidate *c, const reading *r)
{
	return (r->by & ~(uint32_t)ONTO_BY_CASE) == ONTO_BY_PLURAL && r->like == ONTO_DISEASE &&
	       r->scope == ONTO_PREFERRED &&
	       strlen(dictionary_text(self->dictionary, r->text)) <
	           doc->tokens.items[c->end - 1].end - doc->tokens.items[c->first].start;
}

verdict evidence_verdict(const resolver *self, const analysis *doc, const candidate *c)
{
	verdict v = {.gaps = analysis_gaps(doc, c)};
	const reading *r = &doc->readings.items[c->readings], *end = r + c->count;
	for (; r < end; r++) {
		unsigned policy = r->policy, type = 1u << r->type;
		v.types |= type;
		v.vetoed |= (policy & (ONTO_POLICY_BLOCKED | ONTO_POLICY_OTHER)) == ONTO_POLICY_BLOCKED ? type : 0;
		v.singular |= is_pluralised(self, doc, c, r);
		if ((policy & ONTO_POLICY_OTHER) && !is_shouted(self, doc, c, r)) {
			v.other = true;
			v.named |= !(r->by & ~(uint32_t)ONTO_BY_CASE);
		}
		v.gene |= r->like == ONTO_MARKER && r->scope == ONTO_PREFERRED &&
		          !(policy & (ONTO_POLICY_CASE | ONTO_POLICY_BLOCKED)) && !evidence_is_recased(doc, c, r);
	}
	return v;
}
