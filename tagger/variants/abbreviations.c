/* Finds definitions of short forms in a text, and reads short forms as their long forms. */
#include "variants/abbreviations.h"

#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/error.h"
#include "text/fold.h"
#include "text/key.h"
#include "text/word_list.h"
#include "variants/letters.h"
#include "variants/rules.h"

enum { SHORT_TOKENS = 6, LONG_TOKENS = 24, INSIDE_TOKENS = 24 };

void abbreviations_free(abbreviations *self)
{
	vector_free(&self->found);
	vector_free(&self->heads);
	vector_free(&self->next);
	vector_free(&self->suppressed);
	vector_free(&self->meant);
	vector_free(&self->alike);
	vector_free(&self->current);
}

/* ---- search -------------------------------------------------------------------------------------------------- */

static bool looks_short(const analysis *doc, uint32_t from, uint32_t to)
{
	if (to <= from || to - from > SHORT_TOKENS) {
		return false;
	}
	size_t start = doc->tokens.items[from].start, end = doc->tokens.items[to - 1].end;
	if (end - start > SHORT_MOST || (end - start == 1 && !ascii_is_upper(doc->text[start]))) {
		return false;
	}
	unsigned letters = 0, capitals = 0, spaces = 0, digits = 0;
	for (size_t i = start; i < end; i++) {
		char c = doc->text[i];
		capitals += ascii_is_upper(c);
		letters += ascii_is_lower(c) || ascii_is_upper(c);
		digits += ascii_is_digit(c);
		spaces += c == ' ' || c == '\n';
	}
	return letters && spaces <= 1 && (capitals || digits || letters <= 5);
}

/* True where the gap before a token ends with an opening bracket. */
static bool opens_before(const analysis *doc, uint32_t token)
{
	uint32_t at = doc->tokens.items[token].start, before = token ? doc->tokens.items[token - 1].end : 0;
	return at > before && (doc->text[at - 1] == '(' || doc->text[at - 1] == '[');
}

/* Kinds of bytes in a gap. */
enum { BRACKET = 1, WHITE = 2, COLON = 4, EQUALS = 8, COMMA = 16, PARTING = COLON | EQUALS | COMMA };

static const uint8_t gap_bytes[256] = {
	['('] = BRACKET, [')'] = BRACKET, ['['] = BRACKET, [']'] = BRACKET, [' '] = WHITE, ['\t'] = WHITE,
	['\n'] = WHITE,  [':'] = COLON,   ['='] = EQUALS,  [','] = COMMA,   [';'] = COMMA};

/* Bits of the kinds of bytes in the gap before a token. */
static unsigned gap_has(const analysis *doc, uint32_t token)
{
	uint32_t from = token ? doc->tokens.items[token - 1].end : 0;
	uint32_t to = token < doc->tokens.count ? doc->tokens.items[token].start : (uint32_t)doc->length;
	unsigned found = 0;
	for (; from < to; from++) {
		found |= gap_bytes[(unsigned char)doc->text[from]];
	}
	return found;
}

static onto_status add(abbreviations *self, definition d, onto_error *error)
{
	return vector_push(&self->found, d) ? ONTO_OK : fail_memory(error);
}

/* The first token that may belong to a long form that ends before `end`: not beyond a sentence or a bracket. */
static uint32_t reach_back(const analysis *doc, uint32_t end)
{
	uint32_t from = end;
	while (from > 0 && end - from < LONG_TOKENS) {
		from--;
		if (doc->tokens.items[from].gap == GAP_BARRIER ||
		    (doc->tokens.items[from].gap == GAP_HARD && !(~gap_has(doc, from) & (BRACKET | WHITE)))) {
			break;
		}
	}
	return from;
}

/* Words behind a bracket may introduce the short form: "(hereafter RA)", "(termed OA)". */
static uint32_t lead_in(const analysis *doc, uint32_t open, uint32_t inner)
{
	uint32_t from = open;
	while (from + 1 < inner && from - open < 2 && doc->tokens.items[from].kind == TOKEN_LETTERS &&
	       doc->tokens.items[from + 1].gap == GAP_SPACE && letters_all_small(doc, from, from + 1)) {
		from++;
	}
	const token *t = &doc->tokens.items[from];
	bool symbol = t->end - t->start >= 2 && doc->text[t->start] <= 'Z' && doc->text[t->start + 1] <= 'Z';
	return from > open && symbol ? from : open;
}

/* True where a bracket closes a numeral directly behind a word: platinum(II). */
static bool is_charge(const analysis *doc, const word_cache *cache, uint32_t open, uint32_t inner)
{
	const word_type *s = &cache->types.items[doc->word_types.items[open]];
	return RULE(SHORT_CHARGE, inner == open + 1 && doc->text[doc->tokens.items[open - 1].end] == '(' &&
	                              roman_value(word_cache_folded(cache, s), s->folded_length) > 0);
}

/* True for the shape of a symbol: two capitals, or a capital and a digit. */
static bool is_symbol(const analysis *doc, uint32_t from, uint32_t to)
{
	unsigned capitals = 0, digits = 0;
	for (size_t i = doc->tokens.items[from].start; i < doc->tokens.items[to - 1].end; i++) {
		capitals += ascii_is_upper(doc->text[i]);
		digits += ascii_is_digit(doc->text[i]);
	}
	return capitals >= 2 || (capitals && digits);
}

/* A pair that the dictionary knows, where the letters do not fit: nitrous oxide (N2O), AraC (cytarabine). */
static onto_status known_pair(abbreviations *self, scanner *scanner, analysis *doc, definition d, onto_error *error)
{
	enum { MARGIN = 3 };
	if (!scanner || !RULE(PAIR_KNOWN, is_symbol(doc, d.short_from, d.short_to)) || d.long_to <= d.long_from) {
		return ONTO_OK;
	}
	TRY(scan_same(scanner, doc, d.short_from, d.short_to, d.long_from, d.long_to, &d.long_from, error));
	if (d.long_from == d.long_to) {
		return ONTO_OK;
	}
	size_t short_bytes = doc->tokens.items[d.short_to - 1].end - doc->tokens.items[d.short_from].start;
	size_t long_bytes = doc->tokens.items[d.long_to - 1].end - doc->tokens.items[d.long_from].start;
	d.name_from = d.long_from;
	return long_bytes >= short_bytes + MARGIN && !is_symbol(doc, d.long_from, d.long_to) ? add(self, d, error)
	                                                                                     : ONTO_OK;
}

/* True where what stands before a token ends the part in brackets that counts. A comma between two digits does not:
 * 2,6-. */
static bool parts(const analysis *doc, uint32_t token)
{
	const struct token *t = &doc->tokens.items[token];
	bool digits =
		RULE(DIGITS_JOINED, t->kind == TOKEN_DIGITS && t[-1].kind == TOKEN_DIGITS && t->start - t[-1].end == 1);
	return t->gap == GAP_COMMA || (!digits && (gap_has(doc, token) & PARTING));
}

static bool parts_within(const analysis *doc, uint32_t from, uint32_t to)
{
	for (uint32_t t = from + 1; t < to; t++) {
		if (parts(doc, t)) {
			return true;
		}
	}
	return false;
}

/* Does a preposition or the like stand behind the first of some words? */
static bool has_preposition(const analysis *doc, const word_cache *cache, uint32_t from, uint32_t to)
{
	for (uint32_t t = from + 1; t < to; t++) {
		if (cache->types.items[doc->word_types.items[t]].flags & (WORD_TYPE_FUNCTION | WORD_TYPE_BEHIND)) {
			return true;
		}
	}
	return false;
}

/* A bracket of tokens [open, close), with the token `open - 1` before it. */
typedef struct bracket {
	abbreviations *self;
	analysis *doc;
	const word_cache *cache;
	scanner *scanner; /* NULL: nothing is looked up */
	uint32_t open, close;
	uint32_t whole; /* the end of what precedes a comma or a semicolon; only this counts */
	uint32_t inner; /* for a short form, the end of what precedes "or" */
	uint32_t least; /* where a long form before the bracket may begin */
	uint32_t short_from;
	bool equals; /* an equals sign stands in it */
	bool looks;  /* what begins at `short_from` looks like a short form */
	bool done;   /* what it defines is known */
} bracket;

static definition definition_of(uint32_t short_from, uint32_t short_to, uint32_t long_from, uint32_t long_to,
                                bool initials)
{
	return (definition){.short_from = short_from,
	                    .short_to = short_to,
	                    .long_from = long_from,
	                    .long_to = long_to,
	                    .initials = initials,
	                    .name_from = long_from};
}

/* The short form inside, behind its long form: acute lymphoblastic leukemia (ALL). */
static onto_status define_inside(bracket *b, onto_error *error)
{
	abbreviations *self = b->self;
	const analysis *doc = b->doc;
	for (;;) {
		b->looks = looks_short(doc, b->short_from, b->inner);
		bool counted = b->equals && doc->tokens.items[b->open].end - doc->tokens.items[b->open].start == 1;
		if (b->looks && !RULE(LETTER_EQUALS, counted) && !is_charge(doc, b->cache, b->open, b->inner)) {
			bool initial;
			uint32_t from =
				letters_long_form(doc, b->cache, b->short_from, b->inner, b->least, b->open, b->equals, &initial);
			if (from != UINT32_MAX) {
				size_t found = self->found.count;
				/* What the dictionary knows comes before letters from afar: patients on cyclosporine (CsA). */
				if (has_preposition(doc, b->cache, from, b->open)) {
					TRY(known_pair(self, b->scanner, b->doc,
					               definition_of(b->short_from, b->inner, from, b->open, true), error));
				}
				b->done = true;
				return self->found.count > found
				           ? ONTO_OK
				           : add(self, definition_of(b->short_from, b->inner, from, b->open, initial), error);
			}
		}
		uint32_t led = RULE(SHORT_LED_UP_TO, b->short_from == b->open) ? lead_in(doc, b->open, b->inner) : b->open;
		if (led == b->open) {
			return ONTO_OK;
		}
		b->short_from = led;
	}
}

/* The reverse: the short form before the bracket, the long form inside. */
static onto_status define_before(bracket *b, onto_error *error)
{
	enum { TOKENS_MOST = 4 };
	abbreviations *self = b->self;
	const analysis *doc = b->doc;
	const token *tokens = doc->tokens.items;
	for (uint32_t n = 1; n <= TOKENS_MOST && n <= b->open; n++) {
		uint32_t from = b->open - n;
		if (n > 1 && tokens[from + 1].gap != GAP_NONE && tokens[from + 1].gap != GAP_HYPHEN) {
			return ONTO_OK;
		}
		if (tokens[from].gap == GAP_NONE || tokens[from].gap == GAP_HYPHEN) {
			continue;
		}
		if (!looks_short(doc, from, b->open) || tokens[b->open - 1].end - tokens[from].start < 2) {
			return ONTO_OK;
		}
		bool initial;
		uint32_t start = letters_long_form(doc, b->cache, from, b->open, b->open, b->whole, false, &initial);
		if (RULE(DEFINED_BEHIND, start == b->open)) {
			b->done = true;
			return add(self, definition_of(from, b->open, start, b->whole, initial), error);
		}
		size_t found = self->found.count;
		TRY(known_pair(self, b->scanner, b->doc, definition_of(from, b->open, b->open, b->whole, true), error));
		b->done = self->found.count > found;
		return ONTO_OK;
	}
	return ONTO_OK;
}

/* Both inside, the short form last: (blood-brain barrier, BBB). */
static onto_status define_within(bracket *b, onto_error *error)
{
	const analysis *doc = b->doc;
	bool initial;
	if (!RULE(DEFINED_INSIDE, true) || b->whole >= b->close || b->whole <= b->open + 1 ||
	    parts_within(doc, b->whole, b->close) || !is_symbol(doc, b->whole, b->close) ||
	    !looks_short(doc, b->whole, b->close) ||
	    letters_long_form(doc, b->cache, b->whole, b->close, b->open, b->whole, false, &initial) != b->open) {
		return ONTO_OK;
	}
	b->done = true;
	return add(b->self, definition_of(b->whole, b->close, b->open, b->whole, initial), error);
}

/* Reads a bracket of tokens [open, close), with the token `open - 1` before it. */
static onto_status look_at(abbreviations *self, analysis *doc, const word_cache *cache, scanner *scanner,
                           uint32_t open, uint32_t close, onto_error *error)
{
	uint32_t whole = open + 1;
	while (whole < close && !parts(doc, whole)) {
		whole++;
	}
	uint32_t inner = whole;
	for (uint32_t t = open + 1; t < inner; t++) {
		inner = RULE(SHORT_OR, cache->types.items[doc->word_types.items[t]].flags & WORD_TYPE_AND) ? t : inner;
	}
	bracket b = {.self = self,
	             .doc = doc,
	             .cache = cache,
	             .scanner = scanner,
	             .open = open,
	             .close = close,
	             .whole = whole,
	             .inner = inner,
	             .least = reach_back(doc, open),
	             .short_from = open,
	             .equals = gap_has(doc, inner) & EQUALS};
	TRY(define_inside(&b, error));
	if (!b.done) {
		TRY(define_before(&b, error));
	}
	if (!b.done) {
		TRY(define_within(&b, error));
	}
	return !b.done && b.looks && !b.equals
	           ? known_pair(self, scanner, doc, definition_of(b.short_from, inner, b.least, open, true), error)
	           : ONTO_OK;
}

/* The token before which the bracket opened before `open` is closed. A bracket glued to a word belongs to it, as in
 * FEV(1). */
static uint32_t closing(const analysis *doc, uint32_t open, bool *closes)
{
	unsigned depth = 0;
	*closes = false;
	for (uint32_t close = open + 1;; close++) {
		uint32_t at = doc->tokens.items[close - 1].end;
		uint32_t end = close < doc->tokens.count ? doc->tokens.items[close].start : (uint32_t)doc->length;
		for (bool glued = true; at < end; at++) {
			char c = doc->text[at];
			if ((c == ')' || c == ']') && depth == 0) {
				*closes = true;
				return close;
			}
			if (c == '(' || c == '[') {
				if (RULE(BRACKET_GLUED, !glued)) {
					return close;
				}
				depth++;
			}
			depth -= (c == ')' || c == ']') && depth;
			glued = false;
		}
		if (close >= doc->tokens.count || close - open >= INSIDE_TOKENS) {
			return close;
		}
	}
}

/* A clause that consists of a short form, a comma, colon or equals sign, and its long form, as in lists of
 * abbreviations: "ALL, acute lymphoblastic leukemia; BM, bone marrow." `from` begins the clause, `to` the next
 * one. */
static onto_status look_at_clause(abbreviations *self, const analysis *doc, const word_cache *cache, uint32_t from,
                                  uint32_t to, onto_error *error)
{
	uint32_t start = from + 1;
	while (start < to && start - from < 4 &&
	       (doc->tokens.items[start].gap == GAP_NONE || doc->tokens.items[start].gap == GAP_HYPHEN)) {
		start++;
	}
	if (start >= to || (doc->tokens.items[start].gap != GAP_COMMA && !(gap_has(doc, start) & (COLON | EQUALS))) ||
	    !is_symbol(doc, from, start) || !looks_short(doc, from, start)) {
		return ONTO_OK;
	}
	bool initial;
	uint32_t found = letters_long_form(doc, cache, from, start, start, to, true, &initial);
	return RULE(DEFINED_IN_LIST, found == start) ? add(self, definition_of(from, start, start, to, true), error)
	                                             : ONTO_OK;
}

/* The end of a clause that begins at a token and may be in a list of abbreviations; 0: none. */
static uint32_t clause_end(const analysis *doc, uint32_t from)
{
	uint32_t to = from + 1;
	const char *first = doc->text + doc->tokens.items[from].start;
	if (to >= doc->tokens.count || first[0] < 'A' || first[0] > 'Z' || first[1] > 'Z') {
		return 0;
	}
	/* A colon that separates the two is a barrier of its own. */
	while (to < doc->tokens.count && to - from <= LONG_TOKENS &&
	       (doc->tokens.items[to].gap != GAP_BARRIER || (to - from <= 4 && (gap_has(doc, to) & COLON)))) {
		to++;
	}
	return to - from <= LONG_TOKENS ? to : 0;
}

onto_status abbreviations_find(abbreviations *self, analysis *doc, const word_cache *cache, scanner *scanner,
                               onto_error *error)
{
	self->found.count = 0;
	for (size_t m = 0; m < doc->anchors[ANCHOR_HARD].count; m++) {
		uint32_t at = doc->anchors[ANCHOR_HARD].items[m];
		uint8_t gap = doc->tokens.items[at].gap;
		if (gap == GAP_BARRIER) {
			uint32_t end = clause_end(doc, at);
			if (end) {
				TRY(look_at_clause(self, doc, cache, at, end, error));
			}
		}
		if (at == 0 || gap != GAP_HARD || !opens_before(doc, at)) {
			continue;
		}
		bool closes;
		uint32_t close = closing(doc, at, &closes);
		if (closes) {
			TRY(look_at(self, doc, cache, scanner, at, close, error));
		}
	}
	return ONTO_OK;
}

/* ---- application --------------------------------------------------------------------------------------------- */

/* The word type of a token without a plural s in small letters behind a capital, if the text has that form too. */
static inline uint32_t singular(const word_cache *cache, const analysis *doc, uint32_t token)
{
	const struct token *t = &doc->tokens.items[token];
	const char *end = doc->text + t->end;
	if (!RULE(SHORT_FORMS_PLURAL, end[-1] == 's') || t->end - t->start < 3 || end[-2] < 'A' || end[-2] > 'Z') {
		return doc->word_types.items[token];
	}
	uint32_t number = word_cache_find(cache, doc->text + t->start, t->end - t->start - 1);
	return number == UINT32_MAX ? doc->word_types.items[token] : number;
}

/* True where the short form of a definition stands at a token, up to a plural s. */
static bool stands_at(const word_cache *cache, const analysis *doc, const definition *d, uint32_t token)
{
	uint32_t count = d->short_to - d->short_from;
	if (count > doc->tokens.count - token) {
		return false;
	}
	for (uint32_t i = 0; i < count; i++) {
		if (singular(cache, doc, token + i) != singular(cache, doc, d->short_from + i) ||
		    (i && doc->tokens.items[token + i].gap != doc->tokens.items[d->short_from + i].gap)) {
			return false;
		}
	}
	return true;
}

enum { TRIES = 32 }; /* short forms tried at one token, a bound for hostile text with thousands that begin alike */

/* The first definition of a short form, which represents all later ones. */
static uint32_t first_alike(const abbreviations *self, const word_cache *cache, const analysis *doc,
                            const definition *d)
{
	unsigned tries = 0;
	for (uint32_t i = self->heads.items[singular(cache, doc, d->short_from)]; i && tries < TRIES;
	     i = self->next.items[i - 1], tries++) {
		const definition *other = &self->found.items[i - 1];
		if (other->short_to - other->short_from == d->short_to - d->short_from &&
		    stands_at(cache, doc, other, d->short_from)) {
			return i - 1;
		}
	}
	return UINT32_MAX;
}

/* Bits of the word types that may begin a short form with a definition. */
static inline bool may_begin_short(const abbreviations *self, uint32_t number)
{
	return self->first_words[number / 64 % FIRST_WORDS] >> (number % 64) & 1;
}

static void note_first_word(abbreviations *self, uint32_t number)
{
	self->first_words[number / 64 % FIRST_WORDS] |= (uint64_t)1 << (number % 64);
}

/* The word type that begins a short form, in the singular, and that of its plural in small letters if the text has
 * it. */
static void note_first_words(abbreviations *self, const word_cache *cache, uint32_t number)
{
	char plural[SHORT_MOST + 1];
	const word_type *s = &cache->types.items[number];
	note_first_word(self, number);
	if (s->raw_length <= SHORT_MOST) {
		memcpy(plural, word_cache_raw(cache, s), s->raw_length);
		plural[s->raw_length] = 's';
		uint32_t other = word_cache_find(cache, plural, s->raw_length + 1u);
		note_first_word(self, other == UINT32_MAX ? number : other);
	}
}

/* Indexes definitions by the first word of their short forms, and notes for each short form its first definition as
 * current. */
static onto_status mark(abbreviations *self, const word_cache *cache, const analysis *doc, onto_error *error)
{
	if (!vector_reserve(&self->current, self->found.count) || !vector_reserve(&self->alike, self->found.count) ||
	    !vector_reserve(&self->next, self->found.count)) {
		return fail_memory(error);
	}
	size_t count = cache->types.count;
	if ((self->heads.count < count && !vector_reserve(&self->heads, count - self->heads.count)) ||
	    (self->suppressed.count < doc->tokens.count &&
	     !vector_reserve(&self->suppressed, doc->tokens.count - self->suppressed.count)) ||
	    (self->meant.count < doc->tokens.count &&
	     !vector_reserve(&self->meant, doc->tokens.count - self->meant.count))) {
		return fail_memory(error);
	}
	if (self->heads.count < count) {
		memset(self->heads.items + self->heads.count, 0, (count - self->heads.count) * sizeof *self->heads.items);
		self->heads.count = count;
	}
	self->suppressed.count = doc->tokens.count;
	memset(self->suppressed.items, 0, doc->tokens.count);
	memset(self->first_words, 0, sizeof self->first_words);
	for (uint32_t i = 0; i < self->found.count; i++) {
		uint32_t alike = first_alike(self, cache, doc, &self->found.items[i]);
		self->alike.items[i] = alike == UINT32_MAX ? i : alike;
		self->current.items[i] = i;
		if (alike == UINT32_MAX) {
			uint32_t word = singular(cache, doc, self->found.items[i].short_from);
			self->next.items[i] = self->heads.items[word];
			self->heads.items[word] = i + 1;
			note_first_words(self, cache, word);
		}
	}
	return ONTO_OK;
}

/* True where a token stands by itself among words. A single letter that does not may be anything: C57BL, (C),
 * T-cell. */
static bool stands_alone(const analysis *doc, uint32_t token)
{
	const struct token *t = &doc->tokens.items[token];
	bool before = t->start == 0 || strchr(" \n\t", doc->text[t->start - 1]);
	return before && (t->end == doc->length || (doc->text[t->end] && strchr(" \n\t,.;", doc->text[t->end])));
}

/* True where a long form is a chemical name, which dictionaries spell in many ways:
 * 3,4-methylenedioxymethamphetamine. */
static bool is_chemical(const analysis *doc, const definition *d)
{
	bool digits = false;
	for (uint32_t t = d->long_from; t < d->long_to; t++) {
		const struct token *token = &doc->tokens.items[t];
		digits |= token->kind == TOKEN_DIGITS;
		if (t > d->long_from && (token->gap == GAP_SPACE || token->gap == GAP_LINE)) {
			return false;
		}
	}
	return digits;
}

/* True where a long form says of itself that it is a gene's: fibrillin-1 gene, luteinizing hormone receptor. */
static bool is_gene(const analysis *doc, const definition *d)
{
	return analysis_roles(doc, d->long_to - 1)->note & NOTE_GENE;
}

static uint8_t suppression_of(const analysis *doc, const definition *d)
{
	return is_chemical(doc, d)                                                     ? SUPPRESSED_BUT_FOR_DRUGS
	       : is_gene(doc, d) || d->unnamed || RULE(DEFINED_AS_PROTEIN, d->protein) ? SUPPRESSED_BUT_FOR_SYMBOLS
	                                                                               : SUPPRESSED;
}

/* Adds an alternative for each short form that stands at a token. */
static onto_status apply_at(abbreviations *self, const word_cache *cache, analysis *doc, uint32_t token,
                            uint32_t mark, onto_error *error)
{
	unsigned tries = 0;
	for (uint32_t i = mark; i && tries < TRIES; i = self->next.items[i - 1], tries++) {
		if (!stands_at(cache, doc, &self->found.items[i - 1], token)) {
			continue;
		}
		uint32_t number = self->current.items[i - 1];
		const definition *d = &self->found.items[number];
		uint32_t to = token + d->short_to - d->short_from;
		bool letter = to == token + 1 && doc->tokens.items[token].end - doc->tokens.items[token].start == 1;
		if ((token >= d->long_from && token < d->long_to) ||
		    RULE(LETTER_JOINED, letter && token != d->short_from && !stands_alone(doc, token))) {
			continue;
		}
		memset(self->suppressed.items + token, suppression_of(doc, d), to - token);
		for (uint32_t t = token; t < to; t++) {
			self->meant.items[t] = number;
		}
		alternative a = {.from = token,
		                 .to = to,
		                 .word_type = UINT32_MAX,
		                 .words = d->name_from,
		                 .words_end = d->long_to,
		                 .by = ONTO_BY_ABBREVIATION,
		                 .abbreviation = number};
		TRY(analysis_alternative(doc, a, error));
	}
	return ONTO_OK;
}

/* Adds an alternative that passes over a definition in brackets inside a name: growth hormone (GH) deficiency. */
static onto_status pass_over(analysis *doc, const definition *d, onto_error *error)
{
	uint32_t to = d->short_to;
	if (!RULE(DEFINITION_INSIDE_NAME, d->long_to == d->short_from) || to >= doc->tokens.count ||
	    doc->tokens.items[to].gap != GAP_HARD) {
		return ONTO_OK;
	}
	uint32_t at = doc->tokens.items[to - 1].end, end = doc->tokens.items[to].start;
	if (end - at != 2 || (doc->text[at] != ')' && doc->text[at] != ']') ||
	    (doc->text[at + 1] != ' ' && doc->text[at + 1] != '\n')) {
		return ONTO_OK;
	}
	alternative a = {.from = d->short_from,
	                 .to = to,
	                 .word_type = UINT32_MAX,
	                 .by = ONTO_BY_ABBREVIATION,
	                 .abbreviation = UINT32_MAX};
	return analysis_alternative(doc, a, error);
}

/* Begins a long form where a name does that ends with it and begins with the same letter: of "fibroblast growth
 * factor homologous factor 2 (FHF2)" the letters alone want the last four words. */
static onto_status widen(scanner *scanner, analysis *doc, definition *d, onto_error *error)
{
	uint32_t from, least = d->short_from >= d->long_to ? reach_back(doc, d->long_to) : d->long_from;
	unsigned types;
	if (!RULE(LONG_WIDENED, least < d->long_from)) {
		return ONTO_OK;
	}
	TRY(scan_reaching(scanner, doc, least, d->long_to, &from, &types, error));
	char initial = doc->text[doc->tokens.items[d->long_from].start];
	if (from < d->long_from && ((doc->text[doc->tokens.items[from].start] ^ initial) & ~0x20) == 0) {
		d->long_from = from;
	}
	return ONTO_OK;
}

/* Has the short form the letter that the name at the end of its long form begins with? */
static bool has_initial(const analysis *doc, const definition *d)
{
	unsigned char initial = ascii_lower(doc->text[doc->tokens.items[d->name_from].start]);
	for (uint32_t i = doc->tokens.items[d->short_from].start; i < doc->tokens.items[d->short_to - 1].end; i++) {
		if (ascii_lower(doc->text[i]) == initial) {
			return true;
		}
	}
	return false;
}

/* Determines where the name that ends with each long form begins. */
static onto_status find_names(abbreviations *self, scanner *scanner, analysis *doc, onto_error *error)
{
	for (uint32_t i = 0; i < self->found.count; i++) {
		definition *d = &self->found.items[i];
		unsigned types;
		TRY(widen(scanner, doc, d, error));
		TRY(scan_reaching(scanner, doc, d->long_from, d->long_to, &d->name_from, &types, error));
		d->unnamed = d->name_from >= d->long_to || (d->name_from + 1 == d->long_to && !types);
		/* A marker's name that has no letter of the short form is another's: Hippel tumor suppressor (VHL). */
		bool part = d->name_from > d->long_from && d->name_from < d->long_to;
		if (part && !(types & (1u << ONTO_DISEASE | 1u << ONTO_DRUG)) &&
		    RULE(LONG_PART_UNLIKE, !has_initial(doc, d))) {
			d->name_from = d->long_from;
			d->unnamed = true;
		}
		d->protein = (types & (1u << ONTO_MARKER | REACHES_GENE)) == 1u << ONTO_MARKER;
		/* What stands behind a preposition is not the whole: depression in epilepsy (DE). */
		if (d->name_from > d->long_from && d->name_from < d->long_to &&
		    RULE(LONG_BEHIND_PREPOSITION, has_preposition(doc, &scanner->cache, d->long_from, d->name_from))) {
			d->name_from = d->long_from;
		}
		/* A last word by itself may be too general, such as "syndrome" or the salt of a drug. A disease with
		 * modifiers is still that disease: levodopa-induced dyskinesia (LID). */
		if (d->name_from + 1 >= d->long_to &&
		    !RULE(LONG_LAST_WORD, d->name_from < d->long_to && types & 1u << ONTO_DISEASE)) {
			d->name_from = d->long_from;
		}
	}
	return ONTO_OK;
}

static uint32_t place_of(const definition *d)
{
	return d->short_from < d->long_from ? d->short_from : d->long_from;
}

onto_status abbreviations_apply(abbreviations *self, scanner *scanner, analysis *doc, onto_error *error)
{
	self->suppressed.count = 0;
	if (!self->found.count) {
		return ONTO_OK;
	}
	TRY(find_names(self, scanner, doc, error));
	const word_cache *cache = &scanner->cache;
	TRY(mark(self, cache, doc, error));
	onto_status status = ONTO_OK;
	uint32_t next = 0, place = place_of(&self->found.items[0]); /* definitions are in the order of the text */
	for (uint32_t t = 0, count = (uint32_t)doc->tokens.count; status == ONTO_OK; t++) {
		while (t < count && !may_begin_short(self, doc->word_types.items[t])) {
			t++;
		}
		if (t == count) {
			break;
		}
		/* From a new definition on, a short form stands for the new long form, if that is certain. */
		while (place <= t) {
			uint32_t *current = &self->current.items[self->alike.items[next]];
			*current = RULE(DEFINED_ANEW, self->found.items[next].initials) ? next : *current;
			place = ++next < self->found.count ? place_of(&self->found.items[next]) : UINT32_MAX;
		}
		uint32_t mark = self->heads.items[singular(cache, doc, t)];
		if (mark) {
			status = apply_at(self, cache, doc, t, mark, error);
		}
	}
	for (uint32_t i = 0; i < self->found.count && status == ONTO_OK; i++) {
		status = pass_over(doc, &self->found.items[i], error);
	}
	/* The index is reused from text to text, so its entries are removed one by one. */
	for (uint32_t i = 0; i < self->found.count; i++) {
		self->heads.items[singular(cache, doc, self->found.items[i].short_from)] = 0;
	}
	return status;
}
