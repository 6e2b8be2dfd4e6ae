/* One MeSH record, descriptor or supplementary, collected while its XML is parsed.
 *
 *     record ── tree numbers, headings it is mapped to
 *        ├─ concept (preferred) ── terms, registry numbers
 *        ├─ concept ── terms, registry numbers
 *        └─ relations: how the other concepts stand to the preferred one
 *
 * The terms of the preferred concept are exact names. So are those of another concept, unless a relation says that
 * it is narrower, broader or only related. */
#ifndef ONTOTAG_RECORD_H
#define ONTOTAG_RECORD_H

#include "import.h"
#include "places.h"
#include "pool.h"

typedef struct record_concept {
	const char *ui;
	bool is_preferred;
	onto_scope scope;
} record_concept;

typedef struct record_term {
	char *name;     /* NULL: the term has none */
	size_t concept; /* its index */
	bool is_permuted;
	bool is_short; /* an abbreviation, an acronym, a laboratory's code */
} record_term;

/* The relation of concept `to` to concept `from`. */
typedef struct record_relation {
	onto_scope scope;
	const char *from;
	const char *to;
} record_relation;

typedef struct record_number {
	const char *text;
	size_t concept;
} record_number;

/* A growing array of one of the above, or of strings. */
typedef struct record_list {
	void *items;
	size_t count;
	size_t room;
} record_list;

typedef struct record {
	pool texts;
	int scr_class;
	bool has_action;
	const char *ui;
	char *name;
	record_list trees;     /* const char * */
	record_list mapped;    /* const char *: headings */
	record_list concepts;  /* record_concept */
	record_list terms;     /* record_term */
	record_list relations; /* record_relation */
	record_list numbers;   /* record_number */
} record;

/* Empties it for the next record. */
void record_begin(record *self);
void record_free(record *self);

/* Appends an item of `size` bytes. ONTO_LIMIT beyond the size of any real record. */
onto_status record_add(record_list *list, const void *item, size_t size, const import *job);

/* Passes the record to the builder, and its tree numbers to `all`. */
onto_status record_end(record *self, places *all, const import *job);

#endif
