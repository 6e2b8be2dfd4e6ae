/* Reads the codes that a place may have, and chooses one by weights. */
#include "judge/choice.h"

#include <stdio.h>
#include <string.h>

#include "core/ascii.h"
#include "core/transformation.h"
#include "resolve/cost.h"

/* Codes of one meaning that are alternatives, readings that are looked at, and levels between two concepts. */
enum { CODES_MOST = 3, READINGS_MOST = 32, LEVELS_MOST = 3, ABOVE_MOST = 24, KIND_BYTES = 24 };

const char *choice_code(const resolver *resolver, const analysis *doc, const choice *of)
{
	return resolver_meaning(resolver, &doc->readings.items[of->reading])->codes->codes[of->code];
}

/* True where a reading of the place may take the place of the chosen one. */
static bool is_alternative(const resolver *resolver, const chosen *place, const reading *first, const reading *r)
{
	enum { NO_OTHER = ONTO_POLICY_BLOCKED | ONTO_POLICY_OTHER | ONTO_POLICY_EFFECT | ONTO_POLICY_SUPPORT };
	const meaning_state *known;
	return r->type == place->type && r->meaning != first->meaning && !(r->policy & ~first->policy & NO_OTHER) &&
	       (known = resolver_meaning(resolver, r)) != NULL && known->coded;
}

size_t choice_read(const resolver *resolver, const analysis *doc, const chosen *place, choice out[CHOICES_MOST])
{
	const candidate *c = &doc->candidates.items[place->candidate];
	const reading *first = &doc->readings.items[place->reading];
	const meaning_state *known = resolver_meaning(resolver, first);
	unsigned costs[CHOICES_MOST];
	size_t count = 0;
	for (uint32_t k = 0; known && k < known->codes->count && k < CODES_MOST; k++) {
		out[count] = (choice){.reading = place->reading, .code = k};
		costs[count++] = 0;
	}
	size_t own = count;
	uint32_t end = c->readings + (c->count < READINGS_MOST ? c->count : READINGS_MOST);
	for (uint32_t i = c->readings; known && i < end; i++) {
		const reading *r = &doc->readings.items[i];
		if (!is_alternative(resolver, place, first, r)) {
			continue;
		}
		unsigned cost = cost_of(resolver, r);
		size_t same = own;
		while (same < count && doc->readings.items[out[same].reading].meaning != r->meaning) {
			same++;
		}
		if (same < count && costs[same] <= cost) {
			continue;
		}
		/* In order of cost; the dearest goes where there is no room. */
		size_t at = same < count ? same : count < CHOICES_MOST ? count++ : count;
		if (at == count && costs[--at] <= cost) {
			continue;
		}
		for (; at > own && costs[at - 1] > cost; at--) {
			out[at] = out[at - 1];
			costs[at] = costs[at - 1];
		}
		out[at] = (choice){.reading = i};
		costs[at] = cost;
	}
	return count;
}

/* ---- features ------------------------------------------------------------------------------------------------ */

typedef struct view {
	const features *features;
	const resolver *resolver;
	const analysis *doc;
	const chosen *place;
	const choice *all;
	size_t count, index;
	const reading *reading;
	const char *code;
	feature_sink *sink;
} view;

static void give(const view *v, enum feature feature, const char *word)
{
	v->sink->take(v->sink, feature, word, strlen(word));
}

/* The vocabulary of a code. MeSH has headings and supplementary records: MESH:D, MESH:C. */
static void kind_of(const char *code, char out[KIND_BYTES])
{
	const char *colon = strchr(code, ':');
	bool mesh = ascii_begins_same(code, "MESH:", 5);
	int length = colon ? (int)(colon - code) + (mesh ? 2 : 0) : 0;
	snprintf(out, KIND_BYTES, "%.*s", length, code);
}

static uint32_t concept_of(const view *v, const choice *of)
{
	onto_concept_id id = onto_dictionary_find(v->resolver->dictionary, choice_code(v->resolver, v->doc, of));
	return id == ONTO_NONE ? v->doc->readings.items[of->reading].concept : id;
}

/* True where a concept is an ancestor of another, a few levels up. */
static bool is_above(const onto_dictionary *d, uint32_t above, uint32_t below)
{
	uint32_t seen[ABOVE_MOST] = {below};
	size_t count = 1, from = 0;
	for (int level = 0; level < LEVELS_MOST; level++) {
		for (size_t end = count; from < end; from++) {
			const concept *c = &d->concepts.items[seen[from]];
			for (uint32_t p = c->parents; p < c[1].parents && count < ABOVE_MOST; p++) {
				seen[count] = d->parents.items[p];
				if (d->concepts.items[seen[count++]].meaning == d->concepts.items[above].meaning) {
					return true;
				}
			}
		}
	}
	return false;
}

/* How an alternative stands to the first, or the first to the second: of another meaning. */
static const char *relation_of(const view *v)
{
	const onto_dictionary *d = v->resolver->dictionary;
	const choice *mine = &v->all[v->index], *other = &v->all[0];
	for (size_t i = 1; other->reading == mine->reading && i < v->count; i++) {
		other = &v->all[i];
	}
	if (v->doc->readings.items[other->reading].meaning == v->reading->meaning) {
		return "alone";
	}
	uint32_t a = concept_of(v, mine), b = concept_of(v, other);
	return is_above(d, a, b) ? "broader" : is_above(d, b, a) ? "narrower" : "apart";
}

static void give_kind(const view *v)
{
	char kind[KIND_BYTES], both[2 * KIND_BYTES + 2];
	kind_of(v->code, kind);
	give(v, FEATURE_KIND, kind);
	snprintf(both, sizeof both, "%zu %s", v->index, kind);
	give(v, FEATURE_RANK, both);
	char other[KIND_BYTES] = "nothing";
	if (v->count > 1) {
		kind_of(choice_code(v->resolver, v->doc, &v->all[v->index == 0]), other);
	}
	snprintf(both, sizeof both, "%s %s", kind, other);
	give(v, FEATURE_BESIDE, both);
}

static void give_name(const view *v)
{
	static const char *const ways[] = {
#define WAY(name, word, policy, traits, cost, steps) word,
		TRANSFORMATIONS(WAY)
#undef WAY
	};
	const onto_dictionary *d = v->resolver->dictionary;
	const reading *r = v->reading;
	bool own = strcmp(dictionary_text(d, d->concepts.items[r->concept].code), v->code) == 0;
	give(v, FEATURE_SOURCE, dictionary_text(d, d->sources.items[r->source].id));
	give(v, FEATURE_OWN, own ? "yes" : "no");
	give(v, FEATURE_CODE, v->code);
	give(v, FEATURE_SUPPORT, resolver_supports(v->resolver, r->cluster_slot) ? "yes" : "no");
	if (r->policy & ONTO_POLICY_FIRST) {
		give(v, FEATURE_POLICY, "first");
	}
	for (uint32_t left = r->by; left; left &= left - 1) {
		give(v, FEATURE_WAY, ways[__builtin_ctz(left)]);
	}
	unsigned least = cost_of(v->resolver, &v->doc->readings.items[v->place->reading]);
	unsigned cost = cost_of(v->resolver, r);
	const char *scope = onto_scope_word((onto_scope)r->scope), *stands = relation_of(v);
	const char *dearer = cost <= least ? "no" : cost < least + 3 ? "1-2" : cost < least + 7 ? "3-6" : "7-";
	char standing[64];
	snprintf(standing, sizeof standing, "%s %s %s %s", scope, dearer, stands, own ? "own" : "mapped");
	give(v, FEATURE_SCOPE, scope);
	give(v, FEATURE_DEARER, dearer);
	give(v, FEATURE_STANDS, stands);
	give(v, FEATURE_STANDING, standing);
}

/* Words beside which one kind of code is given: deficiency OMIM. */
static void give_words(const view *v)
{
	const candidate *c = &v->doc->candidates.items[v->place->candidate];
	char kind[KIND_BYTES], text[96];
	kind_of(v->code, kind);
	const struct {
		enum feature feature;
		uint32_t token;
	} words[] = {{FEATURE_FIRST, c->first}, {FEATURE_LAST, c->end - 1}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const word_type *w = &v->resolver->cache->types.items[v->doc->word_types.items[words[i].token]];
		int length = snprintf(text, sizeof text, "%.*s %s", (int)w->folded_length,
		                      word_cache_folded(v->resolver->cache, w), kind);
		if (w->folded_length && length > 0 && (size_t)length < sizeof text) {
			give(v, words[i].feature, text);
		}
	}
}

void choice_features(const features *features, const resolver *resolver, const analysis *doc, const chosen *place,
                     const choice *all, size_t count, size_t index, feature_sink *sink)
{
	const reading *r = &doc->readings.items[all[index].reading];
	view v = {features, resolver, doc, place, all, count, index, r, choice_code(resolver, doc, &all[index]), sink};
	give(&v, FEATURE_BIAS, "");
	give_kind(&v);
	give_name(&v);
	give_words(&v);
	features_count(features, r->cluster_slot, sink);
}

/* ---- choosing ------------------------------------------------------------------------------------------------ */

typedef struct sum {
	feature_sink sink;
	const onto_judge *judge;
	float score;
} sum;

static void take(feature_sink *sink, enum feature feature, const char *bytes, size_t length)
{
	sum *self = (sum *)sink;
	const judge_row *row = judge_find(self->judge, judge_key(feature, bytes, length));
	self->score += row ? row->weights[JUDGE_CODE] : 0;
}

bool choice_is_judged(const onto_judge *judge, const resolver *resolver, onto_type type)
{
	const judge_sources *of = &judge->vocabularies;
	const codes *codes = resolver->codes;
	bool known = type == ONTO_DISEASE && codes->vocabulary_count > 0;
	for (size_t i = 0; i < codes->vocabulary_count && known; i++) {
		known = false;
		for (size_t k = 0; k < of->count && !known; k++) {
			size_t length = strlen(of->ids[k]);
			known = strlen(codes->vocabularies[i]) == length &&
			        ascii_begins_same(codes->vocabularies[i], of->ids[k], length);
		}
	}
	return known;
}

void choice_score(const onto_judge *judge, const features *features, const resolver *resolver, const analysis *doc,
                  const chosen *place, choice *all, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		sum of = {{take}, judge, 0};
		choice_features(features, resolver, doc, place, all, count, i, &of.sink);
		all[i].score = of.score;
	}
}

void choice_make(const onto_judge *judge, const features *features, resolver *resolver, const analysis *doc)
{
	choice all[CHOICES_MOST];
	for (size_t i = 0; i < resolver->chosen.count; i++) {
		chosen *place = &resolver->chosen.items[i];
		if (!choice_is_judged(judge, resolver, (onto_type)place->type)) {
			continue;
		}
		size_t count = choice_read(resolver, doc, place, all), best = 0;
		if (count < 2) {
			continue;
		}
		choice_score(judge, features, resolver, doc, place, all, count);
		for (size_t k = 1; k < count; k++) {
			best = all[k].score > all[best].score ? k : best;
		}
		place->reading = all[best].reading;
		place->code = (uint8_t)all[best].code;
	}
}
