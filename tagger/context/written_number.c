/* Reads numbers.
 *
 * A comma before three digits separates thousands. A full stop does so only if it occurs several times; else it is
 * a decimal point. A plain space separates thousands only where a unit follows, because it also separates
 * numbers. */
#include "context/written_number.h"

#include <math.h>
#include <string.h>

#include "text/glyph.h"
#include "text/unit.h"

enum { GROUP = 3, GROUPS_MAX = 5, SCORE_MAX = 4, SPACES_MAX = 2 };

typedef struct reader {
	const char *text;
	size_t length;
	bool commas;
} reader;

static unsigned char at_of(const reader *r, size_t at, size_t *size)
{
	*size = 0;
	return at < r->length ? glyph_at(r->text, r->length, at, size) : GLYPH_NOTHING;
}

static bool digit_at(const reader *r, size_t at)
{
	return at < r->length && glyph_is_digit((unsigned char)r->text[at]);
}

static size_t digits_end(const reader *r, size_t at)
{
	while (digit_at(r, at)) {
		at++;
	}
	return at;
}

static size_t spaces_end(const reader *r, size_t at)
{
	size_t size;
	for (unsigned i = 0; i < SPACES_MAX && at_of(r, at, &size) == ' '; i++) {
		at += size;
	}
	return at;
}

static double add_digits(const reader *r, double value, size_t from, size_t to)
{
	for (; from < to; from++) {
		value = value * 10 + (r->text[from] - '0');
	}
	return value;
}

static bool follows_unit(const reader *r, size_t at)
{
	unit u;
	return unit_read(r->text, r->length, at, &u) && !(u.kinds & (UNIT_DAYS | UNIT_NONE));
}

/* The end of the groups of three digits after the first group, all joined by one separator; `end` where there are
 * none. */
static size_t groups_end(const reader *r, size_t start, size_t end, unsigned char separator, unsigned *groups)
{
	size_t size;
	*groups = 0;
	if (end - start > GROUP || (r->text[start] == '0')) {
		return end;
	}
	size_t from = end;
	while (*groups < GROUPS_MAX && at_of(r, end, &size) == separator &&
	       digits_end(r, end + size) == end + size + GROUP) {
		end += size + GROUP;
		++*groups;
	}
	bool plain = separator == ' ' && *groups && r->text[from] == ' ';
	if (plain && !follows_unit(r, end)) {
		*groups = 0;
		return from;
	}
	return end;
}

static double value_of_groups(const reader *r, size_t start, size_t end)
{
	double value = 0;
	for (size_t at = start; at < end; at++) {
		value = digit_at(r, at) ? value * 10 + (r->text[at] - '0') : value;
	}
	return value;
}

/* The end of the decimals after a separator at `at`, which are added to `value`; `at` where there are none. */
static size_t decimals_end(const reader *r, size_t at, size_t size, double *value)
{
	size_t end = digits_end(r, at + size);
	double scale = 1, part = 0;
	for (size_t i = at + size; i < end; i++) {
		part = part * 10 + (r->text[i] - '0');
		scale *= 10;
	}
	/* 0.1 is computed as 1 / 10, the nearest double. Adding 0.3 to 12 would not give the double nearest to 12.3. */
	*value = end > at + size ? (*value * scale + part) / scale : *value;
	return end > at + size ? end : at;
}

static size_t read_plain(const reader *r, size_t start, double *value)
{
	static const unsigned char separators[] = {',', ' ', '\'', '.'};
	size_t end = digits_end(r, start), size;
	unsigned char separator = '\0', next = end < r->length ? (unsigned char)r->text[end] : '\0';
	bool plain =
		next < 0x80 && next != ',' && next != '.' && next != '\'' && !(next == ' ' && digit_at(r, end + 1));
	if (plain) {
		*value = add_digits(r, 0, start, end);
		return end;
	}
	for (size_t i = 0; i < sizeof separators && !separator; i++) {
		unsigned groups;
		size_t grouped = groups_end(r, start, end, separators[i], &groups);
		bool decimals = grouped < r->length && r->text[grouped] == ',' && digit_at(r, grouped + 1);
		if (groups && (separators[i] != '.' || groups > 1 || decimals || r->commas)) {
			separator = separators[i];
			end = grouped;
		}
	}
	*value = value_of_groups(r, start, end);
	unsigned char point = at_of(r, end, &size);
	if (point == '.' && separator != '.') {
		return decimals_end(r, end, size, value);
	}
	/* A comma is a decimal point unless several show a list: 1,6,12. */
	size_t behind = digits_end(r, end + 1);
	bool list = behind < r->length && r->text[behind] == ',' && digit_at(r, behind + 1);
	if (point == ',' && separator != ',' && behind > end + 1 && !list) {
		return decimals_end(r, end, size, value);
	}
	return end;
}

/* The sign and the comparator before a number. */
static void read_before(const reader *r, size_t from, number *n)
{
	size_t at = n->start, size;
	unsigned char signs[4] = {0};
	size_t places[4], count = 0;
	/* The last characters before a number, read backwards. Spaces between them are skipped. */
	for (size_t i = from; i < at; i += size) {
		unsigned char c = glyph_at(r->text, r->length, i, &size);
		if (c == ' ' || c == GLYPH_NOTHING) {
			continue;
		}
		memmove(signs + 1, signs, 3);
		memmove(places + 1, places, 3 * sizeof *places);
		signs[0] = c;
		places[0] = i;
		count++;
	}
	size_t i = 0;
	bool close = count && (size = 0, glyph_at(r->text, r->length, places[0], &size), places[0] + size == at);
	bool spaced = count && (places[0] > from || from == 0);
	if (signs[0] == '-' && close && spaced) {
		n->value = -n->value;
		n->start = places[0];
		i = 1;
	}
	const char *comparator = NULL;
	unsigned char c = signs[i], before = i < 3 ? signs[i + 1] : 0;
	size_t used = 1;
	if (c == '<' || c == '>') {
		comparator = before == '=' ? (c == '<' ? "<=" : ">=") : c == '<' ? "<" : ">";
		used += before == '=';
	} else if (c == '=' && (before == '<' || before == '>')) {
		comparator = before == '<' ? "<=" : ">=";
		used = 2;
	} else if (c == GLYPH_AT_MOST || c == GLYPH_AT_LEAST || c == '~' || c == GLYPH_ABOUT) {
		comparator = c == GLYPH_AT_MOST ? "<=" : c == GLYPH_AT_LEAST ? ">=" : "~";
	}
	if (comparator) {
		n->comparator = comparator;
		n->start = places[i + used - 1];
	}
}

static bool is_year(const reader *r, size_t start, size_t end)
{
	return end - start == 4 && (memcmp(r->text + start, "19", 2) == 0 || memcmp(r->text + start, "20", 2) == 0);
}

/* True for a date: 12/05/2010, 2010-05-12, 5.12.10, 12/2010. */
static size_t date_end(const reader *r, size_t start)
{
	size_t first = digits_end(r, start);
	char separator = first < r->length ? r->text[first] : '\0';
	if ((separator != '/' && separator != '-' && separator != '.') || !digit_at(r, first + 1) ||
	    first - start > 4 || first - start == 3) {
		return start;
	}
	size_t second = digits_end(r, first + 1);
	if (first - start <= 2 && separator == '/' && is_year(r, first + 1, second)) {
		return second;
	}
	if (second - first > 3 || second >= r->length || r->text[second] != separator || !digit_at(r, second + 1)) {
		return start;
	}
	size_t third = digits_end(r, second + 1);
	bool year_last = first - start <= 2 && (third - second == 5 || (third - second == 3 && separator != '-'));
	bool year_first = is_year(r, start, first) && third - second <= 3;
	/* 72/34/47 is not a date, because the month is out of range. */
	double day = add_digits(r, 0, start, first), month = add_digits(r, 0, first + 1, second);
	bool fits = year_first || (day <= 31 && month <= 31 && (day <= 12 || month <= 12) && day > 0 && month > 0);
	return (year_last || year_first) && fits ? third : start;
}

/* True for a number that occurs in titres: 8, 10, or 1 to 4 times a power of two or ten. */
static bool is_dilution(double value)
{
	return value >= 8 && value < 1e9 && value == floor(value) &&
	       (fmod(value, 10) == 0 || fmod(value, 16) == 0 || value == 8);
}

/* Interprets a colon or a slash after a number. */
static void read_parts(const reader *r, number *n, bool parts)
{
	size_t size, at = spaces_end(r, n->end);
	unsigned char sign = at_of(r, at, &size);
	size_t second = spaces_end(r, at + size);
	bool close = at == n->end && second == at + size;
	if ((sign != ':' && sign != '/') || !digit_at(r, second) || (!close && (sign != ':' || n->value != 1))) {
		return;
	}
	double other;
	size_t end = read_plain(r, second, &other);
	if (sign == ':') {
		bool clock = end - second == 2 && n->value < 24 && other < 60 && n->value != 1;
		n->kind = clock ? NUMBER_NONE : n->value == 1 && other > 1 ? NUMBER_TITRE : NUMBER_RATIO;
	} else if (n->value == 1 && is_dilution(other)) {
		n->kind = NUMBER_TITRE;
	} else {
		unit u;
		bool of = unit_read(r->text, r->length, at, &u) && !(u.below & (UNIT_MASS | UNIT_AMOUNT));
		if (of || !parts) {
			return; /* 2/10 HPF */
		}
		n->kind = NUMBER_PARTS;
		while (end < r->length && r->text[end] == '/' && digit_at(r, end + 1)) {
			end = read_plain(r, end + 1, &other);
		}
	}
	n->end = end;
}

/* True for a score, 2+, or weeks and days, 36+2. */
static void read_plus(const reader *r, number *n)
{
	size_t size, at = n->end;
	if (at_of(r, at, &size) != '+' || n->value > 99) {
		return;
	}
	if (digit_at(r, at + size)) {
		n->kind = NUMBER_NONE;
		n->end = digits_end(r, at + size);
	} else if (n->value <= SCORE_MAX && n->value == floor(n->value)) {
		n->kind = NUMBER_SCORE;
		n->end = at + size;
	}
}

/* The rest of a range, or an error, after a number. */
static void read_range(const reader *r, number *n)
{
	size_t size, at = n->end;
	at += at < r->length && r->text[at] == '%';
	size_t sign = spaces_end(r, at);
	unsigned char c = at_of(r, sign, &size);
	size_t second = spaces_end(r, sign + size);
	if (c == '+' && sign + 2 < r->length && r->text[sign + 1] == '/' && r->text[sign + 2] == '-') {
		c = GLYPH_PLUS_MINUS;
		second = spaces_end(r, sign + 3);
	}
	if ((c != '-' && c != GLYPH_PLUS_MINUS) || !digit_at(r, second) || (sign > at && second == sign + size)) {
		return; /* 3 -5 is no range */
	}
	double other;
	size_t end = read_plain(r, second, &other);
	if (c == GLYPH_PLUS_MINUS) {
		n->end = end;
	} else if (other > n->value) {
		n->high = other;
		n->end = end;
	}
}

/* 1.2e5 */
static void read_exponent(const reader *r, number *n)
{
	size_t at = n->end;
	if (at >= r->length || (r->text[at] | 0x20) != 'e') {
		return;
	}
	size_t sign = at + 1 + (at + 1 < r->length && (r->text[at + 1] == '-' || r->text[at + 1] == '+'));
	size_t end = digits_end(r, sign);
	if (end > sign && end - sign <= 2) {
		double power = add_digits(r, 0, sign, end);
		n->value *= pow(10, r->text[at + 1] == '-' ? -power : power);
		n->end = end;
	}
}

/* The digits around a separator at `at`: one to three before it and one or two behind it, and no other number. */
static bool is_decimal(const reader *r, size_t at)
{
	size_t from = at, to = digits_end(r, at + 1);
	while (from > 0 && at - from < GROUP && glyph_is_digit((unsigned char)r->text[from - 1])) {
		from--;
	}
	bool apart = from == 0 || strchr(" \t\n(<>=:", r->text[from - 1]);
	bool more = to + 1 < r->length && (r->text[to] == r->text[at] || r->text[to] == '/') && digit_at(r, to + 1);
	return from < at && apart && to > at + 1 && to - at <= GROUP && !more;
}

bool numbers_have_commas(const char *text, size_t length)
{
	enum { SEVERAL = 2 };
	const reader r = {.text = text, .length = length};
	unsigned commas = 0;
	for (const char *at = text; commas < SEVERAL && (at = memchr(at, ',', length - (size_t)(at - text))); at++) {
		commas += is_decimal(&r, (size_t)(at - text));
	}
	if (commas < SEVERAL) {
		return false;
	}
	for (const char *at = text; (at = memchr(at, '.', length - (size_t)(at - text))); at++) {
		if (is_decimal(&r, (size_t)(at - text))) {
			return false;
		}
	}
	return true;
}

number number_read(const char *text, size_t length, size_t from, size_t at, number_style style)
{
	const reader r = {text, length, style.commas};
	number n = {.start = at, .high = NAN};
	size_t date = date_end(&r, at);
	if (date > at) {
		n.kind = NUMBER_NONE;
		n.end = date;
		return n;
	}
	n.end = read_plain(&r, at, &n.value);
	if (text[at] == '0' && n.end == at + 4 && digits_end(&r, at) == n.end) {
		n.kind = NUMBER_NONE; /* a time: 0730 */
		return n;
	}
	/* .5, behind what is no number */
	if (at > from && text[at - 1] == '.' &&
	    (at - 1 == from ? from == 0 : text[at - 2] == ' ' || text[at - 2] == '<' || text[at - 2] == '>')) {
		n.start = at - 1;
		n.value = 0;
		n.end = decimals_end(&r, at - 1, 1, &n.value);
	}
	read_exponent(&r, &n);
	read_before(&r, from, &n);
	read_plus(&r, &n);
	if (n.kind == NUMBER_PLAIN) {
		read_parts(&r, &n, style.parts);
	}
	if (n.kind == NUMBER_PLAIN) {
		read_range(&r, &n);
	}
	return n;
}
