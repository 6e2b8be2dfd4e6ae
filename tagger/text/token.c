/* The tokenizer, for text of any bytes. */
#include "text/token.h"

#include <string.h>
#include <utf8proc.h>

#include "text/rules.h"

/* Classes of characters. */
enum { OTHER, LETTER, DIGIT, WIDE };

#define X8(a) a, a, a, a, a, a, a, a
/* clang-format off */
static const uint8_t ascii_class[256] = {
	['0'] = DIGIT, ['1'] = DIGIT, ['2'] = DIGIT, ['3'] = DIGIT, ['4'] = DIGIT, ['5'] = DIGIT, ['6'] = DIGIT,
	['7'] = DIGIT, ['8'] = DIGIT, ['9'] = DIGIT,
	['A'] = LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
	LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
	['a'] = LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
	LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
	[0x80] = X8(WIDE), X8(WIDE), X8(WIDE), X8(WIDE), X8(WIDE), X8(WIDE), X8(WIDE), X8(WIDE),
	X8(WIDE), X8(WIDE), X8(WIDE), X8(WIDE), X8(WIDE), X8(WIDE), X8(WIDE), X8(WIDE),
};
/* clang-format on */
#undef X8

enum {
	WIDE_OTHER,
	WIDE_LETTER,
	WIDE_MARK,
	WIDE_DIGIT,
	WIDE_GREEK,
	WIDE_SPACE,
	WIDE_HYPHEN,
	WIDE_APOSTROPHE,
	WIDE_NOTHING,
	WIDE_BROKEN,
	WIDE_LINE,
	WIDE_PARAGRAPH
};

static int wide_class(const unsigned char *at, size_t left, size_t *size)
{
	utf8proc_int32_t point;
	utf8proc_ssize_t read = utf8proc_iterate(at, left > 4 ? 4 : (utf8proc_ssize_t)left, &point);
	if (read <= 0) {
		*size = 1;
		return WIDE_BROKEN;
	}
	*size = (size_t)read;
	/* clang-format off */
	switch (point) {
	case 0x00ad: /* soft hyphen */
	case 0x200b: case 0x200c: case 0x200d: case 0x2060: case 0xfeff:
		return WIDE_NOTHING;
	case 0x2019: case 0x2018: case 0x02bc: case 0x2032: case 0x00b4: case 0xff07:
		return WIDE_APOSTROPHE;
	case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2212: case 0xfe63: case 0xff0d:
		return WIDE_HYPHEN;
	case 0x0085: case 0x2028:
		return WIDE_LINE;
	case 0x2029:
		return WIDE_PARAGRAPH;
	}
	/* clang-format on */
	if ((point >= 0x391 && point <= 0x3c9) || point == 0xb5 || point == 0x3d1 || point == 0x3d5) {
		return WIDE_GREEK;
	}
	/* clang-format off */
	switch (utf8proc_category(point)) {
	case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_LO:
		return WIDE_LETTER;
	case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ME:
		return WIDE_MARK;
	case UTF8PROC_CATEGORY_ND:
		return WIDE_DIGIT;
	case UTF8PROC_CATEGORY_NO:
		/* Superscripts and subscripts; not circled numbers or fractions. */
		return (point >= 0x2070 && point <= 0x2089) || point == 0xb2 || point == 0xb3 || point == 0xb9
			       ? WIDE_DIGIT : WIDE_OTHER;
	case UTF8PROC_CATEGORY_ZS:
		return WIDE_SPACE;
	default:
		return WIDE_OTHER;
	}
	/* clang-format on */
}

/* What the bytes between two tokens contain. */
typedef struct between {
	unsigned lines, hyphens, spaces, commas, slashes, others;
	bool hyphen_first;           /* a hyphen directly behind the previous token */
	bool hyphen_before_line;     /* only white space between that hyphen and the first line end */
	bool stop, question, clause; /* a full stop, another end mark, a semicolon or colon */
} between;

/* True where a full stop before white space ends a sentence. Not before a small letter, nor behind a single letter
 * (an initial, "E. coli"). `at`: the end of the token before it. */
static bool ends_sentence(const unsigned char *text, size_t at, unsigned char next)
{
	bool initial =
		at >= 1 && ascii_class[text[at - 1]] == LETTER && (at == 1 || ascii_class[text[at - 2]] == OTHER);
	return !RULE(STOP_BEFORE_SMALL, next >= 'a' && next <= 'z') && !RULE(INITIAL_STOP, initial);
}

/* True where a token that ends before `at` is St, for a saint, whose full stop ends no sentence: St. Louis. */
static bool is_saint(const unsigned char *text, size_t at)
{
	return at >= 2 && (text[at - 1] | 0x20) == 't' && (text[at - 2] | 0x20) == 's' &&
	       (at == 2 || ascii_class[text[at - 3]] == OTHER);
}

static gap gap_of(const between *b, const unsigned char *text, size_t before, size_t after)
{
	if (b->question || b->clause || b->lines > 1) {
		return GAP_BARRIER;
	}
	if (b->stop && !RULE(STOP_OF_SAINT, b->spaces && is_saint(text, before))) {
		return (b->spaces || b->lines) && ends_sentence(text, before, text[after]) ? GAP_BARRIER : GAP_HARD;
	}
	if (b->others) {
		return GAP_HARD;
	}
	if (b->commas) {
		/* A hyphen may follow: IL-2, -4 and -6. */
		return b->commas == 1 && !b->slashes &&
		               (b->hyphens ? b->hyphens == 1 && !b->hyphen_first && b->spaces == 1 : b->spaces || b->lines)
		           ? GAP_COMMA
		           : GAP_HARD;
	}
	if (b->slashes) {
		/* A hyphen may end the word before it: hypo-/hyperthyroidism. */
		return b->slashes == 1 && (!b->hyphens || (b->hyphens == 1 && b->hyphen_first && !b->spaces)) ? GAP_SLASH
		                                                                                              : GAP_HARD;
	}
	if (b->lines) {
		return !b->hyphens ? GAP_LINE : b->hyphen_before_line && b->hyphens == 1 ? GAP_BREAK : GAP_BARRIER;
	}
	if (b->hyphens) {
		return b->spaces > 1 ? GAP_HARD : b->hyphens == 1 ? GAP_HYPHEN : GAP_HARD;
	}
	return b->spaces ? GAP_SPACE : GAP_NONE;
}

void tokenizer_start(tokenizer *self, const char *text, size_t length)
{
	*self = (tokenizer){.text = (const unsigned char *)text, .length = length};
}

/* True where a word continues at `at`. */
static bool goes_on(const unsigned char *text, size_t length, size_t at)
{
	if (at >= length || ascii_class[text[at]] != WIDE) {
		return at < length && ascii_class[text[at]] != OTHER;
	}
	size_t size;
	int wide = wide_class(text + at, length - at, &size);
	return wide == WIDE_LETTER || wide == WIDE_MARK || wide == WIDE_DIGIT || wide == WIDE_GREEK;
}

/* The length of a possessive at `at`: apostrophe and s without a letter or digit behind. A bare apostrophe counts
 * after an s. */
static size_t possessive_at(const unsigned char *text, size_t length, size_t at, bool after_s)
{
	size_t mark = 1;
	bool bare = text[at] == '\''; /* an apostrophe that may lack its s */
	if (text[at] >= 0x80) {
		if (wide_class(text + at, length - at, &mark) != WIDE_APOSTROPHE) {
			return 0;
		}
		bare = mark == 3 && text[at + 2] == 0x99 && text[at + 1] == 0x80;
	} else if (!bare && text[at] != '`') {
		return 0;
	}
	size_t s = at + mark;
	if (s < length && (text[s] == 's' || text[s] == 'S') && !goes_on(text, length, s + 1)) {
		return mark + 1;
	}
	return after_s && bare && s < length && (text[s] == ' ' || text[s] == '\n') ? mark : 0;
}

static void count_hyphen(between *b)
{
	b->hyphen_first |= !b->hyphens && !b->spaces && !b->lines;
	b->hyphens++;
}

static void count_line(between *b)
{
	if (!b->lines) {
		b->hyphen_before_line = b->hyphens == 1 && b->hyphen_first;
	}
	b->lines++;
}

/* True for a soft hyphen at the end of a line. */
static bool breaks_word(const unsigned char *text, size_t length, size_t at)
{
	return length - at > 2 && text[at] == 0xc2 && text[at + 1] == 0xad &&
	       (text[at + 2] == '\n' || text[at + 2] == '\r');
}

/* Counts a character of several bytes of a gap. Its size; 0: it begins a token. */
static inline size_t read_wide(const unsigned char *text, size_t length, size_t at, between *b)
{
	size_t size;
	int wide = wide_class(text + at, length - at, &size);
	if (wide == WIDE_LETTER || wide == WIDE_DIGIT || wide == WIDE_GREEK) {
		return 0;
	}
	bool breaks = breaks_word(text, length, at);
	if (wide == WIDE_HYPHEN || breaks) {
		count_hyphen(b);
	} else if (wide == WIDE_LINE) {
		count_line(b);
	}
	b->spaces += wide == WIDE_SPACE;
	b->clause |= wide == WIDE_PARAGRAPH;
	b->others += (wide == WIDE_OTHER && !breaks) || wide == WIDE_BROKEN || wide == WIDE_APOSTROPHE;
	return size;
}

/* Reads the gap before the token at or behind self->at byte by byte, and moves there. False at the end of the
 * text. */
static bool read_gap(tokenizer *self, gap *out)
{
	const unsigned char *text = self->text;
	size_t at = self->at, length = self->length, before = at;
	between b = {0};
	for (; at < length; at++) {
		unsigned char byte = text[at];
		uint8_t class = ascii_class[byte];
		if (class == LETTER || class == DIGIT) {
			break;
		}
		if (class == WIDE) {
			size_t size = read_wide(text, length, at, &b);
			if (!size) {
				break;
			}
			at += size - 1;
			continue;
		}
		switch (byte) {
		case '\r':
			if (at + 1 < length && text[at + 1] == '\n') {
				break;
			}
			count_line(&b);
			break;
		case '\n': count_line(&b); break;
		case ' ':
		case '\t':
		case '\f':
		case '\v': b.spaces++; break;
		case '-': count_hyphen(&b); break;
		case ',': b.commas++; break;
		case '/': b.slashes++; break;
		case '.': b.stop = true; break;
		case '?':
		case '!': b.question = true; break;
		case ':':
			/* BCR::ABL1 is a newer spelling of BCR-ABL1. */
			if (RULE(COLONS_JOIN, at == before && length - at > 2 && text[at + 1] == ':' &&
			                          ascii_class[text[at + 2]] == LETTER)) {
				count_hyphen(&b);
				at++;
				break;
			}
			/* fall through */
		case ';':
			b.clause |= at + 1 >= length || text[at + 1] <= ' ';
			b.others++;
			break;
		default: b.others++; break;
		}
	}
	self->at = at;
	if (at >= length) {
		return false;
	}
	*out = self->started ? gap_of(&b, text, before, at) : GAP_BARRIER;
	return true;
}

/* The end of a token that contains a character that is not ASCII. */
static size_t wide_end(const tokenizer *self, size_t start, size_t at, token_kind *kind)
{
	const unsigned char *text = self->text;
	size_t length = self->length, size;
	if (at == start) {
		int wide = wide_class(text + at, length - at, &size);
		*kind = wide == WIDE_GREEK ? TOKEN_GREEK : wide == WIDE_DIGIT ? TOKEN_DIGITS : TOKEN_LETTERS;
	}
	uint8_t wanted = *kind == TOKEN_DIGITS ? DIGIT : LETTER;
	for (;;) {
		while (at < length && *kind != TOKEN_GREEK && ascii_class[text[at]] == wanted) {
			at++;
		}
		if (at >= length || ascii_class[text[at]] != WIDE) {
			return at;
		}
		int wide = wide_class(text + at, length - at, &size);
		bool fits = wide == WIDE_MARK || (wide == WIDE_LETTER && *kind == TOKEN_LETTERS) ||
		            (wide == WIDE_DIGIT && *kind == TOKEN_DIGITS) ||
		            (wide == WIDE_GREEK && *kind == TOKEN_GREEK && at == start) ||
		            (wide == WIDE_NOTHING && at + size < length && ascii_class[text[at + size]] == wanted);
		if (!fits) {
			return at;
		}
		at += size;
	}
}

/* The end of a run of ASCII letters. */
static inline size_t letters_end(const unsigned char *text, size_t at, size_t length)
{
#ifdef __SSE2__
	while (at + 16 <= length) {
		unsigned letters = token_letters(text + at);
		at += letters;
		if (letters < 16) {
			return at;
		}
	}
	if (length >= 16) {
		return at + token_letters_behind(text + length - 16, (unsigned)(at + 16 - length));
	}
#endif
	while (at < length && ascii_class[text[at]] == LETTER) {
		at++;
	}
	return at;
}

/* The gap that one byte makes alone, and with a space before or behind it; 0: GAP_HARD, as most. */
static const uint8_t gap_alone[128] = {
	[' '] = GAP_SPACE,  ['\t'] = GAP_SPACE, ['\f'] = GAP_SPACE,  ['\v'] = GAP_SPACE,  ['\n'] = GAP_LINE,
	['-'] = GAP_HYPHEN, ['/'] = GAP_SLASH,  ['?'] = GAP_BARRIER, ['!'] = GAP_BARRIER,
};
static const uint8_t gap_spaced[128] = {
	[' '] = GAP_SPACE,  ['\t'] = GAP_SPACE, ['\f'] = GAP_SPACE,  ['\v'] = GAP_SPACE,  ['\n'] = GAP_LINE,
	['-'] = GAP_HYPHEN, ['/'] = GAP_SLASH,  ['?'] = GAP_BARRIER, ['!'] = GAP_BARRIER, [','] = GAP_COMMA,
};

/* True where the gap may depend on more than this byte. */
static bool is_simple(unsigned char byte)
{
	return byte < 0x80 && byte != '.' && byte != ';' && byte != ':' && byte != '\r';
}

static bool is_word(unsigned char byte)
{
	return ascii_class[byte] == LETTER || ascii_class[byte] == DIGIT;
}

/* The length of the gap at `at` if it is empty, one byte, or one byte and a space; else 3. */
static inline size_t short_gap(const unsigned char *text, size_t at, gap *out)
{
	unsigned char first = text[at], second = text[at + 1];
	if (is_word(first)) {
		*out = GAP_NONE;
		return 0;
	}
	if (is_word(second)) {
		*out = is_simple(first) && gap_alone[first] ? gap_alone[first] : GAP_HARD;
		return is_simple(first) ? 1 : 3;
	}
	if (!is_word(text[at + 2])) {
		return 3;
	}
	if (first == '.' && second == ' ') {
		*out = RULE(STOP_OF_SAINT, is_saint(text, at)) ? GAP_SPACE
		       : ends_sentence(text, at, text[at + 2]) ? GAP_BARRIER
		                                               : GAP_HARD;
		return 2;
	}
	unsigned char other = first == ' ' ? second : first;
	if ((first != ' ' && second != ' ') || !is_simple(other)) {
		return 3;
	}
	*out = gap_spaced[other] ? gap_spaced[other] : GAP_HARD;
	return 2;
}

/* Rare cases are kept out of line, so that the rest needs few registers. */
#define RARE __attribute__((noinline))

/* Reads a longer gap, or one that depends on more, and moves behind it. False at the end of the text. */
static RARE bool long_gap(tokenizer *self, gap *out)
{
	bool found = read_gap(self, out);
	self->started |= found;
	return found;
}

/* Completes a token with a character that is not ASCII or an apostrophe at its start, inside, or behind it. */
static RARE void complete(tokenizer *self, token *out)
{
	const unsigned char *text = self->text;
	size_t at = out->end, length = self->length;
	if (ascii_class[text[at]] == WIDE) {
		token_kind kind = out->kind;
		size_t end = wide_end(self, out->start, at, &kind);
		out->kind = (uint8_t)kind;
		out->ascii = end == at;
		out->end = (uint32_t)end;
		at = end;
	}
	if (out->kind == TOKEN_LETTERS && at < length && (text[at] == '\'' || text[at] == '`' || text[at] >= 0x80)) {
		out->possessive = (uint8_t)possessive_at(text, length, at, text[at - 1] == 's');
	}
	self->at = at + out->possessive;
}

bool tokenizer_next(tokenizer *self, token *out)
{
	const unsigned char *text = self->text;
	size_t at = self->at, length = self->length;
	gap before = GAP_NONE;
	size_t size = self->started && length - at > 2 ? short_gap(text, at, &before) : 3;
	at += size;
	if (size == 3) {
		if (!long_gap(self, &before)) {
			return false;
		}
		at = self->at;
	}
	size_t start = at;
	uint8_t wanted = ascii_class[text[at]];
	if (wanted == LETTER) {
		at = letters_end(text, at + 1, length);
	} else if (wanted == DIGIT) {
		do {
			at++;
		} while (at < length && ascii_class[text[at]] == DIGIT);
	}
	*out = (token){.start = (uint32_t)start,
	               .end = (uint32_t)at,
	               .gap = (uint8_t)before,
	               .kind = wanted == DIGIT ? TOKEN_DIGITS : TOKEN_LETTERS,
	               .ascii = true};
	self->at = at;
	if (at < length && (text[at] >= 0x80 || text[at] == '\'' || text[at] == '`')) {
		complete(self, out);
	}
	return true;
}
