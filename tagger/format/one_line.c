/* Text on one line. */
#include "format/one_line.h"

static inline bool is_blank(char c)
{
	unsigned char byte = (unsigned char)c;
	return byte <= ' ' || byte == 0x7f;
}

/* Words are copied whole: nearly every text is one or a few. */
void one_line(buffer *out, const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		size_t from = at;
		while (at < length && !is_blank(text[at])) {
			at++;
		}
		buffer_append(out, text + from, at - from);
		from = at;
		while (at < length && is_blank(text[at])) {
			at++;
		}
		if (at > from && at < length) {
			buffer_byte(out, ' ');
		}
	}
}
