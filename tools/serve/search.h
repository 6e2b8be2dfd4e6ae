/* Search of names by prefix, for completion in a text box.
 *
 * All names of the dictionary, once for each meaning, are sorted by their lower-case bytes. The names with a prefix
 * are a range. One pass over the ranks of a range finds the best: first the prefix itself, then preferred names,
 * then short ones. */
#ifndef ONTOTAG_SERVE_SEARCH_H
#define ONTOTAG_SERVE_SEARCH_H

#include "ontotag_tools.h"

typedef struct search search;

enum { SEARCH_MOST = 20 };

typedef struct search_hit {
	onto_concept_id concept; /* whose name it is */
	const char *name;        /* as the dictionary writes it */
	onto_scope scope;
} search_hit;

/* Immutable and shared by any number of threads. The dictionary must outlive it. */
onto_status search_new(const onto_dictionary *dictionary, search **out, onto_error *error);
void search_free(search *self);

/* Up to `most` (at most SEARCH_MOST) names with the prefix, best first, one for each meaning. Returns their
 * number. */
size_t search_find(const search *self, const char *text, size_t length, search_hit *out, size_t most);

/* The best live concept of a meaning, which represents it. */
onto_concept_id search_meaning(const search *self, onto_concept_id id);

#endif
