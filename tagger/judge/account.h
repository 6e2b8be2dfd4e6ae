/* The account of a text: every place that was considered, with the features and weights that decided. */
#ifndef ONTOTAG_ACCOUNT_H
#define ONTOTAG_ACCOUNT_H

#include "core/arena.h"
#include "judge/choice.h"

/* Memory that is reused for the next text. Zeros are an empty account. */
typedef struct account {
	VECTOR(onto_place) places;
	VECTOR(onto_alternative) alternatives;
	VECTOR(onto_feature) features;
	arena text;
} account;

void account_free(account *self);

/* Reads the places of the resolver into self->places, which are valid until the next call. `judge` NULL: features
 * have no weights. False where memory ran out. */
bool account_read(account *self, const onto_judge *judge, features *features, const resolver *resolver,
                  const analysis *doc, const abbreviations *a);

#endif
