/* Types of mentions as annotation formats call them. */
#include "format/annotation_type.h"

#include "core/type_name.h"

const char *annotation_type(const onto_mention *m)
{
	return type_names[m->type == ONTO_MARKER && m->also & 1u << ONTO_DRUG ? ONTO_DRUG : m->type].annotation;
}
