/* Quantities beside a name: a dose (APAP 500 mg), a dilution (1x TBS). */
#ifndef ONTOTAG_QUANTITY_H
#define ONTOTAG_QUANTITY_H

#include "match/analysis.h"

/* True where a dose follows: APAP 500 mg. */
bool quantity_is_dose(const analysis *doc, const candidate *c);

/* True where a factor of dilution stands before a place: 1x TBS, 0.5× TBE. */
bool quantity_is_dilution(const analysis *doc, const candidate *c);

#endif
