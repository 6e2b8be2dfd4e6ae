/* Which of the known words somebody meant who wrote another: by the number of letters to add, take, change or
 * swap. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/ascii.h"
#include "ontotag_tools.h"

enum { WORD_MOST = 40 };

static size_t least(size_t a, size_t b, size_t c)
{
	size_t d = a < b ? a : b;
	return d < c ? d : c;
}

/* The distance, in which two letters that changed places count once. SIZE_MAX for words too long to be typed
 * wrong. */
static size_t distance(const char *a, const char *b)
{
	size_t rows[3][WORD_MOST + 1], width = strlen(b), height = strlen(a);
	if (width > WORD_MOST || height > WORD_MOST) {
		return SIZE_MAX;
	}
	for (size_t k = 0; k <= width; k++) {
		rows[0][k] = k;
	}
	for (size_t i = 1; i <= height; i++) {
		size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
		row[0] = i;
		for (size_t k = 1; k <= width; k++) {
			bool same = ascii_lower(a[i - 1]) == ascii_lower(b[k - 1]);
			row[k] = least(above[k] + 1, row[k - 1] + 1, above[k - 1] + !same);
			bool swapped = i > 1 && k > 1 && ascii_lower(a[i - 1]) == ascii_lower(b[k - 2]) &&
			               ascii_lower(a[i - 2]) == ascii_lower(b[k - 1]);
			row[k] = swapped && before[k - 2] + 1 < row[k] ? before[k - 2] + 1 : row[k];
		}
	}
	return rows[height % 3][width];
}

/* How far a word may be: a letter of a short one, more of a long one. */
static size_t reach(const char *word)
{
	size_t length = strlen(word);
	return length < 3 ? 0 : length < 6 ? 1 : length < 10 ? 2 : 3;
}

static bool is_beginning(const char *beginning, const char *word)
{
	enum { LEAST = 3 };
	size_t length = strlen(beginning);
	return length >= LEAST && ascii_begins_same(word, beginning, length);
}

const char *onto_nearest_word(const char *word, onto_word_at *at, void *context)
{
	const char *nearest = NULL, *known;
	size_t best = reach(word) + 1;
	for (size_t i = 0; (known = at(context, i)); i++) {
		size_t far = distance(word, known);
		/* "disease" for "dis" or "diseases", after words that are nearer */
		far = (is_beginning(word, known) || is_beginning(known, word)) && far > reach(word) ? reach(word) : far;
		if (far < best) {
			best = far;
			nearest = known;
		}
	}
	return nearest;
}

onto_status onto_fail_word(onto_error *error, onto_status status, const char *what, const char *word,
                           onto_word_at *at, void *context)
{
	char rest[400] = "";
	const char *nearest = onto_nearest_word(word, at, context), *known;
	size_t used = 0, i = 0;
	if (nearest) {
		used = (size_t)snprintf(rest, sizeof rest, "; did you mean '%.40s'?", nearest);
	}
	for (; (known = at(context, i)) && used + strlen(known) + 20 < sizeof rest; i++) {
		used += (size_t)snprintf(rest + used, sizeof rest - used, "%s%s", i ? ", " : " (there are: ", known);
	}
	snprintf(rest + used, sizeof rest - used, "%s", !i ? "" : known ? ", ...)" : ")");
	return onto_fail(error, status, NULL, 0, "no %s '%.40s'%s", what, word, rest);
}
