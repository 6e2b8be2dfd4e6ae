#include "dictionary/equivalents.h"

#include <stdlib.h>
#include <string.h>

#include "ontotag.h"

/* Two words a line, a space between them. */
static const char *const pairs[] = {
#include "dictionary/equivalents.inc"
};

bool equivalents_start(equivalents *self, lexicon *lexicon, keyer *keyer)
{
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		const char *space = strchr(pairs[i], ' ');
		uint32_t a = lexicon_add(lexicon, keyer, pairs[i], (size_t)(space - pairs[i]));
		uint32_t b = lexicon_add(lexicon, keyer, space + 1, strlen(space + 1));
		if (!a || !b || !vector_push(&self->pairs, ((equivalent){a, b})) ||
		    !vector_push(&self->pairs, ((equivalent){b, a}))) {
			return false;
		}
	}
	self->end = (uint32_t)lexicon->words.count;
	return true;
}

void equivalents_free(equivalents *self)
{
	vector_free(&self->pairs);
}

static bool is_form_of(const lexicon *lexicon, uint32_t word, uint32_t of)
{
	bool related = true;
	if (word == of) {
		return true;
	}
	if (lexicon->words.items[word].key != lexicon->words.items[of].key) {
		return false;
	}
	unsigned by = word_relation(lexicon_text(lexicon, word), lexicon->words.items[word].length, lexicon_text(lexicon, of),
	                            lexicon->words.items[of].length, &related);
	return related && !(by & ONTO_BY_DERIVED);
}

uint32_t equivalents_next(const equivalents *self, const lexicon *lexicon, uint32_t word, size_t *at)
{
	while (lexicon->words.items[word].key < self->end && *at < self->pairs.count) {
		const equivalent *e = &self->pairs.items[(*at)++];
		if (is_form_of(lexicon, word, e->word)) {
			return e->other;
		}
	}
	return 0;
}
