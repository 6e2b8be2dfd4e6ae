/* The word cache of a tagger: from the bytes of a token directly to its number in the lexicon.
 *
 *     "Leukaemias" ──hash──▶ word type { folded "leukaemias", word 812, key 790, first node 33 }
 *
 * Folding, stemming and look-up happen once for each distinct token. The cache is cleared when it has grown large,
 * so that unusual text does not exhaust memory. */
#ifndef ONTOTAG_WORD_CACHE_H
#define ONTOTAG_WORD_CACHE_H

#include <string.h>

#include "core/few_bytes.h"
#include "core/hash.h"
#include "core/table.h"
#include "core/vector.h"
#include "dictionary/dictionary.h"
#include "text/token.h"
#include "text/word_list.h"

enum {
	WORD_TYPE_UPPER = 1,   /* two letters or more, all capitals */
	WORD_TYPE_CAPITAL = 2, /* begins with a capital */
	WORD_TYPE_AND = 4,     /* and, or */
	WORD_TYPE_OF = 8,
	WORD_TYPE_THE = 16,
	WORD_TYPE_NUMERAL = 32,  /* a single i, v or x: its key depends on the word before */
	WORD_TYPE_FUNCTION = 64, /* a word of sentences, not of names: in, with, such */
	WORD_TYPE_WIDE = 128,    /* not only ASCII letters and digits: full-width, superscript, accented */
	WORD_TYPE_LACKING =
		256, /* at least six letters with an adjective suffix, so that a noun follows: radial, chronic */
	WORD_TYPE_LABEL = 512,     /* a label of a kind's members: a number, a Greek letter, a short word, or one of
	                              capitals: B, 2, VIII, TrkA */
	WORD_TYPE_FILLER = 1024,   /* may have no letter in an abbreviation: of, the */
	WORD_TYPE_BEHIND = 2048,   /* no long form of an abbreviation begins with it */
	WORD_TYPE_WANTED = 4096,   /* a later step asks for the places of this word: WORDS_WANTED_STARTS */
	WORD_TYPE_TELLS = 8192,    /* likewise: WORDS_WANTED_TELLS, and digits */
	WORD_TYPE_SPECIES = 16384, /* names an organism */
};

/* What a later step wants to be noted of a word: its number to cues, its number and bits to results, and for either
 * whether its places are asked for. */
enum {
	WORDS_WANTED_NUMBER = 0x7fff,
	WORDS_WANTED_STARTS = 0x8000,
	WORDS_WANTED_RESULT = 16,
	WORDS_WANTED_TELLS = 0x70000000
};

enum { WANTED_BITS = 1 << 16 };

/* The words that a later step looks for. Nearly all others are told from them by the filter, which stays in the
 * processor's cache. */
typedef struct wanted_words {
	table words; /* folded, but for words of results that have capitals; to WORDS_WANTED_ values */
	uint64_t bits[WANTED_BITS / 64]; /* of the hash of each */
} wanted_words;

/* To be called behind the last word. */
void wanted_words_complete(wanted_words *self);

#define READINGS_UNKNOWN UINT32_MAX

/* What the scan reads at every token comes first and fits one cache line. */
typedef struct word_type {
	uint64_t follows; /* filter of the keys that may follow it at the start of a name: word_cache_may_follow */
	uint32_t more;    /* more bits of the filter, from there on in word_cache.bits */
	uint32_t key;     /* in the lexicon; 0: none */
	uint32_t hash;    /* trie_hash of the key */
	uint32_t first;   /* trie node of the names that begin with the key; 0: none */
	uint32_t children, child_count; /* of that node */
	uint32_t readings;              /* readings of names of this one word: start in word_cache.readings */
	uint32_t reading_count;         /* READINGS_UNKNOWN: not determined yet */
	uint16_t flags;
	uint8_t more_shift;   /* 32 - log2 of the number of more bits */
	uint8_t word_flags;   /* of the lexicon's word */
	uint32_t word;        /* in the lexicon; 0: none */
	uint32_t raw, folded; /* offsets into text */
	uint16_t raw_length;
	uint8_t folded_length; /* 0: too long to be a word */
	uint8_t kind;          /* enum token_kind */
	uint16_t wanted;       /* number of the word to cues; 0: none */
	uint16_t result;       /* to results, with its KNOWN_ bits; 0: none */
} word_type;

/* 16 bytes of a word. With the length they identify a word of up to 16 bytes, and nearly identify a longer one. */
typedef struct word_ends {
	uint64_t head; /* the first 8, in little-endian order; zeros behind a shorter word */
	uint64_t tail; /* the next 8, likewise; of a word longer than 16, the last 8 */
} word_ends;

/* A slot of the hash table of word types. */
typedef struct word_slot {
	word_ends ends;
	uint32_t number; /* 0: free */
	uint16_t length;
	uint16_t flags;    /* of the word type */
	uint8_t unused[8]; /* so that no slot crosses a cache line */
} word_slot;

/* Memo of the relation between a word of a text and one of the lexicon. Direct-mapped: a new entry evicts the
 * old. */
typedef struct relation_memo {
	uint32_t word_type, word;      /* word 0: free */
	uint32_t by : 31, related : 1; /* by: ONTO_BY_ bits */
} relation_memo;

enum { RELATION_MEMOS = 1 << 14 };

/* A name that fits a candidate, with the fields that are read often. */
typedef struct reading {
	uint32_t name, concept, meaning;
	uint32_t cluster_slot; /* the dense number of the meaning */
	uint32_t text;         /* the name's */
	uint32_t by : 29;      /* ONTO_BY_ bits: transformations between text and name */
	uint32_t standing : 2;
	uint32_t supplementary : 1; /* of a MeSH supplementary record */
	uint16_t policy;            /* of the name; so are source and scope */
	uint16_t source : 13, scope : 3;
	uint8_t type, like; /* like: the type whose rules hold for it (core/type_name.h) */
	uint16_t also;      /* bits of further types */
} reading;

_Static_assert(sizeof(reading) == 32, "two lie in a line of the cache");

typedef VECTOR(reading) reading_vector;

/* Memo of the readings of a path of up to four words. Direct-mapped. */
enum { PATH_MEMOS = 1 << 15, PATH_WORDS = 4 };

/* Set in the first word of a path with spaces. Numbers of word types are smaller. */
#define PATH_APART ((uint32_t)1 << 31)

typedef struct path_memo {
	uint32_t words[PATH_WORDS];       /* word types; zeros behind the last; all zeros: free */
	uint32_t readings, reading_count; /* in word_cache.path_readings */
} path_memo;

/* Memo of the word that two words are when joined. Direct-mapped. */
typedef struct join_memo {
	uint32_t left, right; /* word types; zeros: free */
	uint32_t whole;       /* its word type; 0: no name has it */
} join_memo;

enum { JOIN_MEMOS = 1 << 12 };

/* Results in tables of fixed size. */
typedef struct memos {
	relation_memo relations[RELATION_MEMOS];
	path_memo paths[PATH_MEMOS];
	join_memo joins[JOIN_MEMOS];
	uint32_t cluster_slot[]; /* for each meaning: its dense number among those with a reading so far; 0: none yet */
} memos;

enum { ALIKE_PLACES = 256 };

typedef struct word_cache {
	const onto_dictionary *dictionary;
	const wanted_words *wanted; /* to be set before any word is seen; NULL: none */
	unsigned shown;             /* bits of types, likewise: names of other types are not seen. All at first */
	keyer *keyer;
	VECTOR(word_type) types; /* number 0: a token too long to be a word */
	VECTOR(uint16_t) listed; /* by word type: its number in listed_words as it is written, case ignored. Few ask */
	VECTOR(char) text;
	word_slot *slots;
	size_t slot_count;
	memos *memos;
	reading_vector readings; /* of one-word names */
	reading_vector path_readings;
	VECTOR(uint64_t) bits;
	uint32_t cluster_slots;       /* numbers of meanings are up to this */
	uint32_t forgotten;           /* how often all that was seen was forgotten; its numbers are others then */
	uint32_t alike[ALIKE_PLACES]; /* by trie node: a word seen that may be followed by the same, so that Acute and
	                                 ACUTE share their bits */
} word_cache;

bool word_cache_init(word_cache *self, const onto_dictionary *dictionary);
void word_cache_free(word_cache *self);

/* Clears the cache if it is large. Only between texts, since numbers change. False where memory ran out. */
bool word_cache_trim(word_cache *self);

/* The number of the word type of a token, which is added if new. UINT32_MAX where memory ran out. */
uint32_t word_cache_get(word_cache *self, const char *bytes, size_t length, uint8_t kind);

/* The number of a known word type; UINT32_MAX where it is unknown. */
uint32_t word_cache_find(const word_cache *self, const char *bytes, size_t length);

/* A token whose word type is not in its first slot. */
typedef struct word_lookup {
	word_ends ends;
	const char *bytes;
	size_t length;
	uint32_t hash;   /* of word_hash */
	uint32_t number; /* the result */
	uint8_t kind;
} word_lookup;

enum { LOOKUPS_TOGETHER = 64 };

/* Looks up to LOOKUPS_TOGETHER words up and adds the new ones. What new words need of the dictionary is prefetched
 * together, since it lies far apart. False where memory ran out. */
bool word_cache_get_all(word_cache *self, word_lookup *lookups, size_t count);

/* The memo of a path, which may hold another path's entry. */
path_memo *word_cache_path(word_cache *self, const uint32_t path[PATH_WORDS]);

/* The memo of two words, which may hold another pair's entry. */
static inline join_memo *word_cache_join(const word_cache *self, uint32_t left, uint32_t right)
{
	return &self->memos->joins[(((uint64_t)left << 32 | right) * 0x9e3779b97f4a7c15u) >> 52];
}

/* A reading of a name that is shown, with its transformations: ONTO_BY_ bits. */
reading word_cache_reading(word_cache *self, uint32_t name, unsigned by);

/* Determines the relation between a word type and a word of the lexicon with the same key, as ONTO_BY_ bits. False
 * where they only share a stem. */
bool word_cache_relation(word_cache *self, uint32_t number, uint32_t word, unsigned *by);

/* Does not read past the end. */
static inline word_ends word_ends_of(const char *bytes, size_t length)
{
	word_ends ends = {.head = first_bytes(bytes, length)};
	if (length > 8) {
		memcpy(&ends.tail, bytes + length - 8, 8);
		ends.tail >>= length < 16 ? (16 - length) * 8 : 0;
	}
	return ends;
}

/* The same without a branch, where 16 bytes are readable and `length` is at most 16. */
static inline word_ends word_ends_of_short(const char *bytes, size_t length)
{
	word_ends ends;
#ifdef __SSE2__
	static const uint8_t kept[32] = {255, 255, 255, 255, 255, 255, 255, 255,
	                                 255, 255, 255, 255, 255, 255, 255, 255};
	__m128i both = _mm_and_si128(_mm_loadu_si128((const __m128i *)bytes),
	                             _mm_loadu_si128((const __m128i *)(kept + 16 - length)));
	_mm_storel_epi64((__m128i *)&ends.head, both);
	_mm_storel_epi64((__m128i *)&ends.tail, _mm_unpackhi_epi64(both, both));
#else
	bool more = length > 8;
	memcpy(&ends.head, bytes, 8);
	memcpy(&ends.tail, bytes + 8, 8);
	ends.head &= more ? UINT64_MAX : UINT64_MAX >> (8 - length) * 8;
	ends.tail &= more ? UINT64_MAX >> (16 - length) * 8 : 0;
#endif
	return ends;
}

static inline uint32_t word_hash(const char *bytes, size_t length, word_ends ends)
{
	uint64_t hash = (ends.head ^ length) * 0x9e3779b97f4a7c15u;
	for (; length > 16; length -= length < 24 ? length - 16 : 8) {
		uint64_t piece;
		memcpy(&piece, bytes + length - 16, 8);
		hash = ((hash ^ hash >> 29) ^ piece) * 0xff51afd7ed558ccdu;
	}
	hash = ((hash ^ hash >> 29) ^ ends.tail) * 0xff51afd7ed558ccdu;
	return (uint32_t)(hash >> 32);
}

/* The slot of a word of up to 16 bytes if it is the first that its hash leads to; else NULL. A free slot has no
 * length. */
static inline const word_slot *word_cache_slot(const word_cache *self, size_t length, word_ends ends, uint32_t hash)
{
	const word_slot *s = &self->slots[hash & (self->slot_count - 1)];
	return ((s->ends.head ^ ends.head) | (s->ends.tail ^ ends.tail) | (s->length ^ length)) == 0 && length <= 16
	           ? s
	           : NULL;
}

static inline path_memo *word_cache_path_slot(const word_cache *self, const uint32_t path[PATH_WORDS])
{
	uint64_t hash = ((uint64_t)path[0] << 32 | path[1]) * 0x9e3779b97f4a7c15u;
	hash = (hash ^ hash >> 32 ^ ((uint64_t)path[2] << 32 | path[3])) * 0xff51afd7ed558ccdu;
	return &self->memos->paths[hash >> 32 & (PATH_MEMOS - 1)];
}

static inline bool word_cache_follow_bit(const word_cache *self, const word_type *s, uint32_t hash)
{
	uint32_t bit = hash >> s->more_shift;
	return s->follows >> (hash >> 26) & self->bits.items[s->more + bit / 64] >> (bit % 64) & 1;
}

/* False where no name that begins with the word continues with the key. May be true without one. */
static inline bool word_cache_may_follow(const word_cache *self, const word_type *s, uint32_t key)
{
	return word_cache_follow_bit(self, s, trie_hash(key));
}

static inline const char *word_cache_raw(const word_cache *self, const word_type *s)
{
	return self->text.items + s->raw;
}

static inline const char *word_cache_folded(const word_cache *self, const word_type *s)
{
	return self->text.items + s->folded;
}

#endif
