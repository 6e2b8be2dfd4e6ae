/* Cost: the evidence against a reading as one number. */
#ifndef ONTOTAG_COST_H
#define ONTOTAG_COST_H

#include "resolve/resolver.h"

/* Sums the transformations, the scope of the name, and the lack of other mentions of the meaning. The weights are
 * in resolve/weights.h. */
unsigned cost_of(const resolver *self, const reading *r);

#endif
