/* The vocabularies that a dictionary has codes of: the prefixes of its concepts and cross-references. */
#ifndef ONTOTAG_VOCABULARIES_H
#define ONTOTAG_VOCABULARIES_H

#include "dictionary/dictionary.h"

/* ONTO_UNKNOWN where the dictionary has no code of one of them; the message lists those that it has. */
onto_status vocabularies_check(const onto_dictionary *d, const char *const *vocabularies, size_t count,
                               onto_error *error);

#endif
