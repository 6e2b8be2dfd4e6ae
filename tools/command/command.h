/* Subcommands: one file each, listed in one table (ontotag.c). */
#ifndef ONTOTAG_COMMAND_H
#define ONTOTAG_COMMAND_H

#include <stdio.h>

#include "ontotag_tools.h"

enum { EXIT_CLEAN = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/* An option of a subcommand: the record from which it is parsed and its help is made. */
typedef struct option_record {
	char short_name;         /* 0: none */
	const char *name;        /* NULL ends a table */
	const char *argument;    /* what its value is called; NULL: it has none */
	const char *help;
} option_record;

typedef struct command {
	const char *name;
	const char *arguments; /* as usage shows them */
	const char *summary;   /* one line */
	const char *details;   /* paragraphs for --help */
	const option_record *options;
	int (*run)(const struct command *self, int argc, char **argv); /* argv[0] is the subcommand's name */
} command;

extern const command command_ancestors, command_build, command_compile, command_descendants, command_diff,
                     command_eval, command_info, command_lint, command_lookup, command_manual, command_mcp, command_normalize,
                     command_serve, command_tag;

/* All of them; NULL ends it. */
extern const command *const commands[];

/* What the value of an option can be: word number `index`; NULL past the last, and where anything can be. */
const char *option_choice(const command *self, const option_record *option, size_t index);

/* Prints the list of commands. */
void commands_usage(FILE *out);

/* Goes through arguments. Options and operands may be mixed; "--" ends the options. */
typedef struct arguments {
	const command *command;
	int argc;
	char **argv;
	int at;
	const char *cluster; /* what is left of -abc */
	bool operands_only;
} arguments;

/* What came next: the index of an option in the command's table, with its value; or one of these. */
enum { ARGUMENT_END = -1, ARGUMENT_OPERAND = -2, ARGUMENT_BAD = -3, ARGUMENT_HELP = -4 };

/* Takes the next argument. ARGUMENT_BAD: the reason is printed already. */
int arguments_next(arguments *self, const char **value);

/* Takes an option of the command's table, or an operand (ARGUMENT_OPERAND); false where its value makes no sense, which it has
 * then said. */
typedef bool (*take_argument)(const command *self, int option, const char *value, void *context);

/* Takes all arguments; help is printed. -1, or the exit code where there is nothing more to do. */
int arguments_read(const command *self, int argc, char **argv, take_argument take, void *context);

/* Takes one word of a list; false where it is none that it knows. */
typedef bool (*take_word)(void *context, const char *word);

/* Hands each of the words that commas separate to `take`, with `context`. The list is cut apart in place. Prints
 * the word that is not taken: "no <what> '<word>'". */
bool each_word(const command *command, char *list, const char *what, take_word take, void *context);

/* The same for whoever does not print: ONTO_ARGUMENT "no <what> '<word>'". */
onto_status split_words(char *list, const char *what, take_word take, void *context, onto_error *error);

/* Two of them. The context is an unsigned: of types, and of ways of matching. */
bool take_type(void *types, const char *word);
bool take_transformation(void *transformations, const char *word);

/* Whether there is an input format of this name; prints that there is none. */
bool input_format_known(const command *command, const char *name);

/* The same without printing: ONTO_UNKNOWN lists those that there are. */
onto_status input_format_find(const char *name, onto_error *error);

/* The number of words in all arguments: as many as a list of them can come to hold. */
size_t argument_words(int argc, char **argv);

void command_usage(const command *self, FILE *out);
void command_help(const command *self);

/* Prints an error as "ontotag: file:line: message". */
void print_error(const onto_error *error);

/* Loads the dictionaries, under them the embedded one and over them the curation, unless they are not wanted. Where
 * `count` is 0 the embedded one is always taken. A single compiled image is taken as it was made. */
enum {
	LOAD_UNCURATED = 1, /* an image that has the curation is refused */
	LOAD_NO_STARTER = 2,
	LOAD_AS_IT_IS = 4,  /* it is not: whoever asks only looks at it */
	LOAD_ROWS = 8       /* any image is refused */
};
onto_status load_dictionaries_as(const char *const *paths, size_t count, unsigned how, onto_dictionary **out,
                                 onto_error *error);

/* The same with the curation. */
onto_status load_dictionaries(const char *const *paths, size_t count, onto_dictionary **out, onto_error *error);

/* Whether colour is wanted on a stream: a terminal, and NO_COLOR is not set. */
bool colour_wanted(FILE *stream);

/* Columns of the terminal behind a stream; 80 where it is none. */
size_t terminal_width(FILE *stream);

#endif
