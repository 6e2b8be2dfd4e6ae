/* Learns synonyms: pairs of words that alternate in the names of many diseases. */
#include "normalize/synonyms.h"

#include <stdlib.h>
#include <string.h>

#include "normalize/weights.h"
#include "text/word_list.h"

enum { SETS_MOST = 32, SET_KEYS = 8, FIRST_SLOTS = 1 << 14 };

/* Words that differ in meaning, even if a source often lists one for the other. */
static const char *const opposites[][2] = {
	{"primary", "secondary"}, {"acute", "chronic"},       {"benign", "malignant"}, {"dominant", "recessive"},
	{"left", "right"},        {"congenital", "acquired"}, {"male", "female"},      {"upper", "lower"},
};

/* The words of a name, sorted by key, without duplicates. */
typedef struct key_set {
	uint32_t keys[SET_KEYS];
	size_t count;
} key_set;

typedef struct pair {
	uint32_t a, b; /* a < b; a 0: free */
	uint32_t count;
	uint32_t last; /* the last concept that it was counted for, + 1 */
} pair;

typedef struct learner {
	const onto_normalizer_index *index;
	key_set sets[SETS_MOST];
	size_t set_count;
	pair *pairs;
	size_t space, count; /* space: a power of two */
	uint32_t *with;      /* for each key: number of diseases with it */
	uint32_t *last;      /* for each key: the last such disease, + 1 */
} learner;

static size_t slot_of(const pair *pairs, size_t space, uint32_t a, uint32_t b)
{
	size_t slot = (size_t)((((uint64_t)a << 32 | b) * 0x9e3779b97f4a7c15u) >> 32) & (space - 1);
	while (pairs[slot].a && (pairs[slot].a != a || pairs[slot].b != b)) {
		slot = (slot + 1) & (space - 1);
	}
	return slot;
}

static bool grow(learner *self)
{
	size_t space = self->space ? self->space * 2 : FIRST_SLOTS;
	pair *pairs = calloc(space, sizeof *pairs);
	if (!pairs) {
		return false;
	}
	for (size_t i = 0; i < self->space; i++) {
		if (self->pairs[i].a) {
			pairs[slot_of(pairs, space, self->pairs[i].a, self->pairs[i].b)] = self->pairs[i];
		}
	}
	free(self->pairs);
	self->pairs = pairs;
	self->space = space;
	return true;
}

static bool count_pair(learner *self, uint32_t a, uint32_t b, uint32_t concept)
{
	if (self->count * 2 >= self->space && !grow(self)) {
		return false;
	}
	pair *p = &self->pairs[slot_of(self->pairs, self->space, a < b ? a : b, a < b ? b : a)];
	self->count += !p->a;
	p->a = a < b ? a : b;
	p->b = a < b ? b : a;
	p->count += p->last != concept + 1;
	p->last = concept + 1;
	return true;
}

/* ---- the names of a concept ---------------------------------------------------------------------------------- */

/* False where a name has too many or too few words. */
static bool set_of(const onto_normalizer_index *index, size_t name, key_set *set)
{
	set->count = 0;
	for (uint32_t i = index->keys.starts[name]; i < index->keys.starts[name + 1]; i++) {
		uint32_t key = index->keys.items[i];
		size_t at = set->count;
		if (index->minor[key] & KEY_MINOR) {
			continue;
		}
		if (set->count == SET_KEYS) {
			return false;
		}
		for (; at > 0 && set->keys[at - 1] > key; at--) {
			set->keys[at] = set->keys[at - 1];
		}
		set->keys[at] = key;
		set->count++;
	}
	return set->count >= 2;
}

static void add_set(learner *self, const key_set *set, uint32_t concept)
{
	for (size_t i = 0; i < self->set_count; i++) {
		if (self->sets[i].count == set->count &&
		    memcmp(self->sets[i].keys, set->keys, set->count * sizeof *set->keys) == 0) {
			return;
		}
	}
	for (size_t i = 0; i < set->count; i++) {
		self->with[set->keys[i]] += self->last[set->keys[i]] != concept + 1;
		self->last[set->keys[i]] = concept + 1;
	}
	if (self->set_count < SETS_MOST) {
		self->sets[self->set_count++] = *set;
	}
}

/* The one key in which two sets of equal size differ; false where there is none or several. */
static bool differ_in_one(const key_set *x, const key_set *y, uint32_t *a, uint32_t *b)
{
	size_t i = 0, j = 0, left = 0, right = 0;
	while (i < x->count || j < y->count) {
		if (i < x->count && j < y->count && x->keys[i] == y->keys[j]) {
			i++;
			j++;
		} else if (j == y->count || (i < x->count && x->keys[i] < y->keys[j])) {
			*a = x->keys[i++];
			left++;
		} else {
			*b = y->keys[j++];
			right++;
		}
		if (left > 1 || right > 1) {
			return false;
		}
	}
	return left == 1;
}

static bool is_plain_word(const lexicon *lexicon, uint32_t key)
{
	const char *text = lexicon_text(lexicon, key);
	size_t length = lexicon->words.items[key].length;
	for (size_t i = 0; i < length; i++) {
		if (text[i] < 'a' || text[i] > 'z') {
			return false;
		}
	}
	return length >= 3 && !roman_value(text, length);
}

static bool count_pairs(learner *self, uint32_t concept)
{
	const lexicon *lexicon = &self->index->dictionary->lexicon;
	for (size_t i = 0; i < self->set_count; i++) {
		for (size_t j = i + 1; j < self->set_count; j++) {
			uint32_t a = 0, b = 0;
			if (self->sets[i].count == self->sets[j].count &&
			    differ_in_one(&self->sets[i], &self->sets[j], &a, &b) && is_plain_word(lexicon, a) &&
			    is_plain_word(lexicon, b) && !count_pair(self, a, b, concept)) {
				return false;
			}
		}
	}
	return true;
}

static bool learn(learner *self)
{
	const onto_dictionary *d = self->index->dictionary;
	for (uint32_t n = 0; n < self->index->names;) {
		uint32_t concept = d->names.items[n].concept;
		self->set_count = 0;
		for (; n < self->index->names && d->names.items[n].concept == concept; n++) {
			const name *name = &d->names.items[n];
			key_set set;
			if (type_like(d->concepts.items[concept].type) == ONTO_DISEASE && name->scope <= ONTO_EXACT &&
			    (name->policy & ONTO_POLICY_CASE) && set_of(self->index, n, &set)) {
				add_set(self, &set, concept);
			}
		}
		if (!count_pairs(self, concept)) {
			return false;
		}
	}
	return true;
}

/* ---- selection ----------------------------------------------------------------------------------------------- */

static uint32_t key_of(const lexicon *lexicon, const char *word)
{
	uint32_t number = lexicon_find(lexicon, word, strlen(word));
	return number ? lexicon->words.items[number].key : 0;
}

static void forget_opposites(learner *self)
{
	const lexicon *lexicon = &self->index->dictionary->lexicon;
	for (size_t i = 0; self->space && i < sizeof opposites / sizeof *opposites; i++) {
		uint32_t a = key_of(lexicon, opposites[i][0]), b = key_of(lexicon, opposites[i][1]);
		pair *p = &self->pairs[slot_of(self->pairs, self->space, a < b ? a : b, a < b ? b : a)];
		p->count = 0;
	}
}

/* Words for harm that, said of an organ, only mean that it is diseased: "renal toxicity" is a kidney disease. Pairs
 * of harm and disease count in one direction only. They are counted, or else added. */
static void note_harms(const lexicon *lexicon, listing *out, bool counted)
{
	const listed_word *end = listed_words + listed_word_count;
	for (const listed_word *harm = listed_words; harm < end; harm++) {
		for (const listed_word *disease = listed_words; harm->roles.kind & KIND_HARM && disease < end; disease++) {
			bool harmed = disease->roles.kind & KIND_HARMED;
			uint32_t from = harmed ? key_of(lexicon, harm->word) : 0,
					 to = from ? key_of(lexicon, disease->word) : 0;
			if (!to || from == to) {
				continue;
			}
			if (counted) {
				out->starts[from + 2]++;
			} else {
				out->items[out->starts[from + 1]++] = to;
			}
		}
	}
}

/* True where one word of a pair may stand for the other. If the other is rarer, as myoblastoma is beside tumor, it
 * must be used for a sufficient share of the first word's diseases. */
static bool counts(const learner *self, const pair *p, uint32_t from)
{
	uint32_t rarer = self->with[p->a] < self->with[p->b] ? self->with[p->a] : self->with[p->b];
	return p->a && p->count >= WEIGHT(PAIRS_LEAST) && p->count >= WEIGHT(PAIRS_SHARE) * rarer &&
	       p->count >= WEIGHT(SAID_SHARE) * self->with[from];
}

static bool keep(const learner *self, listing *out)
{
	const lexicon *lexicon = &self->index->dictionary->lexicon;
	for (size_t i = 0; i < self->space; i++) {
		const pair *p = &self->pairs[i];
		out->starts[p->a + 2] += counts(self, p, p->a);
		out->starts[p->b + 2] += counts(self, p, p->b);
	}
	note_harms(lexicon, out, true);
	if (!listing_sum(out)) {
		return false;
	}
	note_harms(lexicon, out, false);
	for (size_t i = 0; i < self->space; i++) {
		const pair *p = &self->pairs[i];
		if (counts(self, p, p->a)) {
			out->items[out->starts[p->a + 1]++] = p->b;
		}
		if (counts(self, p, p->b)) {
			out->items[out->starts[p->b + 1]++] = p->a;
		}
	}
	return true;
}

bool synonyms_learn(onto_normalizer_index *index)
{
	size_t words = index->dictionary->lexicon.words.count;
	learner self = {.index = index};
	self.with = calloc(words + 1, sizeof *self.with);
	self.last = calloc(words + 1, sizeof *self.last);
	bool good = self.with && self.last && listing_start(&index->synonyms, words) && learn(&self);
	if (good) {
		forget_opposites(&self);
		good = keep(&self, &index->synonyms);
	}
	free(self.pairs);
	free(self.with);
	free(self.last);
	return good;
}
