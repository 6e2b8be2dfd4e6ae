/* The names of types. */
#include "core/type_name.h"

static const char *const words[] = {
#define TYPE(word, ...) #word,
#include "type_names.inc"
#undef TYPE
};

/* What `default` says is in TYPES_DEFAULT. */
const type_name type_names[TYPE_COUNT] = {
#define TYPE(word, like, is_default, ...) {like, __VA_ARGS__},
#include "type_names.inc"
#undef TYPE
};

const char *onto_type_caption(onto_type type)
{
	return (unsigned)type < TYPE_COUNT ? type_names[type].caption : NULL;
}

const char *onto_type_colour(onto_type type)
{
	return (unsigned)type < TYPE_COUNT ? type_names[type].wash : NULL;
}

size_t onto_type_count(void)
{
	return TYPE_COUNT;
}

unsigned onto_types_default(void)
{
	return TYPES_DEFAULT;
}

const char *onto_type_word(onto_type type)
{
	return (unsigned)type < TYPE_COUNT ? words[type] : NULL;
}

bool onto_type_parse(const char *word, onto_type *out)
{
	for (unsigned i = 0; i < TYPE_COUNT; i++) {
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
