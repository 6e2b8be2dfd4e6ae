/* Walks the trie from each token, along the text and along every alternative. */
#include "match/scan.h"

#include <string.h>

#include "core/error.h"
#include "core/transformation.h"
#include "match/fit.h"
#include "match/rules.h"
#include "text/word_list.h"

/* Links the alternatives that leave each token. */
static bool index_alternatives(analysis *doc)
{
	doc->leaving.count = 0;
	if (!vector_reserve(&doc->leaving, doc->tokens.count + 1)) {
		return false;
	}
	doc->leaving.count = doc->tokens.count + 1;
	memset(doc->leaving.items, 0, doc->leaving.count * sizeof *doc->leaving.items);
	for (uint32_t i = (uint32_t)doc->alternatives.count; i-- > 0;) {
		alternative *a = &doc->alternatives.items[i];
		a->next = doc->leaving.items[a->from];
		doc->leaving.items[a->from] = i + 1;
	}
	return true;
}

/* ---- walking ------------------------------------------------------------------------------------------------- */

/* The state of a walk: before `token`, at `node` of the trie, after `depth` steps. */
typedef struct state {
	uint32_t token, node;
	uint32_t skip_from, skip_to;
	uint32_t abbreviation;
	uint32_t by; /* ONTO_BY_ bits */
	uint16_t skip_cut;
	uint8_t depth;
} state;

enum { STATES_FOR_ONE = 400 };

typedef struct walk {
	scanner *scanner;
	analysis *analysis;
	uint32_t first;
	fit_step steps[NAME_WORDS_MAX];
	unsigned budget; /* alternatives that may still be followed from this token: a bound for hostile text */
} walk;

static inline const word_type *type_of_number(const walk *w, uint32_t number)
{
	return &w->scanner->cache.types.items[number];
}

/* The key of a single i, v or x, which is a numeral behind some words. */
static uint32_t key_of_numeral(const walk *w, const word_type *s, uint32_t before)
{
	return s->word
	           ? dictionary_key(&w->scanner->cache.dictionary->lexicon, s->word, type_of_number(w, before)->word)
	           : s->key;
}

/* The node that a word leads to from a state behind the first word; 0: none. */
static inline uint32_t node_after(const walk *w, const state *at, uint32_t number)
{
	const word_type *s = type_of_number(w, number);
	uint32_t key = s->key;
	if (s->flags & WORD_TYPE_NUMERAL) {
		key = key_of_numeral(w, s, w->steps[at->depth - 1].word_type);
	}
	const trie *trie = &w->scanner->cache.dictionary->trie;
	if (!key) {
		return 0;
	}
	if (at->depth > 1) {
		return trie_child(trie, at->node, key);
	}
	const word_type *first = type_of_number(w, w->steps[0].word_type);
	return word_cache_may_follow(&w->scanner->cache, first, key)
	           ? trie_among(trie, first->children, first->child_count, key)
	           : 0;
}

/* Advances a state by one word. False where no name continues with it. */
static inline bool advance(walk *w, state *at, uint32_t number, uint8_t gap, uint32_t token)
{
	if (at->depth == NAME_WORDS_MAX) {
		return false;
	}
	uint32_t node = at->depth ? node_after(w, at, number) : type_of_number(w, number)->first;
	if (!node) {
		return false;
	}
	w->steps[at->depth++] = (fit_step){number, token, gap};
	at->node = node;
	return true;
}

/* Advances along the words of the tokens [from, to), which replace what is at `token`. `gap` stands before the
 * first. */
static bool advance_along(walk *w, state *at, uint32_t from, uint32_t to, uint8_t gap, uint32_t token)
{
	for (uint32_t t = from; t < to; t++) {
		bool first = t == from;
		if (!advance(w, at, w->analysis->word_types.items[t], first ? gap : w->analysis->tokens.items[t].gap,
		             first ? token : t)) {
			return false;
		}
	}
	return true;
}

/* The boundary before a token: a gap, a digit, or the inside of a word. */
enum { APART, AFTER_DIGIT, INSIDE_WORD };

typedef struct boundary {
	int first, end; /* at the start of the candidate, and at its end */
} boundary;

/* True for a level of a marker, which may be superscript in print and then follows the symbol directly: CD45RAneg,
 * CD56bright. */
static bool is_level(const analysis *doc, uint32_t token)
{
	const struct token *t = &doc->tokens.items[token];
	return word_list_roles(doc->text + t->start, t->end - t->start).status & STATUS_LEVEL;
}

/* The boundary before a token. A symbol must be whole (HP1 is not in HP1β); a word may be followed by the number of
 * a footnote. */
static int open_at(const analysis *doc, uint32_t token)
{
	if (doc->tokens.items[token].gap != GAP_NONE || token == 0) {
		return APART;
	}
	if (doc->tokens.items[token - 1].kind == TOKEN_DIGITS) {
		return RULE(LEVEL_RAISED, is_level(doc, token)) ? APART : AFTER_DIGIT;
	}
	return doc->tokens.items[token].kind == TOKEN_DIGITS ? AFTER_DIGIT : INSIDE_WORD;
}

/* With a transformation switched off that fit_surface finds: true where the text does without it. */
static bool surface_allowed(const walk *w, const state *at, const name *name, unsigned by)
{
	const analysis *doc = w->analysis;
	if (by & REWORDED_TRANSFORMATIONS) {
		return true;
	}
	const token *last = &doc->tokens.items[at->token - 1];
	const char *written = dictionary_text(w->scanner->cache.dictionary, name->text);
	size_t length = strlen(written), start = doc->tokens.items[w->first].start, end = last->end;
	if (last->possessive > 1 && length > 2 && strcmp(written + length - 2, "'s") == 0) {
		end += last->possessive; /* as the span of a mention does */
	}
	return !(fit_surface(written, doc->text + start, end - start) & SEEN_TRANSFORMATIONS & ~w->scanner->allowed);
}

static bool is_open(unsigned policy, boundary inside)
{
	return policy & ONTO_POLICY_CASE ? inside.first != INSIDE_WORD && inside.end != INSIDE_WORD
	                                 : inside.first == APART && inside.end == APART;
}

/* True where a name of the path is seen: it is of a type that is shown, and no short word in capitals is taken for
 * a word of another type than the usual ones (PET, FISH). */
static bool is_seen(const walk *w, const terminal *terminal, size_t depth)
{
	enum { SHORT = 4 };
	const word_cache *cache = &w->scanner->cache;
	const onto_dictionary *d = cache->dictionary;
	const concept *c = &d->concepts.items[d->names.items[terminal->name].concept];
	unsigned types = (1u << c->type | c->also) & cache->shown;
	const word_type *first = &cache->types.items[w->steps[0].word_type];
	return types && ((types & TYPES_DEFAULT) || depth > 1 || !(terminal->policy & ONTO_POLICY_CASE) ||
	                 !(first->flags & WORD_TYPE_UPPER) || first->raw_length > SHORT);
}

/* Adds the names that fit the path, without memos. */
static bool read_path(const walk *w, const state *at, boundary inside)
{
	analysis *doc = w->analysis;
	const onto_dictionary *d = w->scanner->cache.dictionary;
	terminal_range range = dictionary_terminals(d, at->node);
	for (uint32_t e = range.first; e < range.end; e++) {
		unsigned by = at->by;
		const terminal *terminal = &d->terminals.items[e];
		if ((terminal->policy & ONTO_POLICY_RETIRED) != w->scanner->retired || !is_open(terminal->policy, inside) ||
		    !is_seen(w, terminal, at->depth) ||
		    !fits(&w->scanner->cache, doc->text, doc->tokens.items, terminal, w->steps, at->depth,
		          w->scanner->allowed, &by) ||
		    ((~w->scanner->allowed & SEEN_TRANSFORMATIONS) &&
		     !surface_allowed(w, at, &d->names.items[terminal->name], by))) {
			continue;
		}
		if (!vector_push(&doc->readings, word_cache_reading(&w->scanner->cache, terminal->name, by))) {
			return false;
		}
	}
	return true;
}

/* Appends the names at a node that fit the steps, whatever surrounds them, to `out`. */
static bool learn_readings(const walk *w, uint32_t node, size_t depth, reading_vector *out)
{
	word_cache *cache = &w->scanner->cache;
	const onto_dictionary *d = cache->dictionary;
	size_t start = out->count;
	terminal_range range = dictionary_terminals(d, node);
	for (uint32_t e = range.first; e < range.end; e++) {
		__builtin_prefetch(&d->names.items[d->terminals.items[e].name]);
	}
	for (uint32_t e = range.first; e < range.end; e++) {
		unsigned by = 0;
		const terminal *terminal = &d->terminals.items[e];
		if (is_seen(w, terminal, depth) &&
		    fits_softly(cache, terminal, w->steps, depth, w->scanner->allowed, &by) &&
		    !vector_push(out, word_cache_reading(cache, terminal->name, by))) {
			out->count = start;
			return false;
		}
	}
	return true;
}

/* Adds the readings known to fit the path, if its boundaries and transformations permit them. */
static inline bool read_known(const walk *w, unsigned by, boundary inside, const reading *known, size_t count)
{
	analysis *doc = w->analysis;
	unsigned retired = w->scanner->retired;
	if (!vector_reserve(&doc->readings, count)) {
		return false;
	}
	reading *out = vector_at(&doc->readings, doc->readings.count);
	if (!by && inside.first == APART && inside.end == APART) { /* the usual case: all that is known fits */
		for (size_t i = 0; i < count; i++) {
			*out = known[i];
			out += (known[i].policy & ONTO_POLICY_RETIRED) == retired;
		}
	} else {
		for (size_t i = 0; i < count; i++) {
			if ((known[i].policy & ONTO_POLICY_RETIRED) == retired && is_open(known[i].policy, inside) &&
			    fit_permits(&w->scanner->cache, &known[i], w->scanner->allowed, by)) {
				*out = known[i];
				out++->by |= by;
			}
		}
	}
	doc->readings.count = (size_t)(out - doc->readings.items);
	return true;
}

/* A path of one word. */
static bool read_word(const walk *w, const state *at, boundary inside)
{
	word_cache *cache = &w->scanner->cache;
	word_type *s = &cache->types.items[w->steps[0].word_type];
	if (s->reading_count == READINGS_UNKNOWN) {
		size_t start = cache->readings.count;
		if (!learn_readings(w, at->node, 1, &cache->readings)) {
			return false;
		}
		s->readings = (uint32_t)start;
		s->reading_count = (uint32_t)(cache->readings.count - start);
	}
	return read_known(w, at->by, inside, vector_at(&cache->readings, s->readings), s->reading_count);
}

/* A path of some words with only spaces or hyphens between them. Words written without a space are memoized
 * separately, since they may fit where words with spaces do not. */
static bool read_words(const walk *w, const state *at, boundary inside)
{
	word_cache *cache = &w->scanner->cache;
	uint32_t path[PATH_WORDS] = {0}, apart = 0;
	for (size_t i = 0; i < at->depth; i++) {
		path[i] = w->steps[i].word_type;
		apart |= i && (w->steps[i].gap == GAP_SPACE || w->steps[i].gap == GAP_LINE) ? PATH_APART : 0;
	}
	path[0] |= apart;
	path_memo *known = word_cache_path(cache, path);
	if (memcmp(known->words, path, sizeof path) != 0) {
		size_t start = cache->path_readings.count;
		*known = (path_memo){0};
		if (!learn_readings(w, at->node, at->depth, &cache->path_readings)) {
			return false;
		}
		memcpy(known->words, path, sizeof path);
		known->readings = (uint32_t)start;
		known->reading_count = (uint32_t)(cache->path_readings.count - start);
	}
	return read_known(w, at->by, inside, vector_at(&cache->path_readings, known->readings), known->reading_count);
}

/* True where the readings of the path depend on its words only. Without alternatives a name may contain the exact
 * bytes between two words, unless those are a single byte. */
static bool is_soft(const walk *w, const state *at)
{
	const token *tokens = w->analysis->tokens.items;
	for (size_t i = 1; i < at->depth; i++) {
		const fit_step *step = &w->steps[i];
		if (step->gap > GAP_LAST_SOFT || (!at->by && tokens[step->token].start - tokens[step->token - 1].end > 1)) {
			return false;
		}
	}
	return true;
}

static onto_status note_candidate(walk *w, const state *at, onto_error *error)
{
	analysis *doc = w->analysis;
	uint32_t before = (uint32_t)doc->readings.count;
	boundary inside = {open_at(doc, w->first), at->token < doc->tokens.count ? open_at(doc, at->token) : APART};
	if ((at->by & (ONTO_BY_COORDINATION | ONTO_BY_ABBREVIATION)) && inside.end != APART) {
		return ONTO_OK;
	}
	bool known = at->depth <= PATH_WORDS && !(~w->scanner->allowed & SEEN_TRANSFORMATIONS) && is_soft(w, at);
	if (!(!known           ? read_path(w, at, inside)
	      : at->depth == 1 ? read_word(w, at, inside)
	                       : read_words(w, at, inside))) {
		return fail_memory(error);
	}
	uint32_t count = (uint32_t)doc->readings.count - before;
	candidate c = {w->first, at->token, before, count, at->skip_from, at->skip_to, at->skip_cut, at->abbreviation};
	return !count || vector_push(&doc->candidates, c) ? ONTO_OK : fail_memory(error);
}

/* True where names may end at a state. */
static inline bool ends_here(const walk *w, const state *at)
{
	if (at->depth == 0 || at->token == at->skip_to) {
		return false;
	}
	if (at->depth == 1) {
		return type_of_number(w, w->steps[0].word_type)->reading_count;
	}
	terminal_range range = dictionary_terminals(w->scanner->cache.dictionary, at->node);
	return range.first != range.end;
}

/* True where a path may continue from a state. */
static inline bool goes_on(const walk *w, const state *at)
{
	const analysis *doc = w->analysis;
	if (at->token >= doc->tokens.count ||
	    (at->depth && doc->tokens.items[at->token].gap == GAP_BARRIER && at->token != at->skip_to)) {
		return false;
	}
	return doc->leaving.items[at->token] || at->depth == 0 || node_after(w, at, doc->word_types.items[at->token]);
}

static onto_status follow(walk *w, state at, onto_error *error);

/* True for an alternative that reads no words. */
static inline bool only_skips(const alternative *a)
{
	return a->first == UINT32_MAX;
}

/* Continues behind an alternative, whose words the walk has read. */
static onto_status follow_alternative(walk *w, state *at, const alternative *a, uint32_t to, onto_error *error)
{
	if (a->abbreviation != UINT32_MAX) {
		at->abbreviation = a->abbreviation;
	}
	at->by |= a->by;
	at->token = to;
	if (!w->budget) {
		return ONTO_OK;
	}
	w->budget--;
	return ends_here(w, at) || goes_on(w, at) ? follow(w, *at, error) : ONTO_OK;
}

/* Follows an inverted phrase, by each of its ends. */
static onto_status take_inverted(walk *w, const state *from, const alternative *a, onto_error *error)
{
	const analysis *doc = w->analysis;
	state at = *from;
	for (uint32_t t = a->words; t < a->words_end; t++) {
		uint32_t token = t == a->words ? a->from : t;
		if (!advance(w, &at, doc->word_types.items[t], doc->tokens.items[token].gap, token)) {
			return ONTO_OK;
		}
		state whole = at;
		if (a->ends >> (t - a->words) & 1 && advance_along(w, &whole, a->more, a->more_end, GAP_SPACE, a->from)) {
			TRY(follow_alternative(w, &whole, a, t + 1, error));
		}
	}
	return ONTO_OK;
}

/* Follows an alternative to its end. */
static onto_status take_alternative(walk *w, const state *from, const alternative *a, onto_error *error)
{
	if (a->ends) {
		return take_inverted(w, from, a, error);
	}
	state at = *from;
	uint8_t gap = w->analysis->tokens.items[a->from].gap;
	if (a->word_type != UINT32_MAX) {
		if (!advance(w, &at, a->word_type, gap, a->from)) {
			return ONTO_OK;
		}
	} else if (!advance_along(w, &at, a->words, a->words_end, gap, a->from)) {
		return ONTO_OK;
	}
	if (a->cut) { /* hyper- and hypothyroidism: from "and" to the last token, which ends the word */
		at.skip_from = a->from + 1;
		at.skip_to = a->to - 1;
		at.skip_cut = a->cut;
	} else if (only_skips(a)) {
		at.skip_from = a->from;
		at.skip_to = a->to;
	}
	return follow_alternative(w, &at, a, a->to, error);
}

/* False where no name that begins with `first` continues with `next`. May be true without one. */
static inline bool may_follow(const word_cache *cache, const word_type *first, uint32_t next)
{
	const word_type *s = &cache->types.items[next];
	return s->flags & WORD_TYPE_NUMERAL || (s->key && word_cache_follow_bit(cache, first, s->hash));
}

/* True where a second word of an alternative may follow its first. */
static inline bool goes_on_within(const word_cache *cache, const analysis *doc, const alternative *a,
                                  const word_type *first)
{
	if (a->words_end - a->words > 1 && may_follow(cache, first, doc->word_types.items[a->words + 1])) {
		return true;
	}
	/* The inverted phrase has read one word and continues with `more`. */
	return a->ends & 1 && may_follow(cache, first, doc->word_types.items[a->more]);
}

/* False where an alternative certainly leads nowhere, from the start of a name (`first` NULL) or behind its first
 * word. */
static inline bool may_begin(const scanner *self, const analysis *doc, const alternative *a, const word_type *first)
{
	const word_cache *cache = &self->cache;
	if (only_skips(a)) {
		return first && (doc->leaving.items[a->to] || may_follow(cache, first, doc->word_types.items[a->to]));
	}
	if (first) {
		return may_follow(cache, first, a->first);
	}
	const word_type *s = &cache->types.items[a->first];
	return s->first && (a->words_end - a->words + (a->ends & 1) < 2 || goes_on_within(cache, doc, a, s));
}

/* Follows the alternatives that leave a state, except those that certainly lead nowhere. */
static onto_status take_alternatives(walk *w, const state *at, onto_error *error)
{
	const analysis *doc = w->analysis;
	const word_type *first = at->depth == 1 ? type_of_number(w, w->steps[0].word_type) : NULL;
	for (uint32_t i = doc->leaving.items[at->token]; i; i = doc->alternatives.items[i - 1].next) {
		const alternative *a = &doc->alternatives.items[i - 1];
		bool skips = only_skips(a);
		/* Tokens may be passed over only behind a word, and only once. */
		if ((skips && at->depth == 0) || ((skips || a->cut) && at->skip_from != at->skip_to)) {
			continue;
		}
		if (at->depth > 1 || may_begin(w->scanner, doc, a, first)) {
			TRY(take_alternative(w, at, a, error));
		} else if (skips && w->budget) {
			w->budget--; /* as if it had been followed */
		}
	}
	return ONTO_OK;
}

/* Follows the tokens from a state, and each alternative on the path. The length of names bounds the recursion. */
static onto_status follow(walk *w, state at, onto_error *error)
{
	analysis *doc = w->analysis;
	for (;;) {
		if (ends_here(w, &at)) {
			TRY(note_candidate(w, &at, error));
		}
		if (at.token >= doc->tokens.count) {
			return ONTO_OK;
		}
		if (at.depth && doc->tokens.items[at.token].gap == GAP_BARRIER && at.token != at.skip_to) {
			return ONTO_OK;
		}
		if (doc->leaving.items[at.token]) {
			TRY(take_alternatives(w, &at, error));
		}
		uint8_t gap = at.token == at.skip_to && at.skip_to ? GAP_SPACE : doc->tokens.items[at.token].gap;
		if (!advance(w, &at, doc->word_types.items[at.token], gap, at.token)) {
			return ONTO_OK;
		}
		at.token++;
	}
}

static bool any_may_begin(const scanner *self, const analysis *doc, uint32_t token, const word_type *first)
{
	for (uint32_t i = doc->leaving.items[token]; i; i = doc->alternatives.items[i - 1].next) {
		if (may_begin(self, doc, &doc->alternatives.items[i - 1], first)) {
			return true;
		}
	}
	return false;
}

enum { AHEAD = 64 }; /* tokens are examined in groups, so that their data is prefetched while others are examined */

/* The result of examining a token: its one word is a name; a name may continue behind it or by an alternative; a
 * name may only continue with the next token. */
enum { IS_NAME = 1, LEADS_ON = 2, GOES_ON = 4 };

typedef struct start {
	uint32_t token, node; /* node: behind the next token, for GOES_ON */
	unsigned found;
} start;

/* Selects the tokens of [from, to) at which a name may begin, and returns their number. Most are rejected here.
 * There is no branch, since it would be unpredictable. */
static inline size_t glance(const scanner *self, const analysis *doc, uint32_t from, uint32_t to, start *starts)
{
	const word_type *words = self->cache.types.items, *s = &words[doc->word_types.items[from]];
	const uint64_t *bits = self->cache.bits.items;
	const token *tokens = doc->tokens.items;
	const uint32_t *numbers = doc->word_types.items, *leaving = doc->leaving.items;
	size_t count = 0;
	uint32_t leaves = leaving[from];
	for (size_t i = from; i < to; i++) {
		const struct word_type *next = &words[numbers[i + 1]];
		uint32_t hash = next->hash, bit = hash >> s->more_shift, next_leaves = leaving[i + 1];
		uint32_t follows = (uint32_t)(s->follows >> (hash >> 26) & bits[s->more + bit / 64] >> (bit % 64)) & 1;
		uint32_t leads_on =
			tokens[i + 1].gap != GAP_BARRIER ? follows | next_leaves | (next->flags & WORD_TYPE_NUMERAL) : 0;
		starts[count].token = (uint32_t)i;
		count += (s->reading_count | leaves | leads_on) != 0;
		s = next;
		leaves = next_leaves;
	}
	return count;
}

/* Examines a selected token, and prefetches what the walk will read. */
static inline unsigned look_closer(const scanner *self, const analysis *doc, uint32_t token)
{
	const word_type *types = self->cache.types.items, *s = &types[doc->word_types.items[token]],
					*next = &types[doc->word_types.items[token + 1]];
	const uint32_t *leaving = doc->leaving.items + token;
	unsigned found = s->reading_count ? IS_NAME : 0;
	__builtin_prefetch(vector_at(&self->cache.readings, s->readings));
	if (s->first && doc->tokens.items[token + 1].gap != GAP_BARRIER) {
		if (next->flags & WORD_TYPE_NUMERAL) {
			return found | LEADS_ON;
		}
		if (next->key && word_cache_follow_bit(&self->cache, s, next->hash)) {
			__builtin_prefetch(
				&self->cache.dictionary->trie.nodes.items[trie_near(s->children, s->child_count, next->hash)]);
			return found | (leaving[0] | leaving[1] ? LEADS_ON : GOES_ON);
		}
		if (leaving[1] && any_may_begin(self, doc, token + 1, s)) {
			return found | LEADS_ON;
		}
	}
	return found | (leaving[0] && any_may_begin(self, doc, token, NULL) ? LEADS_ON : 0);
}

/* For GOES_ON: finds the node behind the next token, if there is one, and prefetches what lies behind it. */
static inline void look_ahead(const scanner *self, const analysis *doc, start *start)
{
	const trie *trie = &self->cache.dictionary->trie;
	const uint32_t *numbers = doc->word_types.items + start->token;
	const word_type *types = self->cache.types.items, *s = &types[numbers[0]];
	start->node = trie_among(trie, s->children, s->child_count, types[numbers[1]].key);
	if (!start->node) {
		start->found &= ~(unsigned)GOES_ON;
		return;
	}
	const trie_node *node = &trie->nodes.items[start->node];
	if (node->terminals != node[1].terminals) {
		uint32_t apart = doc->tokens.items[start->token + 1].gap;
		const uint32_t path[PATH_WORDS] = {numbers[0] | (apart == GAP_SPACE || apart == GAP_LINE ? PATH_APART : 0),
		                                   numbers[1]};
		__builtin_prefetch(word_cache_path_slot(&self->cache, path));
	}
	__builtin_prefetch(
		&trie->nodes.items[trie_near(node->children, node[1].children - node->children, types[numbers[2]].hash)]);
}

/* Adds the readings of the one word at a token. */
static inline onto_status note_word(walk *w, uint32_t token, onto_error *error)
{
	analysis *doc = w->analysis;
	const word_type *s = type_of_number(w, doc->word_types.items[token]);
	if (s->reading_count == READINGS_UNKNOWN || ~w->scanner->allowed & SEEN_TRANSFORMATIONS) {
		w->steps[0] = (fit_step){doc->word_types.items[token], token, doc->tokens.items[token].gap};
		state at = {.token = token + 1, .node = s->first, .abbreviation = UINT32_MAX, .depth = 1};
		return note_candidate(w, &at, error);
	}
	uint32_t before = (uint32_t)doc->readings.count;
	boundary inside = {open_at(doc, token), open_at(doc, token + 1)};
	if (!read_known(w, 0, inside, vector_at(&w->scanner->cache.readings, s->readings), s->reading_count)) {
		return fail_memory(error);
	}
	candidate c = {.first = token,
	               .end = token + 1,
	               .readings = before,
	               .count = (uint32_t)doc->readings.count - before,
	               .abbreviation = UINT32_MAX};
	return !c.count || vector_push(&doc->candidates, c) ? ONTO_OK : fail_memory(error);
}

/* Walks from a token. */
static inline onto_status follow_start(walk *w, const start *start, onto_error *error)
{
	const analysis *doc = w->analysis;
	uint32_t token = start->token;
	w->first = token;
	w->budget = STATES_FOR_ONE;
	if (start->found & LEADS_ON) {
		return follow(w, (state){.token = token, .abbreviation = UINT32_MAX}, error);
	}
	if (start->found & IS_NAME) {
		TRY(note_word(w, token, error));
	}
	if (!(start->found & GOES_ON)) {
		return ONTO_OK;
	}
	w->steps[0] = (fit_step){doc->word_types.items[token], token, doc->tokens.items[token].gap};
	w->steps[1] = (fit_step){doc->word_types.items[token + 1], token + 1, doc->tokens.items[token + 1].gap};
	return follow(w, (state){.token = token + 2, .node = start->node, .abbreviation = UINT32_MAX, .depth = 2},
	              error);
}

/* Appends a sentinel behind the last token: an empty word behind a barrier. It is not counted. */
static bool end_tokens(analysis *doc)
{
	if (!vector_reserve(&doc->tokens, 1) || !vector_reserve(&doc->word_types, 1)) {
		return false;
	}
	doc->tokens.items[doc->tokens.count] = (token){.gap = GAP_BARRIER};
	doc->word_types.items[doc->word_types.count] = 0;
	return true;
}

onto_status scan_candidates(scanner *self, analysis *doc, onto_error *error)
{
	start starts[AHEAD];
	if (!index_alternatives(doc) || !end_tokens(doc)) {
		return fail_memory(error);
	}
	walk w = {.scanner = self, .analysis = doc};
	for (uint32_t i = 0, end; i < doc->tokens.count; i = end) {
		end = doc->tokens.count - i < AHEAD ? (uint32_t)doc->tokens.count : i + AHEAD;
		size_t count = glance(self, doc, i, end, starts);
		for (size_t k = 0; k < count; k++) {
			starts[k].found = look_closer(self, doc, starts[k].token);
		}
		for (size_t k = 0; k < count; k++) {
			if (starts[k].found & GOES_ON) {
				look_ahead(self, doc, &starts[k]);
			}
		}
		for (size_t k = 0; k < count; k++) {
			TRY(follow_start(&w, &starts[k], error));
		}
	}
	return ONTO_OK;
}

/* Adds a candidate for exactly these tokens, if names fit them. */
static onto_status note_exact(walk *w, uint32_t from, uint32_t end, onto_error *error)
{
	const analysis *doc = w->analysis;
	state at = {.token = from, .abbreviation = UINT32_MAX};
	w->first = from;
	while (at.token < end && (at.depth == 0 || doc->tokens.items[at.token].gap < GAP_BARRIER) &&
	       advance(w, &at, doc->word_types.items[at.token], doc->tokens.items[at.token].gap, at.token)) {
		at.token++;
	}
	return at.token == end && at.depth ? note_candidate(w, &at, error) : ONTO_OK;
}

/* Is a gene among the concepts of a meaning? */
static bool means_gene(const onto_dictionary *d, uint32_t meaning)
{
	for (uint32_t i = d->meaning_starts.items[meaning]; i < d->meaning_starts.items[meaning + 1]; i++) {
		const char *code = dictionary_text(d, d->concepts.items[d->meaning_members.items[i]].code);
		if (strncmp(code, "NCBIGene:", strlen("NCBIGene:")) == 0) {
			return true;
		}
	}
	return false;
}

onto_status scan_reaching(scanner *self, analysis *doc, uint32_t from, uint32_t end, uint32_t *first,
                          unsigned *types, onto_error *error)
{
	enum { SAYS_LITTLE = ONTO_POLICY_GENERIC | ONTO_POLICY_BLOCKED | ONTO_POLICY_SUPPORT | ONTO_POLICY_EFFECT };
	walk w = {.scanner = self, .analysis = doc};
	size_t candidates = doc->candidates.count, readings = doc->readings.count;
	onto_status status = ONTO_OK;
	*first = end;
	*types = 0;
	for (uint32_t at = from; at < end && *first == end && status == ONTO_OK; at++) {
		status = note_exact(&w, at, end, error);
		*first = doc->candidates.count > candidates ? at : end;
		for (size_t r = readings; r < doc->readings.count; r++) {
			const reading *read = &doc->readings.items[r];
			*types |= read->policy & SAYS_LITTLE ? 0 : 1u << read->like;
			*types |= means_gene(self->cache.dictionary, read->meaning) ? REACHES_GENE : 0;
		}
		doc->candidates.count = candidates;
		doc->readings.count = readings;
	}
	return status;
}

/* True where a reading of [from, middle) and one of [middle, end) have the same meaning. If a gene has the short
 * form, the meaning must be the gene's: retinoblastoma (RB1). */
static bool share_meaning(const analysis *doc, size_t from, size_t middle, size_t end)
{
	const reading *readings = doc->readings.items;
	bool gene = false;
	for (size_t a = from; a < middle; a++) {
		gene |= readings[a].like == ONTO_MARKER;
	}
	for (size_t a = from; a < middle; a++) {
		for (size_t b = middle; b < end; b++) {
			if (readings[a].meaning == readings[b].meaning && (!gene || readings[a].like == ONTO_MARKER)) {
				return true;
			}
		}
	}
	return false;
}

onto_status scan_same(scanner *self, analysis *doc, uint32_t short_from, uint32_t short_to, uint32_t from,
                      uint32_t end, uint32_t *first, onto_error *error)
{
	walk w = {.scanner = self, .analysis = doc};
	size_t candidates = doc->candidates.count, readings = doc->readings.count;
	*first = end;
	onto_status status = note_exact(&w, short_from, short_to, error);
	size_t middle = doc->readings.count;
	for (uint32_t at = from; middle > readings && at < end && *first == end && status == ONTO_OK; at++) {
		status = note_exact(&w, at, end, error);
		*first = share_meaning(doc, readings, middle, doc->readings.count) ? at : end;
		doc->readings.count = middle;
	}
	doc->candidates.count = candidates;
	doc->readings.count = readings;
	return status;
}
