/* A text while it is tagged: tokens with their word types, alternatives, and candidates with their readings.
 *
 *     text         B -  and  T -  cell  leukemia
 *     tokens       B    and  T    cell  leukemia     split 64 at a time, so that their slots are prefetched
 *     word types   17   3    9    44    102          numbers in the word cache
 *     anchors           MEMBER    JOINED             where an alternative may begin, by the step that uses it
 *
 * Each step of tagging appends its own arrays, whose memory is reused for the next text. */
#ifndef ONTOTAG_ANALYSIS_H
#define ONTOTAG_ANALYSIS_H

#include "core/vector.h"
#include "match/word_cache.h"

/* Another way on from a token than to the next: over a closed-up word, along the words of a long form, over a part
 * of an enumeration. An inverted phrase ("cancer of the lung") is one alternative with several ends. It reads the
 * first word of `words`, or the first two, and so on, and then `more`; it replaces the tokens up to the last one
 * that it has read. */
typedef struct alternative {
	uint32_t from, to;         /* the tokens [from, to) that it replaces */
	uint32_t word_type;        /* the one word that it reads; UINT32_MAX: none */
	uint32_t words, words_end; /* or the words of these tokens, such as those of a long form; equal: none */
	uint32_t more, more_end;   /* and then of these; equal: none */
	uint32_t by;               /* ONTO_BY_ bits */
	uint16_t cut; /* of a word assembled across an enumeration: bytes of the last token that do not belong to it */
	uint32_t abbreviation; /* index, or UINT32_MAX */
	uint32_t next;         /* 1 + the next alternative that leaves `from`; 0: none */
	uint32_t first;        /* the word type that it reads first; UINT32_MAX: it only passes over tokens */
	uint8_t ends; /* of an inverted phrase: bit i is set where `words` may end behind i + 1 of them; else 0 */
} alternative;

/* A span of tokens that names fit. */
typedef struct candidate {
	uint32_t first, end;         /* tokens [first, end) */
	uint32_t readings, count;    /* range of readings */
	uint32_t skip_from, skip_to; /* tokens that are passed over; equal: none */
	uint16_t skip_cut;           /* and the bytes of token skip_to that are passed over */
	uint32_t abbreviation;       /* index, or UINT32_MAX */
} candidate;

/* Kinds of tokens at which an alternative may begin, or that a later step asks for. */
enum anchor {
	ANCHOR_HARD,    /* behind a hard gap or a barrier: a bracket, the end of a clause */
	ANCHOR_JOINED,  /* behind a hyphen */
	ANCHOR_LETTER,  /* a single byte behind a hyphen or nothing */
	ANCHOR_OF,      /* the word "of" */
	ANCHOR_MEMBER,  /* "and", "or", or a token behind a slash */
	ANCHOR_WANTED,  /* a word that a later step asks for: a cue's */
	ANCHOR_TELLS,   /* likewise: a result's, or digits */
	ANCHOR_SPECIES, /* a word that names an organism */
	ANCHORS
};

typedef VECTOR(uint32_t) anchor_vector;

/* The memory is reused from one text to the next. */
typedef struct analysis {
	const char *text;
	size_t length;
	const word_cache *cache;
	VECTOR(token) tokens;
	VECTOR(uint32_t) word_types;    /* of each token, in the word cache */
	anchor_vector anchors[ANCHORS]; /* tokens, in order */
	VECTOR(uint32_t) leaving;       /* for each token: 1 + the first alternative that leaves it; 0: none */
	VECTOR(alternative) alternatives;
	VECTOR(candidate) candidates;
	VECTOR(reading) readings;
} analysis;

void analysis_free(analysis *self);

/* Splits the text into tokens and looks up their word types. */
onto_status analysis_read(analysis *self, word_cache *cache, const char *text, size_t length, onto_error *error);

/* The first candidate that begins at a token or behind it. Candidates are in order of their first token. */
const candidate *analysis_candidates_from(const analysis *doc, uint32_t first);

/* True where a token is one of a NULL-terminated list of words in small letters. Case is ignored. */
bool analysis_reads(const analysis *doc, uint32_t token, const char *const *words);

/* What the lists of words say of a token. */
static inline const word_roles *analysis_roles(const analysis *doc, uint32_t token)
{
	return &listed_words[doc->cache->listed.items[doc->word_types.items[token]]].roles;
}

/* Is a token "and", "or" or the like? */
static inline bool analysis_is_and(const analysis *doc, uint32_t token)
{
	return analysis_roles(doc, token)->function & FUNCTION_CONJUNCTION;
}

/* Does a colon stand in the gap before a token? */
bool analysis_behind_colon(const analysis *doc, uint32_t token);

/* The gaps between the tokens of a candidate: bits 1 << enum gap. Of one token there are none. */
static inline unsigned analysis_gaps(const analysis *doc, const candidate *c)
{
	unsigned gaps = 0;
	for (uint32_t t = c->first + 1; t < c->end; t++) {
		gaps |= 1u << doc->tokens.items[t].gap;
	}
	return gaps;
}

/* True where a name may continue over the gap before a token. */
static inline bool analysis_is_soft(const analysis *doc, uint32_t token)
{
	return token < doc->tokens.count && doc->tokens.items[token].gap <= GAP_LAST_SOFT;
}

/* Adds an alternative, of which `next` and `first` need not be set. Call it in any order, before
 * scan_candidates. */
onto_status analysis_alternative(analysis *doc, alternative a, onto_error *error);

#endif
