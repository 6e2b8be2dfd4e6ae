/* Fields, columns, lists and JSON strings on a stream. */
#include "command/print.h"

#include <stdint.h>
#include <string.h>

/* The length of the character at `at`; 0 for invalid UTF-8. After table 3-7 of the Unicode standard. */
static size_t character(const unsigned char *at, size_t left)
{
	static const struct {
		unsigned char first, last, second_least, second_most, length;
	} forms[] = {
		{0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
		{0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
		{0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
	};
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (*at < forms[i].first || *at > forms[i].last) {
			continue;
		}
		bool good = forms[i].length <= left;
		good = good && (forms[i].length == 1 || (at[1] >= forms[i].second_least && at[1] <= forms[i].second_most));
		for (size_t k = 2; good && k < forms[i].length; k++) {
			good = at[k] >= 0x80 && at[k] <= 0xbf;
		}
		return good ? forms[i].length : 0;
	}
	return 0;
}

void print_json(FILE *out, const char *text, size_t length)
{
	putc('"', out);
	for (size_t at = 0, size; at < length; at += size) {
		unsigned char c = (unsigned char)text[at];
		size = character((const unsigned char *)text + at, length - at);
		if (!size) {
			fputs("\xef\xbf\xbd", out);
			size = 1;
		} else if (c == '"' || c == '\\') {
			fprintf(out, "\\%c", c);
		} else if (c < 0x20 || c == 0x7f) {
			fprintf(out, "\\u%04x", c);
		} else {
			fwrite(text + at, 1, size, out);
		}
	}
	putc('"', out);
}

void print_json_text(FILE *out, const char *text)
{
	print_json(out, text, strlen(text));
}

void print_field(FILE *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		switch (text[i]) {
		case '\t': fputs("\\t", out); break;
		case '\n': fputs("\\n", out); break;
		case '\\': fputs("\\\\", out); break;
		default: putc((unsigned char)text[i] < ' ' || text[i] == 0x7f ? ' ' : text[i], out);
		}
	}
}

void print_ways(FILE *out, unsigned transformations, const char *before, const char *after, const char *between)
{
	bool first = true;
	for (size_t i = 0; onto_transformation_word(i); i++) {
		if (transformations & 1u << i) {
			fprintf(out, "%s%s%s%s", first ? "" : between, before, onto_transformation_word(i), after);
			first = false;
		}
	}
}

void print_codes(FILE *out, const char *const *codes, size_t count, const char *between)
{
	for (size_t i = 0; i < count; i++) {
		fprintf(out, "%s%s", i ? between : "", codes[i]);
	}
}

void print_column(FILE *out, const char *text, size_t length, size_t width)
{
	size_t columns = 0, fits = 0; /* bytes that fit with the ellipsis */
	size_t total = 0;
	for (size_t at = 0, size; at < length; at += size) {
		size = character((const unsigned char *)text + at, length - at);
		size = size ? size : 1;
		total++;
		if (total < width) {
			fits = at + size;
			columns = total;
		}
	}
	if (total <= width) {
		fits = length;
		columns = total;
	}
	for (size_t at = 0, size; at < fits; at += size) {
		size = character((const unsigned char *)text + at, length - at);
		if (!size) {
			fputs("\xef\xbf\xbd", out);
			size = 1;
		} else if ((unsigned char)text[at] < 0x20 || text[at] == 0x7f) {
			putc(' ', out);
		} else {
			fwrite(text + at, 1, size, out);
		}
	}
	if (total > width) {
		fputs("\xe2\x80\xa6", out); /* an ellipsis */
		columns++;
	}
	fprintf(out, "%*s", (int)(width - columns), "");
}

const char *standing_word(onto_standing standing)
{
	static const char *const words[] = {"live", "replaced", "consider", "obsolete"};
	return words[standing];
}

const char *release_of(const onto_dictionary *dictionary, const char *id)
{
	onto_source source;
	size_t concepts, names;
	for (size_t i = 0; onto_dictionary_source(dictionary, i, &source, &concepts, &names); i++) {
		if (strcmp(source.id, id) == 0) {
			return source.version;
		}
	}
	return "";
}
