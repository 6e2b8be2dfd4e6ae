/* The terms of an OBO file as its stanzas state them, before any decision.
 *
 *     terms   [ id name │ first end ] [ id name │ first end ] ...
 *                            │    └────────────────┐
 *     facts   [ ............ is_a, synonym, xref ... ] ...
 *
 * A line without a tag costs that line, a stanza without an id that stanza, both told with their line; in a strict
 * import they are errors. A single invalid clause is left out and counted. */
#ifndef ONTOTAG_OBO_TERMS_H
#define ONTOTAG_OBO_TERMS_H

#include "import.h"
#include "pool.h"

typedef enum fact_kind {
	FACT_PARENT,
	FACT_KIND, /* a parent that is no code: no concept, but type rules may test it */
	FACT_SYNONYM,
	FACT_XREF,
	FACT_ALTERNATIVE,
	FACT_REPLACED,
	FACT_CONSIDER
} fact_kind;

typedef struct fact {
	fact_kind kind;
	onto_scope scope;         /* of a synonym */
	unsigned policy;          /* of a synonym */
	onto_predicate predicate; /* of a cross-reference */
	char *text;               /* a name; a cross-reference as it is written; else a code */
} fact;

typedef struct term {
	const char *id; /* a code if `is_code` */
	char *name;     /* NULL: it has none */
	size_t line;
	size_t first; /* its facts are [first, end) */
	size_t end;
	size_t mark; /* the last search that reached it */
	bool is_code;
	bool is_obsolete;
	bool is_spoilt; /* its id is in doubt */
} term;

/* What was left out before a source is open that it could be counted for. */
typedef struct left_out {
	const char *reason;
	size_t count;
} left_out;

typedef struct obo_terms {
	const import *job;
	pool texts;
	term *at;
	size_t count;
	size_t room;
	fact *facts;
	size_t fact_count;
	size_t fact_room;
	left_out *left;
	size_t left_count;
	size_t left_room;
	char *joined; /* a line and those that continue it */

	/* Of the header; NULL where missing: `ontology:`, `data-version:`, dcterms:title, dcterms:license. */
	const char *ontology;
	const char *version;
	const char *title;
	const char *licence;
} obo_terms;

/* Reads the whole file into `self`, which must be zeros. Free it after a failure too. */
onto_status obo_terms_read(obo_terms *self, const import *job);
void obo_terms_free(obo_terms *self);

/* Passes the terms on to the builder, with the types that the rules give them by their ancestors (obo.c). */
onto_status obo_terms_hand_on(obo_terms *self, const import *job);

/* Counts what is left out. */
onto_status obo_terms_leave(obo_terms *self, const char *reason);

/* True where a synonym type, such as OMO:0003012, says that the synonym is an abbreviation. */
bool obo_terms_is_abbreviation(const char *synonym_type);

/* The predicate that MONDO states of a reference by its source, such as MONDO:equivalentTo; else
 * ONTO_MATCH_XREF. */
onto_predicate obo_terms_predicate(const char *stated);

#endif
