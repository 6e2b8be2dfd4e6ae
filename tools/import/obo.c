/* OBO, versions 1.2 and 1.4, as MONDO, HP, DO and PharmGKB's drugs are published.
 *
 *     lines ──▶ terms, facts ──▶ sorted by id ──▶ the type of each, by its ancestors ──▶ builder
 *
 * A rule may depend on the ancestors of a term, and these may come later in the file. So the whole file is read
 * before any term is passed on. */
#include "obo_terms.h"

#include "ascii.h"
#include "name.h"

#include <stdlib.h>
#include <string.h>

typedef struct obo {
	const import *job;
	obo_terms *terms;
	term **by_id; /* the terms whose id is a code, sorted */
	size_t by_id_count;
	term **stack; /* of searches; space for every term */
	size_t mark;
} obo;

static bool detects(const char *head, size_t length)
{
	static const char *const starts[] = {"format-version:", "[Term]", "ontology:", "data-version:"};
	(void)length;
	for (;; head += strcspn(head, "\n") + 1) {
		head += strspn(head, "\r\n \t");
		if (*head != '!') {
			break;
		}
		if (!strchr(head, '\n')) {
			return false;
		}
	}
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		if (!strncmp(head, starts[i], strlen(starts[i]))) {
			return true;
		}
	}
	return strstr(head, "\n[Term]") != NULL;
}

/* ---- ancestors ----------------------------------------------------------------------------------------------- */

static int compare_terms(const void *a, const void *b)
{
	return strcmp((*(term *const *)a)->id, (*(term *const *)b)->id);
}

static int compare_code(const void *code, const void *b)
{
	return strcmp(code, (*(term *const *)b)->id);
}

static onto_status sort_terms(obo *self)
{
	size_t room = self->terms->count ? self->terms->count : 1;
	self->by_id = calloc(room, sizeof *self->by_id);
	self->stack = calloc(room, sizeof *self->stack);
	if (!self->by_id || !self->stack) {
		return import_no_memory(self->job);
	}
	for (size_t i = 0; i < self->terms->count; i++) {
		if (self->terms->at[i].is_code) {
			self->by_id[self->by_id_count++] = &self->terms->at[i];
		}
	}
	qsort(self->by_id, self->by_id_count, sizeof *self->by_id, compare_terms);
	return ONTO_OK;
}

static term *find_term(const obo *self, const char *code)
{
	term **found = bsearch(code, self->by_id, self->by_id_count, sizeof *self->by_id, compare_code);
	return found ? *found : NULL;
}

/* The next terms of a search: the parents, and for an obsolete term its replacement. */
static bool leads_up(const term *from, const fact *by)
{
	if (by->kind == FACT_PARENT || by->kind == FACT_KIND) {
		return true;
	}
	return from->is_obsolete && (by->kind == FACT_REPLACED || by->kind == FACT_CONSIDER);
}

typedef struct search {
	obo *file;
	term *from;
} search;

/* Every term is pushed at most once, so cycles end. */
static bool is_under(const void *context, const char *ancestor)
{
	const search *self = context;
	obo *file = self->file;
	size_t depth = 0;

	file->mark++;
	self->from->mark = file->mark;
	file->stack[depth++] = self->from;
	while (depth) {
		const term *at = file->stack[--depth];
		if (!strcmp(at->id, ancestor)) {
			return true;
		}
		for (size_t i = at->first; i < at->end; i++) {
			if (!leads_up(at, &file->terms->facts[i])) {
				continue;
			}
			if (!strcmp(file->terms->facts[i].text, ancestor)) {
				return true;
			}
			term *up = find_term(file, file->terms->facts[i].text);
			if (!up || up->mark == file->mark) {
				continue;
			}
			up->mark = file->mark;
			file->stack[depth++] = up;
		}
	}
	return false;
}

/* ---- output -------------------------------------------------------------------------------------------------- */

/* Copies the prefix of a code into `prefix`, which is as large as the code. */
static void copy_prefix(const char *code, char *prefix)
{
	size_t length = strcspn(code, ":");
	memcpy(prefix, code, length);
	prefix[length] = '\0';
}

/* True where the file has a term of that prefix. */
static bool has_prefix(const obo *self, const char *prefix)
{
	size_t length = strlen(prefix);
	for (size_t i = 0; i < self->by_id_count; i++) {
		if (!strncmp(self->by_id[i]->id, prefix, length) && self->by_id[i]->id[length] == ':') {
			return true;
		}
	}
	return false;
}

/* The ontology's name, if terms have it as their prefix: `doid/subsets/DO_cancer_slim` is DOID, but
 * `mondo/imports/hp_import` is not MONDO. Else the prefix of the first term. */
static void find_source_id(const obo *self, char id[TYPES_CODE_ROOM])
{
	size_t length = self->terms->ontology ? strcspn(self->terms->ontology, "/") : 0;
	if (length && length + 2 < TYPES_CODE_ROOM) {
		/* Written as the prefix of a code, so that the rules can rewrite it. */
		char code[TYPES_CODE_ROOM];
		char used[TYPES_CODE_ROOM];
		memcpy(code, self->terms->ontology, length);
		memcpy(code + length, ":0", sizeof ":0");
		if (types_code(self->job->types, code, used)) {
			copy_prefix(used, id);
			if (has_prefix(self, id)) {
				return;
			}
			for (char *at = id; *at; at++) {
				*at = ascii_upper(*at);
			}
			if (has_prefix(self, id)) {
				return;
			}
		}
	}
	for (size_t i = 0; i < self->terms->count; i++) {
		if (self->terms->at[i].is_code) {
			copy_prefix(self->terms->at[i].id, id);
			return;
		}
	}
	memcpy(id, "OBO", sizeof "OBO");
}

static onto_status open_source(const obo *self)
{
	char id[TYPES_CODE_ROOM];
	find_source_id(self, id);
	const obo_terms *from = self->terms;
	onto_source source = {.id = id, .title = from->title, .version = from->version, .licence = from->licence};
	return onto_builder_source(self->job->builder, &source, self->job->error);
}

/* Joins the facts of a kind by `|`. NULL where there are none. The terms own the result. */
static onto_status join(obo *self, const term *of, fact_kind kind, const char **out)
{
	size_t length = 0;
	const char *only = NULL;
	*out = NULL;
	for (size_t i = of->first; i < of->end; i++) {
		if (self->terms->facts[i].kind != kind) {
			continue;
		}
		length += strlen(self->terms->facts[i].text) + 1;
		only = self->terms->facts[i].text;
	}
	if (!only || length == strlen(only) + 1) {
		*out = only;
		return ONTO_OK;
	}

	char *joined = malloc(length);
	if (!joined) {
		return import_no_memory(self->job);
	}
	char *to = joined;
	for (size_t i = of->first; i < of->end; i++) {
		if (self->terms->facts[i].kind != kind) {
			continue;
		}
		size_t size = strlen(self->terms->facts[i].text);
		memcpy(to, self->terms->facts[i].text, size);
		to[size] = '|';
		to += size + 1;
	}
	*out = pool_copy(&self->terms->texts, joined, length - 1);
	free(joined);
	return *out ? ONTO_OK : import_no_memory(self->job);
}

/* The standing of an obsolete term. Several replacements are only to be considered, since a text may mean any of
 * them. */
static onto_status find_standing(obo *self, const term *of, onto_concept_row *row)
{
	if (!of->is_obsolete) {
		return ONTO_OK;
	}
	row->standing = ONTO_OBSOLETE;
	TRY(join(self, of, FACT_REPLACED, &row->successor));
	if (row->successor) {
		row->standing = strchr(row->successor, '|') ? ONTO_CONSIDER : ONTO_REPLACED;
		return ONTO_OK;
	}
	TRY(join(self, of, FACT_CONSIDER, &row->successor));
	if (row->successor) {
		row->standing = ONTO_CONSIDER;
	}
	return ONTO_OK;
}

/* An alternative id is a retired code of the same meaning, unless it has a stanza of its own. */
static onto_status add_alternative(const obo *self, const onto_concept_row *of, const char *code)
{
	if (find_term(self, code)) {
		return ONTO_OK;
	}
	onto_concept_row row = {
		.code = code, .type = of->type, .name = of->name, .standing = ONTO_REPLACED, .successor = of->code};
	return onto_builder_concept(self->job->builder, &row, self->job->error);
}

static onto_status add_fact_of(const obo *self, const term *of, const onto_concept_row *row, const fact *what)
{
	const import *job = self->job;
	char *name = what->text;
	switch (what->kind) {
	case FACT_PARENT: return onto_builder_parent(job->builder, row->code, what->text, job->error);
	case FACT_SYNONYM:
		if (of->is_obsolete) {
			name = name_without_obsolete(name);
		}
		if (what->policy == ONTO_POLICY_SETTLE && !strcmp(name, row->name)) {
			return ONTO_OK;
		}
		return import_name(job, row->code, what->scope, name, what->policy);
	case FACT_XREF: return import_xref(job, row->code, what->predicate, what->text);
	case FACT_ALTERNATIVE: return add_alternative(self, row, what->text);
	case FACT_KIND:
	case FACT_REPLACED:
	case FACT_CONSIDER: break;
	}
	return ONTO_OK;
}

/* The name of a term. An obsolete term without one gets the name of its successor, as an alternative id does. */
static char *find_name(const obo *self, const term *of)
{
	if (of->name && *of->name) {
		return of->name;
	}
	for (size_t i = of->first; of->is_obsolete && i < of->end; i++) {
		const term *successor = find_term(self, self->terms->facts[i].text);
		if (self->terms->facts[i].kind == FACT_REPLACED && successor && successor->name && *successor->name) {
			return successor->name;
		}
	}
	return NULL;
}

static onto_status add_term(obo *self, term *of)
{
	const import *job = self->job;
	if (!of->is_code) {
		return import_leave(job, "term whose id is no code");
	}
	char *name = find_name(self, of);
	if (!name) {
		return import_leave(job, "term without a name");
	}

	char prefix[TYPES_CODE_ROOM];
	copy_prefix(of->id, prefix);
	search upwards = {self, of};
	types_record record = {.source = prefix, .code = of->id, .is_under = is_under, .context = &upwards};
	onto_concept_row row = {.code = of->id, .name = of->is_obsolete ? name_without_obsolete(name) : name};
	const char *reason = types_leave(job->types, &record, &row.type);
	if (reason) {
		return import_leave(job, reason);
	}
	row.also = types_also(job->types, &record);
	row.generic = types_generic(job->types, &record);
	TRY(find_standing(self, of, &row));
	TRY(onto_builder_concept(job->builder, &row, job->error));
	for (size_t i = of->first; i < of->end; i++) {
		TRY(add_fact_of(self, of, &row, &self->terms->facts[i]));
	}
	return ONTO_OK;
}

static onto_status hand_on(obo *self)
{
	TRY(sort_terms(self));
	TRY(open_source(self));
	for (size_t i = 0; i < self->terms->left_count; i++) {
		const left_out *left = &self->terms->left[i];
		TRY(onto_builder_left_out(self->job->builder, left->reason, left->count, self->job->error));
	}
	for (size_t i = 0; i < self->terms->count; i++) {
		TRY(add_term(self, &self->terms->at[i]));
	}
	return ONTO_OK;
}

onto_status obo_terms_hand_on(obo_terms *terms, const import *job)
{
	obo self = {.job = job, .terms = terms};
	onto_status status = hand_on(&self);
	free(self.stack);
	free(self.by_id);
	return status;
}

static onto_status run(import *job)
{
	obo_terms terms = {0};
	onto_status status = obo_terms_read(&terms, job);
	if (!status) {
		status = obo_terms_hand_on(&terms, job);
	}
	obo_terms_free(&terms);
	return status;
}

const import_format import_obo = {"obo", "OBO", detects, run};
