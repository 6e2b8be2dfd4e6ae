/* Tells of each place what was considered. */
#include "judge/account.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/ruling.h"
#include "text/organism.h"

void account_free(account *self)
{
	vector_free(&self->places);
	vector_free(&self->alternatives);
	vector_free(&self->chosen);
	vector_free(&self->features);
	vector_free(&self->evidence);
	arena_free(&self->text);
}

/* Weights are hundredths, so are their sums; a float does not hold them exactly. */
static double hundredths(float value)
{
	return round((double)value * 100) / 100;
}

typedef struct teller {
	feature_sink sink;
	arena *text;
	feature_vector *features;
	const onto_judge *judge; /* NULL: features have no weights */
	unsigned question;
	size_t first; /* of the features of this place or alternative */
	bool failed;
} teller;

/* A word may be a feature twice, and counts once. */
static void take(feature_sink *sink, enum feature feature, const char *bytes, size_t length)
{
	teller *self = (teller *)sink;
	feature_vector *features = self->features;
	const char *word = feature_word(feature);
	size_t before = strlen(word) + 1;
	char *text = arena_take(self->text, before + length + 1);
	if (!text) {
		self->failed = true;
		return;
	}
	memcpy(text, word, before - 1);
	text[before - 1] = '=';
	memcpy(text + before, bytes, length);
	text[before + length] = '\0';
	const judge_row *row = self->judge ? judge_find(self->judge, judge_key(feature, bytes, length)) : NULL;
	onto_feature new = {text, row ? hundredths(row->weights[self->question]) : 0};
	for (size_t i = self->first; i < features->count; i++) {
		if (strcmp(features->items[i].text, text) == 0) {
			return;
		}
	}
	self->failed |= !vector_push(features, new);
}

/* Features of equal weight stay in the order of the table. A place has few. */
static void put_in_order(onto_feature *features, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		onto_feature moved = features[i];
		size_t at = i;
		for (; at > 0 && features[at - 1].weight < moved.weight; at--) {
			features[at] = features[at - 1];
		}
		features[at] = moved;
	}
}

static bool read_place(account *self, const resolver *resolver, const analysis *doc, const chosen *place,
                       bool judged)
{
	const candidate *c = &doc->candidates.items[place->candidate];
	const reading *r = &doc->readings.items[place->reading];
	const meaning_state *known = resolver_meaning(resolver, r);
	onto_place new = {.start = place->start,
	                  .end = doc->tokens.items[c->end - 1].end,
	                  .type = (onto_type)place->type,
	                  .matched = dictionary_text(resolver->dictionary, r->text),
	                  .ruling = place->ruling ? features_ruling(place) : NULL,
	                  .ruling_says = ruling_says(place->ruling),
	                  .judged = judged,
	                  .score = hundredths(place->score),
	                  .human = judged && place->type == ONTO_MARKER ? hundredths(place->human) : 0};
	if (!known) {
		return false;
	}
	new.codes = known->codes->codes;
	new.code_count = known->codes->count;
	new.name = known->codes->name;
	return vector_push(&self->places, new) && vector_push(&self->chosen, *place);
}

/* Tells of the codes that a place may have, where there are several. */
static bool read_alternatives(account *self, const onto_judge *judge, const features *features,
                              const resolver *resolver, const analysis *doc, const chosen *place)
{
	choice all[CHOICES_MOST];
	onto_place *told = &self->places.items[self->places.count - 1];
	size_t count = choice_read(resolver, doc, place, all);
	bool judged = judge && choice_is_judged(judge, resolver, (onto_type)place->type);
	if (count < 2) {
		return true;
	}
	if (judged) {
		choice_score(judge, features, resolver, doc, place, all, count);
	}
	for (size_t i = 0; i < count; i++) {
		size_t first = self->features.count;
		teller teller = {{take}, &self->text, &self->features, judged ? judge : NULL, JUDGE_CODE, first, false};
		choice_features(features, resolver, doc, place, all, count, i, &teller.sink);
		onto_alternative new = {.code = choice_code(resolver, doc, &all[i]),
		                        .score = hundredths(all[i].score),
		                        .feature_count = self->features.count - first};
		if (teller.failed || !vector_push(&self->alternatives, new)) {
			return false;
		}
		put_in_order(self->features.items + first, self->features.count - first);
	}
	told->alternative_count = count;
	return true;
}

/* Sets pointers into arrays, which no longer move. */
static void place_views(account *self)
{
	const onto_feature *next = self->features.items;
	onto_alternative *alternative = self->alternatives.items;
	for (size_t i = 0; i < self->places.count; i++) {
		onto_place *place = &self->places.items[i];
		place->features = next;
		next += place->feature_count;
		place->alternatives = alternative;
		for (size_t k = 0; k < place->alternative_count; k++, alternative++) {
			alternative->features = next;
			next += alternative->feature_count;
		}
	}
}

bool account_read(account *self, const onto_judge *judge, features *features, const resolver *resolver,
                  const analysis *doc, const abbreviations *a)
{
	self->places.count = self->alternatives.count = self->chosen.count = self->features.count =
		self->evidence.count = 0;
	arena_reset(&self->text);
	if (!judge && !features_begin(features, resolver, doc, resolver->room.items, resolver->room.count)) {
		return false;
	}
	const chosen *places = resolver->room.items;
	for (size_t i = 0; i < resolver->room.count; i++) {
		size_t first = self->features.count;
		bool judged = judge && judge_weighs(resolver, doc, &places[i]);
		teller teller = {{take}, &self->text, &self->features, judged ? judge : NULL, places[i].type, first, false};
		features_of(features, resolver, doc, a, places, resolver->room.count, i, &teller.sink);
		if (teller.failed || !read_place(self, resolver, doc, &places[i], judged)) {
			return false;
		}
		self->places.items[i].feature_count = self->features.count - first;
		put_in_order(self->features.items + first, self->features.count - first);
		if (!read_alternatives(self, judge, features, resolver, doc, &places[i])) {
			return false;
		}
	}
	place_views(self);
	return true;
}

/* ---- what became of it --------------------------------------------------------------------------------------- */

/* The first chosen place that ends behind `start`. */
static size_t first_behind(const resolver *resolver, uint32_t start)
{
	/* Chosen places are in order of start, and few overlap. */
	size_t low = 0, high = resolver->chosen.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		bool before = resolver->chosen.items[middle].start < start;
		low = before ? middle + 1 : low;
		high = before ? high : middle;
	}
	while (low > 0 && resolver->chosen.items[low - 1].end > start) {
		low--;
	}
	return low;
}

/* The chosen place that a place became, or NULL with the one that stands in its way. */
static const chosen *chosen_of(const resolver *resolver, const chosen *place, const chosen **rival)
{
	*rival = NULL;
	for (size_t i = first_behind(resolver, place->start);
	     i < resolver->chosen.count && resolver->chosen.items[i].start < place->end; i++) {
		const chosen *c = &resolver->chosen.items[i];
		if (c->candidate == place->candidate && (c->type == place->type || c->also >> place->type & 1)) {
			return c;
		}
		*rival = !*rival && c->end > place->start ? c : *rival;
	}
	return NULL;
}

/* The name of another thing that a place stands in; NULL: none. */
static const claimed_place *claim_of(const resolver *resolver, const chosen *place)
{
	for (size_t i = 0; i < resolver->claims.count && resolver->claims.items[i].start < place->end; i++) {
		if (resolver->claims.items[i].end > place->start) {
			return &resolver->claims.items[i];
		}
	}
	return NULL;
}

static onto_fate fate_of(const onto_judge *judge, const confidence *confidence, const resolver *resolver,
                         const analysis *doc, double threshold, bool other_species, const chosen *place,
                         onto_place *told)
{
	const chosen *rival, *became = chosen_of(resolver, place, &rival);
	if (became) {
		told->confidence = became->confidence / 100.0;
		told->species = organism_code(became->species);
		return became->foreign && !other_species       ? ONTO_FATE_SPECIES
		       : confidence_is_low(confidence, became) ? ONTO_FATE_CONFIDENCE
		                                               : ONTO_FATE_MENTION;
	}
	if (judge_is_ruled_out(judge, resolver, doc, place)) {
		return ONTO_FATE_RULE;
	}
	if (!(resolver->types & (1u << place->type | doc->readings.items[place->reading].also))) {
		return ONTO_FATE_TYPE;
	}
	if (told->judged && told->score <= threshold) {
		return ONTO_FATE_SCORE;
	}
	const claimed_place *claim = claim_of(resolver, place);
	if (rival) {
		told->rival = (onto_span){rival->start, rival->end};
	} else if (claim) {
		told->rival = (onto_span){claim->start, claim->end};
	}
	return rival ? ONTO_FATE_OVERLAP : claim ? ONTO_FATE_OTHER_NAME : ONTO_FATE_SCORE;
}

bool account_settle(account *self, const onto_judge *judge, const confidence *confidence, const resolver *resolver,
                    const analysis *doc, double threshold, bool other_species)
{
	for (size_t i = 0; i < self->places.count; i++) {
		onto_place *place = &self->places.items[i];
		const chosen *from = &self->chosen.items[i];
		size_t first = self->evidence.count;
		place->fate = fate_of(judge, confidence, resolver, doc, threshold, other_species, from, place);
		if (place->fate == ONTO_FATE_MENTION || place->fate == ONTO_FATE_CONFIDENCE) {
			const chosen *rival, *became = chosen_of(resolver, from, &rival);
			teller teller = {{take},
			                 &self->text,
			                 &self->evidence,
			                 became->type < JUDGE_TYPES ? confidence->weights : NULL,
			                 became->type,
			                 first,
			                 false};
			confidence_evidence(resolver, doc, became, &teller.sink);
			if (teller.failed) {
				return false;
			}
			put_in_order(self->evidence.items + first, self->evidence.count - first);
		}
		place->evidence_count = self->evidence.count - first;
	}
	const onto_feature *next = self->evidence.items;
	for (size_t i = 0; i < self->places.count; i++) {
		self->places.items[i].evidence = next;
		next += self->places.items[i].evidence_count;
	}
	return true;
}
