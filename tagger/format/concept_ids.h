/* Numbers of concepts in the OMOP vocabularies, by code. */
#ifndef ONTOTAG_CONCEPT_IDS_H
#define ONTOTAG_CONCEPT_IDS_H

#include "ontotag.h"

/* The number of the concept with this code; 0 where there is none. `*standard`: it is a standard concept. `ids` may
 * be NULL. */
size_t concept_ids_find(const onto_concept_ids *ids, const char *code, bool *standard);

#endif
