/* One MeSH record, descriptor or supplementary, collected while its XML is parsed.
 *
 *     record ── tree numbers, headings it is mapped to
 *        ├─ concept (preferred) ── terms, registry numbers
 *        ├─ concept ── terms, registry numbers
 *        └─ relations: how the other concepts stand to the preferred one
 *
 * The terms of the preferred concept are exact names. So are those of another concept, unless a relation says that
 * it is narrower, broader or only related. */
#ifndef ONTOTAG_MESH_RECORD_H
#define ONTOTAG_MESH_RECORD_H

#include "import.h"
#include "mesh_places.h"
#include "pool.h"

typedef struct mesh_record_concept {
	const char *ui;
	bool is_preferred;
	onto_scope scope;
} mesh_record_concept;

typedef struct mesh_record_term {
	char *name;     /* NULL: the term has none */
	size_t concept; /* its index */
	bool is_permuted;
	bool is_short; /* an abbreviation, an acronym, a laboratory's code */
} mesh_record_term;

/* The relation of concept `to` to concept `from`. */
typedef struct mesh_record_relation {
	onto_scope scope;
	const char *from;
	const char *to;
} mesh_record_relation;

typedef struct mesh_record_number {
	const char *text;
	size_t concept;
} mesh_record_number;

/* A growing array of one of the above, or of strings. */
typedef struct mesh_record_list {
	void *items;
	size_t count;
	size_t room;
} mesh_record_list;

typedef struct mesh_record {
	pool texts;
	int scr_class;
	bool has_action;
	const char *ui;
	char *name;
	mesh_record_list trees;     /* const char * */
	mesh_record_list mapped;    /* const char *: headings */
	mesh_record_list concepts;  /* mesh_record_concept */
	mesh_record_list terms;     /* mesh_record_term */
	mesh_record_list relations; /* mesh_record_relation */
	mesh_record_list numbers;   /* mesh_record_number */
} mesh_record;

/* Empties it for the next record. */
void mesh_record_begin(mesh_record *self);
void mesh_record_free(mesh_record *self);

/* Appends an item of `size` bytes. ONTO_LIMIT beyond the size of any real record. */
onto_status mesh_record_add(mesh_record_list *list, const void *item, size_t size, const import *job);

/* Passes the record to the builder, and its tree numbers to `all`. */
onto_status mesh_record_end(mesh_record *self, mesh_places *all, const import *job);

#endif
