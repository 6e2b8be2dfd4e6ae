/* A body of many documents as it comes: inflated, and cut into blocks of whole documents.
 *
 *     put ─▶ [ arrived ] ── inflate ──▶ [ plain: whole documents │ the beginning of the next ] ─▶ next
 *
 * It inflates no more than the next block needs, so that its memory is what was put and one document. */
#ifndef ONTOTAG_SERVE_FEED_H
#define ONTOTAG_SERVE_FEED_H

#include "ontotag_tools.h"
#include "serve/bytes.h"

typedef struct feed feed;

/* For a format of onto_format_comes_in_pieces; format and options must outlive the feed. A document may hold `most`
 * bytes. `packed`: the body has to be gzipped; else it may be. NULL where memory ran out. */
feed *feed_new(const char *format, const onto_read_options *options, size_t most, bool packed);
void feed_free(feed *self);

/* Adds bytes as they arrived. False where memory ran out. */
bool feed_put(feed *self, const char *bytes, size_t length);

/* No more bytes will be put. */
void feed_end(feed *self);

/* Bytes that were put and not yet inflated or cut. */
size_t feed_waiting(const feed *self);

/* The next block of whole documents, a view that lives until the next call. *length is 0 where more bytes have to
 * be put first; at the end, where *ended is set, it may be 0, too. ONTO_LIMIT for a document that is too large,
 * ONTO_DAMAGED for an invalid gzip stream, ONTO_ARGUMENT for a body that is none and has to be. */
onto_status feed_next(feed *self, const char **block, size_t *length, bool *ended, onto_error *error);

#endif
