/* Codes of IRIs: http://purl.obolibrary.org/obo/HP_0000118 is HP:0000118.
 *
 * In this order: the prefixes that the caller gives (--prefix), the vocabularies that outputs know
 * (dictionaries/vocabularies.tsv), other ways in which ontologies write the same vocabularies, and any IRI of the
 * OBO library. */
#ifndef ONTOTAG_IRI_H
#define ONTOTAG_IRI_H

#include "import.h"

/* Writes the code of an IRI, or of what is a code already. False where it has none. */
bool iri_code(const import *job, const char *iri, char code[TYPES_CODE_ROOM]);

#endif
