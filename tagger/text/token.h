/* Tokens: where the words and numbers of a text lie, and what stands between them.
 *
 *     a text   T -cell  ALL ;  Hodgkin's⏎lymphoma (CD79a )
 *     tokens   T  cell  ALL    Hodgkin   lymphoma  CD 79 a
 *     gap      .  -     ' '  ; ' '       ⏎         (  ∅  ∅
 *
 * A token is a run of letters or a run of digits; a Greek letter is a token by itself. A possessive 's belongs to the
 * token before it. Bytes that are no UTF-8 separate. Offsets are those of the original bytes, so no map back is needed. */
#ifndef ONTOTAG_TOKEN_H
#define ONTOTAG_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What stands before a token. Up to GAP_LAST_SOFT it may stand for another such gap inside a name. */
typedef enum gap {
	GAP_NONE,
	GAP_SPACE,
	GAP_HYPHEN,
	GAP_LINE,       /* white space with one line end */
	GAP_BREAK,      /* a hyphen, then a line end */
	GAP_LAST_SOFT = GAP_BREAK,
	GAP_SLASH,
	GAP_COMMA,      /* a comma and white space */
	GAP_HARD,       /* brackets, signs and whatever else; a name must have just the same */
	GAP_BARRIER     /* the end of a sentence, a clause or a paragraph; the start of the text */
} gap;

typedef enum token_kind {
	TOKEN_LETTERS,
	TOKEN_DIGITS,
	TOKEN_GREEK
} token_kind;

typedef struct token {
	uint32_t start, end;   /* bytes; without a possessive 's */
	uint8_t gap;           /* enum gap */
	uint8_t kind;          /* enum token_kind */
	uint8_t possessive;    /* bytes of a possessive that follows: 2 for 's, 1 for a bare apostrophe, 3 or 4 for such as ’s */
	uint8_t ascii;         /* its bytes are all ASCII */
} token;

/* Goes through a text token by token. */
typedef struct tokenizer {
	const unsigned char *text;
	size_t length, at;
	bool started;
} tokenizer;

/* `length` must be below TOKEN_TEXT_LIMIT. */
#define TOKEN_TEXT_LIMIT ((size_t)UINT32_MAX - 16)

void tokenizer_start(tokenizer *self, const char *text, size_t length);

/* The next token; false at the end of the text. */
bool tokenizer_next(tokenizer *self, token *out);

#endif
