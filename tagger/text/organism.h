/* Organisms that words of a text name (dictionaries/words/species.txt). */
#ifndef ONTOTAG_ORGANISM_H
#define ONTOTAG_ORGANISM_H

/* The code of an organism, 1 + the number of its SPECIES_ bit: NCBITaxon:10090. NULL for 0. Mammals, plants,
 * bacteria and others of which the word does not tell more have the code of the whole group. */
const char *organism_code(unsigned organism);

#endif
