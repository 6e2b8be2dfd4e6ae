/* Whose gene a symbol is: the organism that the text names.
 *
 * The codes of genes are the human's. Where weights judge a gene they decide whether it is (the score "human"); a
 * gene that rules decide about is another organism's where the text names organisms, and no human. Which of them is
 * told goes by the one that is named last before it, else first behind it. */
#ifndef ONTOTAG_SPECIES_H
#define ONTOTAG_SPECIES_H

#include "judge/features.h"

/* Sets chosen.species and chosen.foreign of the chosen genes. To be called behind judge_score, with its
 * features. */
void species_set(const features *features, resolver *resolver, const analysis *doc);

/* True where the meaning of a reading has the code of a human gene. */
bool species_is_gene(const resolver *resolver, const reading *r);

/* Drops the genes of other organisms than the human. */
void species_drop(resolver *resolver);

#endif
