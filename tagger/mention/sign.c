/* Signs in ASCII, superscript, in brackets, and as words. */
#include "mention/sign.h"

#include <string.h>

#include "core/ascii.h"
#include "core/type_name.h"
#include "text/word_list.h"

static bool is_letter(unsigned char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

/* A word glued to a marker: CD34pos. */
static char sign_of_word(const char *text, size_t left)
{
	size_t length = 0;
	while (length < left && is_letter((unsigned char)text[length])) {
		length++;
	}
	unsigned roles = word_list_roles(text, length).status;
	bool digit = length < left && ascii_is_digit(text[length]);
	return roles & STATUS_PLUS ? '+' : roles & STATUS_MINUS && !digit ? '-' : '\0';
}

char sign_after(const analysis *doc, uint32_t end)
{
	static const struct {
		const char *bytes;
		char sign;
	} signs[] = {{"+", '+'},      {"-", '-'},        {"\u207a", '+'},   {"\u207b", '-'},
	             {"\u2212", '-'}, {"\u2013", '-'},   {"\u2010", '-'},   {"(+)", '+'},
	             {"(-)", '-'},    {"(\u2212)", '-'}, {"(\u2013)", '-'}, {"\uff0b", '+'}};
	const char *text = doc->text;
	unsigned char first = end < doc->length ? (unsigned char)text[end] : ' ';
	if (is_letter(first)) {
		return sign_of_word(text + end, doc->length - end);
	}
	if (first != '+' && first != '-' && first != '(' && first < 0x80) { /* as nearly always */
		return '\0';
	}
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t length = strlen(signs[i].bytes);
		if (length > doc->length - end || memcmp(text + end, signs[i].bytes, length) != 0) {
			continue;
		}
		unsigned char next = end + length < doc->length ? (unsigned char)text[end + length] : ' ';
		bool goes_on = (is_letter(next) || ascii_is_digit(next)) && signs[i].bytes[0] != '(' &&
		               strcmp(signs[i].bytes, "\u207b") != 0;
		return signs[i].sign == '-' && goes_on ? '\0' : signs[i].sign;
	}
	return '\0';
}

void sign_rows(const char *text, onto_mention *mentions, size_t count)
{
	static const char *const dashes[] = {"-", "\u2212", "\u2013", "\u2010"};
	/* Backwards, since each sign depends on the next one. */
	for (size_t i = count; i-- > 1;) {
		onto_mention *m = &mentions[i - 1];
		const onto_mention *next = m + 1;
		if (type_like(m->type) != ONTO_MARKER || type_like(next->type) != ONTO_MARKER || m->sign || !next->sign ||
		    next->start <= m->end) {
			continue;
		}
		for (size_t k = 0; k < sizeof dashes / sizeof *dashes; k++) {
			if (next->start - m->end == strlen(dashes[k]) &&
			    memcmp(text + m->end, dashes[k], next->start - m->end) == 0) {
				m->sign = '-';
			}
		}
	}
}
