/* What can be said of a name by looking at it alone. Names are NUL-closed; those that are changed are changed in
 * place. */
#ifndef ONTOTAG_NAME_H
#define ONTOTAG_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Makes each run of white space and control characters one space and drops those at the ends. Returns the length. */
size_t name_tidy(char *name);

/* Puts the characters where `&apos;`, `&amp;`, `&quot;`, `&lt;`, `&gt;`, `&#225;` and `&#xE1;` stand for them. */
void name_decode_entities(char *name);

/* The name of a retired concept behind the word "obsolete"; else the name itself. */
char *name_without_obsolete(char *name);

/* Cuts off the ", INCLUDED" by which OMIM marks the title of a neighbour that shares an entry. True if it was
 * there. */
bool name_cut_included(char *name);

/* Whether a source's word "abbreviation" may be believed: the name has no word of lower-case letters. "IL-33" has
 * none; "Kinase, NF-kappa B" has, and its words may be written in other ways. */
bool name_is_symbol(const char *name);

/* Whether it only says that nothing is known: "uncharacterized LOC642" and the like. */
bool name_says_nothing(const char *name);

/* The same for two names that have the same words in whatever order, case and punctuation with commas. */
uint64_t name_words_key(const char *name);

#endif
