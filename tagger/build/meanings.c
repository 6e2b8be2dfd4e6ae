/* Joins concepts into meanings: clusters that exact cross-references and replacements join. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/error.h"
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
	return length == prefix_length(b) && memcmp(a, b, length) == 0;
}

/* Joins the meanings of two concepts, unless the result would hold two live codes of one vocabulary. In that case a
 * mapping is less exact than it says. */
typedef struct meaning_list {
	uint32_t *next; /* circular list of the members of a meaning */
} meaning_list;

static void join(freezer *self, meaning_list *lists, uint32_t a, uint32_t b)
{
	const concept *concepts = self->out->concepts.items;
	uint32_t x = root_of(self, a), y = root_of(self, b);
	if (x == y || concepts[x].type != concepts[y].type) {
		return;
	}
	uint32_t i = x;
	do {
		uint32_t j = y;
		do {
			if (concepts[i].standing == ONTO_LIVE && concepts[j].standing == ONTO_LIVE &&
			    same_prefix(dictionary_text(self->out, concepts[i].code),
			                dictionary_text(self->out, concepts[j].code))) {
				return;
			}
		} while ((j = lists->next[j]) != y);
	} while ((i = lists->next[i]) != x);
	uint32_t keep = x < y ? x : y, give = x < y ? y : x;
	self->above.items[give] = keep;
	uint32_t next = lists->next[keep];
	lists->next[keep] = lists->next[give];
	lists->next[give] = next;
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
	return strcasecmp(dictionary_text(d, d->concepts.items[m->one].name),
	                  dictionary_text(d, d->concepts.items[m->other].name)) == 0;
}

onto_status freeze_meanings(freezer *self)
{
	onto_dictionary *out = self->out;
	size_t count = out->concepts.count - 1;
	meaning_list lists = {.next = malloc((count + 1) * sizeof *lists.next)};
	mapped_list pairs = {0};
	onto_status status = ONTO_OK;
	if (!lists.next) {
		return fail_memory(self->error);
	}
	TRY_DONE(find_mapped(self, &pairs));
	for (uint32_t i = 0; i < count; i++) {
		lists.next[i] = i;
	}
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
		if (root_of(self, i) != i) {
			continue;
		}
		uint32_t meaning = (uint32_t)out->meaning_starts.count;
		if (!vector_push(&out->meaning_starts, (uint32_t)out->meaning_members.count)) {
			status = fail_memory(self->error);
			goto done;
		}
		/* Orders the members: live ones first, each group in the dictionary's order. The list is short, so each
		 * next member is searched. */
		for (int live = 1; live >= 0; live--) {
			uint32_t last = ONTO_NONE;
			for (;;) {
				uint32_t best = ONTO_NONE, at = i;
				do {
					bool is_live = out->concepts.items[at].standing == ONTO_LIVE;
					if (is_live == live && (last == ONTO_NONE || at > last) && at < best) {
						best = at;
					}
				} while ((at = lists.next[at]) != i);
				if (best == ONTO_NONE) {
					break;
				}
				last = best;
				out->concepts.items[best].meaning = meaning;
				if (!vector_push(&out->meaning_members, best)) {
					status = fail_memory(self->error);
					goto done;
				}
			}
		}
	}
	if (!vector_push(&out->meaning_starts, (uint32_t)out->meaning_members.count)) {
		status = fail_memory(self->error);
	}
done:
	vector_free(&pairs);
	free(lists.next);
	return status;
}
