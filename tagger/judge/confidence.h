/* Confidence: the probability that a mention is right, which is that a reader would mark its very place as its
 * type, with one of its codes.
 *
 *     chosen places ─ evidence ─▶ scope=exact, last3=oma, before=of ... ─ weights ─▶ sum ─▶ 1 / (1 + e^-sum)
 *
 * It is asked of each mention, also where rules decide and the judge is not asked. The weights are the rows
 * "confidence" of the judge's file, learned by tools/learn-confidence from texts whose curation and weights have
 * not seen them, and calibrated on development sets. A type without rows has no confidence.
 *
 * Most evidence has few values, each of which has a number and a weight in a table, made once. The rest is words:
 * the first and the last of the mention, and those beside it. The weights of a word are remembered, in a
 * direct-mapped memo. */
#ifndef ONTOTAG_CONFIDENCE_H
#define ONTOTAG_CONFIDENCE_H

#include "judge/judge.h"

/* The weights of a word as it stands at a place: of the whole of it, and of its letters. */
enum { CONFIDENCE_PARTS = 3 };
typedef struct word_weights {
	uint32_t what; /* the word type, the question, and where the word stands; 0: free */
	float of[CONFIDENCE_PARTS];
} word_weights;

typedef struct confidence {
	const onto_judge *weights; /* NULL: none */
	double least;              /* a mention that is known to be less likely is dropped */
	float *values;             /* by question and number of a value */
	float *sources;            /* by source of the dictionary and question */
	word_weights *words;
	uint32_t forgotten; /* word_cache.forgotten, when the words were last cleared */
} confidence;

/* Zeros are without weights. `weights` NULL, or a judge that outlives it. False where memory ran out. */
bool confidence_start(confidence *self, const onto_judge *weights, const onto_dictionary *dictionary, double least);
void confidence_free(confidence *self);

/* Sets the confidence of the chosen places. */
void confidence_set(confidence *self, resolver *resolver, const analysis *doc);

/* True where the confidence of a place is known, and below the least. */
static inline bool confidence_is_low(const confidence *self, const chosen *place)
{
	return place->confidence && place->confidence / 100.0 < self->least;
}

/* Drops those of low confidence. */
void confidence_drop(const confidence *self, resolver *resolver);

/* Gives the evidence of a place, one feature after the other. */
void confidence_evidence(const resolver *resolver, const analysis *doc, const chosen *place, feature_sink *sink);

#endif
