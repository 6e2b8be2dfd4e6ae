/* Text on one line. */
#include "format/one_line.h"

void one_line(buffer *out, const char *text, size_t length)
{
	bool space = false;
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c <= ' ' || c == 0x7f) {
			space = true;
			continue;
		}
		if (space) {
			buffer_byte(out, ' ');
			space = false;
		}
		buffer_byte(out, (char)c);
	}
}
