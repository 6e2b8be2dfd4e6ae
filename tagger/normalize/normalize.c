/* From a term to candidates.
 *
 *     term ─▶ readings ─▶ trie ─▶ orders ─▶ postings (with corrections) ─▶ matches ─▶ candidates
 *             as it is    the      any       names that share              names      one a meaning,
 *             without a   name     order     its rarest words              scored     with its codes
 *             short form  itself
 *
 * Every step hands names to `compare`, which alone decides the score; a step only decides which names are worth
 * it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/error.h"
#include "match/abbreviations.h"
#include "match/codes.h"
#include "match/fit.h"
#include "normalize/compare.h"
#include "normalize/dose.h"
#include "normalize/formula.h"

enum {
	TERM_MOST = 4096, /* bytes; no name is as long */
	TOP_DEFAULT = 10,
	POSTINGS_MOST = 60000, /* that are looked at for one term, once its rarest word is done */
	COMPARED_MOST = 48,    /* names that are compared of those that share words */
	EARLY_CODE = 9, /* characters of a code from its colon on: MeSH has written D and nine digits since 2015 */
	SPLIT_LEAST = 4 /* letters of a part of a word that is written together */
};

static const double good_enough = 0.93; /* a dearer step is not taken after this */
static const double min_default = 0.5;
static const float synonym_left = 0.85f, vague_weight = 0.7f;
static const float inferred_left = 0.95f, short_left = 0.75f, dose_left = 0.95f;

/* A name that is like the term. */
typedef struct match {
	float score;
	uint16_t hundredths; /* of the score: what is less apart is as good */
	uint16_t by;
	uint16_t rank; /* of two as good the lower comes first */
	uint32_t name;
} match;

/* A name that shares words, before it is compared. */
typedef struct guess {
	float score;
	uint32_t name;
} guess;

struct onto_normalizer {
	const onto_normalizer_index *index;
	words words;
	passage passage;
	abbreviations abbreviations;
	codes codes;
	size_t top;
	double min_score;
	unsigned types, allowed;
	term term;
	VECTOR(match) matches;
	VECTOR(onto_candidate) candidates;
	code_vector gathered;     /* the first candidate's codes where they come from several meanings */
	float *shared;            /* for each name: the weight of what it shares with the term; 0 between terms */
	VECTOR(uint32_t) touched; /* names whose `shared` is not 0 */
};

/* ---- making it ----------------------------------------------------------------------------------------------- */

onto_status onto_normalizer_new(const onto_normalizer_index *index, const onto_normalize_options *options,
                                onto_normalizer **out, onto_error *error)
{
	static const onto_normalize_options defaults = {0};
	*out = NULL;
	if (!options) {
		options = &defaults;
	}
	if (options->types >= 1u << ONTO_TYPES || !(options->min_score >= 0 && options->min_score <= 1)) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0,
		                 "a type that does not exist or a least score outside 0 to 1");
	}
	onto_normalizer *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->index = index;
	self->top = options->top ? options->top : TOP_DEFAULT;
	self->min_score = options->min_score > 0 ? options->min_score : min_default;
	self->types = options->types ? options->types : ~0u;
	self->allowed = ~options->without;
	if (!words_start(&self->words, index->dictionary) ||
	    !codes_start(&self->codes, index->dictionary, options->vocabularies, options->vocabulary_count)) {
		onto_normalizer_free(self);
		return fail_memory(error);
	}
	*out = self;
	return ONTO_OK;
}

void onto_normalizer_free(onto_normalizer *self)
{
	if (self) {
		words_free(&self->words);
		passage_free(&self->passage);
		abbreviations_free(&self->abbreviations);
		codes_free(&self->codes);
		vector_free(&self->matches);
		vector_free(&self->candidates);
		code_vector_free(&self->gathered);
		vector_free(&self->touched);
		free(self->shared);
		free(self);
	}
}

/* ---- the words of a term ------------------------------------------------------------------------------------- */

/* A way of reading a term: its words, by their number in words. */
typedef struct reading_of_term {
	uint32_t seen[TERM_WORDS_MOST];
	size_t count;
	float left; /* of the score: less for what is but an inference */
	uint16_t by;
} reading_of_term;

static bool is_fixed(const words *words, const seen *s)
{
	const char *folded = words_folded(words, s);
	return s->kind != TOKEN_LETTERS || (s->folded_length == 1 && folded[0] != 's') ||
	       roman_value(folded, s->folded_length) || index_ordinal(folded, s->folded_length);
}

/* "the seventh component" is component 7. */
static void add_ordinal(const onto_normalizer *self, const seen *s, term_word *w)
{
	unsigned value = index_ordinal(words_folded(&self->words, s), s->folded_length);
	char digits[12];
	int length = value ? snprintf(digits, sizeof digits, "%u", value) : 0;
	uint32_t key = length > 0 ? lexicon_find(&self->index->dictionary->lexicon, digits, (size_t)length) : 0;
	if (key) {
		w->options[w->option_count++] = (option){.key = key, .word = key, .likeness = 1, .by = ONTO_BY_NUMERAL};
	}
}

/* The key of a word after another (0: none). A numeral that no name writes so is that of its digits. */
static uint32_t key_after(const onto_normalizer *self, const seen *s, uint32_t before)
{
	const lexicon *lexicon = &self->index->dictionary->lexicon;
	if (s->word && lexicon->words.items[s->word].key) {
		return dictionary_key(lexicon, s->word, before);
	}
	unsigned value = s->folded_length > 1 ? roman_value(words_folded(&self->words, s), s->folded_length) : 0;
	char digits[12];
	int length = value ? snprintf(digits, sizeof digits, "%u", value) : 0;
	return length > 0 ? lexicon_find(lexicon, digits, (size_t)length) : s->key;
}

/* Its words with what they stand for, corrections left out. */
static void take_reading(onto_normalizer *self, const reading_of_term *reading)
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
		const seen *s = &self->words.seen.items[reading->seen[i]];
		bool is_word = s->word && lexicon->words.items[s->word].key;
		uint32_t key = key_after(self, s, before);
		term_word *w = &term->words[i];
		bool minor = index_is_minor(words_folded(&self->words, s), s->folded_length);
		*w = (term_word){.seen = reading->seen[i],
		                 .minor = minor,
		                 .fixed = is_fixed(&self->words, s),
		                 .weight = minor ? MINOR_WEIGHT
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

/* Is a code of the vocabularies asked for? */
static bool codes_wanted(const codes *codes, const char *code)
{
	bool wanted = !codes->vocabulary_count;
	for (size_t i = 0; i < codes->vocabulary_count && !wanted; i++) {
		size_t length = strlen(codes->vocabularies[i]);
		wanted = strncasecmp(code, codes->vocabularies[i], length) == 0 && code[length] == ':';
	}
	return wanted;
}

/* Of two names as good: first what needs no support, what curation put first, what belongs to a vocabulary asked
 * for. Then the code that a vocabulary gave earlier: where it has the very name twice, texts were coded with
 * that one. */
static uint16_t rank_of(const onto_normalizer *self, const name *name)
{
	const onto_dictionary *d = self->index->dictionary;
	const char *code = dictionary_text(d, d->concepts.items[name->concept].code);
	bool own = codes_wanted(&self->codes, code), late = strlen(strchr(code, ':')) > EARLY_CODE;
	return (uint16_t)((name->policy & ONTO_POLICY_SUPPORT ? 64 : 0) + (name->policy & ONTO_POLICY_FIRST ? 0 : 32) +
	                  (own ? 0 : 16) + (late ? 8 : 0) + (name->scope <= ONTO_EXACT ? 0 : name->scope));
}

/* Of a meaning of retired concepts alone every code is retired. */
static bool is_current(const onto_dictionary *d, uint32_t meaning)
{
	return d->concepts.items[d->meaning_members.items[d->meaning_starts.items[meaning]]].standing == ONTO_LIVE;
}

/* Does a vocabulary that is asked for have anything to consider for a retired concept? */
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

/* What can be seen only in the text: case, hyphens, accents. */
static unsigned surface_of(const onto_normalizer *self, const match *m, const char *written)
{
	unsigned inner = ONTO_BY_ORDER | ONTO_BY_WORDS | ONTO_BY_ABBREVIATION | ONTO_BY_TYPING;
	unsigned by = m->by & inner ? 0 : fit_surface(written, self->passage.text, self->passage.length);
	return by & ~(m->by & ONTO_BY_HYPHEN ? ONTO_BY_FOLD | ONTO_BY_CASE : 0u);
}

static onto_status try_ending(onto_normalizer *self, uint32_t ending, onto_error *error)
{
	const onto_dictionary *d = self->index->dictionary;
	uint32_t number = d->endings.items[ending].name;
	const name *name = &d->names.items[number];
	const concept *concept = &d->concepts.items[name->concept];
	if ((name->policy & (ONTO_POLICY_BLOCKED | ONTO_POLICY_EFFECT)) || !(self->types & (1u << concept->type | concept->also))) {
		return ONTO_OK;
	}
	/* What has no code in the vocabularies asked for must not end the search. */
	const code_list *codes = codes_of(&self->codes, concept->meaning);
	if (!codes) {
		return fail_memory(error);
	}
	if (name->policy & ONTO_POLICY_RETIRED && !is_current(d, concept->meaning) ? !has_successor(self, name->concept)
	                                                                         : !codes->count) {
		return ONTO_OK;
	}
	likeness like = compare(self->index, &self->words, &self->term, ending, self->allowed);
	if (like.score < self->min_score) {
		return ONTO_OK;
	}
	match m = {like.score, (uint16_t)(like.score * 100 + 0.5f), like.by, rank_of(self, name), number};
	bool restricted = ~self->allowed & (ONTO_BY_CASE | ONTO_BY_HYPHEN | ONTO_BY_GREEK | ONTO_BY_LINE | ONTO_BY_FOLD);
	if (restricted && (surface_of(self, &m, dictionary_text(d, name->text)) & ~self->allowed)) {
		return ONTO_OK;
	}
	return vector_push(&self->matches, m) ? ONTO_OK : fail_memory(error);
}

/* The name itself: along the trie. */
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
	ending_range range = dictionary_endings(d, node);
	for (uint32_t e = range.first; e < range.end; e++) {
		TRY(try_ending(self, e, error));
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
		TRY(try_ending(self, self->index->endings[orders->items[i]], error));
	}
	return ONTO_OK;
}

/* A symbol is not corrected: what is all capitals and short, or has capitals inside. */
static bool correctable(const words *words, const seen *s)
{
	const char *raw = words_raw(words, s);
	size_t capitals = 0;
	for (size_t i = 0; i < s->raw_length; i++) {
		capitals += raw[i] >= 'A' && raw[i] <= 'Z';
	}
	bool plain = capitals == 0 || (capitals == 1 && (s->flags & SEEN_CAPITAL));
	return s->kind == TOKEN_LETTERS && (plain || (capitals == s->raw_length && capitals > SPELLING_LEAST + 1));
}

/* Adds what the words may have been meant to be that no name has. */
static void correct(onto_normalizer *self)
{
	const onto_normalizer_index *index = self->index;
	const lexicon *lexicon = &index->dictionary->lexicon;
	if (!(self->allowed & ONTO_BY_TYPING)) {
		return;
	}
	for (size_t i = 0; i < self->term.count; i++) {
		term_word *w = &self->term.words[i];
		const seen *s = &self->words.seen.items[w->seen];
		bool used = w->option_count &&
		            index->postings.starts[w->options[0].key] != index->postings.starts[w->options[0].key + 1];
		if (used || w->minor || !correctable(&self->words, s)) {
			continue;
		}
		correction found[OPTIONS_MOST];
		size_t count = spelling_find(&index->spelling, words_folded(&self->words, s), s->folded_length,
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

/* Adds the words that the dictionary's names use for the same thing. */
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
			/* A word by itself is more than a vaguer one: toxicity alone is no disease. */
			bool vague = content == 1 && weights[synonyms->items[s]] < weights[key] * vague_weight;
			if (w->option_count < OPTIONS_MOST && !vague) {
				w->options[w->option_count++] =
					(option){.key = synonyms->items[s], .likeness = synonym_left, .by = ONTO_BY_SYNONYM};
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

/* Notes for every name that has a word what it shares. */
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

/* Words, rarest first, until enough names have been seen. */
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
		if (best == SIZE_MAX || (looked_at && looked_at + fewest > POSTINGS_MOST)) {
			return ONTO_OK;
		}
		done[best] = true;
		looked_at += fewest;
		TRY(share_word(self, &self->term.words[best], error));
	}
}

/* The most promising of the names that were touched, best first; what they share is forgotten. */
static size_t take_guesses(onto_normalizer *self, guess guesses[COMPARED_MOST])
{
	size_t count = 0;
	for (size_t i = 0; i < self->touched.count; i++) {
		uint32_t name = self->touched.items[i];
		guess g = {2 * self->shared[name] / (self->term.weight + self->index->name_weights[name]), name};
		self->shared[name] = 0;
		if (g.score < self->min_score * 0.7 || (count == COMPARED_MOST && g.score <= guesses[count - 1].score)) {
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
static onto_status step_share(onto_normalizer *self, onto_error *error)
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
		status = try_ending(self, self->index->endings[guesses[i].name], error);
	}
	return status;
}

/* ---- readings ------------------------------------------------------------------------------------------------ */

static double best_score(const onto_normalizer *self)
{
	double best = 0;
	for (size_t i = 0; i < self->matches.count; i++) {
		best = self->matches.items[i].score > best ? self->matches.items[i].score : best;
	}
	return best;
}

static onto_status steps_exact(onto_normalizer *self, const reading_of_term *reading, onto_error *error)
{
	take_reading(self, reading);
	TRY(step_trie(self, error));
	return best_score(self) >= good_enough ? ONTO_OK : step_order(self, error);
}

/* The number in words of two pieces written as one; 0 where that is no word of a name. */
static onto_status joined(onto_normalizer *self, uint32_t a, uint32_t b, uint32_t *out, onto_error *error)
{
	const seen *x = &self->words.seen.items[a], *y = &self->words.seen.items[b];
	char both[FOLD_MAX * 2];
	size_t length = (size_t)x->folded_length + y->folded_length;
	*out = 0;
	if (x->kind != TOKEN_LETTERS || y->kind != TOKEN_LETTERS || length > FOLD_MAX || length < SPELLING_LEAST) {
		return ONTO_OK;
	}
	memcpy(both, words_folded(&self->words, x), x->folded_length);
	memcpy(both + x->folded_length, words_folded(&self->words, y), y->folded_length);
	uint32_t word = lexicon_find(&self->index->dictionary->lexicon, both, length);
	if (!word || !(self->index->dictionary->lexicon.words.items[word].flags & WORD_IN_NAME)) {
		return ONTO_OK;
	}
	*out = words_of(&self->words, both, length, TOKEN_LETTERS);
	return *out == UINT32_MAX ? fail_memory(error) : ONTO_OK;
}

/* "neuro toxicity": two words that are one in the names. */
static onto_status try_joined(onto_normalizer *self, const reading_of_term *plain, onto_error *error)
{
	for (size_t i = 0; i + 1 < plain->count; i++) {
		uint32_t one;
		TRY(joined(self, plain->seen[i], plain->seen[i + 1], &one, error));
		if (!one) {
			continue;
		}
		reading_of_term r = *plain;
		r.by |= ONTO_BY_HYPHEN;
		r.seen[i] = one;
		memmove(r.seen + i + 1, r.seen + i + 2, (r.count - i - 2) * sizeof *r.seen);
		r.count--;
		TRY(steps_exact(self, &r, error));
	}
	return ONTO_OK;
}

static bool in_names(const onto_dictionary *d, const char *word, size_t length)
{
	uint32_t number = lexicon_find(&d->lexicon, word, length);
	return number && (d->lexicon.words.items[number].flags & WORD_IN_NAME);
}

/* "breastcancer": one word that is two in the names. Only a word that no name has. */
static onto_status try_split(onto_normalizer *self, const reading_of_term *plain, onto_error *error)
{
	const onto_dictionary *d = self->index->dictionary;
	for (size_t i = 0; i < plain->count && plain->count < TERM_WORDS_MOST; i++) {
		const seen *s = &self->words.seen.items[plain->seen[i]];
		char folded[FOLD_MAX];
		size_t length = s->folded_length;
		if (s->word || s->kind != TOKEN_LETTERS || length < 2 * SPLIT_LEAST) {
			continue;
		}
		memcpy(folded, words_folded(&self->words, s), length);
		for (size_t cut = SPLIT_LEAST; cut + SPLIT_LEAST <= length; cut++) {
			if (!in_names(d, folded, cut) || !in_names(d, folded + cut, length - cut)) {
				continue;
			}
			reading_of_term r = *plain;
			r.by |= ONTO_BY_HYPHEN;
			memmove(r.seen + i + 2, r.seen + i + 1, (r.count - i - 1) * sizeof *r.seen);
			r.seen[i] = words_of(&self->words, folded, cut, TOKEN_LETTERS);
			r.seen[i + 1] = words_of(&self->words, folded + cut, length - cut, TOKEN_LETTERS);
			r.count++;
			if (r.seen[i] == UINT32_MAX || r.seen[i + 1] == UINT32_MAX) {
				return fail_memory(error);
			}
			TRY(steps_exact(self, &r, error));
		}
	}
	return ONTO_OK;
}

/* Greek and Latin forms that words for harm to an organ begin with. */
static const char *const combining[][2] = {
	{"nephro", "kidney"},    {"reno", "kidney"},    {"hepato", "liver"},     {"cardio", "heart"},
	{"neuro", "nerve"},      {"oto", "ear"},        {"pneumo", "lung"},      {"pulmo", "lung"},
	{"myo", "muscle"},       {"gastro", "stomach"}, {"dermato", "skin"},     {"encephalo", "brain"},
	{"osteo", "bone"},       {"arthro", "joint"},   {"vasculo", "vascular"}, {"ocul", "eye"},
	{"entero", "intestine"}, {"haemato", "blood"},  {"hemato", "blood"},     {"cyto", "cell"},
};

/* "nephrotoxicity", which no name has, is "kidney toxicity". */
static onto_status try_combining(onto_normalizer *self, const reading_of_term *plain, onto_error *error)
{
	const onto_dictionary *d = self->index->dictionary;
	for (size_t i = 0; i < plain->count && plain->count < TERM_WORDS_MOST; i++) {
		const seen *s = &self->words.seen.items[plain->seen[i]];
		char folded[FOLD_MAX];
		size_t length = s->folded_length;
		if (s->word && (d->lexicon.words.items[s->word].flags & WORD_IN_NAME)) {
			continue;
		}
		memcpy(folded, words_folded(&self->words, s), length);
		for (size_t c = 0; c < sizeof combining / sizeof *combining; c++) {
			size_t prefix = strlen(combining[c][0]);
			const char *organ = combining[c][1];
			if (length < prefix + SPELLING_LEAST || memcmp(folded, combining[c][0], prefix) != 0 ||
			    !in_names(d, folded + prefix, length - prefix)) {
				continue;
			}
			reading_of_term r = *plain;
			r.by |= ONTO_BY_SYNONYM;
			r.left *= inferred_left;
			memmove(r.seen + i + 2, r.seen + i + 1, (r.count - i - 1) * sizeof *r.seen);
			r.seen[i] = words_of(&self->words, organ, strlen(organ), TOKEN_LETTERS);
			r.seen[i + 1] = words_of(&self->words, folded + prefix, length - prefix, TOKEN_LETTERS);
			r.count++;
			if (r.seen[i] == UINT32_MAX || r.seen[i + 1] == UINT32_MAX) {
				return fail_memory(error);
			}
			TRY(steps_exact(self, &r, error));
			TRY(step_share(self, error));
		}
	}
	return ONTO_OK;
}

static onto_status try_reading(onto_normalizer *self, const reading_of_term *reading, onto_error *error)
{
	TRY(steps_exact(self, reading, error));
	if (best_score(self) < good_enough && (self->allowed & ONTO_BY_HYPHEN)) {
		TRY(try_joined(self, reading, error));
		TRY(try_split(self, reading, error));
	}
	if (best_score(self) < good_enough) {
		take_reading(self, reading);
		TRY(step_share(self, error));
		if (self->allowed & ONTO_BY_SYNONYM) {
			TRY(try_combining(self, reading, error));
		}
	}
	return ONTO_OK;
}

/* The words of the passage but those of tokens [from, to). False where they are too many for any name. */
static bool read_tokens(const passage *p, uint32_t from, uint32_t to, unsigned by, reading_of_term *out)
{
	out->count = 0;
	out->left = 1;
	out->by = (uint16_t)by;
	for (uint32_t t = 0; t < p->tokens.count; t++) {
		if (t >= from && t < to) {
			continue;
		}
		if (out->count == TERM_WORDS_MOST) {
			return false;
		}
		out->seen[out->count++] = p->seen.items[t];
	}
	return out->count > 0;
}

/* The words of the passage without a dose. False where it says none, or nothing else. */
static bool read_without_dose(const words *words, const passage *p, reading_of_term *out)
{
	*out = (reading_of_term){.left = dose_left, .by = ONTO_BY_WORDS};
	for (uint32_t t = 0; t < p->tokens.count;) {
		uint32_t end = dose_end(words, p, t);
		if (end > t) {
			t = end;
		} else if (out->count == TERM_WORDS_MOST) {
			return false;
		} else {
			out->seen[out->count++] = p->seen.items[t++];
		}
	}
	return out->count && out->count < p->tokens.count;
}

/* A formula by the name of what it stands for. */
static onto_status try_formula(onto_normalizer *self, const char *text, size_t length, float left,
                               onto_error *error)
{
	char name[FORMULA_NAME_MOST];
	while (length && (unsigned char)text[length - 1] <= ' ') {
		length--;
	}
	if (!formula_name(text, length, name)) {
		return ONTO_OK;
	}
	reading_of_term r = {.left = left, .by = ONTO_BY_SYNONYM};
	for (char *word = name; word;) {
		char *space = strchr(word, ' ');
		size_t word_length = space ? (size_t)(space - word) : strlen(word);
		r.seen[r.count] = words_of(&self->words, word, word_length, TOKEN_LETTERS);
		if (r.seen[r.count++] == UINT32_MAX) {
			return fail_memory(error);
		}
		word = space ? space + 1 : NULL;
	}
	return steps_exact(self, &r, error);
}

static onto_status find_matches(onto_normalizer *self, onto_error *error)
{
	passage *p = &self->passage;
	reading_of_term reading;
	const definition *definition = NULL;
	if (self->allowed & ONTO_BY_ABBREVIATION) {
		TRY(abbreviations_find(&self->abbreviations, p, &self->words, NULL, error));
		definition = self->abbreviations.found.count ? &self->abbreviations.found.items[0] : NULL;
	}
	if (definition &&
	    read_tokens(p, definition->short_from, definition->short_to, ONTO_BY_ABBREVIATION, &reading)) {
		TRY(try_reading(self, &reading, error));
	}
	/* A name may hold its own abbreviation. */
	if (best_score(self) < good_enough && read_tokens(p, 0, 0, 0, &reading)) {
		TRY(try_reading(self, &reading, error));
	}
	if (best_score(self) < good_enough && (self->types & 1u << ONTO_DRUG) &&
	    read_without_dose(&self->words, p, &reading)) {
		TRY(try_reading(self, &reading, error));
	}
	if (best_score(self) < good_enough && (self->allowed & ONTO_BY_SYNONYM)) {
		TRY(try_formula(self, p->text, p->length, inferred_left, error));
	}
	/* The short form by itself where nobody knows the long one. */
	if (definition && best_score(self) < short_left) {
		reading.count = 0;
		for (uint32_t t = definition->short_from; t < definition->short_to; t++) {
			reading.seen[reading.count++] = p->seen.items[t];
		}
		reading.left = short_left;
		reading.by = 0;
		TRY(steps_exact(self, &reading, error));
		const token *short_form = &p->tokens.items[definition->short_from];
		size_t length = p->tokens.items[definition->short_to - 1].end - short_form->start;
		TRY(try_formula(self, p->text + short_form->start, length, short_left, error));
	}
	return ONTO_OK;
}

/* ---- candidates ---------------------------------------------------------------------------------------------- */

/* Best first: score in hundredths, then rank, then score, then the dictionary's order. */
static int compare_matches(const void *a, const void *b)
{
	const match *x = a, *y = b;
	if (x->hundredths != y->hundredths) {
		return x->hundredths > y->hundredths ? -1 : 1;
	}
	if (x->rank != y->rank) {
		return x->rank < y->rank ? -1 : 1;
	}
	return x->name < y->name ? -1 : x->name > y->name;
}

static const concept *concept_of(const onto_normalizer *self, const match *m)
{
	const onto_dictionary *d = self->index->dictionary;
	return &d->concepts.items[d->names.items[m->name].concept];
}

/* Concepts of several meanings that have the very name each, with codes of different vocabularies, are one
 * candidate: what MONDO and MeSH call by one name has both codes, also where no mapping joins them. Adds to the
 * first candidate. */
static onto_status merge_codes(onto_normalizer *self, const match *first, const match *m, const code_list *codes,
                               bool *merged, onto_error *error)
{
	const onto_dictionary *d = self->index->dictionary;
	const name *a = &d->names.items[first->name], *b = &d->names.items[m->name];
	onto_candidate *c = &self->candidates.items[0];
	size_t before = self->gathered.codes.count;
	*merged = false;
	/* Below that the score does not say that it is the same name. */
	bool same = m->score >= good_enough ||
	            strcasecmp(dictionary_text(d, a->text), dictionary_text(d, b->text)) == 0;
	if (!c->code_count || !same || m->hundredths != first->hundredths || a->scope > ONTO_EXACT ||
	    b->scope > ONTO_EXACT || (b->policy & ONTO_POLICY_SUPPORT) ||
	    concept_of(self, m)->type != (uint8_t)c->type) {
		return ONTO_OK;
	}
	if (!before) {
		const code_list own = {.codes = c->codes, .ways = c->ways, .count = c->code_count, .name = c->name};
		if (!codes_merge(&self->codes, &self->gathered, 0, &own)) {
			return fail_memory(error);
		}
		before = self->gathered.codes.count;
	}
	if (!codes_merge(&self->codes, &self->gathered, 0, codes)) {
		return fail_memory(error);
	}
	*merged = self->gathered.codes.count > before;
	c->codes = self->gathered.codes.items;
	c->ways = self->gathered.ways.items;
	c->code_count = self->gathered.codes.count;
	return ONTO_OK;
}

static onto_span span_of(const passage *p, uint32_t from, uint32_t to)
{
	return (onto_span){p->tokens.items[from].start, p->tokens.items[to - 1].end};
}

static onto_status add_candidate(onto_normalizer *self, const match *m, const code_list *codes, onto_error *error)
{
	const onto_dictionary *d = self->index->dictionary;
	const name *n = &d->names.items[m->name];
	const char *written = dictionary_text(d, n->text);
	onto_candidate c = {
		.score = m->score,
		.concept = n->concept,
		.type = type_wanted(concept_of(self, m)->type, concept_of(self, m)->also, self->types),
		.codes = codes->codes,
		.ways = codes->ways,
		.code_count = codes->count,
		.name = codes->name,
		.matched = written,
		.scope = (onto_scope)n->scope,
		.source = dictionary_text(d, d->sources.items[n->source].id),
		.transformations = m->by | surface_of(self, m, written),
	};
	if (c.transformations & ONTO_BY_ABBREVIATION && self->abbreviations.found.count) {
		const definition *a = &self->abbreviations.found.items[0];
		c.abbreviation = (onto_abbreviation){span_of(&self->passage, a->short_from, a->short_to),
		                                     span_of(&self->passage, a->long_from, a->long_to)};
	}
	if (!is_current(d, concept_of(self, m)->meaning)) {
		c.code_count = 0; /* what took its place is for the caller to decide */
		c.name = dictionary_text(d, concept_of(self, m)->name);
	}
	return vector_push(&self->candidates, c) ? ONTO_OK : fail_memory(error);
}

/* Was a better name of the same meaning before this one? */
static bool meaning_before(const onto_normalizer *self, size_t at)
{
	uint32_t meaning = concept_of(self, &self->matches.items[at])->meaning;
	for (size_t i = 0; i < at; i++) {
		if (concept_of(self, &self->matches.items[i])->meaning == meaning) {
			return true;
		}
	}
	return false;
}

static onto_status take_candidates(onto_normalizer *self, onto_error *error)
{
	const match *first = NULL;
	if (self->matches.count > 1) {
		qsort(self->matches.items, self->matches.count, sizeof *self->matches.items, compare_matches);
	}
	for (size_t i = 0; i < self->matches.count; i++) {
		const match *m = &self->matches.items[i];
		bool merged = false;
		if (meaning_before(self, i)) {
			continue;
		}
		const code_list *codes = codes_of(&self->codes, concept_of(self, m)->meaning);
		if (!codes) {
			return fail_memory(error);
		}
		if (first) {
			TRY(merge_codes(self, first, m, codes, &merged, error));
		} else {
			first = m;
		}
		if (!merged && self->candidates.count < self->top) {
			TRY(add_candidate(self, m, codes, error));
		}
	}
	return ONTO_OK;
}

onto_status onto_normalizer_find(onto_normalizer *self, const char *term, size_t length, const onto_candidate **out,
                                 size_t *count, onto_error *error)
{
	*out = NULL;
	*count = 0;
	self->matches.count = self->candidates.count = 0;
	code_vector_clear(&self->gathered);
	if (length > TERM_MOST) {
		return ONTO_OK;
	}
	TRY(passage_read(&self->passage, &self->words, term, length, error));
	TRY(find_matches(self, error));
	TRY(take_candidates(self, error));
	*out = self->candidates.items;
	*count = self->candidates.count;
	return ONTO_OK;
}
