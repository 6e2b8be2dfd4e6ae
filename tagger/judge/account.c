/* Tells of each place what was considered. */
#include "judge/account.h"

#include <stdlib.h>
#include <string.h>

void account_free(account *self)
{
	vector_free(&self->places);
	vector_free(&self->features);
	arena_free(&self->text);
}

typedef struct teller {
	feature_sink sink;
	account *account;
	const onto_judge *judge;
	onto_type type;
	bool failed;
} teller;

static void take(feature_sink *sink, enum feature feature, const char *bytes, size_t length)
{
	teller *self = (teller *)sink;
	const char *word = feature_word(feature);
	size_t before = strlen(word) + 1;
	char *text = arena_take(&self->account->text, before + length + 1);
	if (!text) {
		self->failed = true;
		return;
	}
	memcpy(text, word, before - 1);
	text[before - 1] = '=';
	memcpy(text + before, bytes, length);
	text[before + length] = '\0';
	const judge_row *row = self->judge ? judge_find(self->judge, judge_key(feature, bytes, length)) : NULL;
	onto_feature new = {text, row ? (double)row->weights[self->type] : 0};
	self->failed |= !vector_push(&self->account->features, new);
}

static bool read_place(account *self, const resolver *resolver, const analysis *doc, const chosen *place)
{
	const candidate *c = &doc->candidates.items[place->candidate];
	const reading *r = &doc->readings.items[place->reading];
	const meaning_state *known = resolver_meaning(resolver, r);
	onto_place new = {.start = place->start,
	                  .end = doc->tokens.items[c->end - 1].end,
	                  .type = (onto_type)place->type,
	                  .matched = dictionary_text(resolver->dictionary, r->text),
	                  .ruling = place->ruling ? features_ruling(place) : NULL,
	                  .score = (double)place->score};
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
	for (size_t i = 0; i < resolver->room.count; i++) {
		size_t before = self->features.count;
		teller teller = {{take}, self, judge, (onto_type)resolver->room.items[i].type, false};
		features_of(features, resolver, doc, a, resolver->room.items, resolver->room.count, i, &teller.sink);
		if (teller.failed || !read_place(self, resolver, doc, &resolver->room.items[i])) {
			return false;
		}
		self->places.items[i].feature_count = self->features.count - before;
	}
	const onto_feature *next = self->features.items;
	for (size_t i = 0; i < self->places.count; i++) {
		self->places.items[i].features = next;
		next += self->places.items[i].feature_count;
	}
	return true;
}
