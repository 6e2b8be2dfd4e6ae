/* The tagger against a naive one: at every token every name is tried word by word, under the same relations and
 * policies; then the overlap policy is applied by its definition. Random names and texts of few words, so that
 * they meet often. Hyphens, numerals, other word orders, abbreviations, enumerations and what curation blocks are
 * not the oracle's: vectors.tsv has them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "support.h"
#include "text/fold.h"
#include "text/key.h"
#include "text/token.h"
#include "text/word_list.h"

/* Words that stand for one another share a row; the row decides the type of the names that begin with it. */
static const char *const families[][7] = {
	{"carcinoma", "carcinomas", "carcinomata", "Carcinoma", "CARCINOMA", "carcinomatous"},
	{"leukemia", "leukaemia", "leukemias", "leukaemias", "Leukaemia", "leukemic"},
	{"necrosis", "necroses", "necrotic", "Necrotic"},
	{"cell", "cells", "Cell"},
	{"QAL", "QALs", "qal", "Qal"},
	{"\xce\xb1", "alpha", "Alpha"},
	{"\xce\xb2", "beta"},
	{"edema", "oedema", "edemas",
     "\xc5\x93"
     "dema"},
	{"79"},
	{"790"},
	{"zorb", "zorbs", "Z\xc3\xb6rb"},
	{"of"},
};
static const char *const gaps[] = {" ", " ", " ", " ", "\n", "  ", ", ", "/", " (", ". ", "'s ", ") ", "+", "\n\n"};
static const char *const name_gaps[] = {" ", " ", " ", " ", ", ", "/", " ("};

enum { NAMES = 30, WORDS_MAX = 40 };

typedef struct piece {
	char folded[FOLD_MAX], key[FOLD_MAX + 8];
	size_t folded_length, key_length;
	token token;
} piece;

typedef struct pieces {
	char text[600];
	size_t length, count;
	piece items[WORDS_MAX];
} pieces;

typedef struct known_name {
	pieces pieces;
	unsigned policy;
	onto_type type;
} known_name;

static void cut(pieces *p, keyer *keyer)
{
	tokenizer t;
	p->count = 0;
	p->length = strlen(p->text);
	tokenizer_start(&t, p->text, p->length);
	while (p->count < WORDS_MAX && tokenizer_next(&t, &p->items[p->count].token)) {
		piece *i = &p->items[p->count++];
		i->folded_length = fold(p->text + i->token.start, i->token.end - i->token.start, i->folded);
		i->key_length = keyer_key(keyer, i->folded, i->folded_length, i->key);
	}
}

/* Random words with random gaps. Returns the family of the first. */
static size_t compose(pieces *p, size_t words, const char *const *between, size_t between_count, uint64_t *seed)
{
	size_t first = 0;
	p->text[0] = '\0';
	for (size_t i = 0; i < words; i++) {
		size_t family = random_below(seed, COUNT(families)), forms = 0;
		while (forms < 7 && families[family][forms]) {
			forms++;
		}
		strcat(p->text, i ? between[random_below(seed, between_count)] : "");
		strcat(p->text, families[family][random_below(seed, forms)]);
		first = i ? first : family;
	}
	return first;
}

/* ---- does a name fit here? ----------------------------------------------------------------------------------- */

static bool bytes_equal(const char *a, size_t a_length, const char *b, size_t b_length)
{
	return a_length == b_length && memcmp(a, b, a_length) == 0;
}

static bool gap_fits(const pieces *text, size_t at, const pieces *name, size_t i)
{
	const token *t = &text->items[at].token, *n = &name->items[i].token;
	if (t->gap <= GAP_LAST_SOFT) {
		return true;
	}
	if (t->gap != n->gap || t->gap == GAP_BARRIER) {
		return false;
	}
	uint32_t t_from = t[0].start, n_from = n[0].start;
	const token *t_before = &text->items[at - 1].token, *n_before = &name->items[i - 1].token;
	size_t t_start = t_before->end + t_before->possessive, n_start = n_before->end + n_before->possessive;
	return t->gap != GAP_HARD ||
	       bytes_equal(text->text + t_start, t_from - t_start, name->text + n_start, n_from - n_start);
}

/* As it is written: the words' own bytes, a Greek letter by its name, whatever the name's case. */
static size_t spelled(const pieces *p, size_t at, size_t count, char *out)
{
	size_t length = 0;
	for (size_t i = at; i < at + count; i++) {
		const piece *w = &p->items[i];
		bool greek = w->token.kind == TOKEN_GREEK || is_greek_name(w->folded, w->folded_length);
		size_t size = w->token.end - w->token.start;
		char plain[FOLD_MAX];
		const char *bytes = p->text + w->token.start;
		if (greek) {
			size = w->folded_length;
			bytes = w->folded;
		} else if (!w->token.ascii) {
			size = fold_width(bytes, size, plain);
			bytes = plain;
		}
		memcpy(out + length, bytes, size);
		length += size;
	}
	return length;
}

/* Whether word `i` of a name and the text's at `at` have or lack a possessive 's alike. At the end of a mention it
 * is no part of it, unless the name has one. */
static bool possessives_fit(const pieces *text, size_t at, const pieces *name, size_t i)
{
	const token *t = &text->items[at].token, *n = &name->items[i].token;
	bool has = t->possessive;
	if (i + 1 == name->count) {
		size_t length = n->end + n->possessive;
		has = t->possessive > 1 && n->possessive && length > 1 && memcmp(name->text + length - 2, "'s", 2) == 0;
	}
	return has == (n->possessive > 0);
}

static bool name_fits_as_written(const pieces *text, size_t at, const known_name *name, unsigned without)
{
	const pieces *n = &name->pieces;
	unsigned allowed = (name->policy & ONTO_POLICY_PLURAL ? ONTO_BY_PLURAL : 0) |
	                   (name->policy & ONTO_POLICY_SPELLING ? ONTO_BY_SPELLING : 0) |
	                   (name->policy & ONTO_POLICY_DERIVED ? ONTO_BY_DERIVED : 0);
	if (at + n->count > text->count) {
		return false;
	}
	for (size_t i = 0; i < n->count; i++) {
		const piece *a = &text->items[at + i], *b = &n->items[i];
		if (!bytes_equal(a->key, a->key_length, b->key, b->key_length) || (i && !gap_fits(text, at + i, n, i))) {
			return false;
		}
		bool related;
		unsigned by = word_relation(a->folded, a->folded_length, b->folded, b->folded_length, &related);
		if (!related || (by & ~(allowed & ~without)) || ((by & ONTO_BY_DERIVED) && strchr(n->text, ','))) {
			return false;
		}
		if ((without & ONTO_BY_PLURAL) && !possessives_fit(text, at + i, n, i)) {
			return false;
		}
	}
	if (name->policy & ONTO_POLICY_CASE) {
		return true;
	}
	char here[700], there[700];
	size_t length = spelled(text, at, n->count, here), wanted = spelled(n, 0, n->count, there);
	if (length == wanted + 1 && here[wanted] == 's' && (name->policy & ONTO_POLICY_PLURAL)) {
		length--;
	}
	return bytes_equal(here, length, there, wanted);
}

/* A marker's symbol of capitals that is written as a word: Qal, where QAL stands as well; carcinoma, where
 * CARCINOMA does. */
static bool is_recased(const pieces *text, size_t at, const known_name *name, unsigned without)
{
	const token *t = &text->items[at].token;
	size_t length = t->end - t->start;
	const char *word = text->text + t->start, *symbol = name->pieces.text;
	if (name->type != ONTO_MARKER || (name->policy & ONTO_POLICY_CASE) || name->pieces.count != 1 || length < 3 ||
	    strlen(symbol) != length || (word[0] != symbol[0] && length < 7)) {
		return false;
	}
	for (size_t i = word[0] == symbol[0]; i < length; i++) {
		if (symbol[i] < 'A' || symbol[i] > 'Z' || word[i] != (symbol[i] | 0x20)) {
			return false;
		}
	}
	bool stands = false;
	for (size_t i = 0; i < text->count; i++) {
		stands |= name_fits_as_written(text, i, name, without);
	}
	return stands;
}

static bool name_fits(const pieces *text, size_t at, const known_name *name, unsigned without)
{
	return name_fits_as_written(text, at, name, without) || is_recased(text, at, name, without);
}

/* ---- the naive tagger ---------------------------------------------------------------------------------------- */

typedef struct found {
	size_t start, end;
	onto_type type;
} found;

typedef struct finds {
	found items[WORDS_MAX * 8];
	size_t count;
} finds;

static bool may_stay(onto_overlap overlap, const found *a, const found *b)
{
	if (a->end <= b->start || b->end <= a->start) {
		return true;
	}
	bool inside = (a->start <= b->start && b->end <= a->end) || (b->start <= a->start && a->end <= b->end);
	return overlap == ONTO_ALL || (overlap == ONTO_NESTED && inside) ||
	       (overlap == ONTO_ONE_PER_TYPE && a->type != b->type);
}

static int longest_first(const void *a, const void *b)
{
	const found *x = a, *y = b;
	size_t x_length = x->end - x->start, y_length = y->end - y->start;
	return x_length != y_length ? (x_length > y_length ? -1 : 1) : x->start < y->start ? -1 : x->start > y->start;
}

static int in_order(const void *a, const void *b)
{
	const found *x = a, *y = b;
	return x->start != y->start ? (x->start < y->start ? -1 : 1) : x->end > y->end ? -1 : x->end < y->end;
}

static bool is_digits(const token *t)
{
	return t->kind == TOKEN_DIGITS;
}

/* Does the name end in the middle of a number: GGT 1,200? */
static bool parts_a_number(const pieces *text, size_t last)
{
	const token *t = &text->items[last].token;
	if (last + 1 >= text->count || !is_digits(t) || t->gap != GAP_SPACE) {
		return false;
	}
	const token *next = &text->items[last + 1].token;
	char between = text->text[t->end];
	return is_digits(next) && next->start == t->end + 1 && (between == ',' || between == '.');
}

/* Does the text write the number of a symbol apart, and the name does not? */
static bool writes_apart(const pieces *text, size_t last, const known_name *name)
{
	const pieces *n = &name->pieces;
	const token *t = &text->items[last].token;
	return n->count > 1 && !(name->policy & ONTO_POLICY_CASE) && is_digits(t) &&
	       (t->gap == GAP_SPACE || t->gap == GAP_LINE) && n->text[n->items[n->count - 1].token.start - 1] != ' ';
}

/* Somewhere else it writes them together. */
static bool writes_together(const pieces *text, const known_name *name, unsigned without)
{
	for (size_t at = 0; at < text->count; at++) {
		if (name_fits(text, at, name, without) && !writes_apart(text, at + name->pieces.count - 1, name)) {
			return true;
		}
	}
	return false;
}

/* Is what looks like an inverted heading a list: a name ends before the comma, or a word goes on behind? */
static bool is_list(const pieces *text, const known_name *names, size_t at, size_t count, unsigned without)
{
	size_t comma = 0, end = at + count;
	for (size_t i = at + 1; i < end; i++) {
		comma = text->items[i].token.gap == GAP_COMMA ? i : comma;
	}
	if (!comma || end >= text->count) {
		return false;
	}
	for (size_t from = at > 3 ? at - 3 : 0; from < at; from++) {
		for (size_t i = 0; i < NAMES; i++) {
			if (from + names[i].pieces.count == comma && name_fits(text, from, &names[i], without)) {
				return true;
			}
		}
	}
	const token *next = &text->items[end].token;
	return (next->gap == GAP_SPACE || next->gap == GAP_LINE) && next->kind == TOKEN_LETTERS &&
	       !(word_list_roles_folded(text->text + next->start, next->end - next->start).function &
	         (FUNCTION_SENTENCE | FUNCTION_MINOR));
}

static bool has_hard_gap(const pieces *text, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++) {
		if (text->items[i].token.gap == GAP_HARD) {
			return true;
		}
	}
	return false;
}

/* Brackets that are open at an offset, of those behind the start of a piece; -1 where one closes that is not. */
static int open_at(const pieces *text, size_t from, size_t end)
{
	int open = 0;
	for (size_t at = text->items[from].token.start; at < end && open >= 0; at++) {
		open += strchr("([", text->text[at]) ? 1 : strchr(")]", text->text[at]) ? -1 : 0;
	}
	return open;
}

/* The end of some pieces, behind what closes their brackets: digits, signs and brackets. */
static size_t closed_end(const pieces *text, size_t from, size_t to)
{
	size_t end = text->items[to - 1].token.end, at = end;
	if (to - from < 2) {
		return end;
	}
	for (unsigned signs = 0; open_at(text, from, at) > 0; at++) {
		char c = text->text[at];
		signs = c == ')' || c == ']' ? 0 : signs + 1;
		if (!c || !strchr(")]+-0123456789", c) || signs > 4) {
			return end;
		}
	}
	return open_at(text, from, at) == 0 ? at : end;
}

/* A word of a capital and small letters behind a comma or a full stop, and initials with a comma: Burns AB, */
static bool is_author(const pieces *text, size_t at)
{
	const token *t = &text->items[at].token;
	const char *word = text->text + t->start;
	if (at + 1 >= text->count || t->end - t->start < 3 || word[0] < 'A' || word[0] > 'Z' || word[1] < 'a' ||
	    word[1] > 'z' || (at > 0 && t->gap != GAP_BARRIER && t->gap != GAP_COMMA)) {
		return false;
	}
	const token *next = &text->items[at + 1].token;
	bool initials = next->gap == GAP_SPACE && next->kind == TOKEN_LETTERS && next->end - next->start <= 3;
	for (uint32_t i = next->start; initials && i < next->end; i++) {
		initials = text->text[i] >= 'A' && text->text[i] <= 'Z';
	}
	return initials && text->text[next->end] == ',';
}

/* Up to three capitals and a comma behind a surname that stands behind a comma: , Zarina AL, */
static bool is_initials(const pieces *text, size_t at)
{
	const token *t = &text->items[at].token;
	const char *word = text->text + t->start;
	if (at == 0 || t->end - t->start > 3 || t->gap != GAP_SPACE || text->text[t->end] != ',') {
		return false;
	}
	const token *surname = &text->items[at - 1].token;
	const char *name = text->text + surname->start;
	bool capitals = word[0] >= 'A' && word[0] <= 'Z' && word[1] >= 'A' && word[1] <= 'Z';
	return capitals && surname->gap == GAP_COMMA && !surname->possessive && surname->end - surname->start > 2 &&
	       name[0] >= 'A' && name[0] <= 'Z' && !(name[1] >= 'A' && name[1] <= 'Z');
}

static bool is_meant(const pieces *text, const known_name *names, size_t at, const known_name *name,
                     unsigned without)
{
	size_t last = at + name->pieces.count - 1;
	return !(name->pieces.count > 1 && parts_a_number(text, last)) &&
	       (!has_hard_gap(text, at, at + name->pieces.count) ||
	        open_at(text, at, closed_end(text, at, at + name->pieces.count)) == 0) &&
	       !(name->pieces.count == 1 && (is_author(text, at) || is_initials(text, at))) &&
	       !(writes_apart(text, last, name) && !writes_together(text, name, without)) &&
	       !is_list(text, names, at, name->pieces.count, without);
}

static void tag_naively(const pieces *text, const known_name *names, const onto_tag_options *options, finds *out)
{
	finds all = {.count = 0};
	for (size_t at = 0; at < text->count; at++) {
		for (size_t i = 0; i < NAMES; i++) {
			if ((options->types && !(options->types & 1u << names[i].type)) ||
			    !name_fits(text, at, &names[i], options->without) ||
			    !is_meant(text, names, at, &names[i], options->without)) {
				continue;
			}
			found f = {text->items[at].token.start, closed_end(text, at, at + names[i].pieces.count),
			           names[i].type};
			bool there = false;
			for (size_t k = 0; k < all.count; k++) {
				there |= all.items[k].start == f.start && all.items[k].end == f.end;
			}
			if (!there) {
				all.items[all.count++] = f;
			}
		}
	}
	qsort(all.items, all.count, sizeof *all.items, longest_first);
	out->count = 0;
	for (size_t i = 0; i < all.count; i++) {
		bool stays = true;
		for (size_t k = 0; k < out->count; k++) {
			stays = stays && may_stay(options->overlap, &out->items[k], &all.items[i]);
		}
		if (stays) {
			out->items[out->count++] = all.items[i];
		}
	}
	qsort(out->items, out->count, sizeof *out->items, in_order);
}

/* Does the name that the tagger names really fit there? */
static bool name_is_right(const pieces *text, const known_name *names, const onto_mention *m, unsigned without)
{
	for (size_t at = 0; at < text->count; at++) {
		for (size_t i = 0; i < NAMES; i++) {
			if (text->items[at].token.start == m->start && strcmp(names[i].pieces.text, m->matched) == 0 &&
			    names[i].type == m->type && name_fits(text, at, &names[i], without)) {
				return true;
			}
		}
	}
	return false;
}

static const char *compare(const pieces *text, const known_name *names, const onto_tag_options *options,
                           const onto_tags *tags)
{
	finds expected;
	tag_naively(text, names, options, &expected);
	if (expected.count != tags->mention_count) {
		return "another number of mentions";
	}
	for (size_t i = 0; i < expected.count; i++) {
		if (expected.items[i].start != tags->mentions[i].start || expected.items[i].end != tags->mentions[i].end) {
			return "another place";
		}
		if (!name_is_right(text, names, &tags->mentions[i], options->without)) {
			return "a name that does not fit";
		}
	}
	return NULL;
}

static void print_both(const pieces *text, const known_name *names, const onto_tag_options *options,
                       const onto_tags *tags)
{
	finds expected;
	tag_naively(text, names, options, &expected);
	for (size_t i = 0; i < expected.count; i++) {
		print_error("expected %zu-%zu %.*s\n", expected.items[i].start, expected.items[i].end,
		            (int)(expected.items[i].end - expected.items[i].start), text->text + expected.items[i].start);
	}
	for (size_t i = 0; i < tags->mention_count; i++) {
		print_error("found %zu-%zu %s\n", tags->mentions[i].start, tags->mentions[i].end,
		            tags->mentions[i].matched);
	}
}

/* ---- a round: a dictionary, and texts for it ----------------------------------------------------------------- */

static void random_policy(char letters[8], unsigned *policy, uint64_t *seed)
{
	static const struct {
		char letter;
		unsigned bit;
	} all[] = {{'c', ONTO_POLICY_CASE},
	           {'p', ONTO_POLICY_PLURAL},
	           {'v', ONTO_POLICY_SPELLING},
	           {'d', ONTO_POLICY_DERIVED}};
	size_t count = 0;
	*policy = 0;
	for (size_t i = 0; i < COUNT(all); i++) {
		if (random_below(seed, 3)) {
			letters[count++] = all[i].letter;
			*policy |= all[i].bit;
		}
	}
	if (!count) {
		letters[count++] = '-';
	}
	letters[count] = '\0';
}

static onto_dictionary *random_dictionary(known_name *names, keyer *keyer, uint64_t *seed)
{
	static const char *const types[] = {"disease", "drug", "marker"};
	char *rows = calloc(1, 1 << 16), letters[8];
	size_t used = 0;
	for (size_t i = 0; i < NAMES; i++) {
		size_t first = compose(&names[i].pieces, 1 + random_below(seed, 4), name_gaps, COUNT(name_gaps), seed);
		names[i].type = (onto_type)(first % COUNT(types));
		random_policy(letters, &names[i].policy, seed);
		cut(&names[i].pieces, keyer);
		used += (size_t)sprintf(rows + used, "C\tX:%zu\t%s\t%s\nN\tX:%zu\texact\t%s\t%s\n", i, types[names[i].type],
		                        names[i].pieces.text, i, names[i].pieces.text, letters);
	}
	onto_dictionary *dictionary = dictionary_of(rows);
	free(rows);
	return dictionary;
}

static onto_tag_options random_options(uint64_t *seed)
{
	static const unsigned bits[] = {ONTO_BY_PLURAL, ONTO_BY_SPELLING, ONTO_BY_DERIVED};
	onto_tag_options options = {
		.size = sizeof(onto_tag_options),
		.overlap = (onto_overlap)random_below(seed, ONTO_OVERLAPS),
		.without = ONTO_BY_ABBREVIATION | ONTO_BY_COORDINATION | ONTO_BY_ORDER,
		.types = random_below(seed, 3) ? 0 : 1 + (unsigned)random_below(seed, 6),
		.no_judge = true,
		.keep_generic = true,
	};
	for (size_t i = 0; i < COUNT(bits); i++) {
		options.without |= random_below(seed, 5) ? 0 : bits[i];
	}
	return options;
}

static size_t check_round(uint64_t start)
{
	static known_name names[NAMES];
	static pieces text;
	uint64_t seed = start;
	size_t mentions = 0;
	keyer *keyer = keyer_new();
	onto_dictionary *dictionary = random_dictionary(names, keyer, &seed);
	for (int options_left = 8; options_left-- > 0;) {
		onto_tag_options options = random_options(&seed);
		onto_tagger *tagger = tagger_of(dictionary, &options);
		for (int texts_left = 12; texts_left-- > 0;) {
			const onto_tags *tags;
			onto_error error = {0};
			compose(&text, 1 + random_below(&seed, 25), gaps, COUNT(gaps), &seed);
			cut(&text, keyer);
			must(onto_tagger_tag(tagger, text.text, text.length, &tags, &error), &error);
			const char *wrong = compare(&text, names, &options, tags);
			wrong = wrong ? wrong : check_tags(text.text, text.length, &options, tags);
			if (wrong) {
				print_both(&text, names, &options, tags);
				fail_msg("seed %llu, overlap %s, without %x: %s: %s", (unsigned long long)start,
				         onto_overlap_word(options.overlap), options.without, wrong, text.text);
			}
			mentions += tags->mention_count;
		}
		onto_tagger_free(tagger);
	}
	onto_dictionary_free(dictionary);
	keyer_free(keyer);
	return mentions;
}

static void the_tagger_agrees_with_a_naive_one(void **state)
{
	(void)state;
	const char *only = getenv("ONTOTAG_SEED");
	size_t mentions = 0;
	if (only) {
		check_round(strtoull(only, NULL, 10));
		return;
	}
	for (uint64_t seed = 1; seed <= 200; seed++) {
		mentions += check_round(seed);
	}
	assert_true(mentions > 20000); /* they do meet */
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_tagger_agrees_with_a_naive_one)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
