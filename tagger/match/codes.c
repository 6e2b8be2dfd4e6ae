#include "match/codes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool codes_start(codes *self, const onto_dictionary *dictionary, const char *const *vocabularies, size_t count)
{
	*self = (codes){.dictionary = dictionary, .vocabulary_count = count};
	self->made = calloc(dictionary->meaning_starts.count, sizeof *self->made);
	self->vocabularies = calloc(count + 1, sizeof *self->vocabularies);
	if (!self->made || !self->vocabularies) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		self->vocabularies[i] = arena_text(&self->memory, vocabularies[i], strlen(vocabularies[i]));
		if (!self->vocabularies[i]) {
			return false;
		}
	}
	return true;
}

void codes_free(codes *self)
{
	free(self->made);
	free(self->vocabularies);
	arena_free(&self->memory);
	*self = (codes){0};
}

static bool in_vocabulary(const char *code, const char *vocabulary)
{
	size_t length = strlen(vocabulary);
	return strncasecmp(code, vocabulary, length) == 0 && code[length] == ':';
}

/* Vocabularies whose codes are given unasked when only a cross-reference holds them: those that concepts are made from. */
static bool is_home(const char *code)
{
	return in_vocabulary(code, "MONDO") || in_vocabulary(code, "MESH") || in_vocabulary(code, "NCBIGene");
}

typedef struct gather {
	codes *self;
	code_vector found;
	const char *name;
	bool failed;
} gather;

static void add(gather *g, const char *code, const char *name)
{
	for (size_t i = 0; i < g->found.count; i++) {
		if (strcmp(g->found.items[i], code) == 0) {
			return;
		}
	}
	if (!g->found.count) {
		g->name = name;
	}
	g->failed |= !vector_push(&g->found, code);
}

/* The members' own codes, then those that they are exactly the same as. `vocabulary` NULL: every one, and of the
 * cross-references those of home. */
static void add_vocabulary(gather *g, const uint32_t *members, size_t count, const char *vocabulary,
                           onto_predicate predicate)
{
	const onto_dictionary *d = g->self->dictionary;
	for (size_t i = 0; i < count; i++) {
		const concept *c = &d->concepts.items[members[i]];
		const char *code = dictionary_text(d, c->code);
		/* A retired code is given only where nothing current stands for it. */
		bool current = c->standing == ONTO_LIVE || d->concepts.items[members[0]].standing != ONTO_LIVE;
		if (predicate == ONTO_MATCH_EXACT && current && (!vocabulary || in_vocabulary(code, vocabulary))) {
			add(g, code, dictionary_text(d, c->name));
		}
	}
	for (size_t i = 0; i < count; i++) {
		const concept *c = &d->concepts.items[members[i]];
		for (uint32_t x = c->xrefs; x < c[1].xrefs; x++) {
			const char *code = dictionary_text(d, d->xrefs.items[x].code);
			uint32_t other;
			if (d->xrefs.items[x].predicate != (uint32_t)predicate ||
			    !(vocabulary ? in_vocabulary(code, vocabulary) : is_home(code))) {
				continue;
			}
			/* A code that is a concept here and yet no member stands for another meaning. */
			other = onto_dictionary_find(d, code);
			if (other == ONTO_NONE || predicate != ONTO_MATCH_EXACT) {
				add(g, code, dictionary_text(d, c->name));
			}
		}
	}
}

static const uint32_t *members_of(const onto_dictionary *d, uint32_t meaning, size_t *count)
{
	*count = d->meaning_starts.items[meaning + 1] - d->meaning_starts.items[meaning];
	return d->meaning_members.items + d->meaning_starts.items[meaning];
}

/* Gathers codes that stand so to a meaning; nothing where there are none in the vocabularies asked for. */
static void gather_codes(gather *g, uint32_t meaning, onto_predicate predicate)
{
	const codes *self = g->self;
	size_t count;
	const uint32_t *members = members_of(self->dictionary, meaning, &count);
	if (!self->vocabulary_count && predicate == ONTO_MATCH_EXACT) {
		add_vocabulary(g, members, count, NULL, predicate);
	}
	for (size_t i = 0; i < self->vocabulary_count; i++) {
		add_vocabulary(g, members, count, self->vocabularies[i], predicate);
	}
}

/* Does every word of one name stand in another? Words are runs of anything but spaces and commas, case aside. */
static bool words_within(const char *part, const char *whole)
{
	while (*(part += strspn(part, " ,"))) {
		size_t length = strcspn(part, " ,");
		bool found = false;
		for (const char *at = whole; !found && *(at += strspn(at, " ,")); at += strcspn(at, " ,")) {
			found = strcspn(at, " ,") == length && strncasecmp(at, part, length) == 0;
		}
		if (!found) {
			return false;
		}
		part += length;
	}
	return true;
}

enum { LEVELS_UP = 3, ABOVE_MOST = 64 };

/* The nearest concept above whose name is a part of this meaning's, and which has codes; gathers them. */
static void gather_broader(gather *g, uint32_t meaning, const char **via)
{
	const onto_dictionary *d = g->self->dictionary;
	uint32_t level[ABOVE_MOST];
	size_t count, from = 0;
	const uint32_t *members = members_of(d, meaning, &count);
	const char *name = dictionary_text(d, d->concepts.items[members[0]].name);
	count = count < ABOVE_MOST ? count : ABOVE_MOST;
	memcpy(level, members, count * sizeof *level);
	for (int up = 0; up < LEVELS_UP && !g->found.count; up++) {
		size_t end = count;
		for (; from < end && !g->found.count; from++) {
			const concept *c = &d->concepts.items[level[from]];
			for (uint32_t p = c->parents; p < c[1].parents && !g->found.count; p++) {
				const concept *above = &d->concepts.items[d->parents.items[p]];
				if (words_within(dictionary_text(d, above->name), name)) {
					gather_codes(g, above->meaning, ONTO_MATCH_EXACT);
					*via = dictionary_text(d, above->code);
				}
				if (count < ABOVE_MOST) {
					level[count++] = d->parents.items[p];
				}
			}
		}
	}
}

const code_list *codes_of(codes *self, uint32_t meaning)
{
	code_list *list = &self->made[meaning];
	if (list->name) {
		return list;
	}
	const onto_dictionary *d = self->dictionary;
	size_t count;
	const uint32_t *members = members_of(d, meaning, &count);
	gather g = {.self = self, .name = dictionary_text(d, d->concepts.items[members[0]].name)};
	const char *via = NULL;
	onto_predicate predicate = ONTO_MATCH_EXACT;
	gather_codes(&g, meaning, predicate);
	/* What is cross-referenced to it stands in, the nearest way of standing first; never without saying so. */
	static const onto_predicate ways[] = {ONTO_MATCH_XREF, ONTO_MATCH_CLOSE, ONTO_MATCH_BROAD};
	for (size_t i = 0; i < sizeof ways / sizeof *ways && !g.found.count && self->vocabulary_count; i++) {
		predicate = ways[i];
		gather_codes(&g, meaning, predicate);
		via = g.found.count ? dictionary_text(d, d->concepts.items[members[0]].code) : NULL;
	}
	if (!g.found.count && self->broader) {
		predicate = ONTO_MATCH_BROAD;
		gather_broader(&g, meaning, &via);
	}
	const char **kept = arena_take(&self->memory, (g.found.count + 1) * sizeof *kept);
	if (kept && !g.failed) {
		if (g.found.count) {
			memcpy(kept, g.found.items, g.found.count * sizeof *kept);
		}
		*list = (code_list){kept, g.found.count, g.name, via, predicate};
	}
	vector_free(&g.found);
	return list->name ? list : NULL;
}

static size_t prefix_length(const char *code)
{
	return (size_t)(strchr(code, ':') - code);
}

static bool same_vocabulary(const char *a, const char *b)
{
	size_t length = prefix_length(a);
	return length == prefix_length(b) && memcmp(a, b, length) == 0;
}

/* Where a code's vocabulary stands in what was asked for, or in the usual order. */
static size_t rank_of(const codes *self, const char *code)
{
	static const char *const usual[] = {"MONDO", "MESH", "NCBIGene", "HP", "DOID"};
	size_t i = 0;
	if (!self->vocabulary_count) {
		while (i < sizeof usual / sizeof *usual && !in_vocabulary(code, usual[i])) {
			i++;
		}
		return i;
	}
	while (i < self->vocabulary_count && !in_vocabulary(code, self->vocabularies[i])) {
		i++;
	}
	return i;
}

bool codes_merge(const codes *self, code_vector *into, size_t start, const code_list *from)
{
	size_t had = into->count;
	for (size_t i = 0; i < from->count; i++) {
		bool known = false;
		for (size_t k = start; k < had && !known; k++) {
			known = same_vocabulary(into->items[k], from->codes[i]);
		}
		if (known) {
			continue;
		}
		if (!vector_push(into, from->codes[i])) {
			return false;
		}
		for (size_t k = into->count - 1; k > start; k--) {
			if (rank_of(self, into->items[k - 1]) <= rank_of(self, into->items[k])) {
				break;
			}
			const char *moved = into->items[k];
			into->items[k] = into->items[k - 1];
			into->items[k - 1] = moved;
		}
	}
	return true;
}

bool codes_are_first(const codes *self, const char *code)
{
	return self->vocabulary_count && in_vocabulary(code, self->vocabularies[0]);
}
