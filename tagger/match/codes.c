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
static void add_vocabulary(gather *g, const uint32_t *members, size_t count, const char *vocabulary)
{
	const onto_dictionary *d = g->self->dictionary;
	for (size_t i = 0; i < count; i++) {
		const concept *c = &d->concepts.items[members[i]];
		const char *code = dictionary_text(d, c->code);
		/* A retired code is given only where nothing current stands for it. */
		bool current = c->standing == ONTO_LIVE || d->concepts.items[members[0]].standing != ONTO_LIVE;
		if (current && (!vocabulary || in_vocabulary(code, vocabulary))) {
			add(g, code, dictionary_text(d, c->name));
		}
	}
	for (size_t i = 0; i < count; i++) {
		const concept *c = &d->concepts.items[members[i]];
		for (uint32_t x = c->xrefs; x < c[1].xrefs; x++) {
			const char *code = dictionary_text(d, d->xrefs.items[x].code);
			uint32_t other;
			if (d->xrefs.items[x].predicate != ONTO_MATCH_EXACT ||
			    !(vocabulary ? in_vocabulary(code, vocabulary) : is_home(code))) {
				continue;
			}
			/* A code that is a concept here and yet no member stands for another meaning. */
			other = onto_dictionary_find(d, code);
			if (other == ONTO_NONE) {
				add(g, code, dictionary_text(d, c->name));
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
	const uint32_t *members = d->meaning_members.items + d->meaning_starts.items[meaning];
	size_t count = d->meaning_starts.items[meaning + 1] - d->meaning_starts.items[meaning];
	gather g = {.self = self, .name = dictionary_text(d, d->concepts.items[members[0]].name)};
	if (!self->vocabulary_count) {
		add_vocabulary(&g, members, count, NULL);
	}
	for (size_t i = 0; i < self->vocabulary_count; i++) {
		add_vocabulary(&g, members, count, self->vocabularies[i]);
	}
	const char **kept = arena_take(&self->memory, (g.found.count + 1) * sizeof *kept);
	if (kept && !g.failed) {
		if (g.found.count) {
			memcpy(kept, g.found.items, g.found.count * sizeof *kept);
		}
		*list = (code_list){kept, g.found.count, g.name};
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

/* Where a code's vocabulary stands in what was asked for. */
static size_t rank_of(const codes *self, const char *code)
{
	size_t i = 0;
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
		for (size_t k = into->count - 1; self->vocabulary_count && k > start; k--) {
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
