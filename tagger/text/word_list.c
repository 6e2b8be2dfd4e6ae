/* Look-up in word lists, whose tables are made at build time from dictionaries/words/. */
#include "text/word_list.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

const listed_word listed_words[] = {
#include "text/listed.inc"
};
const size_t listed_word_count = COUNT(listed_words);

static const char *const everyday[] = {
#include "text/everyday.inc"
};

static const char *const ordinary[] = {
#include "text/ordinary.inc"
};

static const char *const spelt[] = {
#include "text/spelt.inc"
};

static const char *const placeholders[] = {
#include "text/placeholders.inc"
};

static const char *const generic[] = {
#include "text/generic.inc"
};

const char *const word_list_equivalents[] = {
#include "text/equivalents.inc"
};
const size_t word_list_equivalent_count = COUNT(word_list_equivalents);

const char *const word_list_antonyms[] = {
#include "text/antonyms.inc"
};
const size_t word_list_antonym_count = COUNT(word_list_antonyms);

uint16_t word_list_find(const char *word, size_t length)
{
	size_t low = 0, high = COUNT(listed_words);
	while (low < high) {
		size_t middle = (low + high) / 2, other = listed_words[middle].length;
		int order = memcmp(word, listed_words[middle].word, length < other ? length : other);
		if (order == 0 && length == other) {
			return (uint16_t)middle;
		}
		if (order < 0 || (order == 0 && length < other)) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}
	return 0;
}

word_roles word_list_roles(const char *word, size_t length)
{
	return listed_words[word_list_find(word, length)].roles;
}

word_roles word_list_roles_folded(const char *word, size_t length)
{
	char folded[32];
	if (length > sizeof folded) {
		return (word_roles){0};
	}
	for (size_t i = 0; i < length; i++) {
		folded[i] = (char)(word[i] >= 'A' && word[i] <= 'Z' ? word[i] | 0x20 : word[i]);
	}
	return word_list_roles(folded, length);
}

static int compare_word(const void *key, const void *item)
{
	return strcmp(key, *(const char *const *)item);
}

bool word_list_is_everyday(const char *word)
{
	return bsearch(word, everyday, COUNT(everyday), sizeof *everyday, compare_word) != NULL;
}

bool word_list_is_ordinary(const char *word)
{
	return bsearch(word, ordinary, COUNT(ordinary), sizeof *ordinary, compare_word) != NULL;
}

bool word_list_is_spelt(const char *word)
{
	return bsearch(word, spelt, COUNT(spelt), sizeof *spelt, compare_word) != NULL;
}

bool word_list_is_generic(const char *name)
{
	return bsearch(name, generic, COUNT(generic), sizeof *generic, compare_word) != NULL;
}

bool word_list_is_placeholder(const char *term)
{
	return bsearch(term, placeholders, COUNT(placeholders), sizeof *placeholders, compare_word) != NULL;
}
