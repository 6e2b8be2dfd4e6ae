/* The one wrapper of uthash, which reports failed allocations. */
#include "core/table.h"

#include <stdlib.h>

table_entry *table_find(const table *self, const char *key, size_t length)
{
	table_entry *found = NULL;
	HASH_FIND(hh, self->entries, key, (unsigned)length, found);
	return found;
}

table_entry *table_add(table *self, const char *key, size_t length, size_t value)
{
	table_entry *entry = calloc(1, sizeof *entry);
	if (!entry) {
		return NULL;
	}
	entry->key = key;
	entry->length = length;
	entry->value = value;
	HASH_ADD_KEYPTR(hh, self->entries, key, (unsigned)length, entry);
	if (entry->lost) {
		free(entry);
		return NULL;
	}
	return entry;
}

void table_free(table *self)
{
	table_entry *entry, *next;
	HASH_ITER(hh, self->entries, entry, next)
	{
		HASH_DEL(self->entries, entry);
		free(entry);
	}
	self->entries = NULL;
}
