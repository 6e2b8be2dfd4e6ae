/* What is said of mentions, as formats for readers show it. */
#include "format/said.h"

enum said_group said_group(const onto_mention *m)
{
	unsigned said = onto_mention_said(m);
	if (said & (ONTO_SAID_FAMILY | ONTO_SAID_OTHER)) {
		return SAID_FAMILY;
	}
	if (said & ONTO_SAID_ABSENT) {
		return SAID_ABSENT;
	}
	if (said & (ONTO_SAID_POSSIBLE | ONTO_SAID_HYPOTHETICAL)) {
		return SAID_POSSIBLE;
	}
	return said & ONTO_SAID_HISTORICAL ? SAID_HISTORY : SAID_PRESENT;
}

const char *said_group_word(enum said_group group)
{
	static const char *const words[SAID_GROUPS] = {"present", "absent", "possible", "history", "family"};
	return words[group];
}

const char *said_sign(const onto_mention *m)
{
	static const char *const signs[ONTO_FINDINGS] = {
		[ONTO_POSITIVE] = "+",     [ONTO_NEGATIVE] = "\u2212", [ONTO_NOT_DETECTED] = "\u2212", [ONTO_WEAK] = "\u00b1",
		[ONTO_EQUIVOCAL] = "?",    [ONTO_HIGH] = "\u2191",     [ONTO_LOW] = "\u2193",          [ONTO_NORMAL] = "=",
		[ONTO_ABNORMAL] = "!",     [ONTO_STOPPED] = "\u2715",  [ONTO_NOT_GIVEN] = "\u2715",
	};
	const char *sign = m->context && !m->sign ? signs[m->context->finding] : NULL;
	return sign ? sign : "";
}
