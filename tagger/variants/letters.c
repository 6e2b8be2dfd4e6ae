/* The letters of a short form, looked for in the words before it. */
#include "variants/letters.h"

#include <string.h>

#include "core/ascii.h"
#include "variants/rules.h"

static bool is_alnum(unsigned char c)
{
	return ascii_is_digit(c) || ascii_is_lower(c) || ascii_is_upper(c) || c >= 0x80;
}

static unsigned char small(unsigned char c)
{
	return ascii_is_upper(c) ? c | 0x20 : c;
}

/* Extracts the letters and digits of a short form, in small letters. Returns their number; 0 where there are too
 * many. A plural s in small letters behind capitals is dropped. */
static size_t letters_of(const char *text, size_t from, size_t to, char out[SHORT_MOST + 1])
{
	size_t count = 0;
	if (RULE(SHORT_PLURAL, to - from >= 3 && text[to - 1] == 's' && ascii_is_upper(text[to - 2]))) {
		to--;
	}
	for (size_t i = from; i < to; i++) {
		unsigned char c = (unsigned char)text[i];
		if (is_alnum(c)) {
			if (count == SHORT_MOST) {
				return 0;
			}
			out[count++] = (char)small(c);
		}
	}
	return count;
}

static bool is_filler(const analysis *doc, const word_cache *cache, uint32_t token)
{
	return cache->types.items[doc->word_types.items[token]].flags & WORD_TYPE_FILLER;
}

/* True for a word that no long form begins with: "by penicilloylated bovine IgG". */
static bool begins_badly(const analysis *doc, const word_cache *cache, uint32_t token)
{
	return cache->types.items[doc->word_types.items[token]].flags & WORD_TYPE_BEHIND;
}

/* Each letter begins a word; fillers may be skipped. Returns the first token, or UINT32_MAX where the form does not
 * fit. */
static uint32_t initials(const analysis *doc, const word_cache *cache, const char *letters, size_t count,
                         uint32_t least, uint32_t end)
{
	uint32_t at = end;
	for (size_t i = count; i-- > 0;) {
		for (;;) {
			if (at == least) {
				return UINT32_MAX;
			}
			at--;
			/* No long form begins with a preposition, whose letter may be that of the word before: onset of
			 * arthritis (OA). */
			bool behind = i == 0 && at > least && is_filler(doc, cache, at) &&
			              RULE(LONG_BEGINS_BADLY, begins_badly(doc, cache, at));
			if (!behind &&
			    small((unsigned char)doc->text[doc->tokens.items[at].start]) == (unsigned char)letters[i]) {
				break;
			}
			if (i + 1 == count || !RULE(LONG_FILLERS, is_filler(doc, cache, at))) {
				return UINT32_MAX;
			}
		}
	}
	return at;
}

/* The letters begin the preceding words, one each, in another order: myotonic dystrophy (DM), from the Latin. */
static uint32_t inverted_initials(const analysis *doc, const char *letters, size_t count, uint32_t least,
                                  uint32_t end)
{
	unsigned used = 0;
	if (count < 2 || count > 4 || end - least < count) {
		return UINT32_MAX;
	}
	for (uint32_t at = end - (uint32_t)count; at < end; at++) {
		const token *t = &doc->tokens.items[at];
		size_t i = 0;
		while (i < count && (used & 1u << i || letters[i] != (char)small((unsigned char)doc->text[t->start]))) {
			i++;
		}
		if (i == count || t->end - t->start < 4 || (at > end - count && t->gap > GAP_LAST_SOFT)) {
			return UINT32_MAX;
		}
		used |= 1u << i;
	}
	return end - (uint32_t)count;
}

/* Schwartz and Hearst: letters from right to left anywhere, the first at the start of a word. */
static uint32_t anywhere(const analysis *doc, const char *letters, size_t count, uint32_t least, uint32_t end)
{
	size_t low = doc->tokens.items[least].start, at = doc->tokens.items[end - 1].end;
	for (size_t i = count; i-- > 0;) {
		for (;;) {
			if (at == low) {
				return UINT32_MAX;
			}
			at--;
			if (small((unsigned char)doc->text[at]) == (unsigned char)letters[i] &&
			    (i > 0 || at == low || !is_alnum((unsigned char)doc->text[at - 1]))) {
				break;
			}
		}
	}
	uint32_t token = end - 1;
	while (token > least && doc->tokens.items[token].start > at) {
		token--;
	}
	return doc->tokens.items[token].start == at ? token : UINT32_MAX;
}

/* The number of words in a token range. Tokens joined by a hyphen or nothing are one word. */
static size_t words_in(const analysis *doc, uint32_t from, uint32_t to)
{
	size_t count = from < to;
	for (uint32_t i = from + 1; i < to; i++) {
		count += doc->tokens.items[i].gap != GAP_HYPHEN && doc->tokens.items[i].gap != GAP_NONE;
	}
	return count;
}

bool letters_all_small(const analysis *doc, uint32_t from, uint32_t to)
{
	for (size_t i = doc->tokens.items[from].start; i < doc->tokens.items[to - 1].end; i++) {
		if (doc->text[i] < 'a' || doc->text[i] > 'z') {
			return false;
		}
	}
	return true;
}

/* Extends a long form to the left by its numbers and Greek letters: 2,6-diaminopurine (DAP), alpha-tocopherol
 * (T). */
static uint32_t whole_word(const analysis *doc, const word_cache *cache, uint32_t from, uint32_t least)
{
	while (from > least) {
		const token *t = &doc->tokens.items[from], *before = t - 1;
		bool joined = t->start - before->end <= 2 && doc->text[before->end] != ' ' &&
		              doc->text[t->start - 1] != ' ' && doc->text[before->end] != '\n' &&
		              doc->text[t->start - 1] != '\n' && t->gap != GAP_SLASH && t->gap != GAP_BARRIER;
		const word_type *s = &cache->types.items[doc->word_types.items[from - 1]];
		bool locant =
			before->kind != TOKEN_LETTERS || before->end - before->start <= 1 ||
			is_greek_name(word_cache_folded(cache, s), s->folded_length) ||
			RULE(LONG_NEGATED, s->folded_length == 3 && memcmp(word_cache_folded(cache, s), "non", 3) == 0);
		if (!joined || !locant) {
			break;
		}
		from--;
	}
	return from;
}

/* True where a long form contains its short form as it is, as "GM1 ganglioside" contains GM1. */
static bool holds(const analysis *doc, uint32_t from, uint32_t end, uint32_t short_from, uint32_t short_to)
{
	uint32_t count = short_to - short_from;
	for (uint32_t i = from; i + count <= end; i++) {
		uint32_t same = 0;
		while (same < count && doc->word_types.items[i + same] == doc->word_types.items[short_from + same]) {
			same++;
		}
		if (same == count) {
			return true;
		}
	}
	return false;
}

/* True where the brackets within [from, end) are balanced. One that is still open may be closed directly behind. */
static bool is_balanced(const analysis *doc, uint32_t from, uint32_t end)
{
	size_t at = doc->tokens.items[from].start, to = doc->tokens.items[end - 1].end;
	int depth = 0;
	for (; at < to && depth >= 0; at++) {
		depth += (doc->text[at] == '(' || doc->text[at] == '[') - (doc->text[at] == ')' || doc->text[at] == ']');
	}
	return depth == 0 || (depth == 1 && to < doc->length && (doc->text[to] == ')' || doc->text[to] == ']'));
}

uint32_t letters_long_form(const analysis *doc, const word_cache *cache, uint32_t short_from, uint32_t short_to,
                           uint32_t least, uint32_t end, bool strict, bool *initial)
{
	char letters[SHORT_MOST + 1];
	size_t count =
		letters_of(doc->text, doc->tokens.items[short_from].start, doc->tokens.items[short_to - 1].end, letters);
	if (count == 0 || end <= least) {
		return UINT32_MAX;
	}
	uint32_t from = initials(doc, cache, letters, count, least, end);
	*initial = from != UINT32_MAX;
	/* One letter stands for one word of some length. Small letters alone stand for the first letters of words. */
	bool small_only = strict || RULE(SHORT_SMALL, doc->text[doc->tokens.items[short_from].start] >= 'a' &&
	                                                  letters_all_small(doc, short_from, short_to));
	if (RULE(SHORT_LETTER, count == 1 && (from == UINT32_MAX ||
	                                      doc->tokens.items[from].end - doc->tokens.items[from].start < 4))) {
		return UINT32_MAX;
	}
	if (RULE(LONG_ANYWHERE, from == UINT32_MAX && !small_only)) {
		from = anywhere(doc, letters, count, least, end);
	}
	/* Two words in inverted order are better evidence than two letters within the last one: transepithelial
	 * resistance (Rt). */
	if (RULE(LONG_INVERTED, (from == UINT32_MAX || from + 1 == end) && !small_only)) {
		uint32_t inverted = inverted_initials(doc, letters, count, least, end);
		*initial |= inverted != UINT32_MAX;
		from = inverted == UINT32_MAX ? from : inverted;
	}
	if (from == UINT32_MAX || RULE(LONG_BEGINS_BADLY, begins_badly(doc, cache, from))) {
		return UINT32_MAX;
	}
	from = RULE(LONG_LOCANTS, true) ? whole_word(doc, cache, from, least) : from;
	size_t long_bytes = doc->tokens.items[end - 1].end - doc->tokens.items[from].start;
	if (RULE(LONG_UNBALANCED, !is_balanced(doc, from, end))) {
		return UINT32_MAX;
	}
	size_t most = count + 5 < count * 2 ? count + 5 : count * 2;
	if (RULE(LONG_TOO_LONG, words_in(doc, from, end) > most + (count == 1)) ||
	    RULE(LONG_TOO_SHORT, long_bytes <= count + 1)) {
		return UINT32_MAX;
	}
	return RULE(LONG_HOLDS_SHORT, holds(doc, from, end, short_from, short_to)) ? UINT32_MAX : from;
}
