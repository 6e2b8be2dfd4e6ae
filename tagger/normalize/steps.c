/* Steps: from a reading of a term to names. Every step passes names to `compare`, which alone computes the
 * score. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/ascii.h"
#include "core/transformation.h"
#include "match/fit.h"
#include "normalize/normalizer.h"
#include "normalize/weights.h"

enum {
	COMPARED_MOST = 48 /* names compared among those that share words */
};

/* A name that shares words, before the comparison. */
typedef struct guess {
	float score;
	uint32_t name;
} guess;

/* ---- the words of a term ------------------------------------------------------------------------------------- */

static bool is_fixed(const word_cache *cache, const word_type *s)
{
	const char *folded = word_cache_folded(cache, s);
	return s->kind != TOKEN_LETTERS || (s->folded_length == 1 && folded[0] != 's') ||
	       roman_value(folded, s->folded_length) || index_ordinal(folded, s->folded_length);
}

/* "the seventh component" is component 7. */
static void add_ordinal(const onto_normalizer *self, const word_type *s, term_word *w)
{
	unsigned value = index_ordinal(word_cache_folded(&self->cache, s), s->folded_length);
	char digits[12];
	int length = value ? snprintf(digits, sizeof digits, "%u", value) : 0;
	uint32_t key = length > 0 ? lexicon_find(&self->index->dictionary->lexicon, digits, (size_t)length) : 0;
	if (key) {
		w->options[w->option_count++] = (option){.key = key, .word = key, .likeness = 1, .by = ONTO_BY_NUMERAL};
	}
}

/* The key of a word after another (0: none). A numeral that no name writes so has the key of its digits. */
static uint32_t key_after(const onto_normalizer *self, const word_type *s, uint32_t before)
{
	const lexicon *lexicon = &self->index->dictionary->lexicon;
	if (s->word && lexicon->words.items[s->word].key) {
		return dictionary_key(lexicon, s->word, before);
	}
	unsigned value = s->folded_length > 1 ? roman_value(word_cache_folded(&self->cache, s), s->folded_length) : 0;
	char digits[12];
	int length = value ? snprintf(digits, sizeof digits, "%u", value) : 0;
	return length > 0 ? lexicon_find(lexicon, digits, (size_t)length) : s->key;
}

/* Sets the words of the term with their keys, without corrections. */
void take_reading(onto_normalizer *self, const reading_of_term *reading)
{
	const onto_normalizer_index *index = self->index;
	const lexicon *lexicon = &index->dictionary->lexicon;
	term *term = &self->term;
	uint32_t before = 0;
	term->count = reading->count;
	term->by = reading->by;
	term->left = reading->left;
	term->weight = 0;
	for (size_t i = 0; i < reading->count; i++) {
		const word_type *s = &self->cache.types.items[reading->word_types[i]];
		bool is_word = s->word && lexicon->words.items[s->word].key;
		uint32_t key = key_after(self, s, before);
		term_word *w = &term->words[i];
		bool minor = index_is_minor(word_cache_folded(&self->cache, s), s->folded_length);
		*w = (term_word){.word_type = reading->word_types[i],
		                 .minor = minor,
		                 .fixed = is_fixed(&self->cache, s),
		                 .weight = minor ? WEIGHT(WORD_MINOR)
		                           : key ? index->key_weights[key]
		                                 : index->most};
		if (key) {
			w->options[w->option_count++] = (option){.key = key, .word = is_word ? s->word : 0, .likeness = 1};
		}
		if (self->allowed & ONTO_BY_NUMERAL) {
			add_ordinal(self, s, w);
		}
		term->weight += w->weight;
		before = s->word;
	}
}

/* ---- steps --------------------------------------------------------------------------------------------------- */

/* True for a code of the wanted vocabularies. */
static bool codes_wanted(const codes *codes, const char *code)
{
	bool wanted = !codes->vocabulary_count;
	for (size_t i = 0; i < codes->vocabulary_count && !wanted; i++) {
		size_t length = strlen(codes->vocabularies[i]);
		wanted = ascii_begins_same(code, codes->vocabularies[i], length) && code[length] == ':';
	}
	return wanted;
}

/* The rank among equal scores: names that need no support, that curation puts first, and of a wanted vocabulary
 * come first, then preferred names. Then comes the lower code: where a vocabulary has a synonym twice, texts were
 * annotated with the earlier code. */
static uint16_t rank_of(const onto_normalizer *self, const name *name)
{
	const onto_dictionary *d = self->index->dictionary;
	const char *code = dictionary_text(d, d->concepts.items[name->concept].code);
	bool own = codes_wanted(&self->codes, code);
	bool late = name->scope != ONTO_PREFERRED && strlen(strchr(code, ':')) > WEIGHT(EARLY_CODE);
	/* What a short form stands for most often comes first, whatever its place would have to tell in a text. */
	bool symbol = d->concepts.items[name->concept].type == ONTO_MARKER && name->scope != ONTO_PREFERRED &&
	              (name->policy & ONTO_POLICY_SUPPORT);
	bool doubtful = (name->policy & ONTO_POLICY_SUPPORT) && !(name->policy & ONTO_POLICY_SHORT);
	return (uint16_t)((doubtful ? WEIGHT(RANK_SUPPORT) : 0) +
	                  (name->policy & ONTO_POLICY_FIRST ? 0 : WEIGHT(RANK_NOT_FIRST)) +
	                  (own ? 0 : WEIGHT(RANK_OTHER_VOCABULARY)) + (late ? WEIGHT(RANK_LATE) : 0) +
	                  (symbol ? WEIGHT(RANK_SYMBOL) : 0) + name->scope);
}

/* Every code of a meaning of retired concepts only is retired. */
bool is_current(const onto_dictionary *d, uint32_t meaning)
{
	return d->concepts.items[d->meaning_members.items[d->meaning_starts.items[meaning]]].standing == ONTO_LIVE;
}

/* True where a wanted vocabulary has a successor to consider for a retired concept. */
static bool has_successor(const onto_normalizer *self, uint32_t concept)
{
	onto_successor s;
	for (size_t i = 0; onto_dictionary_successor(self->index->dictionary, concept, i, &s); i++) {
		if (codes_wanted(&self->codes, s.code)) {
			return true;
		}
	}
	return !self->codes.vocabulary_count;
}

/* Transformations visible only in the text: case, hyphens, accents. */
unsigned surface_of(const onto_normalizer *self, const match *m, const char *written)
{
	unsigned by =
		m->by & UNALIGNED_TRANSFORMATIONS ? 0 : fit_surface(written, self->analysis.text, self->analysis.length);
	return by & ~(m->by & ONTO_BY_HYPHEN ? ONTO_BY_FOLD | ONTO_BY_CASE : 0u);
}

static onto_status try_terminal(onto_normalizer *self, uint32_t terminal, onto_error *error)
{
	const onto_dictionary *d = self->index->dictionary;
	uint32_t number = d->terminals.items[terminal].name;
	const name *name = &d->names.items[number];
	const concept *concept = &d->concepts.items[name->concept];
	if ((name->policy & (ONTO_POLICY_BLOCKED | ONTO_POLICY_EFFECT)) ||
	    !(self->types & (1u << concept->type | concept->also))) {
		return ONTO_OK;
	}
	/* A match without a code of the wanted vocabularies must not end the search. */
	const code_list *codes = codes_of(&self->codes, concept->meaning);
	if (!codes) {
		return fail_memory(error);
	}
	if (name->policy & ONTO_POLICY_RETIRED && !is_current(d, concept->meaning) ? !has_successor(self, name->concept)
	                                                                           : !codes->count) {
		return ONTO_OK;
	}
	likeness like = compare(self->index, &self->cache, &self->term, terminal, self->allowed);
	if (like.score < self->min_score) {
		return ONTO_OK;
	}
	match m = {like.score, like.by, (uint16_t)(like.score * 100 + 0.5f), rank_of(self, name), number};
	bool restricted = ~self->allowed & SEEN_TRANSFORMATIONS;
	if (restricted && (surface_of(self, &m, dictionary_text(d, name->text)) & ~self->allowed)) {
		return ONTO_OK;
	}
	return vector_push(&self->matches, m) ? ONTO_OK : fail_memory(error);
}

/* The name itself, by the trie. */
static onto_status step_trie(onto_normalizer *self, onto_error *error)
{
	const onto_dictionary *d = self->index->dictionary;
	const term *term = &self->term;
	uint32_t node = 0;
	for (size_t i = 0; i < term->count; i++) {
		uint32_t key = term->words[i].option_count ? term->words[i].options[0].key : 0;
		node = !key ? 0 : i ? trie_child(&d->trie, node, key) : d->lexicon.words.items[key].first;
		if (!node) {
			return ONTO_OK;
		}
	}
	terminal_range range = dictionary_terminals(d, node);
	for (uint32_t e = range.first; e < range.end; e++) {
		TRY(try_terminal(self, e, error));
	}
	return ONTO_OK;
}

/* The same words in any order. */
static onto_status step_order(onto_normalizer *self, onto_error *error)
{
	uint32_t keys[TERM_WORDS_MOST];
	size_t count = 0;
	for (size_t i = 0; i < self->term.count; i++) {
		const term_word *w = &self->term.words[i];
		if (!w->option_count && !w->minor) {
			return ONTO_OK;
		}
		if (!w->minor) {
			keys[count++] = w->options[0].key;
		}
	}
	if (!count) {
		return ONTO_OK;
	}
	const listing *orders = &self->index->orders;
	size_t bucket = index_order(self->index, keys, count);
	for (uint32_t i = orders->starts[bucket]; i < orders->starts[bucket + 1]; i++) {
		TRY(try_terminal(self, self->index->terminals[orders->items[i]], error));
	}
	return ONTO_OK;
}

/* A symbol is not corrected: short and all capitals, or with capitals inside. */
static bool correctable(const word_cache *cache, const word_type *s)
{
	const char *raw = word_cache_raw(cache, s);
	size_t capitals = 0;
	for (size_t i = 0; i < s->raw_length; i++) {
		capitals += raw[i] >= 'A' && raw[i] <= 'Z';
	}
	bool plain = capitals == 0 || (capitals == 1 && (s->flags & WORD_TYPE_CAPITAL));
	return s->kind == TOKEN_LETTERS && (plain || (capitals == s->raw_length && capitals > SPELLING_LEAST + 1));
}

/* Adds corrections of words that no name has. */
static void correct(onto_normalizer *self)
{
	const onto_normalizer_index *index = self->index;
	const lexicon *lexicon = &index->dictionary->lexicon;
	if (!(self->allowed & ONTO_BY_TYPING)) {
		return;
	}
	for (size_t i = 0; i < self->term.count; i++) {
		term_word *w = &self->term.words[i];
		const word_type *s = &self->cache.types.items[w->word_type];
		bool used = w->option_count &&
		            index->postings.starts[w->options[0].key] != index->postings.starts[w->options[0].key + 1];
		if (used || w->minor || !correctable(&self->cache, s)) {
			continue;
		}
		correction found[OPTIONS_MOST];
		size_t count = spelling_find(&index->spelling, word_cache_folded(&self->cache, s), s->folded_length,
		                             index->key_weights, found, OPTIONS_MOST);
		w->option_count = 0;
		for (size_t k = 0; k < count; k++) {
			uint32_t word = found[k].word;
			w->options[w->option_count++] = (option){.key = dictionary_key(lexicon, word, 0),
			                                         .word = word,
			                                         .likeness = typing_left(found[k].distance),
			                                         .by = ONTO_BY_TYPING};
		}
	}
}

/* Adds words that the dictionary's names use for the same thing. */
static void add_synonyms(onto_normalizer *self)
{
	const listing *synonyms = &self->index->synonyms;
	const float *weights = self->index->key_weights;
	size_t content = 0;
	if (!(self->allowed & ONTO_BY_SYNONYM)) {
		return;
	}
	for (size_t i = 0; i < self->term.count; i++) {
		content += !self->term.words[i].minor;
	}
	for (size_t i = 0; i < self->term.count; i++) {
		term_word *w = &self->term.words[i];
		uint32_t key = w->option_count && !w->options[0].by ? w->options[0].key : 0;
		for (uint32_t s = key ? synonyms->starts[key] : 0; key && s < synonyms->starts[key + 1]; s++) {
			/* A word alone does not stand for a vaguer one: toxicity alone is no disease. */
			bool vague = content == 1 && weights[synonyms->items[s]] < weights[key] * WEIGHT(SYNONYM_VAGUE);
			if (w->option_count < OPTIONS_MOST && !vague) {
				w->options[w->option_count++] =
					(option){.key = synonyms->items[s], .likeness = WEIGHT(WORD_SYNONYM), .by = ONTO_BY_SYNONYM};
			}
		}
	}
}

static size_t postings_of(const onto_normalizer_index *index, const term_word *w)
{
	size_t count = 0;
	for (size_t o = 0; o < w->option_count; o++) {
		count += index->postings.starts[w->options[o].key + 1] - index->postings.starts[w->options[o].key];
	}
	return count;
}

/* Adds the shared weight to every name that has a word. */
static onto_status share_word(onto_normalizer *self, const term_word *w, onto_error *error)
{
	const listing *postings = &self->index->postings;
	for (size_t o = 0; o < w->option_count; o++) {
		uint32_t key = w->options[o].key;
		float weight = self->index->key_weights[key] * w->options[o].likeness;
		uint32_t from = postings->starts[key], to = postings->starts[key + 1];
		if (!vector_reserve(&self->touched, to - from)) {
			return fail_memory(error);
		}
		for (uint32_t i = from; i < to; i++) {
			uint32_t name = postings->items[i];
			if (self->shared[name] == 0) {
				self->touched.items[self->touched.count++] = name;
			}
			self->shared[name] += weight;
		}
	}
	return ONTO_OK;
}

/* Takes words, rarest first, until enough names have been collected. */
static onto_status share_words(onto_normalizer *self, onto_error *error)
{
	bool done[TERM_WORDS_MOST] = {false};
	size_t looked_at = 0;
	for (;;) {
		size_t best = SIZE_MAX, fewest = SIZE_MAX;
		for (size_t i = 0; i < self->term.count; i++) {
			size_t count =
				done[i] || self->term.words[i].minor ? 0 : postings_of(self->index, &self->term.words[i]);
			if (count && count < fewest) {
				fewest = count;
				best = i;
			}
		}
		if (best == SIZE_MAX || (looked_at && looked_at + fewest > WEIGHT(POSTINGS_MOST))) {
			return ONTO_OK;
		}
		done[best] = true;
		looked_at += fewest;
		TRY(share_word(self, &self->term.words[best], error));
	}
}

/* Selects the best of the collected names by shared weight, best first, and resets their shared weights. */
static size_t take_guesses(onto_normalizer *self, guess guesses[COMPARED_MOST])
{
	size_t count = 0;
	for (size_t i = 0; i < self->touched.count; i++) {
		uint32_t name = self->touched.items[i];
		guess g = {2 * self->shared[name] / (self->term.weight + self->index->name_weights[name]), name};
		self->shared[name] = 0;
		if (g.score < self->min_score * WEIGHT(GUESS_SHARE) ||
		    (count == COMPARED_MOST && g.score <= guesses[count - 1].score)) {
			continue;
		}
		size_t at = count < COMPARED_MOST ? count++ : count - 1;
		for (; at > 0 && guesses[at - 1].score < g.score; at--) {
			guesses[at] = guesses[at - 1];
		}
		guesses[at] = g;
	}
	self->touched.count = 0;
	return count;
}

/* Names that share words. */
onto_status step_share(onto_normalizer *self, onto_error *error)
{
	guess guesses[COMPARED_MOST];
	if (!self->shared) {
		self->shared = calloc(self->index->names + 1, sizeof *self->shared);
		if (!self->shared) {
			return fail_memory(error);
		}
	}
	correct(self);
	add_synonyms(self);
	onto_status status = share_words(self, error);
	size_t count = take_guesses(self, guesses);
	for (size_t i = 0; i < count && status == ONTO_OK; i++) {
		status = try_terminal(self, self->index->terminals[guesses[i].name], error);
	}
	return status;
}

double best_score(const onto_normalizer *self)
{
	double best = 0;
	for (size_t i = 0; i < self->matches.count; i++) {
		best = self->matches.items[i].score > best ? self->matches.items[i].score : best;
	}
	return best;
}

/* Is a parent of a concept of this meaning? */
static bool lies_below(const onto_dictionary *d, uint32_t number, uint32_t meaning)
{
	const concept *c = &d->concepts.items[number];
	for (uint32_t p = c->parents; p < c[1].parents; p++) {
		if (d->concepts.items[d->parents.items[p]].meaning == meaning) {
			return true;
		}
	}
	return false;
}

/* A preferred name in another order precedes a synonym of the concept above: gangliosidosis GM1 type 3, which some
 * list has for all gangliosidosis GM1. */
static onto_status prefer_narrower(onto_normalizer *self, onto_error *error)
{
	const onto_dictionary *d = self->index->dictionary;
	size_t count = self->matches.count, kept = count;
	const match *best = NULL;
	for (size_t i = 0; i < count; i++) {
		const match *m = &self->matches.items[i];
		if (d->names.items[m->name].scope == ONTO_PREFERRED && m->score >= WEIGHT(GOOD_ENOUGH)) {
			return ONTO_OK;
		}
		best = !best || m->score > best->score ? m : best;
	}
	match above = *best;
	uint32_t meaning = d->concepts.items[d->names.items[above.name].concept].meaning;
	TRY(step_order(self, error));
	for (size_t i = count; i < self->matches.count; i++) {
		match m = self->matches.items[i];
		const name *n = &d->names.items[m.name];
		if (n->scope == ONTO_PREFERRED && m.score >= WEIGHT(LEFT_ORDER) &&
		    codes_wanted(&self->codes, dictionary_text(d, d->concepts.items[n->concept].code)) &&
		    lies_below(d, n->concept, meaning)) {
			m.hundredths = above.hundredths;
			m.rank = 0;
			self->matches.items[kept++] = m;
		}
	}
	self->matches.count = kept;
	return ONTO_OK;
}

onto_status steps_exact(onto_normalizer *self, const reading_of_term *reading, onto_error *error)
{
	take_reading(self, reading);
	TRY(step_trie(self, error));
	return best_score(self) >= WEIGHT(GOOD_ENOUGH) ? prefer_narrower(self, error) : step_order(self, error);
}
