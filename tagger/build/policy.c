/* A name's policy, settled from its shape and type. */
#include "build/policy.h"
#include "ontotag_tools.h"

#include <stdlib.h>
#include <string.h>

#include "build/rules.h"
#include "core/type_name.h"
#include "text/fold.h"
#include "text/key.h"
#include "text/token.h"
#include "text/word_list.h"

static const struct {
	char letter;
	unsigned bit;
} letters[] = {
	{'c', ONTO_POLICY_CASE},   {'p', ONTO_POLICY_PLURAL},  {'v', ONTO_POLICY_SPELLING}, {'d', ONTO_POLICY_DERIVED},
	{'o', ONTO_POLICY_ORDER},  {'s', ONTO_POLICY_SUPPORT}, {'g', ONTO_POLICY_GENERIC},  {'x', ONTO_POLICY_BLOCKED},
	{'e', ONTO_POLICY_EFFECT}, {'a', ONTO_POLICY_SHORT},   {'n', ONTO_POLICY_OTHER},
};

void policy_write(unsigned policy, char out[16])
{
	size_t count = 0;
	if (policy == 0) {
		out[count++] = '-';
	}
	for (size_t i = 0; !(policy & ONTO_POLICY_SETTLE) && i < sizeof letters / sizeof *letters; i++) {
		if (policy & letters[i].bit) {
			out[count++] = letters[i].letter;
		}
	}
	out[count] = '\0';
}

bool policy_parse(const char *text, unsigned *out)
{
	*out = 0;
	if (!*text) {
		*out = ONTO_POLICY_SETTLE;
		return true;
	}
	if (strcmp(text, "-") == 0) {
		return true;
	}
	for (; *text; text++) {
		size_t i = 0;
		while (i < sizeof letters / sizeof *letters && letters[i].letter != *text) {
			i++;
		}
		if (i == sizeof letters / sizeof *letters) {
			return false;
		}
		*out |= letters[i].bit;
	}
	return true;
}

/* The shape of a name. */
typedef struct shape {
	unsigned tokens, words; /* a word: four small letters in a row, the first of which may be a capital */
	unsigned letters, digits, capitals;
	char folded[32]; /* in small letters, other bytes as spaces; empty where it is longer */
	size_t folded_length;
} shape;

static void fold_byte(shape *s, char c)
{
	if (s->folded_length + 1 < sizeof s->folded) {
		s->folded[s->folded_length++] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
		s->folded[s->folded_length] = '\0';
	}
}

static shape shape_of(const char *name)
{
	shape s = {0};
	tokenizer t;
	token token;
	tokenizer_start(&t, name, strlen(name));
	while (tokenizer_next(&t, &token)) {
		unsigned small = 0, run = 0;
		s.tokens++;
		if (s.tokens > 1 && token.gap != GAP_NONE) {
			fold_byte(&s, ' ');
		}
		for (uint32_t at = token.start; at < token.end; at++) {
			char c = name[at];
			bool wide = (unsigned char)c >= 0x80;
			s.capitals += c >= 'A' && c <= 'Z';
			bool opens = at == token.start && c >= 'A' && c <= 'Z'; /* Pain is a word, as pain is */
			run = (c >= 'a' && c <= 'z') || wide || opens ? run + 1 : 0;
			small = run > small ? run : small;
			fold_byte(&s, c);
		}
		if (token.kind == TOKEN_DIGITS) {
			s.digits += token.end - token.start;
		} else {
			s.letters += token.kind == TOKEN_GREEK ? 1 : token.end - token.start;
		}
		s.words += small >= 4;
	}
	if (s.folded_length + 1 == sizeof s.folded) {
		s.folded[0] = '\0';
	}
	return s;
}

/* True for the name of a Greek letter, alone or with a number: beta 2. */
static bool is_greek(const shape *s)
{
	size_t length = 0;
	while (s->folded[length] >= 'a' && s->folded[length] <= 'z') {
		length++;
	}
	size_t rest = length + (s->folded[length] == ' ');
	return is_greek_name(s->folded, length) && strspn(s->folded + rest, "0123456789") == s->folded_length - rest;
}

/* True for a word for a kind of enzyme, which is also a gene's symbol: polymerase, ATPase. */
static bool is_enzyme(const shape *s, const char *name)
{
	size_t length = strlen(name);
	return s->tokens == 1 && s->digits == 0 && length > 4 && strcmp(name + length - 3, "ase") == 0;
}

/* True for a name of one everyday word, in singular or plural, or of a word behind an article: roles, a gene. */
static bool is_ordinary(const char *name, const shape *s)
{
	char word[sizeof s->folded];
	size_t length = s->folded_length;
	if (s->tokens > 1) {
		length = strlen(name); /* an inverted heading, too: Genes, A */
		return s->tokens == 2 && (strncmp(name, "A ", 2) == 0 || strcmp(name + length - 3, ", A") == 0);
	}
	memcpy(word, s->folded, sizeof word);
	bool ordinary = word_list_is_ordinary(word);
	if (!ordinary && length > 3 && word[length - 1] == 's') {
		word[length - 1] = '\0';
		ordinary = word_list_is_ordinary(word);
	}
	if (!ordinary && length > 4 && strcmp(word + length - 3, "ie") == 0) {
		memcpy(word + length - 3, "y", 2);
		ordinary = word_list_is_ordinary(word);
	}
	return ordinary;
}

/* The policy of a name of a type that runs do not have by themselves. Its name may be any word of English:
 * Roles. */
static unsigned settle_other(const char *name, const shape *s, unsigned policy)
{
	if (RULE(NAME_ORDINARY, is_ordinary(name, s))) {
		return ONTO_POLICY_GENERIC | ONTO_POLICY_CASE | ONTO_POLICY_PLURAL;
	}
	/* Genetics is no plural of genetic. */
	bool field = s->tokens == 1 && s->folded_length > 3 && strcmp(s->folded + s->folded_length - 3, "ics") == 0;
	return policy & ~(RULE(NAME_OF_FIELD, field) ? (unsigned)ONTO_POLICY_PLURAL : 0);
}

/* The policy by the rules of a type of ontotag.h. `usual`: it is that type itself, for which there are lists of
 * words. */
static unsigned settle(const char *name, const shape *s, onto_type type, onto_scope scope, bool symbol, bool usual)
{
	if (usual && word_list_is_generic(s->folded)) {
		return ONTO_POLICY_GENERIC | ONTO_POLICY_CASE | ONTO_POLICY_PLURAL;
	}
	if (s->letters + s->digits < 2 || s->letters == 0 ||
	    (s->tokens == 1 && roman_value(s->folded, s->folded_length))) {
		return ONTO_POLICY_BLOCKED; /* a letter or a number alone names nothing */
	}
	if (usual && word_list_is_everyday(s->folded)) {
		/* In small letters it is the English word. */
		bool small = s->capitals == 0;
		if (small) {
			return scope != ONTO_PREFERRED || type == ONTO_MARKER ? ONTO_POLICY_BLOCKED : 0;
		}
		return scope == ONTO_PREFERRED && s->capitals >= 3 ? 0 : ONTO_POLICY_SUPPORT;
	}
	if (symbol) {
		/* The shorter a symbol, the more ambiguous it is. */
		bool synonym = scope != ONTO_PREFERRED;
		bool ambiguous =
			RULE(SYMBOL_OF_TWO, s->letters + s->digits <= 2) ||
			RULE(SYNONYM_OF_THREE, synonym && s->letters <= 3 && s->digits == 0) ||
			RULE(SYNONYM_OF_FOUR, synonym && type == ONTO_MARKER && s->digits == 0 && s->letters <= 4) ||
			RULE(SYNONYM_OF_LETTER, synonym && s->letters == 1) ||
			RULE(SYNONYM_OF_DISEASE, synonym && type == ONTO_DISEASE && s->letters + s->digits <= 3) ||
			RULE(SYNONYM_GREEK, synonym && type == ONTO_MARKER && is_greek(s)) ||
			RULE(SYNONYM_ENZYME, synonym && type == ONTO_MARKER && is_enzyme(s, name));
		unsigned policy = ambiguous ? ONTO_POLICY_SUPPORT : 0;
		if (RULE(SYMBOL_IS_WORD, s->tokens == 1 && s->capitals <= 1 && s->digits == 0 && type != ONTO_MARKER)) {
			/* Three small letters that are a word: flu, gas, tic. */
			return s->capitals ? policy : ONTO_POLICY_CASE | policy;
		}
		return policy | (RULE(SYMBOL_HAS_PLURAL, s->capitals >= 2 && s->digits == 0) ? ONTO_POLICY_PLURAL : 0);
	}
	unsigned policy = ONTO_POLICY_CASE | ONTO_POLICY_PLURAL | ONTO_POLICY_SPELLING;
	if (type == ONTO_DISEASE) {
		policy |= ONTO_POLICY_DERIVED;
	}
	if (s->tokens > 1 && type != ONTO_MARKER) {
		policy |= ONTO_POLICY_ORDER;
	}
	/* "helicase" for one helicase of many. */
	if (RULE(SYNONYM_OF_ONE_WORD, type == ONTO_MARKER && s->tokens == 1 && scope == ONTO_RELATED)) {
		policy |= ONTO_POLICY_SUPPORT;
	}
	return policy;
}

unsigned policy_settle(const char *name, onto_type type, onto_scope scope, bool symbol)
{
	shape s = shape_of(name);
	bool usual = TYPES_DEFAULT & 1u << type;
	unsigned policy = settle(name, &s, type_like(type), scope, symbol || s.words == 0, usual);
	return usual ? policy : settle_other(name, &s, policy);
}

/* Does a word of a gene's name tell it from others: a number, a Greek letter, a letter, a short form? */
static bool distinguishes(const char *word, size_t length, token_kind kind)
{
	static const char *const kinds[] = {"DNA", "RNA", "mRNA", "ATP", "GTP", "GDP", "ATPase", "GTPase",
	                                    "G",   "NAD", "NADP", "P",   "O",   "N",   "C",      "E3"};
	char folded[FOLD_MAX];
	bool capital = false;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (strlen(kinds[i]) == length && memcmp(kinds[i], word, length) == 0) {
			return false;
		}
	}
	for (size_t i = length > 1 ? 1 : 0; i < length; i++) {
		capital |= word[i] >= 'A' && word[i] <= 'Z';
	}
	return kind != TOKEN_LETTERS || capital || length == 1 ||
	       (length < FOLD_MAX && is_greek_name(folded, fold(word, length, folded)));
}

/* Is a name only a kind and its number: protein II, antigen-3? */
static bool is_numbered_kind(const char *name)
{
	tokenizer t;
	token first, second, third;
	char folded[FOLD_MAX + 1];
	tokenizer_start(&t, name, strlen(name));
	if (!tokenizer_next(&t, &first) || !tokenizer_next(&t, &second) || tokenizer_next(&t, &third) ||
	    first.end - first.start >= FOLD_MAX) {
		return false;
	}
	folded[fold(name + first.start, first.end - first.start, folded)] = '\0';
	size_t length = second.end - second.start;
	char number[FOLD_MAX];
	return word_list_is_generic(folded) &&
	       (second.kind == TOKEN_DIGITS || length == 1 ||
	        (length < FOLD_MAX && roman_value(number, fold(name + second.start, length, number))));
}

unsigned policy_of_designation(const char *name, unsigned policy)
{
	tokenizer t;
	token token;
	bool tells = false;
	if (!(policy & ONTO_POLICY_CASE)) {
		return policy;
	}
	/* A remark in brackets at the end is read over: protein kinase (PKE). */
	const char *bracket = strstr(name, " (");
	size_t length = strlen(name);
	tokenizer_start(&t, name, bracket && name[length - 1] == ')' ? (size_t)(bracket - name) : length);
	while (tokenizer_next(&t, &token)) {
		tells |= distinguishes(name + token.start, token.end - token.start, (token_kind)token.kind);
	}
	policy &= RULE(DESIGNATION_PLURAL, true) ? ~(unsigned)ONTO_POLICY_PLURAL : ~0u;
	return policy | (RULE(DESIGNATION_OF_KIND, !tells || is_numbered_kind(name)) ? ONTO_POLICY_SUPPORT : 0);
}

bool onto_everyday_word(const char *word)
{
	return word_list_is_everyday(word);
}
