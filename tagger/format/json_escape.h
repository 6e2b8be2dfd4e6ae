/* JSON strings from any bytes. Invalid UTF-8 becomes U+FFFD. */
#ifndef ONTOTAG_JSON_ESCAPE_H
#define ONTOTAG_JSON_ESCAPE_H

#include "core/buffer.h"

/* Appends text as the content of a JSON string. */
void json_escape(buffer *out, const char *text, size_t length);

/* Appends text as a JSON string. */
void json_quote(buffer *out, const char *text, size_t length);

/* Appends a word without characters to escape, such as the name of a type, as a JSON string. */
static inline void json_quote_own(buffer *out, const char *word)
{
	size_t length = strlen(word);
	char *to = buffer_reserve(out, length + 2);
	if (to) {
		to[0] = '"';
		memcpy(to + 1, word, length);
		to[length + 1] = '"';
		out->length += length + 2;
	}
}

#endif
