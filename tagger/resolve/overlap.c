/* Settles overlaps. Places in order of start form runs that overlap; of each run the longest stay, and what may
 * stay beside them. */
#include "resolve/overlap.h"

#include <stdlib.h>
#include <string.h>

#include "resolve/evidence.h"
#include "resolve/rules.h"

enum { CLAIM_MOST = 128 }; /* bytes; of a longer one only this part claims anything */

static int by_place(const void *a, const void *b)
{
	const chosen *x = a, *y = b;
	if (x->start != y->start) {
		return x->start < y->start ? -1 : 1;
	}
	if (x->end != y->end) {
		return x->end > y->end ? -1 : 1;
	}
	if (x->cost != y->cost) {
		return x->cost < y->cost ? -1 : 1;
	}
	return x->candidate < y->candidate ? -1 : x->candidate > y->candidate;
}

static int by_length(const void *a, const void *b)
{
	const chosen *x = a, *y = b;
	uint32_t x_length = x->end - x->start, y_length = y->end - y->start;
	int broader = overlap_broader_last(x, y);
	if (broader) {
		return broader;
	}
	if (x_length != y_length) {
		return x_length > y_length ? -1 : 1;
	}
	return by_place(a, b);
}

/* Insertion sort for arrays that are short or nearly sorted, as these are; qsort for others. */
static void put_in_order(chosen *items, size_t count, int (*compare)(const void *, const void *))
{
	size_t moves = 0, most = count * 8 + 64;
	for (size_t i = 1; i < count; i++) {
		if (compare(&items[i], &items[i - 1]) >= 0) {
			continue; /* as nearly all are */
		}
		chosen moved = items[i];
		size_t at = i;
		for (; at > 0 && compare(&moved, &items[at - 1]) < 0; at--, moves++) {
			items[at] = items[at - 1];
		}
		items[at] = moved;
		if (moves > most) {
			qsort(items, count, sizeof *items, compare);
			return;
		}
	}
}

/* True where one place is a member of an enumeration that passes over the other, or over a part of it. */
static bool is_member_beside(const candidate *member, const candidate *other)
{
	if (member->skip_from == member->skip_to && !member->skip_cut) {
		return false;
	}
	if (member->first == other->first) {
		bool shares_start = other->skip_from == other->skip_to ? other->end > member->skip_from
		                                                       : other->skip_from == member->skip_from;
		return evidence_are_conjuncts(member, other) || (shares_start && other->end <= member->skip_to);
	}
	return member->skip_from <= other->first && (other->first < member->skip_to || member->skip_cut) &&
	       other->first <= member->skip_to;
}

/* True where a place is counted up from another, or beside it: FGFR1-3. */
static bool is_in_range(const analysis *doc, const chosen *counted, const chosen *other)
{
	const candidate *x = &doc->candidates.items[counted->candidate], *y = &doc->candidates.items[other->candidate];
	return y->end >= x->end - 1 && y->end <= x->end && x->skip_from == x->skip_to && !x->skip_cut &&
	       (doc->readings.items[counted->reading].by & ONTO_BY_COORDINATION);
}

/* True where one place holds the other. */
static bool holds(const chosen *longer, const chosen *shorter)
{
	return longer->start <= shorter->start && shorter->end <= longer->end &&
	       longer->end - longer->start > shorter->end - shorter->start;
}

/* True where two overlapping places may both stay. */
static bool both_stay(const resolver *self, const analysis *doc, const chosen *a, const chosen *b)
{
	/* Members of one enumeration share words: "B- and T-cell leukemia". */
	const candidate *x = &doc->candidates.items[a->candidate], *y = &doc->candidates.items[b->candidate];
	if (RULE(MEMBERS_OVERLAP, is_member_beside(x, y) || is_member_beside(y, x)) ||
	    (x->first == y->first && (is_in_range(doc, a, b) || is_in_range(doc, b, a)))) {
		return true;
	}
	if ((holds(a, b) && self->within[b->type] >> a->type & 1) ||
	    (holds(b, a) && self->within[a->type] >> b->type & 1)) {
		return true;
	}
	switch (self->overlap) {
	case ONTO_ALL: return a->start != b->start || a->end != b->end || a->type != b->type;
	case ONTO_NESTED: return holds(a, b) || holds(b, a);
	case ONTO_ONE_PER_TYPE: return a->type != b->type;
	default: return false;
	}
}

/* An index by first token of the places of a run that stay. A place is compared only with places near it, since a
 * run may be as long as the text. */
static bool index_run(resolver *self, const analysis *doc, size_t from, size_t to, uint32_t *first,
                      uint32_t *widest)
{
	uint32_t end = 0;
	*first = UINT32_MAX;
	*widest = 0;
	for (size_t i = from; i < to; i++) {
		const candidate *c = &doc->candidates.items[self->room.items[i].candidate];
		*first = c->first < *first ? c->first : *first;
		end = c->end > end ? c->end : end;
		*widest = c->end - c->first > *widest ? c->end - c->first : *widest;
	}
	self->heads.count = self->kept_next.count = 0;
	if (!vector_reserve(&self->heads, end - *first + 1) || !vector_reserve(&self->kept_next, to - from)) {
		return false;
	}
	self->heads.count = end - *first + 1;
	memset(self->heads.items, 0, self->heads.count * sizeof *self->heads.items);
	return true;
}

/* True where a place may stay beside those from self->chosen.items[kept] on. */
static bool stays_beside_kept(const resolver *self, const analysis *doc, const chosen *c, size_t kept,
                              uint32_t first, uint32_t widest)
{
	const candidate *place = &doc->candidates.items[c->candidate];
	uint32_t from = place->first - first > widest ? place->first - widest : first;
	for (uint32_t t = from; t < place->end; t++) {
		for (uint32_t k = self->heads.items[t - first]; k; k = self->kept_next.items[k - 1]) {
			const chosen *other = &self->chosen.items[kept + k - 1];
			if (c->end > other->start && other->end > c->start && !both_stay(self, doc, c, other)) {
				return false;
			}
		}
	}
	return true;
}

/* Of a run of overlapping places, [from, to) of room, keeps the longest and what may stay beside it. */
static bool settle_run(resolver *self, const analysis *doc, size_t from, size_t to)
{
	size_t kept = self->chosen.count;
	uint32_t first, widest;
	if (to - from == 1) {
		return vector_push(&self->chosen, self->room.items[from]);
	}
	put_in_order(self->room.items + from, to - from, by_length);
	if (!index_run(self, doc, from, to, &first, &widest)) {
		return false;
	}
	for (size_t i = from; i < to; i++) {
		const chosen *c = &self->room.items[i];
		if (!stays_beside_kept(self, doc, c, kept, first, widest)) {
			continue;
		}
		if (!vector_push(&self->chosen, *c)) {
			return false;
		}
		uint32_t *head = &self->heads.items[doc->candidates.items[c->candidate].first - first];
		self->kept_next.items[self->kept_next.count++] = *head;
		*head = (uint32_t)(self->chosen.count - kept);
	}
	put_in_order(self->chosen.items + kept, self->chosen.count - kept, by_place);
	return true;
}

/* Drops the places that overlap the name of another thing and are no longer than it. Claims and places are in order
 * of their start. */
static void drop_claimed(resolver *self)
{
	size_t kept = 0, next = 0;
	for (size_t i = 0; i < self->room.count; i++) {
		const chosen *c = &self->room.items[i];
		bool claimed = false;
		/* A claim that ends more than the longest of them before the place is done with. */
		while (next < self->claims.count && self->claims.items[next].start + CLAIM_MOST <= c->start) {
			next++;
		}
		for (size_t k = next; k < self->claims.count && self->claims.items[k].start < c->end && !claimed; k++) {
			const claimed_place *other = &self->claims.items[k];
			claimed = other->within ? other->start <= c->start && c->end <= other->end
			                        : other->end > c->start && other->end - other->start >= c->end - c->start;
		}
		if (!claimed) {
			self->room.items[kept++] = *c;
		}
	}
	self->room.count = kept;
}

bool overlap_settle(resolver *self, const analysis *doc)
{
	put_in_order(self->room.items, self->room.count, by_place);
	if (RULE(CLAIMED, self->claims.count > 0)) {
		drop_claimed(self);
	}
	for (size_t from = 0; from < self->room.count;) {
		size_t to = from + 1;
		uint32_t end = self->room.items[from].end;
		while (to < self->room.count && self->room.items[to].start < end) {
			end = self->room.items[to].end > end ? self->room.items[to].end : end;
			to++;
		}
		if (!settle_run(self, doc, from, to)) {
			return false;
		}
		from = to;
	}
	return true;
}
