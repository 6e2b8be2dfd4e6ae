/* Overlap: which of overlapping places stay. */
#ifndef ONTOTAG_OVERLAP_H
#define ONTOTAG_OVERLAP_H

#include "resolve/resolver.h"

/* Moves places from self->room to self->chosen, by self->overlap, in order of start, then longer first. False where
 * memory ran out. */
bool overlap_settle(resolver *self, const analysis *doc);

#endif
