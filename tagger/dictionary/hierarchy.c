/* The hierarchy of meanings: what lies above and below each.
 *
 *     concepts   MONDO:3 ──child of──▶ MONDO:2            MESH:D2 ──child of──▶ MESH:D1
 *     meanings   {MONDO:3} ──────────▶ {MONDO:2, MESH:D2} ──────────────────▶ {MESH:D1}
 *
 *     starts     [ 0 2 2 5 ... ]           what belongs to meaning i lies from starts[i] to starts[i + 1]
 *     items      [ 7 9 | | 9 12 40 ... ]
 *
 * The ancestors of each meaning are stored twice: nearest first, for display, and sorted, for search. They are
 * gathered breadth first from each meaning, which also terminates where the trees of two sources form a cycle. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/error.h"
#include "dictionary/dictionary.h"

typedef struct ranges {
	uint32_t *starts; /* one more than there are meanings */
	VECTOR(uint32_t) items;
} ranges;

struct onto_hierarchy {
	const onto_dictionary *dictionary;
	ranges parents, children; /* meanings during construction, afterwards the concepts that represent them */
	ranges ancestors;         /* concepts, nearest first */
	uint32_t *sorted;         /* meanings, in the ranges of `ancestors` */
	uint32_t *levels;
	size_t meanings;
};

static bool known(const onto_dictionary *d, onto_concept_id id)
{
	return id + (size_t)1 < d->concepts.count;
}

/* The concept that represents a meaning. */
static uint32_t best_of(const onto_dictionary *d, uint32_t meaning)
{
	return d->meaning_members.items[d->meaning_starts.items[meaning]];
}

/* ---- construction -------------------------------------------------------------------------------------------- */

static bool ranges_start(ranges *self, size_t meanings)
{
	self->starts = calloc(meanings + 2, sizeof *self->starts);
	return self->starts != NULL;
}

static void ranges_free(ranges *self)
{
	free(self->starts);
	vector_free(&self->items);
}

/* Appends `value` to the range under construction unless it is in it. False where memory ran out. */
static bool add_once(ranges *self, uint32_t from, uint32_t value)
{
	for (size_t i = from; i < self->items.count; i++) {
		if (self->items.items[i] == value) {
			return true;
		}
	}
	return vector_push(&self->items, value);
}

static bool take_parents(onto_hierarchy *self)
{
	const onto_dictionary *d = self->dictionary;
	for (uint32_t m = 0; m < self->meanings; m++) {
		uint32_t from = (uint32_t)self->parents.items.count;
		for (uint32_t i = d->meaning_starts.items[m]; i < d->meaning_starts.items[m + 1]; i++) {
			const concept *c = &d->concepts.items[d->meaning_members.items[i]];
			for (uint32_t p = c->parents; p < c[1].parents; p++) {
				uint32_t above = d->concepts.items[d->parents.items[p]].meaning;
				if (above != m && !add_once(&self->parents, from, above)) {
					return false;
				}
			}
		}
		self->parents.starts[m + 1] = (uint32_t)self->parents.items.count;
	}
	return true;
}

/* Inverts the parents by counting. */
static bool take_children(onto_hierarchy *self)
{
	const ranges *parents = &self->parents;
	uint32_t *starts = self->children.starts;
	size_t count = parents->items.count;
	if (!vector_reserve(&self->children.items, count)) {
		return false;
	}
	self->children.items.count = count;
	for (size_t i = 0; i < count; i++) {
		starts[parents->items.items[i] + 2]++;
	}
	for (size_t m = 0; m < self->meanings; m++) {
		starts[m + 1] += starts[m];
	}
	for (uint32_t m = 0; m < self->meanings; m++) {
		for (uint32_t i = parents->starts[m]; i < parents->starts[m + 1]; i++) {
			self->children.items.items[starts[parents->items.items[i] + 1]++] = m;
		}
	}
	return true;
}

static int compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

/* Appends what is above meaning `m`, nearest first. `seen`: for each meaning, 1 + the last meaning that it was
 * found above. */
static bool add_ancestors(onto_hierarchy *self, uint32_t m, uint32_t *seen)
{
	ranges *ancestors = &self->ancestors;
	const ranges *parents = &self->parents;
	size_t next = ancestors->items.count;
	uint32_t from = m;
	seen[m] = m + 1;
	for (;;) {
		for (uint32_t i = parents->starts[from]; i < parents->starts[from + 1]; i++) {
			uint32_t above = parents->items.items[i];
			if (seen[above] != m + 1) {
				seen[above] = m + 1;
				if (!vector_push(&ancestors->items, above)) {
					return false;
				}
			}
		}
		if (next == ancestors->items.count) {
			ancestors->starts[m + 1] = (uint32_t)next;
			return next < UINT32_MAX;
		}
		from = ancestors->items.items[next++];
	}
}

static bool take_ancestors(onto_hierarchy *self)
{
	uint32_t *seen = calloc(self->meanings + 1, sizeof *seen);
	bool good = seen != NULL;
	for (uint32_t m = 0; good && m < self->meanings; m++) {
		good = add_ancestors(self, m, seen);
	}
	free(seen);
	size_t count = self->ancestors.items.count;
	self->sorted = good ? malloc((count + 1) * sizeof *self->sorted) : NULL;
	if (!self->sorted) {
		return false;
	}
	if (count) {
		memcpy(self->sorted, self->ancestors.items.items, count * sizeof *self->sorted);
	}
	for (size_t m = 0; m < self->meanings; m++) {
		uint32_t from = self->ancestors.starts[m], length = self->ancestors.starts[m + 1] - from;
		if (length > 1) {
			qsort(self->sorted + from, length, sizeof *self->sorted, compare_numbers);
		}
	}
	return true;
}

/* Sets levels breadth first from meanings without parents. A cycle without anything above it stays at 0. */
static bool take_levels(onto_hierarchy *self)
{
	VECTOR(uint32_t) queue = {0};
	bool good = vector_reserve(&queue, self->meanings + 1);
	self->levels = calloc(self->meanings + 1, sizeof *self->levels);
	good = good && self->levels;
	for (uint32_t m = 0; good && m < self->meanings; m++) {
		if (self->parents.starts[m] == self->parents.starts[m + 1]) {
			queue.items[queue.count++] = m;
		}
	}
	for (size_t next = 0; next < queue.count; next++) {
		uint32_t m = queue.items[next];
		for (uint32_t i = self->children.starts[m]; i < self->children.starts[m + 1]; i++) {
			uint32_t below = self->children.items.items[i];
			/* Roots are at 0 and have no parents, so any other meaning at 0 was not reached yet. */
			if (!self->levels[below]) {
				self->levels[below] = self->levels[m] + 1;
				queue.items[queue.count++] = below;
			}
		}
	}
	vector_free(&queue);
	return good;
}

static void to_concepts(const onto_dictionary *d, ranges *ranges)
{
	for (size_t i = 0; i < ranges->items.count; i++) {
		ranges->items.items[i] = best_of(d, ranges->items.items[i]);
	}
}

onto_status onto_hierarchy_new(const onto_dictionary *dictionary, onto_hierarchy **out, onto_error *error)
{
	*out = NULL;
	onto_hierarchy *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->dictionary = dictionary;
	self->meanings = dictionary->meaning_starts.count - 1;
	if (!ranges_start(&self->parents, self->meanings) || !ranges_start(&self->children, self->meanings) ||
	    !ranges_start(&self->ancestors, self->meanings) || !take_parents(self) || !take_children(self) ||
	    !take_ancestors(self) || !take_levels(self)) {
		onto_hierarchy_free(self);
		return fail_memory(error);
	}
	to_concepts(dictionary, &self->parents);
	to_concepts(dictionary, &self->children);
	to_concepts(dictionary, &self->ancestors);
	*out = self;
	return ONTO_OK;
}

void onto_hierarchy_free(onto_hierarchy *self)
{
	if (self) {
		ranges_free(&self->parents);
		ranges_free(&self->children);
		ranges_free(&self->ancestors);
		free(self->sorted);
		free(self->levels);
		free(self);
	}
}

/* ---- queries ------------------------------------------------------------------------------------------------- */

const onto_dictionary *onto_hierarchy_dictionary(const onto_hierarchy *self)
{
	return self->dictionary;
}

size_t onto_hierarchy_bytes(const onto_hierarchy *self)
{
	size_t numbers = 3 * (self->meanings + 2) + self->parents.items.space + self->children.items.space +
	                 self->ancestors.items.space + self->ancestors.items.count + 1 + self->meanings + 1;
	return sizeof *self + numbers * sizeof(uint32_t);
}

static const onto_concept_id *range_of(const onto_hierarchy *self, const ranges *ranges, onto_concept_id id,
                                       size_t *count)
{
	*count = 0;
	if (!known(self->dictionary, id)) {
		return NULL;
	}
	uint32_t meaning = self->dictionary->concepts.items[id].meaning, from = ranges->starts[meaning];
	*count = ranges->starts[meaning + 1] - from;
	return *count ? ranges->items.items + from : NULL;
}

const onto_concept_id *onto_hierarchy_parents(const onto_hierarchy *self, onto_concept_id id, size_t *count)
{
	return range_of(self, &self->parents, id, count);
}

const onto_concept_id *onto_hierarchy_children(const onto_hierarchy *self, onto_concept_id id, size_t *count)
{
	return range_of(self, &self->children, id, count);
}

const onto_concept_id *onto_hierarchy_ancestors(const onto_hierarchy *self, onto_concept_id id, size_t *count)
{
	return range_of(self, &self->ancestors, id, count);
}

/* True where meaning `above` is an ancestor of meaning `m`. */
static bool has_ancestor(const onto_hierarchy *self, uint32_t m, uint32_t above)
{
	uint32_t low = self->ancestors.starts[m], high = self->ancestors.starts[m + 1], end = high;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (self->sorted[middle] < above) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < end && self->sorted[low] == above;
}

bool onto_hierarchy_is_under(const onto_hierarchy *self, onto_concept_id id, onto_concept_id above)
{
	const onto_dictionary *d = self->dictionary;
	if (!known(d, id) || !known(d, above)) {
		return false;
	}
	uint32_t m = d->concepts.items[id].meaning, wanted = d->concepts.items[above].meaning;
	return m == wanted || has_ancestor(self, m, wanted);
}

size_t onto_hierarchy_descendants(const onto_hierarchy *self, onto_concept_id id, onto_concept_id *out,
                                  size_t space)
{
	const onto_dictionary *d = self->dictionary;
	size_t count = 0;
	if (!known(d, id)) {
		return 0;
	}
	uint32_t above = d->concepts.items[id].meaning;
	for (uint32_t m = 0; m < self->meanings; m++) {
		if (m != above && has_ancestor(self, m, above)) {
			if (count < space) {
				out[count] = best_of(d, m);
			}
			count++;
		}
	}
	return count;
}

unsigned onto_hierarchy_level(const onto_hierarchy *self, onto_concept_id id)
{
	return known(self->dictionary, id) ? self->levels[self->dictionary->concepts.items[id].meaning] : 0;
}

onto_concept_id onto_hierarchy_roll_up(const onto_hierarchy *self, onto_concept_id id,
                                       const onto_concept_id *targets, size_t count)
{
	const concept *concepts = self->dictionary->concepts.items;
	size_t above, best = SIZE_MAX;
	onto_concept_id found = ONTO_NONE;
	const onto_concept_id *ancestors = onto_hierarchy_ancestors(self, id, &above);
	for (size_t t = 0; t < count; t++) {
		if (!onto_hierarchy_is_under(self, id, targets[t])) {
			continue;
		}
		uint32_t wanted = concepts[targets[t]].meaning;
		size_t at = 0; /* 0: the concept itself; else 1 + its index among the ancestors */
		if (concepts[id].meaning != wanted) {
			while (concepts[ancestors[at++]].meaning != wanted) {
			}
		}
		if (at < best) {
			best = at;
			found = targets[t];
		}
	}
	return found;
}

onto_concept_id onto_hierarchy_roll_up_to_level(const onto_hierarchy *self, onto_concept_id id, unsigned level)
{
	size_t count;
	const onto_concept_id *ancestors = onto_hierarchy_ancestors(self, id, &count);
	if (!known(self->dictionary, id)) {
		return ONTO_NONE;
	}
	if (onto_hierarchy_level(self, id) == level) {
		return id;
	}
	for (size_t i = 0; i < count; i++) {
		if (onto_hierarchy_level(self, ancestors[i]) == level) {
			return ancestors[i];
		}
	}
	return ONTO_NONE;
}
