/* What a text says of a mention in one word, and the result of a marker as a sign. */
#include "format/assertion.h"

#include <stddef.h>

assertion assertion_of(const onto_mention *m)
{
	const onto_context *c = m->context;
	if (!c) {
		return ASSERTION_PRESENT;
	}
	if (c->negated) {
		return ASSERTION_ABSENT;
	}
	if (c->experiencer != ONTO_PATIENT) {
		return c->experiencer == ONTO_FAMILY ? ASSERTION_FAMILY : ASSERTION_OTHER;
	}
	if (c->certainty != ONTO_CERTAIN) {
		return c->certainty == ONTO_POSSIBLE ? ASSERTION_POSSIBLE : ASSERTION_HYPOTHETICAL;
	}
	return c->temporality == ONTO_HISTORICAL ? ASSERTION_HISTORICAL : ASSERTION_PRESENT;
}

const char *assertion_word(assertion a)
{
	static const char *const words[ASSERTIONS] = {"present", "absent", "possible", "hypothetical",
	                                              "historical", "family", "other"};
	return words[a];
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
