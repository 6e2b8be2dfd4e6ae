/* The hierarchy of meanings: what lies above and below each.
 *
 *     concepts   MONDO:3 ──child of──▶ MONDO:2            MESH:D2 ──child of──▶ MESH:D1
 *     meanings   {MONDO:3} ──────────▶ {MONDO:2, MESH:D2} ──────────────────▶ {MESH:D1}
 *
 *     starts     [ 0 2 2 5 ... ]           what belongs to meaning i lies from starts[i] to starts[i + 1]
 *     items      [ 7 9 | | 9 12 40 ... ]
 *
 * The ancestors of each meaning are a run of one array, nearest first. Runs overlap, since most of what lies above
 * a meaning lies above its parents too. With a, b, c below one another and d, e below c:
 *
 *     [ c b a ]       d and e: all of it; c: from b on; b: from a on
 *
 * Memory is thus linear for a chain, however long. Where nothing can be shared, the array has a limit. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "dictionary/dictionary.h"

typedef struct ranges {
	uint32_t *starts; /* one more than there are meanings */
	VECTOR(uint32_t) items;
} ranges;

/* The ancestors of a meaning: items [from, from + count). */
typedef struct run {
	uint32_t from, count;
} run;

typedef struct runs {
	run *of; /* by meaning */
	VECTOR(uint32_t) items;
} runs;

struct onto_hierarchy {
	const onto_dictionary *dictionary;
	ranges parents, children; /* meanings during construction, afterwards the concepts that represent them */
	runs ancestors;           /* likewise */
	uint32_t *levels;
	size_t meanings;
};

/* Items for each meaning on average. Real trees have about 15, and share most of them. */
enum { ITEMS_A_MEANING = 256, ITEMS_AT_LEAST = 1 << 20 };

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

static bool take_parents(onto_hierarchy *self)
{
	const onto_dictionary *d = self->dictionary;
	uint32_t *seen = calloc(self->meanings + 1, sizeof *seen); /* 1 + the last meaning that it was a parent of */
	bool good = seen != NULL;
	for (uint32_t m = 0; good && m < self->meanings; m++) {
		seen[m] = m + 1;
		for (uint32_t i = d->meaning_starts.items[m]; good && i < d->meaning_starts.items[m + 1]; i++) {
			const concept *c = &d->concepts.items[d->meaning_members.items[i]];
			for (uint32_t p = c->parents; good && p < c[1].parents; p++) {
				uint32_t above = d->concepts.items[d->parents.items[p]].meaning;
				good = seen[above] == m + 1 || vector_push(&self->parents.items, above);
				seen[above] = m + 1;
			}
		}
		self->parents.starts[m + 1] = (uint32_t)self->parents.items.count;
	}
	free(seen);
	return good;
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

/* ---- ancestors ----------------------------------------------------------------------------------------------- */

/* Makes the runs, each from its far end to its near one; the whole array is reversed in the end. */
typedef struct run_maker {
	onto_hierarchy *self;
	uint32_t *seen;     /* by meaning: 1 + the last meaning that it was found above */
	uint32_t *children; /* by meaning: 1 + the last child whose first parent it is */
	uint32_t *missing;  /* by meaning: parents whose runs are not made yet */
	VECTOR(uint32_t) ready, found;
	size_t most; /* items */
} run_maker;

static bool same_parents(const ranges *parents, uint32_t a, uint32_t b)
{
	uint32_t count = parents->starts[a + 1] - parents->starts[a];
	return count == parents->starts[b + 1] - parents->starts[b] &&
	       memcmp(parents->items.items + parents->starts[a], parents->items.items + parents->starts[b],
	              count * sizeof(uint32_t)) == 0;
}

/* True where all parents of a meaning have one and the same run. */
static bool one_run_above(const onto_hierarchy *self, uint32_t m)
{
	const ranges *parents = &self->parents;
	const run *first = &self->ancestors.of[parents->items.items[parents->starts[m]]];
	for (uint32_t i = parents->starts[m] + 1; i < parents->starts[m + 1]; i++) {
		const run *other = &self->ancestors.of[parents->items.items[i]];
		if (other->count != first->count || (first->count && other->from != first->from)) {
			return false;
		}
	}
	return true;
}

/* The parents of a meaning before the run that they share, which is copied unless it is the last. */
static bool extend_run(run_maker *maker, uint32_t m)
{
	onto_hierarchy *self = maker->self;
	const ranges *parents = &self->parents;
	runs *all = &self->ancestors;
	run above = all->of[parents->items.items[parents->starts[m]]];
	uint32_t own = parents->starts[m + 1] - parents->starts[m];
	if (!vector_reserve(&all->items, above.count + own)) {
		return false;
	}
	if (above.from + above.count != all->items.count) {
		memcpy(all->items.items + all->items.count, all->items.items + above.from,
		       above.count * sizeof *all->items.items);
		above.from = (uint32_t)all->items.count;
		all->items.count += above.count;
	}
	for (uint32_t i = own; i > 0; i--) {
		all->items.items[all->items.count++] = parents->items.items[parents->starts[m] + i - 1];
	}
	all->of[m] = (run){above.from, above.count + own};
	return true;
}

/* Breadth first, which also ends where the trees of two sources form a cycle. */
static bool search_run(run_maker *maker, uint32_t m)
{
	onto_hierarchy *self = maker->self;
	const ranges *parents = &self->parents;
	runs *all = &self->ancestors;
	uint32_t from = m;
	size_t next = 0;
	maker->found.count = 0;
	maker->seen[m] = m + 1;
	for (;;) {
		for (uint32_t i = parents->starts[from]; i < parents->starts[from + 1]; i++) {
			uint32_t above = parents->items.items[i];
			if (maker->seen[above] != m + 1) {
				maker->seen[above] = m + 1;
				if (!vector_push(&maker->found, above)) {
					return false;
				}
			}
		}
		if (next == maker->found.count) {
			break;
		}
		from = maker->found.items[next++];
	}
	if (!vector_reserve(&all->items, maker->found.count)) {
		return false;
	}
	all->of[m] = (run){(uint32_t)all->items.count, (uint32_t)maker->found.count};
	for (size_t i = maker->found.count; i > 0; i--) {
		all->items.items[all->items.count++] = maker->found.items[i - 1];
	}
	return true;
}

/* `complete`: the runs of all parents are made. */
static bool make_run(run_maker *maker, uint32_t m, bool complete)
{
	onto_hierarchy *self = maker->self;
	const ranges *parents = &self->parents;
	if (parents->starts[m] == parents->starts[m + 1]) {
		return true;
	}
	uint32_t *sibling = &maker->children[parents->items.items[parents->starts[m]]];
	if (complete && *sibling && same_parents(parents, *sibling - 1, m)) {
		self->ancestors.of[m] = self->ancestors.of[*sibling - 1];
		return true;
	}
	*sibling = complete ? m + 1 : *sibling;
	return complete && one_run_above(self, m) ? extend_run(maker, m) : search_run(maker, m);
}

/* Makes the runs from the top down, so that a child follows its parent at once; then those in and below a cycle. */
static onto_status make_runs(run_maker *maker, onto_error *error)
{
	const onto_hierarchy *self = maker->self;
	const size_t *count = &self->ancestors.items.count;
	for (uint32_t m = 0; m < self->meanings; m++) {
		maker->missing[m] = self->parents.starts[m + 1] - self->parents.starts[m];
		if (!maker->missing[m]) {
			maker->ready.items[maker->ready.count++] = m;
		}
	}
	while (maker->ready.count) {
		uint32_t m = maker->ready.items[--maker->ready.count];
		if (!make_run(maker, m, true)) {
			return fail_memory(error);
		}
		if (*count > maker->most) {
			break;
		}
		for (uint32_t i = self->children.starts[m]; i < self->children.starts[m + 1]; i++) {
			uint32_t below = self->children.items.items[i];
			if (--maker->missing[below] == 0) {
				maker->ready.items[maker->ready.count++] = below;
			}
		}
	}
	for (uint32_t m = 0; m < self->meanings && *count <= maker->most; m++) {
		if (maker->missing[m] && !make_run(maker, m, false)) {
			return fail_memory(error);
		}
	}
	return *count <= maker->most ? ONTO_OK
	                             : onto_fail(error, ONTO_LIMIT, NULL, 0,
	                                         "the hierarchy is too deep: more than %zu ancestors of %zu meanings",
	                                         maker->most, self->meanings);
}

static void reverse_runs(onto_hierarchy *self)
{
	runs *all = &self->ancestors;
	size_t count = all->items.count;
	for (size_t i = 0; i < count / 2; i++) {
		uint32_t item = all->items.items[i];
		all->items.items[i] = all->items.items[count - 1 - i];
		all->items.items[count - 1 - i] = item;
	}
	for (size_t m = 0; m < self->meanings; m++) {
		all->of[m].from = (uint32_t)(count - all->of[m].from - all->of[m].count);
	}
}

static onto_status take_ancestors(onto_hierarchy *self, onto_error *error)
{
	size_t meanings = self->meanings + 1;
	run_maker maker = {.self = self,
	                   .seen = calloc(meanings, sizeof *maker.seen),
	                   .children = calloc(meanings, sizeof *maker.children),
	                   .missing = calloc(meanings, sizeof *maker.missing),
	                   .most = self->meanings * ITEMS_A_MEANING + ITEMS_AT_LEAST};
	maker.most = maker.most < UINT32_MAX ? maker.most : UINT32_MAX - 1;
	self->ancestors.of = calloc(meanings, sizeof *self->ancestors.of);
	onto_status status = maker.seen && maker.children && maker.missing && self->ancestors.of &&
	                             vector_reserve(&maker.ready, meanings)
	                         ? make_runs(&maker, error)
	                         : fail_memory(error);
	if (status == ONTO_OK) {
		reverse_runs(self);
	}
	free(maker.seen);
	free(maker.children);
	free(maker.missing);
	vector_free(&maker.ready);
	vector_free(&maker.found);
	return status;
}

/* ---- levels -------------------------------------------------------------------------------------------------- */

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

static void to_concepts(const onto_dictionary *d, uint32_t *meanings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		meanings[i] = best_of(d, meanings[i]);
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
	onto_status status = ONTO_OK;
	if (!ranges_start(&self->parents, self->meanings) || !ranges_start(&self->children, self->meanings) ||
	    !take_parents(self) || !take_children(self) || !take_levels(self)) {
		status = fail_memory(error);
	} else {
		status = take_ancestors(self, error);
	}
	if (status != ONTO_OK) {
		onto_hierarchy_free(self);
		return status;
	}
	to_concepts(dictionary, self->parents.items.items, self->parents.items.count);
	to_concepts(dictionary, self->children.items.items, self->children.items.count);
	to_concepts(dictionary, self->ancestors.items.items, self->ancestors.items.count);
	*out = self;
	return ONTO_OK;
}

void onto_hierarchy_free(onto_hierarchy *self)
{
	if (self) {
		ranges_free(&self->parents);
		ranges_free(&self->children);
		vector_free(&self->ancestors.items);
		free(self->ancestors.of);
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
	size_t numbers = 2 * (self->meanings + 2) + self->parents.items.space + self->children.items.space +
	                 self->ancestors.items.space + 3 * (self->meanings + 1);
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
	*count = 0;
	if (!known(self->dictionary, id)) {
		return NULL;
	}
	const run *above = &self->ancestors.of[self->dictionary->concepts.items[id].meaning];
	*count = above->count;
	return above->count ? self->ancestors.items.items + above->from : NULL;
}

/* True where a meaning is an ancestor of meaning `m`. `above`: the concept that represents it. */
static bool has_ancestor(const onto_hierarchy *self, uint32_t m, uint32_t above)
{
	const run *run = &self->ancestors.of[m];
	const uint32_t *items = self->ancestors.items.items + run->from;
	for (uint32_t i = 0; i < run->count; i++) {
		if (items[i] == above) {
			return true;
		}
	}
	return false;
}

bool onto_hierarchy_is_under(const onto_hierarchy *self, onto_concept_id id, onto_concept_id above)
{
	const onto_dictionary *d = self->dictionary;
	if (!known(d, id) || !known(d, above)) {
		return false;
	}
	uint32_t m = d->concepts.items[id].meaning, wanted = d->concepts.items[above].meaning;
	return m == wanted || has_ancestor(self, m, best_of(d, wanted));
}

size_t onto_hierarchy_descendants(const onto_hierarchy *self, onto_concept_id id, onto_concept_id *out,
                                  size_t space)
{
	const onto_dictionary *d = self->dictionary;
	size_t count = 0;
	if (!known(d, id)) {
		return 0;
	}
	uint32_t above = d->concepts.items[id].meaning, best = best_of(d, above);
	for (uint32_t m = 0; m < self->meanings; m++) {
		if (m != above && has_ancestor(self, m, best)) {
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
