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

#include "match/analysis.h"

typedef struct scanner {
	word_cache cache;
	unsigned allowed; /* ONTO_BY_ bits that may be used */
	unsigned retired; /* ONTO_POLICY_RETIRED: only names of retired concepts are looked for; 0: only the others */
} scanner;

/* The word of a token. */
static inline const word_type *scan_word(const scanner *self, const analysis *doc, uint32_t token)
{
	return &self->cache.types.items[doc->word_types.items[token]];
}

/* The first token, from `from` on, at which a name begins that leads along the plain way to just before `end`; `end` where
 * there is none. `types`: bits of the types of such names that say more than a kind. */
onto_status scan_reaching(scanner *self, analysis *doc, uint32_t from, uint32_t end, uint32_t *first, unsigned *types,
                          onto_error *error);

/* The first token, from `from` on, at which a name begins that leads along the plain way to just before `end` and has a meaning
 * that a name for the tokens [short_from, short_to) has as well; `end` where there is none. */
onto_status scan_same(scanner *self, analysis *doc, uint32_t short_from, uint32_t short_to, uint32_t from, uint32_t end,
                      uint32_t *first, onto_error *error);

/* Finds the candidates, in order of first token, the alternatives being complete. */
onto_status scan_candidates(scanner *self, analysis *doc, onto_error *error);

#endif
