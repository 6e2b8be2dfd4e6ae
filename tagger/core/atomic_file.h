/* A file that replaces another when it is complete, or leaves no trace.
 *
 *     open: a file without a name ──write──▶ commit: synced, named, renamed to X
 *           or X.0123456789abcdef.part  └──▶ abandon: gone
 *
 * A process that is killed leaves nothing, except where the file system knows no files without a name. A file with
 * one is locked while it is written, so that atomic_file_clear can tell what was left.
 *
 * Standard output ("-"), a device and a pipe are written to directly, since nothing may replace them. */
#ifndef ONTOTAG_ATOMIC_FILE_H
#define ONTOTAG_ATOMIC_FILE_H

#include "ontotag_tools.h"

typedef struct atomic_file {
	char *path;
	char *temporary; /* the name until the commit; "" where it has none yet */
	int file;        /* open for writing; whoever writes through a copy of it closes only the copy */
	bool direct;     /* the path itself is written to */
} atomic_file;

onto_status atomic_file_open(atomic_file *self, const char *path, onto_error *error);

/* Writes all of the bytes. */
onto_status atomic_file_write(atomic_file *self, const void *bytes, size_t length, onto_error *error);

/* Syncs the file, closes it and gives it its path. On failure an existing file stays as it was. */
onto_status atomic_file_commit(atomic_file *self, onto_error *error);

/* Removes the file. Harmless after a commit. */
void atomic_file_abandon(atomic_file *self);

#endif
