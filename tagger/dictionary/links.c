/* Names, meaning and codes elsewhere of one concept. */
#include <string.h>

#include "dictionary/dictionary.h"
#include "core/ascii.h"
#include "ontotag_tools.h"

static bool known(const onto_dictionary *d, onto_concept_id id)
{
	return id + (size_t)1 < d->concepts.count;
}

/* The first name of a concept, or of the next concept that has one. Names lie in the order of their concepts. */
size_t dictionary_first_name(const onto_dictionary *d, onto_concept_id id)
{
	size_t low = 0, high = d->names.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (d->names.items[middle].concept < id) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

bool onto_dictionary_name(const onto_dictionary *self, onto_concept_id id, size_t index, onto_name *out)
{
	size_t first = dictionary_first_name(self, id);
	if (!known(self, id) || index >= self->names.count - first || self->names.items[first + index].concept != id) {
		return false;
	}
	const name *n = &self->names.items[first + index];
	*out = (onto_name){
		.text = dictionary_text(self, n->text),
		.source = dictionary_text(self, self->sources.items[n->source].id),
		.scope = (onto_scope)n->scope,
		.policy = n->policy,
	};
	return true;
}

const onto_concept_id *onto_dictionary_meaning(const onto_dictionary *self, onto_concept_id id, size_t *count)
{
	*count = 0;
	if (!known(self, id)) {
		return NULL;
	}
	uint32_t meaning = self->concepts.items[id].meaning, from = self->meaning_starts.items[meaning];
	*count = self->meaning_starts.items[meaning + 1] - from;
	return self->meaning_members.items + from;
}

const onto_concept_id *onto_dictionary_parents(const onto_dictionary *self, onto_concept_id id, size_t *count)
{
	*count = 0;
	if (!known(self, id)) {
		return NULL;
	}
	const concept *c = &self->concepts.items[id];
	*count = c[1].parents - c->parents;
	return *count ? self->parents.items + c->parents : NULL;
}

bool onto_dictionary_xref(const onto_dictionary *self, onto_concept_id id, size_t index, onto_xref *out)
{
	if (!known(self, id)) {
		return false;
	}
	const concept *c = &self->concepts.items[id];
	if (index >= c[1].xrefs - c->xrefs) {
		return false;
	}
	const xref *x = &self->xrefs.items[c->xrefs + index];
	*out = (onto_xref){dictionary_text(self, x->code), (onto_predicate)x->predicate};
	return true;
}

onto_concept_id onto_dictionary_find_mapped(const onto_dictionary *self, const char *code)
{
	for (onto_concept_id id = 0; known(self, id); id++) {
		const concept *c = &self->concepts.items[id];
		for (uint32_t x = c->xrefs; x < c[1].xrefs && c->standing == ONTO_LIVE; x++) {
			if (self->xrefs.items[x].predicate == ONTO_MATCH_EXACT &&
			    ascii_same(dictionary_text(self, self->xrefs.items[x].code), code)) {
				return id;
			}
		}
	}
	return ONTO_NONE;
}

bool dictionary_next_successor(const onto_dictionary *self, const char **list, onto_successor *out)
{
	size_t length = strcspn(*list, "|");
	char code[256];
	*out = (onto_successor){.code = *list, .length = length, .concept = ONTO_NONE};
	*list += length + ((*list)[length] == '|');
	if (length && length < sizeof code) {
		memcpy(code, out->code, length);
		code[length] = '\0';
		out->concept = onto_dictionary_find(self, code);
	}
	if (out->concept != ONTO_NONE) {
		out->name = dictionary_text(self, self->concepts.items[out->concept].name);
	}
	return length > 0;
}

bool onto_dictionary_successor(const onto_dictionary *self, onto_concept_id id, size_t index, onto_successor *out)
{
	if (!known(self, id)) {
		return false;
	}
	const char *list = dictionary_text(self, self->concepts.items[id].successor);
	for (; index && *list; index--) {
		list += strcspn(list, "|");
		list += *list == '|';
	}
	return dictionary_next_successor(self, &list, out);
}

/* ---- codes elsewhere ----------------------------------------------------------------------------------------- */

static bool in_vocabulary(const char *code, const char *vocabulary)
{
	size_t length = strlen(vocabulary);
	return ascii_begins_same(code, vocabulary, length) && code[length] == ':';
}

/* Link number `index` of a meaning: first the concepts' own codes, then the mappings of each. */
static bool link_at(const onto_dictionary *d, onto_concept_id id, const onto_concept_id *members, size_t count,
                    size_t index, onto_link *out)
{
	if (index < count) {
		const char *code = dictionary_text(d, d->concepts.items[members[index]].code);
		*out = (onto_link){code, ONTO_MATCH_EXACT, members[index] == id ? ONTO_NONE : members[index]};
		return true;
	}
	index -= count;
	for (size_t i = 0; i < count; i++) {
		const concept *c = &d->concepts.items[members[i]];
		size_t own = c[1].xrefs - c->xrefs;
		if (index < own) {
			const xref *x = &d->xrefs.items[c->xrefs + index];
			*out = (onto_link){dictionary_text(d, x->code), (onto_predicate)x->predicate, members[i]};
			return true;
		}
		index -= own;
	}
	return false;
}

/* True where an earlier link has the same code and is at least as strong. */
static bool said_before(const onto_dictionary *d, onto_concept_id id, const onto_concept_id *members, size_t count,
                        size_t index, const onto_link *link)
{
	onto_link other;
	for (size_t i = 0; link_at(d, id, members, count, i, &other); i++) {
		bool before = other.predicate < link->predicate || (other.predicate == link->predicate && i < index);
		if (i != index && before && ascii_same(other.code, link->code)) {
			return true;
		}
	}
	return false;
}

/* A retired code is omitted where its meaning has a current one, unless it was asked for itself. */
static bool retired_beside_live(const onto_dictionary *d, const onto_concept_id *members, size_t index,
                                onto_concept_id id)
{
	return members[index] != id && d->concepts.items[members[index]].standing != ONTO_LIVE &&
	       d->concepts.items[members[0]].standing == ONTO_LIVE;
}

size_t onto_dictionary_links(const onto_dictionary *self, onto_concept_id id, const char *const *vocabularies,
                             size_t count, onto_link *out, size_t space)
{
	size_t members, found = 0;
	const onto_concept_id *meaning = onto_dictionary_meaning(self, id, &members);
	for (size_t v = 0; meaning && v < (count ? count : 1); v++) {
		for (onto_predicate p = 0; p < ONTO_PREDICATES; p++) {
			onto_link link;
			for (size_t i = 0; link_at(self, id, meaning, members, i, &link); i++) {
				if (link.predicate != p || (count && !in_vocabulary(link.code, vocabularies[v])) ||
				    (i < members && retired_beside_live(self, meaning, i, id)) ||
				    said_before(self, id, meaning, members, i, &link)) {
					continue;
				}
				if (found < space) {
					out[found] = link;
				}
				found++;
			}
		}
	}
	return found;
}
