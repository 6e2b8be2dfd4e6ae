/* Resolving: of the names that fit a place one is chosen, and of the places that overlap those that stay.
 *
 *     candidates ─▶ those with evidence ─▶ one reading each (sense) ─▶ those that stay (overlap) ─▶ chosen
 *
 * Evidence. An enumeration's member counts only where its partner is a name by itself ("ovarian cancer" for "breast and
 * ovarian cancer"). A short form that the text defines means what it was defined as. A name that needs support counts
 * where another name of its meaning, one that needs none, stands in the text. */
#ifndef ONTOTAG_RESOLVE_H
#define ONTOTAG_RESOLVE_H

#include "resolve/resolver.h"

/* Chooses; the result is in self->chosen, in order of start, then longer first. */
onto_status resolve(resolver *self, const analysis *doc, const abbreviations *abbreviations, onto_error *error);

#endif
