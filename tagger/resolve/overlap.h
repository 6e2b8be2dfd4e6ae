/* Overlap: which of overlapping places stay. */
#ifndef ONTOTAG_OVERLAP_H
#define ONTOTAG_OVERLAP_H

#include "resolve/resolver.h"
#include "resolve/rules.h"

/* Moves places from self->room to self->chosen, by self->overlap, in order of start, then longer first. False where
 * memory ran out. */
bool overlap_settle(resolver *self, const analysis *doc);

/* Orders a place that has only a broader concept's codes behind one that has its own; 0 where they are alike. */
static inline int overlap_broader_last(const chosen *a, const chosen *b)
{
	return RULE(BROADER_LAST, a->broader != b->broader) ? a->broader - b->broader : 0;
}

#endif
