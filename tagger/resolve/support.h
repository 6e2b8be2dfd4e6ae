/* Support of a name that needs it: another name of its meaning in the text, or what stands beside it.
 *
 *     elsewhere   leukemia supports ALL
 *     beside      CD25+FoxP3   ER+   Na 134, K 3.3   Ca(2+)   APAP 500 mg */
#ifndef ONTOTAG_SUPPORT_H
#define ONTOTAG_SUPPORT_H

#include "resolve/evidence.h"

/* Records the meanings that the text supports: those of names that need no support, and effects where the text
 * names a drug as the cause. */
void support_note(resolver *self, const analysis *doc, const abbreviations *a);

/* True where the text names the meaning, or a concept not far above it: leukemia supports ALL. */
bool support_elsewhere(const resolver *self, const reading *r);

/* True where the notation supports this reading. A marker is in a composite with another, or has a status; an ion
 * has a charge, or its transporter is named. The candidates must be complete. */
bool support_beside(const analysis *doc, const candidate *c, const reading *r);

#endif
