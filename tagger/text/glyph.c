/* Signs and their ASCII equivalents. */
#include "text/glyph.h"

#include <string.h>

static const struct {
	char bytes[4];
	unsigned char stands_for;
} glyphs[] = {
	{"\u2013", '-'},
	{"\u2212", '-'},
	{"\u2010", '-'},
	{"\u2011", '-'},
	{"\u2012", '-'},
	{"\u2014", '-'},
	{"\u207b", '-'},
	{"\uff0d", '-'},
	{"\u00a0", ' '},
	{"\u2009", ' '},
	{"\u202f", ' '},
	{"\u2002", ' '},
	{"\u2003", ' '},
	{"\u2005", ' '},
	{"\u2006", ' '},
	{"\u2008", ' '},
	{"\u200a", ' '},
	{"\u00b7", '.'},
	{"\u2219", '.'},
	{"\u22c5", '.'},
	{"\u00d7", 'x'},
	{"\u2715", 'x'},
	{"\u00b5", 'u'},
	{"\u03bc", 'u'},
	{"\u2044", '/'},
	{"\u2215", '/'},
	{"\u2070", '0'},
	{"\u00b9", '1'},
	{"\u00b2", '2'},
	{"\u00b3", '3'},
	{"\u2074", '4'},
	{"\u2075", '5'},
	{"\u2076", '6'},
	{"\u2077", '7'},
	{"\u2078", '8'},
	{"\u2079", '9'},
	{"\u2080", '0'},
	{"\u2081", '1'},
	{"\u2082", '2'},
	{"\u2083", '3'},
	{"\u207a", '+'},
	{"\uff0b", '+'},
	{"\u2217", '*'},
	{"\u2236", ':'},
	{"\uff1c", '<'},
	{"\uff1e", '>'},
	{"\u223c", '~'},
	{"\u2264", GLYPH_AT_MOST},
	{"\u2266", GLYPH_AT_MOST},
	{"\u2a7d", GLYPH_AT_MOST},
	{"\u2265", GLYPH_AT_LEAST},
	{"\u2267", GLYPH_AT_LEAST},
	{"\u2a7e", GLYPH_AT_LEAST},
	{"\u2248", GLYPH_ABOUT},
	{"\u2243", GLYPH_ABOUT},
	{"\u2245", GLYPH_ABOUT},
	{"\u00b1", GLYPH_PLUS_MINUS},
	{"\u2191", GLYPH_UP},
	{"\u2193", GLYPH_DOWN},
	{"\u200b", GLYPH_NOTHING},
	{"\u2060", GLYPH_NOTHING},
	{"\ufeff", GLYPH_NOTHING},
};

static size_t utf8_size(unsigned char first)
{
	return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

unsigned char glyph_wide_at(const char *text, size_t length, size_t at, size_t *size)
{
	unsigned char first = (unsigned char)text[at];
	if (first < 0x80) {
		*size = 1;
		return first == '\t' || first == '\n' || first == '\r' || first == '\f' || first == '\v' ? ' '
		       : first < ' '                                                                     ? GLYPH_OTHER
		                                                                                         : first;
	}
	*size = utf8_size(first);
	*size = *size > length - at ? length - at : *size;
	for (size_t i = 0; i < sizeof glyphs / sizeof *glyphs; i++) {
		if ((unsigned char)glyphs[i].bytes[0] == first && memcmp(glyphs[i].bytes, text + at, *size) == 0 &&
		    (*size > 3 || *size == strnlen(glyphs[i].bytes, 4))) {
			return glyphs[i].stands_for;
		}
	}
	return GLYPH_OTHER;
}
