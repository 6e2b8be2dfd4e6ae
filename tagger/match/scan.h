/* The scan: from the tokens of a text to candidates.
 *
 *     tokens    B     -and-    T  -  cell   leukemia
 *     paths     B ────skip───────────cell───leukemia      an alternative leaves the plain way from token to token
 *                              T─────cell───leukemia      the plain way
 *
 * From each token the trie is walked along the plain way and along every alternative that leaves it; each node with
 * endings on the way is a candidate if the name's policy allows what lies between it and the text. Every way is followed to its
 * end, so that the longest match is found whatever stands in between. */
#ifndef ONTOTAG_SCAN_H
#define ONTOTAG_SCAN_H

#include "core/vector.h"
#include "match/words.h"

/* Another way on from a token than to the next: over a closed-up word, along the words of an abbreviation's long form, over
 * a part of an enumeration. One that turns words round ("cancer of the lung") is as many as it has ends: it reads the first of
 * `words`, or the first two, and so on, and then `more`; it stands for all up to the last one that it has read. */
typedef struct alternative {
	uint32_t from, to; /* tokens: it stands for [from, to) */
	uint32_t seen;     /* the one word that it reads there; UINT32_MAX: none */
	uint32_t words, words_end; /* or the words of these tokens, such as those of a long form; equal: none */
	uint32_t more, more_end;   /* and then of these; equal: none */
	uint16_t by;       /* ONTO_BY_ bits */
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
enum mark {
	MARK_HARD,   /* behind a bracket, the end of a clause or whatever else is hard */
	MARK_JOINED, /* behind a hyphen */
	MARK_LETTER, /* a single byte behind a hyphen or nothing */
	MARK_OF,     /* the word */
	MARK_MEMBER, /* "and", "or", or a token behind a slash or an ampersand */
	MARKS
};

typedef VECTOR(uint32_t) mark_vector;

/* A text while it is tagged; kept from one text to the next for its memory. */
typedef struct passage {
	const char *text;
	size_t length;
	VECTOR(token) tokens;
	VECTOR(uint32_t) seen;         /* a number in words for each token */
	mark_vector marks[MARKS];      /* tokens, in order */
	VECTOR(uint32_t) leaving;      /* for each token: first alternative that leaves it + 1; 0 none */
	VECTOR(alternative) alternatives;
	VECTOR(candidate) candidates;
	VECTOR(reading) readings;
} passage;

typedef struct scanner {
	words words;
	unsigned allowed; /* ONTO_BY_ bits that may be used */
	unsigned retired; /* ONTO_POLICY_RETIRED: only names of retired concepts are looked for; 0: only the others */
} scanner;

void passage_free(passage *self);

/* Cuts the text into tokens. */
onto_status passage_read(passage *self, words *words, const char *text, size_t length, onto_error *error);

/* The first token, from `from` on, at which a name begins that leads along the plain way to just before `end`; `end` where
 * there is none. `types`: bits of the types of such names that say more than a kind. */
onto_status scan_reaching(scanner *self, passage *p, uint32_t from, uint32_t end, uint32_t *first, unsigned *types,
                          onto_error *error);

/* The first token, from `from` on, at which a name begins that leads along the plain way to just before `end` and has a meaning
 * that a name for the tokens [short_from, short_to) has as well; `end` where there is none. */
onto_status scan_same(scanner *self, passage *p, uint32_t short_from, uint32_t short_to, uint32_t from, uint32_t end,
                      uint32_t *first, onto_error *error);

/* Finds the candidates, in order of first token, the alternatives being complete. */
onto_status scan_candidates(scanner *self, passage *p, onto_error *error);

/* The first of the candidates, which are in order of their first token, that begins at a token or behind it. */
const candidate *passage_candidates_from(const passage *p, uint32_t first);

/* Is a token one of some words, in small letters, the last of which is followed by NULL? Case aside. */
bool passage_reads(const passage *p, uint32_t token, const char *const *words);

/* Adds an alternative, all but `next` and `first` of which are set. To be called in any order before scan_candidates. */
onto_status passage_alternative(passage *p, alternative a, onto_error *error);

#endif
