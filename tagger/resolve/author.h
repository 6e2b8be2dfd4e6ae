/* Persons: surnames, first names, and initials of authors. */
#ifndef ONTOTAG_AUTHOR_H
#define ONTOTAG_AUTHOR_H

#include "match/analysis.h"

/* True where the place is a name of a person: Silver et al.; Burns AB, Dr. Parkinson. */
bool author_is_surname(const analysis *doc, const candidate *c);

/* True where a first name stands before a place of a capital and small letters: Seongkoo Kim1, an author with the
 * number of an address. */
bool author_has_first_name(const analysis *doc, const candidate *c);

/* True where the place is the initials of an author in a list: N, Zarina AL, Rahman J. */
bool author_is_initials(const analysis *doc, const candidate *c);

/* True where the place is the initials of an author among those of others, who did the work: RB, MG, and PAF
 * conceived the experiments; JS wrote the paper. */
bool author_is_contributor(const analysis *doc, const candidate *c);

#endif
