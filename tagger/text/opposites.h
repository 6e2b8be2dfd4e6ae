/* What turns a name round: words, beginnings and ends of words that say the opposite of one another
 * (dictionaries/words/antonyms.txt), and abbreviations that spell an ordinary word.
 *
 * Two names are opposite where they have the same words, in any order and number, but for one: hyporeflexia and
 * hyperreflexia; "aortic left ventricular tunnel" and "tunnel, aortic right ventricular". */
#ifndef ONTOTAG_OPPOSITES_H
#define ONTOTAG_OPPOSITES_H

#include "ontotag_tools.h"

/* A word of the list, or the beginning or the end of one. */
typedef struct opposite_element {
	const char *text;
	uint8_t length, line, next; /* next: of its chain, + 1 */
	char kind;                  /* w, p or s */
	bool right;                 /* it stands behind the bar */
} opposite_element;

enum { OPPOSITE_ELEMENTS = 250 };

/* The list, read. Elements are chained by their first letter, ends of words by their last one. */
struct onto_opposites {
	opposite_element elements[OPPOSITE_ELEMENTS];
	size_t count;
	uint8_t begin[256], end[256]; /* by letter: the first element of a chain, + 1 */
};

void opposites_start(onto_opposites *self);

/* The hash of the words of a name in any order and number. */
uint64_t opposites_words(const char *name);

/* Is a name two to six capitals, or such with a plural s? Then these are its letters in small; else 0. */
size_t abbreviation_letters(const char *name, char letters[8]);

/* Are these letters the initials of the words of a name? */
bool abbreviation_is_of(const char *letters, const char *name);

/* Is a name one word of these letters, in small letters or with a capital, and perhaps a plural s? */
bool abbreviation_spells(const char *letters, const char *name);

#endif
