/* Queries on a frozen dictionary. */
#include "dictionary/dictionary.h"
#include "core/ascii.h"
#include "ontotag_tools.h"

#include <stdlib.h>
#include <string.h>

static void free_arrays(onto_dictionary *self)
{
	vector_free(&self->text);
	vector_free(&self->sources);
	vector_free(&self->concepts);
	vector_free(&self->names);
	vector_free(&self->parents);
	vector_free(&self->xrefs);
	vector_free(&self->meaning_starts);
	vector_free(&self->meaning_members);
	vector_free(&self->code_slots);
	lexicon_free(&self->lexicon);
	trie_free(&self->trie);
	vector_free(&self->terminals);
	vector_free(&self->terminal_words);
}

void *dictionary_share(const onto_dictionary *self, enum shared which, void *thing, void (*release)(void *thing))
{
	/* The arrays of a dictionary never change, so all have it as const. This alone is filled in later. */
	shared_thing *shared = &((onto_dictionary *)self)->shared[which];
	void *none = NULL;
	atomic_store(&shared->release, release);
	if (atomic_compare_exchange_strong(&shared->thing, &none, thing)) {
		return thing;
	}
	release(thing);
	return none;
}

static void release_shared(onto_dictionary *self)
{
	for (size_t i = 0; i < SHARED; i++) {
		void *thing = atomic_load(&self->shared[i].thing);
		void (*release)(void *) = atomic_load(&self->shared[i].release);
		if (thing) {
			release(thing);
		}
	}
}

void onto_dictionary_free(onto_dictionary *self)
{
	if (self) {
		release_shared(self);
		if (!self->borrowed) {
			free_arrays(self);
		}
		if (self->release) {
			self->release(self->mapping, self->mapping_length);
		}
		free(self);
	}
}

uint32_t dictionary_code_hash(const char *code)
{
	uint32_t hash = 2166136261u;
	for (; *code; code++) {
		hash = (hash ^ ((unsigned char)*code | 0x20)) * 16777619u;
	}
	return hash ^ hash >> 15;
}

onto_concept_id onto_dictionary_find(const onto_dictionary *self, const char *code)
{
	size_t mask = self->code_slots.count - 1;
	for (size_t slot = dictionary_code_hash(code) & mask; self->code_slots.items[slot]; slot = (slot + 1) & mask) {
		uint32_t number = self->code_slots.items[slot] - 1;
		if (ascii_same(dictionary_text(self, self->concepts.items[number].code), code)) {
			return number;
		}
	}
	return ONTO_NONE;
}

bool onto_dictionary_concept(const onto_dictionary *self, onto_concept_id id, onto_concept *out)
{
	if (id + (size_t)1 >= self->concepts.count) {
		return false;
	}
	const concept *c = &self->concepts.items[id];
	*out = (onto_concept){
		.code = dictionary_text(self, c->code),
		.name = dictionary_text(self, c->name),
		.source = dictionary_text(self, self->sources.items[c->source].id),
		.successor = dictionary_text(self, c->successor),
		.type = (onto_type)c->type,
		.also = c->also,
		.standing = (onto_standing)c->standing,
	};
	return true;
}

bool onto_dictionary_source(const onto_dictionary *self, size_t index, onto_source *out, size_t *concepts,
                            size_t *names)
{
	if (index >= self->sources.count) {
		return false;
	}
	const source *s = &self->sources.items[index];
	*out = (onto_source){
		.id = dictionary_text(self, s->id),
		.title = dictionary_text(self, s->title),
		.version = dictionary_text(self, s->version),
		.licence = dictionary_text(self, s->licence),
	};
	*concepts = s->concepts;
	*names = s->names;
	return true;
}

/* Counts a concept, or a name of it, for each of its types. */
static void count_types(const concept *c, size_t counts[ONTO_TYPES_MAX])
{
	for (unsigned left = 1u << c->type | c->also; left; left &= left - 1) {
		counts[__builtin_ctz(left)]++;
	}
}

void onto_dictionary_info(const onto_dictionary *self, onto_info *out)
{
	*out = (onto_info){
		.concepts = self->concepts.count - 1,
		.names = self->names.count,
		.meanings = self->meaning_starts.count - 1,
		.words = self->lexicon.words.count - 1,
		.edges = self->trie.count,
		.sources = self->sources.count,
	};
	for (size_t i = 0; i + 1 < self->concepts.count; i++) {
		count_types(&self->concepts.items[i], out->concepts_of_type);
	}
	for (size_t i = 0; i < self->names.count; i++) {
		count_types(&self->concepts.items[self->names.items[i].concept], out->names_of_type);
	}
#define BYTES(v) ((v).count * sizeof *(v).items)
	out->bytes = sizeof *self + BYTES(self->text) + BYTES(self->sources) + BYTES(self->concepts) +
	             BYTES(self->names) + BYTES(self->parents) + BYTES(self->xrefs) + BYTES(self->meaning_starts) +
	             BYTES(self->meaning_members) + BYTES(self->code_slots) + BYTES(self->lexicon.words) +
	             BYTES(self->lexicon.text) + self->lexicon.slot_count * sizeof *self->lexicon.slots +
	             BYTES(self->trie.nodes) + BYTES(self->terminals) + BYTES(self->terminal_words);
#undef BYTES
}
