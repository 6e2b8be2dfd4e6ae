/* Cost: what speaks against a reading, as one number. */
#ifndef ONTOTAG_COST_H
#define ONTOTAG_COST_H

#include "resolve/resolver.h"

enum { COST_INEXACT = 12 }; /* codes that only a cross-reference or a broader concept has */

enum { COST_PASSED_OVER = 8 }; /* a word that is passed over: of one place, what reads most of it comes first */

/* What had to be done to the text, then how loosely the name stands to its concept; that the meaning is named elsewhere in the
 * text speaks for it. */
unsigned cost_of(const resolver *self, const reading *r);

#endif
