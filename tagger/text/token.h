/* Tokens: the words and numbers of a text, and the gap before each.
 *
 *     a text   T -cell  ALL ;  Hodgkin's⏎lymphoma (CD79a )
 *     tokens   T  cell  ALL    Hodgkin   lymphoma  CD 79 a
 *     gap      .  -     ' '  ; ' '       ⏎         (  ∅  ∅
 *
 * A token is a run of letters or a run of digits; a Greek letter is a token by itself. A possessive 's belongs to
 * the token before it. Bytes of invalid UTF-8 separate tokens. Offsets are those of the original bytes, so that no
 * offset map is needed. */
#ifndef ONTOTAG_TOKEN_H
#define ONTOTAG_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* What precedes a token. Gaps up to GAP_LAST_SOFT are interchangeable inside a name. */
typedef enum gap {
	GAP_NONE,
	GAP_SPACE,
	GAP_HYPHEN,
	GAP_LINE,  /* white space with one line end */
	GAP_BREAK, /* a hyphen, then a line end */
	GAP_LAST_SOFT = GAP_BREAK,
	GAP_SLASH,
	GAP_COMMA,  /* a comma and white space */
	GAP_HARD,   /* brackets, signs and anything else; a name must have exactly the same */
	GAP_BARRIER /* the end of a sentence, a clause or a paragraph; the start of the text */
} gap;

typedef enum token_kind { TOKEN_LETTERS, TOKEN_DIGITS, TOKEN_GREEK } token_kind;

typedef struct token {
	uint32_t start, end; /* bytes; without a possessive 's */
	uint8_t gap;         /* enum gap */
	uint8_t kind;        /* enum token_kind */
	uint8_t possessive; /* bytes of a possessive that follows: 2 for 's, 1 for a bare apostrophe, 3 or 4 for such as
	                       ’s */
	uint8_t ascii;      /* its bytes are all ASCII */
} token;

/* Iterates over the tokens of a text. */
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

#ifdef __SSE2__
/* A bit for each of 16 bytes that is an ASCII letter. */
static inline unsigned token_letter_bits(const unsigned char *bytes)
{
	__m128i small = _mm_or_si128(_mm_loadu_si128((const __m128i *)bytes), _mm_set1_epi8(0x20));
	__m128i letters =
		_mm_and_si128(_mm_cmpgt_epi8(small, _mm_set1_epi8('a' - 1)), _mm_cmplt_epi8(small, _mm_set1_epi8('z' + 1)));
	return (unsigned)_mm_movemask_epi8(letters);
}

/* The number of ASCII letters at the start of 16 bytes, without the first `passed`. */
static inline unsigned token_letters_behind(const unsigned char *bytes, unsigned passed)
{
	return (unsigned)__builtin_ctz(~(token_letter_bits(bytes) >> passed));
}

static inline unsigned token_letters(const unsigned char *bytes)
{
	return token_letters_behind(bytes, 0);
}
#endif

/* The most frequent token: a word of up to 15 ASCII letters behind one space, followed by nothing special, and well
 * before the end of the text. False for any other token, which is left to tokenizer_next, and always without
 * SSE2. */
static inline bool tokenizer_plain(tokenizer *self, token *out)
{
#ifdef __SSE2__
	enum { ROOM = 18 };
	const unsigned char *at = self->text + self->at;
	if (self->length - self->at < ROOM || *at != ' ' || !self->started) {
		return false;
	}
	unsigned length = token_letters(++at);
	if (length - 1 >= 15 || at[length] >= 0x80 || at[length] == '\'' || at[length] == '`') {
		return false;
	}
	size_t start = self->at + 1;
	self->at = start + length;
	*out = (token){
		.start = (uint32_t)start, .end = (uint32_t)self->at, .gap = GAP_SPACE, .kind = TOKEN_LETTERS, .ascii = 1};
	return true;
#else
	(void)self;
	(void)out;
	return false;
#endif
}

#endif
