/* Finds the evidence of mentions, and adds up its weights. */
#include "judge/confidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/type_name.h"
#include "judge/species.h"

typedef struct evidence {
	const resolver *resolver;
	const analysis *doc;
	const chosen *place;
	const candidate *candidate;
	const reading *reading;
} evidence;

static evidence evidence_of(const resolver *resolver, const analysis *doc, const chosen *place)
{
	return (evidence){resolver, doc, place, &doc->candidates.items[place->candidate],
	                  &doc->readings.items[place->reading]};
}

/* ---- values -------------------------------------------------------------------------------------------------- */

/* Scores in halves, up to the first that is larger; then what rules decided, and what was not asked. */
enum { SCORE_LEAST = -2, SCORE_MOST = 12, SCORE_HALVES = SCORE_MOST - SCORE_LEAST + 1, SCORE_RULES = SCORE_HALVES };
enum { SCORE_OFF = SCORE_RULES + 1, SCORES };

static const char *const scores[SCORES] = {"-1.0", "-0.5", "0.0", "0.5", "1.0", "1.5", "2.0",   "2.5", "3.0",
                                           "3.5",  "4.0",  "4.5", "5.0", "5.5", "6.0", "rules", "off"};

/* Both scores of a gene, each rounded down: that it is one, and that it is the human's. It is right where both are
 * so, which no sum of two scores says. */
enum { WHOLE_LEAST = -1, WHOLE_MOST = 4, WHOLES = WHOLE_MOST - WHOLE_LEAST + 1 };

static const char *const both_scores[WHOLES * WHOLES] = {
	"-1 -1", "-1 0", "-1 1", "-1 2", "-1 3", "-1 4", "0 -1", "0 0", "0 1", "0 2", "0 3", "0 4",
	"1 -1",  "1 0",  "1 1",  "1 2",  "1 3",  "1 4",  "2 -1", "2 0", "2 1", "2 2", "2 3", "2 4",
	"3 -1",  "3 0",  "3 1",  "3 2",  "3 3",  "3 4",  "4 -1", "4 0", "4 1", "4 2", "4 3", "4 4",
};

/* How a word is written: in capitals, with one, in small letters, as digits, as a Greek letter; of one word, and of
 * the first and the last. */
enum { CAPITALS, CAPITAL, SMALL, DIGITS, GREEK, LETTERS };

static const char *const letters[LETTERS + LETTERS * LETTERS] = {
	"X",   "Xx",   "x",   "0",   "g",   "X X", "X Xx", "X x", "X 0", "X g", "Xx X", "Xx Xx", "Xx x", "Xx 0", "Xx g",
	"x X", "x Xx", "x x", "x 0", "x g", "0 X", "0 Xx", "0 x", "0 0", "0 g", "g X",  "g Xx",  "g x",  "g 0",  "g g"};

static const char *const yes_no[] = {"no", "yes"}, *const follows[] = {"number", "sign"};

/* The evidence that has few values, in order, and the word of each value. */
#define EVIDENCE(EACH) \
	EACH(SCOPE, ONTO_SCOPES, onto_scope_word((onto_scope)value)) \
	EACH(SOURCE, 1, NULL) /* any: its word and its weight are found by the number of the source */ \
	EACH(POLICY, FEATURE_POLICIES, features_policies[value]) \
	EACH(WAY, FEATURE_WAYS, features_ways[value]) \
	EACH(COST, FEATURE_STEPS, features_steps[value]) \
	EACH(BIAS, 1, "") \
	EACH(SUPPORT, 2, yes_no[value]) \
	EACH(WORDS, FEATURE_STEPS, features_steps[value]) \
	EACH(DEFINED, 1, "by long form") \
	EACH(ALSO, TYPE_COUNT, onto_type_word((onto_type)value)) \
	EACH(LETTERS, LETTERS + LETTERS * LETTERS, letters[value]) \
	EACH(FOLLOWS, 2, follows[value]) \
	EACH(GENE, 2, yes_no[value]) \
	EACH(SCORE, SCORES, scores[value]) \
	EACH(SCORES, WHOLES *WHOLES, both_scores[value]) \
	EACH(GAP_LEFT, FEATURE_GAPS, features_gaps[value]) \
	EACH(GAP_RIGHT, FEATURE_GAPS, features_gaps[value])

/* The number of each value among all: that of the first one of its feature, and on. */
enum {
#define NUMBER(name, count, word) VALUE_##name, LAST_##name = VALUE_##name + (count) - 1,
	EVIDENCE(NUMBER)
#undef NUMBER
		VALUES
};

/* The feature of a value, and its word; NULL: it has none. */
static enum feature feature_of(unsigned number, const char **word)
{
	unsigned value;
#define FIND(name, count, text) \
	if (number <= LAST_##name) { \
		value = number - VALUE_##name; \
		*word = (text); \
		(void)value; \
		return FEATURE_##name; \
	}
	EVIDENCE(FIND)
#undef FIND
	return FEATURES_END;
}

/* Takes the numbers of values, one after the other. What gives them is inlined, with what takes them. */
typedef void value_taker(void *self, unsigned number);
#define INLINED static inline __attribute__((always_inline))

static unsigned score_step(float score)
{
	float halves = score * 2;
	if (!(halves > SCORE_LEAST)) {
		return 0;
	}
	int least = halves < SCORE_MOST ? (int)halves : SCORE_MOST;
	return (unsigned)(least - ((float)least > halves) - SCORE_LEAST);
}

static unsigned whole_step(float score)
{
	float at = score < WHOLE_LEAST ? WHOLE_LEAST : score > WHOLE_MOST ? WHOLE_MOST : score;
	return (unsigned)(at - WHOLE_LEAST);
}

/* What rules decide has their score, to the bit. */
static unsigned score_of(const evidence *e)
{
	const chosen *place = e->place;
	if (!e->resolver->judged || place->score == JUDGE_RULED) {
		return VALUE_SCORE + (e->resolver->judged ? SCORE_RULES : SCORE_OFF);
	}
	return place->type == ONTO_MARKER ? VALUE_SCORES + whole_step(place->score) * WHOLES + whole_step(place->human)
	                                  : VALUE_SCORE + score_step(place->score);
}

static unsigned letters_of(const evidence *e, uint32_t token)
{
	enum { CASES = WORD_TYPE_UPPER | WORD_TYPE_CAPITAL };
	static const uint8_t letters_by[][CASES + 1] = {
		[TOKEN_LETTERS] = {SMALL, CAPITALS, CAPITAL, CAPITALS},
		[TOKEN_DIGITS] = {DIGITS, DIGITS, DIGITS, DIGITS},
		[TOKEN_GREEK] = {GREEK, GREEK, GREEK, GREEK},
	};
	const word_type *w = &e->resolver->cache->types.items[e->doc->word_types.items[token]];
	return letters_by[w->kind][w->flags & CASES];
}

/* What is behind a place, as behind a test: GGT 12, CD3+. */
INLINED void give_follower(const evidence *e, value_taker *give, void *to)
{
	enum { NUMBER, SIGN };
	uint32_t next = e->candidate->end;
	const token *t = &e->doc->tokens.items[next];
	char sign = e->place->end < e->doc->length ? e->doc->text[e->place->end] : '\0';
	if (next < e->doc->tokens.count && t->kind == TOKEN_DIGITS && t->gap != GAP_NONE && t->gap != GAP_HYPHEN) {
		give(to, VALUE_FOLLOWS + NUMBER);
	} else if (sign == '+') {
		give(to, VALUE_FOLLOWS + SIGN);
	}
}

INLINED void give_name(const evidence *e, value_taker *give, void *to)
{
	const reading *r = e->reading;
	give(to, VALUE_SCOPE + r->scope);
	give(to, VALUE_SOURCE);
	for (unsigned left = r->policy & FEATURE_POLICY_BITS; left; left &= left - 1) {
		give(to, VALUE_POLICY + (unsigned)__builtin_ctz(left));
	}
	for (uint32_t left = r->by; left; left &= left - 1) {
		give(to, VALUE_WAY + (unsigned)__builtin_ctz(left));
	}
	if (!r->by) {
		give(to, VALUE_WAY + TRANSFORMATION_COUNT);
	}
	give(to, VALUE_COST + features_step(e->place->cost));
}

INLINED void give_place(const evidence *e, value_taker *give, void *to)
{
	const candidate *c = e->candidate;
	const chosen *place = e->place;
	unsigned first = letters_of(e, c->first), last = letters_of(e, c->end - 1);
	give(to, VALUE_BIAS);
	give(to, VALUE_SUPPORT + resolver_supports(e->resolver, e->reading->cluster_slot));
	give(to, VALUE_WORDS + features_step(c->end - c->first));
	if (c->abbreviation != UINT32_MAX) {
		give(to, VALUE_DEFINED);
	}
	for (unsigned left = place->also; left; left &= left - 1) {
		give(to, VALUE_ALSO + (unsigned)__builtin_ctz(left));
	}
	give(to, VALUE_LETTERS + (c->end - c->first > 1 ? LETTERS + first * LETTERS + last : first));
	give_follower(e, give, to);
	if (place->type == ONTO_MARKER) {
		give(to, VALUE_GENE + species_is_gene(e->resolver, e->reading));
	}
	give(to, score_of(e));
}

INLINED void give_gaps(const evidence *e, value_taker *give, void *to)
{
	give(to, VALUE_GAP_LEFT + features_gap(e->doc, e->candidate->first));
	give(to, VALUE_GAP_RIGHT + features_gap(e->doc, e->candidate->end));
}

/* ---- words --------------------------------------------------------------------------------------------------- */

/* The words that are evidence, by where they stand. */
enum word_place { PLACE_FIRST, PLACE_LAST, PLACE_BEFORE, PLACE_AFTER, WORD_PLACES };

/* The evidence of each: the word as a whole, and some letters at its start or end, where it has more. */
static const struct {
	enum feature feature;
	unsigned letters; /* 0: all */
	bool at_end;
} word_features[WORD_PLACES][CONFIDENCE_PARTS] = {
	[PLACE_FIRST] = {{FEATURE_FIRST, 0, false}, {FEATURE_FIRST3, 3, false}, {FEATURES_END, 0, false}},
	[PLACE_LAST] = {{FEATURE_LAST, 0, false}, {FEATURE_LAST3, 3, true}, {FEATURE_LAST4, 4, true}},
	[PLACE_BEFORE] = {{FEATURE_BEFORE, 0, false}, {FEATURE_BEFORE3, 3, true}, {FEATURES_END, 0, false}},
	[PLACE_AFTER] = {{FEATURE_AFTER, 0, false}, {FEATURE_AFTER3, 3, true}, {FEATURES_END, 0, false}}};

/* Gives one of them, unless the word is too short. */
static void give_part(const word_cache *cache, uint32_t word, enum word_place place, size_t part,
                      feature_sink *sink)
{
	const word_type *w = &cache->types.items[word];
	enum feature feature = word_features[place][part].feature;
	size_t letters = word_features[place][part].letters, length = w->folded_length;
	size_t from = word_features[place][part].at_end ? length - letters : 0;
	if (feature != FEATURES_END && length > letters) {
		sink->take(sink, feature, word_cache_folded(cache, w) + from, letters ? letters : length);
	}
}

/* The token before a place, and that behind it; UINT32_MAX where it has none. */
static inline uint32_t token_before(const evidence *e)
{
	const candidate *c = e->candidate;
	return c->first > 0 && e->doc->tokens.items[c->first].gap != GAP_BARRIER ? c->first - 1 : UINT32_MAX;
}

static inline uint32_t token_behind(const evidence *e)
{
	const candidate *c = e->candidate;
	return c->end < e->doc->tokens.count && e->doc->tokens.items[c->end].gap != GAP_BARRIER ? c->end : UINT32_MAX;
}

/* ---- giving -------------------------------------------------------------------------------------------------- */

typedef struct word_giver {
	const evidence *evidence;
	feature_sink *sink;
} word_giver;

/* Gives a value as its word. */
static void give_word(void *self, unsigned number)
{
	const word_giver *to = self;
	const onto_dictionary *d = to->evidence->resolver->dictionary;
	const char *word = NULL;
	enum feature feature = feature_of(number, &word);
	if (number == VALUE_SOURCE) {
		word = dictionary_text(d, d->sources.items[to->evidence->reading->source].id);
	}
	to->sink->take(to->sink, feature, word, strlen(word));
}

void confidence_evidence(const resolver *resolver, const analysis *doc, const chosen *place, feature_sink *sink)
{
	evidence e = evidence_of(resolver, doc, place);
	const candidate *c = e.candidate;
	const uint32_t tokens[WORD_PLACES] = {c->first, c->end - 1, token_before(&e), token_behind(&e)};
	word_giver words = {&e, sink};
	give_name(&e, give_word, &words);
	give_place(&e, give_word, &words);
	give_gaps(&e, give_word, &words);
	for (enum word_place at = 0; at < WORD_PLACES; at++) {
		/* The first and the last word as a whole are evidence where they are two. */
		bool whole = at > PLACE_LAST || c->end - c->first > 1;
		for (size_t part = whole ? 0 : 1; tokens[at] != UINT32_MAX && part < CONFIDENCE_PARTS; part++) {
			give_part(resolver->cache, doc->word_types.items[tokens[at]], at, part, sink);
		}
	}
}

/* ---- weights ------------------------------------------------------------------------------------------------- */

enum { MEMO_BITS = 14, MEMOS = 1 << MEMO_BITS };

typedef struct weigher {
	feature_sink sink;
	const onto_judge *weights;
	unsigned question;
	float weight;
} weigher;

static void take(feature_sink *sink, enum feature feature, const char *bytes, size_t length)
{
	weigher *self = (weigher *)sink;
	const judge_row *row = judge_find(self->weights, judge_key(feature, bytes, length));
	self->weight = row ? row->weights[self->question] : 0;
}

static float weight_of(const onto_judge *weights, unsigned question, enum feature feature, const char *word)
{
	weigher weigher = {{take}, weights, question, 0};
	take(&weigher.sink, feature, word, strlen(word));
	return weigher.weight;
}

/* The weights of what has few values are found once. */
static void fill_values(confidence *self, const onto_dictionary *dictionary, size_t sources)
{
	for (unsigned question = 0; question < JUDGE_TYPES; question++) {
		for (unsigned number = 0; number < VALUES; number++) {
			const char *word = NULL;
			enum feature feature = feature_of(number, &word);
			self->values[question * VALUES + number] = word ? weight_of(self->weights, question, feature, word) : 0;
		}
		for (size_t i = 0; i < sources; i++) {
			self->sources[i * JUDGE_TYPES + question] =
				weight_of(self->weights, question, FEATURE_SOURCE,
			              dictionary_text(dictionary, dictionary->sources.items[i].id));
		}
	}
}

bool confidence_start(confidence *self, const onto_judge *weights, const onto_dictionary *dictionary, double least)
{
	self->weights = weights ? weights->confidence : NULL;
	self->least = least;
	if (!self->weights) {
		return true;
	}
	size_t sources = dictionary->sources.count;
	self->values = calloc(VALUES * JUDGE_TYPES, sizeof *self->values);
	self->sources = calloc(sources * JUDGE_TYPES + 1, sizeof *self->sources);
	self->words = calloc(MEMOS, sizeof *self->words);
	if (!self->values || !self->sources || !self->words) {
		return false;
	}
	fill_values(self, dictionary, sources);
	return true;
}

void confidence_free(confidence *self)
{
	free(self->values);
	free(self->sources);
	free(self->words);
	*self = (confidence){0};
}

/* ---- sums ---------------------------------------------------------------------------------------------------- */

/* The weights of a word at a place. */
static inline const float *weights_at(confidence *self, const evidence *e, uint32_t token, enum word_place place)
{
	uint32_t word = e->doc->word_types.items[token],
			 what = (word * JUDGE_TYPES + e->place->type) * WORD_PLACES + place;
	word_weights *memo = &self->words[what * 0x9e3779b1u >> (32 - MEMO_BITS)];
	if (memo->what != what) {
		memo->what = what;
		for (size_t part = 0; part < CONFIDENCE_PARTS; part++) {
			weigher weigher = {{take}, self->weights, e->place->type, 0};
			give_part(e->resolver->cache, word, place, part, &weigher.sink);
			memo->of[part] = weigher.weight;
		}
	}
	return memo->of;
}

/* Adds the weights of words, in the order of the evidence, since a sum of floats depends on it. */
static float words_sum(confidence *self, const evidence *e, float sum)
{
	const candidate *c = e->candidate;
	bool several = c->end - c->first > 1;
	uint32_t before = token_before(e), behind = token_behind(e);
	const float *of = weights_at(self, e, c->first, PLACE_FIRST);
	float ends = (several ? of[0] : 0) + of[1];
	of = weights_at(self, e, c->end - 1, PLACE_LAST);
	sum += ends + (several ? of[0] : 0) + of[1] + of[2];
	if (before != UINT32_MAX) {
		of = weights_at(self, e, before, PLACE_BEFORE);
		sum += of[0] + of[1];
	}
	if (behind != UINT32_MAX) {
		of = weights_at(self, e, behind, PLACE_AFTER);
		sum += of[0] + of[1];
	}
	return sum;
}

typedef struct adder {
	const float *weights;
	float source, sum;
} adder;

INLINED void add_weight(void *self, unsigned number)
{
	adder *to = self;
	to->sum += number == VALUE_SOURCE ? to->source : to->weights[number];
}

static float values_sum(const confidence *self, const evidence *e)
{
	const float *weights = self->values + e->place->type * VALUES;
	adder name = {weights, self->sources[e->reading->source * JUDGE_TYPES + e->place->type], 0};
	adder place = {weights, 0, 0}, gaps = place;
	give_name(e, add_weight, &name);
	give_place(e, add_weight, &place);
	give_gaps(e, add_weight, &gaps);
	return name.sum + place.sum + gaps.sum;
}

/* In hundredths. Nothing is certain. */
static uint8_t probability(confidence *self, const evidence *e)
{
	float sum = words_sum(self, e, values_sum(self, e));
	float hundredths = 100 / (1 + expf(-sum)) + 0.5f;
	return (uint8_t)(hundredths < 1 ? 1 : hundredths > 99 ? 99 : hundredths);
}

void confidence_set(confidence *self, resolver *resolver, const analysis *doc)
{
	if (!self->weights) {
		return;
	}
	if (self->forgotten != resolver->cache->forgotten) {
		memset(self->words, 0, MEMOS * sizeof *self->words);
		self->forgotten = resolver->cache->forgotten;
	}
	for (size_t i = 0; i < resolver->chosen.count; i++) {
		chosen *place = &resolver->chosen.items[i];
		if (place->type < JUDGE_TYPES && (self->weights->known_questions >> place->type & 1)) {
			evidence e = evidence_of(resolver, doc, place);
			place->confidence = probability(self, &e);
		}
	}
}

void confidence_drop(const confidence *self, resolver *resolver)
{
	if (!(self->least > 0)) {
		return;
	}
	size_t kept = 0;
	for (size_t i = 0; i < resolver->chosen.count; i++) {
		const chosen *place = &resolver->chosen.items[i];
		if (!confidence_is_low(self, place)) {
			resolver->chosen.items[kept++] = *place;
		}
	}
	resolver->chosen.count = kept;
}
