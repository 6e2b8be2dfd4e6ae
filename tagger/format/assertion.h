/* What a text says of a mention in one word, for formats that a person looks at, and the result of a marker as a
 * sign. */
#ifndef ONTOTAG_ASSERTION_H
#define ONTOTAG_ASSERTION_H

#include "ontotag.h"

/* Each mention has one, though more may be said of it. They are the numbers of the ONTO_SAID_ bits. */
typedef enum assertion {
	ASSERTION_PRESENT,
	ASSERTION_ABSENT,
	ASSERTION_POSSIBLE,
	ASSERTION_HYPOTHETICAL,
	ASSERTION_HISTORICAL,
	ASSERTION_FAMILY,
	ASSERTION_OTHER, /* someone else's: a donor, a contact */
	ASSERTIONS
} assertion;
_Static_assert(ASSERTIONS == ONTO_SAID && 1 << ASSERTION_OTHER == ONTO_SAID_OTHER,
               "assertions are the ONTO_SAID_ bits");

assertion assertion_of(const onto_mention *m);

/* present, absent, possible, hypothetical, historical, family, other. */
const char *assertion_word(assertion a);

/* A sign or a short word for the status of a mention: + − ↑ ↓ wt. NULL where it has none. */
const char *status_sign(const onto_mention *m);

#endif
