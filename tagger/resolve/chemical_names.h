/* Parts of systematic names, and of salts: butadiene in hexachloro-1,3-butadiene, sulfate in pregnenolone sulfate. */
#ifndef ONTOTAG_CHEMICAL_NAMES_H
#define ONTOTAG_CHEMICAL_NAMES_H

#include "match/analysis.h"

/* Is the place of a drug's name only a part of a longer systematic name, which is another substance? What lies around the place is looked
 * at, no further than a word. */
bool is_part_of_substance(const analysis *doc, const candidate *c);

/* Is it only the metal or the acid of a salt that is named by its drug as well: heparin sodium, pregnenolone sulfate? The candidates must
 * be complete. */
bool is_part_of_salt(const analysis *doc, const candidate *c);

#endif
