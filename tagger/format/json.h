/* JSON in pieces, so that a file of any size is read with no more memory than its largest piece takes.
 *
 *     { "source": "PubMed", "documents": [ {...}, {...}, ... ] }
 *       ▲ json_value          ▲ json_skip  ▲ json_value: the bytes of one element, which jansson parses
 *
 * The scanner finds where values end, by strings and depth, and nothing else: whether they are JSON is jansson's to
 * say. */
#ifndef ONTOTAG_JSON_H
#define ONTOTAG_JSON_H

#include <jansson.h>

#include "core/buffer.h"
#include "format/stream.h"

typedef struct json_scanner {
	stream *stream;
	const char *bytes; /* of the stream, a chunk at a time */
	size_t at, length;
	size_t line; /* of the byte at `at`, from 1 */
} json_scanner;

/* The next byte that is no white space, which stays; -1 at the end. */
onto_status json_peek(json_scanner *self, int *byte, onto_error *error);

/* Goes past the byte that json_peek gave. */
void json_skip(json_scanner *self);

/* Appends the next value: an object, an array, a string, or what stands up to a comma or a bracket. ONTO_DAMAGED where
 * the file ends inside it. */
onto_status json_value(json_scanner *self, buffer *into, onto_error *error);

/* The extent of a member of an object, of good JSON in memory, of which the first byte is '{'. *at is 1 at first. False
 * when there is none left. */
typedef struct json_member {
	const char *key; /* without its quotes, escapes left as they are */
	size_t key_length;
	const char *value;
	size_t value_length;
} json_member;

bool json_next_member(const char *object, size_t length, size_t *at, json_member *out);

/* Parses all of `bytes`. ONTO_DAMAGED, with the line in the file when they begin at `line`. */
onto_status json_parse(const char *bytes, size_t length, const char *file, size_t line, json_t **out,
                       onto_error *error);

/* Appends a value on one line. False where memory ran out. */
bool json_write(buffer *out, const json_t *value);

/* A string of any bytes; those that are no UTF-8 become U+FFFD. NULL where memory ran out. */
json_t *json_text(const char *text, size_t length);

#endif
