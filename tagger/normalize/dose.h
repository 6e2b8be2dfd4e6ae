/* The dose and dosage form of a drug in a term: "400 mg", "2.5 mg/ml", "oral tablet". */
#ifndef ONTOTAG_DOSE_H
#define ONTOTAG_DOSE_H

#include "match/analysis.h"

/* The token behind the dose or form that begins at a token; the token itself where there is none. */
uint32_t dose_end(const word_cache *cache, const analysis *doc, uint32_t token);

#endif
