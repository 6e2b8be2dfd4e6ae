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

/* Resolves a text. The result is self->chosen, in order of start, then longer first. */
onto_status resolve(resolver *self, const analysis *doc, const abbreviations *abbreviations, onto_error *error);

#endif
