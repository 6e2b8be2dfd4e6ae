/* What the way that a symbol is written says for it or against it.
 *
 *     for      CD25+FoxP3   p53/MDM2   ER+   PR-negative   Na+   [Ca]i   Na,K-ATPase
 *     against  her 2-year-old son */
#ifndef ONTOTAG_ORTHOGRAPHY_H
#define ONTOTAG_ORTHOGRAPHY_H

#include "match/analysis.h"

/* Does the way that a symbol is written support this reading of it? A marker stands in one composite with another or has a status,
 * an ion has a charge or what carries it. The candidates must be complete. */
bool orthography_supports(const analysis *doc, const candidate *c, const reading *r);

/* Is what looks like a symbol a number of something behind a word: her 2-year-old son, IL 2 mg? */
bool orthography_as_measure(const analysis *doc, const candidate *c);

#endif
