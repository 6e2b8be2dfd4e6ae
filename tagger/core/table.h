/* The only file that includes uthash: hash tables for building.
 *
 * uthash ends the process when an allocation fails, unless configured otherwise. Here a failed insertion leaves the
 * table unchanged and is reported. */
#ifndef ONTOTAG_TABLE_H
#define ONTOTAG_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#define HASH_NONFATAL_OOM            1
#define uthash_nonfatal_oom(element) ((element)->lost = true)
#include <uthash.h>

/* Maps text to a number. The text is not copied and must outlive the table. It need not be NUL-terminated. */
typedef struct table_entry {
	const char *key;
	size_t length;
	size_t value;
	bool lost; /* set by uthash where memory ran out */
	UT_hash_handle hh;
} table_entry;

typedef struct table {
	table_entry *entries;
} table;

/* The entry of a key; NULL where there is none. */
table_entry *table_find(const table *self, const char *key, size_t length);

/* Inserts a key that is not in the table. NULL where memory ran out. */
table_entry *table_add(table *self, const char *key, size_t length, size_t value);

void table_free(table *self);

#endif
