/* The lexicon: every folded word of every name has a number, and the number of its key. A key is a word of the
 * lexicon too.
 *
 *     slots   [ . 7 . . 3 ...]   open addressing by hash; 0 is free
 *     words   [0 unused | 1: "metastases" key 2 | 2: "metastas" key 2 | ...]
 *     text    "metastases\0metastas\0..."
 *
 * `first` leads from a key to the trie node of the names that begin with it. */
#ifndef ONTOTAG_LEXICON_H
#define ONTOTAG_LEXICON_H

#include <stdint.h>

#include "core/vector.h"
#include "text/key.h"

typedef struct lexicon_word {
	uint32_t text;  /* offset of its first byte */
	uint32_t key;   /* number of its key */
	uint32_t first; /* of a key: trie node of the names that begin with it; 0: none */
	uint8_t length;
	uint8_t flags;
	uint16_t tag; /* bits of its hash, so that most misses need no read of the text */
} lexicon_word;

enum {
	WORD_NUMBERED = 1, /* a numeral after it is a number: type, grade, factor */
	WORD_IN_NAME = 2,  /* a word of some name; else only a key */
	WORD_HEAD = 4,     /* the last word of some name of several words */
	WORD_KEY = 8,      /* the key of some word */
	WORD_GREEK = 16,   /* the name of a Greek letter */
	WORD_WIDE = 32,    /* written with more than ASCII in some name */
	WORD_ROMAN = 64    /* a Roman numeral below 40 */
};

typedef struct lexicon {
	VECTOR(lexicon_word) words;
	VECTOR(char) text;
	uint32_t *slots;
	size_t slot_count; /* a power of two */
} lexicon;

/* Initializes an empty lexicon with space for `words` words. False where memory ran out. */
bool lexicon_start(lexicon *self, size_t words);
void lexicon_free(lexicon *self);

/* The number of a folded word; 0 where it is not in the lexicon. */
uint32_t lexicon_find(const lexicon *self, const char *word, size_t length);

/* The number of a folded word, which is added with its key if new. 0 where memory ran out. */
uint32_t lexicon_add(lexicon *self, keyer *keyer, const char *word, size_t length);

/* The same where hash_of the word is known. */
uint32_t lexicon_add_hashed(lexicon *self, keyer *keyer, const char *word, size_t length, uint32_t hash);

static inline const char *lexicon_text(const lexicon *self, uint32_t word)
{
	return self->text.items + self->words.items[word].text;
}

/* Prefetches for look-ups of many words. The first step fetches the word's slot, the second the word in it, the
 * third that word's text and key. lexicon_find and lexicon_add then wait for none of them. If another word is in
 * the slot, the prefetch is useless but harmless. */
static inline uint32_t lexicon_at(const lexicon *self, uint32_t hash)
{
	return self->slots[hash & (self->slot_count - 1)];
}

static inline __attribute__((always_inline)) void lexicon_ask_slot(const lexicon *self, uint32_t hash)
{
	__builtin_prefetch(&self->slots[hash & (self->slot_count - 1)]);
}

static inline __attribute__((always_inline)) void lexicon_ask_word(const lexicon *self, uint32_t hash)
{
	__builtin_prefetch(&self->words.items[lexicon_at(self, hash)]);
}

static inline __attribute__((always_inline)) void lexicon_ask_text(const lexicon *self, uint32_t hash)
{
	__builtin_prefetch(lexicon_text(self, lexicon_at(self, hash)));
}

static inline __attribute__((always_inline)) void lexicon_ask_key(const lexicon *self, uint32_t hash)
{
	__builtin_prefetch(&self->words.items[self->words.items[lexicon_at(self, hash)].key]);
}

/* The trie node of the key; call it after the steps above. */
static inline uint32_t lexicon_first(const lexicon *self, uint32_t hash)
{
	return self->words.items[self->words.items[lexicon_at(self, hash)].key].first;
}

/* The number of the word that is a number below 100 in digits; 0 where the lexicon lacks it. */
uint32_t lexicon_number(const lexicon *self, unsigned value);

#endif
