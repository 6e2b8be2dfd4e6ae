/* Between a builder and the dictionary that is made of it. */
#ifndef ONTOTAG_FREEZER_H
#define ONTOTAG_FREEZER_H

#include "build/builder.h"
#include "dictionary/dictionary.h"

typedef struct freezer {
	onto_builder *builder;
	onto_dictionary *out;
	bool takes;                  /* the builder is used up: what is done with is given back, or taken over */
	VECTOR(uint32_t) concept_of; /* entry to concept, or ONTO_NONE */
	VECTOR(uint32_t) above;      /* union-find over concepts */
	onto_error *error;
} freezer;

/* Meanings, once the concepts and their cross-references are there. */
onto_status freeze_meanings(freezer *self);

/* Words, trie and endings, once the names are there. */
onto_status freeze_names(freezer *self);

#endif
