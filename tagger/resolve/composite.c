/* Markers that signs and slashes join: CD25+FoxP3, p53/MDM2, ER+/PR+/HER2-. */
#include "resolve/composite.h"

#include <string.h>

#include "core/ascii.h"
#include "resolve/rules.h"
#include "resolve/weights.h"

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

bool composite_has_other(const analysis *doc, const candidate *c)
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

bool composite_sign_within(const analysis *doc, const candidate *c, const char *name)
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
		bool apart = start - at == 2 && doc->text[at] == '-', minus = apart || (start - at == 1 && signs);
		if (minus && doc->tokens.items[t].gap == GAP_HYPHEN && ((composite && apart) || !strchr(name, '-')) &&
		    ends_marker(doc, c->first, t)) {
			return true;
		}
	}
	return false;
}
