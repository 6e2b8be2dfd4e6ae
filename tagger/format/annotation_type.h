/* Types of mentions in the words of annotation formats: PubTator, BioC, brat. */
#ifndef ONTOTAG_ANNOTATION_TYPE_H
#define ONTOTAG_ANNOTATION_TYPE_H

#include "ontotag.h"

/* Disease, Chemical or Gene. A marker that is a substance is no gene. */
const char *annotation_type(const onto_mention *m);

#endif
