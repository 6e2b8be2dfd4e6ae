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

onto_status variants_join(scanner *self, analysis *doc, onto_error *error);
onto_status variants_greek(scanner *self, analysis *doc, onto_error *error);
onto_status variants_order(scanner *self, analysis *doc, onto_error *error);
onto_status variants_enumeration(scanner *self, analysis *doc, onto_error *error);

#endif
