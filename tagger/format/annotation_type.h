/* Types of mentions as the annotation formats PubTator, BioC and brat call them. */
#ifndef ONTOTAG_ANNOTATION_TYPE_H
#define ONTOTAG_ANNOTATION_TYPE_H

#include "ontotag.h"

/* Disease, Chemical or Gene. A marker that is a substance is a Chemical. */
const char *annotation_type(const onto_mention *m);

#endif
