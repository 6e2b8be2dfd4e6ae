/* How far a text may depart from a name: settled from what the name looks like and what it names. */
#ifndef ONTOTAG_POLICY_H
#define ONTOTAG_POLICY_H

#include "ontotag.h"

/* The policy of a name that was given none. `symbol`: its source says that it is one. */
unsigned policy_settle(const char *name, onto_type type, onto_scope scope, bool symbol);

/* Between bits and the letters of the row format. `out` has room for 16. */
void policy_write(unsigned policy, char out[16]);
bool policy_parse(const char *letters, unsigned *out);

#endif
