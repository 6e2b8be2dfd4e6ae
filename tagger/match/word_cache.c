/* The cache of word types: the results of folding, stemming and look-up of each distinct token. */
#include "match/word_cache.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/hash.h"
#include "ontotag.h"
#include "text/fold.h"
#include "text/word_list.h"

enum { MOST_TYPES = 1 << 19, RAW_MAX = FOLD_MAX * 2 };

/* Few slots for a short text, later as many as fit a huge page. */
enum { FIRST_SLOTS = 1 << 13, LARGE_SLOTS = HUGE_PAGE_SIZE / sizeof(word_slot) };

/* Of paths, including those of evicted entries. */
enum { MOST_READINGS = 1 << 17 };

static bool learn_nothing(word_cache *self)
{
	self->forgotten++;
	self->types.count = self->listed.count = self->text.count = self->readings.count = self->bits.count = 0;
	memset(self->alike, 0, sizeof self->alike);
	return vector_push(&self->types, (word_type){.more_shift = 26}) && vector_push(&self->listed, 0) &&
	       vector_push(&self->bits, UINT64_MAX);
}

static size_t memos_size(const onto_dictionary *dictionary)
{
	return sizeof(memos) + dictionary->meaning_starts.count * sizeof(uint32_t);
}

bool word_cache_init(word_cache *self, const onto_dictionary *dictionary)
{
	*self = (word_cache){.dictionary = dictionary,
	                     .keyer = keyer_new(),
	                     .slot_count = FIRST_SLOTS,
	                     .slots = calloc(FIRST_SLOTS, sizeof *self->slots),
	                     .memos = calloc(1, memos_size(dictionary))};
	if (!self->keyer || !self->slots || !self->memos) {
		return false;
	}
	huge_pages_fill(self->slots, FIRST_SLOTS * sizeof *self->slots);
	huge_pages_fill(self->memos, memos_size(dictionary));
	return learn_nothing(self);
}

void word_cache_free(word_cache *self)
{
	keyer_free(self->keyer);
	vector_free(&self->types);
	vector_free(&self->listed);
	vector_free(&self->text);
	vector_free(&self->readings);
	vector_free(&self->bits);
	free(self->slots);
	free(self->memos);
	vector_free(&self->path_readings);
	*self = (word_cache){0};
}

static void forget_paths(word_cache *self)
{
	memset(self->memos->paths, 0, sizeof self->memos->paths);
	self->path_readings.count = 0;
}

path_memo *word_cache_path(word_cache *self, const uint32_t path[PATH_WORDS])
{
	if (self->path_readings.count > MOST_READINGS) {
		forget_paths(self);
	}
	return word_cache_path_slot(self, path);
}

bool word_cache_trim(word_cache *self)
{
	if (self->types.count < MOST_TYPES) {
		return true;
	}
	memset(self->slots, 0, self->slot_count * sizeof *self->slots);
	memset(self->memos->relations, 0, sizeof self->memos->relations);
	memset(self->memos->joins, 0, sizeof self->memos->joins);
	forget_paths(self);
	return learn_nothing(self); /* cluster slots stay: the resolver uses them */
}

/* Moves growing arrays to huge pages. Not for short texts, since clearing huge pages takes time. */
static bool make_room(word_cache *self)
{
	enum { TYPES_ROOM = 1 << 16 };
	return vector_move_huge(&self->path_readings, MOST_READINGS) && vector_move_huge(&self->types, TYPES_ROOM);
}

/* True where the suffix of a word leaves a noun to come. */
static bool is_lacking(const char *word, size_t length)
{
	static const char suffixes[][4] = {"al", "ic", "ar", "ous", "ive"};
	for (size_t i = 0; length >= 6 && i < sizeof suffixes / sizeof *suffixes; i++) {
		size_t own = strlen(suffixes[i]);
		if (memcmp(word + length - own, suffixes[i], own) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_label(const char *raw, size_t length, uint8_t kind)
{
	bool label = kind != TOKEN_LETTERS || length <= 3;
	for (size_t i = 1; i < length && !label; i++) {
		label = ascii_is_upper(raw[i]);
	}
	return label;
}

static uint16_t flags_of(const char *raw, size_t length, const char *folded, size_t folded_length,
                         const word_roles *roles)
{
	uint16_t flags = ascii_is_upper(raw[0]) ? WORD_TYPE_CAPITAL : 0;
	size_t capitals = 0;
	while (capitals < length && ascii_is_upper(raw[capitals])) {
		capitals++;
	}
	if (capitals == length && length > 1) {
		flags |= WORD_TYPE_UPPER;
	}
	/* In capitals these are a method and a scan. */
	bool method = capitals == length &&
	              ((length == 4 && memcmp(raw, "FISH", 4) == 0) || (length == 3 && memcmp(raw, "CAT", 3) == 0));
	flags |= !method && roles->species ? WORD_TYPE_SPECIES : 0;
	flags |= roles->function & FUNCTION_FILLER ? WORD_TYPE_FILLER : 0;
	flags |= roles->function & FUNCTION_BEHIND ? WORD_TYPE_BEHIND : 0;
	if (roles->function & FUNCTION_CONJUNCTION) {
		flags |= WORD_TYPE_AND;
	} else if (folded_length == 2 && memcmp(folded, "of", 2) == 0) {
		flags |= WORD_TYPE_OF;
	} else if (folded_length == 3 && memcmp(folded, "the", 3) == 0) {
		flags |= WORD_TYPE_THE;
	} else if (folded_length == 1 && (folded[0] == 'i' || folded[0] == 'v' || folded[0] == 'x')) {
		flags |= WORD_TYPE_NUMERAL;
	} else if (roles->function & FUNCTION_SENTENCE && !(length == 1 && raw[0] == 'A')) {
		flags |= WORD_TYPE_FUNCTION;
	}
	return flags;
}

/* Notes which words may follow a word at the start of a name, and whether a name may be that word alone. False
 * where memory ran out. */
static bool look_ahead(word_cache *self, word_type *s)
{
	enum { FEW = 8, BITS_FOR_EACH = 4, SMALLEST_SHIFT = 26 };
	const trie_node *node = &self->dictionary->trie.nodes.items[s->first];
	const trie_node *children = self->dictionary->trie.nodes.items + node->children;
	const word_type *alike = &self->types.items[self->alike[s->first % ALIKE_PLACES]];
	if (node->terminals == node[1].terminals) {
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
	if (count >
	    FEW) { /* fewer use only the 64 bits here; their `more` bits are the first in `bits`, which are all set */
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

/* The key of a folded word; 0: not in the lexicon. `word`: its number, or 0. */
static uint32_t key_of(word_cache *self, uint32_t word, const char *folded, size_t length)
{
	const lexicon *lexicon = &self->dictionary->lexicon;
	/* A word that is only the key of others has no key of its own in the lexicon. */
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

void wanted_words_complete(wanted_words *self)
{
	for (const table_entry *e = self->words.entries; e; e = e->hh.next) {
		uint32_t bit = hash_of(e->key, e->length) % WANTED_BITS;
		self->bits[bit / 64] |= (uint64_t)1 << bit % 64;
	}
}

static size_t find_wanted(const wanted_words *self, const char *word, size_t length)
{
	uint32_t bit = hash_of(word, length) % WANTED_BITS;
	const table_entry *entry = self->bits[bit / 64] >> bit % 64 & 1 ? table_find(&self->words, word, length) : NULL;
	return entry ? entry->value : 0;
}

/* What a later step wants of a word. To results it is the word as it is written, else folded. */
static void note_wanted(const word_cache *self, word_type *s, const char *raw, const char *folded)
{
	if (!self->wanted) {
		return;
	}
	size_t value = find_wanted(self->wanted, folded, s->folded_length), result = value;
	if (s->raw_length != s->folded_length || memcmp(raw, folded, s->raw_length) != 0) {
		size_t own = find_wanted(self->wanted, raw, s->raw_length);
		result = own >> WORDS_WANTED_RESULT ? own : value;
	}
	s->wanted = (uint16_t)(value & WORDS_WANTED_NUMBER);
	s->result = (uint16_t)(result >> WORDS_WANTED_RESULT);
	s->flags |= value & WORDS_WANTED_STARTS ? WORD_TYPE_WANTED : 0;
	s->flags |= result & WORDS_WANTED_TELLS || s->kind == TOKEN_DIGITS ? WORD_TYPE_TELLS : 0;
}

/* Finds out about a token that was not seen before. */
static bool learn(word_cache *self, const char *bytes, size_t length, uint8_t kind)
{
	const lexicon *lexicon = &self->dictionary->lexicon;
	char folded[FOLD_MAX];
	size_t folded_length = fold(bytes, length, folded);
	word_type s = {.raw = (uint32_t)self->text.count,
	               .raw_length = (uint16_t)length,
	               .kind = kind,
	               .folded = (uint32_t)(self->text.count + length),
	               .folded_length = (uint8_t)folded_length,
	               .reading_count = READINGS_UNKNOWN};
	uint16_t listed = 0;
	if (is_label(bytes, length, kind)) {
		s.flags |= WORD_TYPE_LABEL;
	}
	if (folded_length) {
		bool ascii = is_ascii(bytes, length);
		listed = word_list_find(folded, folded_length);
		s.flags |= flags_of(bytes, length, folded, folded_length, &listed_words[listed].roles);
		s.flags |= ascii ? 0 : WORD_TYPE_WIDE;
		listed = ascii ? listed : 0; /* full-width letters fold to words that it is not written as */
		s.flags |= is_lacking(folded, folded_length) ? WORD_TYPE_LACKING : 0;
		s.word = lexicon_find(lexicon, folded, folded_length);
		s.key = key_of(self, s.word, folded, folded_length);
		s.word_flags = s.word ? lexicon->words.items[s.word].flags : 0;
		s.flags |= s.word_flags & WORD_GREEK ? WORD_TYPE_LABEL : 0;
		s.hash = trie_hash(s.key);
		s.first = lexicon->words.items[s.key].first;
		note_wanted(self, &s, bytes, folded);
	}
	/* Room for all of it first, so that no type is left without its words. */
	if (!look_ahead(self, &s) || !vector_reserve(&self->text, length + folded_length) ||
	    !vector_reserve(&self->listed, 1) || !vector_push(&self->types, s)) {
		return false;
	}
	self->listed.items[self->listed.count++] = listed;
	memcpy(self->text.items + s.raw, bytes, length);
	memcpy(self->text.items + s.folded, folded, folded_length);
	self->text.count += length + folded_length;
	self->alike[s.first % ALIKE_PLACES] = (uint32_t)self->types.count - 1;
	return true;
}

static bool is_in(const word_cache *self, const word_slot *s, const word_lookup *word)
{
	return s->ends.head == word->ends.head && s->ends.tail == word->ends.tail && s->length == word->length &&
	       (word->length <= 16 || memcmp(word_cache_raw(self, &self->types.items[s->number]) + 8, word->bytes + 8,
	                                     word->length - 16) == 0);
}

/* The slot of a word, or the free slot where its search ends. */
static word_slot *slot_of(const word_cache *self, const word_lookup *word)
{
	size_t mask = self->slot_count - 1, slot = word->hash & mask;
	assert((self->slot_count & mask) == 0 && self->types.count < self->slot_count); /* so that a search ends */
	while (self->slots[slot].number && !is_in(self, &self->slots[slot], word)) {
		slot = (slot + 1) & mask;
	}
	return &self->slots[slot];
}

static word_lookup lookup_of(const char *bytes, size_t length, uint8_t kind)
{
	word_ends ends = word_ends_of(bytes, length);
	return (word_lookup){
		.ends = ends, .bytes = bytes, .length = length, .hash = word_hash(bytes, length, ends), .kind = kind};
}

uint32_t word_cache_find(const word_cache *self, const char *bytes, size_t length)
{
	word_lookup word = lookup_of(bytes, length, TOKEN_LETTERS);
	uint32_t number = slot_of(self, &word)->number;
	return number ? number : UINT32_MAX;
}

static void take_slot(word_cache *self, word_slot *slot, const word_lookup *word, uint32_t number)
{
	*slot = (word_slot){.ends = word->ends,
	                    .number = number,
	                    .length = (uint16_t)word->length,
	                    .flags = self->types.items[number].flags};
}

/* Words take slots in order of arrival. Frequent words come early and mostly get the first slot that their hash
 * leads to. */
static bool grow(word_cache *self)
{
	size_t count = self->slot_count < LARGE_SLOTS ? LARGE_SLOTS : self->slot_count * 2,
		   size = count * sizeof(word_slot);
	word_slot *slots = make_room(self) ? huge_pages_take(size) : NULL;
	if (!slots) {
		return false;
	}
	memset(slots, 0, size);
	free(self->slots);
	self->slots = slots;
	self->slot_count = count;
	for (uint32_t number = 1; number < self->types.count; number++) {
		const word_type *s = &self->types.items[number];
		word_lookup word = lookup_of(word_cache_raw(self, s), s->raw_length, s->kind);
		take_slot(self, slot_of(self, &word), &word, number);
	}
	return true;
}

/* Finds the number of a word, which is added if new. False where memory ran out. */
static bool find(word_cache *self, word_lookup *word)
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
	if (self->types.count * 3 >= self->slot_count * 2) {
		if (!grow(self)) {
			return false;
		}
		slot = slot_of(self, word);
	}
	if (!learn(self, word->bytes, word->length, word->kind)) {
		return false;
	}
	word->number = (uint32_t)self->types.count - 1;
	take_slot(self, slot, word, word->number);
	return true;
}

uint32_t word_cache_get(word_cache *self, const char *bytes, size_t length, uint8_t kind)
{
	word_lookup word = lookup_of(bytes, length, kind);
	return find(self, &word) ? word.number : UINT32_MAX;
}

/* Prefetches what new words need, step by step: each step reads what the step before has prefetched. */
static void ask(const word_cache *self, const word_lookup *const *new, size_t count)
{
	const lexicon *lexicon = &self->dictionary->lexicon;
	const trie_node *nodes = self->dictionary->trie.nodes.items;
	uint32_t hashes[LOOKUPS_TOGETHER];
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

bool word_cache_get_all(word_cache *self, word_lookup *lookups, size_t count)
{
	const word_lookup *new[LOOKUPS_TOGETHER];
	size_t misses = 0;
	for (size_t i = 0; i < count; i++) {
		lookups[i].number = lookups[i].length > RAW_MAX ? 0 : slot_of(self, &lookups[i])->number;
		if (!lookups[i].number) {
			new[misses++] = &lookups[i];
		}
	}
	if (misses > 1) {
		ask(self, new, misses);
	}
	for (size_t i = 0; i < count && misses; i++) {
		if (!lookups[i].number && !find(self, &lookups[i])) {
			return false;
		}
	}
	return true;
}

reading word_cache_reading(word_cache *self, uint32_t name, unsigned by)
{
	const onto_dictionary *d = self->dictionary;
	const struct name *n = &d->names.items[name];
	const concept *c = &d->concepts.items[n->concept];
	uint32_t *cluster_slot = &self->memos->cluster_slot[c->meaning];
	if (!*cluster_slot) {
		*cluster_slot = ++self->cluster_slots;
	}
	onto_type type = type_wanted(c->type, c->also, self->shown);
	return (reading){.name = name,
	                 .concept = n->concept,
	                 .meaning = c->meaning,
	                 .cluster_slot = *cluster_slot,
	                 .text = n->text,
	                 .by = by,
	                 .policy = n->policy,
	                 .source = n->source,
	                 .type = (uint8_t)type,
	                 .like = (uint8_t)type_like(type),
	                 .also = (uint16_t)((c->also | 1u << c->type) & self->shown & ~(1u << type)),
	                 .scope = n->scope,
	                 .standing = c->standing,
	                 .supplementary = strncmp(dictionary_text(d, c->code), "MESH:C", 6) == 0};
}

/* Determines the transformation between two words: a numeral written otherwise, or the relation of their
 * letters. */
static void relate(const word_cache *self, relation_memo *r)
{
	const lexicon *lexicon = &self->dictionary->lexicon;
	const word_type *s = &self->types.items[r->word_type];
	const lexicon_word *w = &lexicon->words.items[r->word];
	const char *folded = word_cache_folded(self, s), *other = lexicon_text(lexicon, r->word);
	bool digits = s->kind == TOKEN_DIGITS || ascii_is_digit(other[0]);
	unsigned value = roman_value(folded, s->folded_length), other_value = roman_value(other, w->length);
	if ((value || other_value) && (digits || value == other_value)) {
		r->by = ONTO_BY_NUMERAL;
		r->related = true;
		return;
	}
	bool related;
	r->by = word_relation(folded, s->folded_length, other, w->length, &related) & INT32_MAX;
	r->related = related;
}

bool word_cache_relation(word_cache *self, uint32_t number, uint32_t word, unsigned *by)
{
	uint64_t hash = ((uint64_t)number << 32 | word) * 0x9e3779b97f4a7c15u;
	relation_memo *r = &self->memos->relations[hash >> 50];
	if (r->word_type != number || r->word != word) {
		*r = (relation_memo){.word_type = number, .word = word};
		relate(self, r);
	}
	*by |= r->by;
	return r->related;
}
