/* Capitals and small letters of a place. */
#ifndef ONTOTAG_LETTER_CASE_H
#define ONTOTAG_LETTER_CASE_H

#include "match/analysis.h"

/* True where a place begins with two capitals. */
static inline bool letter_case_is_upper(const analysis *doc, const candidate *c)
{
	const char *at = doc->text + doc->tokens.items[c->first].start;
	return at[0] >= 'A' && at[0] <= 'Z' && at[1] >= 'A' && at[1] <= 'Z';
}

/* True where a place begins with a capital and a small letter: Wnt3. */
static inline bool letter_case_is_title(const analysis *doc, const candidate *c)
{
	const char *at = doc->text + doc->tokens.items[c->first].start;
	return at[0] >= 'A' && at[0] <= 'Z' && at[1] >= 'a' && at[1] <= 'z';
}

/* True where a symbol that is an English word stands in a text all in capitals: THE REST WAS NORMAL. */
bool letter_case_is_word(const analysis *doc, const candidate *c, const word_cache *cache);

#endif
