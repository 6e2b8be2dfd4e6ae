/* Types of mentions as annotation formats call them. */
#include "format/annotation_type.h"

const char *annotation_type(const onto_mention *m)
{
	static const char *const words[ONTO_TYPES] = {"Disease", "Chemical", "Gene"};
	return words[m->type == ONTO_MARKER && m->also & 1u << ONTO_DRUG ? ONTO_DRUG : m->type];
}
