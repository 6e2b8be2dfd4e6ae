/* The bytes of a file, of standard input or of memory, plain or gzipped, line by line or all at once.
 *
 *     file ── read, inflate ──▶ [ handed out │ start ....... end │ free ]
 *                                              ▲ the next line
 *
 * A read returns the available bytes and does not wait for more, so documents pass through a pipe as they arrive. A
 * line may hold any bytes and be of any length; only memory bounds it. */
#ifndef ONTOTAG_STREAM_H
#define ONTOTAG_STREAM_H

#include "core/buffer.h"
#include "ontotag.h"

typedef struct stream stream;

/* Opens `path`; "-" is standard input, which stays open after stream_close. */
onto_status stream_open(stream **out, const char *path, onto_error *error);

/* Opens plain or gzipped bytes in memory. They must not change until stream_close. Messages call them `name`. */
onto_status stream_open_memory(stream **out, const char *name, const void *bytes, size_t length, onto_error *error);
void stream_close(stream *self);

/* Limits the number of inflated bytes; 0: no limit. Beyond it the stream fails with ONTO_LIMIT and ends. */
void stream_limit(stream *self, size_t most);

/* The first bytes, up to STREAM_PEEK. To be called before any byte is consumed; a view that is valid until then. */
#define STREAM_PEEK ((size_t)16 << 10)
onto_status stream_peek(stream *self, const char **head, size_t *length, onto_error *error);

/* The next line without its '\n'. *line is NULL at the end and after a failure. A view that is valid until the next
 * call. */
onto_status stream_line(stream *self, const char **line, size_t *length, onto_error *error);

/* Pushes the last returned line back, once. */
void stream_back(stream *self);

/* Appends all remaining bytes. */
onto_status stream_rest(stream *self, buffer *into, onto_error *error);

/* The bytes that are buffered and not yet returned, or more of the file if there are none. *length is 0 at the end
 * and after a failure. A view that is valid until the next call. Does not count lines. */
onto_status stream_chunk(stream *self, const char **bytes, size_t *length, onto_error *error);

/* The stream's name in messages, and the number of the last returned line. */
const char *stream_name(const stream *self);
size_t stream_line_number(const stream *self);

/* The number of bytes read from the file, before inflation. */
size_t stream_consumed(const stream *self);

#endif
