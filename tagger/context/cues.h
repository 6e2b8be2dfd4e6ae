/* Cues: the words that say something of the mentions near them, the words of grammar that end what they say, and
 * the headings of sections. They are rows of data (dictionaries/FORMAT.md), read once, never changed, shared by any
 * number of threads.
 *
 *     row      was <never> ruled out   negated  backward
 *     words    was 7 · <never> class 2 · ruled 31 · out 4
 *     trie     ruled ─out─▶ ●                     forward from the pivot; an edge is a word or a class, and the gap
 * before it └─<never>─▶ ─was─▶ row   then back from it
 *
 * A row is found by its pivot: its first word that is not one of the commonest, so that these cost nothing. The
 * longest row that fits a place wins, of two as long the one that ends later. */
#ifndef ONTOTAG_CUES_H
#define ONTOTAG_CUES_H

#include "context/results.h"
#include "core/arena.h"
#include "core/table.h"
#include "core/vector.h"
#include "match/analysis.h"
#include "ontotag.h"

/* What a cue says: bits. */
enum {
	SAYS_NEGATED = 1 << 0,
	SAYS_POSSIBLE = 1 << 1,
	SAYS_HYPOTHETICAL = 1 << 2,
	SAYS_AFFIRMED = 1 << 3,
	SAYS_HISTORICAL = 1 << 4,
	SAYS_CURRENT = 1 << 5,
	SAYS_FAMILY = 1 << 6,
	SAYS_OTHER = 1 << 7,
	SAYS_PATIENT = 1 << 8,
	SAYS_ALLERGY = 1 << 9,
	SAYS_STOPPED = 1 << 10,
	SAYS_NOT_GIVEN = 1 << 11,
	SAYS_BITS = 12,
	/* Bits that exclude one another. */
	SAYS_POLARITY = SAYS_NEGATED | SAYS_POSSIBLE | SAYS_HYPOTHETICAL | SAYS_AFFIRMED,
	SAYS_TIME = SAYS_HISTORICAL | SAYS_CURRENT,
	SAYS_PERSON = SAYS_FAMILY | SAYS_OTHER | SAYS_PATIENT,
	SAYS_DRUG = SAYS_STOPPED | SAYS_NOT_GIVEN
};

/* What a row is. */
typedef enum cue_kind {
	CUE_SAYS,    /* it says something of mentions */
	CUE_END,     /* it ends what cues say */
	CUE_NOTHING, /* it says nothing, though a part of it would by itself */
	CUE_HEADING  /* it begins a section */
} cue_kind;

enum { CUE_FORWARD = 1, CUE_BACKWARD = 2 };

/* How far it reaches. */
typedef enum cue_reach {
	REACH_LIST, /* over a list of names, to the end of the clause */
	REACH_NOUN, /* likewise, but of a list that had begun before the cue only the next name and what "or" joins to
	               it */
	REACH_ADJACENT, /* the name right beside it */
	REACH_NEXT,     /* the next name and those that "or", "and" or a slash join to it */
	REACH_CLAUSE,   /* whatever the clause says of the same subject */
	REACH_SENTENCE  /* to the end of the sentence */
} cue_reach;

/* What a word does in a sentence: bits. */
enum {
	ROLE_AND = 1,
	ROLE_OR = 2,
	ROLE_SUBJECT = 4,    /* a new subject: she, they, patient */
	ROLE_DETERMINER = 8, /* the, his: one begins, perhaps */
	ROLE_SINGULAR = 16,  /* a finite verb: was, has */
	ROLE_PLURAL = 32,    /* were, have */
	ROLE_VERB = 64,      /* either: showed */
	ROLE_SEEN = 128,     /* observed, noted, present */
	ROLE_PREPOSITION = 256,
	ROLE_ARTICLE = 512, /* a, an: something new, not one of several that are absent */
	ROLE_TO = 2048,
	ROLE_COMMON = 1024, /* no pivot of a row */
	ROLE_FINITE = ROLE_SINGULAR | ROLE_PLURAL | ROLE_VERB
};

typedef struct cue_row {
	uint16_t says;       /* SAYS_ bits; of CUE_END: those that it ends */
	uint8_t kind;        /* cue_kind */
	uint8_t direction;   /* CUE_FORWARD, CUE_BACKWARD or both */
	uint8_t reach;       /* cue_reach */
	bool colon;          /* only behind a colon */
	bool final;          /* only where the clause ends behind it */
	const char *section; /* of a heading; NULL: one that has no name */
} cue_row;

typedef struct cue_node {
	uint32_t key; /* of the edge that leads here */
	uint32_t parent;
	uint32_t child, next; /* the first one, and the next of the same parent; 0: none */
	uint32_t row;         /* that ends here + 1; 0: none */
	uint32_t final;       /* likewise, of rows that end a clause */
	uint32_t colon;       /* likewise, of rows that stand behind a colon */
	uint32_t heading;     /* likewise, of headings */
	uint32_t before;      /* the node of words before the pivot; 0: none */
} cue_node;

typedef struct cue_word {
	uint16_t classes;    /* that it is in: bit number - 1 of each */
	uint16_t roles;      /* ROLE_ bits */
	uint16_t ends;       /* SAYS_ bits of what the word by itself ends */
	uint32_t first;      /* node of the rows that it is the pivot of; 0: none */
	bool alone;          /* a row is that word by itself, or its class is a pivot */
	uint64_t next, last; /* bits of the words that a row goes on with behind and before it: number % 64 */
} cue_word;

enum { CUE_CLASSES = 16 };

struct onto_cues {
	arena memory;
	table words;               /* folded word to WORDS_WANTED_ value */
	VECTOR(cue_word) numbered; /* by number; 0 is none */
	VECTOR(cue_node) nodes;    /* 0 is none */
	uint32_t *edges;           /* nodes by parent and key: open addressing, 0 is free */
	size_t edge_count;         /* a power of two */
	VECTOR(cue_row) rows;
	table classes; /* name to number */
	uint32_t
		class_first[CUE_CLASSES + 1]; /* node of the rows that a class is the pivot of, by its number; 0: none */
	uint16_t class_count;
	results results; /* of markers */
};

/* Gaps that are the same to a cue, as the low bits of an edge's key. The number of a class has a bit that no word's
 * has. */
enum { EDGE_SOFT, EDGE_SLASH, EDGE_NONE, EDGE_COMMA, EDGE_HARD, EDGE_BARRIER, EDGE_BITS = 3, CLASS_KEY = 0x8000 };

static inline uint32_t cues_edge(uint32_t number, uint8_t gap)
{
	static const uint8_t edges[] = {
		[GAP_NONE] = EDGE_NONE,   [GAP_SPACE] = EDGE_SOFT, [GAP_HYPHEN] = EDGE_SOFT,
		[GAP_LINE] = EDGE_SOFT,   [GAP_BREAK] = EDGE_NONE, [GAP_SLASH] = EDGE_SLASH,
		[GAP_COMMA] = EDGE_COMMA, [GAP_HARD] = EDGE_HARD,  [GAP_BARRIER] = EDGE_BARRIER};
	return number << EDGE_BITS | edges[gap];
}

/* Where the search for an edge begins. */
static inline size_t cues_slot(const onto_cues *self, uint32_t parent, uint32_t key)
{
	uint64_t hash = ((uint64_t)parent << 32 | key) * 0x9e3779b97f4a7c15u;
	return (size_t)((hash ^ hash >> 29) * 0xff51afd7ed558ccdu >> 40) & (self->edge_count - 1);
}

/* A row that fits tokens of a text. */
typedef struct cue_match {
	const cue_row *row;
	uint32_t first, end; /* tokens [first, end) */
} cue_match;

/* The longest row whose pivot is at a token and that lies in [floor, limit), but for headings; false where none
 * does. */
bool cues_match(const onto_cues *self, const analysis *doc, const word_cache *cache, uint32_t token, uint32_t floor,
                uint32_t limit, cue_match *out);

/* The longest heading that fits from a token on, whatever stands before and behind it. */
bool cues_heading(const onto_cues *self, const analysis *doc, const word_cache *cache, uint32_t token,
                  cue_match *out);

/* What a token's word is to cues. */
static inline const cue_word *cues_word(const onto_cues *self, const analysis *doc, const word_cache *cache,
                                        uint32_t token)
{
	return &self->numbered.items[cache->types.items[doc->word_types.items[token]].wanted];
}

static inline unsigned cues_roles(const onto_cues *self, const analysis *doc, const word_cache *cache,
                                  uint32_t token)
{
	return cues_word(self, doc, cache, token)->roles;
}

#endif
