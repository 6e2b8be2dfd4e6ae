/* The result of a marker, which supports its symbol: a number, a status. */
#include "resolve/marker_result.h"

#include <string.h>

#include "core/ascii.h"
#include "resolve/heading.h"
#include "resolve/quantity.h"
#include "text/unit.h"
#include "text/word_list.h"

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

/* True where a result of its own, a number, is written behind a place: Na 134, K: 3.3, RF <10; or in the next
 * column of a table. */
static bool has_result(const analysis *doc, const candidate *c)
{
	enum { COLUMN = 48 };
	const token *last = &doc->tokens.items[c->end - 1], *next = last + 1;
	if (c->end == doc->tokens.count || next->kind != TOKEN_DIGITS || next->start == last->end ||
	    next->start - last->end > COLUMN) {
		return false;
	}
	for (uint32_t at = last->end; at < next->start; at++) {
		if (!doc->text[at] || !strchr(" :=<>|\t+", doc->text[at])) {
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
	if (!has_result(doc, c) || quantity_is_dose(doc, c)) {
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
	if (t == doc->tokens.count || (doc->tokens.items[t].gap > GAP_HYPHEN && !heading_colon(doc, t))) {
		return false;
	}
	return analysis_roles(doc, t)->status & wanted;
}

bool marker_result_has_status(const analysis *doc, const candidate *c, const reading *r)
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

bool marker_result_supports(const analysis *doc, const candidate *c, const reading *r)
{
	return r->policy & ONTO_POLICY_SHORT ? is_in_panel(doc, c)
	                                     : (r->policy & ONTO_POLICY_FIRST) && is_in_row(doc, c);
}

bool marker_result_is_given(const analysis *doc, const candidate *c)
{
	bool marker = false;
	for (uint32_t r = c->readings; r < c->readings + c->count; r++) {
		marker |= doc->readings.items[r].like == ONTO_MARKER && (doc->readings.items[r].policy & ONTO_POLICY_SHORT);
	}
	return marker && (is_in_panel(doc, c) || has_status_word(doc, c, STATUS_SAID | STATUS_RESULT));
}
