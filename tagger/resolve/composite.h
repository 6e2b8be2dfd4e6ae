/* Markers that signs and slashes join: CD25+FoxP3, p53/MDM2, ER+/PR+/HER2-. */
#ifndef ONTOTAG_COMPOSITE_H
#define ONTOTAG_COMPOSITE_H

#include "match/analysis.h"

/* True where another marker in the same composite supports this one: ER+/PR+/HER2-, p53/MDM2. */
bool composite_has_other(const analysis *doc, const candidate *c);

/* True where a name that has no hyphen is read over a minus sign: CD4-CD8- is no ratio, HER2- breast cancer no HER2
 * breast cancer. */
bool composite_sign_within(const analysis *doc, const candidate *c, const char *name);

#endif
