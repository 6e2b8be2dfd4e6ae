/* Assigns the numbers of a sentence to markers.
 *
 *     16,400/mm3 neutrophils                     before its marker
 *     Hb 9.5 g/dl · Hb of 9.5 · Hb (9.5) · LDH level was markedly elevated at 3,257 IU/L          behind it
 *     A, B and C were 1, 2 and 3 respectively    in order
 *     WBC 14.2 x10^9/L (4.0-11.0)                with its reference range
 *
 * A number is assigned to a marker only along an explicit link. Dates, times, doses, ages and figure numbers are
 * assigned to none. */
#ifndef ONTOTAG_VALUE_H
#define ONTOTAG_VALUE_H

#include "context/line.h"

/* For each item: 1 + the index of the number that its marker has; 0: none. */
typedef VECTOR(uint32_t) binding_vector;

/* Binds the numbers of a line. False where memory ran out. */
bool values_bind(line *self, const onto_mention *mentions, binding_vector *bound);

#endif
