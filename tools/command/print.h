/* Strings of any content in the formats of the subcommands. */
#ifndef ONTOTAG_PRINT_H
#define ONTOTAG_PRINT_H

#include <stdio.h>

#include "ontotag_tools.h"

/* A JSON string with its quotation marks. Invalid UTF-8 becomes U+FFFD. */
void print_json(FILE *out, const char *text, size_t length);
void print_json_text(FILE *out, const char *text);

/* A TSV field: tab, line end and backslash become \t, \n and \\, other control characters become spaces. */
void print_field(FILE *out, const char *text, size_t length);

/* The words of ONTO_BY_ bits, separated by `between`, each inside `before` and `after`. */
void print_ways(FILE *out, unsigned transformations, const char *before, const char *after, const char *between);

/* Codes, separated by `between`. */
void print_codes(FILE *out, const char *const *codes, size_t count, const char *between);

/* A table cell: truncated to `width` characters with an ellipsis, or padded with spaces. Control characters become
 * spaces. */
void print_column(FILE *out, const char *text, size_t length, size_t width);

/* The word for a standing: live, replaced, consider, obsolete. */
const char *standing_word(onto_standing standing);

/* The release of a source as its file words it; "" where unknown. A view of the dictionary. */
const char *release_of(const onto_dictionary *dictionary, const char *source);

#endif
