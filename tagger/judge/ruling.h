/* What the rules say that drop a place, in words for a curator. */
#ifndef ONTOTAG_RULING_H
#define ONTOTAG_RULING_H

/* The sentence of a ruling (chosen.ruling); NULL for 0. */
const char *ruling_says(unsigned ruling);

#endif
