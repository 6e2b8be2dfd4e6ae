/* The result of each marker of a sentence, by words and signs.
 *
 *     elevated A and B with normal C          before a list, up to the next result
 *     positive for A, B but negative for C    the same
 *     A, B and C were negative                after the whole list that is its subject
 *     A high / B low / C dim                  directly after it
 *     A+ B(-) C +/-                           signs
 *     no EGFR mutation, A was not expressed   negated
 *
 * A change over time is not a result: LDH rose, had increased to. */
#ifndef ONTOTAG_STATUS_H
#define ONTOTAG_STATUS_H

#include "context/line.h"

/* The result that a marker item was given. */
typedef struct claim {
	uint8_t finding;
	uint8_t strength; /* a stronger claim replaces a weaker one */
	uint32_t cue;     /* item */
} claim;

typedef VECTOR(claim) claim_vector;

/* Reads the status of the markers of a line. `bound` is the binding of its numbers (value.h). `claims` gets one
 * claim per item. False where memory ran out. */
bool status_read(line *self, const uint32_t *bound, claim_vector *claims);

#endif
