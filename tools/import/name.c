/* Cleaning and classification of names as sources write them. */
#include "name.h"

#include "ascii.h"

#include <stdlib.h>
#include <string.h>

size_t name_tidy(char *name)
{
	char *to = name;
	bool is_parted = false;
	for (const char *from = name; *from; from++) {
		bool is_wide = *from == '\xC2' && (from[1] & '\xE0') == '\x80'; /* a control character, in UTF-8 */
		if (ascii_is_space(*from) || is_wide) {
			is_parted = to > name;
			from += is_wide;
			continue;
		}
		if (is_parted) {
			*to++ = ' ';
		}
		is_parted = false;
		*to++ = *from;
	}
	*to = '\0';
	return (size_t)(to - name);
}

/* ---- entities ------------------------------------------------------------------------------------------------ */

static size_t put_utf8(char *to, unsigned long code)
{
	if (code < 0x80) {
		to[0] = (char)code;
		return 1;
	}
	size_t size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
	for (size_t i = size - 1; i > 0; i--, code >>= 6) {
		to[i] = (char)(0x80 | (code & 0x3F));
	}
	to[0] = (char)(lead[size] | code);
	return size;
}

/* The character that stands between `&` and `;`; 0 for an unknown entity. */
static unsigned long entity_code(const char *entity)
{
	static const struct {
		const char *word;
		char character;
	} words[] = {{"apos;", '\''}, {"quot;", '"'}, {"amp;", '&'}, {"lt;", '<'}, {"gt;", '>'}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!strncmp(entity, words[i].word, strlen(words[i].word))) {
			return (unsigned char)words[i].character;
		}
	}
	if (entity[0] != '#') {
		return 0;
	}

	bool is_hex = entity[1] == 'x';
	const char *digits = entity + 1 + is_hex;
	bool is_number =
		ascii_is_digit(*digits) || (is_hex && ascii_lower(*digits) >= 'a' && ascii_lower(*digits) <= 'f');
	if (!is_number) {
		return 0;
	}
	char *end = NULL;
	unsigned long code = strtoul(digits, &end, is_hex ? 16 : 10);
	bool is_character = code && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
	return *end == ';' && is_character ? code : 0;
}

/* A character is never longer than its entity, so one buffer serves for both. */
void name_decode_entities(char *name)
{
	char *to = name;
	for (const char *from = name; *from;) {
		unsigned long code = *from == '&' ? entity_code(from + 1) : 0;
		if (!code) {
			*to++ = *from++;
			continue;
		}
		from = strchr(from, ';') + 1;
		to += put_utf8(to, code);
	}
	*to = '\0';
}

/* ---- words that do not belong to a name ---------------------------------------------------------------------- */

char *name_without_obsolete(char *name)
{
	char *rest = name + ascii_begins(name, "obsolete ");
	return *rest ? rest : name;
}

bool name_cut_included(char *name)
{
	static const char mark[] = ", INCLUDED";
	size_t length = strlen(name);
	size_t marked = sizeof mark - 1;
	if (length <= marked || strcmp(name + length - marked, mark)) {
		return false;
	}
	name[length - marked] = '\0';
	return true;
}

/* ---- shape --------------------------------------------------------------------------------------------------- */

bool name_is_symbol(const char *name)
{
	enum { WORD = 4 };
	size_t run = 0;
	for (const char *at = name; *at; at++) {
		run = ascii_is_lower(*at) ? run + 1 : 0;
		if (run == WORD) {
			return false;
		}
	}
	return true;
}

bool name_says_nothing(const char *name)
{
	static const char *const ways[] = {"uncharacterized ", "uncharacterised ", "hypothetical "};

	name += ascii_begins(name, "putative ");
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		if (ascii_begins(name, ways[i])) {
			return true;
		}
	}
	return false;
}

/* Mixes each word's hash (FNV-1a) before it is added: a sum does not depend on the order. */
uint64_t name_words_key(const char *name)
{
	const uint64_t basis = 14695981039346656037u;
	const uint64_t prime = 1099511628211u;
	uint64_t sum = 0;
	uint64_t word = basis;

	for (;; name++) {
		if (*name && *name != ',' && !ascii_is_space(*name)) {
			word = (word ^ (unsigned char)ascii_lower(*name)) * prime;
			continue;
		}
		if (word != basis) {
			sum += (word ^ (word >> 29)) * prime;
		}
		word = basis;
		if (!*name) {
			return sum;
		}
	}
}
