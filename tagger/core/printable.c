/* Finds control characters and makes them visible. */
#include "core/printable.h"

#include <stdio.h>
#include <string.h>

bool printable_has_control(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (control_size(text + i, length - i) && text[i] != '\t' && text[i] != '\n') {
			return true;
		}
	}
	return false;
}

void printable_copy(char *out, size_t room, const char *text)
{
	enum { ESCAPE = 4 };
	size_t used = 0;
	for (size_t length = strlen(text); length;) {
		size_t size = control_size(text, length);
		if (used + (size ? size * ESCAPE : 1) >= room) {
			break;
		}
		for (size_t i = 0; i < size; i++) {
			used += (size_t)sprintf(out + used, "\\x%02x", (unsigned char)text[i]);
		}
		if (!size) {
			out[used++] = *text;
			size = 1;
		}
		text += size;
		length -= size;
	}
	out[used] = '\0';
}
