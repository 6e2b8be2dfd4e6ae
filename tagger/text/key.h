/* Keys: words that may stand for one another have the same key.
 *
 *     folded word ──▶ one spelling ──▶ stem (Snowball English) ──▶ ending ──▶ key
 *     haemorrhages    hemorrhages      hemorrhag                  hemorrhag
 *     metastases      metastases       metastas                   metastas
 *     metastasis      metastasis       metastasi                  metastas
 *     epileptic       epileptic        epilept                    epileps
 *     epilepsy        epilepsy         epilepsi                   epileps
 *
 * A key is generous: it also joins words that have nothing to do with one another (organ, organic). So a match by key is
 * only a candidate, and word_relation says what really lies between the two words; a name's policy then decides. */
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

/* The key of a folded word, never longer than the word by more than 2. `out` has FOLD_MAX + 8 bytes. Returns its
 * length. */
size_t keyer_key(keyer *self, const char *word, size_t length, char out[FOLD_MAX + 8]);

/* What lies between two folded words of one key: ONTO_BY_PLURAL, ONTO_BY_SPELLING, ONTO_BY_DERIVED bits; 0 where they
 * are the same word. `*related` is false where they only share a stem and no known way leads from one to the other. */
unsigned word_relation(const char *a, size_t a_length, const char *b, size_t b_length, bool *related);

/* The value of a Roman numeral from 2 to 39 in small letters, 0 for anything else; I, V and X alone are numerals only
 * after a word such as "type", which is the caller's to know, and count here. */
unsigned roman_value(const char *word, size_t length);

#endif
