/* Hash tables of words and keys. */
#include "dictionary/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"

enum { FIRST_SLOTS = 1 << 8, TEXT_A_WORD = 11 };

bool lexicon_start(lexicon *self, size_t words)
{
	size_t slots = FIRST_SLOTS;
	while (slots < words * 2) {
		slots *= 2;
	}
	*self = (lexicon){.slots = calloc(slots, sizeof *self->slots), .slot_count = slots};
	if (self->slots) {
		huge_pages_enlarge(self->slots, slots * sizeof *self->slots);
	}
	return self->slots && vector_reserve(&self->words, words + 1) &&
	       vector_reserve(&self->text, words * TEXT_A_WORD + 1) && vector_push(&self->words, (lexicon_word){0}) &&
	       vector_push(&self->text, '\0');
}

void lexicon_free(lexicon *self)
{
	vector_free(&self->words);
	vector_free(&self->text);
	free(self->slots);
	self->slots = NULL;
}

/* Compares words of which most are short and equal. */
static inline bool same_text(const char *a, const char *b, size_t length)
{
	uint64_t x, y;
	if (length < sizeof x) {
		return few_bytes(a, length) == few_bytes(b, length);
	}
	for (size_t at = 0; at + sizeof x < length; at += sizeof x) {
		memcpy(&x, a + at, sizeof x);
		memcpy(&y, b + at, sizeof y);
		if (x != y) {
			return false;
		}
	}
	memcpy(&x, a + length - sizeof x, sizeof x);
	memcpy(&y, b + length - sizeof y, sizeof y);
	return x == y;
}

/* The slot of a word, or the free slot where it belongs. */
static size_t slot_of(const lexicon *self, const char *word, size_t length, uint32_t hash)
{
	size_t mask = self->slot_count - 1;
	for (size_t slot = hash & mask;; slot = (slot + 1) & mask) {
		uint32_t number = self->slots[slot];
		if (number == 0) {
			return slot;
		}
		const lexicon_word *w = &self->words.items[number];
		if (w->tag == (uint16_t)(hash >> 16) && w->length == length &&
		    same_text(self->text.items + w->text, word, length)) {
			return slot;
		}
	}
}

uint32_t lexicon_find(const lexicon *self, const char *word, size_t length)
{
	return length ? self->slots[slot_of(self, word, length, hash_of(word, length))] : 0;
}

static bool grow(lexicon *self)
{
	size_t count = self->slot_count * 2, mask = count - 1;
	uint32_t *slots = calloc(count, sizeof *slots);
	if (!slots) {
		return false;
	}
	for (uint32_t number = 1; number < self->words.count; number++) {
		const lexicon_word *w = &self->words.items[number];
		size_t slot = hash_of(self->text.items + w->text, w->length) & mask;
		while (slots[slot]) {
			slot = (slot + 1) & mask;
		}
		slots[slot] = number;
	}
	free(self->slots);
	self->slots = slots;
	self->slot_count = count;
	return true;
}

/* Words that stand before a numeral. */
static bool numbered(const char *word, size_t length)
{
	/* clang-format off */
	static const char *const words[] = {
		"type", "types", "grade", "stage", "class", "factor", "factors", "group", "phase", "level", "subtype", "grades",
		"stages", "mucopolysaccharidosis", "mps", "glycogenosis", "complex", "collagen", "angiotensin", "antithrombin",
		"bipolar", "interferon", "topoisomerase", "men", "hsv", "htlv",
	};
	/* clang-format on */
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (words[i][0] == word[0] && strlen(words[i]) == length && memcmp(words[i], word, length) == 0) {
			return true;
		}
	}
	return false;
}

static uint8_t flags_of(const char *word, size_t length)
{
	bool roman = (word[0] == 'i' || word[0] == 'v' || word[0] == 'x') && roman_value(word, length);
	return (uint8_t)((numbered(word, length) ? WORD_NUMBERED : 0) | (is_greek_name(word, length) ? WORD_GREEK : 0) |
	                 (roman ? WORD_ROMAN : 0));
}

static uint32_t add_text(lexicon *self, const char *word, size_t length, uint32_t hash)
{
	size_t slot = slot_of(self, word, length, hash);
	if (self->slots[slot]) {
		return self->slots[slot];
	}
	if (self->words.count * 2 >= self->slot_count) {
		if (!grow(self)) {
			return 0;
		}
		slot = slot_of(self, word, length, hash);
	}
	if (self->words.count >= UINT32_MAX || self->text.count > UINT32_MAX - FOLD_MAX * 2 ||
	    !vector_reserve(&self->text, length + 1) || !vector_reserve(&self->words, 1)) {
		return 0;
	}
	uint32_t number = (uint32_t)self->words.count;
	self->words.items[self->words.count++] = (lexicon_word){
		.text = (uint32_t)self->text.count,
		.length = (uint8_t)length,
		.flags = flags_of(word, length),
		.tag = (uint16_t)(hash >> 16),
	};
	memcpy(self->text.items + self->text.count, word, length);
	self->text.items[self->text.count + length] = '\0';
	self->text.count += length + 1;
	self->slots[slot] = number;
	return number;
}

uint32_t lexicon_add(lexicon *self, keyer *keyer, const char *word, size_t length)
{
	return lexicon_add_hashed(self, keyer, word, length, hash_of(word, length));
}

uint32_t lexicon_add_hashed(lexicon *self, keyer *keyer, const char *word, size_t length, uint32_t hash)
{
	uint32_t number = add_text(self, word, length, hash);
	if (number && !self->words.items[number].key) {
		char key[FOLD_MAX + 8];
		size_t key_length = keyer_key(keyer, word, length, key);
		uint32_t key_number = add_text(self, key, key_length, hash_of(key, key_length));
		if (!key_number) {
			return 0;
		}
		self->words.items[number].key = key_number;
		self->words.items[key_number].flags |= WORD_KEY;
	}
	return number;
}

uint32_t lexicon_number(const lexicon *self, unsigned value)
{
	char digits[2] = {(char)('0' + value / 10 % 10), (char)('0' + value % 10)};
	return value < 10 ? lexicon_find(self, digits + 1, 1) : lexicon_find(self, digits, 2);
}
