/* gzip for whole bodies, and for responses that are sent in pieces. */
#ifndef ONTOTAG_SERVE_GZIP_H
#define ONTOTAG_SERVE_GZIP_H

#include "ontotag_tools.h"
#include "serve/bytes.h"

bool gzip_is(const void *body, size_t length);

/* Appends the inflated bytes. ONTO_LIMIT past `most` bytes, ONTO_DAMAGED for an invalid stream. */
onto_status gzip_inflate(const void *body, size_t length, size_t most, bytes *out, onto_error *error);

/* A gzip stream that comes in pieces. It may have several members; what follows them is ignored. */
typedef struct gunzip gunzip;

gunzip *gunzip_new(void); /* NULL where memory ran out */
void gunzip_free(gunzip *self);

/* Appends at most `room` inflated bytes. *used is how many bytes of `from` it took. ONTO_DAMAGED for an invalid
 * stream. */
onto_status gunzip_some(gunzip *self, const void *from, size_t length, size_t *used, size_t room, bytes *out,
                        onto_error *error);

/* True where it may give more bytes although it has taken all. */
bool gunzip_holds(const gunzip *self);

/* True at the end of a member. */
bool gunzip_ended(const gunzip *self);

typedef struct gzip gzip;

gzip *gzip_new(void); /* NULL where memory ran out */
void gzip_free(gzip *self);

/* Compresses more bytes and appends the output. It is flushed, so the client can read all of it. `last` ends the
 * stream. */
void gzip_push(gzip *self, const void *from, size_t length, bool last, bytes *out);

#endif
