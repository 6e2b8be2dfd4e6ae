/* The number that a place of several tokens ends in: IL-2, LDH 3,257, CT 3/14/2024. */
#ifndef ONTOTAG_LAST_NUMBER_H
#define ONTOTAG_LAST_NUMBER_H

#include "match/analysis.h"

/* True where a place of several tokens ends in a number: few do. */
static inline bool last_number_exists(const analysis *doc, const candidate *c)
{
	return doc->tokens.items[c->end - 1].kind == TOKEN_DIGITS && c->end - c->first > 1;
}

/* True where the text separates the number of such a place, and the name does not: LDH 3,257, SEP 2, CK 7. */
bool last_number_apart(const analysis *doc, const candidate *c, const char *name);

/* True where such a place ends inside a number: GGT 1,200, factor 2.5. */
bool last_number_parted(const analysis *doc, const candidate *c);

/* True where it counts what stands behind it: her 2-year-old son, vitamin K 5 mg. */
bool last_number_counts(const analysis *doc, const candidate *c);

/* Does a number in brackets go on a symbol of letters: FEV(1) is no FEV? */
static inline bool last_number_lowered(const analysis *doc, const candidate *c)
{
	const token *last = &doc->tokens.items[c->end - 1], *next = last + 1;
	return c->end < doc->tokens.count && next->gap == GAP_HARD && next->kind == TOKEN_DIGITS &&
	       next->start == last->end + 1 && next->end == next->start + 1 && last->kind == TOKEN_LETTERS &&
	       doc->text[last->end] == '(' && next->end < doc->length && doc->text[next->end] == ')';
}

/* True where a place ends inside a word: IFN-alpha2|b. A level and a plural s may follow: CD45RAneg, PI3Ks. */
bool last_number_cuts_word(const analysis *doc, const candidate *c);

#endif
