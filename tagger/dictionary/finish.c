/* Joins what a builder has gathered.
 *
 *     drop what hangs in the air ▶ refuse cycles ▶ one of each name ▶ settle policies ▶ count */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/error.h"
#include "dictionary/builder.h"
#include "dictionary/policy.h"

/* The source of what is left out when everything is joined. */
static const char joined[] = "(joining)";

enum { ACRONYM_MOST = 5 };

static int rank_of_policy(unsigned policy)
{
	return policy & ONTO_POLICY_FIRST ? 0 : policy & ONTO_POLICY_SETTLE ? 2 : 1;
}

static int compare_names(const void *a, const void *b)
{
	const entry_name *x = *(entry_name *const *)a, *y = *(entry_name *const *)b;
	int order = strcmp(x->text, y->text);
	if (order) {
		return order;
	}
	/* A name given with a policy says more than one without: it was written by hand. Curation says most. */
	int settled = rank_of_policy(x->policy) - rank_of_policy(y->policy);
	if (!settled && x->source != y->source) {
		settled = x->source > y->source ? -1 : 1; /* a later layer corrects an earlier one */
	}
	return settled ? settled : (int)x->scope - (int)y->scope;
}

static int compare_scopes(const void *a, const void *b)
{
	const entry_name *x = *(entry_name *const *)a, *y = *(entry_name *const *)b;
	int order = (int)x->scope - (int)y->scope;
	return order ? order : strcmp(x->text, y->text);
}

typedef VECTOR(entry_name *) name_list;

/* Do the letters of a short form stand in a name, in order, the first of them at its start, and not as a word of it? */
static bool abbreviates(const char *letters, const char *name)
{
	size_t length = strlen(letters);
	const char *at = name;
	if ((*at | 0x20) != *letters || strchr(name, ' ') == NULL) {
		return false;
	}
	for (const char *word = name; word; word = strchr(word, ' ') ? strchr(word, ' ') + 1 : NULL) {
		if (strncasecmp(word, letters, length) == 0) {
			return false;
		}
	}
	for (; *at && *letters; at++) {
		letters += (*at | 0x20) == *letters;
	}
	return !*letters;
}

/* Some releases write acronyms in small letters ("arms" for alveolar rhabdomyosarcoma), where they cannot be told from
 * words. One whose letters run through another name of the concept gets its capitals back. */
static onto_status restore_acronym(onto_builder *self, const char *name, const name_list *names, entry_name *n,
                                   onto_error *error)
{
	size_t length = strlen(n->text);
	if (length < 2 || length > ACRONYM_MOST || strcmp(n->text, name) == 0) {
		return ONTO_OK;
	}
	for (size_t i = 0; i < length; i++) {
		if (n->text[i] < 'a' || n->text[i] > 'z') {
			return ONTO_OK;
		}
	}
	for (size_t i = 0; i < names->count; i++) {
		if (names->items[i] != n && abbreviates(n->text, names->items[i]->text)) {
			char *capitals = arena_text(&self->memory, n->text, length);
			if (!capitals) {
				return fail_memory(error);
			}
			for (size_t k = 0; k < length; k++) {
				capitals[k] = (char)(capitals[k] & ~0x20);
			}
			n->text = capitals;
			return ONTO_OK;
		}
	}
	return ONTO_OK;
}

/* One of each name, the best scope first; every policy settled. `room` is scratch that grows. */
static onto_status finish_names(onto_builder *self, entry *e, name_list *room, onto_error *error)
{
	room->count = 0;
	bool preferred = false;
	for (entry_name *n = e->names; n; n = n->next) {
		preferred |= strcmp(n->text, e->name) == 0;
		if (!vector_push(room, n)) {
			return fail_memory(error);
		}
	}
	if (!preferred && e->standing != ONTO_OBSOLETE) {
		entry_name *n = arena_take(&self->memory, sizeof *n);
		if (!n || !vector_push(room, n)) {
			return fail_memory(error);
		}
		*n = (entry_name){.text = e->name, .source = e->source, .policy = ONTO_POLICY_SETTLE, .scope = ONTO_PREFERRED};
	}
	for (size_t i = 0; i < room->count && e->type == ONTO_DISEASE; i++) {
		TRY(restore_acronym(self, e->name, room, room->items[i], error));
	}
	if (room->count > 1) {
		qsort(room->items, room->count, sizeof *room->items, compare_names);
	}
	size_t kept = 0;
	for (size_t i = 0; i < room->count; i++) {
		entry_name *n = room->items[i];
		if (strcmp(n->text, e->name) == 0) {
			n->scope = ONTO_PREFERRED;
		}
		if (kept && strcmp(room->items[kept - 1]->text, n->text) == 0) {
			entry_name *first = room->items[kept - 1];
			first->scope = n->scope < first->scope ? n->scope : first->scope;
			continue;
		}
		room->items[kept++] = n;
	}
	if (kept > 1) {
		qsort(room->items, kept, sizeof *room->items, compare_scopes);
	}
	e->names = e->last_name = NULL;
	for (size_t i = 0; i < kept; i++) {
		entry_name *n = room->items[i];
		if (n->policy & ONTO_POLICY_SETTLE) {
			unsigned first = n->policy & ONTO_POLICY_FIRST;
			bool symbol = (n->policy & ONTO_POLICY_SYMBOL) == ONTO_POLICY_SYMBOL;
			n->policy = (uint16_t)(policy_settle(n->text, (onto_type)e->type, (onto_scope)n->scope, symbol) | first);
		}
		curation_restrict(self, e, n);
		n->next = NULL;
		*(e->last_name ? &e->last_name->next : &e->names) = n;
		e->last_name = n;
		self->sources.items[n->source].names++;
		TRY(builder_count(self, self->sources.items[n->source].id, NULL, (onto_type)e->type, 0, 1, error));
	}
	return ONTO_OK;
}

/* Drops parents that are not there or there twice. */
static size_t finish_parents(onto_builder *self, entry *e)
{
	size_t dropped = 0;
	entry_parent **link = &e->parents;
	e->last_parent = NULL;
	while (*link) {
		bool twice = false;
		for (entry_parent *p = e->parents; p != *link; p = p->next) {
			twice |= p->entry == (*link)->entry;
		}
		bool missing = !self->entries.items[(*link)->entry].name;
		dropped += missing;
		if (missing || twice) {
			*link = (*link)->next;
		} else {
			e->last_parent = *link;
			link = &(*link)->next;
		}
	}
	return dropped;
}

/* Drops cross-references that say no more than one before them, and gives each pair its strongest predicate. */
static void finish_xrefs(entry *e)
{
	entry_xref **link = &e->xrefs;
	e->last_xref = NULL;
	while (*link) {
		entry_xref *same = e->xrefs;
		while (same != *link && strcmp(same->code, (*link)->code) != 0) {
			same = same->next;
		}
		if (same != *link || strcmp(e->code, (*link)->code) == 0) {
			if (same != *link && (*link)->predicate < same->predicate) {
				same->predicate = (*link)->predicate;
			}
			*link = (*link)->next;
		} else {
			e->last_xref = *link;
			link = &(*link)->next;
		}
	}
}

/* Walks up from one entry without recursion, so that a long chain of parents cannot exhaust the stack. `mark`: 0 not
 * seen, 1 on the way, 2 done. */
typedef struct step {
	size_t entry;
	entry_parent *next;
} step;

typedef VECTOR(step) step_list;

static onto_status refuse_cycle(onto_builder *self, size_t start, step_list *way, onto_error *error)
{
	way->count = 0;
	entry *entries = self->entries.items;
	if (!vector_push(way, ((step){start, entries[start].parents}))) {
		return fail_memory(error);
	}
	entries[start].mark = 1;
	while (way->count) {
		step *top = &way->items[way->count - 1];
		if (!top->next) {
			entries[top->entry].mark = 2;
			way->count--;
			continue;
		}
		size_t parent = top->next->entry;
		top->next = top->next->next;
		if (entries[parent].mark == 1) {
			char cycle[400] = "";
			size_t used = 0, from = way->count;
			while (from > 0 && way->items[--from].entry != parent) {
			}
			for (size_t i = from; i < way->count && used < sizeof cycle - 80; i++) {
				used += (size_t)snprintf(cycle + used, sizeof cycle - used, "%.60s is a ",
				                         entries[way->items[i].entry].code);
			}
			return onto_fail(error, ONTO_DAMAGED, self->sources.items[entries[parent].source].id, 0,
			                 "a cycle of parents: %s%s%.60s", cycle, from + 6 < way->count ? "... " : "",
			                 entries[parent].code);
		}
		if (entries[parent].mark == 0) {
			entries[parent].mark = 1;
			if (!vector_push(way, ((step){parent, entries[parent].parents}))) {
				return fail_memory(error);
			}
		}
	}
	return ONTO_OK;
}

static bool has_prefix(const entry *e, const char *prefix)
{
	return e->name && strncmp(e->code, prefix, strlen(prefix)) == 0;
}

/* A MeSH supplementary record that has become a descriptor stays about in files that still name it. The descriptor of its name
 * and type has replaced it. */
static onto_status retire_supplementary(onto_builder *self, onto_error *error)
{
	table descriptors = {0};
	onto_status status = ONTO_OK;
	size_t retired = 0;
	for (size_t i = 0; i < self->entries.count && status == ONTO_OK; i++) {
		const entry *e = &self->entries.items[i];
		if (has_prefix(e, "MESH:D") && e->standing == ONTO_LIVE) {
			const char *key = builder_small_letters(self, e->name);
			bool kept = key && (table_find(&descriptors, key, strlen(key)) || table_add(&descriptors, key, strlen(key), i));
			status = kept ? ONTO_OK : fail_memory(error);
		}
	}
	for (size_t i = 0; i < self->entries.count && status == ONTO_OK && descriptors.entries; i++) {
		entry *e = &self->entries.items[i];
		if (!has_prefix(e, "MESH:C") || e->standing != ONTO_LIVE) {
			continue;
		}
		const char *key = builder_small_letters(self, e->name);
		table_entry *found = key ? table_find(&descriptors, key, strlen(key)) : NULL;
		if (!key) {
			status = fail_memory(error);
		} else if (found && self->entries.items[found->value].type == e->type) {
			e->standing = ONTO_REPLACED;
			e->successor = self->entries.items[found->value].code;
			retired++;
		}
	}
	table_free(&descriptors);
	return status == ONTO_OK && retired
		       ? builder_count(self, joined, "supplementary record that is a descriptor now (kept, as replaced)", ONTO_DISEASE, retired, 0, error)
		       : status;
}

onto_status onto_builder_finish(onto_builder *self, onto_error *error)
{
	if (self->finished) {
		return ONTO_OK;
	}
	if (self->refused) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "the builder was refused when it was finished");
	}
	self->refused = true;
	name_list names = {0};
	step_list way = {0};
	onto_status status = ONTO_OK;
	size_t names_without = 0, parents_without = 0, xrefs_without = 0;
	TRY_DONE(retire_supplementary(self, error));
	for (size_t i = 0; i < self->entries.count; i++) {
		entry *e = &self->entries.items[i];
		if (!e->name) {
			for (entry_name *n = e->names; n; n = n->next) {
				names_without++;
			}
			for (entry_xref *x = e->xrefs; x; x = x->next) {
				xrefs_without++;
			}
			continue;
		}
		parents_without += finish_parents(self, e);
		curation_correct(self, e);
		finish_xrefs(e);
		TRY_DONE(finish_names(self, e, &names, error));
		self->sources.items[e->source].concepts++;
		TRY_DONE(builder_count(self, self->sources.items[e->source].id, NULL, (onto_type)e->type, 1, 0, error));
	}
	for (size_t i = 0; i < self->entries.count; i++) {
		if (self->entries.items[i].name && self->entries.items[i].mark == 0) {
			TRY_DONE(refuse_cycle(self, i, &way, error));
		}
	}
	if (names_without) {
		TRY_DONE(builder_count(self, joined, "name of a concept that is not here", ONTO_DISEASE, names_without, 0, error));
	}
	if (parents_without) {
		TRY_DONE(builder_count(self, joined, "parent that is not here", ONTO_DISEASE, parents_without, 0, error));
	}
	if (xrefs_without) {
		TRY_DONE(builder_count(self, joined, "cross-reference of a concept that is not here", ONTO_DISEASE, xrefs_without, 0,
		               error));
	}
	self->finished = true;
	self->refused = false;
done:
	vector_free(&names);
	vector_free(&way);
	return status;
}
