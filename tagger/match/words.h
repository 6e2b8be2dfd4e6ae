/* What a tagger has learnt of words: from the raw bytes of a token straight to its number in the lexicon.
 *
 *     "Leukaemias" ──hash──▶ seen { folded "leukaemias", word 812, key 790, first node 33 }
 *
 * Folding, stemming and looking up are done once for each distinct token. What was learnt is forgotten when it has grown
 * large, so that a long run over strange text does not grow without end. */
#ifndef ONTOTAG_WORDS_H
#define ONTOTAG_WORDS_H

#include "core/vector.h"
#include "dictionary/dictionary.h"
#include "text/token.h"

enum {
	SEEN_UPPER = 1,    /* two letters or more, all capitals */
	SEEN_CAPITAL = 2,  /* begins with a capital */
	SEEN_AND = 4,      /* and, or */
	SEEN_OF = 8,
	SEEN_THE = 16,
	SEEN_NUMERAL = 32  /* a single i, v or x: its key depends on what stands before */
};

typedef struct seen {
	uint64_t head; /* up to 8 of its raw bytes: with the length, most words are told from others by it alone */
	uint64_t follows; /* bits of the keys that names go on with after it as their first word: words_follow_bit */
	uint32_t hash;
	uint32_t raw, folded; /* offsets into text */
	uint32_t word;  /* in the lexicon; 0: not there */
	uint32_t key;   /* in the lexicon; 0: not there */
	uint32_t first; /* trie node of the names that begin with the key; 0: none */
	uint32_t readings; /* the names of this one word that fit it (scan.c): from there on in words.readings; UINT32_MAX: not found out */
	uint32_t reading_count;
	uint16_t raw_length;
	uint8_t folded_length; /* 0: too long to be a word */
	uint8_t kind;   /* enum token_kind */
	uint8_t flags;
	uint8_t word_flags; /* of the lexicon's word */
	uint8_t bit;    /* words_follow_bit of its key */
} seen;

/* What lies between a word of a text and one of the lexicon, once it was found out. A small table by hash, in which a newer
 * answer takes the place of an older one. */
typedef struct relation {
	uint32_t seen, word; /* word 0: free */
	uint16_t by;
	bool related;
} relation;

enum { RELATIONS = 1 << 14 };

/* One of the names that fit a place, with what is asked of it again and again. */
typedef struct reading {
	uint32_t name, concept, meaning;
	uint16_t by; /* ONTO_BY_ bits: what lies between text and name */
	uint16_t policy;
	uint8_t type, scope;
	uint16_t unused;
} reading;

typedef struct words {
	const onto_dictionary *dictionary;
	keyer *keyer;
	VECTOR(seen) seen; /* number 0: a token too long to be a word */
	VECTOR(char) text;
	uint32_t *slots;
	size_t slot_count;
	relation *relations; /* RELATIONS of them */
	VECTOR(reading) readings; /* of the words seen */
} words;

bool words_start(words *self, const onto_dictionary *dictionary);
void words_free(words *self);

/* Forgets what was learnt if it is much. Between texts only: numbers change. False where memory ran out. */
bool words_trim(words *self);

/* The number in `seen` of a token's bytes; UINT32_MAX where memory ran out. */
uint32_t words_of(words *self, const char *bytes, size_t length, uint8_t kind);

/* What lies between what was seen and a word of the lexicon with the same key: ONTO_BY_ bits. False where nothing but a stem
 * joins them. */
bool words_related(words *self, uint32_t seen_number, uint32_t word, unsigned *by);

/* One of the 64 bits in which the keys that may follow a word are noted. */
static inline uint8_t words_follow_bit(uint32_t key)
{
	return (uint8_t)(trie_hash(key) >> 26);
}

static inline const char *words_raw(const words *self, const seen *s)
{
	return self->text.items + s->raw;
}

static inline const char *words_folded(const words *self, const seen *s)
{
	return self->text.items + s->folded;
}

#endif
