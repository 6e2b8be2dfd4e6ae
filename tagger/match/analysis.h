/* A text while it is tagged: its tokens with the word of each, what else they may be read as, and the names that fit them.
 *
 *     text     B -  and  T -  cell  leukemia
 *     tokens   B    and  T    cell  leukemia       cut 64 at a time, so that their words are fetched meanwhile
 *     seen     17   3    9    44    102            numbers in words
 *     marks         MEMBER    JOINED               where an alternative may be, by what looks for it
 *
 * Each step of tagging appends its own arrays; they are kept from one text to the next for their memory. */
#ifndef ONTOTAG_ANALYSIS_H
#define ONTOTAG_ANALYSIS_H

#include "core/vector.h"
#include "match/word_cache.h"

/* Another way on from a token than to the next: over a closed-up word, along the words of an abbreviation's long form, over
 * a part of an enumeration. One that turns words round ("cancer of the lung") is as many as it has ends: it reads the first of
 * `words`, or the first two, and so on, and then `more`; it stands for all up to the last one that it has read. */
typedef struct alternative {
	uint32_t from, to; /* tokens: it stands for [from, to) */
	uint32_t word_type;     /* the one word that it reads there; UINT32_MAX: none */
	uint32_t words, words_end; /* or the words of these tokens, such as those of a long form; equal: none */
	uint32_t more, more_end;   /* and then of these; equal: none */
	uint32_t by;       /* ONTO_BY_ bits */
	uint16_t cut;      /* a word that is put together across an enumeration: bytes of its last token that are not of it */
	uint32_t abbreviation; /* index, or UINT32_MAX */
	uint32_t next;     /* 1 + the next one that leaves `from`; 0 none */
	uint32_t first;    /* the first word that it reads, in words; UINT32_MAX: it only passes over tokens */
	uint8_t ends;      /* where it turns words round: bit i is set where `words` may end behind i + 1 of them; else 0 */
} alternative;

/* A place where names fit. */
typedef struct candidate {
	uint32_t first, end;      /* tokens [first, end) */
	uint32_t readings, count; /* range of readings */
	uint32_t skip_from, skip_to; /* tokens passed over, equal where none */
	uint16_t skip_cut;        /* and bytes of the token at skip_to */
	uint32_t abbreviation;    /* index, or UINT32_MAX */
} candidate;

/* Tokens at which an alternative may be, by what looks for it. */
enum anchor {
	ANCHOR_HARD,   /* behind a bracket, the end of a clause or whatever else is hard */
	ANCHOR_JOINED, /* behind a hyphen */
	ANCHOR_LETTER, /* a single byte behind a hyphen or nothing */
	ANCHOR_OF,     /* the word */
	ANCHOR_MEMBER, /* "and", "or", or a token behind a slash or an ampersand */
	ANCHOR_WANTED, /* a word that a later step asks for */
	ANCHORS
};

typedef VECTOR(uint32_t) anchor_vector;

/* A text while it is tagged; kept from one text to the next for its memory. */
typedef struct analysis {
	const char *text;
	size_t length;
	VECTOR(token) tokens;
	VECTOR(uint32_t) word_types;         /* a number in words for each token */
	anchor_vector anchors[ANCHORS];      /* tokens, in order */
	VECTOR(uint32_t) leaving;      /* for each token: first alternative that leaves it + 1; 0 none */
	VECTOR(alternative) alternatives;
	VECTOR(candidate) candidates;
	VECTOR(reading) readings;
} analysis;

void analysis_free(analysis *self);

/* Cuts the text into tokens. */
onto_status analysis_read(analysis *self, word_cache *cache, const char *text, size_t length, onto_error *error);

/* The first of the candidates, which are in order of their first token, that begins at a token or behind it. */
const candidate *analysis_candidates_from(const analysis *doc, uint32_t first);

/* Is a token one of some words, in small letters, the last of which is followed by NULL? Case aside. */
bool analysis_reads(const analysis *doc, uint32_t token, const char *const *words);

/* May a name go on over the gap before a token? */
static inline bool analysis_is_soft(const analysis *doc, uint32_t token)
{
	return token < doc->tokens.count && doc->tokens.items[token].gap <= GAP_LAST_SOFT;
}

/* Adds an alternative, all but `next` and `first` of which are set. To be called in any order before scan_candidates. */
onto_status analysis_alternative(analysis *doc, alternative a, onto_error *error);

#endif
