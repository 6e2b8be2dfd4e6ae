/* Numbers as text. */
#include "format/number.h"

#include <stdint.h>

bool parse_number(const char *text, size_t length, size_t *out)
{
	size_t number = 0;
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9' || number > (SIZE_MAX - 9) / 10) {
			return false;
		}
		number = number * 10 + (size_t)(text[i] - '0');
	}
	*out = number;
	return length > 0;
}
