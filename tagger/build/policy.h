/* The policy of a name: what a text may do to it, settled from its shape and type. */
#ifndef ONTOTAG_POLICY_H
#define ONTOTAG_POLICY_H

#include "ontotag.h"

/* The settled policy of a designation of a gene, a name that its authority lists beside the official ones. Its
 * plural is a class. It needs support where nothing in it tells one gene from others of its kind: nuclear protein,
 * protein kinase, DNA-binding protein. */
unsigned policy_of_designation(const char *name, unsigned policy);

/* The policy of a name without one. `symbol`: its source marks it as a symbol. */
unsigned policy_settle(const char *name, onto_type type, onto_scope scope, bool symbol);

/* Convert between bits and the letters of the row format. `out` has 16 bytes. */
void policy_write(unsigned policy, char out[16]);
bool policy_parse(const char *letters, unsigned *out);

#endif
