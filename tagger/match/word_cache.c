#include "match/word_cache.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "ontotag.h"
#include "text/fold.h"

enum { MOST_SEEN = 1 << 19, RAW_MAX = FOLD_MAX * 2 };

/* The slots are few for a short text, then as many as a large page holds. */
enum { FIRST_SLOTS = 1 << 13, LARGE_SLOTS = PAGES_LARGE / sizeof(word_slot) };

/* Of ways; those of entries that have lost their place are among them. */
enum { MOST_READINGS = 1 << 17 };

static bool learn_nothing(words *self)
{
	self->seen.count = self->text.count = self->readings.count = self->bits.count = 0;
	memset(self->alike, 0, sizeof self->alike);
	return vector_push(&self->seen, (seen){.more_shift = 26}) && vector_push(&self->bits, UINT64_MAX);
}

static size_t answers_size(const onto_dictionary *dictionary)
{
	return sizeof(answers) + dictionary->meaning_starts.count * sizeof(uint32_t);
}

bool words_start(words *self, const onto_dictionary *dictionary)
{
	*self = (words){.dictionary = dictionary, .keyer = keyer_new(), .slot_count = FIRST_SLOTS,
	                .slots = calloc(FIRST_SLOTS, sizeof *self->slots), .answers = calloc(1, answers_size(dictionary))};
	if (!self->keyer || !self->slots || !self->answers) {
		return false;
	}
	pages_fill(self->slots, FIRST_SLOTS * sizeof *self->slots);
	pages_fill(self->answers, answers_size(dictionary));
	return learn_nothing(self);
}

void words_free(words *self)
{
	keyer_free(self->keyer);
	vector_free(&self->seen);
	vector_free(&self->text);
	vector_free(&self->readings);
	vector_free(&self->bits);
	free(self->slots);
	free(self->answers);
	vector_free(&self->way_readings);
	*self = (words){0};
}

static void forget_ways(words *self)
{
	memset(self->answers->ways, 0, sizeof self->answers->ways);
	self->way_readings.count = 0;
}

known_way *words_way(words *self, const uint32_t way[WAY_WORDS])
{
	if (self->way_readings.count > MOST_READINGS) {
		forget_ways(self);
	}
	return words_way_of(self, way);
}

bool words_trim(words *self)
{
	if (self->seen.count < MOST_SEEN) {
		return true;
	}
	memset(self->slots, 0, self->slot_count * sizeof *self->slots);
	memset(self->answers->relations, 0, sizeof self->answers->relations);
	memset(self->answers->joints, 0, sizeof self->answers->joints);
	forget_ways(self);
	return learn_nothing(self); /* the numbers of meanings stay: others go by them */
}

/* Moves what grows, where it still is small, to large pages. Not sooner, for they take time to be cleared. */
static bool make_room(words *self)
{
	enum { SEEN_ROOM = 1 << 16 };
	return vector_move_large(&self->way_readings, MOST_READINGS) && vector_move_large(&self->seen, SEEN_ROOM);
}

/* Words that hold sentences together. */
static bool is_function_word(const char *word, size_t length)
{
	static const char *const by_length[] = {
		"", "a", "anasatbyinisitnoontowe", "allanyarebutforhadhasitsnotourwas", "alsobeenbothfromhaveintolikeonlysuchthanthatthenthey"
		"thiswerewhenwith", "afterothertheirthesethosewhich", "beforeduringeither", "betweenneitherwithout", "", "including"};
	if (length >= sizeof by_length / sizeof *by_length) {
		return false;
	}
	for (const char *at = by_length[length]; *at; at += length) {
		if (*at == *word && memcmp(at, word, length) == 0) {
			return true;
		}
	}
	return false;
}

/* Has a word an ending that leaves a noun to come? */
static bool is_lacking(const char *word, size_t length)
{
	static const char endings[][4] = {"al", "ic", "ar", "ous", "ive"};
	for (size_t i = 0; length >= 6 && i < sizeof endings / sizeof *endings; i++) {
		size_t own = strlen(endings[i]);
		if (memcmp(word + length - own, endings[i], own) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_label(const char *raw, size_t length, uint8_t kind)
{
	bool label = kind != TOKEN_LETTERS || length <= 3;
	for (size_t i = 1; i < length && !label; i++) {
		label = raw[i] >= 'A' && raw[i] <= 'Z';
	}
	return label;
}

static uint16_t flags_of(const char *raw, size_t length, const char *folded, size_t folded_length)
{
	uint16_t flags = raw[0] >= 'A' && raw[0] <= 'Z' ? SEEN_CAPITAL : 0;
	size_t capitals = 0;
	while (capitals < length && raw[capitals] >= 'A' && raw[capitals] <= 'Z') {
		capitals++;
	}
	if (capitals == length && length > 1) {
		flags |= SEEN_UPPER;
	}
	if ((folded_length == 3 && (memcmp(folded, "and", 3) == 0 || memcmp(folded, "nor", 3) == 0)) ||
	    (folded_length == 2 && memcmp(folded, "or", 2) == 0)) {
		flags |= SEEN_AND;
	} else if (folded_length == 2 && memcmp(folded, "of", 2) == 0) {
		flags |= SEEN_OF;
	} else if (folded_length == 3 && memcmp(folded, "the", 3) == 0) {
		flags |= SEEN_THE;
	} else if (folded_length == 1 && (folded[0] == 'i' || folded[0] == 'v' || folded[0] == 'x')) {
		flags |= SEEN_NUMERAL;
	} else if (is_function_word(folded, folded_length) && !(length == 1 && raw[0] == 'A')) {
		flags |= SEEN_FUNCTION;
	}
	return flags;
}

/* Notes what may follow a word that a name begins with, and whether a name may be that word alone. False where memory ran
 * out. */
static bool look_ahead(words *self, seen *s)
{
	enum { FEW = 8, BITS_FOR_EACH = 4, SMALLEST_SHIFT = 26 };
	const trie_node *node = &self->dictionary->trie.nodes.items[s->first];
	const trie_node *children = self->dictionary->trie.nodes.items + node->children;
	const seen *alike = &self->seen.items[self->alike[s->first % ALIKE_PLACES]];
	if (node->endings == node[1].endings) {
		s->reading_count = 0;
	}
	if (s->first && alike->first == s->first) {
		s->follows = alike->follows;
		s->more = alike->more;
		s->more_shift = alike->more_shift;
		s->children = alike->children;
		s->child_count = alike->child_count;
		return true;
	}
	size_t count = node[1].children - node->children, bits = 64;
	s->children = node->children;
	s->child_count = (uint32_t)count;
	s->more_shift = SMALLEST_SHIFT;
	if (count > FEW) { /* for fewer, the 64 bits here and the first of words.bits, which are all set */
		for (; bits < count * BITS_FOR_EACH; bits *= 2) {
			s->more_shift--;
		}
		s->more = (uint32_t)self->bits.count;
		if (!vector_reserve(&self->bits, bits / 64)) {
			return false;
		}
		memset(self->bits.items + s->more, 0, bits / 8);
		self->bits.count += bits / 64;
	}
	for (size_t i = 0; i < count; i++) {
		uint32_t hash = trie_hash(children[i].key), bit = hash >> s->more_shift;
		s->follows |= (uint64_t)1 << (hash >> 26);
		if (s->more) {
			self->bits.items[s->more + bit / 64] |= (uint64_t)1 << (bit % 64);
		}
	}
	return true;
}

/* The key of a folded word, which may be in the lexicon; 0: the lexicon does not have it. */
static uint32_t key_of(words *self, uint32_t word, const char *folded, size_t length)
{
	const lexicon *lexicon = &self->dictionary->lexicon;
	/* A word may be in the lexicon as the key of others only; then its own key is not there yet. */
	if (word && lexicon->words.items[word].key) {
		return dictionary_key(lexicon, word, 0);
	}
	char key[FOLD_MAX + 8];
	size_t key_length = keyer_key(self->keyer, folded, length, key);
	unsigned value = length > 1 ? roman_value(folded, length) : 0;
	if (!value && key_length == length && memcmp(key, folded, length) == 0) {
		return word;
	}
	return value ? lexicon_number(lexicon, value) : lexicon_find(lexicon, key, key_length);
}

/* Finds out about a token that was not seen before. */
static bool learn(words *self, const char *bytes, size_t length, uint8_t kind)
{
	const lexicon *lexicon = &self->dictionary->lexicon;
	char folded[FOLD_MAX];
	size_t folded_length = fold(bytes, length, folded);
	seen s = {.raw = (uint32_t)self->text.count, .raw_length = (uint16_t)length, .kind = kind,
	          .folded = (uint32_t)(self->text.count + length), .folded_length = (uint8_t)folded_length, .reading_count = READINGS_UNKNOWN};
	if (is_label(bytes, length, kind)) {
		s.flags |= SEEN_LABEL;
	}
	if (folded_length) {
		s.flags |= flags_of(bytes, length, folded, folded_length) | (is_ascii(bytes, length) ? 0 : SEEN_WIDE);
		s.flags |= is_lacking(folded, folded_length) ? SEEN_LACKING : 0;
		s.word = lexicon_find(lexicon, folded, folded_length);
		s.key = key_of(self, s.word, folded, folded_length);
		s.word_flags = s.word ? lexicon->words.items[s.word].flags : 0;
		s.flags |= s.word_flags & WORD_GREEK ? SEEN_LABEL : 0;
		s.hash = trie_hash(s.key);
		s.first = lexicon->words.items[s.key].first;
	}
	if (!look_ahead(self, &s) || !vector_reserve(&self->text, length + folded_length) || !vector_push(&self->seen, s)) {
		return false;
	}
	memcpy(self->text.items + s.raw, bytes, length);
	memcpy(self->text.items + s.folded, folded, folded_length);
	self->text.count += length + folded_length;
	self->alike[s.first % ALIKE_PLACES] = (uint32_t)self->seen.count - 1;
	return true;
}

static bool is_in(const words *self, const word_slot *s, const stranger *word)
{
	return s->ends.head == word->ends.head && s->ends.tail == word->ends.tail && s->length == word->length &&
	       (word->length <= 16 || memcmp(words_raw(self, &self->seen.items[s->number]) + 8, word->bytes + 8, word->length - 16) == 0);
}

/* The slot of a word that was seen, or the free one where its search ends. */
static word_slot *slot_of(const words *self, const stranger *word)
{
	size_t mask = self->slot_count - 1, slot = word->hash & mask;
	while (self->slots[slot].number && !is_in(self, &self->slots[slot], word)) {
		slot = (slot + 1) & mask;
	}
	return &self->slots[slot];
}

static stranger stranger_of(const char *bytes, size_t length, uint8_t kind)
{
	word_ends ends = words_ends(bytes, length);
	return (stranger){.ends = ends, .bytes = bytes, .length = length, .hash = words_hash(bytes, length, ends), .kind = kind};
}

uint32_t words_known(const words *self, const char *bytes, size_t length)
{
	stranger word = stranger_of(bytes, length, TOKEN_LETTERS);
	uint32_t number = slot_of(self, &word)->number;
	return number ? number : UINT32_MAX;
}

static void take_slot(words *self, word_slot *slot, const stranger *word, uint32_t number)
{
	*slot = (word_slot){.ends = word->ends, .number = number, .length = (uint16_t)word->length,
	                    .flags = self->seen.items[number].flags};
}

/* Words take their slots in the order in which they were seen: those that are seen most often are mostly among the first, and then in
 * the slot that is looked at first. */
static bool grow(words *self)
{
	size_t count = self->slot_count < LARGE_SLOTS ? LARGE_SLOTS : self->slot_count * 2, size = count * sizeof(word_slot);
	word_slot *slots = make_room(self) ? pages_take(size) : NULL;
	if (!slots) {
		return false;
	}
	memset(slots, 0, size);
	free(self->slots);
	self->slots = slots;
	self->slot_count = count;
	for (uint32_t number = 1; number < self->seen.count; number++) {
		const seen *s = &self->seen.items[number];
		stranger word = stranger_of(words_raw(self, s), s->raw_length, s->kind);
		take_slot(self, slot_of(self, &word), &word, number);
	}
	return true;
}

/* Finds the number of a word, which is learnt where it was not seen before. False where memory ran out. */
static bool find(words *self, stranger *word)
{
	if (word->length > RAW_MAX) {
		word->number = 0;
		return true;
	}
	word_slot *slot = slot_of(self, word);
	if (slot->number) {
		word->number = slot->number;
		return true;
	}
	if (self->seen.count * 3 >= self->slot_count * 2) {
		if (!grow(self)) {
			return false;
		}
		slot = slot_of(self, word);
	}
	if (!learn(self, word->bytes, word->length, word->kind)) {
		return false;
	}
	word->number = (uint32_t)self->seen.count - 1;
	take_slot(self, slot, word, word->number);
	return true;
}

uint32_t words_of(words *self, const char *bytes, size_t length, uint8_t kind)
{
	stranger word = stranger_of(bytes, length, kind);
	return find(self, &word) ? word.number : UINT32_MAX;
}

/* Asks for what words need that will be learnt, step by step: each step looks at what the one before has asked for. */
static void ask(const words *self, const stranger *const *new, size_t count)
{
	const lexicon *lexicon = &self->dictionary->lexicon;
	const trie_node *nodes = self->dictionary->trie.nodes.items;
	uint32_t hashes[WORDS_TOGETHER];
	for (size_t i = 0; i < count; i++) {
		char folded[FOLD_MAX];
		hashes[i] = hash_of(folded, fold(new[i]->bytes, new[i]->length, folded));
		lexicon_ask_slot(lexicon, hashes[i]);
	}
	for (size_t i = 0; i < count; i++) {
		lexicon_ask_word(lexicon, hashes[i]);
	}
	for (size_t i = 0; i < count; i++) {
		lexicon_ask_text(lexicon, hashes[i]);
		lexicon_ask_key(lexicon, hashes[i]);
	}
	for (size_t i = 0; i < count; i++) {
		__builtin_prefetch(&nodes[lexicon_first(lexicon, hashes[i])]);
	}
}

bool words_meet(words *self, stranger *strangers, size_t count)
{
	const stranger *new[WORDS_TOGETHER];
	size_t unseen = 0;
	for (size_t i = 0; i < count; i++) {
		strangers[i].number = strangers[i].length > RAW_MAX ? 0 : slot_of(self, &strangers[i])->number;
		if (!strangers[i].number) {
			new[unseen++] = &strangers[i];
		}
	}
	if (unseen > 1) {
		ask(self, new, unseen);
	}
	for (size_t i = 0; i < count && unseen; i++) {
		if (!strangers[i].number && !find(self, &strangers[i])) {
			return false;
		}
	}
	return true;
}

reading words_reading(words *self, uint32_t name, unsigned by)
{
	const onto_dictionary *d = self->dictionary;
	const struct name *n = &d->names.items[name];
	const concept *c = &d->concepts.items[n->concept];
	uint32_t *met = &self->answers->met[c->meaning];
	if (!*met) {
		*met = ++self->met_count;
	}
	return (reading){.name = name, .concept = n->concept, .meaning = c->meaning, .met = *met, .text = n->text, .by = (uint16_t)by,
	                 .policy = n->policy, .source = n->source, .type = c->type, .also = c->also, .scope = n->scope, .standing = c->standing,
	                 .supplementary = strncmp(dictionary_text(d, c->code), "MESH:C", 6) == 0};
}

/* Finds out what lies between two words: a numeral written otherwise, or the relation of their letters. */
static void relate(const words *self, relation *r)
{
	const lexicon *lexicon = &self->dictionary->lexicon;
	const seen *s = &self->seen.items[r->seen];
	const lexicon_word *w = &lexicon->words.items[r->word];
	const char *folded = words_folded(self, s), *other = lexicon_text(lexicon, r->word);
	bool digits = s->kind == TOKEN_DIGITS || (other[0] >= '0' && other[0] <= '9');
	unsigned value = roman_value(folded, s->folded_length), other_value = roman_value(other, w->length);
	if ((value || other_value) && (digits || value == other_value)) {
		r->by = ONTO_BY_NUMERAL;
		r->related = true;
		return;
	}
	r->by = (uint16_t)word_relation(folded, s->folded_length, other, w->length, &r->related);
}

bool words_related(words *self, uint32_t seen_number, uint32_t word, unsigned *by)
{
	uint64_t hash = ((uint64_t)seen_number << 32 | word) * 0x9e3779b97f4a7c15u;
	relation *r = &self->answers->relations[hash >> 50];
	if (r->seen != seen_number || r->word != word) {
		*r = (relation){.seen = seen_number, .word = word};
		relate(self, r);
	}
	*by |= r->by;
	return r->related;
}
