/* Counts of documents by concept. */
#include "command/concept_counts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A document with more concepts than this has a list in it; its pairs say little, and would be too many. */
enum { PAIRED_MOST = 256 };

/* The number of a concept, which is added if it is new. SIZE_MAX where memory ran out. */
static size_t concept_of(concept_counts *self, const char *code, const char *name, onto_type type)
{
	size_t before = self->codes.count;
	size_t number = string_index_add(&self->codes, code, strlen(code));
	if (number == SIZE_MAX || number < before) {
		return number;
	}
	concept_count *more = pool_grown(self->concepts, number, &self->room, sizeof *more);
	const char *copy = pool_copy(&self->names, name, strlen(name));
	if (!more || !copy) {
		return SIZE_MAX;
	}
	self->concepts = more;
	more[number] = (concept_count){.code = self->codes.texts[number], .name = copy, .type = type};
	return number;
}

/* Looks up what lies above a concept, once. False where memory ran out. */
static bool find_above(concept_counts *self, size_t number)
{
	size_t count = 0;
	self->concepts[number].is_known = true;
	if (!self->hierarchy) {
		return true;
	}
	onto_concept_id id = onto_dictionary_find(self->dictionary, self->concepts[number].code);
	const onto_concept_id *above = onto_hierarchy_ancestors(self->hierarchy, id, &count);
	uint32_t *numbers = count ? malloc(count * sizeof *numbers) : NULL;
	size_t kept = 0;
	if (count && !numbers) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		onto_concept c;
		if (!onto_dictionary_concept(self->dictionary, above[i], &c)) {
			continue;
		}
		size_t other = concept_of(self, c.code, c.name, c.type);
		if (other == SIZE_MAX) {
			free(numbers);
			return false;
		}
		numbers[kept++] = (uint32_t)other;
	}
	self->concepts[number].above = numbers;
	self->concepts[number].above_count = kept;
	return true;
}

static void count(const concept_counts *self, counter *c)
{
	if (c->last != self->documents) {
		c->last = self->documents;
		c->documents++;
	}
}

bool counts_mention(concept_counts *self, const char *code, const char *name, onto_type type, unsigned said)
{
	size_t number = concept_of(self, code, name, type);
	if (number == SIZE_MAX || (!self->concepts[number].is_known && !find_above(self, number))) {
		return false;
	}
	concept_count *c = &self->concepts[number];
	bool first = c->counters[COUNT_WITH].last != self->documents;
	c->mentions++;
	for (size_t i = 0; i < ONTO_SAID; i++) {
		if (said & 1u << i) {
			count(self, &c->counters[i]);
		}
	}
	count(self, &c->counters[COUNT_WITH]);
	count(self, &c->counters[COUNT_UNDER]);
	for (size_t i = 0; first && i < c->above_count; i++) {
		count(self, &self->concepts[c->above[i]].counters[COUNT_UNDER]);
	}
	if (!self->with_pairs || !first) {
		return true;
	}
	uint32_t *more = pool_grown(self->present, self->present_count, &self->present_room, sizeof *more);
	if (!more) {
		return false;
	}
	self->present = more;
	more[self->present_count++] = (uint32_t)number;
	return true;
}

/* ---- pairs --------------------------------------------------------------------------------------------------- */

static size_t slot_of(const pair_count *pairs, size_t room, uint32_t first, uint32_t second)
{
	uint64_t hash = ((uint64_t)first << 32 | second) * 0x9e3779b97f4a7c15u;
	size_t at = (size_t)(hash >> 32) & (room - 1);
	while (pairs[at].documents && (pairs[at].first != first || pairs[at].second != second)) {
		at = (at + 1) & (room - 1);
	}
	return at;
}

static bool grow_pairs(concept_counts *self)
{
	enum { FIRST = 1 << 12 };
	if ((self->pair_count + 1) * 2 <= self->pair_room) {
		return true;
	}
	size_t room = self->pair_room ? self->pair_room * 2 : FIRST;
	pair_count *pairs = calloc(room, sizeof *pairs);
	if (!pairs) {
		return false;
	}
	for (size_t i = 0; i < self->pair_room; i++) {
		const pair_count *p = &self->pairs[i];
		if (p->documents) {
			pairs[slot_of(pairs, room, p->first, p->second)] = *p;
		}
	}
	free(self->pairs);
	self->pairs = pairs;
	self->pair_room = room;
	return true;
}

static bool add_pair(concept_counts *self, uint32_t a, uint32_t b)
{
	if (!grow_pairs(self)) {
		return false;
	}
	uint32_t first = a < b ? a : b, second = a < b ? b : a;
	pair_count *p = &self->pairs[slot_of(self->pairs, self->pair_room, first, second)];
	self->pair_count += !p->documents;
	*p = (pair_count){first, second, p->documents + 1};
	return true;
}

bool counts_end(concept_counts *self)
{
	size_t most = self->present_count < PAIRED_MOST ? self->present_count : PAIRED_MOST;
	self->crowded += self->present_count > PAIRED_MOST;
	for (size_t i = 0; i < most; i++) {
		for (size_t j = 0; j < i; j++) {
			if (!add_pair(self, self->present[i], self->present[j])) {
				return false;
			}
		}
	}
	self->present_count = 0;
	return true;
}

bool counts_document(concept_counts *self)
{
	bool ended = counts_end(self);
	self->documents++;
	return ended;
}

size_t counts_of(const concept_count *concept, size_t counter)
{
	return concept->counters[counter].documents;
}

/* k·log(k/expected), which is 0 for no document. */
static double part(double k, double row, double column, double total)
{
	return k > 0 ? k * log(k * total / (row * column)) : 0;
}

double pair_likelihood(const concept_counts *self, const pair_count *pair)
{
	double n = self->documents, both = pair->documents;
	double a = (double)counts_of(&self->concepts[pair->first], COUNT_WITH);
	double b = (double)counts_of(&self->concepts[pair->second], COUNT_WITH);
	double sum = part(both, a, b, n) + part(a - both, a, n - b, n) + part(b - both, n - a, b, n) +
	             part(n - a - b + both, n - a, n - b, n);
	return (both * n < a * b ? -2 : 2) * sum;
}

void counts_free(concept_counts *self)
{
	for (size_t i = 0; i < self->codes.count && self->concepts; i++) {
		free(self->concepts[i].above);
	}
	string_index_free(&self->codes);
	pool_free(&self->names);
	free(self->concepts);
	free(self->present);
	free(self->pairs);
}
