/* The types of concepts: what they are called, and which are like which (dictionaries/type-names.tsv). */
#ifndef ONTOTAG_TYPE_NAME_H
#define ONTOTAG_TYPE_NAME_H

#include "ontotag.h"

/* The numbers of the types, by their words: TYPE_disease. */
enum {
#define TYPE(word, ...) TYPE_##word,
#include "type_names.inc"
#undef TYPE
	TYPE_COUNT
};

_Static_assert(
	(int)TYPE_disease == (int)ONTO_DISEASE && (int)TYPE_drug == (int)ONTO_DRUG &&
		(int)TYPE_marker == (int)ONTO_MARKER && (int)TYPE_COUNT <= (int)ONTO_TYPES_MAX,
	"dictionaries/type-names.tsv begins with the types of ontotag.h, and has no more than it has room for");

/* The bits of all types, and of those of a run that names none. */
enum {
	TYPE_DEFAULT_no,
	TYPE_DEFAULT_yes,
	TYPES_ALL = (1 << TYPE_COUNT) - 1,
	TYPES_DEFAULT = 0
#define TYPE(word, like, is_default, ...) | (is_default) << TYPE_##word
#include "type_names.inc"
#undef TYPE
};

/* The kinds of records that mentions become, named as the resources of FHIR. */
typedef enum type_resource {
	RESOURCE_NONE,
	RESOURCE_Condition,
	RESOURCE_MedicationStatement,
	RESOURCE_Observation,
	RESOURCE_Procedure,
	RESOURCE_BodyStructure,
	RESOURCE_Device
} type_resource;

typedef struct type_name {
	uint8_t like;           /* the one of the three types of ontotag.h whose rules hold for it */
	uint8_t resource;       /* enum type_resource */
	const char *annotation; /* in PubTator, BioC and brat */
	const char *caption;    /* of a list */
	const char *colour;     /* on a terminal: the end of an ANSI sequence */
	/* On a page, as #rrggbb: of the letters and behind them, on light paper and on dark. */
	const char *hue, *wash, *dark_hue, *dark_wash;
} type_name;

extern const type_name type_names[TYPE_COUNT];

/* The type whose rules hold for a type. Of the three types of ontotag.h it is the type itself. */
static inline onto_type type_like(unsigned type)
{
	return (onto_type)type_names[type].like;
}

#endif
