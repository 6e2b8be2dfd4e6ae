/* The codes of a mention: how each relates to the concept found, and which one represents the mention in formats
 * with room for one code. */
#ifndef ONTOTAG_CODE_H
#define ONTOTAG_CODE_H

#include "ontotag.h"

/* How code number `index` relates to the concept found. */
onto_predicate code_predicate(const onto_mention *m, size_t index);

/* The code whose mapping led to this one. NULL: the code belongs to the concept found. */
const char *code_via(const onto_mention *m, size_t index);

/* The code for a format that holds one and cannot express a relation. It is the first code of the concept itself,
 * else the first equivalent code; NULL where all are broader. */
const char *code_alone(const onto_mention *m);

#endif
