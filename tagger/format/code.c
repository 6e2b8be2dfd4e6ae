/* The codes of a mention. */
#include "format/code.h"

#include <string.h>

onto_predicate code_predicate(const onto_mention *m, size_t index)
{
	return m->provenance ? m->provenance[index].predicate : ONTO_MATCH_EXACT;
}

const char *code_via(const onto_mention *m, size_t index)
{
	const char *via = m->provenance && m->provenance[index].via ? m->provenance[index].via : m->found;
	return strcmp(via, m->codes[index]) == 0 ? NULL : via;
}

const char *code_alone(const onto_mention *m)
{
	const char *stands_in = NULL;
	for (size_t i = 0; i < m->code_count; i++) {
		onto_predicate predicate = code_predicate(m, i);
		if (predicate == ONTO_MATCH_EXACT) {
			return m->codes[i];
		}
		stands_in = stands_in || predicate == ONTO_MATCH_BROAD ? stands_in : m->codes[i];
	}
	return stands_in;
}
