/* A file that replaces another when it is complete, or leaves no trace.
 *
 *     open: X.tmp-PID-0 ──write──▶ commit: renamed to X
 *                           └────▶ abandon: removed
 *
 * Standard output ("-"), a device and a pipe are written to directly, since nothing may replace them. */
#ifndef ONTOTAG_ATOMIC_FILE_H
#define ONTOTAG_ATOMIC_FILE_H

#include "ontotag.h"

typedef struct atomic_file {
	char *path, *temporary; /* temporary is NULL where the path is written to directly */
	int file;               /* open for writing; whoever closes it sets it to -1 */
} atomic_file;

onto_status atomic_file_open(atomic_file *self, const char *path, onto_error *error);

/* Writes all of the bytes. */
onto_status atomic_file_write(atomic_file *self, const void *bytes, size_t length, onto_error *error);

/* Closes the file and renames it to its path. On failure an existing file stays as it was. */
onto_status atomic_file_commit(atomic_file *self, onto_error *error);

/* Removes the temporary file. Harmless after a commit. */
void atomic_file_abandon(atomic_file *self);

#endif
