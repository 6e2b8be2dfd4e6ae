/* From a dictionary back to a builder, so that an image can be a layer among others. */
#ifndef ONTOTAG_UNFOLD_H
#define ONTOTAG_UNFOLD_H

#include "ontotag_tools.h"

/* Adds the sources, concepts, names, parents and cross-references of a dictionary, as its rows did: with the
 * policies that were settled, by curation too. */
onto_status unfold(const onto_dictionary *dictionary, onto_builder *builder, onto_error *error);

#endif
