/* The account of a text: every place that was considered, with the features and weights that decided, and what
 * became of it. */
#ifndef ONTOTAG_ACCOUNT_H
#define ONTOTAG_ACCOUNT_H

#include "core/arena.h"
#include "judge/choice.h"
#include "judge/confidence.h"

typedef VECTOR(onto_feature) feature_vector;

/* Memory that is reused for the next text. Zeros are an empty account. */
typedef struct account {
	VECTOR(onto_place) places;
	VECTOR(onto_alternative) alternatives;
	VECTOR(chosen) chosen; /* what each place was read from */
	feature_vector features, evidence;
	arena text;
} account;

void account_free(account *self);

/* Reads the places of the resolver into self->places, which are valid until the next call. `judge` NULL: features
 * have no weights. False where memory ran out. */
bool account_read(account *self, const onto_judge *judge, features *features, const resolver *resolver,
                  const analysis *doc, const abbreviations *a);

/* Adds what became of each place, and the evidence of those that were chosen. To be called where overlaps are
 * settled, with the same judge and threshold. `other_species`: genes of other
 * organisms stay. False where memory ran out. */
bool account_settle(account *self, const onto_judge *judge, const confidence *confidence, const resolver *resolver,
                    const analysis *doc, double threshold, bool other_species);

#endif
