/* The assertion of a mention as one word, for formats that a person reads, and the result of a marker as a sign. */
#ifndef ONTOTAG_ASSERTION_H
#define ONTOTAG_ASSERTION_H

#include "ontotag.h"

/* The one assertion that is shown of a mention, though several may hold. The values are bit numbers of
 * ONTO_SAID_. */
typedef enum assertion {
	ASSERTION_PRESENT,
	ASSERTION_ABSENT,
	ASSERTION_POSSIBLE,
	ASSERTION_HYPOTHETICAL,
	ASSERTION_HISTORICAL,
	ASSERTION_FAMILY,
	ASSERTION_OTHER, /* another person's: a donor, a contact */
	ASSERTION_ALLERGY,
	ASSERTION_STOPPED,
	ASSERTION_NOT_GIVEN,
	ASSERTIONS
} assertion;
_Static_assert(ASSERTIONS == ONTO_SAID && 1 << ASSERTION_NOT_GIVEN == ONTO_SAID_NOT_GIVEN,
               "assertions are the ONTO_SAID_ bits");

assertion assertion_of(const onto_mention *m);

/* present, absent, possible, hypothetical, historical, family, other, allergy, stopped, not_given. */
const char *assertion_word(assertion a);

/* A sign or a short word for the status of a mention: + − ↑ ↓ wt. NULL where it has none. */
const char *status_sign(const onto_mention *m);

#endif
