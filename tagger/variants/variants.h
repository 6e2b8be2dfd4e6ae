/* Other ways of reading a text that lie in the text itself: words closed up or broken at a line end, heads that stand
 * before what they belong to, and enumerations whose members share a word.
 *
 *     Dexametha-⏎sone              ─▶ dexamethasone                       joined
 *     IFN-a                        ─▶ IFN-alpha                           greek
 *     cancer of the lung           ─▶ lung cancer                         order
 *     breast and ovarian cancer    ─▶ breast ····· cancer                 enumeration, shared end
 *     type 1 and 2 diabetes        ─▶ type ··· 2 diabetes                 enumeration, shared start
 *     hyper- and hypothyroidism    ─▶ hyperthyroidism                     enumeration, shared end of a word */
#ifndef ONTOTAG_VARIANTS_H
#define ONTOTAG_VARIANTS_H

#include "match/scan.h"

/* Each: a step of core/transformation.h, and the function that adds its alternatives. In the order in which they are called. */
#define VARIANT_STEPS(EACH)            \
	EACH(JOINED, variants_join)    \
	EACH(GREEK, variants_greek)    \
	EACH(ORDER, variants_order)    \
	EACH(COORDINATION, variants_enumeration)

#define DECLARE(step, find) onto_status find(scanner *self, analysis *doc, onto_error *error);
VARIANT_STEPS(DECLARE)
#undef DECLARE

#endif
