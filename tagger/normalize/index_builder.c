/* Makes the index: keys, postings, weights, orders, spelling, synonyms. */
#include "normalize/index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "normalize/synonyms.h"
#include "normalize/weights.h"
#include "text/word_list.h"

/* ---- names and keys ------------------------------------------------------------------------------------------ */

static bool findable(const name *name)
{
	return !(name->policy & (ONTO_POLICY_BLOCKED | ONTO_POLICY_EFFECT));
}

/* True where shared words lead to a name. A name of a retired concept must have all words of the term. */
static bool is_shared(const onto_normalizer_index *self, size_t name)
{
	return self->terminals[name] != UINT32_MAX &&
	       !(self->dictionary->names.items[name].policy & ONTO_POLICY_RETIRED);
}

static bool take_terminals(onto_normalizer_index *self)
{
	const onto_dictionary *d = self->dictionary;
	self->terminals = malloc((self->names + 1) * sizeof *self->terminals);
	if (!self->terminals) {
		return false;
	}
	memset(self->terminals, 0xff, (self->names + 1) * sizeof *self->terminals);
	for (uint32_t e = 0; e < d->terminals.count; e++) {
		const terminal *terminal = &d->terminals.items[e];
		if (!terminal->by && findable(&d->names.items[terminal->name])) {
			self->terminals[terminal->name] = e;
		}
	}
	return true;
}

static bool take_keys(onto_normalizer_index *self)
{
	const onto_dictionary *d = self->dictionary;
	if (!listing_start(&self->keys, self->names)) {
		return false;
	}
	size_t total = 0;
	for (size_t n = 0; n < self->names; n++) {
		total += self->terminals[n] == UINT32_MAX ? 0 : d->terminals.items[self->terminals[n]].count;
	}
	self->keys.items = total < UINT32_MAX ? malloc((total + 1) * sizeof *self->keys.items) : NULL;
	if (!self->keys.items) {
		return false;
	}
	uint32_t at = 0;
	for (size_t n = 0; n < self->names; n++) {
		self->keys.starts[n] = at;
		if (self->terminals[n] != UINT32_MAX) {
			const terminal *terminal = &d->terminals.items[self->terminals[n]];
			const uint32_t *words = d->terminal_words.items + terminal->words;
			for (size_t i = 0; i < terminal->count; i++) {
				self->keys.items[at++] = dictionary_key(&d->lexicon, words[i], i ? words[i - 1] : 0);
			}
		}
	}
	self->keys.starts[self->names] = at;
	return true;
}

static bool take_minor(onto_normalizer_index *self)
{
	const lexicon *lexicon = &self->dictionary->lexicon;
	self->minor = calloc(lexicon->words.count + 1, 1);
	for (size_t i = 0; self->minor && i < listed_word_count; i++) {
		const listed_word *w = &listed_words[i];
		uint32_t word = w->roles.function & FUNCTION_MINOR ? lexicon_find(lexicon, w->word, w->length) : 0;
		if (word) {
			self->minor[word] = KEY_MINOR;
			self->minor[lexicon->words.items[word].key] |= KEY_MINOR;
		}
	}
	/* Words that a name may have or lack: Sulfonylurea Compounds, Crohn disease. */
	for (size_t i = 0; self->minor && i < listed_word_count; i++) {
		const listed_word *w = &listed_words[i];
		uint32_t word = w->roles.kind & KIND_KIND ? lexicon_find(lexicon, w->word, w->length) : 0;
		if (word) {
			self->minor[lexicon->words.items[word].key] |= KEY_KIND;
		}
	}
	return self->minor != NULL;
}

/* True where an earlier word of the name has this key. */
static bool had(const uint32_t *keys, uint32_t from, uint32_t at)
{
	for (uint32_t i = from; i < at; i++) {
		if (keys[i] == keys[at]) {
			return true;
		}
	}
	return false;
}

static bool is_minor(const onto_normalizer_index *self, uint32_t key)
{
	return self->minor[key] & KEY_MINOR;
}

static bool take_postings(onto_normalizer_index *self)
{
	const uint32_t *keys = self->keys.items, *starts = self->keys.starts;
	listing *postings = &self->postings;
	if (!listing_start(postings, self->dictionary->lexicon.words.count)) {
		return false;
	}
	for (uint32_t n = 0; n < self->names; n++) {
		for (uint32_t i = starts[n]; is_shared(self, n) && i < starts[n + 1]; i++) {
			postings->starts[keys[i] + 2] += !is_minor(self, keys[i]) && !had(keys, starts[n], i);
		}
	}
	if (!listing_sum(postings)) {
		return false;
	}
	for (uint32_t n = 0; n < self->names; n++) {
		for (uint32_t i = starts[n]; is_shared(self, n) && i < starts[n + 1]; i++) {
			if (!is_minor(self, keys[i]) && !had(keys, starts[n], i)) {
				postings->items[postings->starts[keys[i] + 1]++] = n;
			}
		}
	}
	return true;
}

static bool take_weights(onto_normalizer_index *self)
{
	size_t words = self->dictionary->lexicon.words.count;
	self->key_weights = malloc((words + 1) * sizeof *self->key_weights);
	self->name_weights = calloc(self->names + 1, sizeof *self->name_weights);
	if (!self->key_weights || !self->name_weights) {
		return false;
	}
	self->most = logf(1 + (float)(self->names + 1));
	for (size_t k = 0; k < words; k++) {
		uint32_t with = self->postings.starts[k + 1] - self->postings.starts[k];
		self->key_weights[k] = is_minor(self, (uint32_t)k) ? WEIGHT(WORD_MINOR)
		                       : with                      ? logf(1 + (float)self->names / (float)with)
		                                                   : self->most;
	}
	for (size_t n = 0; n < self->names; n++) {
		for (uint32_t i = self->keys.starts[n]; i < self->keys.starts[n + 1]; i++) {
			self->name_weights[n] += self->key_weights[self->keys.items[i]];
		}
	}
	return true;
}

static size_t order_of(const onto_normalizer_index *self, size_t name)
{
	uint32_t keys[NAME_WORDS_MAX];
	size_t count = 0;
	for (uint32_t i = self->keys.starts[name]; i < self->keys.starts[name + 1]; i++) {
		if (!is_minor(self, self->keys.items[i])) {
			keys[count++] = self->keys.items[i];
		}
	}
	return count ? index_order(self, keys, count) : SIZE_MAX;
}

static bool take_orders(onto_normalizer_index *self)
{
	size_t buckets = 1 << 10;
	while (buckets < self->names) {
		buckets *= 2;
	}
	if (!listing_start(&self->orders, buckets)) {
		return false;
	}
	for (size_t n = 0; n < self->names; n++) {
		size_t order = order_of(self, n);
		if (order != SIZE_MAX) {
			self->orders.starts[order + 2]++;
		}
	}
	if (!listing_sum(&self->orders)) {
		return false;
	}
	for (uint32_t n = 0; n < self->names; n++) {
		size_t order = order_of(self, n);
		if (order != SIZE_MAX) {
			self->orders.items[self->orders.starts[order + 1]++] = n;
		}
	}
	return true;
}

/* ---- spelling ------------------------------------------------------------------------------------------------ */

/* Only words of names whose case may differ: a symbol is never a correction. */
static bool take_spelling(onto_normalizer_index *self)
{
	const onto_dictionary *d = self->dictionary;
	uint8_t *wanted = calloc(d->lexicon.words.count + 1, 1);
	bool good = wanted != NULL;
	for (size_t n = 0; good && n < self->names; n++) {
		if (is_shared(self, n) && (d->names.items[n].policy & ONTO_POLICY_CASE)) {
			const terminal *terminal = &d->terminals.items[self->terminals[n]];
			for (size_t i = 0; i < terminal->count; i++) {
				wanted[d->terminal_words.items[terminal->words + i]] = 1;
			}
		}
	}
	good = good && spelling_start(&self->spelling, &d->lexicon, wanted);
	free(wanted);
	return good;
}

onto_status onto_normalizer_index_new(const onto_dictionary *dictionary, onto_normalizer_index **out,
                                      onto_error *error)
{
	*out = NULL;
	onto_normalizer_index *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->dictionary = dictionary;
	self->names = dictionary->names.count;
	if (!take_terminals(self) || !take_keys(self) || !take_minor(self) || !take_postings(self) ||
	    !take_weights(self) || !take_orders(self) || !take_spelling(self) || !synonyms_learn(self)) {
		onto_normalizer_index_free(self);
		return fail_memory(error);
	}
	*out = self;
	return ONTO_OK;
}

void onto_normalizer_index_free(onto_normalizer_index *self)
{
	if (self) {
		free(self->terminals);
		listing_free(&self->keys);
		listing_free(&self->postings);
		listing_free(&self->orders);
		listing_free(&self->synonyms);
		free(self->name_weights);
		free(self->key_weights);
		free(self->minor);
		spelling_free(&self->spelling);
		free(self);
	}
}

static size_t listing_bytes(const listing *self)
{
	return (self->count + 2 + self->starts[self->count]) * sizeof(uint32_t);
}

size_t onto_normalizer_index_bytes(const onto_normalizer_index *self)
{
	size_t words = self->dictionary->lexicon.words.count;
	return sizeof *self + (self->names + 1) * (sizeof(uint32_t) + sizeof(float)) + words * (sizeof(float) + 1) +
	       listing_bytes(&self->keys) + listing_bytes(&self->postings) + listing_bytes(&self->orders) +
	       listing_bytes(&self->synonyms) + spelling_bytes(&self->spelling);
}
