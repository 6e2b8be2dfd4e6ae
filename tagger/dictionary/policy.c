#include "dictionary/policy.h"

#include <stdlib.h>
#include <string.h>

#include "text/token.h"

static const struct {
	char letter;
	unsigned bit;
} letters[] = {
	{'c', ONTO_POLICY_CASE}, {'p', ONTO_POLICY_PLURAL},  {'v', ONTO_POLICY_SPELLING}, {'d', ONTO_POLICY_DERIVED},
	{'o', ONTO_POLICY_ORDER}, {'s', ONTO_POLICY_SUPPORT}, {'x', ONTO_POLICY_BLOCKED},
};

void policy_write(unsigned policy, char out[16])
{
	size_t count = 0;
	if (policy == 0) {
		out[count++] = '-';
	}
	for (size_t i = 0; !(policy & ONTO_POLICY_SETTLE) && i < sizeof letters / sizeof *letters; i++) {
		if (policy & letters[i].bit) {
			out[count++] = letters[i].letter;
		}
	}
	out[count] = '\0';
}

bool policy_parse(const char *text, unsigned *out)
{
	*out = 0;
	if (!*text) {
		*out = ONTO_POLICY_SETTLE;
		return true;
	}
	if (strcmp(text, "-") == 0) {
		return true;
	}
	for (; *text; text++) {
		size_t i = 0;
		while (i < sizeof letters / sizeof *letters && letters[i].letter != *text) {
			i++;
		}
		if (i == sizeof letters / sizeof *letters) {
			return false;
		}
		*out |= letters[i].bit;
	}
	return true;
}

/* Words of everyday English that are also symbols, trade names or synonyms somewhere: sorted. */
static const char *const everyday[] = {
#include "dictionary/everyday.inc"
};

static int compare_word(const void *key, const void *item)
{
	return strcmp(key, *(const char *const *)item);
}

static bool is_everyday(const char *name)
{
	char small[32];
	size_t length = strlen(name);
	if (length >= sizeof small) {
		return false;
	}
	for (size_t i = 0; i <= length; i++) {
		small[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] | 0x20 : name[i]);
	}
	return bsearch(small, everyday, sizeof everyday / sizeof *everyday, sizeof *everyday, compare_word) != NULL;
}

/* What a name looks like. */
typedef struct shape {
	unsigned tokens, words; /* a word: four small letters in a row, or a capital and four small ones */
	unsigned digits, capitals;
	unsigned longest; /* letters of its longest run of small letters */
} shape;

static shape shape_of(const char *name)
{
	shape s = {0};
	tokenizer t;
	token token;
	tokenizer_start(&t, name, strlen(name));
	while (tokenizer_next(&t, &token)) {
		s.tokens++;
		s.digits += token.kind == TOKEN_DIGITS;
		unsigned small = 0, run = 0;
		for (uint32_t at = token.start; at < token.end; at++) {
			char c = name[at];
			s.capitals += c >= 'A' && c <= 'Z';
			run = (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80 ? run + 1 : 0;
			small = run > small ? run : small;
		}
		s.words += small >= 4;
		s.longest = small > s.longest ? small : s.longest;
	}
	return s;
}

unsigned policy_settle(const char *name, onto_type type)
{
	shape s = shape_of(name);
	if (is_everyday(name)) {
		return 0;
	}
	if (s.words == 0) {
		/* A symbol or an acronym. Small three-letter words such as "flu" or "ALS" in small letters are held too. */
		bool all_small_word = s.capitals <= 1 && s.digits == 0 && s.tokens == 1 && s.longest == 3 && type == ONTO_DISEASE;
		if (all_small_word) {
			return ONTO_POLICY_CASE;
		}
		return s.capitals >= 2 && s.digits == 0 ? ONTO_POLICY_PLURAL : 0;
	}
	unsigned policy = ONTO_POLICY_CASE | ONTO_POLICY_PLURAL | ONTO_POLICY_SPELLING;
	if (type == ONTO_DISEASE) {
		policy |= ONTO_POLICY_DERIVED;
	}
	if (s.tokens > 1 && type != ONTO_MARKER) {
		policy |= ONTO_POLICY_ORDER;
	}
	return policy;
}
