#include "match/fit.h"

#include <string.h>

#include "text/fold.h"

/* What a policy permits, as ONTO_BY_ bits; the rest is always permitted. */
static unsigned permitted(unsigned policy)
{
	unsigned by = ~(unsigned)(ONTO_BY_CASE | ONTO_BY_PLURAL | ONTO_BY_SPELLING | ONTO_BY_DERIVED | ONTO_BY_ORDER);
	by |= policy & ONTO_POLICY_CASE ? ONTO_BY_CASE : 0;
	by |= policy & ONTO_POLICY_PLURAL ? ONTO_BY_PLURAL : 0;
	by |= policy & ONTO_POLICY_SPELLING ? ONTO_BY_SPELLING : 0;
	by |= policy & ONTO_POLICY_DERIVED ? ONTO_BY_DERIVED : 0;
	by |= policy & ONTO_POLICY_ORDER ? ONTO_BY_ORDER : 0;
	return by;
}

bool fit_permits(unsigned policy, unsigned allowed, unsigned by)
{
	return !(by & ~(allowed & permitted(policy)));
}

static bool is_plain(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Has a name a Greek letter, or its name, among its words? */
static bool has_greek(const onto_dictionary *d, const ending *ending)
{
	for (size_t i = 0; i < ending->count; i++) {
		if (d->lexicon.words.items[d->ending_words.items[ending->words + i]].flags & WORD_GREEK) {
			return true;
		}
	}
	return false;
}

/* Letters and digits of a name in their case, a Greek letter as its name; the form in which a symbol is compared. */
typedef struct plain {
	char text[FOLD_MAX * 2];
	size_t length;
} plain;

static bool add_plain(plain *self, const char *bytes, size_t length, uint8_t kind)
{
	char folded[FOLD_MAX];
	if (kind == TOKEN_GREEK || (length >= 2 && length <= 7)) {
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

/* The same letters and digits one after the other, whatever stands between them: most symbols fit, or not, by this. `rest` is what
 * is left of the text's when the name's are used up. */
static bool runs_alike(const words *words, const char *name, const fit_step *steps, size_t count, size_t *rest,
                       char *last)
{
	for (size_t i = 0; i < count; i++) {
		const seen *s = &words->seen.items[steps[i].seen];
		const char *raw = words_raw(words, s);
		for (size_t k = 0; k < s->raw_length; k++) {
			while (*name && !is_plain(*name)) {
				name++;
			}
			if (!*name) {
				*rest += 1;
				*last = raw[k];
			} else if (*name++ != raw[k]) {
				return false;
			}
		}
	}
	while (*name && !is_plain(*name)) {
		name++;
	}
	return !*name;
}

/* A symbol is matched as it is written; a plural s in small letters may follow where the policy lets it. */
static bool symbol_fits(const words *words, const char *name, const ending *ending, const fit_step *steps, size_t count,
                        bool plural, unsigned *by)
{
	size_t rest = 0;
	char last = '\0';
	if (runs_alike(words, name, steps, count, &rest, &last) && (!rest || (plural && rest == 1 && last == 's'))) {
		*by |= rest ? ONTO_BY_PLURAL : 0;
		return true;
	}
	if (!has_greek(words->dictionary, ending)) {
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
		const seen *s = &words->seen.items[steps[i].seen];
		if (!add_plain(&read, words_raw(words, s), s->raw_length, s->kind)) {
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

/* A gap that is more than a space or a hyphen must stand in the name as well. A hard one must be the same bytes. */
static bool gaps_fit(const char *name, const char *text, const token *tokens, const fit_step *steps, size_t count)
{
	tokenizer t;
	token token;
	uint32_t before = 0;
	tokenizer_start(&t, name, strlen(name));
	for (size_t i = 0; i < count; i++) {
		if (!tokenizer_next(&t, &token)) {
			return false;
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

/* Do the steps stand in the text one after the other just as the name is written? The commonest case by far. */
static bool is_verbatim(const char *name, const char *text, const token *tokens, const fit_step *steps, size_t count)
{
	const token *first = &tokens[steps[0].token], *last = &tokens[steps[count - 1].token];
	size_t length = last->end - first->start;
	return steps[count - 1].token - steps[0].token == count - 1 && strncmp(name, text + first->start, length) == 0 &&
	       name[length] == '\0';
}

/* Do the words fit, one by one? */
static bool words_fit(words *words, const ending *ending, const fit_step *steps, size_t count, unsigned allowed, unsigned *by)
{
	const uint32_t *name_words = words->dictionary->ending_words.items + ending->words;
	*by |= ending->by;
	for (size_t i = 0; i < count; i++) {
		if (words->seen.items[steps[i].seen].word != name_words[i] &&
		    !words_related(words, steps[i].seen, name_words[i], by)) {
			return false;
		}
	}
	return !(*by & ~(allowed & permitted(ending->policy)));
}

static const char *written(const words *words, const ending *ending)
{
	return dictionary_text(words->dictionary, words->dictionary->names.items[ending->name].text);
}

bool fits_softly(words *words, const ending *ending, const fit_step *steps, size_t count, unsigned allowed, unsigned *by)
{
	return words_fit(words, ending, steps, count, allowed, by) &&
	       (ending->policy & ONTO_POLICY_CASE || symbol_fits(words, written(words, ending), ending, steps, count,
	                                                         ending->policy & ONTO_POLICY_PLURAL, by));
}

bool fits(words *words, const char *text, const token *tokens, const ending *ending, const fit_step *steps, size_t count,
          unsigned allowed, unsigned *by)
{
	unsigned bits = *by;
	bool hard = false, held = !(ending->policy & ONTO_POLICY_CASE);
	for (size_t i = 1; i < count; i++) {
		hard |= steps[i].gap > GAP_LAST_SOFT;
	}
	if (!words_fit(words, ending, steps, count, allowed, &bits)) {
		return false;
	}
	if (!hard && !held) {
		*by = bits;
		return true;
	}
	const char *name = written(words, ending);
	if (!*by && is_verbatim(name, text, tokens, steps, count)) {
		*by = bits;
		return true;
	}
	if (hard && (ending->by & (ONTO_BY_ORDER | ONTO_BY_HYPHEN) || !gaps_fit(name, text, tokens, steps, count))) {
		return false;
	}
	if (held && !symbol_fits(words, name, ending, steps, count, ending->policy & ONTO_POLICY_PLURAL, &bits)) {
		return false;
	}
	*by = bits;
	return true;
}

unsigned fit_surface(const char *name, const char *text, size_t length)
{
	tokenizer a, b;
	token x, y;
	unsigned by = 0;
	if (strlen(name) == length && memcmp(name, text, length) == 0) {
		return 0;
	}
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
