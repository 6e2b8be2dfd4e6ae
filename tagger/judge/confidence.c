/* Finds the evidence of mentions, and adds up its weights. */
#include "judge/confidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/type_name.h"
#include "judge/species.h"

enum { MEMOS = 1 << 14 };

/* The groups of evidence. */
enum group { GROUP_NAME = 1, GROUP_PLACE, GROUP_GAPS, GROUP_ENDS, GROUP_BEFORE, GROUP_AFTER };

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

static void give_word(feature_sink *sink, enum feature feature, const char *word)
{
	sink->take(sink, feature, word, strlen(word));
}

/* ---- the place ----------------------------------------------------------------------------------------------- */

/* Scores in halves, up to the first that is larger. */
enum { SCORE_LEAST = -2, SCORE_MOST = 12 };

static const char *const scores[] = {"-1.0", "-0.5", "0.0", "0.5", "1.0", "1.5", "2.0", "2.5",
                                     "3.0",  "3.5",  "4.0", "4.5", "5.0", "5.5", "6.0"};
_Static_assert(sizeof scores / sizeof *scores == SCORE_MOST - SCORE_LEAST + 1, "a word for each half");

enum { SCORE_RULES = sizeof scores / sizeof *scores, SCORE_OFF };

static unsigned score_step(float score)
{
	int halves = (int)floorf(score * 2);
	return (unsigned)((halves < SCORE_LEAST  ? SCORE_LEAST
	                   : halves > SCORE_MOST ? SCORE_MOST
	                                         : halves) -
	                  SCORE_LEAST);
}

/* What rules decide has their score, to the bit. */
static unsigned score_of(const evidence *e)
{
	const chosen *place = e->place;
	return !e->resolver->judged ? SCORE_OFF : place->score == JUDGE_RULED ? SCORE_RULES : score_step(place->score);
}

static unsigned human_of(const evidence *e)
{
	return e->resolver->judged && e->place->type == ONTO_MARKER && e->place->score != JUDGE_RULED
	           ? score_step(e->place->human)
	           : SCORE_OFF;
}

/* How a word is written: an index into `letters`. */
static unsigned letters_of(const evidence *e, uint32_t token)
{
	const word_type *w = &e->resolver->cache->types.items[e->doc->word_types.items[token]];
	return w->kind == TOKEN_DIGITS        ? 3
	       : w->kind == TOKEN_GREEK       ? 4
	       : w->flags & WORD_TYPE_UPPER   ? 0
	       : w->flags & WORD_TYPE_CAPITAL ? 1
	                                      : 2;
}

static void give_letters_of(const evidence *e, feature_sink *sink)
{
	static const char *const letters[] = {"X", "Xx", "x", "0", "g"};
	const candidate *c = e->candidate;
	char text[8];
	size_t length = 0;
	for (uint32_t last = 0; last < 2; last++) {
		const char *word = letters[letters_of(e, last ? c->end - 1 : c->first)];
		if (!last || c->end - c->first > 1) {
			text[length] = ' ';
			length += last;
			memcpy(text + length, word, strlen(word));
			length += strlen(word);
		}
	}
	sink->take(sink, FEATURE_LETTERS, text, length);
}

enum { FOLLOWS_NOTHING, FOLLOWS_NUMBER, FOLLOWS_SIGN };

/* What is behind a place, as behind a test: GGT 12, CD3+. */
static unsigned follows_of(const evidence *e)
{
	uint32_t next = e->candidate->end;
	const token *t = &e->doc->tokens.items[next];
	char sign = e->place->end < e->doc->length ? e->doc->text[e->place->end] : '\0';
	bool number =
		next < e->doc->tokens.count && t->kind == TOKEN_DIGITS && t->gap != GAP_NONE && t->gap != GAP_HYPHEN;
	return number ? FOLLOWS_NUMBER : sign == '+' ? FOLLOWS_SIGN : FOLLOWS_NOTHING;
}

/* True for a marker with the code of a gene. */
static bool is_gene(const evidence *e)
{
	return e->place->type == ONTO_MARKER && species_is_gene(e->resolver, e->reading);
}

static void give_place(const evidence *e, feature_sink *sink)
{
	const candidate *c = e->candidate;
	const chosen *place = e->place;
	unsigned score = score_of(e), human = human_of(e);
	sink->take(sink, FEATURE_BIAS, "", 0);
	give_word(sink, FEATURE_SUPPORT, resolver_supports(e->resolver, e->reading->cluster_slot) ? "yes" : "no");
	give_word(sink, FEATURE_WORDS, features_step(c->end - c->first));
	if (c->abbreviation != UINT32_MAX) {
		give_word(sink, FEATURE_DEFINED, "by long form");
	}
	for (unsigned left = place->also; left; left &= left - 1) {
		give_word(sink, FEATURE_ALSO, onto_type_word((onto_type)__builtin_ctz(left)));
	}
	give_letters_of(e, sink);
	if (follows_of(e)) {
		give_word(sink, FEATURE_FOLLOWS, follows_of(e) == FOLLOWS_NUMBER ? "number" : "sign");
	}
	if (e->place->type == ONTO_MARKER) {
		give_word(sink, FEATURE_GENE, is_gene(e) ? "yes" : "no");
	}
	give_word(sink, FEATURE_SCORE, score == SCORE_OFF ? "off" : score == SCORE_RULES ? "rules" : scores[score]);
	if (human != SCORE_OFF) {
		give_word(sink, FEATURE_HUMAN, scores[human]);
	}
}

static void give_gaps(const evidence *e, feature_sink *sink)
{
	give_word(sink, FEATURE_GAP_LEFT, features_gap(e->doc, e->candidate->first));
	give_word(sink, FEATURE_GAP_RIGHT, features_gap(e->doc, e->candidate->end));
}

/* What stands before a token: the gap, of brackets and signs also the first two letters of their word. */
static inline uint64_t gap_of(const evidence *e, uint32_t token)
{
	uint8_t gap = token < e->doc->tokens.count ? e->doc->tokens.items[token].gap : UINT8_MAX;
	const char *word = gap == GAP_HARD ? features_gap(e->doc, token) : "  ";
	return (uint64_t)gap << 16 | (uint64_t)(unsigned char)word[0] << 8 | (unsigned char)word[1];
}

/* What give_place reads. */
static uint64_t place_key(const evidence *e)
{
	const candidate *c = e->candidate;
	uint32_t words = c->end - c->first;
	return (uint64_t)e->place->type | (uint64_t)e->place->also << 8 | (uint64_t)(words < 255 ? words : 255) << 24 |
	       (uint64_t)letters_of(e, c->first) << 32 | (uint64_t)letters_of(e, c->end - 1) << 36 |
	       (uint64_t)(c->abbreviation != UINT32_MAX) << 40 |
	       (uint64_t)resolver_supports(e->resolver, e->reading->cluster_slot) << 41 | (uint64_t)is_gene(e) << 42 |
	       (uint64_t)follows_of(e) << 44 | (uint64_t)score_of(e) << 48 | (uint64_t)human_of(e) << 56;
}

/* ---- the name ------------------------------------------------------------------------------------------------ */

static void give_name(const evidence *e, feature_sink *sink)
{
	features_of_name(e->resolver, e->reading, sink);
	give_word(sink, FEATURE_COST, features_step(e->place->cost));
}

static uint64_t name_key(const evidence *e)
{
	const reading *r = e->reading;
	return (uint64_t)r->policy | (uint64_t)r->by << 16 | (uint64_t)r->source << 48 | (uint64_t)r->scope << 61;
}

/* ---- words --------------------------------------------------------------------------------------------------- */

/* The token before a place or behind it, UINT32_MAX where it has none. */
static inline uint32_t neighbour_of(const evidence *e, enum group group)
{
	const candidate *c = e->candidate;
	const token *tokens = e->doc->tokens.items;
	if (group == GROUP_BEFORE) {
		return c->first > 0 && tokens[c->first].gap != GAP_BARRIER ? c->first - 1 : UINT32_MAX;
	}
	return c->end < e->doc->tokens.count && tokens[c->end].gap != GAP_BARRIER ? c->end : UINT32_MAX;
}

/* A word, its last letters, or the first. FEATURES_END: not that. */
static void give_word_of(const evidence *e, uint32_t token, enum feature whole, enum feature first3,
                         enum feature last3, enum feature last4, feature_sink *sink)
{
	const word_cache *cache = e->resolver->cache;
	const word_type *w = &cache->types.items[e->doc->word_types.items[token]];
	const char *word = word_cache_folded(cache, w);
	size_t length = w->folded_length;
	if (length && whole != FEATURES_END) {
		sink->take(sink, whole, word, length);
	}
	if (length > 3 && first3 != FEATURES_END) {
		sink->take(sink, first3, word, 3);
	}
	if (length > 3 && last3 != FEATURES_END) {
		sink->take(sink, last3, word + length - 3, 3);
	}
	if (length > 4 && last4 != FEATURES_END) {
		sink->take(sink, last4, word + length - 4, 4);
	}
}

static void give_ends(const evidence *e, feature_sink *sink)
{
	const candidate *c = e->candidate;
	bool several = c->end - c->first > 1;
	give_word_of(e, c->first, several ? FEATURE_FIRST : FEATURES_END, FEATURE_FIRST3, FEATURES_END, FEATURES_END,
	             sink);
	give_word_of(e, c->end - 1, several ? FEATURE_LAST : FEATURES_END, FEATURES_END, FEATURE_LAST3, FEATURE_LAST4,
	             sink);
}

static void give_neighbour(const evidence *e, enum group group, feature_sink *sink)
{
	uint32_t token = neighbour_of(e, group);
	bool before = group == GROUP_BEFORE;
	if (token != UINT32_MAX) {
		give_word_of(e, token, before ? FEATURE_BEFORE : FEATURE_AFTER, FEATURES_END,
		             before ? FEATURE_BEFORE3 : FEATURE_AFTER3, FEATURES_END, sink);
	}
}

/* ---- all of it ----------------------------------------------------------------------------------------------- */

static void give(const evidence *e, enum group group, feature_sink *sink)
{
	switch (group) {
	case GROUP_NAME: give_name(e, sink); break;
	case GROUP_PLACE: give_place(e, sink); break;
	case GROUP_GAPS: give_gaps(e, sink); break;
	case GROUP_ENDS: give_ends(e, sink); break;
	default: give_neighbour(e, group, sink);
	}
}

void confidence_evidence(const resolver *resolver, const analysis *doc, const chosen *place, feature_sink *sink)
{
	evidence e = evidence_of(resolver, doc, place);
	for (enum group group = GROUP_NAME; group <= GROUP_AFTER; group++) {
		give(&e, group, sink);
	}
}

bool confidence_start(confidence *self, const onto_judge *weights, double least)
{
	self->weights = weights ? weights->confidence : NULL;
	self->least = least;
	self->memos = self->weights ? calloc(MEMOS, sizeof *self->memos) : NULL;
	return self->memos || !self->weights;
}

void confidence_free(confidence *self)
{
	free(self->memos);
	self->memos = NULL;
}

typedef struct sum {
	feature_sink sink;
	const onto_judge *weights;
	unsigned question;
	float sum;
} sum;

static void take(feature_sink *sink, enum feature feature, const char *bytes, size_t length)
{
	sum *self = (sum *)sink;
	const judge_row *row = judge_find(self->weights, judge_key(feature, bytes, length));
	self->sum += row ? row->weights[self->question] : 0;
}

/* The sum of a group. `key` and `more` are all that it is read from. */
static inline float sum_of(confidence *self, const evidence *e, enum group group, uint64_t key, uint64_t more)
{
	uint64_t what = (uint64_t)group << 56 | (uint64_t)e->place->type << 48 | more;
	uint64_t hash = (key ^ what * 0xff51afd7ed558ccdu) * 0x9e3779b97f4a7c15u;
	confidence_memo *memo = &self->memos[hash >> 50];
	_Static_assert(MEMOS == 1 << (64 - 50), "the bits of the hash that are taken");
	if (memo->what != key || memo->group != what) {
		sum of = {{take}, self->weights, e->place->type, 0};
		give(e, group, &of.sink);
		*memo = (confidence_memo){key, what, of.sum};
	}
	return memo->sum;
}

/* In hundredths. Nothing is certain. */
static uint8_t probability(confidence *self, const evidence *e)
{
	const candidate *c = e->candidate;
	const uint32_t *words = e->doc->word_types.items;
	float sum = sum_of(self, e, GROUP_NAME, name_key(e), e->place->cost < UINT16_MAX ? e->place->cost : UINT16_MAX);
	sum += sum_of(self, e, GROUP_PLACE, place_key(e), 0);
	sum += sum_of(self, e, GROUP_GAPS, gap_of(e, c->first) << 24 | gap_of(e, c->end), 0);
	sum += sum_of(self, e, GROUP_ENDS, (uint64_t)words[c->first] << 32 | words[c->end - 1], c->end - c->first > 1);
	for (enum group group = GROUP_BEFORE; group <= GROUP_AFTER; group++) {
		uint32_t token = neighbour_of(e, group);
		if (token != UINT32_MAX) {
			sum += sum_of(self, e, group, words[token], 0);
		}
	}
	float hundredths = 100 / (1 + expf(-sum)) + 0.5f;
	return (uint8_t)(hundredths < 1 ? 1 : hundredths > 99 ? 99 : hundredths);
}

void confidence_set(confidence *self, resolver *resolver, const analysis *doc)
{
	if (!self->weights) {
		return;
	}
	if (self->forgotten != resolver->cache->forgotten) {
		memset(self->memos, 0, MEMOS * sizeof *self->memos);
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
