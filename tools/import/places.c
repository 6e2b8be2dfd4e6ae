#include "places.h"

#include <stdlib.h>
#include <string.h>

bool places_add(places *self, const char *tree, const char *code, bool is_taken)
{
	place *more = pool_grown(self->at, self->count, &self->room, sizeof *more);
	if (!more)
		return false;
	self->at = more;
	place *last = &more[self->count];
	last->tree = pool_copy(&self->texts, tree, strlen(tree));
	last->code = pool_copy(&self->texts, code, strlen(code));
	last->is_taken = is_taken;
	if (!last->tree || !last->code)
		return false;
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

/* The nearest taken place above; NULL if there is none. */
static const place *find_above(const places *self, const place *from)
{
	char tree[TYPES_CODE_ROOM];
	size_t length = strlen(from->tree);
	if (length >= sizeof tree)
		return NULL;
	memcpy(tree, from->tree, length + 1);

	for (char *dot = strrchr(tree, '.'); dot; dot = strrchr(tree, '.')) {
		*dot = '\0';
		const place *found = bsearch(tree, self->at, self->count, sizeof *self->at, compare_tree);
		if (found && found->is_taken)
			return found;
	}
	return NULL;
}

static int compare_codes(const void *a, const void *b)
{
	const place *x = *(const place *const *)a, *y = *(const place *const *)b;
	int order = strcmp(x->code, y->code);
	return order ? order : strcmp(x->tree, y->tree);
}

/* The first of the places of a code, in an array sorted by compare_codes. */
static size_t first_of(const place *const *by_code, size_t count, const char *code)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(by_code[middle]->code, code) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t depth_of(const char *tree)
{
	size_t depth = 0;
	for (; *tree; tree++)
		depth += *tree == '.';
	return depth;
}

/* In one tree MeSH puts strabismus below ocular motility disorders, in another above. Of two that stand below each
 * other, the one that stands nearer to a root is the parent. */
static bool is_turned(const places *self, const place *const *by_code, const place *child, const place *above)
{
	size_t child_depth = SIZE_MAX, above_depth = SIZE_MAX;
	bool mutual = false;
	for (size_t i = first_of(by_code, self->count, child->code);
	     i < self->count && !strcmp(by_code[i]->code, child->code); i++) {
		size_t depth = depth_of(by_code[i]->tree);
		child_depth = depth < child_depth ? depth : child_depth;
	}
	for (size_t i = first_of(by_code, self->count, above->code);
	     i < self->count && !strcmp(by_code[i]->code, above->code); i++) {
		size_t depth = depth_of(by_code[i]->tree);
		above_depth = depth < above_depth ? depth : above_depth;
		for (const place *up = find_above(self, by_code[i]); up && !mutual; up = find_above(self, up))
			mutual = !strcmp(up->code, child->code);
	}
	return mutual && (above_depth > child_depth ||
	                  (above_depth == child_depth && strcmp(above->code, child->code) > 0));
}

onto_status places_add_parents(places *self, const import *job)
{
	if (!self->count)
		return ONTO_OK;
	qsort(self->at, self->count, sizeof *self->at, compare_places);
	const place **by_code = malloc(self->count * sizeof *by_code);
	if (!by_code)
		return import_no_memory(job);
	for (size_t i = 0; i < self->count; i++)
		by_code[i] = &self->at[i];
	qsort(by_code, self->count, sizeof *by_code, compare_codes);

	onto_status status = ONTO_OK;
	for (size_t i = 0; i < self->count && status == ONTO_OK; i++) {
		const place *from = &self->at[i];
		const place *above = from->is_taken ? find_above(self, from) : NULL;
		/* A descriptor may stand below itself, by way of another that was left out. */
		if (!above || !strcmp(above->code, from->code))
			continue;
		if (is_turned(self, by_code, from, above))
			status = import_leave(job, "parent that stands below its child in another tree");
		else
			status = onto_builder_parent(job->builder, from->code, above->code, job->error);
	}
	free(by_code);
	return status;
}

void places_free(places *self)
{
	free(self->at);
	pool_free(&self->texts);
}
