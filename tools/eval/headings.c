/* Headings of a later release, by name. */
#include "eval/headings.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "import/pool.h"

static const char heading_prefix[] = "MESH:D";

static bool is_heading(const char *code)
{
	return strncmp(code, heading_prefix, sizeof heading_prefix - 1) == 0;
}

static int by_name(const void *a, const void *b)
{
	const heading *x = a, *y = b;
	int order = strcasecmp(x->name, y->name);
	return order ? order : strcmp(x->code, y->code);
}

bool headings_collect(headings *self, const onto_dictionary *dictionary)
{
	onto_concept c;
	for (onto_concept_id id = 0; onto_dictionary_concept(dictionary, id, &c); id++) {
		if (c.standing != ONTO_LIVE || !is_heading(c.code)) {
			continue;
		}
		heading *grown = pool_grown(self->items, self->count, &self->room, sizeof *grown);
		if (!grown) {
			return false;
		}
		self->items = grown;
		self->items[self->count++] = (heading){c.name, c.code};
	}
	if (self->count) {
		qsort(self->items, self->count, sizeof *self->items, by_name);
	}
	return true;
}

void headings_free(headings *self)
{
	free(self->items);
	*self = (headings){0};
}

/* Numbers had seven characters until 2015, and have ten since. Of two of the same length nobody knows whether the
 * corpus could have chosen the other: it may have meant the one that it has, as in drug-induced "dyskinesias". */
static bool is_later(const char *code, const char *than)
{
	return strlen(code) > strlen(than);
}

const char *headings_forward(const headings *self, const char *name, size_t length, const char *code)
{
	size_t low = 0, high = self->count;
	if (!is_heading(code)) {
		return code;
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strncasecmp(self->items[middle].name, name, length);
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	bool same = low < self->count && strlen(self->items[low].name) == length &&
	            strncasecmp(self->items[low].name, name, length) == 0;
	return same && is_later(self->items[low].code, code) ? self->items[low].code : code;
}
