/* Tells of each place what was considered. */
#include "judge/account.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void account_free(account *self)
{
	vector_free(&self->places);
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
	onto_type type;
	size_t first; /* of the features of this place */
	bool failed;
} teller;

/* A word may be a feature twice, and then counts twice. */
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
	onto_feature new = {text, row ? hundredths(row->weights[self->type]) : 0};
	for (size_t i = self->first; i < account->features.count; i++) {
		onto_feature *other = &account->features.items[i];
		if (strcmp(other->text, text) == 0) {
			other->weight = round((other->weight + new.weight) * 100) / 100;
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

bool account_read(account *self, const onto_judge *judge, features *features, const resolver *resolver,
                  const analysis *doc, const abbreviations *a)
{
	self->places.count = self->features.count = 0;
	arena_reset(&self->text);
	if (!judge && !features_begin(features, resolver, doc, resolver->room.items, resolver->room.count)) {
		return false;
	}
	const chosen *places = resolver->room.items;
	for (size_t i = 0; i < resolver->room.count; i++) {
		size_t first = self->features.count;
		bool judged = judge && judge_weighs(judge, resolver, doc, &places[i]);
		teller teller = {{take}, self, judged ? judge : NULL, (onto_type)places[i].type, first, false};
		features_of(features, resolver, doc, a, places, resolver->room.count, i, &teller.sink);
		if (teller.failed || !read_place(self, resolver, doc, &places[i], judged)) {
			return false;
		}
		self->places.items[i].feature_count = self->features.count - first;
		put_in_order(self->features.items + first, self->features.count - first);
	}
	const onto_feature *next = self->features.items;
	for (size_t i = 0; i < self->places.count; i++) {
		self->places.items[i].features = next;
		next += self->places.items[i].feature_count;
	}
	return true;
}
