/* Joins concepts into meanings: clusters that exact cross-references and replacements join. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/ascii.h"
#include "build/freezer.h"

static uint32_t root_of(freezer *self, uint32_t concept)
{
	uint32_t *above = self->above.items;
	while (above[concept] != concept) {
		above[concept] = above[above[concept]];
		concept = above[concept];
	}
	return concept;
}

static size_t prefix_length(const char *code)
{
	return (size_t)(strchr(code, ':') - code);
}

static bool same_prefix(const char *a, const char *b)
{
	size_t length = prefix_length(a);
	return length == prefix_length(b) && ascii_begins_same(a, b, length);
}

/* Circular lists of the members of each meaning: of all, and of the live ones, which alone keep others out. A chain
 * of replaced codes may be as long as the dictionary. */
typedef struct meaning_list {
	uint32_t *next;
	uint32_t *next_live;
	uint32_t *live; /* by root: a live member, or ONTO_NONE */
} meaning_list;

static void splice(uint32_t *next, uint32_t a, uint32_t b)
{
	uint32_t after = next[a];
	next[a] = next[b];
	next[b] = after;
}

/* True where two meanings have live codes of one vocabulary. */
static bool rival(const freezer *self, const meaning_list *lists, uint32_t x, uint32_t y)
{
	const concept *concepts = self->out->concepts.items;
	uint32_t i = lists->live[x], j = lists->live[y];
	if (i == ONTO_NONE || j == ONTO_NONE) {
		return false;
	}
	do {
		do {
			if (same_prefix(dictionary_text(self->out, concepts[i].code),
			                dictionary_text(self->out, concepts[j].code))) {
				return true;
			}
		} while ((j = lists->next_live[j]) != lists->live[y]);
	} while ((i = lists->next_live[i]) != lists->live[x]);
	return false;
}

/* Joins the meanings of two concepts, unless the result would hold two live codes of one vocabulary. In that case a
 * mapping is less exact than it says. */
static void join(freezer *self, meaning_list *lists, uint32_t a, uint32_t b)
{
	const concept *concepts = self->out->concepts.items;
	uint32_t x = root_of(self, a), y = root_of(self, b);
	if (x == y || concepts[x].type != concepts[y].type || rival(self, lists, x, y)) {
		return;
	}
	uint32_t keep = x < y ? x : y, give = x < y ? y : x;
	self->above.items[give] = keep;
	splice(lists->next, keep, give);
	if (lists->live[keep] == ONTO_NONE) {
		lists->live[keep] = lists->live[give];
	} else if (lists->live[give] != ONTO_NONE) {
		splice(lists->next_live, lists->live[keep], lists->live[give]);
	}
}

/* A bit by the prefix of a code. Most cross-references are into vocabularies without a concept in the
 * dictionary. */
static uint64_t beginning_of(const char *code)
{
	return (uint64_t)1 << (((code[0] | 0x20) * 25 + (code[1] | 0x20) * 5 + (code[2] | 0x20)) & 63);
}

/* Two concepts that a mapping calls the same. */
typedef struct mapped {
	uint32_t one, other;
} mapped;

typedef VECTOR(mapped) mapped_list;

static onto_status find_mapped(freezer *self, mapped_list *list)
{
	onto_dictionary *out = self->out;
	uint64_t beginnings = 0;
	for (size_t i = 0; i + 1 < out->concepts.count; i++) {
		beginnings |= beginning_of(dictionary_text(out, out->concepts.items[i].code));
	}
	for (uint32_t i = 0; i + 1 < out->concepts.count; i++) {
		const concept *c = &out->concepts.items[i];
		for (uint32_t x = c->xrefs; x < c[1].xrefs; x++) {
			const char *code = dictionary_text(out, out->xrefs.items[x].code);
			if (out->xrefs.items[x].predicate != ONTO_MATCH_EXACT || !(beginnings & beginning_of(code))) {
				continue;
			}
			uint32_t other = onto_dictionary_find(out, code);
			if (other != ONTO_NONE && out->concepts.items[other].standing != ONTO_OBSOLETE &&
			    !vector_push(list, ((mapped){i, other}))) {
				return fail_memory(self->error);
			}
		}
	}
	return ONTO_OK;
}

static bool same_name(const onto_dictionary *d, const mapped *m)
{
	return ascii_same(dictionary_text(d, d->concepts.items[m->one].name),
	                  dictionary_text(d, d->concepts.items[m->other].name));
}

static bool lists_start(meaning_list *self, const onto_dictionary *d)
{
	size_t count = d->concepts.count;
	self->next = malloc(count * sizeof *self->next);
	self->next_live = malloc(count * sizeof *self->next_live);
	self->live = malloc(count * sizeof *self->live);
	for (uint32_t i = 0; self->next && self->next_live && self->live && i + 1 < count; i++) {
		self->next[i] = self->next_live[i] = i;
		self->live[i] = d->concepts.items[i].standing == ONTO_LIVE ? i : ONTO_NONE;
	}
	return self->next && self->next_live && self->live;
}

static void lists_free(meaning_list *self)
{
	free(self->next);
	free(self->next_live);
	free(self->live);
}

static int compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

/* Adds the members of the meaning of a root: live ones first, each group in the dictionary's order. */
static onto_status take_members(freezer *self, const meaning_list *lists, uint32_t root)
{
	onto_dictionary *out = self->out;
	uint32_t meaning = (uint32_t)out->meaning_starts.count;
	if (!vector_push(&out->meaning_starts, (uint32_t)out->meaning_members.count)) {
		return fail_memory(self->error);
	}
	for (int live = 1; live >= 0; live--) {
		size_t first = out->meaning_members.count;
		uint32_t at = root;
		do {
			if ((out->concepts.items[at].standing == ONTO_LIVE) == live) {
				out->concepts.items[at].meaning = meaning;
				if (!vector_push(&out->meaning_members, at)) {
					return fail_memory(self->error);
				}
			}
		} while ((at = lists->next[at]) != root);
		size_t count = out->meaning_members.count - first;
		if (count > 1) {
			qsort(out->meaning_members.items + first, count, sizeof(uint32_t), compare_numbers);
		}
	}
	return ONTO_OK;
}

onto_status freeze_meanings(freezer *self)
{
	onto_dictionary *out = self->out;
	size_t count = out->concepts.count - 1;
	meaning_list lists = {0};
	mapped_list pairs = {0};
	onto_status status = ONTO_OK;
	if (!lists_start(&lists, out)) {
		status = fail_memory(self->error);
		goto done;
	}
	TRY_DONE(find_mapped(self, &pairs));
	/* Retired concepts join their successors first. Then come the mappings, those between equal names first, since
	 * of two codes of one vocabulary only the first can join. */
	for (uint32_t i = 0; i < count; i++) {
		const concept *c = &out->concepts.items[i];
		uint32_t other = c->standing == ONTO_REPLACED
		                     ? onto_dictionary_find(out, dictionary_text(out, c->successor))
		                     : ONTO_NONE;
		if (other != ONTO_NONE) {
			join(self, &lists, i, other);
		}
	}
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < pairs.count; i++) {
			const mapped *m = &pairs.items[i];
			if (round || same_name(out, m)) {
				join(self, &lists, m->one, m->other);
			}
		}
	}
	for (uint32_t i = 0; i < count; i++) {
		if (root_of(self, i) == i) {
			TRY_DONE(take_members(self, &lists, i));
		}
	}
	if (!vector_push(&out->meaning_starts, (uint32_t)out->meaning_members.count)) {
		status = fail_memory(self->error);
	}
done:
	vector_free(&pairs);
	lists_free(&lists);
	return status;
}
