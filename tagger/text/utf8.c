/* Validation of UTF-8. */
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

/* The length of the ASCII prefix, found in steps and possibly a little short. */
static size_t ascii_before(const char *bytes, size_t length)
{
	size_t at = 0;
	for (; at + 32 <= length; at += 32) {
		uint64_t words[4];
		memcpy(words, bytes + at, sizeof words);
		if ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u) {
			break;
		}
	}
	return at;
}

bool utf8_valid(const char *bytes, size_t length)
{
	for (size_t at = 0; at < length;) {
		at += ascii_before(bytes + at, length - at);
		for (; at < length && !(bytes[at] & 0x80); at++) {
		}
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
