/* Search of names by prefix. */
#include "serve/search.h"

#include <strings.h>
#include <stdlib.h>
#include <string.h>

typedef struct entry {
	const char *name;
	onto_concept_id concept;
	unsigned rank; /* scope, then length; the lowest is best */
} entry;

struct search {
	const onto_dictionary *dictionary;
	entry *entries;
	size_t count, space;
};

enum { LENGTH_BITS = 16, CANDIDATES = 8 * SEARCH_MOST };

static bool add(search *self, onto_concept_id id, const onto_name *name)
{
	if (self->count == self->space) {
		size_t space = self->space ? self->space * 2 : 4096;
		entry *entries = realloc(self->entries, space * sizeof *entries);
		if (!entries) {
			return false;
		}
		self->entries = entries;
		self->space = space;
	}
	size_t length = strlen(name->text), most = ((size_t)1 << LENGTH_BITS) - 1;
	self->entries[self->count++] =
		(entry){name->text, id, (unsigned)name->scope << LENGTH_BITS | (unsigned)(length < most ? length : most)};
	return true;
}

static int by_name(const void *left, const void *right)
{
	const entry *a = left, *b = right;
	int order = strcasecmp(a->name, b->name);
	return order ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

onto_status search_new(const onto_dictionary *dictionary, search **out, onto_error *error)
{
	search *self = calloc(1, sizeof *self);
	onto_info info;
	bool good = self != NULL;
	*out = NULL;
	onto_dictionary_info(dictionary, &info);
	for (size_t id = 0; good && id < info.concepts; id++) {
		onto_concept concept;
		onto_name name;
		onto_dictionary_concept(dictionary, (onto_concept_id)id, &concept);
		for (size_t i = 0; good && concept.standing == ONTO_LIVE &&
		                   onto_dictionary_name(dictionary, (onto_concept_id)id, i, &name);
		     i++) {
			good = (name.policy & ONTO_POLICY_BLOCKED) || add(self, (onto_concept_id)id, &name);
		}
	}
	if (!good) {
		search_free(self);
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	if (self->count) {
		qsort(self->entries, self->count, sizeof *self->entries, by_name);
	}
	self->dictionary = dictionary;
	*out = self;
	return ONTO_OK;
}

void search_free(search *self)
{
	if (self) {
		free(self->entries);
		free(self);
	}
}

/* The first entry that is not before the text; with `past`, the first after all that begin with it. */
static size_t bound(const search *self, const char *text, size_t length, bool past)
{
	size_t low = 0, high = self->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strncasecmp(self->entries[middle].name, text, length);
		if (order < 0 || (past && order == 0)) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static unsigned rank_of(const entry *e, size_t length)
{
	return (e->rank & ((1u << LENGTH_BITS) - 1)) == length ? 0 : e->rank + 1;
}

/* Keeps the best entries seen so far, in order. */
static size_t keep(const entry **best, size_t count, const entry *e, size_t length)
{
	unsigned rank = rank_of(e, length);
	if (count == CANDIDATES && rank_of(best[count - 1], length) <= rank) {
		return count;
	}
	size_t at = count < CANDIDATES ? count++ : count - 1;
	for (; at && rank_of(best[at - 1], length) > rank; at--) {
		best[at] = best[at - 1];
	}
	best[at] = e;
	return count;
}

onto_concept_id search_meaning(const search *self, onto_concept_id id)
{
	/* The order of codes that other outputs use for one meaning. */
	static const char *const order[] = {"MONDO", "NCBIGene", "MESH"};
	onto_link link;
	size_t count = onto_dictionary_links(self->dictionary, id, order, sizeof order / sizeof *order, &link, 1);
	if (count && link.predicate == ONTO_MATCH_EXACT) {
		onto_concept_id best = onto_dictionary_find(self->dictionary, link.code);
		return best != ONTO_NONE ? best : id;
	}
	const onto_concept_id *all = onto_dictionary_meaning(self->dictionary, id, &count);
	return count ? all[0] : id;
}

static bool is_there(const search *self, const search_hit *hits, size_t count, onto_concept_id id)
{
	for (size_t i = 0; i < count; i++) {
		if (search_meaning(self, hits[i].concept) == search_meaning(self, id)) {
			return true;
		}
	}
	return false;
}

size_t search_find(const search *self, const char *text, size_t length, search_hit *out, size_t most)
{
	const entry *best[CANDIDATES];
	size_t count = 0, found = 0;
	size_t from = bound(self, text, length, false), to = bound(self, text, length, true);
	for (size_t i = from; length && i < to; i++) {
		count = keep(best, count, &self->entries[i], length);
	}
	for (size_t i = 0; i < count && found < most; i++) {
		if (!is_there(self, out, found, best[i]->concept)) {
			out[found++] =
				(search_hit){best[i]->concept, best[i]->name, (onto_scope)(best[i]->rank >> LENGTH_BITS)};
		}
	}
	return found;
}
