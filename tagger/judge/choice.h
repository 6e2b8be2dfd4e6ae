/* The choice of a code: which of the codes that a name may stand for is the one that is meant.
 *
 *     place ─ choice_read ─▶ alternatives ─ choice_features ─▶ rank=0, kind=OMIM, ... ─ weights ─▶ the best
 *
 * An alternative is a reading of the place and one of the codes of its meaning. The rules have an order of them.
 * The weights of the question "code" are learned for vocabularies (judges=MESH). Where another was asked for, or
 * none, the order of the rules stays. */
#ifndef ONTOTAG_CHOICE_H
#define ONTOTAG_CHOICE_H

#include "judge/judge.h"

enum { CHOICES_MOST = 8 };

typedef struct choice {
	uint32_t reading;
	uint32_t code; /* its number among the codes of the reading's meaning */
	float score;
} choice;

/* Reads the alternatives of a place, in the order of the rules, and returns how many. */
size_t choice_read(const resolver *resolver, const analysis *doc, const chosen *place, choice out[CHOICES_MOST]);

/* The code of an alternative. */
const char *choice_code(const resolver *resolver, const analysis *doc, const choice *of);

/* Gives the features of alternative number `index` to a sink. */
void choice_features(const features *features, const resolver *resolver, const analysis *doc, const chosen *place,
                     const choice *all, size_t count, size_t index, feature_sink *sink);

/* True where the weights choose among codes of the vocabularies that were asked for. */
bool choice_is_judged(const onto_judge *judge, const resolver *resolver, onto_type type);

/* Scores the alternatives of a place. */
void choice_score(const onto_judge *judge, const features *features, const resolver *resolver, const analysis *doc,
                  const chosen *place, choice *all, size_t count);

/* Sets reading and code of the chosen places whose type and vocabularies are judged. */
void choice_make(const onto_judge *judge, const features *features, resolver *resolver, const analysis *doc);

#endif
