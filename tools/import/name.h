/* Functions of a name alone. Names are NUL-terminated and changed in place. */
#ifndef ONTOTAG_NAME_H
#define ONTOTAG_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Replaces each run of white space and control characters by one space and trims the ends. Returns the length. */
size_t name_tidy(char *name);

/* Replaces entities by characters: `&apos;`, `&amp;`, `&quot;`, `&lt;`, `&gt;`, `&#225;` and `&#xE1;`. */
void name_decode_entities(char *name);

/* The name without the word "obsolete" at its start. */
char *name_without_obsolete(char *name);

/* Removes the suffix ", INCLUDED", by which OMIM marks a neighbour that shares an entry. True if it was there. */
bool name_cut_included(char *name);

/* True where a source's word "abbreviation" is plausible: the name has no word of small letters. "IL-33" has none;
 * "Kinase, NF-kappa B" has one, and its words may be written in other ways. */
bool name_is_symbol(const char *name);

/* True where the name only says that nothing is known: "uncharacterized LOC642" and similar. */
bool name_says_nothing(const char *name);

/* The same number for two names with the same words, whatever their order, case and punctuation. */
uint64_t name_words_key(const char *name);

#endif
