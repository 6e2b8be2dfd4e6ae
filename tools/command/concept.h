/* The concept that a person asks for, by code or by name. */
#ifndef ONTOTAG_CONCEPT_H
#define ONTOTAG_CONCEPT_H

#include "ontotag_tools.h"

/* Finds a concept by its code or else, through a normalizer, by its name. Where the name stands for several as
 * well, the first is taken and the others are told on standard error. ONTO_UNKNOWN says what is nearest. */
onto_status concept_asked(const onto_dictionary *dictionary, const char *text, onto_concept_id *out,
                          onto_error *error);

/* The concept with this code or else one that has it as an exact cross-reference, which is told on standard error. */
onto_concept_id concept_of_code(const onto_dictionary *dictionary, const char *code);

/* Tells on standard error of a concept that is retired without a certain successor, and what is to be considered: nothing is
 * above or below such a one. */
void tell_retired(const onto_dictionary *dictionary, onto_concept_id id);

/* Prints code, tab, name. */
void print_concept(const onto_dictionary *dictionary, onto_concept_id id);

#endif
