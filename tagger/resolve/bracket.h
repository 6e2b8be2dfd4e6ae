/* Brackets that a name opens or closes: [3H]prazosin, (NADP+). */
#ifndef ONTOTAG_BRACKET_H
#define ONTOTAG_BRACKET_H

#include "match/analysis.h"

/* The start of a span before the bracket that its name begins with, where the span closes it: [3H]prazosin. */
uint32_t bracket_opened(const analysis *doc, uint32_t start, uint32_t end, const char *name);

/* The end of a span behind what closes a bracket in it: a bracket, and the signs and digits before it: (NADP+).
 * `end` where no bracket is open, or it closes elsewhere. */
uint32_t bracket_closed(const analysis *doc, uint32_t start, uint32_t end);

/* Does a place with a hard gap, by a name, open a bracket that does not close in it or right behind it, or close
 * one that does not open in it or right before it? */
bool bracket_is_unbalanced(const analysis *doc, const candidate *c, const char *name);

#endif
