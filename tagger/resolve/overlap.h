/* Overlap: of places that overlap, those that stay. */
#ifndef ONTOTAG_OVERLAP_H
#define ONTOTAG_OVERLAP_H

#include "resolve/resolver.h"

/* From self->room to self->chosen, by self->overlap, in order of start, then longer first. False where memory ran out. */
bool overlap_settle(resolver *self, const analysis *doc);

#endif
