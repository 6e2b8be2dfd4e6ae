/* The codes of a mention: how each stands to what was found, and which of them a format gives that has room for
 * one. */
#ifndef ONTOTAG_CODE_H
#define ONTOTAG_CODE_H

#include "ontotag.h"

/* How code number `index` stands to what was found. */
onto_predicate code_predicate(const onto_mention *m, size_t index);

/* The code that it was reached by; NULL: it is that of what was found. */
const char *code_via(const onto_mention *m, size_t index);

/* The code for a format that gives one and cannot say how it stands: the first of what was found itself, else the
 * first that stands in for it; NULL where all are broader. */
const char *code_alone(const onto_mention *m);

#endif
