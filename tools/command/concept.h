/* The concept that a user asks for, by code or by name. */
#ifndef ONTOTAG_CONCEPT_H
#define ONTOTAG_CONCEPT_H

#include "ontotag_tools.h"

/* Finds a concept by its code or, through a normalizer, by its name. Of several with this name the first is used,
 * and the others are printed on standard error. The message of ONTO_UNKNOWN names the nearest. */
onto_status concept_asked(const onto_dictionary *dictionary, const char *text, onto_concept_id *out,
                          onto_error *error);

/* The concept with this code, or one that has it as an exact cross-reference, which is printed on standard
 * error. The code may be in another form (code_form.h). */
onto_concept_id concept_of_code(const onto_dictionary *dictionary, const char *code);

/* Prints on standard error that a concept is retired without a certain successor, and what to consider. Nothing is
 * above or below such a concept. */
void tell_retired(const onto_dictionary *dictionary, onto_concept_id id);

/* Prints code, tab, name. */
void print_concept(const onto_dictionary *dictionary, onto_concept_id id);

#endif
