/* Positions of MeSH descriptors in its trees, and the parents that follow from them. */
#include "mesh_places.h"

#include "mesh_lineage.h"

#include <stdlib.h>
#include <string.h>

bool mesh_places_add(mesh_places *self, const char *tree, const char *code, bool is_taken)
{
	place *more = pool_grown(self->at, self->count, &self->room, sizeof *more);
	if (!more) {
		return false;
	}
	self->at = more;
	place *last = &more[self->count];
	last->tree = pool_copy(&self->texts, tree, strlen(tree));
	last->code = pool_copy(&self->texts, code, strlen(code));
	last->is_taken = is_taken;
	if (!last->tree || !last->code) {
		return false;
	}
	self->count++;
	return true;
}

static int compare_places(const void *a, const void *b)
{
	return strcmp(((const place *)a)->tree, ((const place *)b)->tree);
}

static int compare_tree(const void *tree, const void *b)
{
	return strcmp(tree, ((const place *)b)->tree);
}

/* The nearest position above that is in the dictionary; NULL if there is none. */
static const place *find_above(const mesh_places *self, const place *from)
{
	char tree[TYPES_CODE_ROOM];
	size_t length = strlen(from->tree);
	if (length >= sizeof tree) {
		return NULL;
	}
	memcpy(tree, from->tree, length + 1);

	for (char *dot = strrchr(tree, '.'); dot; dot = strrchr(tree, '.')) {
		*dot = '\0';
		const place *found = bsearch(tree, self->at, self->count, sizeof *self->at, compare_tree);
		if (found && found->is_taken) {
			return found;
		}
	}
	return NULL;
}

static size_t depth_of(const char *tree)
{
	size_t depth = 1;
	for (; *tree; tree++) {
		depth += *tree == '.';
	}
	return depth;
}

onto_status mesh_places_add_parents(mesh_places *self, const import *job)
{
	if (!self->count) {
		return ONTO_OK;
	}
	qsort(self->at, self->count, sizeof *self->at, compare_places);

	mesh_lineage_link *links = calloc(self->count, sizeof *links);
	if (!links) {
		return import_no_memory(job);
	}
	size_t count = 0;
	for (size_t i = 0; i < self->count; i++) {
		const place *from = &self->at[i];
		const place *above = from->is_taken ? find_above(self, from) : NULL;
		/* A descriptor may stand below itself, by way of another that was left out. */
		if (above && strcmp(above->code, from->code)) {
			links[count++] = (mesh_lineage_link){from->code, above->code, depth_of(from->tree)};
		}
	}
	onto_status status = mesh_lineage_add_parents(links, count, job);
	free(links);
	return status;
}

void mesh_places_free(mesh_places *self)
{
	free(self->at);
	pool_free(&self->texts);
}
