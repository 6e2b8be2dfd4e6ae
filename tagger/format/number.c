/* Numbers as text. */
#include "format/number.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

void number_text(char out[NUMBER_TEXT], double number)
{
	enum { LEAST_DIGITS = 6, MOST_DIGITS = 17 };
	for (int digits = LEAST_DIGITS; digits <= MOST_DIGITS; digits++) {
		snprintf(out, NUMBER_TEXT, "%.*g", digits, number);
		if (strtod(out, NULL) == number) {
			break;
		}
	}
	/* The program may have set a locale that has another decimal point. */
	char *point = out + strspn(out, "-0123456789");
	if (*point && *point != 'e') {
		*point = '.';
	}
}
