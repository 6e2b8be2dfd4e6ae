/* Names of instruments and organizations. */
#include "resolve/instrument.h"

#include "core/ascii.h"
#include "resolve/weights.h"
#include "text/word_list.h"

static bool has_capital(const analysis *doc, uint32_t token)
{
	return ascii_is_upper(doc->text[doc->tokens.items[token].start]);
}

/* May a name go on with a word that is no part of the disease's? */
static bool goes_on(const analysis *doc, uint32_t token)
{
	static const char *const links[] = {"and", "for", "in", "of", NULL};
	return has_capital(doc, token) || analysis_reads(doc, token, links);
}

static bool is_head(const analysis *doc, uint32_t token)
{
	return has_capital(doc, token) && (analysis_roles(doc, token)->kind & KIND_TITLED);
}

/* Does the name begin before the disease's: Department of Infectious Diseases? */
static bool begins_before(const analysis *doc, const candidate *c)
{
	static const char *const of[] = {"of", NULL};
	for (uint32_t t = c->first; t > 1 && c->first - t <= WEIGHT(TITLE_WORDS) && analysis_is_soft(doc, t); t--) {
		if (analysis_reads(doc, t - 1, of) && analysis_is_soft(doc, t - 1) && is_head(doc, t - 2)) {
			return true;
		}
		if (!goes_on(doc, t - 1)) {
			return false;
		}
	}
	return false;
}

bool instrument_holds(const analysis *doc, const candidate *c)
{
	for (uint32_t t = c->end; t - c->end < WEIGHT(TITLE_WORDS) && analysis_is_soft(doc, t); t++) {
		if (is_head(doc, t)) {
			return true;
		}
		if (!goes_on(doc, t)) {
			break;
		}
	}
	return begins_before(doc, c);
}
