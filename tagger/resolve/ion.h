/* Symbols of ions: Na+, [Ca]i, Ca channels, Na,K-ATPase. */
#ifndef ONTOTAG_ION_H
#define ONTOTAG_ION_H

#include "match/analysis.h"

/* True where the notation of a symbol of one or two letters is that of an ion: Na+, [Ca], Na,K-ATPase, Na-K-2Cl, Ca
 * channels. */
bool ion_is_written(const analysis *doc, const candidate *c);

#endif
