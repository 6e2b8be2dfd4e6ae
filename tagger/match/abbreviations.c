#include "match/abbreviations.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"

enum { SHORT_MOST = 12, SHORT_TOKENS = 6, LONG_TOKENS = 24, INSIDE_TOKENS = 24 };

void abbreviations_free(abbreviations *self)
{
	vector_free(&self->found);
	vector_free(&self->marks);
	vector_free(&self->next);
	vector_free(&self->silenced);
}

/* ---- does a short form fit a long one? ---------------------------------------------------------------------------- */

static bool is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

static unsigned char small(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

/* The letters and digits of a short form, in small letters. Returns how many; 0 where there are too many. A plural s in
 * small letters after capitals does not count. */
static size_t letters_of(const char *text, size_t from, size_t to, char out[SHORT_MOST + 1])
{
	size_t count = 0;
	if (to - from >= 3 && text[to - 1] == 's' && text[to - 2] >= 'A' && text[to - 2] <= 'Z') {
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

static bool is_filler(const passage *p, const words *words, uint32_t token)
{
	const seen *s = &words->seen.items[p->seen.items[token]];
	const char *w = words_folded(words, s);
	switch (s->folded_length) {
	case 1: return w[0] == 'a';
	case 2: return memcmp(w, "of", 2) == 0 || memcmp(w, "in", 2) == 0 || memcmp(w, "to", 2) == 0 ||
		       memcmp(w, "by", 2) == 0 || memcmp(w, "on", 2) == 0 || memcmp(w, "or", 2) == 0;
	case 3: return memcmp(w, "the", 3) == 0 || memcmp(w, "and", 3) == 0 || memcmp(w, "for", 3) == 0;
	case 4: return memcmp(w, "with", 4) == 0;
	default: return false;
	}
}

/* Each letter begins a word, fillers may be passed over: returns the first token, UINT32_MAX where it does not fit. */
static uint32_t initials(const passage *p, const words *words, const char *letters, size_t count, uint32_t least,
                         uint32_t end)
{
	uint32_t at = end;
	for (size_t i = count; i-- > 0;) {
		for (;;) {
			if (at == least) {
				return UINT32_MAX;
			}
			at--;
			if (small((unsigned char)p->text[p->tokens.items[at].start]) == (unsigned char)letters[i]) {
				break;
			}
			if (i + 1 == count || !is_filler(p, words, at)) {
				return UINT32_MAX;
			}
		}
	}
	return at;
}

/* The letters begin the words just before, one each, in another order: myotonic dystrophy (DM), from the Latin. */
static uint32_t turned_initials(const passage *p, const char *letters, size_t count, uint32_t least, uint32_t end)
{
	unsigned used = 0;
	if (count < 2 || count > 4 || end - least < count) {
		return UINT32_MAX;
	}
	for (uint32_t at = end - (uint32_t)count; at < end; at++) {
		const token *t = &p->tokens.items[at];
		size_t i = 0;
		while (i < count && (used & 1u << i || letters[i] != (char)small((unsigned char)p->text[t->start]))) {
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
static uint32_t anywhere(const passage *p, const char *letters, size_t count, uint32_t least, uint32_t end)
{
	size_t low = p->tokens.items[least].start, at = p->tokens.items[end - 1].end;
	for (size_t i = count; i-- > 0;) {
		for (;;) {
			if (at == low) {
				return UINT32_MAX;
			}
			at--;
			if (small((unsigned char)p->text[at]) == (unsigned char)letters[i] &&
			    (i > 0 || at == low || !is_alnum((unsigned char)p->text[at - 1]))) {
				break;
			}
		}
	}
	uint32_t token = end - 1;
	while (token > least && p->tokens.items[token].start > at) {
		token--;
	}
	return p->tokens.items[token].start == at ? token : UINT32_MAX;
}

/* Words of a token range: tokens that a hyphen or nothing joins count once. */
static size_t words_in(const passage *p, uint32_t from, uint32_t to)
{
	size_t count = from < to;
	for (uint32_t i = from + 1; i < to; i++) {
		count += p->tokens.items[i].gap != GAP_HYPHEN && p->tokens.items[i].gap != GAP_NONE;
	}
	return count;
}

static bool all_small(const passage *p, uint32_t from, uint32_t to)
{
	for (size_t i = p->tokens.items[from].start; i < p->tokens.items[to - 1].end; i++) {
		if (p->text[i] < 'a' || p->text[i] > 'z') {
			return false;
		}
	}
	return true;
}

/* A long form begins with its numbers and Greek letters: 2,6-diaminopurine (DAP), alpha-tocopherol (T). */
static uint32_t whole_word(const passage *p, uint32_t from, uint32_t least)
{
	while (from > least) {
		const token *t = &p->tokens.items[from], *before = t - 1;
		bool joined = t->start - before->end <= 2 && p->text[before->end] != ' ' && p->text[t->start - 1] != ' ' &&
		              p->text[before->end] != '\n' && t->gap != GAP_SLASH && t->gap != GAP_BARRIER;
		size_t length = before->end - before->start;
		bool locant = before->kind != TOKEN_LETTERS || length <= 1 || (length <= 5 && memcmp(p->text + before->start, "alpha", length) == 0) ||
		              (length == 4 && memcmp(p->text + before->start, "beta", 4) == 0);
		if (!joined || !locant) {
			break;
		}
		from--;
	}
	return from;
}

/* Does a long form hold its short form as it is, as "GM1 ganglioside" holds GM1? */
static bool holds(const passage *p, uint32_t from, uint32_t end, uint32_t short_from, uint32_t short_to)
{
	uint32_t count = short_to - short_from;
	for (uint32_t i = from; i + count <= end; i++) {
		uint32_t same = 0;
		while (same < count && p->seen.items[i + same] == p->seen.items[short_from + same]) {
			same++;
		}
		if (same == count) {
			return true;
		}
	}
	return false;
}

/* The first token of the long form that ends before `end` and fits; UINT32_MAX: none. */
static uint32_t long_form(const passage *p, const words *words, uint32_t short_from, uint32_t short_to, uint32_t least,
                          uint32_t end)
{
	char letters[SHORT_MOST + 1];
	size_t count = letters_of(p->text, p->tokens.items[short_from].start, p->tokens.items[short_to - 1].end, letters);
	if (count == 0 || end <= least) {
		return UINT32_MAX;
	}
	uint32_t from = initials(p, words, letters, count, least, end);
	/* One letter stands for one word of some length; small letters alone for the first letters of words. */
	bool small_only = p->text[p->tokens.items[short_from].start] >= 'a' && all_small(p, short_from, short_to);
	if (count == 1 && (from == UINT32_MAX || p->tokens.items[from].end - p->tokens.items[from].start < 4)) {
		return UINT32_MAX;
	}
	if (from == UINT32_MAX && !small_only) {
		from = anywhere(p, letters, count, least, end);
	}
	if (from == UINT32_MAX && !small_only) {
		from = turned_initials(p, letters, count, least, end);
	}
	if (from == UINT32_MAX) {
		return from;
	}
	from = whole_word(p, from, least);
	size_t long_bytes = p->tokens.items[end - 1].end - p->tokens.items[from].start;
	size_t most = count + 5 < count * 2 ? count + 5 : count * 2;
	if (words_in(p, from, end) > most + (count == 1) || long_bytes <= count + 1) {
		return UINT32_MAX;
	}
	return holds(p, from, end, short_from, short_to) ? UINT32_MAX : from;
}

/* ---- finding ------------------------------------------------------------------------------------------------------ */

static bool looks_short(const passage *p, uint32_t from, uint32_t to)
{
	if (to <= from || to - from > SHORT_TOKENS) {
		return false;
	}
	size_t start = p->tokens.items[from].start, end = p->tokens.items[to - 1].end;
	if (end - start > SHORT_MOST || (end - start == 1 && !(p->text[start] >= 'A' && p->text[start] <= 'Z'))) {
		return false;
	}
	unsigned letters = 0, capitals = 0, spaces = 0, digits = 0;
	for (size_t i = start; i < end; i++) {
		char c = p->text[i];
		capitals += c >= 'A' && c <= 'Z';
		letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		digits += c >= '0' && c <= '9';
		spaces += c == ' ' || c == '\n';
	}
	return letters && spaces <= 1 && (capitals || digits || letters <= 5);
}

/* The bracket that opens in the gap before a token, as the last thing before it; false where there is none. */
static bool opens_before(const passage *p, uint32_t token)
{
	uint32_t start = p->tokens.items[token].start;
	return start && (p->text[start - 1] == '(' || p->text[start - 1] == '[');
}

/* Is there such a byte in the gap before a token? */
static bool gap_has(const passage *p, uint32_t token, const char *bytes)
{
	uint32_t from = token ? p->tokens.items[token - 1].end : 0;
	uint32_t to = token < p->tokens.count ? p->tokens.items[token].start : (uint32_t)p->length;
	for (; from < to; from++) {
		if (strchr(bytes, p->text[from]) && p->text[from]) {
			return true;
		}
	}
	return false;
}

static onto_status add(abbreviations *self, definition d, onto_error *error)
{
	return vector_push(&self->found, d) ? ONTO_OK : fail_memory(error);
}

/* The first token that may belong to a long form that ends before `end`: not beyond a sentence or a bracket. */
static uint32_t reach_back(const passage *p, uint32_t end)
{
	uint32_t from = end;
	while (from > 0 && end - from < LONG_TOKENS) {
		from--;
		if (p->tokens.items[from].gap == GAP_BARRIER || (p->tokens.items[from].gap == GAP_HARD && gap_has(p, from, "()[]"))) {
			break;
		}
	}
	return from;
}

/* What stands in brackets: tokens [open, close), with the token `open - 1` before them. */
static onto_status look_at(abbreviations *self, const passage *p, const words *words, uint32_t open, uint32_t close,
                           onto_error *error)
{
	/* Inside, only what stands before a comma or a semicolon counts. */
	uint32_t inner = open + 1;
	while (inner < close && p->tokens.items[inner].gap != GAP_COMMA && !gap_has(p, inner, ",;=:")) {
		inner++;
	}
	if (looks_short(p, open, inner)) {
		uint32_t from = long_form(p, words, open, inner, reach_back(p, open), open);
		if (from != UINT32_MAX) {
			return add(self, (definition){open, inner, from, open, from}, error);
		}
	}
	/* The other way round: the short form before the bracket, the long one inside. */
	for (uint32_t n = 1; n <= 4 && n <= open; n++) {
		uint32_t from = open - n;
		if (n > 1 && p->tokens.items[from + 1].gap != GAP_NONE && p->tokens.items[from + 1].gap != GAP_HYPHEN) {
			break;
		}
		uint8_t gap = p->tokens.items[from].gap;
		if (gap == GAP_NONE || gap == GAP_HYPHEN) {
			continue;
		}
		if (looks_short(p, from, open) && p->tokens.items[open - 1].end - p->tokens.items[from].start >= 2) {
			uint32_t start = long_form(p, words, from, open, open, inner);
			if (start == open) {
				return add(self, (definition){from, open, start, inner, start}, error);
			}
		}
		break;
	}
	return ONTO_OK;
}

onto_status abbreviations_find(abbreviations *self, const passage *p, const words *words, onto_error *error)
{
	self->found.count = 0;
	for (size_t m = 0; m < p->marks.count; m++) {
		uint32_t open = p->marks.items[m];
		if (open == 0 || p->tokens.items[open].gap < GAP_HARD || !opens_before(p, open)) {
			continue;
		}
		uint32_t close = open + 1;
		while (close < p->tokens.count && close - open < INSIDE_TOKENS &&
		       !(p->tokens.items[close].gap >= GAP_HARD && gap_has(p, close, "()[]"))) {
			close++;
		}
		if (close < p->tokens.count ? gap_has(p, close, ")]") : gap_has(p, close, ")]")) {
			TRY(look_at(self, p, words, open, close, error));
		}
	}
	return ONTO_OK;
}

/* ---- applying ----------------------------------------------------------------------------------------------------- */

/* Notes under the first word of each short form which definitions begin so. */
static onto_status mark(abbreviations *self, const passage *p, const words *words, onto_error *error)
{
	size_t count = words->seen.count;
	if (!vector_reserve(&self->next, self->found.count) ||
	    (self->marks.count < count && !vector_reserve(&self->marks, count - self->marks.count)) ||
	    (self->silenced.count < p->tokens.count &&
	     !vector_reserve(&self->silenced, p->tokens.count - self->silenced.count))) {
		return fail_memory(error);
	}
	if (self->marks.count < count) {
		memset(self->marks.items + self->marks.count, 0, (count - self->marks.count) * sizeof *self->marks.items);
		self->marks.count = count;
	}
	self->silenced.count = p->tokens.count;
	memset(self->silenced.items, 0, p->tokens.count);
	for (uint32_t i = 0; i < self->found.count; i++) {
		uint32_t *first = &self->marks.items[p->seen.items[self->found.items[i].short_from]];
		self->next.items[i] = *first;
		*first = i + 1;
	}
	return ONTO_OK;
}

/* Does the short form of a definition stand at a token, up to a plural s? */
static bool stands_at(const passage *p, const definition *d, uint32_t token)
{
	uint32_t count = d->short_to - d->short_from;
	if (count > p->tokens.count - token) {
		return false;
	}
	for (uint32_t i = 0; i < count; i++) {
		if (p->seen.items[token + i] != p->seen.items[d->short_from + i] ||
		    (i && p->tokens.items[token + i].gap != p->tokens.items[d->short_from + i].gap)) {
			return false;
		}
	}
	return true;
}

/* Adds an alternative for each definition whose short form stands at a token. */
static onto_status apply_at(abbreviations *self, passage *p, uint32_t token, onto_error *error)
{
	enum { TRIES = 8 }; /* definitions that are tried at one token: hostile text may begin thousands alike */
	unsigned tries = 0;
	for (uint32_t i = self->marks.items[p->seen.items[token]]; i && tries < TRIES; i = self->next.items[i - 1], tries++) {
		const definition *d = &self->found.items[i - 1];
		if (!stands_at(p, d, token) || (token >= d->long_from && token < d->long_to)) {
			continue;
		}
		uint32_t to = token + d->short_to - d->short_from;
		memset(self->silenced.items + token, 1, to - token);
		alternative a = {.from = token, .to = to, .seen = UINT32_MAX, .words = d->name_from, .words_end = d->long_to,
		                 .by = ONTO_BY_ABBREVIATION, .abbreviation = i - 1};
		TRY(passage_alternative(p, a, error));
	}
	return ONTO_OK;
}

/* Where the name that ends with each long form begins. */
static onto_status find_names(abbreviations *self, scanner *scanner, passage *p, onto_error *error)
{
	for (uint32_t i = 0; i < self->found.count; i++) {
		definition *d = &self->found.items[i];
		TRY(scan_reaching(scanner, p, d->long_from, d->long_to, &d->name_from, error));
		/* A last word by itself says too little: the "syndrome" of any syndrome. */
		if (d->name_from + 1 >= d->long_to) {
			d->name_from = d->long_from;
		}
	}
	return ONTO_OK;
}

onto_status abbreviations_apply(abbreviations *self, scanner *scanner, passage *p, onto_error *error)
{
	self->silenced.count = 0;
	if (!self->found.count) {
		return ONTO_OK;
	}
	TRY(find_names(self, scanner, p, error));
	TRY(mark(self, p, &scanner->words, error));
	onto_status status = ONTO_OK;
	for (uint32_t t = 0; t < p->tokens.count && status == ONTO_OK; t++) {
		status = apply_at(self, p, t, error);
	}
	/* The marks are kept from text to text, so they are taken back one by one. */
	for (uint32_t i = 0; i < self->found.count; i++) {
		self->marks.items[p->seen.items[self->found.items[i].short_from]] = 0;
	}
	return status;
}
