/* Sentences: groups of tokens.
 *
 *     a text      Hb 9.5 g/dl. Dr. Lee saw no rash⏎or fever⏎- Asthma
 *     sentences   0            1                            2 (item)
 *
 * A sentence ends at a full stop, question mark or exclamation mark that ends one, at an empty line, before a
 * bullet or the number of a list, behind a colon at the end of a line, and at a line end that the writer made on
 * purpose. It does not end at an abbreviation, inside a number, behind the number of a list or where a long line
 * was wrapped. A semicolon ends a clause, but no sentence.
 *
 * Every token is in one sentence, and none is empty. Time is linear in the text. */
#ifndef ONTOTAG_SENTENCE_H
#define ONTOTAG_SENTENCE_H

#include "core/vector.h"
#include "text/token.h"

typedef struct sentence {
	uint32_t first, end; /* tokens [first, end) */
	bool line;           /* begins a line of the text */
	bool item;           /* begins with a bullet or with the number of a list, which is its first token */
} sentence;

typedef VECTOR(sentence) sentence_vector;

/* Finds the sentences of a text, in order; replaces what `out` held. False where memory ran out. */
bool sentences_find(sentence_vector *out, const char *text, const token *tokens, size_t count);

/* The same for a text without a line end. `hard` are its tokens behind GAP_HARD or GAP_BARRIER, in order: no other
 * token begins a sentence, except the number before such a token. */
bool sentences_find_at(sentence_vector *out, const char *text, const token *tokens, size_t count,
                       const uint32_t *hard, size_t hard_count);

/* The sentence of a token: an index into a non-empty vector. Time is logarithmic in their number. */
size_t sentence_of(const sentence_vector *sentences, uint32_t token);

#endif
