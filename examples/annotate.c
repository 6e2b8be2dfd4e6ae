/* The library in one page: a text becomes mentions. `annotate [DICT]` reads standard input. */
#include <stdio.h>
#include <stdlib.h>

#include <ontotag.h>

static char *read_all(FILE *in, size_t *length)
{
	char *bytes = NULL, *grown;
	size_t space = 0, got;
	*length = 0;
	do {
		if (space - *length < 4096) {
			grown = realloc(bytes, space = space * 2 + 8192);
			if (!grown) {
				free(bytes);
				return NULL;
			}
			bytes = grown;
		}
		got = fread(bytes + *length, 1, space - *length, in);
		*length += got;
	} while (got);
	return bytes;
}

int main(int argc, char **argv)
{
	const char *paths[] = {argc > 1 ? argv[1] : NULL};
	onto_dictionary *dictionary = NULL;
	onto_tagger *tagger = NULL;
	const onto_tags *tags;
	const onto_mention *m;
	onto_error error = {0};
	size_t length;
	char *text = read_all(stdin, &length);
	int failed = !text || onto_dictionary_load(paths, argc > 1, NULL, &dictionary, &error) != ONTO_OK ||
	             onto_tagger_new(dictionary, NULL, &tagger, &error) != ONTO_OK ||
	             onto_tagger_tag(tagger, text, length, &tags, &error) != ONTO_OK;
	if (failed) {
		fprintf(stderr, "annotate: %s: %s\n", error.file, error.message);
	}
	for (size_t i = 0; !failed && (m = onto_tags_mention(tags, i)); i++) {
		printf("%zu\t%zu\t%s\t%s\t%s\n", m->start, m->end, onto_type_word(m->type), m->codes[0], m->name);
	}
	onto_tagger_free(tagger);
	onto_dictionary_free(dictionary);
	free(text);
	return failed;
}
