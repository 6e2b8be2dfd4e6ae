/* What the result of each marker of a sentence is, by words and signs.
 *
 *     elevated A and B with normal C          before it: a list, up to the next result
 *     positive for A, B but negative for C    the same
 *     A, B and C were negative                behind it: the whole list that is the subject
 *     A high / B low / C dim                  right behind it
 *     A+ B(-) C +/-                           signs
 *     no EGFR mutation, A was not expressed   negated
 *
 * A change over time is no result: LDH rose, had increased to. */
#ifndef ONTOTAG_STATUS_H
#define ONTOTAG_STATUS_H

#include "context/line.h"

/* What was said of an item that is a marker. */
typedef struct claim {
	uint8_t finding;
	uint8_t strength; /* a stronger one takes the place of a weaker one */
	uint32_t cue;     /* item */
} claim;

typedef VECTOR(claim) claim_vector;

/* Reads the status of the markers of a line whose numbers are bound, for each item 1 + its number's: a claim for
 * each item. False where memory ran out. */
bool status_read(line *self, const uint32_t *bound, claim_vector *claims);

#endif
