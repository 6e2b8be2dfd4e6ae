/* JSON in pieces, so that memory is bounded by the largest piece, not by the file.
 *
 *     { "source": "PubMed", "documents": [ {...}, {...}, ... ] }
 *       ▲ json_value          ▲ json_skip  ▲ json_value: the bytes of one element, for json_parse
 *
 * The scanner only finds the ends of values, by tracking strings and depth. json_parser.h validates them. */
#ifndef ONTOTAG_JSON_H
#define ONTOTAG_JSON_H

#include <jansson.h>

#include "core/buffer.h"
#include "format/stream.h"

typedef struct json_scanner {
	stream *stream;
	const char *bytes; /* the current chunk of the stream */
	size_t at, length;
	size_t line; /* of the byte at `at`, from 1 */
} json_scanner;

/* The next byte that is no white space, without consuming it. -1 at the end. */
onto_status json_peek(json_scanner *self, int *byte, onto_error *error);

/* Consumes the byte that json_peek returned. */
void json_skip(json_scanner *self);

/* Appends the next value: an object, an array, a string, or the bytes up to a comma or a bracket. ONTO_DAMAGED
 * where the file ends inside it. */
onto_status json_value(json_scanner *self, buffer *into, onto_error *error);

/* The extent of the next member of an object, which is valid JSON and begins with '{'. *at starts at 1. False when
 * no member is left. */
typedef struct json_member {
	const char *key; /* without quotes; escapes are not decoded */
	size_t key_length;
	const char *value;
	size_t value_length;
} json_member;

bool json_next_member(const char *object, size_t length, size_t *at, json_member *out);

/* Appends a value on one line. False where memory ran out. */
bool json_write(buffer *out, const json_t *value);

/* A JSON string from any bytes. Invalid UTF-8 becomes U+FFFD. NULL where memory ran out. */
json_t *json_text(const char *text, size_t length);

#endif
