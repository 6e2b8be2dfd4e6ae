/* Parts of systematic names and of salts: butadiene in hexachloro-1,3-butadiene, sulfate in pregnenolone
 * sulfate. */
#ifndef ONTOTAG_CHEMICAL_NAMES_H
#define ONTOTAG_CHEMICAL_NAMES_H

#include "match/analysis.h"

/* True where a drug's name is only a part of a longer systematic name, which is another substance. Looks no further
 * than a word. */
bool is_part_of_substance(const analysis *doc, const candidate *c);

/* True where a name is only the metal or the acid of a salt that its drug names as well: heparin sodium,
 * pregnenolone sulfate. The candidates must be complete. */
bool is_part_of_salt(const analysis *doc, const candidate *c);

#endif
