/* Parts of proteins, of nucleic acids and of chromosomes that are written like names: serine residues, GTG CGA,
 * 9p21.3. */
#ifndef ONTOTAG_SEQUENCE_H
#define ONTOTAG_SEQUENCE_H

#include "match/analysis.h"

/* May a word be the name of an amino acid? Its length and its last letter reject most. */
static inline bool sequence_may_be_residue(const analysis *doc, const candidate *c)
{
	const token *t = &doc->tokens.items[c->first];
	char last = doc->text[t->end - 1];
	return t->end - t->start >= 6 && (last == 'e' || last == 'n' || last == 'c');
}

/* Is the place the name of an amino acid that is exchanged for another one, or counted: valine to methionine,
 * serine residues, glycine at position 12? */
bool sequence_is_named_residue(const analysis *doc, const candidate *c);

/* True where the place is a part of a sequence of bases: GTG CGA TCA AAG. */
bool sequence_is_bases(const analysis *doc, const candidate *c);

/* True where the place is a band of a chromosome: 9p21.3, t(4;11)(p16;p15), 2p15-p16. */
bool sequence_is_band(const analysis *doc, const candidate *c);

#endif
