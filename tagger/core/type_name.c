/* The names of types. */
#include "core/type_name.h"

/* Without a size, so that a row too many is seen below. */
static const char *const words[] = {
#define TYPE(word, ...) word,
#include "type_names.inc"
#undef TYPE
};
_Static_assert(sizeof words / sizeof *words == ONTO_TYPES,
               "dictionaries/type-names.tsv has a row for each onto_type");

const type_name type_names[ONTO_TYPES] = {
#define TYPE(...) {__VA_ARGS__},
#include "type_names.inc"
#undef TYPE
};

const char *onto_type_word(onto_type type)
{
	return (unsigned)type < ONTO_TYPES ? words[type] : NULL;
}

bool onto_type_parse(const char *word, onto_type *out)
{
	for (unsigned i = 0; i < ONTO_TYPES; i++) {
		const char *a = words[i], *b = word;
		while (*a && *a == *b) {
			a++;
			b++;
		}
		if (*a == *b) {
			*out = (onto_type)i;
			return true;
		}
	}
	return false;
}
