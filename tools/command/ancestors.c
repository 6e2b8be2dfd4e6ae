/* ontotag ancestors, ontotag descendants: what lies above and below a concept, for piping. */
#include <stdio.h>
#include <stdlib.h>

#include "command/command.h"
#include "command/concept.h"

static const option_record options[] = {
	{'d', "dictionary", "DICT", "a dictionary; several are layered (default: the embedded one)"},
	{0, "no-starter", NULL, "only the dictionaries that are given, without the embedded one under them"},
	{0, "no-curation", NULL, "take the dictionaries as they are, without the curation that comes with the program"},
	{0}};
enum { DICTIONARY, NO_STARTER, NO_CURATION };

typedef onto_status (*list)(const onto_dictionary *, const onto_hierarchy *, onto_concept_id, onto_error *);

static onto_status list_ancestors(const onto_dictionary *dictionary, const onto_hierarchy *hierarchy,
                                  onto_concept_id id, onto_error *error)
{
	size_t count;
	const onto_concept_id *above = onto_hierarchy_ancestors(hierarchy, id, &count);
	(void)error;
	for (size_t i = 0; i < count; i++) {
		print_concept(dictionary, above[i]);
	}
	return ONTO_OK;
}

static onto_status list_descendants(const onto_dictionary *dictionary, const onto_hierarchy *hierarchy,
                                    onto_concept_id id, onto_error *error)
{
	size_t count = onto_hierarchy_descendants(hierarchy, id, NULL, 0);
	onto_concept_id *below = malloc((count + 1) * sizeof *below);
	if (!below) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	onto_hierarchy_descendants(hierarchy, id, below, count);
	for (size_t i = 0; i < count; i++) {
		print_concept(dictionary, below[i]);
	}
	free(below);
	return ONTO_OK;
}

static int list_of(const char *const *paths, size_t count, unsigned how, const char *asked, list list)
{
	onto_dictionary *dictionary = NULL;
	onto_hierarchy *hierarchy = NULL;
	onto_concept_id id;
	onto_error error;
	int code = EXIT_CLEAN;
	if (load_dictionaries_as(paths, count, how, &dictionary, &error) != ONTO_OK ||
	    concept_asked(dictionary, asked, &id, &error) != ONTO_OK ||
	    onto_hierarchy_new(dictionary, &hierarchy, &error) != ONTO_OK ||
	    list(dictionary, hierarchy, id, &error) != ONTO_OK) {
		print_error(&error);
		code = EXIT_FAILED;
	} else {
		tell_retired(dictionary, id);
	}
	onto_hierarchy_free(hierarchy);
	onto_dictionary_free(dictionary);
	return code;
}

typedef struct settings {
	const char **paths, *asked;
	size_t count, operands;
	unsigned load;
} settings;

static bool take(const command *self, int option, const char *value, void *context)
{
	settings *s = context;
	(void)self;
	switch (option) {
	case ARGUMENT_OPERAND:
		s->asked = value;
		s->operands++;
		break;
	case DICTIONARY: s->paths[s->count++] = value; break;
	case NO_STARTER: s->load |= LOAD_NO_STARTER; break;
	case NO_CURATION: s->load |= LOAD_UNCURATED; break;
	}
	return true;
}

static int run(const command *self, int argc, char **argv, list list)
{
	settings s = {.paths = calloc((size_t)argc, sizeof *s.paths)};
	if (!s.paths) {
		fputs("ontotag: out of memory\n", stderr);
		return EXIT_FAILED;
	}
	int code = arguments_read(self, argc, argv, take, &s);
	if (code < 0 && s.operands != 1) {
		fprintf(stderr, "ontotag %s: one code or name is wanted\n", self->name);
		command_usage(self, stderr);
		code = EXIT_USAGE;
	}
	if (code < 0) {
		code = list_of(s.paths, s.count, s.load, s.asked, list);
	}
	free(s.paths);
	return code;
}

static int run_ancestors(const command *self, int argc, char **argv)
{
	return run(self, argc, argv, list_ancestors);
}

static int run_descendants(const command *self, int argc, char **argv)
{
	return run(self, argc, argv, list_descendants);
}

#define DETAILS \
	"Prints a line for each: code, tab, name. A concept stands for its meaning: the trees of all sources count, joined\n" \
	"where concepts are mapped to one another as exactly the same.\n\n" \
	"Exit code: 0 clean, also where there is none; 1 an unknown code or another failure, 2 usage.\n"

const command command_ancestors = {
	.name = "ancestors",
	.arguments = "[-d DICT]... CODE|NAME",
	.summary = "list the concepts above one, nearest first",
	.details = DETAILS,
	.options = options,
	.run = run_ancestors,
};

const command command_descendants = {
	.name = "descendants",
	.arguments = "[-d DICT]... CODE|NAME",
	.summary = "list the concepts below one",
	.details = DETAILS,
	.options = options,
	.run = run_descendants,
};
