/* Folding: the one form in which words are compared. Small letters, no accents, no ligatures, ASCII digits; a Greek
 * letter becomes its name. */
#ifndef ONTOTAG_FOLD_H
#define ONTOTAG_FOLD_H

#include <stdbool.h>
#include <stddef.h>

enum { FOLD_MAX = 128 }; /* a longer word is in no dictionary */

/* Folds the `length` bytes of one token into `out`. Returns the folded length; 0 where it would be longer than
 * FOLD_MAX or nothing remains. */
size_t fold(const char *bytes, size_t length, char out[FOLD_MAX]);

/* The same, but that letters keep their case: full-width and raised characters become plain ones. */
size_t fold_width(const char *bytes, size_t length, char out[FOLD_MAX]);

bool is_ascii(const char *bytes, size_t length);

/* Is a folded word the name of a Greek letter? */
bool is_greek_name(const char *word, size_t length);

#endif
