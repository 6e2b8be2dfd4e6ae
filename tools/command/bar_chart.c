/* Bars as SVG. */
#include "command/bar_chart.h"

#include <string.h>

enum { ROW = 22, LABEL = 300, LENGTH = 420, VALUE = 70, TOP = 56, CHARACTERS = 42 };

/* Text of XML, cut after so many characters. */
static void put_text(FILE *out, const char *text, size_t most)
{
	size_t count = 0;
	for (; *text; text++) {
		if (((unsigned char)*text & 0xC0) != 0x80 && count++ == most) {
			fputs("\xe2\x80\xa6", out);
			return;
		}
		const char *entity = *text == '<'   ? "&lt;"
		                     : *text == '>' ? "&gt;"
		                     : *text == '&' ? "&amp;"
		                     : *text == '"' ? "&quot;"
		                                    : NULL;
		if (entity) {
			fputs(entity, out);
		} else {
			putc((unsigned char)*text < ' ' ? ' ' : *text, out);
		}
	}
}

static void put_bar(FILE *out, const bar *b, size_t most, size_t row)
{
	size_t y = TOP + row * ROW;
	double whole = most ? (double)b->value / (double)most * LENGTH : 0;
	double part = most ? (double)b->part / (double)most * LENGTH : 0;
	fprintf(out, "<text x=\"%d\" y=\"%zu\" text-anchor=\"end\">", LABEL - 8, y + 14);
	put_text(out, b->label, CHARACTERS);
	fprintf(out, "</text><rect x=\"%d\" y=\"%zu\" width=\"%.1f\" height=\"16\" fill=\"#c6d5e6\"><title>", LABEL,
	        y + 2, whole);
	put_text(out, b->label, 1000);
	fprintf(out, ": %zu</title></rect><rect x=\"%d\" y=\"%zu\" width=\"%.1f\" height=\"16\" fill=\"#2f6690\"/>",
	        b->value, LABEL, y + 2, part);
	fprintf(out, "<text x=\"%.1f\" y=\"%zu\">%zu</text>\n", LABEL + whole + 6, y + 14, b->value);
}

int bar_chart(FILE *out, const char *title, const char *what, const char *part, const bar *bars, size_t count)
{
	size_t most = 0;
	for (size_t i = 0; i < count; i++) {
		most = bars[i].value > most ? bars[i].value : most;
	}
	fprintf(
		out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%zu\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\">\n"
		"<title>",
		LABEL + LENGTH + VALUE, TOP + count * ROW + 16);
	put_text(out, title, 1000);
	fputs(
		"</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n<text x=\"16\" y=\"24\" font-size=\"16\" font-weight=\"bold\">",
		out);
	put_text(out, title, 100);
	fprintf(
		out,
		"</text>\n<rect x=\"%d\" y=\"34\" width=\"12\" height=\"12\" fill=\"#c6d5e6\"/><text x=\"%d\" y=\"45\">%s</text>"
		"<rect x=\"%d\" y=\"34\" width=\"12\" height=\"12\" fill=\"#2f6690\"/><text x=\"%d\" y=\"45\">%s</text>\n",
		LABEL, LABEL + 18, what, LABEL + 160, LABEL + 178, part);
	for (size_t i = 0; i < count; i++) {
		put_bar(out, &bars[i], most, i);
	}
	fputs("</svg>\n", out);
	return !ferror(out);
}
