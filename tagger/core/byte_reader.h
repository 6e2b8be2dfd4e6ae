/* The bytes of a file, of standard input or of memory. What is compressed is decompressed.
 *
 *     open ── looks at the first bytes ──▶ read: as they are, or unpacked
 *
 * A read returns the available bytes and does not wait for more. Everything that this project reads comes through
 * here: documents, rows, and the sources of the importers. */
#ifndef ONTOTAG_BYTE_READER_H
#define ONTOTAG_BYTE_READER_H

#include "ontotag_tools.h"

/* As onto_byte_reader_open; messages call the file `name`. */
onto_status byte_reader_open(onto_byte_reader **out, const char *path, const char *name, onto_error *error);

/* Opens bytes in memory. They must not change until onto_byte_reader_close. */
onto_status byte_reader_open_memory(onto_byte_reader **out, const char *name, const void *bytes, size_t length,
                                    onto_error *error);

/* The name of the compression; NULL: none. */
const char *byte_reader_packing(const onto_byte_reader *self);

#endif
