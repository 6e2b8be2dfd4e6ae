/* The result of a marker, which supports its symbol: a number, a status.
 *
 *     Na 134 (L), K 3.3     sodium 134 mmol/L     EF 35%     ER+     PR-positive     C3 low */
#ifndef ONTOTAG_MARKER_RESULT_H
#define ONTOTAG_MARKER_RESULT_H

#include "match/analysis.h"

/* True where the text gives the symbol a status: ER+, PR-positive, AR negative; of a short form also C3 low. The
 * status supports only the concept whose own symbol it is. A minus does not count, since it may be a hyphen. */
bool marker_result_has_status(const analysis *doc, const candidate *c, const reading *r);

/* True where a result supports a short form, and one of a row another symbol that curation puts first: ER 90%, PR
 * 0%. */
bool marker_result_supports(const analysis *doc, const candidate *c, const reading *r);

/* True where a result is given for what may be a marker or a substance: sodium 134 mmol/L. */
bool marker_result_is_given(const analysis *doc, const candidate *c);

#endif
