/* State while a builder is frozen into a dictionary. */
#ifndef ONTOTAG_FREEZER_H
#define ONTOTAG_FREEZER_H

#include "build/builder.h"
#include "dictionary/dictionary.h"

typedef struct freezer {
	onto_builder *builder;
	onto_dictionary *out;
	bool takes; /* the builder is used up: its parts are taken over, or freed when they are no longer needed */
	VECTOR(uint32_t) concept_of; /* entry to concept, or ONTO_NONE */
	VECTOR(uint32_t) above;      /* union-find over concepts */
	onto_error *error;
} freezer;

/* Makes the meanings. Needs the concepts and their cross-references. */
onto_status freeze_meanings(freezer *self);

/* Makes words, trie and terminals. Needs the names. */
onto_status freeze_names(freezer *self);

#endif
