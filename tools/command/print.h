/* Strings of any content in the formats that the subcommands print. */
#ifndef ONTOTAG_PRINT_H
#define ONTOTAG_PRINT_H

#include <stdio.h>

#include "ontotag_tools.h"

/* A JSON string with its quotation marks. Bytes that are no UTF-8 become U+FFFD. */
void print_json(FILE *out, const char *text, size_t length);
void print_json_text(FILE *out, const char *text);

/* A field of a TSV row: tab, line end and backslash become \t, \n and \\, other control characters
 * spaces. */
void print_field(FILE *out, const char *text, size_t length);

/* The words of ONTO_BY_ bits, with `between` between two, each after `before` and before `after`. */
void print_ways(FILE *out, unsigned transformations, const char *before, const char *after, const char *between);

/* Codes with `between` between two. */
void print_codes(FILE *out, const char *const *codes, size_t count, const char *between);

/* Text in a column of a table: cut to `width` characters with a sign that it was, or filled up with spaces. Control
 * characters become spaces. */
void print_column(FILE *out, const char *text, size_t length, size_t width);

/* The word for what became of a concept: live, replaced, consider, obsolete. */
const char *standing_word(onto_standing standing);

/* The release of a source as its file words it, "" where it does not say. A view of the dictionary. */
const char *release_of(const onto_dictionary *dictionary, const char *source);

#endif
