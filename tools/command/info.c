/* ontotag info: what a dictionary holds. */
#include <stdlib.h>

#include "command/command.h"

static const option_record options[] = {
	{'d', "dictionary", "DICT", "a dictionary; may be given several times (default: the embedded one)"}, {0}};

static void print_info(const onto_dictionary *dictionary)
{
	onto_info info;
	onto_dictionary_info(dictionary, &info);
	printf("%zu concepts of %zu meanings, %zu names\n", info.concepts, info.meanings, info.names);
	printf("%zu words, %zu edges, %.1f MB in memory\n\n", info.words, info.edges, (double)info.bytes / 1e6);
	printf("%-10s %10s %10s\n", "type", "concepts", "names");
	for (onto_type type = 0; type < ONTO_TYPES; type++) {
		printf("%-10s %10zu %10zu\n", onto_type_word(type), info.concepts_of_type[type], info.names_of_type[type]);
	}
	printf("\n%-14s %10s %10s  %s\n", "source", "concepts", "names", "title, version, licence");
	onto_source source;
	size_t concepts, names;
	for (size_t i = 0; onto_dictionary_source(dictionary, i, &source, &concepts, &names); i++) {
		if (concepts || names) {
			printf("%-14s %10zu %10zu  %s%s%s%s%s\n", source.id, concepts, names, source.title, *source.version ? ", " : "",
			       source.version, *source.licence ? ", " : "", source.licence);
		}
	}
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
	if (load_dictionaries_as(paths, count, LOAD_UNCURATED | LOAD_NO_STARTER | LOAD_AS_IT_IS, &dictionary, &error) != ONTO_OK) {
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
	.details = "Prints its sources with their releases and licences, and how many concepts and names there are of each type.\n",
	.options = options,
	.run = run,
};
