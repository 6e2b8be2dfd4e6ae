/* The database of `ontotag tag -o sqlite`: documents, mentions, codes, and the ancestors of every concept that was
 * found, with views that count documents.
 *
 *     database_open ─▶ { database_begin ─▶ database_document ... ─▶ database_end }... ─▶ database_close
 *
 * Documents are committed together. Whatever ends the program, the file holds whole documents, and an input is
 * marked as done with its last one; what an unfinished input left is removed when it is read again. Belongs to one
 * thread at a time. */
#ifndef ONTOTAG_DATABASE_H
#define ONTOTAG_DATABASE_H

#include "command/inputs.h"

typedef struct database database;

/* Opens or makes the file. One that exists needs `resume`. Dictionary and hierarchy must outlive it. ONTO_ARGUMENT
 * where the program was built without SQLite. */
onto_status database_open(database **out, const char *path, bool resume, const onto_dictionary *dictionary,
                          const onto_hierarchy *hierarchy, onto_error *error);

/* True where the input, with its present size and time, is done. */
bool database_has(database *self, const char *path);

onto_status database_begin(database *self, const char *path, onto_error *error);
onto_status database_document(database *self, const onto_document *document, const onto_tags *tags,
                              onto_error *error);
onto_status database_end(database *self, const char *path, bool whole, onto_error *error);

/* Commits what is there and closes. NULL is allowed. */
onto_status database_close(database *self, onto_error *error);

#endif
