/* gzip of whole bodies, and of answers piece by piece. */
#ifndef ONTOTAG_SERVE_GZIP_H
#define ONTOTAG_SERVE_GZIP_H

#include "ontotag_tools.h"
#include "serve/bytes.h"

bool gzip_is(const void *body, size_t length);

/* Appends what gzip holds. ONTO_LIMIT past `most` bytes, ONTO_DAMAGED where it is broken. */
onto_status gzip_inflate(const void *body, size_t length, size_t most, bytes *out, onto_error *error);

typedef struct gzip gzip;

gzip *gzip_new(void); /* NULL where memory ran out */
void gzip_free(gzip *self);

/* Appends to `out` what becomes of some more bytes: all of them so that they can be read, and with `last` the
 * end. */
void gzip_push(gzip *self, const void *from, size_t length, bool last, bytes *out);

#endif
