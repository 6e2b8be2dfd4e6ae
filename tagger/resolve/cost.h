/* Cost: what speaks against a reading, as one number. */
#ifndef ONTOTAG_COST_H
#define ONTOTAG_COST_H

#include "resolve/resolver.h"

/* What had to be done to the text, then how loosely the name stands to its concept; that the meaning is named elsewhere in the
 * text speaks for it. Its weights stand in resolve/weights.h. */
unsigned cost_of(const resolver *self, const reading *r);

#endif
