/* The end of a span. */
#ifndef ONTOTAG_SPAN_H
#define ONTOTAG_SPAN_H

#include "match/analysis.h"

/* The start of a drug's mention: before the letter of a stereoisomer that is joined to it: D-serine,
 * DL-methionine. */
uint32_t span_isomer(const analysis *doc, uint32_t first);

/* The end of an ion's mention: behind a charge with a number: Ca2+, Ca(2+), Fe3+, SO4(2-). `end` where there is
 * none. */
uint32_t span_charge(const analysis *doc, uint32_t start, uint32_t end);

/* The end of a mention. It includes a possessive 's only where the name has one, and a bracket that closes one
 * inside the mention: poly(ADP-ribose). */
uint32_t span_end(const analysis *doc, uint32_t start, const token *last, const char *name);

/* The span of tokens [from, to), with the bracket that closes one in them: FEV(1). */
onto_span span_of(const analysis *doc, uint32_t from, uint32_t to);

#endif
