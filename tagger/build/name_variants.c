/* From names to the trie and its terminals.
 *
 *     name ─ split ─▶ words ─┬─ as it stands ────▶ path ─ all paths ─▶ trie (trie.c) ─▶ terminals of each node
 *                            ├─ closed up ───────▶ path
 *                            ├─ numeral ─────────▶ path
 *                            ├─ other words ─────▶ path    (equivalents.h)
 *                            └─ inverted ────────▶ path */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"
#include "core/transformation.h"
#include "build/equivalents.h"
#include "build/freezer.h"
#include "build/rules.h"
#include "text/token.h"
#include "text/word_list.h"

/* The look-up of a word is a chain of reads from distant memory. So the words of many names are looked up together,
 * and each read is prefetched. */
enum { ABREAST = 32 };

/* The bit of a transformation in a terminal. Does not compile for one that a terminal cannot store. */
#define STORED(name) \
	((unsigned)(ONTO_BY_##name * sizeof(struct { \
					_Static_assert(ONTO_BY_##name & STORED_TRANSFORMATIONS, \
		                           "core/transformation.h does not say that it is stored"); \
					char one; \
				})))

/* A path of a name, until all paths are sorted by node. */
typedef struct name_variant {
	uint32_t name;
	uint32_t steps; /* the index of its first step */
	uint8_t count, by;
} name_variant;

typedef struct name_token {
	uint32_t hash; /* of the folded text */
	uint16_t at;   /* in `folded` */
	uint8_t length, gap, kind;
	bool ascii;
} name_token;

typedef struct split_name {
	uint32_t name;
	uint16_t count; /* of tokens */
} split_name;

/* Salts that texts write by their formula: bupropion HCl. */
static const char *const salts[][2] = {{"hydrochloride", "hcl"}, {"hydrobromide", "hbr"}};
enum { SALTS = sizeof salts / sizeof *salts };

enum { TOKENS_ABREAST = 192, FOLDED_ABREAST = TOKENS_ABREAST * 32 };
_Static_assert(FOLDED_ABREAST >= (NAME_WORDS_MAX + 1) * FOLD_MAX && FOLDED_ABREAST <= UINT16_MAX,
               "a name has room, and an offset");

typedef struct name_variants {
	onto_dictionary *out;
	keyer *keyer;
	equivalents equivalents;
	uint32_t salts[SALTS][2];          /* words of the lexicon */
	name_token tokens[TOKENS_ABREAST]; /* of the names that are split but not looked up yet */
	split_name split[ABREAST];
	char folded[FOLDED_ABREAST + sizeof(uint64_t)];
	size_t token_count, split_count, folded_length;
	VECTOR(name_variant) variants;
	VECTOR(uint32_t) steps; /* of all paths (trie.h); the second reading of a word is a numeral */
	onto_error *error;
} name_variants;

/* True where a word is read as a numeral behind another. */
static bool is_numeral(const lexicon *lexicon, uint32_t word, uint32_t before)
{
	const lexicon_word *w = &lexicon->words.items[word];
	return (w->flags & WORD_ROMAN) && (w->length > 1 || (lexicon->words.items[before].flags & WORD_NUMBERED));
}

/* The key of a word that is read as a numeral. */
static uint32_t numeral_key(const lexicon *lexicon, uint32_t word)
{
	uint32_t number =
		lexicon_number(lexicon, roman_value(lexicon_text(lexicon, word), lexicon->words.items[word].length));
	return number ? number : lexicon->words.items[word].key;
}

uint32_t dictionary_key(const lexicon *lexicon, uint32_t word, uint32_t before)
{
	return is_numeral(lexicon, word, before) ? numeral_key(lexicon, word) : lexicon->words.items[word].key;
}

/* Adds a path along words. It becomes a terminal at its last node. */
static onto_status add_one_variant(name_variants *self, uint32_t number, const uint32_t *words, size_t count,
                                   unsigned by)
{
	const lexicon *lexicon = &self->out->lexicon;
	size_t start = self->steps.count;
	if (count == 0) {
		return ONTO_OK;
	}
	if (start > UINT32_MAX - 2 * NAME_WORDS_MAX || lexicon->words.count > TRIE_WORD) {
		return onto_fail(self->error, ONTO_LIMIT, NULL, 0, "the names have too many words");
	}
	name_variant new = {.name = number, .steps = (uint32_t)start, .count = (uint8_t)count, .by = (uint8_t)by};
	if (!vector_reserve(&self->steps, count) || !vector_push(&self->variants, new)) {
		return fail_memory(self->error);
	}
	for (size_t i = 0; i < count; i++) {
		bool numeral = is_numeral(lexicon, words[i], i ? words[i - 1] : 0);
		self->steps.items[start + i] = words[i] | (numeral ? TRIE_OTHER : 0);
	}
	self->steps.count += count;
	self->steps.items[self->steps.count - 1] |= TRIE_LAST;
	return ONTO_OK;
}

/* Inserts the name under equivalent words too, several at a time: "Kidney Neoplasms" under "renal tumor". Words
 * before `from` stay; `left` is how many may still be replaced. */
static onto_status add_equivalent_variants(name_variants *self, uint32_t number, uint32_t *words, size_t count,
                                           size_t from, unsigned left, unsigned by)
{
	const lexicon *lexicon = &self->out->lexicon;
	for (size_t i = from; i < count && left; i++) {
		uint32_t word = words[i];
		size_t at = 0;
		while ((words[i] = equivalents_next(&self->equivalents, lexicon, word, i ? words[i - 1] : 0, &at))) {
			TRY(add_one_variant(self, number, words, count, by));
			TRY(add_equivalent_variants(self, number, words, count, i + 1, left - 1, by));
		}
		words[i] = word;
	}
	return ONTO_OK;
}

/* Adds a path and those with equivalent words. Only names of diseases that may be inflected have these. */
static onto_status add_variant(name_variants *self, uint32_t number, const uint32_t *words, size_t count,
                               unsigned by)
{
	enum { REPLACED_MOST = 2 };
	uint32_t room[NAME_WORDS_MAX];
	TRY(add_one_variant(self, number, words, count, by));
	if (count < 2 || !(self->out->names.items[number].policy & ONTO_POLICY_DERIVED)) {
		return ONTO_OK;
	}
	memcpy(room, words, count * sizeof *words);
	return add_equivalent_variants(self, number, room, count, 0, REPLACED_MOST, by | STORED(SYNONYM));
}

/* A name as words, with the gap before each. */
typedef struct name_words {
	uint32_t words[NAME_WORDS_MAX];
	uint8_t gaps[NAME_WORDS_MAX];
	uint8_t kinds[NAME_WORDS_MAX];
	size_t count;
} name_words;

/* Lower-cases eight ASCII bytes. */
static inline uint64_t small_letters(uint64_t bytes)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t from_a = bytes + ones * (0x80 - 'A'), after_z = bytes + ones * (0x7f - 'Z');
	return bytes | ((from_a & ~after_z & ones * 0x80) >> 2);
}

/* Folds ASCII bytes, and up to seven bytes behind them, for which there must be space on both sides. Returns the
 * hash of the folded bytes, computed in registers, since a load just after a store would stall. */
static uint32_t fold_ascii(const char *bytes, size_t length, char *out)
{
	uint64_t hash = hash_start(length), piece = 0;
	size_t at = 0;
	for (; at + sizeof piece <= length; at += sizeof piece) {
		memcpy(&piece, bytes + at, sizeof piece);
		piece = small_letters(piece);
		memcpy(out + at, &piece, sizeof piece);
		hash = hash_piece(hash, piece);
	}
	memcpy(&piece, bytes + at, sizeof piece);
	piece = small_letters(piece & (((uint64_t)1 << (length - at) * 8) - 1));
	memcpy(out + at, &piece, sizeof piece);
	return hash_rest(hash, piece);
}

/* Splits a name into folded tokens, behind those that wait. Adds none where the name is too long. */
static void split(name_variants *self, uint32_t number, const char *text, size_t length_of_text)
{
	tokenizer t;
	token token;
	size_t from = self->token_count, at = self->folded_length;
	tokenizer_start(&t, text, length_of_text);
	while (tokenizer_plain(&t, &token) || tokenizer_next(&t, &token)) {
		const char *bytes = text + token.start;
		char *folded = self->folded + at;
		size_t length = token.end - token.start;
		uint32_t hash = 0;
		if (token.ascii && length <= FOLD_MAX) {
			hash = fold_ascii(bytes, length, folded);
		} else {
			length = token.ascii || length > FOLD_MAX * 2 ? 0 : fold(bytes, length, folded);
			hash = hash_of(folded, length);
		}
		if (length == 0 || self->token_count - from == NAME_WORDS_MAX) {
			self->token_count = from;
			break;
		}
		lexicon_ask_slot(&self->out->lexicon, hash);
		self->tokens[self->token_count++] =
			(name_token){hash, (uint16_t)at, (uint8_t)length, token.gap, token.kind, token.ascii};
		at += length;
	}
	self->folded_length = self->token_count > from ? at : self->folded_length;
	self->split[self->split_count++] = (split_name){number, (uint16_t)(self->token_count - from)};
}

/* Looks up the words of a name, and adds the new ones. */
static onto_status look_up(name_variants *self, const name_token *tokens, size_t count, name_words *out)
{
	lexicon *lexicon = &self->out->lexicon;
	out->count = count;
	for (size_t i = 0; i < count; i++) {
		uint32_t word =
			lexicon_add_hashed(lexicon, self->keyer, self->folded + tokens[i].at, tokens[i].length, tokens[i].hash);
		if (!word) {
			return fail_memory(self->error);
		}
		lexicon->words.items[word].flags |= (uint8_t)(WORD_IN_NAME | (tokens[i].ascii ? 0 : WORD_WIDE));
		out->words[i] = word;
		out->kinds[i] = tokens[i].kind;
		out->gaps[i] = tokens[i].gap;
	}
	return ONTO_OK;
}

/* Closed up: "anti-convulsant" is also inserted as "anticonvulsant". Only between two words of letters. */
static onto_status add_closed(name_variants *self, uint32_t number, const name_words *n)
{
	uint32_t words[NAME_WORDS_MAX];
	lexicon *lexicon = &self->out->lexicon;
	size_t count = 0;
	bool closed = false;
	for (size_t i = 0; i < n->count; i++) {
		bool joins = i > 0 && !closed && n->gaps[i] == GAP_HYPHEN && n->kinds[i] == TOKEN_LETTERS &&
		             n->kinds[i - 1] == TOKEN_LETTERS && lexicon->words.items[n->words[i]].length >= 3 &&
		             lexicon->words.items[n->words[i - 1]].length >= 2;
		if (!joins) {
			words[count++] = n->words[i];
			continue;
		}
		char both[FOLD_MAX * 2];
		const lexicon_word *a = &lexicon->words.items[n->words[i - 1]], *b = &lexicon->words.items[n->words[i]];
		size_t length = (size_t)a->length + b->length;
		if (length > FOLD_MAX) {
			return ONTO_OK;
		}
		memcpy(both, lexicon->text.items + a->text, a->length);
		memcpy(both + a->length, lexicon->text.items + b->text, b->length);
		words[count - 1] = lexicon_add(lexicon, self->keyer, both, length);
		if (!words[count - 1]) {
			return fail_memory(self->error);
		}
		closed = true;
	}
	return RULE(NAME_CLOSED, closed) ? add_variant(self, number, words, count, STORED(HYPHEN)) : ONTO_OK;
}

static bool is_word(const lexicon *lexicon, uint32_t word, const char *text)
{
	return lexicon->words.items[word].length == strlen(text) &&
	       memcmp(lexicon_text(lexicon, word), text, strlen(text)) == 0;
}

/* Inverted: "Leukemia, Myeloid, Acute" is also inserted as "Acute Myeloid Leukemia", and "deficiency of X" as "X
 * deficiency". */
static onto_status add_inverted(name_variants *self, uint32_t number, const name_words *n)
{
	uint32_t words[NAME_WORDS_MAX];
	const lexicon *lexicon = &self->out->lexicon;
	size_t count = 0, commas = 0, of = 0;
	for (size_t i = 1; i < n->count; i++) {
		commas += n->gaps[i] == GAP_COMMA;
		if (n->gaps[i] > GAP_LAST_SOFT && n->gaps[i] != GAP_COMMA) {
			return ONTO_OK;
		}
		if (!of && is_word(lexicon, n->words[i], "of")) {
			of = i;
		}
	}
	if (RULE(NAME_INVERTED, commas >= 1 && commas <= 4)) {
		size_t end = n->count;
		for (size_t i = n->count; i-- > 0;) {
			if (i == 0 || n->gaps[i] == GAP_COMMA) {
				memcpy(words + count, n->words + i, (end - i) * sizeof *words);
				count += end - i;
				end = i;
			}
		}
		return add_variant(self, number, words, count, STORED(ORDER));
	}
	if (RULE(NAME_OF_INVERTED, of && of + 1 < n->count && commas == 0)) {
		size_t from = of + 1;
		if (is_word(lexicon, n->words[from], "the") && from + 1 < n->count) {
			from++;
		}
		for (size_t i = from; i < n->count; i++) {
			uint32_t word = n->words[i];
			if (word_list_roles(lexicon_text(lexicon, word), lexicon->words.items[word].length).function &
			    FUNCTION_FIXED) {
				return ONTO_OK;
			}
		}
		memcpy(words, n->words + from, (n->count - from) * sizeof *words);
		count = n->count - from;
		memcpy(words + count, n->words, of * sizeof *words);
		return add_variant(self, number, words, count + of, STORED(ORDER));
	}
	return ONTO_OK;
}

static uint32_t add_folded(name_variants *self, const char *text, size_t length)
{
	return lexicon_add(&self->out->lexicon, self->keyer, text, length);
}

/* A numeral with a letter behind a word such as "type" is also inserted in its other spelling: "type IIIA" as "type
 * 3 a", which is how 3A is tokenized, and "type 3A" as "type iiia". */
static onto_status add_lettered(name_variants *self, uint32_t number, const name_words *n)
{
	static const char *const tens[] = {"", "x", "xx", "xxx"};
	static const char *const ones[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
	const lexicon *lexicon = &self->out->lexicon;
	for (size_t i = 1; i < n->count; i++) {
		if (!(lexicon->words.items[n->words[i - 1]].flags & WORD_NUMBERED)) {
			continue;
		}
		uint32_t words[NAME_WORDS_MAX + 1];
		size_t length = lexicon->words.items[n->words[i]].length, rest = i + 1, count = i;
		const char *text = lexicon_text(lexicon, n->words[i]);
		unsigned value = length > 1 ? roman_value(text, length - 1) : 0;
		char letter = text[length - 1], written[16];
		memcpy(words, n->words, i * sizeof *words);
		if (n->kinds[i] == TOKEN_LETTERS && value && letter >= 'a' && letter <= 'h') {
			int digits = snprintf(written, sizeof written, "%u", value);
			words[count++] = add_folded(self, written, (size_t)digits);
			words[count++] = add_folded(self, &letter, 1);
		} else if (n->kinds[i] == TOKEN_DIGITS && length <= 2 && rest < n->count && n->gaps[rest] == GAP_NONE &&
		           lexicon->words.items[n->words[rest]].length == 1 && n->kinds[rest] == TOKEN_LETTERS) {
			value = (unsigned)strtoul(text, NULL, 10);
			letter = lexicon_text(lexicon, n->words[rest])[0];
			if (value == 0 || value >= 40 || letter < 'a' || letter > 'h') {
				continue;
			}
			int roman = snprintf(written, sizeof written, "%s%s%c", tens[value / 10], ones[value % 10], letter);
			words[count++] = add_folded(self, written, (size_t)roman);
			rest++;
		} else {
			continue;
		}
		if (!words[i] || !words[count - 1]) {
			return fail_memory(self->error);
		}
		if (count + n->count - rest > NAME_WORDS_MAX) {
			return ONTO_OK;
		}
		memcpy(words + count, n->words + rest, (n->count - rest) * sizeof *words);
		return add_variant(self, number, words, count + n->count - rest, STORED(NUMERAL));
	}
	return ONTO_OK;
}

/* A drug's salt is also inserted by its formula. */
static onto_status add_salt(name_variants *self, uint32_t number, const name_words *n)
{
	const onto_dictionary *out = self->out;
	uint32_t words[NAME_WORDS_MAX];
	for (size_t i = 0; i < SALTS; i++) {
		if (n->words[n->count - 1] == self->salts[i][0] &&
		    out->concepts.items[out->names.items[number].concept].type == ONTO_DRUG) {
			memcpy(words, n->words, n->count * sizeof *words);
			words[n->count - 1] = self->salts[i][1];
			return add_one_variant(self, number, words, n->count, STORED(SYNONYM));
		}
	}
	return ONTO_OK;
}

static uint8_t kind_of(const lexicon *lexicon, uint32_t word)
{
	return word_list_roles(lexicon_text(lexicon, word), lexicon->words.items[word].length).kind;
}

/* A disease whose name says its kind behind a word that names it is also inserted without: GLUT1 deficiency
 * syndrome. */
static onto_status add_without_kind(name_variants *self, uint32_t number, const name_words *n)
{
	const onto_dictionary *out = self->out;
	const name *name = &out->names.items[number];
	size_t last = n->count - 1;
	bool whole = last >= 2 && out->concepts.items[name->concept].type == ONTO_DISEASE &&
	             (name->policy & ONTO_POLICY_CASE) && kind_of(&out->lexicon, n->words[last]) & KIND_KIND &&
	             kind_of(&out->lexicon, n->words[last - 1]) & KIND_WHOLE;
	return RULE(NAME_WITHOUT_KIND, whole) ? add_one_variant(self, number, n->words, last, STORED(SYNONYM))
	                                      : ONTO_OK;
}

/* The length of a name without a final remark in brackets that states only its kind or its abbreviation:
 * "syndactyly (disease)", "acute lymphoblastic leukemia (ALL)". */
static size_t without_remark(const char *text)
{
	size_t length = strlen(text);
	const char *open = length && text[length - 1] == ')' ? strrchr(text, '(') : NULL;
	if (!open || open < text + 3 || open[-1] != ' ') {
		return length;
	}
	size_t inside = (size_t)(text + length - 1 - (open + 1));
	if (RULE(NAME_REMARK_KIND, word_list_roles_folded(open + 1, inside).kind & KIND_REMARK)) {
		return (size_t)(open - 1 - text);
	}
	/* An abbreviation: capitals, of which the first begins the name. */
	for (size_t i = 0; i < inside; i++) {
		if (open[1 + i] < 'A' || open[1 + i] > 'Z') {
			return length;
		}
	}
	return RULE(NAME_REMARK_SHORT, inside >= 2 && (open[1] | 0x20) == (text[0] | 0x20)) ? (size_t)(open - 1 - text)
	                                                                                    : length;
}

static onto_status add_name(name_variants *self, uint32_t number, const name_token *tokens, size_t count)
{
	onto_dictionary *out = self->out;
	const name *n = &out->names.items[number];
	name_words words;
	TRY(look_up(self, tokens, count, &words));
	/* A blocked name is not inserted, except as a name of the concept of blocked names, where it is found and
	 * vetoes. */
	bool vetoes = (n->policy & ONTO_POLICY_BLOCKED) && (n->policy & ONTO_POLICY_CASE);
	if (words.count == 0 || ((n->policy & ONTO_POLICY_BLOCKED) && !vetoes)) {
		return ONTO_OK;
	}
	if (words.count > 1 && !(n->policy & ONTO_POLICY_RETIRED)) {
		out->lexicon.words.items[words.words[words.count - 1]].flags |= WORD_HEAD;
	}
	TRY(add_variant(self, number, words.words, words.count, 0));
	if (words.count > 1) {
		TRY(add_closed(self, number, &words));
		if (RULE(NAME_LETTERED, n->policy & ONTO_POLICY_CASE)) {
			TRY(add_lettered(self, number, &words));
		}
		TRY(add_salt(self, number, &words));
		TRY(add_without_kind(self, number, &words));
		if (n->policy & ONTO_POLICY_ORDER) {
			TRY(add_inverted(self, number, &words));
		}
	}
	return ONTO_OK;
}

/* Inserts the names that were split. */
static onto_status add_split(name_variants *self)
{
	const lexicon *lexicon = &self->out->lexicon;
	const name_token *at = self->tokens;
	for (size_t i = 0; i < self->token_count; i++) {
		lexicon_ask_word(lexicon, self->tokens[i].hash);
	}
	for (size_t i = 0; i < self->token_count; i++) {
		lexicon_ask_text(lexicon, self->tokens[i].hash);
	}
	for (size_t i = 0; i < self->split_count; i++) {
		TRY(add_name(self, self->split[i].name, at, self->split[i].count));
		at += self->split[i].count;
	}
	self->token_count = self->split_count = self->folded_length = 0;
	return ONTO_OK;
}

/* Numerals are looked up while names are inserted, so their digits must be in the lexicon before. */
static onto_status take_digits(name_variants *self)
{
	for (unsigned value = 1; value < 40; value++) {
		char digits[2] = {(char)('0' + value / 10), (char)('0' + value % 10)};
		const char *from = value < 10 ? digits + 1 : digits;
		if (!lexicon_add(&self->out->lexicon, self->keyer, from, value < 10 ? 1 : 2)) {
			return fail_memory(self->error);
		}
	}
	return ONTO_OK;
}

/* ---- terminals ----------------------------------------------------------------------------------------------- */

/* Compares two names at one node: the nearer scope first, then the dictionary's order. */
static int compare_terminals(const onto_dictionary *d, const terminal *a, const terminal *b)
{
	const name *x = &d->names.items[a->name], *y = &d->names.items[b->name];
	if (x->scope != y->scope) {
		return x->scope < y->scope ? -1 : 1;
	}
	return a->name < b->name ? -1 : a->name > b->name;
}

/* Builds the trie from all paths. `arrivals` receives their numbers in the order of the nodes. */
static onto_status build_trie(name_variants *self, uint32_t *arrivals)
{
	onto_dictionary *out = self->out;
	const lexicon *lexicon = &out->lexicon;
	size_t count = lexicon->words.count;
	uint32_t *keys = malloc(count * sizeof *keys), *numerals = calloc(count, sizeof *numerals);
	uint32_t *first = calloc(count, sizeof *first);
	onto_status status = ONTO_OK;
	if (!keys || !numerals || !first) {
		status = fail_memory(self->error);
		goto done;
	}
	for (uint32_t i = 0; i < count; i++) {
		const lexicon_word *w = &lexicon->words.items[i];
		keys[i] = w->key;
		if (w->flags & WORD_ROMAN) {
			numerals[i] = numeral_key(lexicon, i);
		}
	}
	trie_paths all = {self->steps.items, self->steps.count, self->variants.count, {keys, numerals}, count};
	if (!trie_build(&out->trie, &all, first, arrivals)) {
		status = fail_memory(self->error);
		goto done;
	}
	for (size_t i = 0; i < count; i++) {
		lexicon->words.items[i].first = first[i];
	}
done:
	free(keys);
	free(numerals);
	free(first);
	return status;
}

/* Makes the terminals in the order of their nodes, and the best first within a node. */
static onto_status put_terminals(name_variants *self, const uint32_t *arrivals)
{
	enum { FAR = 32, NEAR = 16 };
	onto_dictionary *out = self->out;
	size_t count = self->variants.count;
	if (!vector_reserve_huge(&out->terminals, count)) {
		return fail_memory(self->error);
	}
	out->terminals.count = count;
	for (size_t i = 0; i < count; i++) {
		if (count - i > FAR) {
			__builtin_prefetch(&self->variants.items[arrivals[i + FAR]]);
			__builtin_prefetch(&out->names.items[self->variants.items[arrivals[i + NEAR]].name]);
		}
		const name_variant *w = &self->variants.items[arrivals[i]];
		out->terminals.items[i] = (terminal){.name = w->name,
		                                     .words = w->steps,
		                                     .count = w->count,
		                                     .by = w->by,
		                                     .policy = out->names.items[w->name].policy};
	}
	for (uint32_t node = 1; node <= out->trie.made; node++) {
		terminal_range range = dictionary_terminals(out, node);
		for (uint32_t i = range.first + 1; i < range.end; i++) {
			terminal moved = out->terminals.items[i];
			uint32_t at = i;
			while (at > range.first && compare_terminals(out, &moved, &out->terminals.items[at - 1]) < 0) {
				out->terminals.items[at] = out->terminals.items[at - 1];
				at--;
			}
			out->terminals.items[at] = moved;
		}
	}
	return ONTO_OK;
}

/* Orders the words of terminals as the terminals are ordered, so that what is read together lies together.
 * Consecutive terminals of one node with the same words share them. */
static onto_status put_terminal_words(name_variants *self)
{
	enum { AHEAD = 24 };
	onto_dictionary *out = self->out;
	const uint32_t *steps = self->steps.items;
	size_t at = 0, terminals = out->terminals.count;
	if (!vector_reserve_huge(&out->terminal_words, self->steps.count + NAME_WORDS_MAX)) {
		return fail_memory(self->error);
	}
	uint32_t *words = out->terminal_words.items;
	for (uint32_t node = 1; node <= out->trie.made; node++) {
		const terminal *before = NULL;
		terminal_range range = dictionary_terminals(out, node);
		for (uint32_t i = range.first; i < range.end; i++) {
			terminal *e = &out->terminals.items[i];
			__builtin_prefetch(&steps[out->terminals.items[i + AHEAD < terminals ? i + AHEAD : i].words]);
			for (uint32_t k = 0; k < e->count; k++) {
				words[at + k] = steps[e->words + k] & TRIE_WORD;
			}
			if (before && before->count == e->count &&
			    memcmp(words + before->words, words + at, e->count * sizeof *words) == 0) {
				e->words = before->words;
			} else {
				e->words = (uint32_t)at;
				at += e->count;
			}
			before = e;
		}
	}
	memset(words + at, 0, NAME_WORDS_MAX * sizeof *words);
	out->terminal_words.count = at + NAME_WORDS_MAX;
	return ONTO_OK;
}

static onto_status build(name_variants *self)
{
	uint32_t *arrivals = malloc((self->variants.count + 1) * sizeof *arrivals);
	if (!arrivals) {
		return fail_memory(self->error);
	}
	huge_pages_enlarge(arrivals, self->variants.count * sizeof *arrivals);
	onto_status status = build_trie(self, arrivals);
	if (status == ONTO_OK) {
		status = put_terminals(self, arrivals);
	}
	free(arrivals);
	vector_free(&self->variants);
	return status == ONTO_OK ? put_terminal_words(self) : status;
}

/* Estimates the number of words from the number of names: tables that need not grow fill in half the time. */
static onto_status add_names(name_variants *self)
{
	onto_dictionary *out = self->out;
	size_t names = out->names.count;
	self->keyer = keyer_new();
	if (!self->keyer || !lexicon_start(&out->lexicon, names / 3) ||
	    !vector_reserve_huge(&self->variants, names * 5 / 3) || !vector_reserve_huge(&self->steps, names * 7)) {
		return fail_memory(self->error);
	}
	TRY(take_digits(self));
	for (size_t i = 0; i < SALTS; i++) {
		for (size_t k = 0; k < 2; k++) {
			self->salts[i][k] = add_folded(self, salts[i][k], strlen(salts[i][k]));
			if (!self->salts[i][k]) {
				return fail_memory(self->error);
			}
		}
	}
	if (!equivalents_start(&self->equivalents, &out->lexicon, self->keyer)) {
		return fail_memory(self->error);
	}
	for (uint32_t i = 0; i < names; i++) {
		const char *text = dictionary_text(out, out->names.items[i].text);
		if (self->split_count == ABREAST || self->token_count + NAME_WORDS_MAX > TOKENS_ABREAST ||
		    self->folded_length + (NAME_WORDS_MAX + 1) * FOLD_MAX > FOLDED_ABREAST) {
			TRY(add_split(self));
		}
		split(self, i, text, without_remark(text));
	}
	return add_split(self);
}

onto_status freeze_names(freezer *freezer)
{
	name_variants *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(freezer->error);
	}
	self->out = freezer->out;
	self->error = freezer->error;
	onto_status status = add_names(self);
	if (status == ONTO_OK) {
		status = build(self);
	}
	vector_free(&self->variants);
	vector_free(&self->steps);
	equivalents_free(&self->equivalents);
	keyer_free(self->keyer);
	free(self);
	return status;
}
