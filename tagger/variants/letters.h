/* Whether the letters of a short form stand in the words of a long one.
 *
 *     acute lymphoblastic leukemia (ALL)    a letter begins each word
 *     myotonic dystrophy (DM)               likewise, in another order
 *     thrombocytopenia (TCP)                letters anywhere, after Schwartz and Hearst */
#ifndef ONTOTAG_LETTERS_H
#define ONTOTAG_LETTERS_H

#include "match/analysis.h"

enum { SHORT_MOST = 12 }; /* letters of a short form */

/* Are all letters of the tokens [from, to) small? */
bool letters_all_small(const analysis *doc, uint32_t from, uint32_t to);

/* The first token of the long form that ends before `end`; UINT32_MAX: none fits. `strict`: each letter must begin
 * a word. */
uint32_t letters_long_form(const analysis *doc, const word_cache *cache, uint32_t short_from, uint32_t short_to,
                           uint32_t least, uint32_t end, bool strict, bool *initial);

#endif
