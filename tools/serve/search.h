/* Names by their beginnings, for a text box in which a person types.
 *
 * All names of the dictionary, once for each meaning, lie sorted by their bytes in small letters. What begins with
 * a text is a range of them. The best of a range are found in one pass over a number a name, its rank: first what
 * is the text itself, then preferred names, then short ones. */
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

/* Never changed afterwards; shared by any number of threads. The dictionary must outlive it. */
onto_status search_new(const onto_dictionary *dictionary, search **out, onto_error *error);
void search_free(search *self);

/* Up to `most` (at most SEARCH_MOST) names that begin with the text, best first, one for each meaning; their
 * number. */
size_t search_find(const search *self, const char *text, size_t length, search_hit *out, size_t most);

/* The best live concept of a meaning stands for it. */
onto_concept_id search_meaning(const search *self, onto_concept_id id);

#endif
