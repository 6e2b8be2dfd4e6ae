/* Numbers of concepts in the OMOP vocabularies, by code. */
#ifndef ONTOTAG_CONCEPT_IDS_H
#define ONTOTAG_CONCEPT_IDS_H

#include "ontotag.h"

/* The concept with a code: its number, and that of the standard concept that it is or maps to. 0: there is none. */
typedef struct concept_numbers {
	size_t own, standard;
} concept_numbers;

/* `ids` may be NULL. */
concept_numbers concept_ids_find(const onto_concept_ids *ids, const char *code);

#endif
