/* How much of a drug a term says, and in which form: "400 mg", "2.5 mg/ml", "oral tablet". No part of the drug's name. */
#ifndef ONTOTAG_DOSE_H
#define ONTOTAG_DOSE_H

#include "match/analysis.h"

/* The token behind the dose or the form that begins at a token; the token itself where none does. */
uint32_t dose_end(const word_cache *cache, const analysis *doc, uint32_t token);

#endif
