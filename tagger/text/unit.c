/* Reads units from a view of the text in which every sign is replaced by its ASCII equivalent.
 *
 * The table is sorted without regard to case. A binary search finds the rows that begin with a character, a few
 * dozen, of which those are passed that have another second character. A form in the case of the text is preferred
 * to one in another case, and a longer form to a shorter one. */
#include "text/unit.h"

#include <string.h>

#include "core/ascii.h"
#include "text/glyph.h"

#define UNIT(form, ucum, kinds) {form, ucum, kinds, sizeof(form) - 1}

static const struct {
	const char *form, *ucum;
	unsigned kinds; /* UNIT_ bits */
	size_t length;  /* of the form */
} units[] = {
#include "text/unit.inc"
};

#undef UNIT

enum {
	UNITS = sizeof units / sizeof *units,
	VIEW_MAX = 56,
	ATOMS_MAX = 5,
	SPACES_MAX = 3,
	WORD_MAX = 16,
	COUNTED_LEAST = 3
};

/* A part of a text in which each character is one byte. */
typedef struct view {
	char bytes[VIEW_MAX + 1];
	size_t at[VIEW_MAX + 1]; /* its location in the text */
	size_t length;
} view;

static view view_of(const char *text, size_t length, size_t at)
{
	view v = {.length = 0};
	while (at < length && v.length < VIEW_MAX) {
		size_t size;
		if (text[at] == ',' || text[at] == ';' || text[at] == ']') {
			break; /* no unit extends past these */
		}
		unsigned char c = glyph_at(text, length, at, &size);
		v.at[v.length] = at;
		if (c == GLYPH_OTHER && size > 1) {
			for (size_t i = 0; i < size && v.length < VIEW_MAX; i++) {
				v.at[v.length] = at;
				v.bytes[v.length++] = text[at + i];
			}
		} else if (c != GLYPH_NOTHING) {
			v.bytes[v.length++] = (char)c;
		}
		at += size;
	}
	v.bytes[v.length] = '\0';
	v.at[v.length] = at;
	return v;
}

/* The first row that begins with a character, in either case, or with a character that sorts after it. */
static size_t first_row(unsigned char c)
{
	size_t low = 0, high = UNITS;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (ascii_lower(units[middle].form[0]) < ascii_lower((char)c)) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* True where no further row can match that has the same first character: the second one sorts behind the wanted
 * one, which is a small letter. */
static inline bool is_behind(size_t row, unsigned char second)
{
	return ascii_lower(units[row].form[1]) > second;
}

/* The longest row that matches at a place of the view and ends at a word boundary; UNITS where none does. */
static size_t atom_at(const view *v, size_t at)
{
	size_t best = UNITS, length = 0;
	bool exact = false;
	const unsigned char first = ascii_lower(v->bytes[at]),
						next_lower = first ? ascii_lower(v->bytes[at + 1]) : '\0';
	for (size_t i = first_row(first); i < UNITS && ascii_lower(units[i].form[0]) == first; i++) {
		size_t own = units[i].length;
		if (is_behind(i, next_lower)) {
			break;
		}
		bool second = own == 1 || ascii_lower(units[i].form[1]) == next_lower;
		if (!second || own < length || (own == length && exact) ||
		    !ascii_begins_same(units[i].form, v->bytes + at, own)) {
			continue;
		}
		unsigned char next = (unsigned char)v->bytes[at + own], last = (unsigned char)units[i].form[own - 1];
		bool same = memcmp(units[i].form, v->bytes + at, own) == 0;
		/* A single letter in another case is not a unit but an initial or a flag. */
		if ((glyph_is_letter(last) && glyph_is_letter(next)) || (glyph_is_digit(next) && last != '%') ||
		    (next >= 0x80 && last != '%') ||
		    (!same &&
		     ((own == 1 && first != 'l') || (ascii_is_upper(units[i].form[0]) && units[i].form[1] == '/')))) {
			continue;
		}
		best = i;
		length = own;
		exact = same;
	}
	return best;
}

unsigned unit_kinds(const char *word, size_t length, bool *begins)
{
	unsigned char first = length ? (unsigned char)*word : ' ';
	unsigned kinds = 0;
	bool starts = first >= 0x80 || (length == 1 && (first | 0x20) == 'x') ||
	              (length == 3 && ascii_begins_same(word, "per", 3));
	for (size_t i = first_row(first); length && i < UNITS && ((units[i].form[0] ^ first) & ~0x20) == 0; i++) {
		const char *form = units[i].form;
		if (length > 1 && is_behind(i, ascii_lower(word[1]))) {
			break;
		}
		bool second = length == 1 || ((form[1] ^ word[1]) & ~0x20) == 0;
		if (!second || units[i].length < length || glyph_is_letter((unsigned char)form[length]) ||
		    !ascii_begins_same(form, word, length)) {
			continue;
		}
		starts = true;
		if (units[i].length == length && memcmp(form, word, length) == 0) {
			kinds = units[i].kinds;
			break;
		}
	}
	if (begins) {
		*begins = starts;
	}
	return kinds;
}

static size_t skip_spaces(const view *v, size_t at)
{
	size_t from = at;
	while (at < v->length && at - from < SPACES_MAX && v->bytes[at] == ' ') {
		at++;
	}
	return at;
}

static void put(char *out, const char *bytes, size_t length)
{
	size_t used = strlen(out);
	if (length >= UNIT_TEXT_MAX - used) {
		length = UNIT_TEXT_MAX - 1 - used;
	}
	memcpy(out + used, bytes, length);
	out[used + length] = '\0';
}

#define PUT(out, literal) put((out), (literal), strlen(literal))

/* ---- powers of ten ------------------------------------------------------------------------------------------- */

/* The exponent at `at`, with its optional sign; 0 where there is none. */
static size_t exponent_length(const view *v, size_t at)
{
	size_t from = at;
	at += v->bytes[at] == '-' || v->bytes[at] == '+';
	size_t digits = strspn(v->bytes + at, "0123456789");
	return digits == 0 || digits > 2 ? 0 : at + digits - from;
}

/* Reads a power of ten at `at`: x 10^9, ×109, *10 9, 10E9. Appends it and returns its end; otherwise returns
 * `at`. */
static size_t read_power(const view *v, size_t at, unit *out)
{
	size_t from = at;
	bool times = strchr("xX*", v->bytes[at]) && v->bytes[at] != '\0';
	at = times ? skip_spaces(v, at + 1) : at;
	if (times && strncmp(v->bytes + at, "1000", 4) == 0 && !glyph_is_digit((unsigned char)v->bytes[at + 4])) {
		PUT(out->text, "\u00d710^3");
		PUT(out->ucum, "10*3");
		return at + 4;
	}
	if (strncmp(v->bytes + at, "10", 2) != 0) {
		return from;
	}
	at += 2;
	size_t signs = strspn(v->bytes + at, "^*(eE");
	if (!times && !signs) {
		return from;
	}
	size_t space = skip_spaces(v, at + signs), length = exponent_length(v, space);
	if (!length) {
		return from;
	}
	const char *exponent = v->bytes + space;
	at = space + length;
	at += v->bytes[at] == ')';
	PUT(out->text, "\u00d710^");
	put(out->text, exponent, length);
	PUT(out->ucum, "10*");
	put(out->ucum, exponent + (*exponent == '+'), length - (*exponent == '+'));
	return at;
}

/* Reads the thousands that notes write behind a count, with no space: 98K. Otherwise returns `at`. */
static size_t read_thousands(const view *v, size_t at, unit *out)
{
	bool thousands = at == 0 && (v->bytes[0] | 0x20) == 'k' && !glyph_is_letter((unsigned char)v->bytes[1]) &&
	                 !glyph_is_digit((unsigned char)v->bytes[1]) && v->bytes[1] != '/' && v->bytes[1] != '-';
	if (!thousands) {
		return at;
	}
	PUT(out->ucum, "10*3");
	out->kinds |= UNIT_COUNT;
	return at + 1;
}

/* ---- atoms --------------------------------------------------------------------------------------------------- */

/* Reads a word that a unit counts, such as leukocytes in "leukocytes/µL". Returns its end if a slash and a volume,
 * a mass or a field follow; otherwise `at`. */
static size_t counted_word(const view *v, size_t at)
{
	size_t end = at;
	while (glyph_is_letter((unsigned char)v->bytes[end]) || (end > at && v->bytes[end] == '-')) {
		end++;
	}
	if (end == at || end - at > WORD_MAX || v->bytes[end] != '/') {
		return at;
	}
	size_t below = atom_at(v, end + 1);
	bool fits = below < UNITS && units[below].kinds & (UNIT_VOLUME | UNIT_FIELD | UNIT_MASS);
	return fits ? end : at;
}

/* Reads digits before an atom of the denominator: 24 in "24 h", 1.73 in "1.73 m2". */
static size_t below_number(const view *v, size_t at)
{
	size_t digits = strspn(v->bytes + at, "0123456789.");
	return digits > 5 ? 0 : digits;
}

/* Appends an atom, with its number if any, to the denominator or the numerator. */
static void put_atom(unit *out, const view *v, size_t number_at, size_t number, size_t row, bool below)
{
	const char *ucum = units[row].ucum;
	if (below) {
		PUT(out->ucum, "/");
	} else if (*out->ucum && *ucum != '{') {
		PUT(out->ucum, ".");
	}
	if (number && strcmp(ucum, "m2") == 0) { /* of body surface */
		PUT(out->ucum, "{");
		put(out->ucum, v->bytes + number_at, number);
		PUT(out->ucum, "_m2}");
	} else if (number) {
		PUT(out->ucum, "(");
		put(out->ucum, v->bytes + number_at, number);
		PUT(out->ucum, ".");
		PUT(out->ucum, ucum);
		PUT(out->ucum, ")");
	} else {
		PUT(out->ucum, ucum);
	}
}

/* The end of "/" or "per" with the spaces around it; `at` where neither stands there. */
static size_t read_per(const view *v, size_t at)
{
	size_t start = skip_spaces(v, at);
	if (v->bytes[start] == '/') {
		return skip_spaces(v, start + 1);
	}
	if (ascii_begins_same(v->bytes + start, "per ", 4)) {
		return skip_spaces(v, start + 3);
	}
	return at;
}

/* Appends text of the view in its printed form, with each run of white space as one space. */
static void put_printed(unit *out, const view *v, size_t from, size_t to, const char *text)
{
	for (size_t at = from; at < to; at++) {
		if (v->bytes[at] == ' ') {
			/* "g/", a line end, "dL": the layout added the space. */
			bool wrapped =
				at > from && v->bytes[at - 1] == '/' && (text[v->at[at]] == '\n' || text[v->at[at]] == '\r');
			if (at > from && v->bytes[at - 1] != ' ' && !wrapped) {
				PUT(out->text, " ");
			}
		} else if (at == from || v->at[at] != v->at[at - 1]) {
			size_t next = at + 1;
			while (next < v->length && v->at[next] == v->at[at]) {
				next++; /* the bytes of one character */
			}
			put(out->text, text + v->at[at], v->at[next] - v->at[at]);
		}
	}
}

/* Reads one atom at `at`. Returns its end, or `at` where there is none. */
static size_t read_atom(const view *v, size_t at, bool below, unit *out)
{
	size_t number = below ? below_number(v, at) : 0;
	size_t start = number ? skip_spaces(v, at + number) : at;
	size_t row = atom_at(v, start);
	if (row < UNITS) {
		unsigned kinds = units[row].kinds;
		bool hundred = number == 3 && strncmp(v->bytes + at, "100", 3) == 0;
		bool other =
			number && (kinds & UNIT_AMOUNT || (kinds & UNIT_MASS && !hundred)); /* 41/110 U/L are two numbers */
		if (other || (below && kinds & (UNIT_PERCENT | UNIT_NONE)) || (!below && kinds & UNIT_OF)) {
			return at;
		}
		put_atom(out, v, at, number, row, below);
		*(below ? &out->below : &out->kinds) |= kinds;
		return start + units[row].length;
	}
	size_t word = below || number ? at : counted_word(v, at);
	if (word > at && word - at < COUNTED_LEAST) { /* 103 µ/L: the intended unit is unknown */
		out->kinds |= UNIT_COUNT;
		out->unknown = true;
	} else if (word > at) {
		PUT(out->ucum, "{");
		put(out->ucum, v->bytes + at, word - at);
		PUT(out->ucum, "}");
		out->kinds |= UNIT_COUNT;
	}
	return word;
}

/* True where the first character, at `at` or after spaces, may begin a unit. */
static bool may_begin(const char *text, size_t length, size_t at)
{
	while (at < length && (text[at] == ' ' || text[at] == '\n')) {
		at++;
	}
	unsigned char c = at < length ? (unsigned char)text[at] : ' ';
	return c >= 0x80 || glyph_is_letter(c) || c == '%' || c == '/' || c == '*' || c == '1' || c == '\t' ||
	       c == '\r';
}

bool unit_read(const char *text, size_t length, size_t at, unit *out)
{
	if (!may_begin(text, length, at)) {
		return false;
	}
	view v = view_of(text, length, at);
	out->kinds = out->below = 0;
	out->text[0] = out->ucum[0] = '\0';
	out->unknown = false;
	size_t start = skip_spaces(&v, 0), end = read_power(&v, start, out);
	out->power = end > start;
	bool any = out->power;
	size_t next = out->power ? skip_spaces(&v, end) : end, printed = end;
	/* A unit after a hyphen is a word of the sentence: 5-day. */
	size_t atom = next < v.length && v.bytes[next] != '/' ? read_atom(&v, next, false, out) : next;
	atom = atom > next ? atom : read_thousands(&v, next, out);
	if (atom > next) {
		any = true;
		end = atom;
		if (out->power && next > printed) {
			PUT(out->text, " ");
			printed = next;
		}
	}
	if (out->kinds & (UNIT_DAYS | UNIT_NONE) && !out->power) {
		out->end = v.at[end];
		put_printed(out, &v, printed, end, text);
		return true;
	}
	for (unsigned atoms = 0; atoms < ATOMS_MAX; atoms++) {
		size_t per = read_per(&v, end);
		size_t stop = per > end ? read_atom(&v, per, true, out) : end;
		if (stop == per || stop == end) {
			break;
		}
		/* × 103 /μL: the layout added the space. */
		if (out->power && end == printed) {
			printed = skip_spaces(&v, end);
		}
		any = true;
		end = stop;
	}
	put_printed(out, &v, printed == start ? start : printed, end, text);
	out->end = v.at[end];
	if (out->unknown) {
		out->ucum[0] = '\0';
	}
	return any;
}
