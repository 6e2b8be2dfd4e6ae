/* ontotag info: the contents of a dictionary. */
#include <stdlib.h>
#include <string.h>

#include "command/command.h"

/* More vocabularies than known dictionaries have. */
enum { MOST_VOCABULARIES = 128 };

static const option_record options[] = {
	{'d', "dictionary", "DICT", "a dictionary; may be given several times (default: the embedded one)"}, {0}};

/* A vocabulary, and the number of concepts with a code of it: their own, or an exactly mapped one. */
typedef struct vocabulary {
	const char *prefix;
	int length;
	size_t own, mapped;
} vocabulary;

typedef struct vocabularies {
	vocabulary items[MOST_VOCABULARIES];
	size_t count;
	size_t others; /* codes of vocabularies beyond the limit */
} vocabularies;

static void count_code(vocabularies *self, const char *code, bool own)
{
	int length = (int)strcspn(code, ":");
	size_t i = 0;
	while (i < self->count &&
	       (self->items[i].length != length || strncmp(self->items[i].prefix, code, (size_t)length) != 0)) {
		i++;
	}
	if (i == MOST_VOCABULARIES) {
		self->others++;
		return;
	}
	if (i == self->count) {
		self->items[self->count++] = (vocabulary){.prefix = code, .length = length};
	}
	self->items[i].own += own;
	self->items[i].mapped += !own;
}

static int more_codes_first(const void *left, const void *right)
{
	const vocabulary *a = left, *b = right;
	if (a->own != b->own) {
		return a->own < b->own ? 1 : -1;
	}
	if (a->mapped != b->mapped) {
		return a->mapped < b->mapped ? 1 : -1;
	}
	return strcmp(a->prefix, b->prefix);
}

static void print_vocabularies(const onto_dictionary *dictionary)
{
	vocabularies found = {.count = 0};
	onto_concept concept;
	onto_xref xref;
	for (onto_concept_id id = 0; onto_dictionary_concept(dictionary, id, &concept); id++) {
		count_code(&found, concept.code, true);
		for (size_t i = 0; onto_dictionary_xref(dictionary, id, i, &xref); i++) {
			if (xref.predicate == ONTO_MATCH_EXACT) {
				count_code(&found, xref.code, false);
			}
		}
	}
	qsort(found.items, found.count, sizeof *found.items, more_codes_first);
	printf("\n%-14s %10s %10s\n", "codes", "concepts", "mappings");
	for (size_t i = 0; i < found.count; i++) {
		printf("%-14.*s %10zu %10zu\n", found.items[i].length, found.items[i].prefix, found.items[i].own,
		       found.items[i].mapped);
	}
	if (found.others) {
		printf("and %zu of other vocabularies\n", found.others);
	}
}

static void print_info(const onto_dictionary *dictionary)
{
	onto_info info;
	onto_dictionary_info(dictionary, &info);
	printf("%zu concepts of %zu meanings, %zu names\n", info.concepts, info.meanings, info.names);
	printf("%zu words, %zu edges, %.1f MB in memory\n\n", info.words, info.edges, (double)info.bytes / 1e6);
	printf("%-10s %10s %10s\n", "type", "concepts", "names");
	for (onto_type type = 0; type < onto_type_count(); type++) {
		if (!info.concepts_of_type[type] && !(onto_types_default() & 1u << type)) {
			continue;
		}
		printf("%-10s %10zu %10zu\n", onto_type_word(type), info.concepts_of_type[type], info.names_of_type[type]);
	}
	printf("\n%-14s %10s %10s  %s\n", "source", "concepts", "names", "title, version, licence");
	onto_source source;
	size_t concepts, names;
	for (size_t i = 0; onto_dictionary_source(dictionary, i, &source, &concepts, &names); i++) {
		if (concepts || names) {
			printf("%-14s %10zu %10zu  %s%s%s%s%s\n", source.id, concepts, names, source.title,
			       *source.version ? ", " : "", source.version, *source.licence ? ", " : "", source.licence);
		}
	}
	print_vocabularies(dictionary);
}

static int run(const command *self, int argc, char **argv)
{
	const char **paths = calloc((size_t)argc, sizeof *paths), *value;
	size_t count = 0;
	int code = EXIT_USAGE, next;
	arguments arguments = {.command = self, .argc = argc, .argv = argv};
	onto_dictionary *dictionary = NULL;
	onto_error error;
	while (paths && (next = arguments_next(&arguments, &value)) != ARGUMENT_END) {
		if (next == ARGUMENT_HELP) {
			command_help(self);
			code = EXIT_CLEAN;
			goto done;
		}
		if (next == ARGUMENT_BAD) {
			goto done;
		}
		paths[count++] = value;
	}
	code = EXIT_FAILED;
	if (load_dictionaries_as(paths, count, LOAD_UNCURATED | LOAD_NO_STARTER | LOAD_AS_IT_IS, &dictionary, &error) !=
	    ONTO_OK) {
		print_error(&error);
		goto done;
	}
	print_info(dictionary);
	code = EXIT_CLEAN;
done:
	onto_dictionary_free(dictionary);
	free(paths);
	return code;
}

const command command_info = {
	.name = "info",
	.arguments = "[-d DICT]...",
	.summary = "tell what a dictionary holds",
	.details =
		"Prints its sources with their releases and licences, and how many concepts and names there are of each type;\n"
		"then, for each vocabulary, how many concepts have their code from it, and how many codes of it concepts are\n"
		"exactly mapped to.\n",
	.options = options,
	.run = run,
};
