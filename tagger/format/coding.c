/* Codes by vocabulary. */
#include "format/coding.h"

#include <string.h>

#include "format/code.h"

const char *coding_in(const onto_mention *m, const char *prefix)
{
	size_t length = strlen(prefix);
	for (size_t i = 0; i < m->code_count; i++) {
		if (strncmp(m->codes[i], prefix, length) == 0 && m->codes[i][length] == ':' &&
		    code_predicate(m, i) != ONTO_MATCH_BROAD) {
			return m->codes[i];
		}
	}
	return NULL;
}

bool coding_of_patient(const onto_mention *m)
{
	return !(onto_mention_said(m) & (ONTO_SAID_HYPOTHETICAL | ONTO_SAID_FAMILY | ONTO_SAID_OTHER));
}
