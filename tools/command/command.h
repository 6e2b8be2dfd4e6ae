/* Subcommands: one file each, listed in one table (ontotag.c). */
#ifndef ONTOTAG_COMMAND_H
#define ONTOTAG_COMMAND_H

#include <stdio.h>

#include "ontotag_tools.h"

enum { EXIT_CLEAN = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/* An option of a subcommand. Parsing, help, manual and completions use this record. */
typedef struct option_record {
	char short_name;      /* 0: none */
	const char *name;     /* NULL ends a table */
	const char *argument; /* the name of its value in the help; NULL: it has none */
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

extern const command command_ancestors, command_build, command_compile, command_count, command_descendants,
	command_diff, command_eval, command_fetch, command_info, command_lint, command_lookup, command_manual,
	command_mcp, command_normalize, command_serve, command_tag;

/* All subcommands, then NULL. */
extern const command *const commands[];

/* Word number `index` of an option's possible values. NULL past the last, and for an option with free values. */
const char *option_choice(const command *self, const option_record *option, size_t index);

/* Prints the list of commands. */
void commands_usage(FILE *out);

/* Iterates over arguments. Options and operands may be mixed; "--" ends the options. */
typedef struct arguments {
	const command *command;
	int argc;
	char **argv;
	int at;
	const char *cluster; /* the rest of -abc */
	bool operands_only;
} arguments;

/* The result: the index of an option in the command's table, with its value; or one of these. */
enum { ARGUMENT_END = -1, ARGUMENT_OPERAND = -2, ARGUMENT_BAD = -3, ARGUMENT_HELP = -4 };

/* The next argument. ARGUMENT_BAD: the reason has been printed. */
int arguments_next(arguments *self, const char **value);

/* Handles an option of the command's table, or an operand (ARGUMENT_OPERAND). False where its value is invalid; the
 * reason has been printed. */
typedef bool (*take_argument)(const command *self, int option, const char *value, void *context);

/* Handles all arguments, --help included. Returns -1, or the exit code where the command should end. */
int arguments_read(const command *self, int argc, char **argv, take_argument take, void *context);

/* Handles one word of a list. False for an unknown word. */
typedef bool (*take_word)(void *context, const char *word);

/* Passes each word of a comma-separated list to `take`, with `context`. Splits the list in place. Prints an unknown
 * word: "no <what> '<word>'", with those that there are (`words`; may be NULL). */
bool each_word(const command *command, char *list, const char *what, take_word take, void *context,
               onto_word_at *words);

/* The same for a caller that does not print: ONTO_ARGUMENT. */
onto_status split_words(char *list, const char *what, take_word take, void *context, onto_word_at *words,
                        onto_error *error);

/* The help of an option that takes types: which there are. */
extern const char types_help[];

/* The words of types, with "all" behind them, and of transformations. */
const char *type_words(void *context, size_t index);
const char *transformation_words(void *context, size_t index);

/* Handlers for types and for transformations. The context is an unsigned of bits. */
bool take_type(void *types, const char *word);
bool take_transformation(void *transformations, const char *word);

/* True for the name of an input format; prints an error for any other. */
bool input_format_known(const command *command, const char *name);

/* The same without printing: ONTO_UNKNOWN lists the formats. */
onto_status input_format_find(const char *name, onto_error *error);

/* The number of words in all arguments, which bounds the number of words in their lists. */
size_t argument_words(int argc, char **argv);

/* Prints text in lines of at most 79 columns, each but the first `indent` columns in. `column`: where the first one
 * begins. Returns the column at the end. */
size_t print_wrapped(FILE *out, const char *text, size_t length, size_t indent, size_t column);

void command_usage(const command *self, FILE *out);
void command_help(const command *self);

/* Prints an error as "ontotag: file:line: message". */
void print_error(const onto_error *error);

/* Prints that a file was read in an encoding that its bytes told (onto_reader_note). */
void print_encoding(const onto_error *note);

/* Prints what was passed over, as an onto_notice. */
void print_notice(void *context, const char *message);

/* Loads dictionaries over the embedded one and under the curation; options exclude either. Where `count` is 0 the
 * embedded one is always loaded. A single compiled image is loaded alone. */
enum {
	LOAD_UNCURATED = 1, /* an image with the curation is rejected */
	LOAD_NO_STARTER = 2,
	LOAD_AS_IT_IS = 4, /* it is not rejected: the caller only inspects it */
	LOAD_ROWS = 8,     /* any image is rejected */
	LOAD_UNTOLD = 16   /* what is passed over is not printed: the caller finds it, too */
};
onto_status load_dictionaries_as(const char *const *paths, size_t count, unsigned how, onto_dictionary **out,
                                 onto_error *error);

/* The same with the curation. */
onto_status load_dictionaries(const char *const *paths, size_t count, onto_dictionary **out, onto_error *error);

/* True where colour is wanted on a stream: a terminal, and NO_COLOR is not set. */
bool colour_wanted(FILE *stream);

/* Columns of a terminal; 80 for any other stream. */
size_t terminal_width(FILE *stream);

#endif
