/* Codes as people write them, as CURIEs.
 *
 *     MONDO_0004979 · http://purl.obolibrary.org/obo/MONDO_0004979      MONDO:0004979
 *     D001249 · http://id.nlm.nih.gov/mesh/D001249                      MESH:D001249
 *     C0004096 · https://www.ncbi.nlm.nih.gov/gene/7157                 UMLS:C0004096 · NCBIGene:7157 */
#ifndef ONTOTAG_CODE_FORM_H
#define ONTOTAG_CODE_FORM_H

#include <stdbool.h>
#include <stddef.h>

#define CODE_FORM_LENGTH ((size_t)128)

/* Form number `index`, from 0, of what may be a code; the most likely one first. False past the last, and for what
 * is no code. What is a CURIE with the usual prefix has no other form. */
bool code_form(const char *text, size_t index, char out[CODE_FORM_LENGTH]);

#endif
