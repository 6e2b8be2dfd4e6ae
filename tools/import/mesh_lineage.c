/* Links from children to parents, without cycles. */
#include "mesh_lineage.h"

#include <stdlib.h>
#include <string.h>

/* Arcs from child to parent; those of one child form a list. */
typedef struct arc {
	size_t parent;
	size_t next; /* index + 1; 0 ends the list */
} arc;

/* The links so far. Codes are numbered in order of arrival. */
typedef struct graph {
	const char **codes;
	size_t code_count;
	arc *arcs;
	size_t arc_count;
	size_t *first; /* per code: index + 1 of its first arc */
	size_t *marks; /* per code: the last search that reached it */
	size_t *stack; /* of searches; space for every code */
	size_t searches;
} graph;

static int compare_links(const void *a, const void *b)
{
	const mesh_lineage_link *left = a;
	const mesh_lineage_link *right = b;
	if (left->depth != right->depth) {
		return left->depth < right->depth ? -1 : 1;
	}
	int order = strcmp(left->child, right->child);
	return order ? order : strcmp(left->parent, right->parent);
}

static int compare_codes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t number_of(const graph *self, const char *code)
{
	const char **found = bsearch(&code, self->codes, self->code_count, sizeof code, compare_codes);
	return (size_t)(found - self->codes);
}

/* False where memory ran out. */
static bool graph_make(graph *self, const mesh_lineage_link *links, size_t count)
{
	self->codes = calloc(2 * count, sizeof *self->codes);
	self->arcs = calloc(count, sizeof *self->arcs);
	self->first = calloc(2 * count, sizeof *self->first);
	self->marks = calloc(2 * count, sizeof *self->marks);
	self->stack = calloc(2 * count, sizeof *self->stack);
	if (!self->codes || !self->arcs || !self->first || !self->marks || !self->stack) {
		return false;
	}

	for (size_t i = 0; i < count; i++) {
		self->codes[2 * i] = links[i].child;
		self->codes[2 * i + 1] = links[i].parent;
	}
	qsort(self->codes, 2 * count, sizeof *self->codes, compare_codes);
	for (size_t i = 0; i < 2 * count; i++) {
		if (!self->code_count || strcmp(self->codes[self->code_count - 1], self->codes[i])) {
			self->codes[self->code_count++] = self->codes[i];
		}
	}
	return true;
}

static void graph_free(graph *self)
{
	free(self->codes);
	free(self->arcs);
	free(self->first);
	free(self->marks);
	free(self->stack);
}

static bool has_arc(const graph *self, size_t child, size_t parent)
{
	for (size_t at = self->first[child]; at; at = self->arcs[at - 1].next) {
		if (self->arcs[at - 1].parent == parent) {
			return true;
		}
	}
	return false;
}

/* True where one code lies below the other or equals it. Each code is pushed at most once. */
static bool is_below(graph *self, size_t from, size_t ancestor)
{
	size_t depth = 0;
	self->searches++;
	self->marks[from] = self->searches;
	self->stack[depth++] = from;
	while (depth) {
		size_t code = self->stack[--depth];
		if (code == ancestor) {
			return true;
		}
		for (size_t at = self->first[code]; at; at = self->arcs[at - 1].next) {
			size_t parent = self->arcs[at - 1].parent;
			if (self->marks[parent] == self->searches) {
				continue;
			}
			self->marks[parent] = self->searches;
			self->stack[depth++] = parent;
		}
	}
	return false;
}

static onto_status add_link(graph *self, const mesh_lineage_link *link, const import *job)
{
	size_t child = number_of(self, link->child);
	size_t parent = number_of(self, link->parent);
	if (has_arc(self, child, parent)) {
		return ONTO_OK;
	}
	if (is_below(self, parent, child)) {
		return import_leave(job, "parent that closes a cycle");
	}
	self->arcs[self->arc_count++] = (arc){parent, self->first[child]};
	self->first[child] = self->arc_count;
	return onto_builder_parent(job->builder, link->child, link->parent, job->error);
}

onto_status mesh_lineage_add_parents(mesh_lineage_link *links, size_t count, const import *job)
{
	if (!count) {
		return ONTO_OK;
	}
	qsort(links, count, sizeof *links, compare_links);

	graph taken = {0};
	onto_status status = graph_make(&taken, links, count) ? ONTO_OK : import_no_memory(job);
	for (size_t i = 0; !status && i < count; i++) {
		status = add_link(&taken, &links[i], job);
	}
	graph_free(&taken);
	return status;
}
