/* Looks for vocabularies among all codes. A vocabulary that is there is found early; the list is made only for a
 * message. */
#include "dictionary/vocabularies.h"

#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/error.h"

/* Code number `index` of all concepts, then of all cross-references; NULL past the last. */
static const char *code_at(const onto_dictionary *d, size_t index)
{
	size_t concepts = d->concepts.count - 1;
	return index < concepts                    ? dictionary_text(d, d->concepts.items[index].code)
	       : index - concepts < d->xrefs.count ? dictionary_text(d, d->xrefs.items[index - concepts].code)
	                                           : NULL;
}

static bool is_of(const char *code, const char *vocabulary, size_t length)
{
	return ((code[0] ^ vocabulary[0]) & ~0x20) == 0 && ascii_begins_same(code, vocabulary, length) &&
	       code[length] == ':';
}

static bool is_there(const onto_dictionary *d, const char *vocabulary)
{
	size_t length = strlen(vocabulary);
	const char *code;
	for (size_t i = 0; length && (code = code_at(d, i)); i++) {
		if (is_of(code, vocabulary, length)) {
			return true;
		}
	}
	return false;
}

/* A prefix and the number of its codes. */
typedef struct vocabulary {
	char prefix[40];
	size_t codes;
} vocabulary;

typedef VECTOR(vocabulary) vocabulary_list;

static bool add(vocabulary_list *list, size_t *last, const char *code)
{
	size_t length = (size_t)(strchr(code, ':') - code), i = *last;
	vocabulary new = {.codes = 1};
	if (i >= list->count || !is_of(code, list->items[i].prefix, strlen(list->items[i].prefix))) {
		for (i = 0; i < list->count && !is_of(code, list->items[i].prefix, strlen(list->items[i].prefix)); i++) {
		}
	}
	*last = i;
	if (i < list->count) {
		list->items[i].codes++;
		return true;
	}
	if (length >= sizeof new.prefix) {
		return true; /* none that fits into a message */
	}
	memcpy(new.prefix, code, length);
	return vector_push(list, new);
}

static int by_codes(const void *a, const void *b)
{
	const vocabulary *x = a, *y = b;
	return x->codes != y->codes ? (x->codes < y->codes ? 1 : -1) : strcmp(x->prefix, y->prefix);
}

static const char *word_at(void *context, size_t index)
{
	const vocabulary_list *list = context;
	return index < list->count ? list->items[index].prefix : NULL;
}

static onto_status fail(const onto_dictionary *d, const char *wanted, onto_error *error)
{
	enum { MOST = 1000 }; /* different prefixes, in a file that was made to have many */
	vocabulary_list list = {0};
	size_t last = 0;
	const char *code;
	bool good = true;
	for (size_t i = 0; good && list.count < MOST && (code = code_at(d, i)); i++) {
		good = add(&list, &last, code);
	}
	if (list.count > 1) {
		qsort(list.items, list.count, sizeof *list.items, by_codes);
	}
	onto_status status =
		good ? onto_fail_word(error, ONTO_UNKNOWN, "vocabulary", wanted, word_at, &list) : fail_memory(error);
	vector_free(&list);
	return status;
}

onto_status vocabularies_check(const onto_dictionary *d, const char *const *vocabularies, size_t count,
                               onto_error *error)
{
	for (size_t i = 0; i < count; i++) {
		if (!is_there(d, vocabularies[i])) {
			return fail(d, vocabularies[i], error);
		}
	}
	return ONTO_OK;
}
