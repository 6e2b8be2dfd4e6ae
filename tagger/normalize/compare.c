/* The score: how much of a term and of a name is the same. */
#include "normalize/compare.h"

#include <string.h>

#include "normalize/weights.h"
#include "text/fold.h"

float typing_left(unsigned distance)
{
	return distance == 0   ? 1
	       : distance == 1 ? WEIGHT(WORD_TYPING_ONE)
	       : distance == 2 ? WEIGHT(WORD_TYPING_TWO)
	                       : 0;
}

/* The factor of a name's scope. */
static float scope_left(unsigned scope)
{
	return scope <= ONTO_EXACT     ? 1
	       : scope == ONTO_NARROW  ? WEIGHT(LEFT_NARROW)
	       : scope == ONTO_RELATED ? WEIGHT(LEFT_RELATED)
	                               : WEIGHT(LEFT_BROAD);
}

/* Forms of a verb: bruise, bruising; smoke, smoked. */
static bool same_verb(const char *a, size_t a_length, const char *b, size_t b_length)
{
	static const char *const terminals[] = {"ing", "ed", "", "e", "s", "es"};
	enum { VERBAL = 2 }; /* the first ones identify a verb */
	size_t same = 0;
	bool found[2] = {false, false}, verbal = false;
	while (same < a_length && same < b_length && a[same] == b[same]) {
		same++;
	}
	for (size_t i = 0; same >= 4 && i < sizeof terminals / sizeof *terminals; i++) {
		size_t length = strlen(terminals[i]);
		bool first = a_length - same == length && memcmp(a + same, terminals[i], length) == 0;
		bool second = b_length - same == length && memcmp(b + same, terminals[i], length) == 0;
		found[0] |= first;
		found[1] |= second;
		verbal |= i < VERBAL && (first || second);
	}
	return found[0] && found[1] && verbal;
}

/* Of two words that only share a stem, one may be the other with a typing error. */
static float stem_likeness(const char *a, size_t a_length, const char *b, size_t b_length, unsigned *by)
{
	if (same_verb(a, a_length, b, b_length)) {
		*by |= ONTO_BY_DERIVED;
		return WEIGHT(WORD_DERIVED);
	}
	unsigned limit = spelling_limit(a_length < b_length ? a_length : b_length);
	unsigned distance = limit ? spelling_distance(a, a_length, b, b_length, limit) : 1;
	if (distance > limit) {
		*by |= ONTO_BY_DERIVED;
		return WEIGHT(WORD_STEM);
	}
	*by |= ONTO_BY_TYPING;
	return typing_left(distance);
}

/* The likeness of a word of the term and a word of the name with the same key. */
static float word_likeness(const word_cache *cache, const term_word *t, const option *o, uint32_t name_word,
                           unsigned *by)
{
	const lexicon *lexicon = &cache->dictionary->lexicon;
	const word_type *s = &cache->types.items[t->word_type];
	const char *other = lexicon_text(lexicon, name_word);
	size_t other_length = lexicon->words.items[name_word].length;
	const char *folded = o->word ? lexicon_text(lexicon, o->word) : word_cache_folded(cache, s);
	size_t length = o->word ? lexicon->words.items[o->word].length : s->folded_length;
	*by |= o->by;
	if (o->by & ONTO_BY_SYNONYM) {
		return o->likeness;
	}
	if (o->word == name_word || (length == other_length && memcmp(folded, other, length) == 0)) {
		return o->likeness;
	}
	if (roman_value(folded, length) || roman_value(other, other_length)) {
		*by |= ONTO_BY_NUMERAL;
		return o->likeness;
	}
	bool related;
	unsigned bits = word_relation(folded, length, other, other_length, &related);
	if (!related) {
		return o->likeness * stem_likeness(folded, length, other, other_length, by);
	}
	*by |= bits;
	if (bits && (length < WEIGHT(LEAST_INFLECTED) || other_length < WEIGHT(LEAST_INFLECTED))) {
		return o->likeness * WEIGHT(WORD_STEM); /* RG and RGS */
	}
	return o->likeness * (bits & ONTO_BY_DERIVED ? WEIGHT(WORD_DERIVED) : bits ? WEIGHT(WORD_FORM) : 1);
}

static bool fixed_word(const lexicon *lexicon, uint32_t word)
{
	const char *text = lexicon_text(lexicon, word);
	size_t length = lexicon->words.items[word].length;
	return (text[0] >= '0' && text[0] <= '9') || (length == 1 && text[0] != 's') || roman_value(text, length) ||
	       index_ordinal(text, length);
}

/* The words of a name, and which of them are paired. */
typedef struct pairing {
	const uint32_t *keys, *words;
	size_t count;
	bool taken[NAME_WORDS_MAX];
	uint8_t
		partners[TERM_WORDS_MOST]; /* of the term's words: 1 + the name's word that each is paired with; 0: none */
	float common;
	float term_weight; /* of the term's words; paired words have the weight of the name's */
	bool fixed_left;   /* a number of the term is not paired */
	bool disordered;
	unsigned by;
} pairing;

/* Finds the best partner of a word: the most alike, and of equal ones the nearest behind the last partner. */
static void pair_word(const onto_normalizer_index *index, const word_cache *cache, const term *term, size_t i,
                      size_t *next, pairing *p)
{
	const term_word *t = &term->words[i];
	float best = 0;
	size_t at = 0;
	unsigned by = 0;
	for (size_t o = 0; o < t->option_count; o++) {
		for (size_t j = 0; j < p->count; j++) {
			if (p->taken[j] || p->keys[j] != t->options[o].key) {
				continue;
			}
			unsigned bits = 0;
			float like = word_likeness(cache, t, &t->options[o], p->words[j], &bits);
			if (like > best || (like == best && at < *next && j >= *next)) {
				best = like;
				at = j;
				by = bits;
			}
		}
	}
	if (best <= 0) {
		bool kind = t->option_count && (index->minor[t->options[0].key] & KEY_KIND);
		p->term_weight += t->weight * (kind ? WEIGHT(KIND_WORD_ALONE) : WEIGHT(TERM_WORD_ALONE));
		p->fixed_left |= t->fixed;
		p->by |= ONTO_BY_WORDS;
		return;
	}
	float weight = index->key_weights[p->keys[at]];
	p->taken[at] = true;
	p->partners[i] = (uint8_t)(at + 1);
	p->common += weight * best;
	p->term_weight += weight;
	p->by |= by;
	if (at != *next && !t->minor) {
		p->disordered |= at < *next;
	}
	*next = at + 1;
}

/* Letters and digits in their case. */
static size_t plain_letters(const char *bytes, size_t length, char *out, size_t space)
{
	size_t count = 0;
	for (size_t i = 0; i < length && count < space; i++) {
		char c = bytes[i];
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
			out[count++] = c;
		}
	}
	return count;
}

/* The factor of a symbol that is written in another case. */
static float case_of(const word_cache *cache, const term *term, const char *name, unsigned *by)
{
	char written[FOLD_MAX], read[FOLD_MAX];
	size_t length = plain_letters(name, strlen(name), written, sizeof written), count = 0;
	bool digits = false;
	for (size_t i = 0; i < term->count; i++) {
		const word_type *s = &cache->types.items[term->words[i].word_type];
		count += plain_letters(word_cache_raw(cache, s), s->raw_length, read + count, sizeof read - count);
	}
	for (size_t i = 0; i < length; i++) {
		digits |= written[i] >= '0' && written[i] <= '9';
	}
	if (length && count >= length && memcmp(written, read, length) == 0) {
		return 1;
	}
	*by |= ONTO_BY_CASE;
	if (length && count >= length && written[0] == (read[0] & ~0x20) &&
	    memcmp(written + 1, read + 1, length - 1) == 0) {
		return WEIGHT(LEFT_CASE); /* lead and Lead */
	}
	return digits || length > 5 ? WEIGHT(LEFT_CASE) : WEIGHT(LEFT_CASE_OF_WORD);
}

/* The keys of a terminal's words. For a name as it stands the index has them. */
static void take_keys(const onto_normalizer_index *index, uint32_t number, uint32_t room[NAME_WORDS_MAX],
                      pairing *p)
{
	const onto_dictionary *d = index->dictionary;
	const terminal *terminal = &d->terminals.items[number];
	p->words = d->terminal_words.items + terminal->words;
	p->count = terminal->count;
	p->keys = room;
	if (index->terminals[terminal->name] == number) {
		p->keys = index->keys.items + index->keys.starts[terminal->name];
		return;
	}
	for (size_t i = 0; i < p->count; i++) {
		room[i] = dictionary_key(&d->lexicon, p->words[i], i ? p->words[i - 1] : 0);
	}
}

/* The weight of the name's words. Marks those without a partner. */
static float name_weight(const onto_normalizer_index *index, pairing *p, bool *fixed_left)
{
	float weight = 0;
	for (size_t j = 0; j < p->count; j++) {
		bool kind = !p->taken[j] && (index->minor[p->keys[j]] & KEY_KIND);
		weight += index->key_weights[p->keys[j]] * (kind ? WEIGHT(KIND_WORD_ALONE) : 1);
		if (!p->taken[j]) {
			*fixed_left |= fixed_word(&index->dictionary->lexicon, p->words[j]);
			p->by |= ONTO_BY_WORDS;
		}
	}
	return weight;
}

/* Does the term lack a word of the name that says more than its kind? */
static bool lacks_word(const onto_normalizer_index *index, const pairing *p)
{
	for (size_t j = 0; j < p->count; j++) {
		if (!p->taken[j] && !(index->minor[p->keys[j]] & (KEY_KIND | KEY_MINOR))) {
			return true;
		}
	}
	return false;
}

/* A number belongs to the word before it: stage 4 is not susceptibility 4. */
static bool numbers_differ(const onto_normalizer_index *index, const term *term, const pairing *p)
{
	for (size_t i = 1; i < term->count; i++) {
		size_t at = p->partners[i];
		const term_word *before = &term->words[i - 1];
		if (term->words[i].fixed && at > 1 && !p->partners[i - 1] && !before->minor && !before->fixed &&
		    !p->taken[at - 2] && !(index->minor[p->keys[at - 2]] & KEY_MINOR)) {
			return true;
		}
	}
	return false;
}

likeness compare(const onto_normalizer_index *index, const word_cache *cache, const term *term, uint32_t number,
                 unsigned allowed)
{
	const onto_dictionary *d = index->dictionary;
	const terminal *terminal = &d->terminals.items[number];
	const name *name = &d->names.items[terminal->name];
	uint32_t room[NAME_WORDS_MAX];
	pairing p = {.by = term->by | terminal->by};
	size_t next = 0;
	bool fixed_left = false;
	take_keys(index, number, room, &p);
	for (size_t i = 0; i < term->count; i++) {
		pair_word(index, cache, term, i, &next, &p);
	}
	float weight = name_weight(index, &p, &fixed_left);
	if ((p.fixed_left && fixed_left) || numbers_differ(index, term, &p)) {
		return (likeness){0}; /* type 1 is not type 2 */
	}
	if (p.disordered && !(name->policy & ONTO_POLICY_CASE)) {
		return (likeness){0}; /* a symbol has one order: CD1O is not O1 */
	}
	if (!(name->policy & ONTO_POLICY_CASE) && ((p.by & ONTO_BY_TYPING) || lacks_word(index, &p))) {
		return (likeness){0}; /* a symbol is not completed or corrected: "Hep C" is not HEP-NOS */
	}
	float score = 2 * p.common / (p.term_weight + weight);
	score *= p.fixed_left || fixed_left ? WEIGHT(LEFT_NUMBER) : 1;
	/* An inverted heading, "Renal Failure, Chronic", is meant to be read in the other order. */
	bool heading = (terminal->by & ONTO_BY_ORDER) && strchr(dictionary_text(d, name->text), ',');
	if (p.disordered || (terminal->by & ONTO_BY_ORDER)) {
		p.by |= ONTO_BY_ORDER;
		score *= heading && !p.disordered ? 1 : WEIGHT(LEFT_ORDER);
	}
	if (!(name->policy & ONTO_POLICY_CASE)) {
		score *= case_of(cache, term, dictionary_text(d, name->text), &p.by);
	}
	score *= terminal->by & ONTO_BY_SYNONYM ? WEIGHT(LEFT_EQUIVALENT) : 1;
	score *= name->policy & ONTO_POLICY_RETIRED ? WEIGHT(LEFT_RETIRED) : 1;
	score *= scope_left(name->scope) * term->left;
	return (likeness){p.by & ~allowed ? 0 : score, p.by};
}
