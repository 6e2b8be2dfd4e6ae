/* Resolving: chooses one reading for each place, and the places that stay where they overlap.
 *
 *     candidates ─▶ those with evidence ─▶ one reading each (sense) ─▶ those that stay (overlap) ─▶ chosen
 *
 * Evidence. A member of an enumeration counts only where its conjunct is a name by itself ("ovarian cancer" for
 * "breast and ovarian cancer"). A short form that the text defines has the defined meaning. A name that needs
 * support counts where another name of its meaning, which needs none, stands in the text. */
#ifndef ONTOTAG_RESOLVE_H
#define ONTOTAG_RESOLVE_H

#include "resolve/resolver.h"

/* Reads the places of a text into self->room: one for each candidate, or with a judge one for each type of it. */
onto_status resolve_places(resolver *self, const analysis *doc, const abbreviations *abbreviations,
                           onto_error *error);

/* Is a reading a name that needs support and has none, though nothing else speaks against it? */
bool resolve_is_undecided(const resolver *self, const analysis *doc, const abbreviations *abbreviations,
                          const candidate *c, const reading *r);

/* Settles overlaps. The result is self->chosen, in order of start, then longer first. */
onto_status resolve_overlaps(resolver *self, const analysis *doc, onto_error *error);

#endif
