/* Finds sentences by the gaps between tokens.
 *
 * Most gaps are a space or a hyphen and are skipped. The bytes of the others are read once, for full stops, line
 * ends and bullets. A line end is intentional if the next word would have fitted into the line. The longest line of
 * the paragraph gives the width of lines. */
#include "text/sentence.h"

#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"

enum {
	NARROW = 50,        /* bytes; lines are never wrapped at less than this */
	CAPITAL_ROOM = 80,  /* percent of the width: a shorter line is short if a capital follows */
	SMALL_ROOM = 35,    /* the same if a small letter follows */
	LONGEST_LINE = 250, /* bytes; a longer line is a paragraph on one line */
	ABBREVIATION = 6,   /* letters of the longest abbreviation */
	ITEM_DIGITS = 2
};

/* Abbreviations that do not end a sentence: sorted, in lower case. */
static const char *const abbreviations[] = {
#include "text/abbreviations.inc"
};

/* Words that begin sentences, in contrast to a name after an initial. */
static const char *const openers[] = {
	"a",     "all",     "an",    "after", "although", "at",    "both", "by",  "during",  "for",  "he",    "her",
	"his",   "however", "if",    "in",    "it",       "no",    "on",   "our", "patient", "she",  "since", "the",
	"their", "there",   "these", "they",  "this",     "those", "thus", "to",  "we",      "when", "while", "with"};

/* The gap between two tokens. */
typedef struct between {
	unsigned lines;
	bool stop; /* a full stop directly after the token, or after a bracket that closes there */
	bool mark; /* the same for a question mark or exclamation mark */
	bool question;
	bool spaced;  /* white space after the full stop or the mark */
	bool colon;   /* directly before the first line end */
	bool comma;   /* likewise */
	bool bullet;  /* after the last line end */
	bool bracket; /* behind the number: 1) */
	bool alone;   /* the gap contains nothing but the full stop */
} between;

typedef struct finder {
	const char *text;
	const token *tokens;
	size_t count;
	sentence_vector *out;
	uint32_t first;       /* first token of the current sentence */
	bool line, item;      /* of that sentence */
	unsigned number;      /* of the last list item, 0: none */
	size_t line_start;    /* of the line at hand */
	size_t paragraph_end; /* `longest` is valid up to here */
	size_t longest;       /* line of the paragraph */
} finder;

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_among(const finder *f, uint32_t token, const char *const *words, size_t count)
{
	char word[16];
	const struct token *t = &f->tokens[token];
	size_t length = t->end - t->start;
	if (length >= sizeof word) {
		return false;
	}
	for (size_t i = 0; i < length; i++) {
		word[i] =
			ascii_is_upper(f->text[t->start + i]) ? (char)(f->text[t->start + i] | 0x20) : f->text[t->start + i];
	}
	word[length] = '\0';
	for (size_t low = 0, high = count; low < high;) {
		size_t middle = (low + high) / 2;
		int order = (unsigned char)word[0] - (unsigned char)words[middle][0];
		order = order ? order : strcmp(word, words[middle]);
		if (order == 0) {
			return true;
		}
		low = order > 0 ? middle + 1 : low;
		high = order > 0 ? high : middle;
	}
	return false;
}

#define IS_AMONG(f, token, words) is_among((f), (token), (words), sizeof(words) / sizeof *(words))

/* The length of the bullet at `at`; 0 where there is none. */
static size_t bullet_at(const char *text, size_t at, size_t end)
{
	static const char *const bullets[] = {"-",      "*",      "\u2022", "\u25aa", "\u25cf",
	                                      "\u00b7", "\u2013", "\u25e6", "\uf0b7", "#"};
	for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
		size_t length = strlen(bullets[i]);
		if (end - at >= length && memcmp(text + at, bullets[i], length) == 0) {
			return length;
		}
	}
	return 0;
}

/* Reads the bytes before a token and moves the line's start to after the last line end. */
static between read_between(finder *f, uint32_t token)
{
	const char *text = f->text;
	const struct token *before = &f->tokens[token - 1];
	size_t from = before->end + before->possessive, end = f->tokens[token].start;
	between b = {.alone = end - from == 1 && text[from] == '.'};
	bool touching = true; /* nothing but closing signs so far */
	char last = '\0';
	b.bracket = end > from && text[from] == ')';
	for (size_t at = from; at < end; at++) {
		char c = text[at];
		bool white = c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
		b.spaced |= white && (b.stop || b.mark);
		if (c == '\n' || (c == '\r' && (at + 1 == end || text[at + 1] != '\n'))) {
			b.colon |= !b.lines && last == ':';
			b.comma |= !b.lines && last == ',';
			b.lines++;
			f->line_start = at + 1;
			b.bullet = false;
		} else if (!white) {
			b.bullet |= f->line_start > from && last == '\n' && bullet_at(text, at, end);
			b.stop |= touching && c == '.';
			b.question |= touching && c == '?';
			b.mark |= touching && (c == '?' || c == '!');
			touching &= c == ')' || c == ']' || c == '"' || c == '\'' || c == '.' || (unsigned char)c >= 0x80 ||
			            c == '+' || c == '%';
		} else {
			touching &= at + 1 < end && text[at + 1] == '%'; /* 80 %. */
		}
		last = white && c != '\n' ? last : c;
	}
	b.spaced |= b.lines && (b.stop || b.mark);
	return b;
}

/* The length of the longest line in the paragraph around a place. An empty line ends a paragraph. */
static size_t longest_line(finder *f, size_t at)
{
	size_t end = f->tokens[f->count - 1].end;
	if (at < f->paragraph_end) {
		return f->longest;
	}
	f->longest = NARROW;
	for (size_t start = at; start < end;) {
		const char *newline = memchr(f->text + start, '\n', end - start);
		size_t stop = newline ? (size_t)(newline - f->text) : end;
		if (stop - start > f->longest && stop - start <= LONGEST_LINE) {
			f->longest = stop - start;
		}
		f->paragraph_end = start = stop + 1;
		if (start < end && (f->text[start] == '\n' || f->text[start] == '\r')) {
			break;
		}
	}
	return f->longest;
}

/* True where a line has columns: a bar, a tab or several spaces between its words. */
static bool is_row(const finder *f, size_t from, size_t end)
{
	enum { SPACES = 3 };
	size_t spaces = 0;
	bool word = false;
	for (size_t at = from; at < end; at++) {
		char c = f->text[at];
		if (c == '|') {
			return true;
		}
		if (c == ' ' || c == '\t') {
			spaces += c == '\t' ? SPACES : 1;
			continue;
		}
		if (word && spaces >= SPACES) {
			return true;
		}
		word = true;
		spaces = 0;
	}
	return false;
}

/* True where a line begins with the name of a field: Tumor deposits: none. */
static bool begins_field(const finder *f, uint32_t token)
{
	enum { NAME = 40, WORDS = 5 };
	size_t from = f->tokens[token].start, end = f->tokens[f->count - 1].end;
	unsigned words = 1;
	if (!ascii_is_upper(f->text[from])) {
		return false;
	}
	for (size_t at = from + 1; at + 1 < end && at - from < NAME && words <= WORDS; at++) {
		char c = f->text[at];
		if (c == ':') {
			return f->text[at + 1] == ' ' || f->text[at + 1] == '\n' || f->text[at + 1] == '\t';
		}
		if (c == '\n' || c == '.' || c == ',' || c == ';') {
			return false;
		}
		words += c == ' ';
	}
	return false;
}

/* True where the writer ended the line and did not wrap it. The line begins at `from`. */
static bool breaks_line(finder *f, uint32_t token, size_t from, const between *b)
{
	static const char *const open[] = {"a",  "an", "and", "are", "as", "at",  "by", "for", "from", "had",
	                                   "in", "is", "of",  "on",  "or", "the", "to", "was", "were", "with"};
	const struct token *t = &f->tokens[token];
	char next = f->text[t->start];
	if (b->comma || t->gap == GAP_BREAK) {
		return false;
	}
	if (is_row(f, from, f->tokens[token - 1].end) || begins_field(f, token)) {
		return true;
	}
	if (IS_AMONG(f, token - 1, open)) {
		return false;
	}
	if (b->lines > 1 && !is_lower(next)) {
		return true;
	}
	size_t line = f->tokens[token - 1].end - from, longest = longest_line(f, from);
	size_t filled = line + 1 + (t->end - t->start);
	return line > LONGEST_LINE || filled * 100 < longest * (is_lower(next) ? SMALL_ROOM : CAPITAL_ROOM);
}

/* The number of a list item, judged by the token and what follows it; 0 where it is none. */
static unsigned item_number(const finder *f, uint32_t token)
{
	const struct token *t = &f->tokens[token];
	unsigned number = 0;
	if (t->kind != TOKEN_DIGITS || t->end - t->start > ITEM_DIGITS || token + 1 >= f->count || !t->ascii) {
		return 0;
	}
	const char *behind = f->text + t->end;
	if (f->tokens[token + 1].start - t->end < 2 || (*behind != '.' && *behind != ')') ||
	    (behind[1] != ' ' && behind[1] != '\t' && behind[1] != '\n')) {
		return 0;
	}
	for (uint32_t at = t->start; at < t->end; at++) {
		number = number * 10 + (unsigned)(f->text[at] - '0');
	}
	return number;
}

/* True where the full stop after the previous token ends a sentence. */
static bool stops(const finder *f, uint32_t token, const between *b)
{
	const struct token *last = &f->tokens[token - 1], *t = &f->tokens[token];
	const char *text = f->text;
	char next = text[t->start];
	size_t length = last->end - last->start;
	if (!b->spaced) { /* fever.She */
		return b->alone && last->kind == TOKEN_LETTERS && length > 3 && is_lower(text[last->end - 1]) &&
		       ascii_is_upper(next) && t->end - t->start > 1 && is_lower(text[t->start + 1]);
	}
	if (last->kind == TOKEN_DIGITS) {
		bool decimal = token > 1 && text[last->start - 1] == '.' && last[-1].kind == TOKEN_DIGITS;
		if (decimal) {
			return true;
		}
		return !(token - 1 == f->first && length <= ITEM_DIGITS) && !(is_lower(next) && length <= ITEM_DIGITS);
	}
	if (last->gap == GAP_SLASH && (b->lines || !is_lower(next))) {
		return true; /* mmol/L. */
	}
	bool no = length == 2 && ascii_begins_same(text + last->start, "no", 2); /* "No. 5", but "Fever? No. Cough?" */
	if (length <= ABBREVIATION && IS_AMONG(f, token - 1, abbreviations) && last->gap != GAP_NONE &&
	    !(length == 1 && ascii_is_upper(text[last->start])) && !(no && t->kind != TOKEN_DIGITS)) {
		return false;
	}
	if (length == 1 && ascii_is_upper(text[last->start]) && last->gap == GAP_SPACE && text[last->end] == '.') {
		return IS_AMONG(f, token, openers) && ascii_is_upper(next);
	}
	bool dotted = length == 1 && is_lower(text[last->start]) && last->start > 1 && text[last->start - 1] == '.' &&
	              ascii_is_alphanumeric(text[last->start - 2]);
	if (dotted) { /* n.v. <2.1 */
		return ascii_is_upper(next);
	}
	return !is_lower(next) || length > 3;
}

static bool ends_before(finder *f, uint32_t token)
{
	size_t from = f->line_start;
	between b = read_between(f, token);
	unsigned item = item_number(f, token);
	const struct token *t = &f->tokens[token];
	char next = f->text[t->start];
	bool listed = token - 1 == f->first && f->item && !f->tokens[token - 1].possessive && item_number(f, token - 1);
	bool ends = false;
	if (listed) {
		ends = false; /* after the number of a list item */
	} else if (b.lines && (b.bullet || item)) {
		ends = true;
	} else if (b.lines && b.colon) {
		ends = !is_lower(next);
	} else if ((b.stop && stops(f, token, &b)) || (b.mark && b.spaced && !(b.question && is_lower(next)))) {
		ends = true;
	} else if (b.lines) {
		ends = breaks_line(f, token, from, &b);
	} else if (item && (item == f->number + 1 || f->text[t->start - 1] == ':' ||
	                    (t->start > 1 && f->text[t->start - 2] == ':'))) {
		ends = token + 1 < f->count && !is_lower(f->text[f->tokens[token + 1].start]);
	}
	if (ends) {
		f->number = item ? item : b.lines > 1 ? 0 : f->number;
		f->item = b.bullet || item;
		f->line = b.lines > 0;
	}
	return ends;
}

/* True where the text begins with a bullet or a list number. */
static void begin(finder *f)
{
	size_t at = 0, end = f->tokens[0].start;
	while (at < end && (f->text[at] == ' ' || f->text[at] == '\n' || f->text[at] == '\r' || f->text[at] == '\t')) {
		at++;
	}
	f->line = true;
	f->number = item_number(f, 0);
	f->item = f->number || (at < end && bullet_at(f->text, at, end));
}

/* True where the gap before a token has a byte that may end a sentence. */
static bool has_sign(const finder *f, uint32_t token)
{
	const struct token *last = &f->tokens[token - 1];
	for (const char *at = f->text + last->end, *end = f->text + f->tokens[token].start; at < end; at++) {
		if (*at == '.' || *at == '?' || *at == '!' || *at == '\n' || *at == '\r') {
			return true;
		}
	}
	return false;
}

/* True where the gap before a token must be read. */
static inline bool may_end(const finder *f, uint32_t token)
{
	const struct token *t = &f->tokens[token], *last = t - 1;
	const char *text = f->text;
	switch (t->gap) {
	case GAP_NONE:
	case GAP_HYPHEN:
	case GAP_SLASH: return false;
	case GAP_SPACE:
		return t->kind == TOKEN_DIGITS && token + 1 < f->count && (text[t->end] == '.' || text[t->end] == ')');
	case GAP_COMMA: return text[t->start - 1] != ' ' && has_sign(f, token);
	case GAP_HARD:
		if (t->start - last->end == 1) {
			return text[last->end] == '.' && t->kind == TOKEN_LETTERS && last->kind == TOKEN_LETTERS;
		}
		return has_sign(f, token);
	case GAP_BARRIER: return t->kind == TOKEN_DIGITS || has_sign(f, token);
	default: return true;
	}
}

/* The commonest end: a word of several letters that is no abbreviation, a full stop, a space and a capital. */
static inline bool plainly_ends(const finder *f, uint32_t token)
{
	const struct token *t = &f->tokens[token], *last = t - 1;
	size_t length = last->end - last->start;
	return t->gap == GAP_BARRIER && t->start - last->end == 2 && f->text[last->end] == '.' &&
	       ascii_is_upper(f->text[t->start]) && last->kind == TOKEN_LETTERS &&
	       (length > ABBREVIATION ||
	        (length > 1 && f->text[t->start - 1] == ' ' && !IS_AMONG(f, token - 1, abbreviations)));
}

/* Ends the current sentence before a token if it ends there. False where memory ran out. */
static bool end_before(finder *f, uint32_t token)
{
	sentence done = {f->first, token, f->line, f->item};
	if (plainly_ends(f, token)) {
		f->line = f->item = false;
	} else if (!ends_before(f, token)) {
		return true;
	}
	f->first = token;
	return vector_push(f->out, done);
}

static bool end_last(const finder *f)
{
	return vector_push(f->out, ((sentence){f->first, (uint32_t)f->count, f->line, f->item}));
}

bool sentences_find(sentence_vector *out, const char *text, const token *tokens, size_t count)
{
	finder f = {.text = text, .tokens = tokens, .count = count, .out = out};
	out->count = 0;
	if (!count) {
		return true;
	}
	begin(&f);
	for (uint32_t t = 1; t < count; t++) {
		bool word = tokens[t].gap == GAP_SPACE && tokens[t].kind != TOKEN_DIGITS;
		if (!word && may_end(&f, t) && !end_before(&f, t)) {
			return false;
		}
	}
	return end_last(&f);
}

bool sentences_find_at(sentence_vector *out, const char *text, const token *tokens, size_t count,
                       const uint32_t *hard, size_t hard_count)
{
	finder f = {.text = text, .tokens = tokens, .count = count, .out = out};
	out->count = 0;
	if (!count) {
		return true;
	}
	begin(&f);
	for (size_t i = 0; i < hard_count; i++) {
		uint32_t t = hard[i];
		bool number = t > 1 && tokens[t - 1].kind == TOKEN_DIGITS && tokens[t - 1].gap == GAP_SPACE;
		if ((number && may_end(&f, t - 1) && !end_before(&f, t - 1)) ||
		    (t && may_end(&f, t) && !end_before(&f, t))) {
			return false;
		}
	}
	return end_last(&f);
}

size_t sentence_of(const sentence_vector *sentences, uint32_t token)
{
	size_t low = 0, high = sentences->count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (sentences->items[middle].first <= token) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return low;
}
