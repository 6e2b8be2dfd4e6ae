/* The assertion of a mention as one word, and the result of a marker as a sign. */
#include "format/assertion.h"

#include <stddef.h>

/* Precedence: a negated mention is absent, whoever it concerns. Then experiencer, certainty,
 * what became of a drug, and time decide. */
assertion assertion_of(const onto_mention *m)
{
	static const assertion order[] = {
		ASSERTION_ABSENT,  ASSERTION_FAMILY,    ASSERTION_OTHER,   ASSERTION_POSSIBLE,   ASSERTION_HYPOTHETICAL,
		ASSERTION_ALLERGY, ASSERTION_NOT_GIVEN, ASSERTION_STOPPED, ASSERTION_HISTORICAL, ASSERTION_PRESENT};
	unsigned said = onto_mention_said(m);
	size_t i = 0;
	while (order[i] != ASSERTION_PRESENT && !(said & 1u << order[i])) {
		i++;
	}
	return order[i];
}

const char *assertion_word(assertion a)
{
	return onto_said_word(a);
}

const char *status_sign(const onto_mention *m)
{
	static const char *const signs[ONTO_FINDINGS] = {
		[ONTO_POSITIVE] = "+",       [ONTO_NEGATIVE] = "−",
		[ONTO_WEAK] = "(+)",         [ONTO_EQUIVOCAL] = "±",
		[ONTO_HIGH] = "↑",           [ONTO_LOW] = "↓",
		[ONTO_NORMAL] = "normal",    [ONTO_ABNORMAL] = "abnormal",
		[ONTO_MUTATED] = "mut",      [ONTO_WILD_TYPE] = "wt",
		[ONTO_AMPLIFIED] = "amp",    [ONTO_DELETED] = "del",
		[ONTO_REARRANGED] = "rearr", [ONTO_NOT_DETECTED] = "∅",
		[ONTO_STOPPED] = "stopped",  [ONTO_NOT_GIVEN] = "not given",
	};
	return m->context ? signs[m->context->finding] : NULL;
}
