/* Numbers of strings, in the order in which they came: a hash table with open addressing. Zeros are an empty one.
 *
 *     slots   [ .. │ number+1 │ .. │ .. ]        by hash, at most half full
 *     texts   [ "http://..." , "http://..." , ]  by number; they lie in a pool and never move */
#ifndef ONTOTAG_STRING_INDEX_H
#define ONTOTAG_STRING_INDEX_H

#include "pool.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct string_index {
	pool pool;
	char **texts;
	uint32_t *hashes;
	size_t count;
	size_t room;
	uint32_t *slots;
	size_t slot_count; /* a power of two, or 0 */
} string_index;

/* The number of a string, which is added if it is new. SIZE_MAX where memory ran out. */
size_t string_index_add(string_index *self, const char *text, size_t length);

/* The number of a string; SIZE_MAX where it is not there. */
size_t string_index_find(const string_index *self, const char *text, size_t length);

void string_index_free(string_index *self);

#endif
