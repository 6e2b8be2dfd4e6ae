/* What a tagger has learnt of words: from the raw bytes of a token straight to its number in the lexicon.
 *
 *     "Leukaemias" ──hash──▶ seen { folded "leukaemias", word 812, key 790, first node 33 }
 *
 * Folding, stemming and looking up are done once for each distinct token. What was learnt is forgotten when it has grown
 * large, so that a long run over strange text does not grow without end. */
#ifndef ONTOTAG_WORD_CACHE_H
#define ONTOTAG_WORD_CACHE_H

#include <string.h>

#include "core/table.h"
#include "core/vector.h"
#include "dictionary/dictionary.h"
#include "text/token.h"

enum {
	WORD_TYPE_UPPER = 1,    /* two letters or more, all capitals */
	WORD_TYPE_CAPITAL = 2,  /* begins with a capital */
	WORD_TYPE_AND = 4,      /* and, or */
	WORD_TYPE_OF = 8,
	WORD_TYPE_THE = 16,
	WORD_TYPE_NUMERAL = 32, /* a single i, v or x: its key depends on what stands before */
	WORD_TYPE_FUNCTION = 64, /* a word of sentences, not of names: in, with, such */
	WORD_TYPE_WIDE = 128,   /* more than plain letters and digits: full-width, raised, with an accent */
	WORD_TYPE_LACKING = 256, /* of at least six letters, with an ending that leaves a noun to come: radial, chronic */
	WORD_TYPE_LABEL = 512,  /* a number, a Greek letter, a short word or one of capitals, as members of a kind are called: B, 2, VIII, TrkA */
	WORD_TYPE_FILLER = 1024, /* may have no letter in an abbreviation: of, the */
	WORD_TYPE_BEHIND = 2048, /* no long form of an abbreviation begins with it */
	WORD_TYPE_WANTED = 4096, /* a later step asks for the places of this word: WORDS_WANTED_STARTS */
};

/* Words that a later step looks for have numbers of its own; those whose places it asks for have a bit more. */
enum { WORDS_WANTED_NUMBER = 0x7fff, WORDS_WANTED_STARTS = 0x8000 };

#define READINGS_UNKNOWN UINT32_MAX

/* What is asked of it at every place that it stands at comes first, so that it lies in one line of the cache. */
typedef struct word_type {
	uint64_t follows; /* bits of the keys that names go on with after it as their first word: words_may_follow */
	uint32_t more;    /* more bits of them, from there on in words.bits */
	uint32_t key;     /* in the lexicon; 0: not there */
	uint32_t hash;    /* trie_hash of the key */
	uint32_t first;   /* trie node of the names that begin with the key; 0: none */
	uint32_t children, child_count; /* of that node */
	uint32_t readings; /* the names of this one word that fit it (scan.c): from there on in words.readings */
	uint32_t reading_count; /* READINGS_UNKNOWN: not found out */
	uint16_t flags;
	uint8_t more_shift; /* 32 - the logarithm of the number of more bits */
	uint8_t word_flags; /* of the lexicon's word */
	uint32_t word;      /* in the lexicon; 0: not there */
	uint32_t raw, folded; /* offsets into text */
	uint16_t raw_length;
	uint8_t folded_length; /* 0: too long to be a word */
	uint8_t kind;       /* enum token_kind */
	uint16_t wanted;    /* number of the word to a later step; 0: none */
} word_type;

/* Bytes of a word that tell it, with its length, from most others, and from all where it has no more than 16. */
typedef struct word_ends {
	uint64_t head; /* the first 8, the first lowest; zeros behind a shorter word */
	uint64_t tail; /* the next 8, likewise; of a word of more than 16 the last 8 */
} word_ends;

/* Where a word that was seen is found. */
typedef struct word_slot {
	word_ends ends;
	uint32_t number; /* 0: free */
	uint16_t length;
	uint16_t flags; /* of what was seen */
	uint8_t unused[8]; /* so that none lies in two lines of the cache */
} word_slot;

/* What lies between a word of a text and one of the lexicon, once it was found out. A small table by hash, in which a newer
 * answer takes the place of an older one. */
typedef struct relation_memo {
	uint32_t word_type, word; /* word 0: free */
	uint32_t by : 31, related : 1; /* by: ONTO_BY_ bits */
} relation_memo;

enum { RELATION_MEMOS = 1 << 14 };

/* One of the names that fit a place, with what is asked of it again and again. */
typedef struct reading {
	uint32_t name, concept, meaning;
	uint32_t cluster_slot;  /* the meaning's number among those met */
	uint32_t text; /* the name's */
	uint32_t by;   /* ONTO_BY_ bits: what lies between text and name */
	uint16_t policy; /* of the name; so are source and scope */
	uint16_t source : 13, scope : 3;
	uint8_t type, also, standing; /* also: bits of further types */
	bool supplementary; /* of a MeSH supplementary record */
} reading;

_Static_assert(sizeof(reading) == 32, "two lie in a line of the cache");

typedef VECTOR(reading) reading_vector;

/* The names that fit the words of a way through the trie, once they were found out; likewise a small table. */
enum { PATH_MEMOS = 1 << 15, PATH_WORDS = 4 };

/* Set in the first of its words: there are spaces between them. (So many words are never seen.) */
#define PATH_APART ((uint32_t)1 << 31)

typedef struct path_memo {
	uint32_t words[PATH_WORDS]; /* that were seen; zeros behind the last; all zeros: free */
	uint32_t readings, reading_count; /* in words.way_readings */
} path_memo;

/* The word that two words are when nothing stands between them. */
typedef struct join_memo {
	uint32_t left, right; /* that were seen; zeros: free */
	uint32_t whole; /* 0: no name has it */
} join_memo;

enum { JOIN_MEMOS = 1 << 12 };

/* What was found out, in tables that do not grow. */
typedef struct memos {
	relation_memo relations[RELATION_MEMOS];
	path_memo paths[PATH_MEMOS];
	join_memo joins[JOIN_MEMOS];
	uint32_t cluster_slot[]; /* for each meaning: its number among those that some name was read for, which are few of all; 0: it is none */
} memos;

enum { ALIKE_PLACES = 256 };

typedef struct word_cache {
	const onto_dictionary *dictionary;
	const table *wanted; /* folded words that a later step looks for, to be set before any is seen; NULL: none */
	keyer *keyer;
	VECTOR(word_type) types; /* number 0: a token too long to be a word */
	VECTOR(char) text;
	word_slot *slots;
	size_t slot_count;
	memos *memos;
	reading_vector readings; /* of the words seen */
	reading_vector path_readings;
	VECTOR(uint64_t) bits;
	uint32_t cluster_slots; /* numbers of meanings are up to this */
	uint32_t forgotten; /* how often all that was seen was forgotten; its numbers are others then */
	uint32_t alike[ALIKE_PLACES]; /* by trie node: a word seen that may be followed by the same, so that Acute and ACUTE share their bits */
} word_cache;

bool word_cache_init(word_cache *self, const onto_dictionary *dictionary);
void word_cache_free(word_cache *self);

/* Forgets what was learnt if it is much. Between texts only: numbers change. False where memory ran out. */
bool word_cache_trim(word_cache *self);

/* The number in `seen` of a token's bytes; UINT32_MAX where memory ran out. */
uint32_t word_cache_get(word_cache *self, const char *bytes, size_t length, uint8_t kind);

/* The same for bytes that were seen before; UINT32_MAX where they were not. */
uint32_t word_cache_find(const word_cache *self, const char *bytes, size_t length);

/* A token whose word is not found at once: words_slot. */
typedef struct word_lookup {
	word_ends ends;
	const char *bytes;
	size_t length;
	uint32_t hash;   /* words_hash */
	uint32_t number; /* what words_meet finds */
	uint8_t kind;
} word_lookup;

enum { LOOKUPS_TOGETHER = 64 };

/* Finds the numbers of up to WORDS_TOGETHER of them, as words_of does. What those that were not seen before need of the dictionary is
 * asked for together, for it lies far apart. False where memory ran out. */
bool word_cache_get_all(word_cache *self, word_lookup *lookups, size_t count);

/* The entry of a way, which may yet be another's: the one whose place it takes. */
path_memo *word_cache_path(word_cache *self, const uint32_t way[PATH_WORDS]);

/* The entry of two words, which may yet be that of others. */
static inline join_memo *word_cache_join(const word_cache *self, uint32_t left, uint32_t right)
{
	return &self->memos->joins[(((uint64_t)left << 32 | right) * 0x9e3779b97f4a7c15u) >> 52];
}

/* A name as it is read, with what has happened to it: ONTO_BY_ bits. */
reading word_cache_reading(word_cache *self, uint32_t name, unsigned by);

/* What lies between what was seen and a word of the lexicon with the same key: ONTO_BY_ bits. False where nothing but a stem
 * joins them. */
bool word_cache_relation(word_cache *self, uint32_t number, uint32_t word, unsigned *by);

/* Never reads past the end. */
static inline word_ends word_ends_of(const char *bytes, size_t length)
{
	const unsigned char *b = (const unsigned char *)bytes;
	word_ends ends = {0};
	if (length >= 8) {
		memcpy(&ends.head, b, 8);
		if (length > 8) {
			memcpy(&ends.tail, b + length - 8, 8);
			ends.tail >>= length < 16 ? (16 - length) * 8 : 0;
		}
	} else if (length >= 4) {
		uint32_t first, last;
		memcpy(&first, b, 4);
		memcpy(&last, b + length - 4, 4);
		ends.head = (uint64_t)last << (length - 4) * 8 | first;
	} else if (length) {
		ends.head = (uint64_t)b[length - 1] << (length - 1) * 8 | (uint64_t)b[length / 2] << length / 2 * 8 | b[0];
	}
	return ends;
}

/* The same where 16 bytes can be read from `bytes` on and `length` is not above 16, without a branch. */
static inline word_ends word_ends_of_short(const char *bytes, size_t length)
{
	word_ends ends;
#ifdef __SSE2__
	static const uint8_t kept[32] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
	__m128i both = _mm_and_si128(_mm_loadu_si128((const __m128i *)bytes), _mm_loadu_si128((const __m128i *)(kept + 16 - length)));
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

/* The slot that a word of no more than 16 bytes is in, if it is the first that its hash leads to; else NULL. A free one has no
 * length. */
static inline const word_slot *word_cache_slot(const word_cache *self, size_t length, word_ends ends, uint32_t hash)
{
	const word_slot *s = &self->slots[hash & (self->slot_count - 1)];
	return ((s->ends.head ^ ends.head) | (s->ends.tail ^ ends.tail) | (s->length ^ length)) == 0 && length <= 16 ? s : NULL;
}

static inline path_memo *word_cache_path_slot(const word_cache *self, const uint32_t way[PATH_WORDS])
{
	uint64_t hash = ((uint64_t)way[0] << 32 | way[1]) * 0x9e3779b97f4a7c15u;
	hash = (hash ^ hash >> 32 ^ ((uint64_t)way[2] << 32 | way[3])) * 0xff51afd7ed558ccdu;
	return &self->memos->paths[hash >> 32 & (PATH_MEMOS - 1)];
}

static inline bool word_cache_follow_bit(const word_cache *self, const word_type *s, uint32_t hash)
{
	uint32_t bit = hash >> s->more_shift;
	return s->follows >> (hash >> 26) & self->bits.items[s->more + bit / 64] >> (bit % 64) & 1;
}

/* May a name that begins with a word go on with a key? Where it says no, none does. */
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
