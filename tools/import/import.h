/* Importers: one per source format, each turning a file into calls of onto_builder_*.
 *
 *     path ──▶ input (plain or gzip) ──▶ detect by content ──▶ importer ──▶ onto_builder
 *                                                     ▲
 *                                     types (dictionaries/types.tsv)
 *
 * An importer reads its file once, front to back, and keeps no more of it than the record at hand, except what it
 * must know of the whole: MeSH tree numbers, to find parents; the terms of an OBO file, since a term's type may
 * hang on an ancestor that comes later. */
#ifndef ONTOTAG_IMPORT_H
#define ONTOTAG_IMPORT_H

#include "ontotag_tools.h"
#include "input.h"
#include "types.h"

/* What an importer is handed. `input` stands at the first byte; `path` is for messages. */
typedef struct import {
	input *input;
	const char *path;
	const types *types;
	onto_builder *builder;
	onto_error *error;
} import;

typedef struct import_format {
	const char *name;                                 /* "obo", "mesh", ... */
	const char *title;                                /* for people */
	bool (*detects)(const char *head, size_t length); /* does a file that begins so belong to it? `head` may end
	                                                   * anywhere; a NUL stands behind it */
	onto_status (*run)(import *job);
} import_format;

extern const import_format import_obo;
extern const import_format import_mesh;
extern const import_format import_gene_info;
extern const import_format import_sssom;
extern const import_format import_medic;
extern const import_format import_rows;

/* Reads one source, whichever it is. ONTO_UNKNOWN where no format knows it, with what was looked for. */
onto_status import_file(const char *path, const types *rules, onto_builder *builder, onto_error *error);

/* The same from an input that is open and unread, on which the caller may have set a progress hook. It stays open. */
onto_status import_input(input *file, const types *rules, onto_builder *builder, onto_error *error);

/* ---- for importers --------------------------------------------------------------------------------------------- */

/* Passes a failure up. Only where nothing has to be freed. */
#define TRY(call) \
	do { \
		onto_status try_status = (call); \
		if (try_status) \
			return try_status; \
	} while (0)

/* Fails at the line that was read last. */
onto_status import_damaged(const import *job, const char *reason);
onto_status import_no_memory(const import *job);

onto_status import_leave(const import *job, const char *reason);

/* Adds a name, made tidy in place. A name that is empty or says nothing is left out. */
onto_status import_name(const import *job, const char *code, onto_scope scope, char *name, unsigned policy);

/* Adds a cross-reference as the source writes it. One that is no code is left out. */
onto_status import_xref(const import *job, const char *code, onto_predicate predicate, const char *written);

/* What skos:exactMatch and its like mean, by prefix or by whole address. False for another relation. */
bool import_predicate(const char *relation, onto_predicate *out);

/* What stands behind the last `/`, `#` or `:` of an address or a CURIE. */
const char *import_local_part(const char *address);

#endif
