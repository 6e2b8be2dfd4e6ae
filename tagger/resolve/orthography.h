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

/* True where the text separates the number of a symbol, and the name does not: LDH 3,257, SEP 2, CK 7. */
bool orthography_number_apart(const analysis *doc, const candidate *c, const char *name);

/* True where a name ends inside a number: GGT 1,200, factor 2.5. */
bool orthography_number_parted(const analysis *doc, const candidate *c);

/* True where an apparent symbol is a quantity behind a word: her 2-year-old son, IL 2 mg. */
bool orthography_as_measure(const analysis *doc, const candidate *c);

#endif
