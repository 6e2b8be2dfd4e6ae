/* A file that takes the place of another when it is complete, or leaves no trace.
 *
 *     open: X.tmp-PID-0 ──write──▶ commit: renamed to X
 *                           └────▶ abandon: gone
 *
 * Standard output ("-"), a device or a pipe is written to as it is: nothing may take its place. */
#ifndef ONTOTAG_ATOMIC_FILE_H
#define ONTOTAG_ATOMIC_FILE_H

#include "ontotag.h"

typedef struct atomic_file {
	char *path, *temporary; /* temporary NULL: written to as it is */
	int file;               /* open for writing; whoever closes it sets it to -1 */
} atomic_file;

onto_status atomic_file_open(atomic_file *self, const char *path, onto_error *error);

/* Writes all of the bytes. */
onto_status atomic_file_write(atomic_file *self, const void *bytes, size_t length, onto_error *error);

/* Closes the file and gives it its name. What there was stays where that fails. */
onto_status atomic_file_commit(atomic_file *self, onto_error *error);

/* Gives up. Harmless after a commit. */
void atomic_file_abandon(atomic_file *self);

#endif
