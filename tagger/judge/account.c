/* Tells of each place what was considered. */
#include "judge/account.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void account_free(account *self)
{
	vector_free(&self->places);
	vector_free(&self->alternatives);
	vector_free(&self->features);
	arena_free(&self->text);
}

/* Weights are hundredths, so are their sums; a float does not hold them exactly. */
static double hundredths(float value)
{
	return round((double)value * 100) / 100;
}

typedef struct teller {
	feature_sink sink;
	account *account;
	const onto_judge *judge; /* NULL: features have no weights */
	unsigned question;
	size_t first; /* of the features of this place or alternative */
	bool failed;
} teller;

/* A word may be a feature twice, and counts once. */
static void take(feature_sink *sink, enum feature feature, const char *bytes, size_t length)
{
	teller *self = (teller *)sink;
	account *account = self->account;
	const char *word = feature_word(feature);
	size_t before = strlen(word) + 1;
	char *text = arena_take(&account->text, before + length + 1);
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
	for (size_t i = self->first; i < account->features.count; i++) {
		if (strcmp(account->features.items[i].text, text) == 0) {
			return;
		}
	}
	self->failed |= !vector_push(&account->features, new);
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
	                  .judged = judged,
	                  .score = hundredths(place->score),
	                  .human = judged && place->type == ONTO_MARKER ? hundredths(place->human) : 0};
	if (!known) {
		return false;
	}
	new.codes = known->codes->codes;
	new.code_count = known->codes->count;
	new.name = known->codes->name;
	return vector_push(&self->places, new);
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
		teller teller = {{take}, self, judged ? judge : NULL, JUDGE_CODE, first, false};
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
	self->places.count = self->alternatives.count = self->features.count = 0;
	arena_reset(&self->text);
	if (!judge && !features_begin(features, resolver, doc, resolver->room.items, resolver->room.count)) {
		return false;
	}
	const chosen *places = resolver->room.items;
	for (size_t i = 0; i < resolver->room.count; i++) {
		size_t first = self->features.count;
		bool judged = judge && judge_weighs(judge, resolver, doc, &places[i]);
		teller teller = {{take}, self, judged ? judge : NULL, places[i].type, first, false};
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
