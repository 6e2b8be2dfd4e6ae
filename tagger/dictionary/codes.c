/* From a meaning to its codes in the vocabularies that were asked for. */
#include "dictionary/codes.h"

#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/error.h"
#include "dictionary/vocabularies.h"

onto_status codes_start(codes *self, const onto_dictionary *dictionary, const char *const *vocabularies,
                        size_t count, onto_error *error)
{
	*self = (codes){.dictionary = dictionary, .vocabulary_count = count};
	TRY(vocabularies_check(dictionary, vocabularies, count, error));
	self->vocabularies = calloc(count + 1, sizeof *self->vocabularies);
	if (!self->vocabularies) {
		return fail_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		self->vocabularies[i] = arena_text(&self->memory, vocabularies[i], strlen(vocabularies[i]));
		if (!self->vocabularies[i]) {
			return fail_memory(error);
		}
	}
	return ONTO_OK;
}

void codes_free(codes *self)
{
	free(self->made);
	free(self->vocabularies);
	code_vector_free(&self->found);
	arena_free(&self->memory);
	*self = (codes){0};
}

static bool in_vocabulary(const char *code, const char *vocabulary)
{
	if ((code[0] ^ vocabulary[0]) & ~0x20) {
		return false; /* most differ in their first letter */
	}
	size_t length = strlen(vocabulary);
	return ascii_begins_same(code, vocabulary, length) && code[length] == ':';
}

/* The order of codes where no vocabularies were asked for. It does not depend on the order of a dictionary's
 * sources. */
static const char *const usual[] = {"MONDO", "NCBIGene", "MESH", "HP", "DOID"};

/* Codes of these vocabularies are given without being asked for, even where only a cross-reference has them, since
 * concepts are made from them. */
enum { HOME = 3, USUAL = sizeof usual / sizeof *usual };

static bool is_home(const char *code)
{
	size_t i = 0;
	while (i < HOME && !in_vocabulary(code, usual[i])) {
		i++;
	}
	return i < HOME;
}

typedef struct gather {
	codes *self;
	code_vector *found;
	const char *name;
	bool failed;
} gather;

static bool push(code_vector *to, const char *code, onto_provenance provenance)
{
	if (!vector_reserve(&to->provenance, 1) || !vector_push(&to->codes, code)) {
		return false;
	}
	return vector_push(&to->provenance, provenance);
}

static void add(gather *g, const char *code, const char *name, onto_provenance provenance)
{
	for (size_t i = 0; i < g->found->codes.count; i++) {
		if (strcmp(g->found->codes.items[i], code) == 0) {
			return;
		}
	}
	if (!g->found->codes.count) {
		g->name = name;
	}
	g->failed |= !push(g->found, code, provenance);
}

/* Adds the members' own codes, then those that are exactly mapped. `vocabulary` NULL: every vocabulary, and of
 * cross-references only those of home. */
static void add_vocabulary(gather *g, const uint32_t *members, size_t count, const char *vocabulary,
                           onto_predicate predicate)
{
	const onto_dictionary *d = g->self->dictionary;
	for (size_t i = 0; i < count; i++) {
		const concept *c = &d->concepts.items[members[i]];
		const char *code = dictionary_text(d, c->code);
		/* A retired code is given only where the meaning has no current one. */
		bool current = c->standing == ONTO_LIVE || d->concepts.items[members[0]].standing != ONTO_LIVE;
		if (predicate == ONTO_MATCH_EXACT && current && (!vocabulary || in_vocabulary(code, vocabulary))) {
			add(g, code, dictionary_text(d, c->name), (onto_provenance){ONTO_MATCH_EXACT, NULL});
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
			/* A code that is a concept of this dictionary but no member of the meaning stands for another
			 * meaning. */
			other = onto_dictionary_find(d, code);
			if (other == ONTO_NONE || predicate != ONTO_MATCH_EXACT) {
				add(g, code, dictionary_text(d, c->name),
				    (onto_provenance){predicate, dictionary_text(d, c->code)});
			}
		}
	}
}

static const uint32_t *members_of(const onto_dictionary *d, uint32_t meaning, size_t *count)
{
	*count = d->meaning_starts.items[meaning + 1] - d->meaning_starts.items[meaning];
	return d->meaning_members.items + d->meaning_starts.items[meaning];
}

/* Gathers the codes of a meaning, or nothing where it has none in the vocabularies asked for. A vocabulary without
 * a code of the meaning gets the nearest mapped one, marked with its predicate. */
static void gather_codes(gather *g, uint32_t meaning)
{
	static const onto_predicate nearest[] = {ONTO_MATCH_EXACT, ONTO_MATCH_XREF, ONTO_MATCH_CLOSE, ONTO_MATCH_BROAD};
	const codes *self = g->self;
	size_t count;
	const uint32_t *members = members_of(self->dictionary, meaning, &count);
	for (size_t i = 0; i <= HOME && !self->vocabulary_count; i++) {
		add_vocabulary(g, members, count, i < HOME ? usual[i] : NULL, ONTO_MATCH_EXACT);
	}
	for (size_t i = 0; i < self->vocabulary_count; i++) {
		size_t before = g->found->codes.count;
		for (size_t k = 0; k < sizeof nearest / sizeof *nearest && g->found->codes.count == before; k++) {
			add_vocabulary(g, members, count, self->vocabularies[i], nearest[k]);
		}
	}
}

void code_vector_clear(code_vector *self)
{
	self->codes.count = self->provenance.count = 0;
}

void code_vector_free(code_vector *self)
{
	vector_free(&self->codes);
	vector_free(&self->provenance);
}

static onto_predicate nearest_of(const onto_provenance *provenance, size_t count)
{
	onto_predicate nearest = count ? provenance[0].predicate : ONTO_MATCH_EXACT;
	for (size_t i = 1; i < count; i++) {
		nearest = provenance[i].predicate == ONTO_MATCH_EXACT ? ONTO_MATCH_EXACT : nearest;
	}
	return nearest;
}

/* Puts all that is known of a meaning into one block, since it is read together. In the dictionary its codes and
 * name lie as far apart as their concepts. NULL where memory ran out. */
static code_list *keep_together(codes *self, const gather *g)
{
	size_t count = g->found->codes.count, bytes = count * (sizeof(onto_provenance) + sizeof(char *)),
		   name_length = strlen(g->name) + 1;
	for (size_t i = 0; i < count; i++) {
		bytes += strlen(g->found->codes.items[i]) + 1;
	}
	code_list *list = arena_take(&self->memory, sizeof *list + bytes + name_length);
	if (!list) {
		return NULL;
	}
	onto_provenance *provenance = (onto_provenance *)(list + 1);
	const char **kept = (const char **)(provenance + count);
	char *at = (char *)(kept + count);
	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(g->found->codes.items[i]) + 1;
		provenance[i] = g->found->provenance.items[i];
		kept[i] = memcpy(at, g->found->codes.items[i], length);
		at += length;
	}
	const char *name = memcpy(at, g->name, name_length);
	*list = (code_list){kept, provenance, count, name, nearest_of(provenance, count)};
	return list;
}

const code_list *codes_make(codes *self, uint32_t meaning)
{
	const onto_dictionary *d = self->dictionary;
	size_t count;
	const uint32_t *members = members_of(d, meaning, &count);
	gather g = {
		.self = self, .found = &self->found, .name = dictionary_text(d, d->concepts.items[members[0]].name)};
	code_vector_clear(g.found);
	gather_codes(&g, meaning);
	return g.failed ? NULL : keep_together(self, &g);
}

const code_list *codes_of(codes *self, uint32_t meaning)
{
	if (!self->made) {
		self->made = calloc(self->dictionary->meaning_starts.count, sizeof *self->made);
	}
	if (self->made && !self->made[meaning]) {
		self->made[meaning] = codes_make(self, meaning);
	}
	return self->made ? self->made[meaning] : NULL;
}

static bool same_vocabulary(const char *a, const char *b)
{
	while (*a == *b && *a != ':' && *a) {
		a++;
		b++;
	}
	return *a == ':' && *b == ':';
}

/* The rank of a code's vocabulary among those asked for, or in the default order. */
static size_t rank_of(const codes *self, const char *code)
{
	size_t i = 0;
	if (!self->vocabulary_count) {
		while (i < USUAL && !in_vocabulary(code, usual[i])) {
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
	size_t had = into->codes.count;
	for (size_t i = 0; i < from->count; i++) {
		bool known = false;
		for (size_t k = start; k < had && !known; k++) {
			known = same_vocabulary(into->codes.items[k], from->codes[i]);
		}
		if (known) {
			continue;
		}
		if (!push(into, from->codes[i], from->provenance[i])) {
			return false;
		}
		const char **codes = into->codes.items;
		onto_provenance *provenance = into->provenance.items;
		size_t rank = rank_of(self, from->codes[i]);
		for (size_t k = into->codes.count - 1; k > start && rank_of(self, codes[k - 1]) > rank; k--) {
			codes[k] = codes[k - 1];
			codes[k - 1] = from->codes[i];
			provenance[k] = provenance[k - 1];
			provenance[k - 1] = from->provenance[i];
		}
	}
	return true;
}

bool codes_are_first(const codes *self, const char *code)
{
	return self->vocabulary_count && in_vocabulary(code, self->vocabularies[0]);
}
