/* What a builder holds, for those who freeze it. See onto_builder in ontotag.h. */
#ifndef ONTOTAG_BUILDER_H
#define ONTOTAG_BUILDER_H

#include "core/arena.h"
#include "core/table.h"
#include "core/vector.h"
#include "ontotag.h"

typedef struct entry_name {
	struct entry_name *next;
	const char *text;
	uint32_t source;
	uint16_t policy;
	uint8_t scope;
} entry_name;

typedef struct entry_xref {
	struct entry_xref *next;
	const char *code;
	onto_predicate predicate;
} entry_xref;

typedef struct entry_parent {
	struct entry_parent *next;
	size_t entry; /* index of the parent, defined or not */
} entry_parent;

/* A concept while it is gathered. Names, parents and cross-references may come before the concept itself. */
typedef struct entry {
	const char *code;
	const char *name; /* NULL: not defined yet */
	const char *successor;
	entry_name *names, *last_name;
	entry_xref *xrefs, *last_xref;
	entry_parent *parents, *last_parent;
	uint32_t source;
	uint8_t type, standing;
	uint8_t mark; /* while looking for cycles */
	bool generic; /* its names say no more than a kind */
} entry;

/* The source that rows belong to before any is opened. */
#define UNDEFINED_SOURCE 0

typedef struct builder_source {
	const char *id, *title, *version, *licence;
	size_t concepts, names;
} builder_source;

/* A curation row: restricts or blocks names by how they read. */
typedef struct builder_rule {
	uint16_t policy;
	uint8_t types; /* bits */
} builder_rule;

typedef struct builder_slot {
	uint32_t entry, hash; /* entry + 1; 0: free */
} builder_slot;

struct onto_builder {
	arena memory;
	VECTOR(builder_slot) codes; /* open addressing by hash of the code; a power of two, at most half full */
	size_t last;                /* the entry that was asked for last: rows of one concept follow one another */
	table sources_by_id;
	VECTOR(entry) entries;
	VECTOR(builder_source) sources;
	VECTOR(onto_count) counts;
	table rules_by_name;  /* name in small letters to index into rules: restrictions */
	VECTOR(builder_rule) rules;
	table mappings;       /* "code\tcode", both ways round, to the predicate that curation gives the pair */
	uint32_t source; /* that the next call adds to */
	bool finished;
	bool refused; /* finishing failed half way: it can only be freed */
};

#endif
