/* The bytes of a file, of standard input or of memory, line by line or all at once. What is compressed is
 * decompressed, and another encoding becomes UTF-8.
 *
 *     file ── read, unpack, convert ──▶ [ handed out │ start ....... end │ free ]
 *                                                      ▲ the next line
 *
 * A read returns the available bytes and does not wait for more, so documents pass through a pipe as they arrive. A
 * line may hold any bytes and be of any length; only memory bounds it. */
#ifndef ONTOTAG_STREAM_H
#define ONTOTAG_STREAM_H

#include "core/buffer.h"
#include "ontotag.h"

typedef struct stream stream;

typedef struct stream_options {
	const char *encoding; /* of the bytes; NULL: it is told from them */
	bool mapped;          /* keep the origins of what is converted: stream_converted */
	size_t most_bytes;    /* beyond so many, once decompressed, the stream fails with ONTO_LIMIT and ends; 0: no
	                         limit */
} stream_options;

/* Opens `path`; "-" is standard input, which stays open after stream_close. `options` may be NULL. ONTO_DAMAGED,
 * here or at the first byte: what is no text. ONTO_UNKNOWN: no such encoding. */
onto_status stream_open(stream **out, const char *path, const stream_options *options, onto_error *error);

/* Opens bytes in memory. They must not change until stream_close. Messages call them `name`. */
onto_status stream_open_memory(stream **out, const char *name, const void *bytes, size_t length,
                               const stream_options *options, onto_error *error);
void stream_close(stream *self);

/* Gives a stream over memory, all of which was returned, the bytes that follow; lines are counted on. The earlier
 * ones are not looked at any more. ONTO_ARGUMENT for bytes that are decompressed or converted. */
onto_status stream_continue(stream *self, const void *bytes, size_t length, onto_error *error);

/* How many bytes are whole lines. `searched` of them are known to hold no line end. */
size_t whole_lines(const char *bytes, size_t length, size_t searched);

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

/* The number of bytes read from the file, before they are decompressed. */
size_t stream_consumed(const stream *self);

/* What was converted, from the first byte that needed it on. The text before it is the file's own. */
typedef struct stream_conversion {
	size_t before; /* bytes of text, and of the file, before it */
	const char *bytes;
	size_t length;
	const onto_origin *origins; /* of the text behind `before` */
	size_t origin_count;
} stream_conversion;

/* Of a stream that was opened with `mapped`. A view that is valid until the next byte is read. */
stream_conversion stream_converted(const stream *self);

/* The encoding that the bytes are, or were, in, as far as is known by now; a view. NULL: UTF-8. */
const char *stream_encoding(const stream *self);

/* True, once, where the encoding was guessed. */
bool stream_note(stream *self);

#endif
