/* Signs, composites and units around a symbol. */
#include "resolve/orthography.h"

#include <string.h>

#include "core/ascii.h"
#include "resolve/rules.h"
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
			if (other->type == ONTO_MARKER &&
			    !(other->policy & (ONTO_POLICY_SUPPORT | ONTO_POLICY_BLOCKED | ONTO_POLICY_GENERIC))) {
				return true;
			}
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

/* True where the text gives the symbol a status: ER+, PR-positive, AR negative. The status supports only the
 * concept whose own symbol it is. A minus does not count, since it may be a hyphen. */
static bool has_status(const analysis *doc, const candidate *c, const reading *r)
{
	uint32_t end = doc->tokens.items[c->end - 1].end;
	if (r->scope != ONTO_PREFERRED && !(r->policy & ONTO_POLICY_FIRST)) {
		return false;
	}
	if (end < doc->length && doc->text[end] == '+') {
		return end + 1 == doc->length || !ascii_is_alphanumeric(doc->text[end + 1]);
	}
	if (c->end == doc->tokens.count || doc->tokens.items[c->end].gap > GAP_HYPHEN) {
		return false;
	}
	const token *next = &doc->tokens.items[c->end];
	return word_list_roles_folded(&status_words, doc->text + next->start, next->end - next->start) & STATUS_SAID;
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

bool orthography_supports(const analysis *doc, const candidate *c, const reading *r)
{
	return r->type == ONTO_MARKER
	           ? RULE(SUPPORT_COMPOSITE, has_company(doc, c)) || RULE(SUPPORT_STATUS, has_status(doc, c, r))
	           : r->type == ONTO_DRUG && is_ion(doc, c);
}

bool orthography_number_apart(const analysis *doc, const candidate *c, const char *name)
{
	const token *last = &doc->tokens.items[c->end - 1];
	if (c->end - c->first < 2 || last->kind != TOKEN_DIGITS || (last->gap != GAP_SPACE && last->gap != GAP_LINE)) {
		return false;
	}
	const char *at = name + strlen(name);
	while (at > name && at[-1] >= '0' && at[-1] <= '9') {
		at--;
	}
	return at > name && at[-1] != ' ';
}

bool orthography_number_parted(const analysis *doc, const candidate *c)
{
	const token *last = &doc->tokens.items[c->end - 1], *next = last + 1;
	return c->end - c->first > 1 && c->end < doc->tokens.count && last->kind == TOKEN_DIGITS &&
	       last->gap == GAP_SPACE && next->kind == TOKEN_DIGITS && next->start == last->end + 1 &&
	       strchr(".,", doc->text[last->end]) != NULL;
}

bool orthography_as_measure(const analysis *doc, const candidate *c)
{
	const token *last = &doc->tokens.items[c->end - 1], *next = last + 1;
	if (c->end - c->first < 2 || c->end == doc->tokens.count || last->kind != TOKEN_DIGITS ||
	    last->gap != GAP_SPACE || next->gap > GAP_HYPHEN) {
		return false;
	}
	return unit_kinds(doc->text + next->start, next->end - next->start, NULL) & UNIT_MEASURE;
}
