/* Equivalents: words that names use for one another, from dictionaries/words/equivalents.txt. */
#include "build/equivalents.h"

#include <stdlib.h>
#include <string.h>

#include "ontotag.h"
#include "text/word_list.h"

static uint32_t add_word(lexicon *lexicon, keyer *keyer, const char *word)
{
	return lexicon_add(lexicon, keyer, word, strlen(word));
}

static bool add_harm(equivalents *self, lexicon *lexicon, keyer *keyer, const char *word)
{
	uint32_t harm = add_word(lexicon, keyer, word);
	for (size_t i = 0; i < listed_word_count; i++) {
		if (!(listed_words[i].roles.kind & KIND_HARMED)) {
			continue;
		}
		uint32_t disease = add_word(lexicon, keyer, listed_words[i].word);
		if (!harm || !disease || !vector_push(&self->pairs, ((equivalent){disease, harm, true}))) {
			return false;
		}
	}
	return true;
}

/* Adds a pair of one or two words. `words`: up to two, separated by a space. */
static bool add_words(equivalents *self, lexicon *lexicon, keyer *keyer, const char *words, bool organs)
{
	const char *space = strchr(words, ' ');
	size_t length = space ? (size_t)(space - words) : strlen(words);
	uint32_t a = lexicon_add(lexicon, keyer, words, length), b = space ? add_word(lexicon, keyer, space + 1) : a;
	if (!a || !b) {
		return false;
	}
	if (organs && (!vector_push(&self->organs, a) || !vector_push(&self->organs, b))) {
		return false;
	}
	return a == b || (vector_push(&self->pairs, ((equivalent){a, b, false})) &&
	                  vector_push(&self->pairs, ((equivalent){b, a, false})));
}

bool equivalents_start(equivalents *self, lexicon *lexicon, keyer *keyer)
{
	/* Reads a line: its kind, then one or two words: "word neoplasm tumor", "organ thyroid", "harm injury". */
	for (size_t i = 0; i < word_list_equivalent_count; i++) {
		const char *line = word_list_equivalents[i], *words = strchr(line, ' ') + 1;
		bool added = line[0] == 'h' ? add_harm(self, lexicon, keyer, words)
		                            : add_words(self, lexicon, keyer, words, line[0] == 'o');
		if (!added) {
			return false;
		}
	}
	self->end = (uint32_t)lexicon->words.count;
	return self->pairs.count <= EQUIVALENTS_MOST;
}

void equivalents_free(equivalents *self)
{
	vector_free(&self->pairs);
	vector_free(&self->organs);
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
	unsigned by = word_relation(lexicon_text(lexicon, word), lexicon->words.items[word].length,
	                            lexicon_text(lexicon, of), lexicon->words.items[of].length, &related);
	return related && !(by & ONTO_BY_DERIVED);
}

static void find_out(const equivalents *self, const lexicon *lexicon, known_equivalents *of, uint32_t word)
{
	*of = (known_equivalents){.word = word};
	for (size_t i = 0; i < self->pairs.count; i++) {
		of->pairs[i / 64] |= (uint64_t)is_form_of(lexicon, word, self->pairs.items[i].word) << i % 64;
	}
	for (size_t i = 0; i < self->organs.count && !of->organ; i++) {
		of->organ = is_form_of(lexicon, word, self->organs.items[i]);
	}
}

/* The memo of a word; NULL where no line of the list can have it. */
static const known_equivalents *known_of(equivalents *self, const lexicon *lexicon, uint32_t word)
{
	if (!word || lexicon->words.items[word].key >= self->end) {
		return NULL;
	}
	known_equivalents *known = &self->known[word % EQUIVALENTS_KNOWN];
	if (known->word != word) {
		find_out(self, lexicon, known, word);
	}
	return known;
}

/* The number of the first set bit from `at` on; EQUIVALENTS_MOST where there is none. */
static size_t next_bit(const uint64_t bits[EQUIVALENTS_MOST / 64], size_t at)
{
	while (at < EQUIVALENTS_MOST) {
		uint64_t rest = bits[at / 64] >> at % 64;
		if (rest) {
			return at + (size_t)__builtin_ctzll(rest);
		}
		at = (at / 64 + 1) * 64;
	}
	return EQUIVALENTS_MOST;
}

uint32_t equivalents_next(equivalents *self, const lexicon *lexicon, uint32_t word, uint32_t before, size_t *at)
{
	const known_equivalents *found = known_of(self, lexicon, word);
	if (!found) {
		return 0;
	}
	known_equivalents known = *found; /* a copy, since looking up the word before may evict the entry */
	while ((*at = next_bit(known.pairs, *at)) < EQUIVALENTS_MOST) {
		const equivalent *e = &self->pairs.items[(*at)++];
		const known_equivalents *organ = e->harm ? known_of(self, lexicon, before) : NULL;
		if (!e->harm || (organ && organ->organ)) {
			return e->other;
		}
	}
	return 0;
}
