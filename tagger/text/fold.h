/* Folding: the form in which words are compared. Small letters, no accents, no ligatures, ASCII digits. A Greek
 * letter becomes its name. */
#ifndef ONTOTAG_FOLD_H
#define ONTOTAG_FOLD_H

#include <stdbool.h>
#include <stddef.h>

enum { FOLD_MAX = 128 }; /* no dictionary has a longer word */

/* Folds the `length` bytes of one token into `out`. Returns the folded length, or 0 where it would exceed FOLD_MAX
 * or nothing remains. */
size_t fold(const char *bytes, size_t length, char out[FOLD_MAX]);

/* The same, but letters keep their case: full-width and raised characters become plain. */
size_t fold_width(const char *bytes, size_t length, char out[FOLD_MAX]);

bool is_ascii(const char *bytes, size_t length);

/* True where a folded word is the name of a Greek letter. */
bool is_greek_name(const char *word, size_t length);

#endif
