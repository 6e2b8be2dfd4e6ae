/* Documents from files: a file each, or a line each. */
#ifndef ONTOTAG_DOCUMENTS_H
#define ONTOTAG_DOCUMENTS_H

#include "ontotag.h"

typedef struct documents documents;

/* Opens a file, plain or gzipped, "-" for standard input. */
onto_status documents_open(const char *path, bool lines, documents **out, onto_error *error);
void documents_close(documents *self);

/* The next document; *found is false at the end. A view that lives until the next call. */
onto_status documents_next(documents *self, onto_document *out, bool *found, onto_error *error);

#endif
