/* Numbers as text. */
#include "format/number.h"

#include <locale.h>
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

/* Writes a number of few digits, as those of texts are: 12.5. A decimal of up to 15 digits that is read as a number
 * is also what printf makes of it. False where it is none, or where printf writes an exponent. */
static bool decimal_text(char out[NUMBER_SPACE], double number)
{
	enum { DECIMALS = 4 };
	static const double MOST = 1e9, LEAST = 1e-3;
	double size = number < 0 ? -number : number, scale = 1;
	if (!(size >= LEAST && size < MOST)) {
		return false;
	}
	uint64_t digits = 0;
	int decimals = 0;
	for (; decimals <= DECIMALS; decimals++, scale *= 10) {
		digits = (uint64_t)(size * scale + 0.5);
		if ((double)digits / scale == size) {
			break;
		}
	}
	if (decimals > DECIMALS) {
		return false;
	}
	char reversed[NUMBER_SPACE];
	size_t count = 0;
	for (int left = decimals; digits || left >= 0; digits /= 10, left--) {
		if (left == 0 && decimals) {
			reversed[count++] = '.';
		}
		reversed[count++] = (char)('0' + digits % 10);
	}
	*out = '-';
	out += number < 0;
	while (count) {
		*out++ = reversed[--count];
	}
	*out = '\0';
	return true;
}

const char *number_text(char out[NUMBER_SPACE], double number)
{
	if (decimal_text(out, number)) {
		return out;
	}
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(out, NUMBER_SPACE, "%.*g", digits, number);
		if (strtod(out, NULL) == number) {
			break;
		}
	}
	const char *point = localeconv()->decimal_point;
	size_t length = strlen(point);
	char *at = strcmp(point, ".") != 0 && length ? strstr(out, point) : NULL;
	if (at) {
		*at = '.';
		memmove(at + 1, at + length, strlen(at + length) + 1);
	}
	return out;
}

const char *chance_text(char out[CHANCE_SPACE], double chance)
{
	unsigned hundredths = chance > 0 ? (unsigned)(chance * 100 + 0.5) : 0;
	hundredths = hundredths < 100 ? hundredths : 100;
	unsigned tenths = hundredths / 10, left = hundredths - tenths * 10;
	bool whole = hundredths == 0 || hundredths == 100;
	out[0] = (char)('0' + (hundredths == 100));
	out[1] = whole ? '\0' : '.';
	out[2] = (char)('0' + tenths);
	out[3] = left ? (char)('0' + left) : '\0';
	out[4] = '\0';
	return out;
}
