/* Agreement of predictions with a gold: four measures for each type, summed over documents.
 *
 *     span        the same place, to the byte, with all its parts
 *     span+code   the same place and the same set of codes; a mention without a code is not counted
 *     overlap     any byte in common
 *     concepts    the codes of a document, each once, wherever they stand (the measure of BioCreative)
 *
 * Every measure compares sets: duplicates count once. */
#ifndef ONTOTAG_SCORE_H
#define ONTOTAG_SCORE_H

#include "eval/corpus.h"

typedef enum measure { MEASURE_SPAN, MEASURE_SPAN_CODE, MEASURE_OVERLAP, MEASURE_CONCEPTS, MEASURES } measure;

const char *measure_word(measure measure);

/* For every measure but overlap `found` and `right` are equal. */
typedef struct count {
	size_t gold, found;      /* of the gold; of those, the predicted ones */
	size_t predicted, right; /* of the predictions; of those, the ones in the gold */
} count;

typedef struct scores {
	count of[ONTO_TYPES_MAX][MEASURES];
} scores;

/* Adds a document. `types`: bits 1 << ONTO_DISEASE, ... `predicted` NULL: none. False where memory ran out. */
bool score_document(scores *self, const eval_document *gold, const eval_document *predicted, unsigned types);

/* NaN where the denominator is 0. */
double count_precision(const count *self);
double count_recall(const count *self);
double count_f(const count *self);

#endif
