/* The bytes of a file, of standard input or of memory, plain or gzipped, line by line or all at once.
 *
 *     file ── read, inflate ──▶ [ handed out │ start ....... end │ free ]
 *                                              ▲ the next line
 *
 * A read takes what there is and does not wait for more, so that documents flow through a pipe as they come. A line
 * may hold any bytes and be of any length; it is the caller's memory that bounds it. */
#ifndef ONTOTAG_STREAM_H
#define ONTOTAG_STREAM_H

#include "core/buffer.h"
#include "ontotag.h"

typedef struct stream stream;

/* Opens `path`; "-" is standard input, which stays open after stream_close. */
onto_status stream_open(stream **out, const char *path, onto_error *error);

/* Opens bytes that lie in memory, plain or gzipped, which must stay as they are until stream_close. `name` is what
 * to call them in messages. */
onto_status stream_open_memory(stream **out, const char *name, const void *bytes, size_t length, onto_error *error);
void stream_close(stream *self);

/* No more than so many bytes, once inflated; 0: any number. What is beyond is ONTO_LIMIT, and the end. */
void stream_limit(stream *self, size_t most);

/* The first bytes, up to STREAM_PEEK. Only before anything was taken; a view until something is. */
#define STREAM_PEEK ((size_t)16 << 10)
onto_status stream_peek(stream *self, const char **head, size_t *length, onto_error *error);

/* The next line without its '\n'; *line is NULL at the end, and after a failure. A view that lives until the next
 * call. */
onto_status stream_line(stream *self, const char **line, size_t *length, onto_error *error);

/* Puts the line that was handed out last back, once. */
void stream_back(stream *self);

/* Appends all that is left. */
onto_status stream_rest(stream *self, buffer *into, onto_error *error);

/* The bytes that were read and not yet handed out, or more of the file where there are none; *length is 0 at the
 * end, and after a failure. A view that lives until the next call. Counts no lines. */
onto_status stream_chunk(stream *self, const char **bytes, size_t *length, onto_error *error);

/* What to call it in messages, and the number of the line that was handed out last. */
const char *stream_name(const stream *self);
size_t stream_line_number(const stream *self);

/* Bytes that were read of the file, before they were inflated. */
size_t stream_consumed(const stream *self);

#endif
