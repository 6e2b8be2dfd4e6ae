/* Opposite names, by a hash of their words that forgets the order and the word that is turned round. */
#include "text/opposites.h"

#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/error.h"
#include "core/hash.h"
#include "text/word_list.h"

enum { WORD_MOST = 40 };

/* A word of a name in small letters and in the singular. */
typedef struct word {
	char text[WORD_MOST];
	size_t length;
} word;

static bool is_inside(char c)
{
	return ascii_is_alphanumeric(c) || (unsigned char)c >= 0x80;
}

/* The next word of a name, from *at on, which is moved behind it. False at the end. A longer word is cut. */
static bool next_word(const char **at, word *out)
{
	while (**at && !is_inside(**at)) {
		++*at;
	}
	out->length = 0;
	for (; is_inside(**at); ++*at) {
		if (out->length < WORD_MOST) {
			out->text[out->length++] = (char)ascii_lower(**at);
		}
	}
	if (out->length > 3 && out->text[out->length - 1] == 's' && !strchr("isu", out->text[out->length - 2])) {
		out->length--;
	}
	return out->length != 0;
}

static uint64_t hash_word(const char *text, size_t length)
{
	return hash_of(text, length) * 0x9e3779b97f4a7c15u;
}

uint64_t opposites_words(const char *name)
{
	uint64_t sum = 0;
	for (word w; next_word(&name, &w);) {
		sum += hash_word(w.text, w.length);
	}
	return sum;
}

/* ---- words that are turned round ----------------------------------------------------------------------------- */

static void add_element(onto_opposites *self, size_t line, const char *text, size_t length, bool right)
{
	char kind = word_list_antonyms[line][0];
	uint8_t *chain = kind == 's' ? &self->end[(unsigned char)text[length - 1]] : &self->begin[(unsigned char)*text];
	if (self->count < OPPOSITE_ELEMENTS) {
		self->elements[self->count++] =
			(opposite_element){text, (uint8_t)length, (uint8_t)line, *chain, kind, right};
		*chain = (uint8_t)self->count;
	}
}

void opposites_start(onto_opposites *self)
{
	memset(self, 0, sizeof *self);
	/* Reads a line: its kind, then elements, a bar, elements: "prefix macro mega | micro". */
	for (size_t line = 0; line < word_list_antonym_count; line++) {
		bool right = false;
		for (const char *at = strchr(word_list_antonyms[line], ' '); at; at = strchr(at, ' ')) {
			size_t length = strcspn(++at, " ");
			if (*at == '|') {
				right = true;
			} else {
				add_element(self, line, at, length, right);
			}
		}
	}
}

onto_status onto_opposites_new(onto_opposites **out, onto_error *error)
{
	*out = malloc(sizeof **out);
	if (!*out) {
		return fail_memory(error);
	}
	opposites_start(*out);
	return ONTO_OK;
}

void onto_opposites_free(onto_opposites *self)
{
	free(self);
}

/* Does a word begin or end with an element, with three letters more, or is it the element? */
static bool has_element(const opposite_element *e, const word *w)
{
	enum { REST_LEAST = 3 };
	if (e->kind == 'w' ? w->length != e->length : w->length < e->length + (size_t)REST_LEAST) {
		return false;
	}
	return memcmp(e->kind == 's' ? w->text + w->length - e->length : w->text, e->text, e->length) == 0;
}

/* Adds what a chain says of a word. `rest`: all other words. */
static size_t read_chain(const onto_opposites *self, uint8_t chain, const word *w, uint64_t rest,
                         onto_opposite *out, size_t most)
{
	size_t count = 0;
	for (; chain && count < most; chain = self->elements[chain - 1].next) {
		const opposite_element *e = &self->elements[chain - 1];
		if (has_element(e, w) && (e->kind != 'w' || rest)) {
			uint64_t stem = hash_word(e->kind == 'p' ? w->text + e->length : w->text, w->length - e->length);
			out[count++] = (onto_opposite){rest + stem + (e->line + 1) * 0x2545f4914f6cdd1du, e->right};
		}
	}
	return count;
}

size_t onto_opposites_of(const onto_opposites *self, const char *name, onto_opposite out[ONTO_OPPOSITES_MOST])
{
	word w;
	uint64_t all = opposites_words(name);
	size_t count = 0;
	while (next_word(&name, &w)) {
		uint64_t rest = all - hash_word(w.text, w.length);
		uint8_t begin = self->begin[(unsigned char)w.text[0]], end = self->end[(unsigned char)w.text[w.length - 1]];
		count += read_chain(self, begin, &w, rest, out + count, ONTO_OPPOSITES_MOST - count);
		count += read_chain(self, end, &w, rest, out + count, ONTO_OPPOSITES_MOST - count);
	}
	return count;
}

/* ---- abbreviations ------------------------------------------------------------------------------------------- */

size_t abbreviation_letters(const char *name, char letters[8])
{
	enum { LEAST = 2, MOST = 6 };
	size_t length = 0;
	while (length <= MOST && ascii_is_upper(name[length])) {
		letters[length] = (char)ascii_lower(name[length]);
		length++;
	}
	letters[length < 8 ? length : 7] = '\0';
	bool ends = !name[length] || (name[length] == 's' && !name[length + 1]);
	return length >= LEAST && length <= MOST && ends ? length : 0;
}

bool abbreviation_is_of(const char *letters, const char *name)
{
	size_t words = 0;
	for (word w; next_word(&name, &w); words++) {
		if (*letters++ != w.text[0]) {
			return false;
		}
	}
	return words > 1 && !*letters;
}

bool abbreviation_spells(const char *letters, const char *name)
{
	size_t length = strlen(letters);
	if (!ascii_begins_same(name, letters, length) || (name[1] && ascii_is_upper(name[1]))) {
		return false;
	}
	name += length;
	return !*name || (*name == 's' && !name[1]);
}

bool onto_abbreviation_is_word(const char *abbreviation, const char *name)
{
	char letters[8];
	return abbreviation_letters(abbreviation, letters) && abbreviation_spells(letters, name) &&
	       (word_list_is_spelt(letters) || word_list_is_everyday(letters));
}

bool onto_abbreviation_is_of(const char *abbreviation, const char *name)
{
	char letters[8];
	return abbreviation_letters(abbreviation, letters) && abbreviation_is_of(letters, name);
}
