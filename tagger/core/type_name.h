/* What the types of concepts are called (dictionaries/type-names.tsv). */
#ifndef ONTOTAG_TYPE_NAME_H
#define ONTOTAG_TYPE_NAME_H

#include "ontotag.h"

typedef struct type_name {
	const char *word;       /* in rows, options and JSON */
	const char *annotation; /* in PubTator, BioC and brat */
	const char *caption;    /* of a list */
	const char *colour;     /* on a terminal: the end of an ANSI sequence */
} type_name;

extern const type_name type_names[ONTO_TYPES];

#endif
