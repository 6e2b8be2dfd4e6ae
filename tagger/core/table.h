/* The one place that knows uthash: tables that grow while something is built.
 *
 * uthash ends the process when an allocation fails unless it is told otherwise; here a failed insertion leaves the table as it
 * was and is reported. */
#ifndef ONTOTAG_TABLE_H
#define ONTOTAG_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(element) ((element)->lost = true)
#include <uthash.h>

/* Text to number. The text is not copied and must outlive the table; it need not be NUL-terminated. */
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

/* The entry of a key, or NULL. */
table_entry *table_find(const table *self, const char *key, size_t length);

/* Inserts a key that is not there. NULL where memory ran out. */
table_entry *table_add(table *self, const char *key, size_t length, size_t value);

void table_free(table *self);

#endif
