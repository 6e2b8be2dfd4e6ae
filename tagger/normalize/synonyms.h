/* Synonyms learned from the names of a dictionary: where many diseases have two names that differ in one word, the
 * two words mean the same.
 *
 *     kidney tuberculosis · renal tuberculosis ┐
 *     kidney cyst · renal cyst                 ├─▶ kidney = renal   (of 270 diseases with one of them 85 have both)
 *     ...                                      ┘
 *
 * A pair counts once a disease. It must occur PAIRS_LEAST times, and in PAIRS_SHARE of the diseases with the rarer
 * word. */
#ifndef ONTOTAG_SYNONYMS_H
#define ONTOTAG_SYNONYMS_H

#include "normalize/index.h"

/* Fills index->synonyms: for each key the keys that it may stand for. False where memory ran out. */
bool synonyms_learn(onto_normalizer_index *index);

#endif
