/* ontotag compile: dictionaries in, one image out, to be mapped instead of read. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "command/command.h"

static const option_record options[] = {
	{'o', "output", "FILE.otx", "the image to write; - for standard output"},
	{0, "no-starter", NULL, "compile the dictionaries without the embedded one under them"},
	{0, "no-curation", NULL,
     "compile the dictionaries as they are, without the curation that comes with the program"},
	{0}};
enum { OUTPUT, NO_STARTER, NO_CURATION };

/* The new file replaces an old one by a rename. A device, a pipe or a folder must not be replaced. */
static bool replaceable(const char *output)
{
	struct stat state;
	if (strcmp(output, "-") == 0 || stat(output, &state) != 0 || S_ISREG(state.st_mode)) {
		return true;
	}
	fprintf(stderr, "ontotag: %s: is not a regular file; -o - writes to standard output\n", output);
	return false;
}

static int compile(const char *const *paths, size_t count, const char *output, unsigned load)
{
	onto_dictionary *dictionary = NULL;
	onto_error error;
	int code = EXIT_FAILED;
	if (!replaceable(output)) {
		return code;
	}
	if (load_dictionaries_as(paths, count, load | LOAD_ROWS, &dictionary, &error) != ONTO_OK ||
	    onto_dictionary_compile(dictionary, output, &error) != ONTO_OK) {
		print_error(&error);
	} else {
		code = EXIT_CLEAN;
	}
	onto_dictionary_free(dictionary);
	return code;
}

static int run(const command *self, int argc, char **argv)
{
	arguments arguments = {.command = self, .argc = argc, .argv = argv};
	const char **paths = calloc((size_t)argc, sizeof *paths), *value, *output = NULL;
	size_t count = 0;
	unsigned load = 0;
	int code = EXIT_USAGE, next;
	if (!paths) {
		fputs("ontotag: out of memory\n", stderr);
		return EXIT_FAILED;
	}
	while ((next = arguments_next(&arguments, &value)) != ARGUMENT_END) {
		switch (next) {
		case ARGUMENT_OPERAND: paths[count++] = value; break;
		case ARGUMENT_HELP:
			command_help(self);
			code = EXIT_CLEAN;
			goto done;
		case ARGUMENT_BAD: goto done;
		case OUTPUT: output = value; break;
		case NO_STARTER: load |= LOAD_NO_STARTER; break;
		case NO_CURATION: load |= LOAD_UNCURATED; break;
		}
	}
	if (!output) {
		fputs("ontotag compile: no output is given (-o FILE.otx)\n", stderr);
		command_usage(self, stderr);
	} else {
		code = compile(paths, count, output, load);
	}
done:
	free(paths);
	return code;
}

const command command_compile = {
	.name = "compile",
	.arguments = "-o FILE.otx [DICT.dict.gz...]",
	.summary = "make an image of dictionaries that loads in a few milliseconds",
	.details =
		"Loads the dictionaries, one layer over the other, under them the embedded one and over them the curation that\n"
		"comes with the program, just as `ontotag tag` would; and writes what that made. All of it is part of the image\n"
		"from then on: whoever wants the dictionaries as they are says --no-starter and --no-curation here.\n\n"
		"`-d FILE.otx` is used as any dictionary is. Alone it is mapped, checked, and shared by all processes that use\n"
		"it; with other layers, here too, it is read like rows. It serves the version of the program that made it; it is\n"
		"to be replaced (mv, or this command), not written over (cp), while something uses it.\n\n"
		"The image appears whole or not at all. Exit code: 0 clean, 1 something failed, 2 usage.\n",
	.options = options,
	.run = run,
};
