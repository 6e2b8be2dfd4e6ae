/* Encodings of text other than UTF-8: telling which one a file has, and converting it with iconv.
 *
 * A byte-order mark, NULs in every second or fourth byte, or a declaration of XML or HTML tell at the start of a
 * file. A text in ASCII that goes on with bytes that are hardly ever UTF-8 is Windows-1252, of which Latin-1 is a
 * part. */
#ifndef ONTOTAG_ENCODING_H
#define ONTOTAG_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "ontotag.h"

/* An encoding that the first bytes of a file tell. NULL: none but UTF-8 or ASCII. `*mark`: bytes of the mark. The
 * name fits into ENCODING_NAME bytes, its NUL included; `declared` holds one that a file declares. */
#define ENCODING_NAME 40
const char *encoding_at_start(const char *head, size_t length, size_t *mark, char declared[ENCODING_NAME]);

/* How bytes that go on from ASCII look. */
typedef enum encoding_look {
	ENCODING_UNKNOWN, /* all is ASCII, or ends inside its only other character */
	ENCODING_UTF_8,
	ENCODING_WINDOWS_1252
} encoding_look;

/* `*from`: the first byte that is not ASCII. `last`: no byte follows. */
encoding_look encoding_of(const char *bytes, size_t length, bool last, size_t *from);

/* Converts to UTF-8. What has no meaning becomes U+FFFD. */
typedef struct decoder decoder;

/* ONTO_UNKNOWN: iconv has no such encoding. `*out` is NULL for UTF-8 itself. */
onto_status decoder_new(const char *encoding, decoder **out, onto_error *error);
void decoder_free(decoder *self);

/* Converts until the input is used up, but for an incomplete character at its end, or the room is full. There must
 * be room for DECODER_ROOM bytes. `last`: no input follows. */
#define DECODER_ROOM ((size_t)16)
void decoder_step(decoder *self, const char *in, size_t length, bool last, char *out, size_t room, size_t *used,
                  size_t *made);

#endif
