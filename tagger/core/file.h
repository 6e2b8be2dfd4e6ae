/* A file that is read whole. */
#ifndef ONTOTAG_FILE_H
#define ONTOTAG_FILE_H

#include "core/buffer.h"
#include "ontotag.h"

/* Appends the bytes of a file to `out`, which the caller frees, also after a failure. ONTO_IO names the file. */
onto_status file_read(const char *path, buffer *out, onto_error *error);

#endif
