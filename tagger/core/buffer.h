/* A growing run of bytes, for output. A failed append is remembered, so that a writer can append freely and ask once at
 * its end whether all of it is there. Zeros are an empty buffer. */
#ifndef ONTOTAG_BUFFER_H
#define ONTOTAG_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct buffer {
	char *bytes;
	size_t length, space;
	bool failed;
} buffer;

/* Room for `extra` bytes at the end, not yet counted; NULL where memory ran out. */
char *buffer_reserve(buffer *self, size_t extra);

void buffer_append(buffer *self, const char *bytes, size_t length);
void buffer_text(buffer *self, const char *text);
void buffer_byte(buffer *self, char byte);
void buffer_number(buffer *self, uint64_t number);
void buffer_clear(buffer *self);
void buffer_free(buffer *self);

#endif
