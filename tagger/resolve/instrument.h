/* Names of instruments and organizations that hold a disease's: Glasgow Coma Scale, Cystic Fibrosis Foundation. */
#ifndef ONTOTAG_INSTRUMENT_H
#define ONTOTAG_INSTRUMENT_H

#include "match/analysis.h"

/* True where a place is a part of such a name: words with capitals join it to one that says what it is. */
bool instrument_holds(const analysis *doc, const candidate *c);

#endif
