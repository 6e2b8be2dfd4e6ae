/* Importers: one for each source format. Each turns a file into calls of onto_builder_*.
 *
 *     path ──▶ input (plain or compressed) ──▶ detect by content ──▶ importer ──▶ onto_builder
 *                                                     ▲
 *                                     types (dictionaries/types.tsv)
 *
 * An importer reads its file once, from front to back, and stores no more than the current record. Exceptions: MeSH
 * tree numbers, to find parents; the terms of an OBO file, since the type of a term may depend on an ancestor that
 * comes later. */
#ifndef ONTOTAG_IMPORT_H
#define ONTOTAG_IMPORT_H

#include "ontotag_tools.h"
#include "input.h"
#include "types.h"

/* What a caller may say about a file. All zero: its content decides. */
typedef struct import_options {
	const char *format;  /* a name of import_format_name; NULL: by content */
	const char *columns; /* of a term list: "id=code,name=label" */
	onto_type type;      /* of a term list, where `has_type` */
	bool has_type;
	const char *const *prefixes; /* of IRIs: "EX=http://example.org/" */
	size_t prefix_count;
	const char *languages; /* of names, "en,de"; NULL: English */
	bool strict;           /* a record that cannot be read is an error; else it is passed over and told */
	void (*warn)(void *context, const onto_error *error); /* is told of it; may be NULL */
	void *context;
} import_options;

/* What a file was taken for. */
typedef struct import_report {
	const char *name;  /* of the format; NULL: none */
	const char *title; /* of the format */
	char detail[256];  /* what was taken; "" where the counts of the builder say all */
} import_report;

/* The arguments of an importer. `input` is at the first byte; `path` is for messages. */
typedef struct import {
	input *input;
	const char *path;
	const types *types;
	const import_options *options;
	onto_builder *builder;
	import_report *report;
	onto_error *error;
} import;

typedef struct import_format {
	const char *name;                                 /* "obo", "mesh", ... */
	const char *title;                                /* for messages */
	bool (*detects)(const char *head, size_t length); /* does a file that begins so belong to it? `head` may end
	                                                   * anywhere; a NUL stands behind it */
	onto_status (*run)(import *job);
} import_format;

extern const import_format import_obo;
extern const import_format import_mesh;
extern const import_format import_gene_info;
extern const import_format import_sssom;
extern const import_format import_medic;
extern const import_format import_rdf;
extern const import_format import_obo_graphs;
extern const import_format import_vocabulary_table;
extern const import_format import_rrf;
extern const import_format import_rf2;
extern const import_format import_icd10cm;
extern const import_format import_rows;
extern const import_format import_list;

/* Name and title of format number `index`; NULL past the last. */
const char *import_format_name(size_t index, const char **title);

/* The title of the format of a file that is a source and no dictionary. NULL for any other, and for one that cannot
 * be read. */
const char *import_title(const char *path);

/* Imports one source. ONTO_UNKNOWN where no importer recognizes it; the message lists them. `options` and `report`
 * may be NULL. */
onto_status import_file(const char *path, const types *rules, const import_options *options, onto_builder *builder,
                        import_report *report, onto_error *error);

/* Imports from an open, unread input, which may have a progress hook. The input stays open. */
onto_status import_input(input *file, const types *rules, const import_options *options, onto_builder *builder,
                         import_report *report, onto_error *error);

/* ---- for importers ------------------------------------------------------------------------------------------- */

/* Fails at the last line that was read. */
onto_status import_damaged(const import *job, const char *reason);
onto_status import_no_memory(const import *job);

onto_status import_leave(const import *job, const char *reason);

/* For a record that cannot be read: counts it under a reason, tells the error, and goes on. A strict import, and
 * any failure but ONTO_DAMAGED, fails. */
onto_status import_pass_over(const import *job, onto_status status, const char *reason);

/* Adds a name, which is cleaned in place. An empty or meaningless name is left out. */
onto_status import_name(const import *job, const char *code, onto_scope scope, char *name, unsigned policy);

/* Adds a cross-reference as the source writes it. An invalid code is left out. */
onto_status import_xref(const import *job, const char *code, onto_predicate predicate, const char *written);

/* True where names in this language are wanted. `language` is as RDF or UMLS write it, en-GB or ENG; "" is any. */
bool import_language(const import *job, const char *language);

/* The predicate of skos:exactMatch and similar relations, by CURIE or IRI. False for another relation. */
bool import_predicate(const char *relation, onto_predicate *out);

/* The part behind the last `/`, `#` or `:` of an IRI or a CURIE. */
const char *import_local_part(const char *address);

#endif
