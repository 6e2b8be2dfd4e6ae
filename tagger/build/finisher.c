/* Joins what a builder has collected.
 *
 *     drop items whose concept was never defined ▶ reject cycles ▶ remove duplicate names ▶ settle policies ▶
 *     weaken mappings that names speak against ▶ count */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/ascii.h"
#include "core/hash.h"
#include "build/builder.h"
#include "build/mismatches.h"
#include "build/policy.h"

/* The source of what is left out while joining. */
static const char joined[] = "(joining)";

enum { ACRONYM_MOST = 5 };

/* A name while those of its entry are sorted. */
typedef struct spelt {
	const char *text;
	uint32_t number; /* its number in the builder */
	uint16_t policy, source;
	uint8_t scope;
} spelt;

/* A position in the walk over an entry's parents. */
typedef struct step {
	size_t entry;
	uint32_t next;  /* parent */
	uint32_t taken; /* the parent that leads to the next step */
} step;

/* In place of the parent of a link that was cut. */
static const uint32_t CUT = UINT32_MAX;

/* A cross-reference while those of its entry are sorted. */
typedef struct target {
	const char *code;
	uint32_t number; /* its number in the builder */
} target;

enum { STAMPS = 1 << 12 };

typedef struct finisher {
	onto_builder *builder;
	VECTOR(spelt) room;
	VECTOR(step) path;
	VECTOR(target) targets;
	VECTOR(uint32_t) children; /* by entry: the last entry whose parent it was, + 1 */
	VECTOR(size_t) taken;      /* by source and type: index into the counts + 1 */
	uint32_t stamps[STAMPS];   /* by hash of a name: the last entry with such a name, + 1 */
	size_t names_without, parents_without, xrefs_without, cut;
	size_t names_told, xrefs_told; /* of them, those that arrived while somebody wanted to be told */
	uint32_t first_without; /* text: the first code that names or cross-references are for and no source has */
	onto_error *error;
} finisher;

/* ---- counting ------------------------------------------------------------------------------------------------ */

static onto_status count_left_out(finisher *self, const char *reason, size_t number)
{
	if (number) {
		onto_count *c = builder_count(self->builder, joined, reason, ONTO_DISEASE);
		if (!c) {
			return fail_memory(self->error);
		}
		c->concepts += number;
	}
	return ONTO_OK;
}

/* The count of what a source gave of a type. A view until the next call. NULL where memory ran out. */
static onto_count *count_of(finisher *self, uint32_t source, unsigned type)
{
	onto_builder *b = self->builder;
	size_t *index = &self->taken.items[source * TYPE_COUNT + type];
	if (!*index) {
		onto_count *c = builder_count(b, b->sources.items[source].id, NULL, (onto_type)type);
		*index = c ? (size_t)(c - b->counts.items) + 1 : 0;
	}
	return *index ? &b->counts.items[*index - 1] : NULL;
}

/* ---- names --------------------------------------------------------------------------------------------------- */

static int rank_of_policy(unsigned policy)
{
	return policy & ONTO_POLICY_FIRST ? 0 : policy & ONTO_POLICY_SETTLE ? 2 : 1;
}

static int compare_names(const void *a, const void *b)
{
	const spelt *x = a, *y = b;
	int order = strcmp(x->text, y->text);
	if (order) {
		return order;
	}
	/* A policy in a row was chosen by hand and outranks none. That of curation outranks all. */
	int settled = rank_of_policy(x->policy) - rank_of_policy(y->policy);
	if (!settled && x->source != y->source) {
		settled = x->source > y->source ? -1 : 1; /* a later layer corrects an earlier one */
	}
	if (!settled && x->scope != y->scope) {
		settled = (int)x->scope - (int)y->scope;
	}
	int number = x->number < y->number ? -1 : x->number > y->number;
	/* Of two rows of curation the later one decides: those of readers lie behind the learned ones. */
	bool curated = x->policy & y->policy & ONTO_POLICY_FIRST;
	return settled ? settled : curated ? -number : number;
}

static int compare_scopes(const void *a, const void *b)
{
	const spelt *x = a, *y = b;
	int order = (int)x->scope - (int)y->scope;
	return order ? order : strcmp(x->text, y->text);
}

/* True where the letters of a short form occur in a name in order, the first at its start, and the short form is no
 * word of the name. */
static bool abbreviates(const char *letters, const char *name)
{
	size_t length = strlen(letters);
	const char *at = name;
	if ((*at | 0x20) != *letters || strchr(name, ' ') == NULL) {
		return false;
	}
	for (const char *word = name; word; word = strchr(word, ' ') ? strchr(word, ' ') + 1 : NULL) {
		if (ascii_begins_same(word, letters, length)) {
			return false;
		}
	}
	for (; *at && *letters; at++) {
		letters += (*at | 0x20) == *letters;
	}
	return !*letters;
}

/* Some releases write acronyms in small letters ("arms" for alveolar rhabdomyosarcoma), where they look like words.
 * An acronym whose letters run through another name of the concept is capitalized in place, since nothing else
 * refers to its text. */
static void restore_acronym(onto_builder *self, const entry *e, entry_name *n)
{
	char *text = self->text.items + n->text;
	size_t length = 0;
	while (length <= ACRONYM_MOST && text[length] >= 'a' && text[length] <= 'z') {
		length++;
	}
	if (length < 2 || length > ACRONYM_MOST || text[length] || n->text == e->name ||
	    strcmp(text, builder_text(self, e->name)) == 0) {
		return;
	}
	bool abbreviated = e->standing != ONTO_OBSOLETE && abbreviates(text, builder_text(self, e->name));
	for (uint32_t other = e->names; other && !abbreviated; other = self->names.items[other].next) {
		abbreviated =
			&self->names.items[other] != n && abbreviates(text, builder_text(self, self->names.items[other].text));
	}
	for (size_t i = 0; i < length && abbreviated; i++) {
		text[i] = (char)(text[i] & ~0x20);
	}
}

/* True where the names of an entry are in their final form already: sorted, without duplicates, with the concept's
 * own name as the preferred one. Files that ontotag wrote are so. May be false for such a list, never true for
 * another. */
static bool are_finished(finisher *self, const entry *e, uint32_t stamp)
{
	const onto_builder *b = self->builder;
	const char *own = builder_text(b, e->name), *before = NULL;
	uint8_t scope = 0;
	bool preferred = false;
	for (uint32_t number = e->names; number; number = b->names.items[number].next) {
		const entry_name *n = &b->names.items[number];
		const char *text = builder_text(b, n->text);
		if (n->text == e->name || strcmp(text, own) == 0) {
			if (n->scope != ONTO_PREFERRED) {
				return false;
			}
			preferred = true;
		}
		if (before && (n->scope < scope || (n->scope == scope && strcmp(before, text) >= 0))) {
			return false;
		}
		uint32_t *seen = &self->stamps[hash_of(text, strlen(text)) % STAMPS];
		if (*seen == stamp) {
			return false;
		}
		*seen = stamp;
		before = text;
		scope = n->scope;
	}
	return preferred;
}

/* Removes duplicate names and leaves the one of the best scope first. */
static onto_status sort_names(finisher *self, entry *e)
{
	onto_builder *b = self->builder;
	const char *own = builder_text(b, e->name);
	bool preferred = false;
	self->room.count = 0;
	for (uint32_t number = e->names; number; number = b->names.items[number].next) {
		const entry_name *n = &b->names.items[number];
		spelt s = {builder_text(b, n->text), number, n->policy, n->source, n->scope};
		preferred |= strcmp(s.text, own) == 0;
		if (!vector_push(&self->room, s)) {
			return fail_memory(self->error);
		}
	}
	if (!preferred) {
		spelt s = {own, (uint32_t)b->names.count, ONTO_POLICY_SETTLE, e->source, ONTO_PREFERRED};
		entry_name n = {.text = e->name, .source = s.source, .policy = s.policy, .scope = s.scope};
		if (b->names.count >= UINT32_MAX || !vector_push(&self->room, s) || !vector_push(&b->names, n)) {
			return fail_memory(self->error);
		}
	}
	spelt *items = self->room.items;
	size_t count = self->room.count, kept = 0;
	if (count > 1) {
		qsort(items, count, sizeof *items, compare_names);
	}
	for (size_t i = 0; i < count; i++) {
		if (strcmp(items[i].text, own) == 0) {
			items[i].scope = ONTO_PREFERRED;
		}
		if (kept && strcmp(items[kept - 1].text, items[i].text) == 0) {
			spelt *first = &items[kept - 1];
			first->scope = items[i].scope < first->scope ? items[i].scope : first->scope;
			continue;
		}
		items[kept++] = items[i];
	}
	if (kept > 1) {
		qsort(items, kept, sizeof *items, compare_scopes);
	}
	e->names = kept ? items[0].number : 0;
	for (size_t i = 0; i < kept; i++) {
		entry_name *n = &b->names.items[items[i].number];
		n->scope = items[i].scope;
		n->next = i + 1 < kept ? items[i + 1].number : 0;
		e->last_name = items[i].number;
	}
	return ONTO_OK;
}

static bool is_gene(const char *code)
{
	return strncmp(code, "NCBIGene:", strlen("NCBIGene:")) == 0;
}

static onto_status finish_names(finisher *self, entry *e, uint32_t stamp)
{
	onto_builder *b = self->builder;
	for (uint32_t number = type_like(e->type) == ONTO_DISEASE ? e->names : 0; number;
	     number = b->names.items[number].next) {
		restore_acronym(b, e, &b->names.items[number]);
	}
	if (!are_finished(self, e, stamp)) {
		TRY(sort_names(self, e));
	}
	for (uint32_t number = e->names; number; number = b->names.items[number].next) {
		entry_name *n = &b->names.items[number];
		if (n->policy & ONTO_POLICY_SETTLE) {
			unsigned given = (n->policy & ONTO_POLICY_FIRST) | (e->generic ? ONTO_POLICY_GENERIC : 0);
			bool symbol = (n->policy & ONTO_POLICY_SYMBOL) == ONTO_POLICY_SYMBOL;
			unsigned policy =
				policy_settle(builder_text(b, n->text), (onto_type)e->type, (onto_scope)n->scope, symbol);
			if (n->scope == ONTO_RELATED && is_gene(builder_text(b, e->code))) {
				policy = policy_of_designation(builder_text(b, n->text), policy);
			}
			n->policy = (uint16_t)(policy | given);
		}
		n->policy =
			(uint16_t)curation_policy(&b->curation, (onto_type)e->type, builder_text(b, n->text), n->policy);
		onto_count *count = count_of(self, n->source, e->type);
		if (!count) {
			return fail_memory(self->error);
		}
		count->names++;
		b->sources.items[n->source].names++;
	}
	return ONTO_OK;
}

/* ---- parents and cross-references ---------------------------------------------------------------------------- */

/* Drops parents that are undefined or duplicates. `child`: the number of the entry, from 1. */
static void finish_parents(finisher *self, entry *e, uint32_t child)
{
	entry_parent *parents = self->builder->parents.items;
	uint32_t *link = &e->parents;
	e->last_parent = 0;
	while (*link) {
		uint32_t parent = parents[*link].entry;
		bool twice = self->children.items[parent] == child, missing = !self->builder->entries.items[parent].name;
		self->children.items[parent] = child;
		self->parents_without += missing;
		if (missing || twice) {
			*link = parents[*link].next;
		} else {
			e->last_parent = *link;
			link = &parents[*link].next;
		}
	}
}

static int compare_targets(const void *a, const void *b)
{
	const target *x = a, *y = b;
	int order = ascii_compare(x->code, y->code);
	return order ? order : x->number < y->number ? -1 : x->number > y->number;
}

/* The cross-references of an entry in the order of their codes, those of one code in the order of arrival. */
static onto_status sort_targets(finisher *self, const entry *e)
{
	const onto_builder *b = self->builder;
	self->targets.count = 0;
	for (uint32_t x = e->xrefs; x; x = b->xrefs.items[x].next) {
		if (!vector_push(&self->targets, ((target){builder_text(b, b->xrefs.items[x].code), x}))) {
			return fail_memory(self->error);
		}
	}
	if (self->targets.count > 1) {
		qsort(self->targets.items, self->targets.count, sizeof *self->targets.items, compare_targets);
	}
	return ONTO_OK;
}

/* Drops duplicate cross-references and gives each pair its strongest predicate. */
static onto_status finish_xrefs(finisher *self, entry *e)
{
	entry_xref *xrefs = self->builder->xrefs.items;
	const char *own = builder_text(self->builder, e->code);
	TRY(sort_targets(self, e));
	for (size_t i = 0, first = 0; i < self->targets.count; i++) {
		const target *t = &self->targets.items[i];
		entry_xref *here = &xrefs[t->number], *kept = &xrefs[self->targets.items[first].number];
		if (i && ascii_same(t->code, self->targets.items[first].code)) {
			kept->predicate = here->predicate < kept->predicate ? here->predicate : kept->predicate;
			here->code = 0;
		} else {
			first = i;
			here->code = ascii_same(t->code, own) ? 0 : here->code;
		}
	}
	e->last_xref = 0;
	for (uint32_t *link = &e->xrefs; *link;) {
		if (!xrefs[*link].code) {
			*link = xrefs[*link].next;
		} else {
			e->last_xref = *link;
			link = &xrefs[*link].next;
		}
	}
	return ONTO_OK;
}

/* ---- mappings ------------------------------------------------------------------------------------------------ */

static onto_predicate inverse_of(unsigned predicate)
{
	return predicate == ONTO_MATCH_NARROW  ? ONTO_MATCH_BROAD
	       : predicate == ONTO_MATCH_BROAD ? ONTO_MATCH_NARROW
	                                       : (onto_predicate)predicate;
}

/* The mappings of a code that is no concept become those of their other ends. What is none either is counted. */
static onto_status turn_mappings(finisher *self, size_t index)
{
	onto_builder *b = self->builder;
	for (uint32_t x = b->entries.items[index].xrefs; x; x = b->xrefs.items[x].next) {
		entry_xref xref = b->xrefs.items[x];
		size_t other = builder_find(b, builder_text(b, xref.code));
		if (!xref.mapping) {
			continue;
		}
		if (other != SIZE_MAX && b->entries.items[other].name) {
			entry *e = &b->entries.items[other];
			entry_xref turned = {.code = b->entries.items[index].code,
			                     .source = xref.source,
			                     .predicate = (uint8_t)inverse_of(xref.predicate)};
			if (b->xrefs.count >= UINT32_MAX || !vector_reserve(&b->xrefs, 1)) {
				return fail_memory(self->error);
			}
			uint32_t number = (uint32_t)b->xrefs.count++;
			b->xrefs.items[number] = turned;
			*(e->last_xref ? &b->xrefs.items[e->last_xref].next : &e->xrefs) = number;
			e->last_xref = number;
			continue;
		}
		onto_count *c =
			builder_count(b, b->sources.items[xref.source].id, "mapping of codes that no source has", ONTO_DISEASE);
		if (!c) {
			return fail_memory(self->error);
		}
		c->concepts++;
	}
	return ONTO_OK;
}

/* ---- cycles -------------------------------------------------------------------------------------------------- */

/* "A:1 is a A:2 is a ... A:1", of the entries on the path from `from` on. */
static void say_cycle(const finisher *self, size_t from, char out[400])
{
	const onto_builder *b = self->builder;
	size_t used = 0, room = 400;
	out[0] = '\0';
	for (size_t i = from; i < self->path.count && used < room - 160; i++) {
		used += (size_t)snprintf(out + used, room - used, "%.60s is a ",
		                         builder_text(b, b->entries.items[self->path.items[i].entry].code));
	}
	snprintf(out + used, room - used, "%s%.60s", from + 6 < self->path.count ? "... " : "",
	         builder_text(b, b->entries.items[self->path.items[from].entry].code));
}

/* Cuts the link of a cycle that arrived last, and goes back to the entry that had it. */
static void cut_cycle(finisher *self, size_t from, const char *cycle)
{
	onto_builder *b = self->builder;
	step *path = self->path.items;
	size_t weakest = from;
	for (size_t i = from; i < self->path.count; i++) {
		weakest = path[i].taken > path[weakest].taken ? i : weakest;
	}
	entry_parent *link = &b->parents.items[path[weakest].taken];
	builder_tell(self->builder, "a cycle of parents: %s; cut: %.60s is a %.60s", cycle,
	             builder_text(b, b->entries.items[path[weakest].entry].code),
	             builder_text(b, b->entries.items[link->entry].code));
	link->entry = CUT;
	self->cut++;
	for (size_t i = weakest + 1; i < self->path.count; i++) {
		b->entries.items[path[i].entry].visit = 0;
	}
	self->path.count = weakest + 1;
}

/* Walks up from one entry without recursion, so that a long chain of parents cannot exhaust the stack. `visit`: 0
 * new, 1 on the path, 2 done. */
static onto_status find_cycles(finisher *self, size_t start)
{
	onto_builder *b = self->builder;
	entry *entries = b->entries.items;
	self->path.count = 0;
	if (!vector_push(&self->path, ((step){.entry = start, .next = entries[start].parents}))) {
		return fail_memory(self->error);
	}
	entries[start].visit = 1;
	while (self->path.count) {
		step *top = &self->path.items[self->path.count - 1];
		if (!top->next) {
			entries[top->entry].visit = 2;
			self->path.count--;
			continue;
		}
		size_t parent = b->parents.items[top->next].entry;
		top->taken = top->next;
		top->next = b->parents.items[top->next].next;
		if (parent == CUT) {
			continue;
		}
		if (entries[parent].visit == 1) {
			char cycle[400];
			size_t from = self->path.count - 1;
			while (self->path.items[from].entry != parent) {
				from--;
			}
			say_cycle(self, from, cycle);
			if (!b->cuts_cycles) {
				return onto_fail(self->error, ONTO_DAMAGED, b->sources.items[entries[parent].source].id, 0,
				                 "a cycle of parents: %s", cycle);
			}
			cut_cycle(self, from, cycle);
		} else if (entries[parent].visit == 0) {
			entries[parent].visit = 1;
			if (!vector_push(&self->path, ((step){.entry = parent, .next = entries[parent].parents}))) {
				return fail_memory(self->error);
			}
		}
	}
	return ONTO_OK;
}

/* Takes the links out that were cut. */
static void unlink_cut(onto_builder *b)
{
	for (size_t i = 0; i < b->entries.count; i++) {
		entry *e = &b->entries.items[i];
		e->last_parent = 0;
		for (uint32_t *link = &e->parents; *link;) {
			if (b->parents.items[*link].entry == CUT) {
				*link = b->parents.items[*link].next;
			} else {
				e->last_parent = *link;
				link = &b->parents.items[*link].next;
			}
		}
	}
}

/* ---- retired records ----------------------------------------------------------------------------------------- */

static uint32_t small_hash(const char *text)
{
	uint32_t hash = 2166136261u;
	for (; *text; text++) {
		hash = (hash ^ ascii_lower(*text)) * 16777619u;
	}
	return hash ^ hash >> 15;
}

static bool is_live_record(const onto_builder *self, const entry *e, const char *prefix)
{
	return e->name && e->standing == ONTO_LIVE &&
	       ascii_begins_same(builder_text(self, e->code), prefix, strlen(prefix));
}

/* Finds entries by name, case ignored. The first entry of a name counts. */
typedef struct by_name {
	const onto_builder *builder;
	uint32_t *slots; /* entry + 1; 0: free */
	size_t mask;
} by_name;

static uint32_t *slot_of(const by_name *self, const char *name)
{
	size_t at = small_hash(name) & self->mask;
	while (self->slots[at] &&
	       !ascii_same(builder_text(self->builder, self->builder->entries.items[self->slots[at] - 1].name), name)) {
		at = (at + 1) & self->mask;
	}
	return &self->slots[at];
}

/* Indexes the live entries whose codes begin so. Without any there are no slots, which are the caller's to free. */
static onto_status index_records(finisher *self, by_name *records, const char *prefix)
{
	const onto_builder *b = self->builder;
	size_t count = 0;
	for (size_t i = 0; i < b->entries.count; i++) {
		count += is_live_record(b, &b->entries.items[i], prefix);
	}
	for (records->mask = 15; records->mask < count * 2;) {
		records->mask = records->mask * 2 + 1;
	}
	records->slots = count ? calloc(records->mask + 1, sizeof *records->slots) : NULL;
	if (count && !records->slots) {
		return fail_memory(self->error);
	}
	for (size_t i = 0; count && i < b->entries.count; i++) {
		const entry *e = &b->entries.items[i];
		if (is_live_record(b, e, prefix)) {
			uint32_t *slot = slot_of(records, builder_text(b, e->name));
			*slot = *slot ? *slot : (uint32_t)i + 1;
		}
	}
	return ONTO_OK;
}

/* Retires the record of a name in favour of a descriptor of the same type. */
static size_t retire_named(const by_name *records, onto_builder *b, const char *name, const entry *descriptor)
{
	uint32_t found = *slot_of(records, name);
	entry *e = found ? &b->entries.items[found - 1] : NULL;
	if (!e || e->standing != ONTO_LIVE || e->type != descriptor->type) {
		return 0;
	}
	e->standing = ONTO_REPLACED;
	e->successor = descriptor->code;
	return 1;
}

/* Retires a MeSH supplementary record that has become a descriptor, or a part of one, but is still in an older
 * file. In MeSH no two records share a name, so a descriptor with the record's name and type has replaced it. For a
 * drug this includes a salt or ester with the drug's name among its own (quetiapine: Quetiapine Fumarate). Diseases
 * are excluded, since MEDIC gives their descriptors the names of narrower concepts. In a file that ontotag wrote
 * this is done already; names with a policy are not considered. */
static onto_status retire_supplementary(finisher *self)
{
	onto_builder *b = self->builder;
	by_name records = {.builder = b};
	size_t retired = 0;
	TRY(index_records(self, &records, "MESH:C"));
	if (!records.slots) {
		return ONTO_OK;
	}
	for (size_t i = 0; i < b->entries.count; i++) {
		const entry *e = &b->entries.items[i];
		if (!is_live_record(b, e, "MESH:D")) {
			continue;
		}
		retired += retire_named(&records, b, builder_text(b, e->name), e);
		for (uint32_t number = e->type == ONTO_DRUG ? e->names : 0; number; number = b->names.items[number].next) {
			const entry_name *n = &b->names.items[number];
			if (n->scope <= ONTO_EXACT && n->policy & ONTO_POLICY_SETTLE) {
				retired += retire_named(&records, b, builder_text(b, n->text), e);
			}
		}
	}
	free(records.slots);
	return count_left_out(self, "supplementary record that is a descriptor now (kept, as replaced)", retired);
}

/* A name that curation adds for the codes of one vocabulary does not come before a concept of MONDO that has it as
 * its preferred name: gastric adenocarcinoma, which MeSH has as a stomach neoplasm. */
static onto_status yield_to_preferred(finisher *self)
{
	enum { OWN = ONTO_POLICY_EFFECT | ONTO_POLICY_SHORT | ONTO_POLICY_SUPPORT };
	onto_builder *b = self->builder;
	by_name records = {.builder = b};
	TRY(index_records(self, &records, "MONDO:"));
	for (size_t i = 0; records.slots && i < b->entries.count; i++) {
		const entry *e = &b->entries.items[i];
		if (e->type != ONTO_DISEASE || is_live_record(b, e, "MONDO:")) {
			continue;
		}
		for (uint32_t number = e->names; number; number = b->names.items[number].next) {
			entry_name *n = &b->names.items[number];
			if ((n->policy & (ONTO_POLICY_FIRST | OWN)) == ONTO_POLICY_FIRST &&
			    *slot_of(&records, builder_text(b, n->text))) {
				n->policy &= (uint16_t)~ONTO_POLICY_FIRST;
			}
		}
	}
	free(records.slots);
	return ONTO_OK;
}

/* ---- the whole ----------------------------------------------------------------------------------------------- */

/* Applies curation's corrections to the cross-references of a concept. */
static void correct_mappings(onto_builder *b, const entry *e)
{
	const char *code = builder_text(b, e->code);
	if (!e->xrefs || !curation_may_map(&b->curation, code)) {
		return;
	}
	for (uint32_t x = e->xrefs; x; x = b->xrefs.items[x].next) {
		entry_xref *xref = &b->xrefs.items[x];
		xref->predicate = (uint8_t)curation_predicate(&b->curation, code, builder_text(b, xref->code),
		                                              (onto_predicate)xref->predicate);
	}
}

static onto_status finish_entry(finisher *self, size_t index)
{
	onto_builder *b = self->builder;
	entry *e = &b->entries.items[index];
	if (!e->name) {
		size_t before = self->names_told + self->xrefs_told;
		for (uint32_t n = e->names; n; n = b->names.items[n].next) {
			self->names_without++;
			self->names_told += b->names.items[n].told;
		}
		for (uint32_t x = e->xrefs; x; x = b->xrefs.items[x].next) {
			self->xrefs_without += !b->xrefs.items[x].mapping;
			self->xrefs_told += b->xrefs.items[x].told && !b->xrefs.items[x].mapping;
		}
		bool first = !before && self->names_told + self->xrefs_told;
		self->first_without = first ? e->code : self->first_without;
		return ONTO_OK;
	}
	finish_parents(self, e, (uint32_t)index + 1);
	correct_mappings(b, e);
	TRY(finish_xrefs(self, e));
	TRY(finish_names(self, e, (uint32_t)index + 1));
	onto_count *count = count_of(self, e->source, e->type);
	if (!count) {
		return fail_memory(self->error);
	}
	count->concepts++;
	b->sources.items[e->source].concepts++;
	return ONTO_OK;
}

static onto_status finish(finisher *self)
{
	onto_builder *b = self->builder;
	size_t counts = b->sources.count * TYPE_COUNT;
	if (!vector_reserve(&self->taken, counts) || !vector_reserve(&self->children, b->entries.count)) {
		return fail_memory(self->error);
	}
	if (counts) {
		memset(self->taken.items, 0, counts * sizeof *self->taken.items);
	}
	if (b->entries.count) {
		memset(self->children.items, 0, b->entries.count * sizeof *self->children.items);
	}
	TRY(retire_supplementary(self));
	TRY(yield_to_preferred(self));
	for (size_t i = 0; i < b->entries.count; i++) {
		if (!b->entries.items[i].name && b->entries.items[i].xrefs) {
			TRY(turn_mappings(self, i));
		}
	}
	for (size_t i = 0; i < b->entries.count; i++) {
		TRY(finish_entry(self, i));
	}
	for (size_t i = 0; i < b->entries.count; i++) {
		if (b->entries.items[i].name && b->entries.items[i].visit == 0) {
			TRY(find_cycles(self, i));
		}
	}
	if (self->cut) {
		unlink_cut(b);
	}
	if (self->first_without) {
		builder_tell(b, "left out: %zu name%s and %zu cross-reference%s of codes that no source has, such as %.80s",
		             self->names_told, self->names_told == 1 ? "" : "s", self->xrefs_told,
		             self->xrefs_told == 1 ? "" : "s", builder_text(b, self->first_without));
	}
	TRY(count_left_out(self, "exact mapping between names of which one says the opposite (kept, as close)",
	                   mismatches_part(b)));
	TRY(count_left_out(self, "parent that closes a cycle", self->cut));
	TRY(count_left_out(self, "name of a concept that is not here", self->names_without));
	TRY(count_left_out(self, "parent that is not here", self->parents_without));
	return count_left_out(self, "cross-reference of a concept that is not here", self->xrefs_without);
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
	finisher *f = calloc(1, sizeof *f);
	if (!f) {
		return fail_memory(error);
	}
	f->builder = self;
	f->error = error;
	onto_status status = finish(f);
	self->finished = status == ONTO_OK;
	self->refused = !self->finished;
	vector_free(&f->room);
	vector_free(&f->path);
	vector_free(&f->targets);
	vector_free(&f->children);
	vector_free(&f->taken);
	free(f);
	return status;
}
