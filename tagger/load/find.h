/* Finds installed dictionaries by name, such as `-d full`. */
#ifndef ONTOTAG_FIND_H
#define ONTOTAG_FIND_H

#include "ontotag.h"

/* Resolves a dictionary argument to a path, which the caller frees. An argument that contains a slash, is "-" or
 * names an existing file is a path already. Any other NAME is NAME.otx, else NAME.dict or NAME.tsv, compressed or
 * not, in the first of these folders that has one: ontotag in $XDG_DATA_HOME (default ~/.local/share),
 * /usr/local/share/ontotag, /usr/share/ontotag. ONTO_UNKNOWN where none has it; the message lists the folders. */
onto_status find_dictionary(const char *given, char **path, onto_error *error);

/* The file of rows that a stem of `length` bytes and a suffix name: full.dict.gz of full. *path is NULL where there
 * is none; the caller frees it. */
onto_status find_rows(const char *stem, size_t length, char **path, onto_error *error);

#endif
