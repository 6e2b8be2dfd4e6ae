/* Signs in ASCII, raised, in brackets, and as words. */
#include "mention/sign.h"

#include <string.h>

char sign_after(const analysis *doc, uint32_t end)
{
	static const struct { const char *bytes; char sign; } signs[] = {
		{"+", '+'}, {"-", '-'}, {"\u207a", '+'}, {"\u207b", '-'}, {"\u2212", '-'}, {"\u2013", '-'}, {"\u2010", '-'},
		{"pos", '+'}, {"neg", '-'}, {"(+)", '+'}, {"(-)", '-'}, {"(\u2212)", '-'}, {"(\u2013)", '-'}, {"\uff0b", '+'}};
	const char *text = doc->text;
	if (end == doc->length || text[end] == ' ') {
		return '\0';
	}
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t length = strlen(signs[i].bytes);
		if (length > doc->length - end || memcmp(text + end, signs[i].bytes, length) != 0) {
			continue;
		}
		unsigned char next = end + length < doc->length ? (unsigned char)text[end + length] : ' ';
		bool word = (next | 0x20) >= 'a' && (next | 0x20) <= 'z';
		if (signs[i].bytes[0] >= 'a' && word) {
			continue;
		}
		bool goes_on = (word || (next >= '0' && next <= '9')) && signs[i].bytes[0] != '(' && strcmp(signs[i].bytes, "\u207b") != 0;
		return signs[i].sign == '-' && goes_on ? '\0' : signs[i].sign;
	}
	return '\0';
}

void sign_rows(const char *text, onto_mention *mentions, size_t count)
{
	static const char *const dashes[] = {"-", "\u2212", "\u2013", "\u2010"};
	/* From the end to the start, since each is known by the one behind it. */
	for (size_t i = count; i-- > 1;) {
		onto_mention *m = &mentions[i - 1];
		const onto_mention *next = m + 1;
		if (m->type != ONTO_MARKER || next->type != ONTO_MARKER || m->sign || !next->sign || next->start <= m->end) {
			continue;
		}
		for (size_t k = 0; k < sizeof dashes / sizeof *dashes; k++) {
			if (next->start - m->end == strlen(dashes[k]) && memcmp(text + m->end, dashes[k], next->start - m->end) == 0) {
				m->sign = '-';
			}
		}
	}
}
