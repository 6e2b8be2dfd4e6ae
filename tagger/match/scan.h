/* The scan: from the tokens of a text to candidates.
 *
 *     tokens    B     -and-    T  -  cell   leukemia
 *     paths     B ────skip───────────cell───leukemia      along an alternative that leaves the tokens
 *                              T─────cell───leukemia      along the tokens
 *
 * From each token the trie is walked along the tokens and along every alternative that leaves them. A node with
 * terminals is a candidate if the policy of a name permits the transformations between it and the text. Every path
 * is followed to its end, so that the longest match is found. */
#ifndef ONTOTAG_SCAN_H
#define ONTOTAG_SCAN_H

#include "match/analysis.h"

typedef struct scanner {
	word_cache cache;
	unsigned allowed; /* ONTO_BY_ bits that may be used */
	unsigned retired; /* ONTO_POLICY_RETIRED: only names of retired concepts match; 0: only the others */
} scanner;

/* The word type of a token. */
static inline const word_type *scan_word(const scanner *self, const analysis *doc, uint32_t token)
{
	return &self->cache.types.items[doc->word_types.items[token]];
}

enum { REACHES_GENE = 1 << ONTO_TYPES_MAX };

/* The first token, from `from` on, at which a name begins that ends just before `end`, without alternatives. `end`
 * where there is none. `types`: bits of the types of those names that state more than a kind, and REACHES_GENE
 * where one of them is a gene's. */
onto_status scan_reaching(scanner *self, analysis *doc, uint32_t from, uint32_t end, uint32_t *first,
                          unsigned *types, onto_error *error);

/* The first token, from `from` on, at which a name begins that ends just before `end` and shares a meaning with a
 * name of the tokens [short_from, short_to). `end` where there is none. Without alternatives. */
onto_status scan_same(scanner *self, analysis *doc, uint32_t short_from, uint32_t short_to, uint32_t from,
                      uint32_t end, uint32_t *first, onto_error *error);

/* Finds the candidates, in order of their first token. The alternatives must be complete. */
onto_status scan_candidates(scanner *self, analysis *doc, onto_error *error);

#endif
