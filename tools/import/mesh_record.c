/* One MeSH record while it is read. */
#include "mesh_record.h"

#include "ascii.h"
#include "name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A bound, since pairs of items are compared. The largest real record has some hundreds. */
enum { ITEMS_MAX = 10000 };

void mesh_record_begin(mesh_record *self)
{
	pool_empty(&self->texts);
	self->scr_class = 0;
	self->has_action = false;
	self->ui = NULL;
	self->name = NULL;
	self->trees.count = 0;
	self->mapped.count = 0;
	self->concepts.count = 0;
	self->terms.count = 0;
	self->relations.count = 0;
	self->numbers.count = 0;
}

void mesh_record_free(mesh_record *self)
{
	free(self->trees.items);
	free(self->mapped.items);
	free(self->concepts.items);
	free(self->terms.items);
	free(self->relations.items);
	free(self->numbers.items);
	pool_free(&self->texts);
}

onto_status mesh_record_add(mesh_record_list *list, const void *item, size_t size, const import *job)
{
	if (list->count == ITEMS_MAX) {
		return onto_fail(job->error, ONTO_LIMIT, NULL, 0, "the record has more than %d parts of one kind",
		                 ITEMS_MAX);
	}
	void *items = pool_grown(list->items, list->count, &list->room, size);
	if (!items) {
		return onto_fail(job->error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	list->items = items;
	memcpy((char *)items + list->count * size, item, size);
	list->count++;
	return ONTO_OK;
}

/* ---- relations to the preferred concept ---------------------------------------------------------------------- */

static mesh_record_concept *find_concept(const mesh_record *self, const char *ui)
{
	mesh_record_concept *concepts = self->concepts.items;
	for (size_t i = 0; i < self->concepts.count; i++) {
		if (concepts[i].ui && !strcmp(concepts[i].ui, ui)) {
			return &concepts[i];
		}
	}
	return NULL;
}

static onto_scope turned_round(onto_scope scope)
{
	return scope == ONTO_NARROW ? ONTO_BROAD : scope == ONTO_BROAD ? ONTO_NARROW : scope;
}

static void settle_scopes(const mesh_record *self)
{
	const mesh_record_relation *relations = self->relations.items;
	for (size_t i = 0; i < self->relations.count; i++) {
		mesh_record_concept *from = find_concept(self, relations[i].from);
		mesh_record_concept *to = find_concept(self, relations[i].to);
		if (!from || !to || from->is_preferred == to->is_preferred) {
			continue;
		}
		if (from->is_preferred) {
			to->scope = relations[i].scope;
		} else {
			from->scope = turned_round(relations[i].scope);
		}
	}
}

/* ---- names --------------------------------------------------------------------------------------------------- */

/* True for "Sting, Scorpion" where the record has "Scorpion Sting" too. */
static bool is_only_reordered(const mesh_record *self, const mesh_record_term *term)
{
	if (!term->is_permuted || !strchr(term->name, ',')) {
		return false;
	}
	uint64_t key = name_words_key(term->name);
	const mesh_record_term *terms = self->terms.items;
	for (size_t i = 0; i < self->terms.count; i++) {
		if (!terms[i].name) {
			continue;
		}
		bool is_straight = !terms[i].is_permuted || !strchr(terms[i].name, ',');
		if (is_straight && name_words_key(terms[i].name) == key) {
			return true;
		}
	}
	return false;
}

static onto_status add_term(const mesh_record *self, const char *code, const mesh_record_term *term,
                            const import *job)
{
	const mesh_record_concept *concepts = self->concepts.items;
	onto_scope scope = term->concept < self->concepts.count ? concepts[term->concept].scope : ONTO_EXACT;
	unsigned policy = term->is_short && name_is_symbol(term->name) ? ONTO_POLICY_SYMBOL : ONTO_POLICY_SETTLE;

	if (!strcmp(term->name, self->name)) {
		if (policy == ONTO_POLICY_SETTLE) {
			return ONTO_OK;
		}
		scope = ONTO_PREFERRED;
	}
	if (is_only_reordered(self, term)) {
		return import_leave(job, "permuted name");
	}
	return import_name(job, code, scope, term->name, policy);
}

/* ---- registry numbers ---------------------------------------------------------------------------------------- */

/* CAS: two to seven digits, two digits, and a check digit: the sum of the others, each times its place counted from
 * the right. */
static bool is_cas(const char *text)
{
	size_t length = strlen(text);
	if (length < 7 || length > 12 || text[length - 2] != '-' || text[length - 5] != '-') {
		return false;
	}
	unsigned sum = 0;
	unsigned weight = 1;
	for (size_t i = length - 2; i-- > 0;) {
		if (i == length - 5) {
			continue;
		}
		if (!ascii_is_digit(text[i])) {
			return false;
		}
		sum += weight++ * (unsigned)(text[i] - '0');
	}
	return text[length - 1] == (char)('0' + sum % 10);
}

/* UNII: ten capitals and digits, with at least one of each. */
static bool is_unii(const char *text)
{
	size_t digits = 0;
	size_t letters = 0;
	for (; ascii_is_digit(*text) || ascii_is_upper(*text); text++) {
		if (ascii_is_digit(*text)) {
			digits++;
		} else {
			letters++;
		}
	}
	return !*text && digits && letters && digits + letters == 10;
}

static onto_status add_number(const mesh_record *self, const char *code, const mesh_record_number *number,
                              const import *job)
{
	const char *prefix = is_cas(number->text) ? "CAS" : is_unii(number->text) ? "UNII" : NULL;
	if (!prefix) {
		return ONTO_OK;
	}
	char target[TYPES_CODE_ROOM];
	snprintf(target, sizeof target, "%s:%s", prefix, number->text);
	const mesh_record_concept *concepts = self->concepts.items;
	bool is_preferred = number->concept < self->concepts.count && concepts[number->concept].is_preferred;
	return import_xref(job, code, is_preferred ? ONTO_MATCH_EXACT : ONTO_MATCH_XREF, target);
}

/* ---- the whole record ---------------------------------------------------------------------------------------- */

static bool make_code(const import *job, const char *ui, char code[TYPES_CODE_ROOM])
{
	char written[TYPES_CODE_ROOM];
	int length = snprintf(written, sizeof written, "MESH:%s", ui);
	return length > 0 && (size_t)length < sizeof written && types_code(job->types, written, code);
}

/* A supplementary record lies below the headings that it is mapped to; a `*` marks the main ones. */
static onto_status add_headings(const mesh_record *self, const char *code, const import *job)
{
	const char *const *headings = self->mapped.items;
	for (size_t i = 0; i < self->mapped.count; i++) {
		char parent[TYPES_CODE_ROOM];
		const char *ui = headings[i] + (*headings[i] == '*');
		if (!make_code(job, ui, parent)) {
			TRY(import_leave(job, "parent that is no code"));
		} else {
			TRY(onto_builder_parent(job->builder, code, parent, job->error));
		}
	}
	return ONTO_OK;
}

/* A species as texts write it after its first mention, and often before: E. coli. Only that of the heading, for
 * among the other names many species share theirs. */
static onto_status add_short_species(const char *code, const char *name, const import *job)
{
	const char *space = strchr(name, ' ');
	size_t genus = 0, species = 0;
	while (ascii_is_lower(name[1 + genus])) {
		genus++;
	}
	while (space && ascii_is_lower(space[1 + species])) {
		species++;
	}
	bool is_species = ascii_is_upper(name[0]) && genus >= 2 && space == name + 1 + genus && species >= 4 &&
	                  !space[1 + species] && strcmp(space + 1, "virus") && strcmp(space + 1, "viruses");
	if (!is_species) {
		return ONTO_OK;
	}
	char written[128];
	int length = snprintf(written, sizeof written, "%c. %s", name[0], space + 1);
	return length > 0 && (size_t)length < sizeof written
	           ? import_name(job, code, ONTO_EXACT, written, ONTO_POLICY_SETTLE)
	           : ONTO_OK;
}

static bool is_organism(onto_type type)
{
	onto_type organism;
	return onto_type_parse("organism", &organism) && type == organism;
}

static onto_status add_record(mesh_record *self, onto_type type, const types_record *asked, const import *job)
{
	const char *code = asked->code;
	const mesh_record_term *terms = self->terms.items;
	const mesh_record_number *numbers = self->numbers.items;
	onto_concept_row row = {.code = code,
	                        .type = type,
	                        .also = types_also(job->types, asked),
	                        .name = self->name,
	                        .generic = types_generic(job->types, asked)};

	TRY(onto_builder_concept(job->builder, &row, job->error));
	settle_scopes(self);
	for (size_t i = 0; i < self->terms.count; i++) {
		if (terms[i].name) {
			TRY(add_term(self, code, &terms[i], job));
		}
	}
	if (is_organism(type)) {
		TRY(add_short_species(code, self->name, job));
	}
	for (size_t i = 0; i < self->numbers.count; i++) {
		TRY(add_number(self, code, &numbers[i], job));
	}
	return add_headings(self, code, job);
}

/* Names of another thing, such as an organism, which claim their places. Related ones stay where they hold a
 * name. */
static onto_status add_other(mesh_record *self, onto_scope scope, const import *job)
{
	enum { POLICY = ONTO_POLICY_CASE | ONTO_POLICY_PLURAL | ONTO_POLICY_BLOCKED | ONTO_POLICY_OTHER };
	onto_concept_row row = {.code = "ONTOTAG:other", .type = ONTO_DISEASE, .name = "(another thing)"};
	const mesh_record_term *terms = self->terms.items;
	TRY(onto_builder_concept(job->builder, &row, job->error));
	for (size_t i = 0; i < self->terms.count; i++) {
		if (terms[i].name && !strchr(terms[i].name, ',')) {
			TRY(import_name(job, row.code, scope, terms[i].name, POLICY));
		}
	}
	return ONTO_OK;
}

onto_status mesh_record_end(mesh_record *self, mesh_places *all, const import *job)
{
	char code[TYPES_CODE_ROOM];
	if (!self->ui || !make_code(job, self->ui, code)) {
		return onto_fail(job->error, ONTO_DAMAGED, NULL, 0, "the record that ends here has no id");
	}
	if (!self->name || !*self->name) {
		return onto_fail(job->error, ONTO_DAMAGED, NULL, 0, "the record %s has no name", code);
	}

	const char *tree = self->trees.count ? NULL : types_tree(job->types, code);
	if (tree) {
		TRY(mesh_record_add(&self->trees, &tree, sizeof tree, job));
	}

	onto_type type;
	types_record asked = {
		.source = "MESH",
		.code = code,
		.trees = self->trees.items,
		.tree_count = self->trees.count,
		.has_action = self->has_action,
		.scr_class = self->scr_class,
	};
	const char *reason = types_leave(job->types, &asked, &type);
	const char *const *trees = self->trees.items;
	for (size_t i = 0; i < self->trees.count; i++) {
		if (!mesh_places_add(all, trees[i], code, !reason)) {
			return onto_fail(job->error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
		}
	}
	if (types_other(job->types, &asked)) {
		TRY(add_other(self, types_holding(job->types, &asked) ? ONTO_RELATED : ONTO_EXACT, job));
	}
	return reason ? import_leave(job, reason) : add_record(self, type, &asked, job);
}
