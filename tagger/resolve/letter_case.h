/* Capitals and small letters of a place. */
#ifndef ONTOTAG_LETTER_CASE_H
#define ONTOTAG_LETTER_CASE_H

#include "core/ascii.h"
#include "match/analysis.h"

/* True where a place begins with two capitals. */
static inline bool letter_case_is_upper(const analysis *doc, const candidate *c)
{
	const char *at = doc->text + doc->tokens.items[c->first].start;
	return ascii_is_upper(at[0]) && ascii_is_upper(at[1]);
}

/* True where a place begins with a capital and a small letter: Wnt3. */
static inline bool letter_case_is_title(const analysis *doc, const candidate *c)
{
	const char *at = doc->text + doc->tokens.items[c->first].start;
	return ascii_is_upper(at[0]) && ascii_is_lower(at[1]);
}

/* True where a symbol that is an English word stands in a text all in capitals: THE REST WAS NORMAL. */
bool letter_case_is_word(const analysis *doc, const candidate *c, const word_cache *cache);

#endif
