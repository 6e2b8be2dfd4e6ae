/* Growing byte strings: a body as it arrives, a response as it is built. */
#ifndef ONTOTAG_SERVE_BYTES_H
#define ONTOTAG_SERVE_BYTES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct bytes {
	char *at; /* NULL until bytes are appended */
	size_t length, space;
	bool failed; /* memory ran out; the content is incomplete */
} bytes;

/* Reserves room for `more` bytes, which can then be appended without an allocation. */
void bytes_reserve(bytes *self, size_t more);
void bytes_append(bytes *self, const void *from, size_t length);
void bytes_text(bytes *self, const char *text);
void bytes_format(bytes *self, const char *format, ...)
#if defined(__GNUC__)
	__attribute__((format(printf, 2, 3)))
#endif
	;

/* Appends a JSON string with its quotation marks. Invalid UTF-8 becomes U+FFFD. */
void bytes_json(bytes *self, const char *text, size_t length);

/* Removes the first bytes. */
void bytes_drop(bytes *self, size_t length);
void bytes_free(bytes *self);

#endif
