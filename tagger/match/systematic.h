/* Parts of systematic names: butadiene in hexachloro-1,3-butadiene. */
#ifndef ONTOTAG_SYSTEMATIC_H
#define ONTOTAG_SYSTEMATIC_H

#include "match/scan.h"

/* Is the place of a drug's name only a part of a longer systematic name, which is another substance? What lies around the place is looked
 * at, no further than a word. */
bool is_part_of_substance(const passage *p, const candidate *c);

#endif
