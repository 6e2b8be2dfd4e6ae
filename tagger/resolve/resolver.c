/* The memory of the resolver. */
#include "resolve/resolver.h"

#include <stdlib.h>
#include <string.h>

void resolver_free(resolver *self)
{
	vector_free(&self->chosen);
	vector_free(&self->room);
	vector_free(&self->read);
	vector_free(&self->claims);
	vector_free(&self->heads);
	vector_free(&self->kept_next);
	vector_free(&self->known);
	free(self->weighed);
}

const meaning_state *resolver_learn(const resolver *self, const reading *r)
{
	static const char genes[] = "NCBIGene:";
	meaning_state *known = &self->known.items[r->cluster_slot];
	known->codes = codes_make(self->codes, r->meaning);
	if (!known->codes) {
		return NULL;
	}
	known->coded = known->codes->count;
	known->exact = known->codes->predicate == ONTO_MATCH_EXACT;
	known->broader = known->codes->predicate == ONTO_MATCH_BROAD;
	for (size_t i = 0; i < known->codes->count; i++) {
		known->gene |= strncmp(known->codes->codes[i], genes, sizeof genes - 1) == 0;
	}
	return known;
}

bool resolver_begin(resolver *self)
{
	size_t count = (size_t)self->cache->cluster_slots + 1;
	self->animals = ANIMALS_UNKNOWN;
	if (count > self->known.count) {
		size_t new = count - self->known.count;
		if (!vector_reserve(&self->known, new)) {
			return false;
		}
		memset(self->known.items + self->known.count, 0, new * sizeof *self->known.items);
		self->known.count = count;
	}
	if (++self->document_number == 0) {
		for (size_t i = 0; i < count; i++) {
			self->known.items[i].supported_in = 0;
		}
		self->document_number = 1;
	}
	return true;
}
