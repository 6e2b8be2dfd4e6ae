/* Control characters, by which a name, a path or a row could command the terminal that shows it. */
#ifndef ONTOTAG_PRINTABLE_H
#define ONTOTAG_PRINTABLE_H

#include <stdbool.h>
#include <stddef.h>

/* The length of the control character at `at`, of ASCII or of C1 in UTF-8; 0 where there is none. */
static inline size_t control_size(const char *at, size_t length)
{
	unsigned char c = (unsigned char)*at;
	if (c < 0x20 || c == 0x7f) {
		return 1;
	}
	return c == 0xc2 && length > 1 && ((unsigned char)at[1] & 0xe0) == 0x80 ? 2 : 0;
}

/* True where text holds a control character besides tab and line end. */
bool printable_has_control(const char *text, size_t length);

/* Copies a text with each control character as \xNN, cut where the room ends. */
void printable_copy(char *out, size_t room, const char *text);

#endif
