/* Keys: words that may stand for one another have the same key.
 *
 *     folded word ──▶ one spelling ──▶ stem (Snowball English) ──▶ suffix ──▶ key
 *     haemorrhages    hemorrhages      hemorrhag                  hemorrhag
 *     metastases      metastases       metastas                   metastas
 *     metastasis      metastasis       metastasi                  metastas
 *     epileptic       epileptic        epilept                    epileps
 *     epilepsy        epilepsy         epilepsi                   epileps
 *
 * A key is generous: it also joins unrelated words (organ, organic). A match by key is only a candidate.
 * word_relation determines the relation of the two words, and the name's policy permits it or not. */
#ifndef ONTOTAG_KEY_H
#define ONTOTAG_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "text/fold.h"

/* Makes keys. Belongs to one thread: libstemmer keeps its result inside the stemmer. */
typedef struct keyer keyer;

/* NULL where memory ran out. */
keyer *keyer_new(void);
void keyer_free(keyer *self);

/* The key of a folded word, at most 2 bytes longer than the word. `out` has FOLD_MAX + 8 bytes. Returns its
 * length. */
size_t keyer_key(keyer *self, const char *word, size_t length, char out[FOLD_MAX + 8]);

/* The relation of two folded words with one key: ONTO_BY_PLURAL, ONTO_BY_SPELLING, ONTO_BY_DERIVED bits, or 0 for
 * the same word. `*related` is false where they only share a stem. */
unsigned word_relation(const char *a, size_t a_length, const char *b, size_t b_length, bool *related);

/* The value of a Roman numeral from 2 to 39 in small letters; 0 for anything else. I, V and X alone count here,
 * although they are numerals only behind a word such as "type", which the caller must check. */
unsigned roman_value(const char *word, size_t length);

#endif
