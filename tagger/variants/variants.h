/* Variants: other ways to read a text. Joined words, Greek letters, inverted order, coordination.
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

/* Each step of core/transformation.h with the function that adds its alternatives, in the order of the calls. */
#define VARIANT_STEPS(EACH) \
	EACH(JOINED, variants_join) \
	EACH(GREEK, variants_greek) \
	EACH(ORDER, variants_order) \
	EACH(COORDINATION, variants_enumeration)

#define DECLARE(step, find) onto_status find(scanner *self, analysis *doc, onto_error *error);
VARIANT_STEPS(DECLARE)
#undef DECLARE

#endif
