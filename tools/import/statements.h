/* Terms of an ontology from statements that come in any order: RDF triples, nodes and edges of OBO Graphs.
 *
 *     statements ──▶ facts with the number of their term ──▶ sorted by term ──▶ obo_terms ──▶ types, builder
 * (obo.c) axioms: what is said of a statement  ──▶ applied to the facts
 *
 * A term is what is declared a class or a concept. Terms are held in memory; nothing else of the file is. */
#ifndef ONTOTAG_STATEMENTS_H
#define ONTOTAG_STATEMENTS_H

#include "obo_terms.h"
#include "string_index.h"

/* What a statement says of its subject. */
typedef enum property {
	PROPERTY_NONE,
	PROPERTY_TYPE,
	PROPERTY_LABEL,
	PROPERTY_SYNONYM, /* its scope stands beside it */
	PROPERTY_PARENT,
	PROPERTY_CHILD,
	PROPERTY_DEPRECATED,
	PROPERTY_REPLACED,
	PROPERTY_CONSIDER,
	PROPERTY_ALTERNATIVE,
	PROPERTY_XREF, /* its predicate stands beside it */
	/* of an ontology */
	PROPERTY_VERSION,
	PROPERTY_VERSION_IRI,
	PROPERTY_TITLE,
	PROPERTY_LICENCE,
	/* of a statement */
	PROPERTY_ANNOTATED_SOURCE,
	PROPERTY_ANNOTATED_PROPERTY,
	PROPERTY_ANNOTATED_TARGET,
	PROPERTY_SYNONYM_TYPE,
	PROPERTY_SOURCE
} property;

typedef struct statement {
	const char *subject; /* an IRI; a blank node begins with "_:" */
	const char *relation;
	const char *object;
	size_t object_length;
	const char *language; /* of a literal; "" where it has none */
	bool is_literal;
} statement;

typedef struct statements {
	const import *job;
	obo_terms terms;
	string_index subjects;
	struct subject *about; /* of each subject */
	size_t about_room;
	struct owned *facts;
	size_t fact_count;
	size_t fact_room;
	struct axiom *axioms;
	size_t axiom_count;
	size_t axiom_room;
	string_index axiom_nodes;
	size_t foreign;     /* terms whose IRI has no prefix */
	char example[160];  /* the first of them */
	char ontology[160]; /* its IRI */
} statements;

/* Takes a statement. What is of no use is passed over. */
onto_status statements_take(statements *self, const statement *what);

/* Adds a synonym with its type, which may be NULL. */
onto_status statements_synonym(statements *self, const char *subject, onto_scope scope, const char *text,
                               size_t length, const char *type);

/* The scope of oboInOwl's hasExactSynonym and others, by IRI or name. False for another relation. */
bool statements_scope(const char *relation, onto_scope *out);

/* Joins all and passes it on to the builder. */
onto_status statements_hand_on(statements *self);
void statements_free(statements *self);

#endif
