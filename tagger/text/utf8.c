/* Validation of UTF-8. */
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

size_t utf8_ascii(const char *bytes, size_t length)
{
	size_t at = 0;
	for (; at + 32 <= length; at += 32) {
		uint64_t words[4];
		memcpy(words, bytes + at, sizeof words);
		if ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u) {
			break;
		}
	}
	for (; at < length && !(bytes[at] & 0x80); at++) {
	}
	return at;
}

bool utf8_valid(const char *bytes, size_t length)
{
	for (size_t at = 0; at < length;) {
		at += utf8_ascii(bytes + at, length - at);
		while (at < length && (bytes[at] & 0x80)) {
			utf8proc_int32_t point;
			utf8proc_ssize_t size =
				utf8proc_iterate((const utf8proc_uint8_t *)bytes + at, (utf8proc_ssize_t)(length - at), &point);
			if (size <= 0) {
				return false;
			}
			at += (size_t)size;
		}
	}
	return true;
}
