/* Sentences: groups of tokens.
 *
 *     a text      Hb 9.5 g/dl. Dr. Lee saw no rash⏎or fever⏎- Asthma
 *     sentences   0            1                            2 (item)
 *
 * A sentence ends at: a terminal full stop, question mark or exclamation mark; an empty line; a bullet or list
 * number; a colon at the end of a line; an intentional line end, as that of a row of columns. It does not end at an
 * abbreviation, inside a number, after a list number or where a long line was wrapped. A semicolon ends a clause,
 * but not a sentence.
 *
 * Every token is in exactly one sentence, and no sentence is empty. Time is linear in the text. */
#ifndef ONTOTAG_SENTENCE_H
#define ONTOTAG_SENTENCE_H

#include "core/vector.h"
#include "text/token.h"

typedef struct sentence {
	uint32_t first, end; /* tokens [first, end) */
	bool line;           /* begins a line of the text */
	bool item;           /* begins with a bullet or a list number, which is its first token */
} sentence;

typedef VECTOR(sentence) sentence_vector;

/* Finds the sentences of a text, in order, and replaces the content of `out`. False where memory ran out. */
bool sentences_find(sentence_vector *out, const char *text, const token *tokens, size_t count);

/* The same for a text without a line end. `hard` lists its tokens after GAP_HARD or GAP_BARRIER, in order. No other
 * token begins a sentence, except the number before such a token. */
bool sentences_find_at(sentence_vector *out, const char *text, const token *tokens, size_t count,
                       const uint32_t *hard, size_t hard_count);

/* The sentence of a token: an index into a non-empty vector. Time is logarithmic in their number. */
size_t sentence_of(const sentence_vector *sentences, uint32_t token);

#endif
