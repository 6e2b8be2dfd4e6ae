/* Evidence from the notation of a symbol.
 *
 *     for      CD25+FoxP3   p53/MDM2   ER+   PR-negative   Na+   [Ca]i   Na,K-ATPase
 *     against  her 2-year-old son */
#ifndef ONTOTAG_ORTHOGRAPHY_H
#define ONTOTAG_ORTHOGRAPHY_H

#include "match/analysis.h"

/* True where the notation supports this reading. A marker is in a composite with another, or has a status; an ion
 * has a charge, or its transporter is named. The candidates must be complete. */
bool orthography_supports(const analysis *doc, const candidate *c, const reading *r);

/* True where a place of several tokens ends in a number: few do. */
static inline bool orthography_is_numbered(const analysis *doc, const candidate *c)
{
	return doc->tokens.items[c->end - 1].kind == TOKEN_DIGITS && c->end - c->first > 1;
}

/* True where the text separates the number of such a place, and the name does not: LDH 3,257, SEP 2, CK 7. */
bool orthography_number_apart(const analysis *doc, const candidate *c, const char *name);

/* True where such a place ends inside a number: GGT 1,200, factor 2.5. */
bool orthography_number_parted(const analysis *doc, const candidate *c);

/* True where such a place is a quantity behind a word, and no symbol: her 2-year-old son, IL 2 mg. */
bool orthography_as_measure(const analysis *doc, const candidate *c, const char *name);

/* True where a place begins with two capitals. */
static inline bool orthography_is_upper(const analysis *doc, const candidate *c)
{
	const char *at = doc->text + doc->tokens.items[c->first].start;
	return at[0] >= 'A' && at[0] <= 'Z' && at[1] >= 'A' && at[1] <= 'Z';
}

/* True where a result is given for what may be a marker or a substance: sodium 134 mmol/L. */
bool orthography_is_measured(const analysis *doc, const candidate *c);

/* True where a name is the heading of a section of notes: "ALLERGIES: penicillin". */
bool orthography_is_section(const analysis *doc, const candidate *c);

/* True where a name is a possessive, and the text has none or goes on with what is not the disease: Crohn's, but
 * not Crohn, nor Crohn's index. */
bool orthography_lacks_possessive(const analysis *doc, const candidate *c, const char *name,
                                  const word_cache *cache);

/* True where a name that has no hyphen is read over a minus sign: CD4-CD8- is no ratio, HER2- breast cancer no HER2
 * breast cancer. */
bool orthography_sign_within(const analysis *doc, const candidate *c, const char *name);

/* True where a place ends inside a word: IFN-alpha2|b. A level and a plural s may follow: CD45RAneg, PI3Ks. */
bool orthography_cuts_word(const analysis *doc, const candidate *c);

/* True where a symbol that is an English word stands in a text all in capitals: THE REST WAS NORMAL. */
bool orthography_is_word(const analysis *doc, const candidate *c, const word_cache *cache);

/* True where the place is an amino acid's code of three letters beside a number or other codes: Val600Glu; Arg, Met
 * and Val residues. */
bool orthography_is_residue(const analysis *doc, const candidate *c);

/* True where the place is a journal's name before its year: Cancer 2000;88:1769, Leuk Lymphoma 1992, 8:415. */
bool orthography_is_journal(const analysis *doc, const candidate *c);

/* True where the place is a name of a person: Silver et al., Burns AB, */
bool orthography_is_author(const analysis *doc, const candidate *c);

/* True where a place begins with a capital and a small letter: Wnt3. */
static inline bool orthography_is_title(const analysis *doc, const candidate *c)
{
	const char *at = doc->text + doc->tokens.items[c->first].start;
	return at[0] >= 'A' && at[0] <= 'Z' && at[1] >= 'a' && at[1] <= 'z';
}

/* True where a first name stands before a place of a capital and small letters: Seongkoo Kim1, an author with the
 * number of an address. */
bool orthography_is_named(const analysis *doc, const candidate *c);

/* True where the place is the initials of an author: N, Zarina AL, Rahman J: */
bool orthography_is_initials(const analysis *doc, const candidate *c);

/* True where the place is the initials of an author among those of others, who did the work: RB, MG, and PAF
 * conceived the experiments; JS wrote the paper. */
bool orthography_is_contributor(const analysis *doc, const candidate *c);

/* True where a factor of dilution stands before a place: 1x TBS, 0.5× TBE. */
bool orthography_is_diluted(const analysis *doc, const candidate *c);

/* True where the place is a part of a sequence of bases: GTG CGA TCA AAG. */
bool orthography_is_bases(const analysis *doc, const candidate *c);

/* True where the place is a band of a chromosome: 9p21.3, t(4;11)(p16;p15), 2p15-p16. */
bool orthography_is_band(const analysis *doc, const candidate *c);

/* True where a dose follows: APAP 500 mg. */
bool orthography_is_dosed(const analysis *doc, const candidate *c);

/* Does a number in brackets go on a symbol of letters: FEV(1) is no FEV? */
static inline bool orthography_number_lowered(const analysis *doc, const candidate *c)
{
	const token *last = &doc->tokens.items[c->end - 1], *next = last + 1;
	return c->end < doc->tokens.count && next->gap == GAP_HARD && next->kind == TOKEN_DIGITS &&
	       next->start == last->end + 1 && next->end == next->start + 1 && last->kind == TOKEN_LETTERS &&
	       doc->text[last->end] == '(' && next->end < doc->length && doc->text[next->end] == ')';
}

/* May a word be the name of an amino acid? Its length and its last letter reject most. */
static inline bool orthography_may_be_residue(const analysis *doc, const candidate *c)
{
	const token *t = &doc->tokens.items[c->first];
	char last = doc->text[t->end - 1];
	return t->end - t->start >= 6 && (last == 'e' || last == 'n' || last == 'c');
}

/* Is the place the name of an amino acid that is exchanged for another one, or counted: valine to methionine,
 * serine residues, glycine at position 12? */
bool orthography_is_named_residue(const analysis *doc, const candidate *c);

/* The start of a span before the bracket that its name begins with, where the span closes it: [3H]prazosin. */
uint32_t orthography_opened(const analysis *doc, uint32_t start, uint32_t end, const char *name);

/* The end of a span behind what closes a bracket in it: a bracket, and the signs and digits before it: (NADP+).
 * `end` where no bracket is open, or it closes elsewhere. */
uint32_t orthography_closed(const analysis *doc, uint32_t start, uint32_t end);

/* Does a place with a hard gap, by a name, open a bracket that does not close in it or right behind it, or close
 * one that does not open in it or right before it? */
bool orthography_is_unbalanced(const analysis *doc, const candidate *c, const char *name);

#endif
