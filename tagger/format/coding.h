/* Codes of a mention for formats that have places for certain vocabularies. */
#ifndef ONTOTAG_CODING_H
#define ONTOTAG_CODING_H

#include <stdbool.h>

#include "ontotag.h"

/* The first code of the mention in this vocabulary; NULL where it has none. Broader codes do not count. */
const char *coding_in(const onto_mention *m, const char *prefix);

/* True where what the text says holds for the patient, and not only as a supposition: neither hypothetical nor
 * another person's. It may be negated. */
bool coding_of_patient(const onto_mention *m);

#endif
