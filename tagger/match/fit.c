/* Decides by its policy whether a name fits the words of a text. */
#include "match/fit.h"

#include <string.h>

#include "core/ascii.h"
#include "core/transformation.h"
#include "match/rules.h"
#include "text/fold.h"
#include "text/word_list.h"

/* True for a transformation that an inverted heading excludes in its own order. "Abuse, Drug" is drug abuse, not
 * drugs of abuse; an adenomatous parathyroid is not Adenoma, Parathyroid. `own`: transformations of the
 * terminal. */
static inline bool inflects(unsigned by, unsigned own)
{
	return (by & (ONTO_BY_ORDER | ONTO_BY_DERIVED)) && !(own & ONTO_BY_ORDER);
}

static bool is_heading(const word_cache *cache, uint32_t name_text)
{
	return strchr(dictionary_text(cache->dictionary, name_text), ',');
}

bool fit_permits(const word_cache *cache, const reading *known, unsigned allowed, unsigned by)
{
	return !(by & ~(allowed & transformations_permitted(known->policy))) &&
	       !RULE(HEADING_AS_IT_IS, inflects(by, known->by) && is_heading(cache, known->text));
}

static bool is_plain(char c)
{
	return ascii_is_alphanumeric(c) || (unsigned char)c >= 0x80;
}

/* True where a name has a Greek letter, its name, or a character that is not ASCII among its words. */
static bool has_wide(const onto_dictionary *d, const terminal *terminal)
{
	for (size_t i = 0; i < terminal->count; i++) {
		if (d->lexicon.words.items[d->terminal_words.items[terminal->words + i]].flags & (WORD_GREEK | WORD_WIDE)) {
			return true;
		}
	}
	return false;
}

/* The form in which symbols are compared: letters and digits in their case, a Greek letter as its name. */
typedef struct plain {
	char text[FOLD_MAX * 2];
	size_t length;
} plain;

static bool add_plain(plain *self, const char *bytes, size_t length, uint8_t kind)
{
	char folded[FOLD_MAX];
	if (kind != TOKEN_GREEK && !is_ascii(bytes, length)) {
		length = fold_width(bytes, length, folded);
		bytes = folded;
	} else if (kind == TOKEN_GREEK || (length >= 2 && length <= 7)) {
		size_t folded_length = fold(bytes, length, folded);
		if (is_greek_name(folded, folded_length)) {
			length = folded_length;
			bytes = folded;
		}
	}
	if (length > sizeof self->text - self->length) {
		return false;
	}
	memcpy(self->text + self->length, bytes, length);
	self->length += length;
	return true;
}

/* The result of comparing letters and digits of a name and of a text, whatever separates them. */
typedef enum likeness { UNLIKE, LIKE_BUT_FOR_CASE, ALIKE } likeness;

static bool has_plain(const char *bytes)
{
	while (*bytes && !is_plain(*bytes)) {
		bytes++;
	}
	return *bytes;
}

/* Decides most symbols. `rest`: the number of the text's bytes after the end of the name; `last`: the last of
 * them. */
static likeness runs_alike(const word_cache *cache, const char *name, const fit_step *steps, size_t count,
                           size_t *rest, char *last)
{
	likeness found = ALIKE;
	for (size_t i = 0; i < count; i++) {
		const word_type *s = &cache->types.items[steps[i].word_type];
		const char *raw = word_cache_raw(cache, s);
		for (size_t k = 0; k < s->raw_length; k++) {
			while (*name && !is_plain(*name)) {
				name++;
			}
			if (!*name) {
				*rest += 1;
				*last = raw[k];
				continue;
			}
			char a = *name++, b = raw[k];
			if (a == b) {
				continue;
			}
			if ((a ^ b) != 0x20 || (a | 0x20) < 'a' || (a | 0x20) > 'z') {
				return UNLIKE;
			}
			found = LIKE_BUT_FOR_CASE;
		}
	}
	/* The possessive of a name is none of its letters. Whether the text has it too resolve/ asks. */
	return strcmp(name, "'s") == 0 || !has_plain(name) ? found : UNLIKE;
}

/* The type whose rules hold for a name. */
static onto_type type_of_name(const onto_dictionary *d, const terminal *terminal)
{
	return type_like(d->concepts.items[d->names.items[terminal->name].concept].type);
}

/* True where a symbol of capitals is also known in this case: p53; FoxP3 and mGluR1, with a number and a capital
 * behind a small letter; Bcr-Abl, of two long parts. Only if it is written in one piece. Foxp3 and
 * Brca1 are also how genes of mice are written: resolve/ tells. Not CCl4, Ca2+ and min-1. */
static bool is_known_in_this_case(const word_cache *cache, const terminal *terminal, const char *name,
                                  const fit_step *steps, size_t count)
{
	char letters[FOLD_MAX];
	size_t length = 0, digits = 0, inner = 0;
	for (; *name; name++) {
		if (ascii_is_lower(*name)) {
			return false;
		}
	}
	for (size_t i = 0; i < count; i++) {
		const word_type *s = &cache->types.items[steps[i].word_type];
		if (i && (steps[i].gap == GAP_SPACE || steps[i].gap == GAP_LINE || steps[i].gap == GAP_COMMA)) {
			return false;
		}
		if (s->kind == TOKEN_DIGITS) {
			digits += s->raw_length;
		} else if (s->raw_length > sizeof letters - length) {
			return false;
		} else {
			memcpy(letters + length, word_cache_raw(cache, s), s->raw_length);
			length += s->raw_length;
		}
	}
	for (size_t i = 1; i < length; i++) {
		inner += ascii_is_upper(letters[i]) && ascii_is_lower(letters[i - 1]);
	}
	if (digits && length == 1) {
		return RULE(CASE_OF_P, letters[0] == 'p' && digits >= 2);
	}
	bool marker = type_of_name(cache->dictionary, terminal) == ONTO_MARKER;
	if (RULE(CASE_OF_TITLE, marker && digits && length >= 3 && !inner && ascii_is_upper(letters[0]) &&
	                            ascii_is_lower(letters[1]))) {
		return true;
	}
	if (digits) {
		return RULE(CASE_INSIDE, length >= 3 && inner && letters[0] != 'p' &&
		                             !(ascii_is_upper(letters[0]) && ascii_is_upper(letters[1])));
	}
	return RULE(CASE_OF_PARTS,
	            count > 1 && length >= 6 && inner && ascii_is_upper(letters[0]) && ascii_is_lower(letters[1]));
}

/* True where a symbol of capitals may also be written as a word: Src, Sp1; rab5, cdc25c; c-jun. resolve/ asks for
 * support of these (RECASED), and the judge. Not for a word of everyday English. */
static bool is_like_word(const word_cache *cache, const terminal *terminal, const char *name, const fit_step *steps,
                         size_t count)
{
	enum { LEAST = 3, WORD_LEAST = 7, LETTERS_MOST = 31 };
	char letters[LETTERS_MOST + 1];
	size_t length = 0, digits = 0;
	bool has_small = false, has_capital = false;
	for (; *name; name++) {
		has_small |= ascii_is_lower(*name);
		has_capital |= ascii_is_upper(*name);
	}
	if (!has_capital || type_of_name(cache->dictionary, terminal) != ONTO_MARKER) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		const word_type *s = &cache->types.items[steps[i].word_type];
		if ((i && steps[i].gap != GAP_NONE && steps[i].gap != GAP_HYPHEN && !(digits && s->kind == TOKEN_DIGITS)) ||
		    s->raw_length > LETTERS_MOST - length) {
			return false;
		}
		const char *raw = word_cache_raw(cache, s);
		for (size_t k = 0; k < s->raw_length; k++) {
			if (s->kind == TOKEN_DIGITS) {
				digits++;
			} else {
				letters[length++] = raw[k];
			}
		}
	}
	if (!length || length + digits < LEAST) {
		return false;
	}
	for (size_t i = 1; i < length; i++) {
		if (!ascii_is_lower(letters[i])) {
			return false;
		}
	}
	bool title = ascii_is_upper(letters[0]);
	letters[0] = (char)(letters[0] | 0x20);
	letters[length] = '\0';
	bool small = digits ? length > 1 : count > 1 || (length >= WORD_LEAST && !has_small);
	if (title ? count == 1 || length == 2 : ascii_is_lower(letters[0]) && small) {
		return !word_list_is_everyday(letters) && !word_list_is_ordinary(letters) && !word_list_is_spelt(letters);
	}
	return false;
}

/* True where only the letter behind the number of a disease or a gene is small: GSD1a for GSD1A, CD49b. */
static bool is_lettered(const word_cache *cache, const terminal *terminal, const char *name, const fit_step *steps,
                        size_t count)
{
	const onto_dictionary *d = cache->dictionary;
	const word_type *last = &cache->types.items[steps[count - 1].word_type];
	if (count < 3 || last->raw_length != 1 || cache->types.items[steps[count - 2].word_type].kind != TOKEN_DIGITS ||
	    (type_of_name(d, terminal) == ONTO_MARKER ? word_cache_raw(cache, last)[0] == 's'
	                                              : type_of_name(d, terminal) != ONTO_DISEASE)) {
		return false;
	}
	for (size_t i = 0; i + 1 < count; i++) {
		const word_type *s = &cache->types.items[steps[i].word_type];
		for (size_t k = 0; k < s->raw_length; k++) {
			if (ascii_is_lower(word_cache_raw(cache, s)[k])) {
				return false;
			}
		}
	}
	return ascii_is_upper(name[strlen(name) - 1]);
}

/* True where a word has characters that are not ASCII: full-width, superscript, accented. */
static bool reads_wide(const word_cache *cache, const fit_step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (cache->types.items[steps[i].word_type].flags & WORD_TYPE_WIDE) {
			return true;
		}
	}
	return false;
}

/* A symbol is matched in its own case. A plural s in small letters may follow if the policy permits it. */
static bool symbol_fits(const word_cache *cache, const char *name, const terminal *terminal, const fit_step *steps,
                        size_t count, unsigned allowed, unsigned *by)
{
	bool plural = terminal->policy & ONTO_POLICY_PLURAL, any_case = allowed & ONTO_BY_CASE;
	size_t rest = 0;
	char last = '\0';
	likeness found = runs_alike(cache, name, steps, count, &rest, &last);
	if (found != UNLIKE && (!rest || RULE(SYMBOL_PLURAL, plural && rest == 1 && last == 's')) &&
	    (found == ALIKE || (any_case && (is_known_in_this_case(cache, terminal, name, steps, count) ||
	                                     RULE(CASE_OF_LETTER, is_lettered(cache, terminal, name, steps, count)) ||
	                                     RULE(CASE_OF_WORD, is_like_word(cache, terminal, name, steps, count)))))) {
		*by |= (rest ? ONTO_BY_PLURAL : 0) | (found == ALIKE ? 0 : ONTO_BY_CASE);
		return true;
	}
	if (!has_wide(cache->dictionary, terminal) && !reads_wide(cache, steps, count)) {
		return false;
	}
	plain written = {.length = 0}, read = {.length = 0};
	tokenizer t;
	token token;
	tokenizer_start(&t, name, strlen(name));
	while (tokenizer_next(&t, &token)) {
		if (!add_plain(&written, name + token.start, token.end - token.start, token.kind)) {
			return false;
		}
	}
	for (size_t i = 0; i < count; i++) {
		const word_type *s = &cache->types.items[steps[i].word_type];
		if (!add_plain(&read, word_cache_raw(cache, s), s->raw_length, s->kind)) {
			return false;
		}
	}
	if (read.length < written.length || memcmp(read.text, written.text, written.length) != 0) {
		return false;
	}
	if (read.length == written.length) {
		return true;
	}
	*by |= ONTO_BY_PLURAL;
	return plural && read.length == written.length + 1 && read.text[written.length] == 's';
}

/* Does a hard gap only set a number lower, or end it: PGE(2), H(2)O(2), A(2A) receptor? *lowered: within such. */
static bool is_subscript(const char *text, const token *here, bool first, bool *lowered)
{
	enum { DIGITS_MOST = 2 };
	uint32_t from = here[-1].end, length = here->start - from;
	/* A formula goes on before: H(2)O(2), S(c)O(2). */
	if (first && here[-1].start > 0 && (here[-1].gap == GAP_NONE || strchr(")]", text[here[-1].start - 1]))) {
		return false;
	}
	bool begins = length == 1 && text[from] == '(' && !*lowered && here->kind == TOKEN_DIGITS &&
	              here->end - here->start <= DIGITS_MOST && ascii_is_upper(text[from - 1]);
	bool ends = *lowered && text[from] == ')' &&
	            (length == 1 || (length == 2 && (text[from + 1] == ' ' || text[from + 1] == '-')));
	*lowered = begins || (*lowered && !ends);
	return begins || ends;
}

/* A gap that is more than a space or a hyphen must stand in the name too. A hard gap must be the same bytes, or set
 * a number lower. */
static bool gaps_fit(const char *name, const char *text, const token *tokens, const fit_step *steps, size_t count)
{
	tokenizer t;
	token token;
	uint32_t before = 0;
	bool lowered = false;
	tokenizer_start(&t, name, strlen(name));
	for (size_t i = 0; i < count; i++) {
		if (!tokenizer_next(&t, &token)) {
			return false;
		}
		if (i && steps[i].gap == GAP_HARD && token.gap <= GAP_HYPHEN && steps[i].token &&
		    RULE(GAP_SUBSCRIPT, is_subscript(text, &tokens[steps[i].token], i == 1, &lowered))) {
			before = token.end + token.possessive;
			continue;
		}
		if (i && steps[i].gap > GAP_LAST_SOFT) {
			if (token.gap != steps[i].gap) {
				return false;
			}
			if (token.gap == GAP_HARD && steps[i].token) {
				const struct token *here = &tokens[steps[i].token];
				uint32_t from = here[-1].end + here[-1].possessive, length = token.start - before;
				if (here->start - from != length || memcmp(text + from, name + before, length) != 0) {
					return false;
				}
			}
		}
		before = token.end + token.possessive;
	}
	return true;
}

/* True where the steps are consecutive in the text and written exactly as the name: the most frequent case by
 * far. */
static bool is_verbatim(const char *name, const char *text, const token *tokens, const fit_step *steps,
                        size_t count)
{
	const token *first = &tokens[steps[0].token], *last = &tokens[steps[count - 1].token];
	size_t length = last->end - first->start;
	return steps[count - 1].token - steps[0].token == count - 1 &&
	       strncmp(name, text + first->start, length) == 0 &&
	       strlen(name) == length; /* the text may have a NUL where the name ends */
}

static uint32_t text_of(const word_cache *cache, const terminal *terminal)
{
	return cache->dictionary->names.items[terminal->name].text;
}

/* True where the words fit, one by one. */
static bool words_fit(word_cache *cache, const terminal *terminal, const fit_step *steps, size_t count,
                      unsigned allowed, unsigned *by)
{
	const uint32_t *name_words = cache->dictionary->terminal_words.items + terminal->words;
	*by |= terminal->by;
	for (size_t i = 0; i < count; i++) {
		if (cache->types.items[steps[i].word_type].word != name_words[i] &&
		    !word_cache_relation(cache, steps[i].word_type, name_words[i], by)) {
			return false;
		}
	}
	return !(*by & ~(allowed & transformations_permitted(terminal->policy))) &&
	       !RULE(HEADING_AS_IT_IS, inflects(*by, terminal->by) && is_heading(cache, text_of(cache, terminal)));
}

bool fits_softly(word_cache *cache, const terminal *terminal, const fit_step *steps, size_t count, unsigned allowed,
                 unsigned *by)
{
	return words_fit(cache, terminal, steps, count, allowed, by) &&
	       (terminal->policy & ONTO_POLICY_CASE ||
	        symbol_fits(cache, dictionary_text(cache->dictionary, text_of(cache, terminal)), terminal, steps, count,
	                    allowed, by));
}

bool fits(word_cache *cache, const char *text, const token *tokens, const terminal *terminal, const fit_step *steps,
          size_t count, unsigned allowed, unsigned *by)
{
	unsigned bits = *by;
	bool hard = false, held = !(terminal->policy & ONTO_POLICY_CASE);
	for (size_t i = 1; i < count; i++) {
		hard |= steps[i].gap > GAP_LAST_SOFT;
	}
	if (!words_fit(cache, terminal, steps, count, allowed, &bits)) {
		return false;
	}
	if (!hard && !held) {
		*by = bits;
		return true;
	}
	const char *name = dictionary_text(cache->dictionary, text_of(cache, terminal));
	if (!*by && is_verbatim(name, text, tokens, steps, count)) {
		*by = bits;
		return true;
	}
	if (hard && (terminal->by & (ONTO_BY_ORDER | ONTO_BY_HYPHEN) || !gaps_fit(name, text, tokens, steps, count))) {
		return false;
	}
	if (held && !symbol_fits(cache, name, terminal, steps, count, allowed, &bits)) {
		return false;
	}
	*by = bits;
	return true;
}

/* Compares where only the case of ASCII letters differs, the frequent case. False where anything else may differ: a
 * full stop may make another gap before a small letter. */
static bool differ_by_case(const char *name, const char *text, size_t length, unsigned *by)
{
	*by = 0;
	for (size_t i = 0; i < length; i++) {
		char a = name[i], b = text[i];
		if (a != b) {
			if ((a ^ b) != 0x20 || (a | 0x20) < 'a' || (a | 0x20) > 'z') {
				return false;
			}
			*by = ONTO_BY_CASE;
		}
		if (a == '\0' || (unsigned char)a >= 0x80 || a == '.') {
			return false;
		}
	}
	return name[length] == '\0';
}

unsigned fit_surface(const char *name, const char *text, size_t length)
{
	tokenizer a, b;
	token x, y;
	unsigned by;
	if (strlen(name) == length && memcmp(name, text, length) == 0) {
		return 0;
	}
	if (differ_by_case(name, text, length, &by)) {
		return by;
	}
	by = 0;
	tokenizer_start(&a, name, strlen(name));
	tokenizer_start(&b, text, length);
	while (tokenizer_next(&a, &x) && tokenizer_next(&b, &y)) {
		size_t x_length = x.end - x.start, y_length = y.end - y.start;
		bool same = x_length == y_length && memcmp(name + x.start, text + y.start, x_length) == 0;
		if (!same) {
			if ((x.kind == TOKEN_GREEK) != (y.kind == TOKEN_GREEK)) {
				by |= ONTO_BY_GREEK;
			} else if (x.ascii && y.ascii) {
				size_t i = 0;
				while (i < x_length && i < y_length && (name[x.start + i] | 0x20) == (text[y.start + i] | 0x20)) {
					by |= name[x.start + i] != text[y.start + i] ? ONTO_BY_CASE : 0;
					i++;
				}
			} else {
				by |= ONTO_BY_FOLD;
			}
		}
		if (x.possessive != y.possessive && !x.possessive != !y.possessive) {
			by |= ONTO_BY_PLURAL;
		}
		if (x.gap != y.gap && x.gap != GAP_BARRIER) {
			by |= y.gap == GAP_LINE || y.gap == GAP_BREAK ? ONTO_BY_LINE : ONTO_BY_HYPHEN;
		}
	}
	return by;
}
