/* The long form that a text defines for the short one at a place, beside the names of a concept. */
#ifndef ONTOTAG_LONG_FORM_H
#define ONTOTAG_LONG_FORM_H

#include "resolve/resolver.h"

/* The definition of the short form that stands at a place; NULL: none. */
const definition *long_form_of(const abbreviations *a, const candidate *c);

/* How many words of a long form stand in names of a concept. */
typedef enum agreement { AGREES_UNKNOWN, AGREES_NONE, AGREES_SOME, AGREES_ALL } agreement;

agreement long_form_agreement(const resolver *self, const analysis *doc, const definition *of, uint32_t concept);

/* The same as AGREES_ALL, at less cost. */
bool long_form_agrees(const resolver *self, const analysis *doc, const definition *of, uint32_t concept);

/* True where the long form of a short one is a place of the reading's meaning. The candidates must be complete. */
bool long_form_means(const analysis *doc, const definition *of, const reading *r);

#endif
