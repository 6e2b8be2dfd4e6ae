/* Bytes that grow: a body as it arrives, an answer as it is made. */
#ifndef ONTOTAG_SERVE_BYTES_H
#define ONTOTAG_SERVE_BYTES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct bytes {
	char *at; /* NULL where nothing was ever appended */
	size_t length, space;
	bool failed; /* memory ran out: something is missing */
} bytes;

/* Room for so many more, which then need no allocation. */
void bytes_reserve(bytes *self, size_t more);
void bytes_append(bytes *self, const void *from, size_t length);
void bytes_text(bytes *self, const char *text);
void bytes_format(bytes *self, const char *format, ...)
#if defined(__GNUC__)
	__attribute__((format(printf, 2, 3)))
#endif
	;

/* A JSON string with its quotation marks. Bytes that are no UTF-8 become U+FFFD. */
void bytes_json(bytes *self, const char *text, size_t length);
void bytes_free(bytes *self);

#endif
