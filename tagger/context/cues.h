/* Cues: words that state the context of nearby mentions, function words that end the scope of a cue, and section
 * headings. They are rows of data (dictionaries/FORMAT.md), which are read once, immutable, and shared by any
 * number of threads.
 *
 *     row      was <never> ruled out   negated  backward
 *     words    was 7 · <never> class 2 · ruled 31 · out 4
 *     trie     ruled ─out─▶ ●                        forward from the pivot,
 *                           └─<never>─▶ ─was─▶ row   then backward from it
 *
 * The key of an edge is a word or a class, with the gap before it.
 *
 * A row is found by its pivot, which is its first word outside the commonest. So common words cost nothing. The
 * longest row that matches wins; of two equally long, the one that ends later. */
#ifndef ONTOTAG_CUES_H
#define ONTOTAG_CUES_H

#include "context/results.h"
#include "core/arena.h"
#include "core/table.h"
#include "core/vector.h"
#include "match/analysis.h"
#include "ontotag.h"

/* What a cue states: bits. */
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
	CUE_SAYS,    /* it states a context of mentions */
	CUE_END,     /* it ends what cues say */
	CUE_NOTHING, /* it states nothing, but protects its words from shorter rows */
	CUE_HEADING  /* it begins a section */
} cue_kind;

/* A participle is said of what follows it, or of the name before it where the auxiliary is left out: "held
 * aspirin", "aspirin held". */
enum { CUE_FORWARD = 1, CUE_BACKWARD = 2, CUE_PARTICIPLE = 4 };

/* How far it reaches. */
typedef enum cue_reach {
	REACH_LIST, /* a list of names, to the end of the clause */
	REACH_NOUN, /* the same, but of a list that began before the cue only the next name and its "or" conjuncts */
	REACH_ADJACENT, /* the adjacent name */
	REACH_NEXT,     /* the next name, and its conjuncts by "or", "and" or a slash */
	REACH_CLAUSE,   /* the rest of the clause on the same subject */
	REACH_SENTENCE  /* to the end of the sentence */
} cue_reach;

/* The function of a word in a sentence: bits. */
enum {
	ROLE_AND = 1,
	ROLE_OR = 2,
	ROLE_SUBJECT = 4,    /* a new subject: she, they, patient */
	ROLE_DETERMINER = 8, /* the, his: a new subject may begin */
	ROLE_SINGULAR = 16,  /* a finite verb: was, has */
	ROLE_PLURAL = 32,    /* were, have */
	ROLE_VERB = 64,      /* either: showed */
	ROLE_SEEN = 128,     /* observed, noted, present */
	ROLE_PREPOSITION = 256,
	ROLE_ARTICLE = 512, /* a, an: a new name, not a further absent one */
	ROLE_TO = 2048,
	ROLE_REASON = 4096,  /* due, given, because: what follows is why */
	ROLE_SETTING = 8192, /* in, during, after: where or when something is, which is not said of that itself */
	ROLE_PEOPLE = 16384, /* patients, families: who has something */
	ROLE_HEAD = 32768,   /* what a name before it only describes: perforation */
	ROLE_REPORT = 65536, /* a relative who does so tells of the patient: states */
	ROLE_COMMON = 1024,  /* no pivot of a row */
	ROLE_FINITE = ROLE_SINGULAR | ROLE_PLURAL | ROLE_VERB
};

typedef struct cue_row {
	uint16_t says;       /* SAYS_ bits; of CUE_END: those that it ends */
	uint8_t kind;        /* cue_kind */
	uint8_t direction;   /* CUE_FORWARD, CUE_BACKWARD or both; or CUE_PARTICIPLE */
	uint8_t reach;       /* cue_reach */
	bool colon;          /* only behind a colon, a question mark, a dash, or in a column of its own */
	bool final;          /* only where the clause ends after it */
	bool part;           /* a heading of a part, within the section that it stands in */
	const char *section; /* of a heading; NULL: an unnamed section */
} cue_row;

typedef struct cue_node {
	uint32_t key; /* of the edge that leads here */
	uint32_t parent;
	uint32_t child, next; /* the first child, and the next sibling; 0: none */
	uint32_t row;         /* 1 + the row that ends here; 0: none */
	uint32_t final;       /* the same for rows that end a clause */
	uint32_t colon;       /* the same for rows that follow a colon */
	uint32_t heading;     /* likewise, of headings */
	uint32_t before;      /* the node of words before the pivot; 0: none */
	uint64_t follows;     /* bits of the words that lead on from here: number % 64 */
} cue_node;

typedef struct cue_word {
	uint32_t roles;      /* ROLE_ bits */
	uint16_t classes;    /* its classes: bit number - 1 of each */
	uint16_t ends;       /* SAYS_ bits that the word alone ends */
	uint32_t first;      /* node of the rows with this pivot; 0: none */
	bool alone;          /* the word alone is a row, or its class is a pivot */
	bool heads;          /* a heading may begin with it */
	uint64_t next, last; /* bits of the words that may follow and precede it in a row: number % 64 */
} cue_word;

enum { CUE_CLASSES = 16 };

struct onto_cues {
	arena memory;
	wanted_words words;        /* of all rows */
	VECTOR(cue_word) numbered; /* by number; 0 is none */
	VECTOR(cue_node) nodes;    /* 0 is none */
	uint32_t *edges;           /* nodes by parent and key: open addressing, 0 is free */
	size_t edge_count;         /* a power of two */
	VECTOR(cue_row) rows;
	table classes;                         /* name to number */
	uint32_t class_first[CUE_CLASSES + 1]; /* for each class, the node of the rows with this pivot; 0: none */
	uint16_t class_count;
	uint32_t not, t; /* numbers of these words, of which the second is the first in "hasn't" */
	results results; /* of markers */
};

/* Classes of gaps that cues distinguish, in the low bits of an edge's key. The number of a class has a bit that no
 * word has. */
enum { EDGE_SOFT, EDGE_SLASH, EDGE_NONE, EDGE_COMMA, EDGE_HARD, EDGE_BARRIER, EDGE_BITS = 3, CLASS_KEY = 0x8000 };

static inline uint32_t cues_edge(uint32_t number, uint8_t gap)
{
	static const uint8_t edges[] = {
		[GAP_NONE] = EDGE_NONE,   [GAP_SPACE] = EDGE_SOFT, [GAP_HYPHEN] = EDGE_SOFT,
		[GAP_LINE] = EDGE_SOFT,   [GAP_BREAK] = EDGE_NONE, [GAP_SLASH] = EDGE_SLASH,
		[GAP_COMMA] = EDGE_COMMA, [GAP_HARD] = EDGE_HARD,  [GAP_BARRIER] = EDGE_BARRIER};
	return number << EDGE_BITS | edges[gap];
}

/* The first slot to probe for an edge. */
static inline size_t cues_slot(const onto_cues *self, uint32_t parent, uint32_t key)
{
	uint64_t hash = ((uint64_t)parent << 32 | key) * 0x9e3779b97f4a7c15u;
	return (size_t)((hash ^ hash >> 29) * 0xff51afd7ed558ccdu >> 40) & (self->edge_count - 1);
}

/* A row that matches tokens of a text. */
typedef struct cue_match {
	const cue_row *row;
	uint32_t first, end; /* tokens [first, end) */
	uint8_t direction;   /* the row's; of a participle the one that it has here */
} cue_match;

/* The longest row, except headings, whose pivot is at a token and that lies in [floor, limit). False where there is
 * none. */
bool cues_match(const onto_cues *self, const analysis *doc, const word_cache *cache, uint32_t token, uint32_t floor,
                uint32_t limit, cue_match *out);

/* The longest heading that matches from a token on. Its surroundings are not checked. */
bool cues_heading(const onto_cues *self, const analysis *doc, const word_cache *cache, uint32_t token,
                  cue_match *out);

/* The properties of a token's word for cues. */
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
