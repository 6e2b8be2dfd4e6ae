/* What the subcommands share: arguments, help, errors, dictionaries, the terminal. */
#include "command/command.h"
#include "import/import.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* ---- arguments ----------------------------------------------------------------------------------------------- */

/* Other names of options, as other programs call them. */
static const struct {
	const char *name, *option;
} aliases[] = {{"threads", "jobs"}, {"type", "types"}, {"vocabularies", "vocabulary"}, {"dict", "dictionary"}};

static int find_exactly(const arguments *self, const char *name, size_t length)
{
	const option_record *options = self->command->options;
	for (int i = 0; options[i].name; i++) {
		if (strlen(options[i].name) == length && memcmp(options[i].name, name, length) == 0) {
			return i;
		}
	}
	return -1;
}

static int find_long(const arguments *self, const char *name, size_t length)
{
	int found = find_exactly(self, name, length);
	for (size_t i = 0; found < 0 && i < sizeof aliases / sizeof *aliases; i++) {
		if (strlen(aliases[i].name) == length && memcmp(aliases[i].name, name, length) == 0) {
			found = find_exactly(self, aliases[i].option, strlen(aliases[i].option));
		}
	}
	return found;
}

static int find_short(const arguments *self, char name)
{
	const option_record *options = self->command->options;
	for (int i = 0; options[i].name; i++) {
		if (options[i].short_name == name) {
			return i;
		}
	}
	return -1;
}

static int bad(const arguments *self, const char *what, const char *text)
{
	fprintf(stderr, "ontotag %s: %s '%s'; see ontotag %s --help\n", self->command->name, what, text,
	        self->command->name);
	return ARGUMENT_BAD;
}

static const char *option_words(void *context, size_t index)
{
	const arguments *self = context;
	return self->command->options[index].name;
}

/* An option that is not known, and what was meant. */
static int unknown(arguments *self, const char *text)
{
	char name[60];
	snprintf(name, sizeof name, "%.*s", (int)strcspn(text + 2, "="), text + 2);
	const char *meant = onto_nearest_word(name, option_words, self);
	fprintf(stderr, "ontotag %s: unknown option '%s'%s%s%s; see ontotag %s --help\n", self->command->name, text,
	        meant ? "; did you mean '--" : "", meant ? meant : "", meant ? "'?" : "", self->command->name);
	return ARGUMENT_BAD;
}

static int take_value(arguments *self, int option, const char *given, const char *shown, const char **value)
{
	*value = given;
	if (!self->command->options[option].argument) {
		return given ? bad(self, "no value goes with", shown) : option;
	}
	if (!given) {
		if (self->at >= self->argc) {
			return bad(self, "a value is missing after", shown);
		}
		*value = self->argv[self->at++];
	}
	return option;
}

int arguments_next(arguments *self, const char **value)
{
	if (self->cluster && *self->cluster) {
		const char shown[3] = {'-', *self->cluster, '\0'};
		int option = find_short(self, *self->cluster++);
		if (option < 0) {
			return shown[1] == 'h' ? ARGUMENT_HELP : bad(self, "unknown option", shown);
		}
		const char *rest = NULL;
		if (self->command->options[option].argument && *self->cluster) {
			rest = self->cluster;
			self->cluster = NULL;
		}
		return take_value(self, option, rest, shown, value);
	}
	if (self->at == 0) {
		self->at = 1;
	}
	if (self->at >= self->argc) {
		return ARGUMENT_END;
	}
	char *text = self->argv[self->at++];
	if (self->operands_only || text[0] != '-' || !text[1]) {
		*value = text;
		return ARGUMENT_OPERAND;
	}
	if (strcmp(text, "--") == 0) {
		self->operands_only = true;
		return arguments_next(self, value);
	}
	if (text[1] != '-') {
		self->cluster = text + 1;
		return arguments_next(self, value);
	}
	const char *equals = strchr(text, '=');
	size_t length = equals ? (size_t)(equals - text - 2) : strlen(text + 2);
	int option = find_long(self, text + 2, length);
	if (option < 0) {
		return strcmp(text, "--help") == 0 ? ARGUMENT_HELP : unknown(self, text);
	}
	return take_value(self, option, equals ? equals + 1 : NULL, text, value);
}

int arguments_read(const command *self, int argc, char **argv, take_argument take, void *context)
{
	arguments arguments = {.command = self, .argc = argc, .argv = argv};
	const char *value;
	int next;
	while ((next = arguments_next(&arguments, &value)) != ARGUMENT_END) {
		if (next == ARGUMENT_HELP) {
			command_help(self);
			return EXIT_CLEAN;
		}
		if (next == ARGUMENT_BAD || !take(self, next, value, context)) {
			return EXIT_USAGE;
		}
	}
	return -1;
}

size_t argument_words(int argc, char **argv)
{
	size_t count = (size_t)argc;
	for (int i = 0; i < argc; i++) {
		for (const char *at = argv[i]; *at; at++) {
			count += *at == ',';
		}
	}
	return count;
}

onto_status split_words(char *list, const char *what, take_word take, void *context, onto_word_at *words,
                        onto_error *error)
{
	char *rest = NULL;
	for (char *word = strtok_r(list, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
		if (!take(context, word)) {
			return words ? onto_fail_word(error, ONTO_ARGUMENT, what, word, words, NULL)
			             : onto_fail(error, ONTO_ARGUMENT, NULL, 0, "no %s '%s'", what, word);
		}
	}
	return ONTO_OK;
}

bool each_word(const command *command, char *list, const char *what, take_word take, void *context,
               onto_word_at *words)
{
	onto_error error;
	if (split_words(list, what, take, context, words, &error) != ONTO_OK) {
		fprintf(stderr, "ontotag %s: %s\n", command->name, error.message);
		return false;
	}
	return true;
}

const char types_help[] =
	"only these:"
#define TYPE(word, ...) " " #word ","
#include "type_names.inc"
#undef TYPE
	" or all (default:"
#define TYPE(word, like, is_default, ...) WHEN_##is_default(" " #word)
#define WHEN_TYPE_DEFAULT_yes(word)       word
#define WHEN_TYPE_DEFAULT_no(word)
#include "type_names.inc"
#undef TYPE
	")";

const char *type_words(void *context, size_t index)
{
	(void)context;
	return index == onto_type_count() ? "all" : onto_type_word((onto_type)index);
}

const char *transformation_words(void *context, size_t index)
{
	(void)context;
	return onto_transformation_word(index);
}

static const char *input_format_words(void *context, size_t index)
{
	(void)context;
	return onto_input_format_name(index, NULL);
}

bool take_type(void *types, const char *word)
{
	onto_type type;
	if (strcmp(word, "all") == 0) {
		*(unsigned *)types |= (1u << onto_type_count()) - 1;
		return true;
	}
	bool known = onto_type_parse(word, &type);
	*(unsigned *)types |= known ? 1u << type : 0;
	return known;
}

bool take_transformation(void *transformations, const char *word)
{
	for (size_t i = 0; onto_transformation_word(i); i++) {
		if (strcmp(onto_transformation_word(i), word) == 0) {
			*(unsigned *)transformations |= 1u << i;
			return true;
		}
	}
	return false;
}

onto_status input_format_find(const char *name, onto_error *error)
{
	for (size_t i = 0; onto_input_format_name(i, NULL); i++) {
		if (strcmp(onto_input_format_name(i, NULL), name) == 0) {
			return ONTO_OK;
		}
	}
	return onto_fail_word(error, ONTO_UNKNOWN, "input format", name, input_format_words, NULL);
}

bool input_format_known(const command *command, const char *name)
{
	onto_error error;
	if (input_format_find(name, &error) != ONTO_OK) {
		fprintf(stderr, "ontotag %s: %s\n", command->name, error.message);
		return false;
	}
	return true;
}

enum { HELP_WIDTH = 79, HELP_COLUMN = 33 };

static size_t columns_of(const char *text, size_t length)
{
	size_t count = 0;
	for (size_t i = 0; i < length; i++) {
		count += ((unsigned char)text[i] & 0xc0) != 0x80;
	}
	return count;
}

/* Words up to a place where a line may end: not before an option, so that no line looks like one's entry. */
static size_t unbroken(const char *text, const char *end)
{
	const char *at = text;
	do {
		while (at < end && *at == ' ') {
			at++;
		}
		while (at < end && *at != ' ' && *at != '\n') {
			at++;
		}
	} while (end - at > 1 && at[0] == ' ' && at[1] == '-');
	return (size_t)(at - text);
}

size_t print_wrapped(FILE *out, const char *text, size_t length, size_t indent, size_t column)
{
	for (const char *end = text + length;;) {
		while (text < end && (*text == ' ' || *text == '\n')) {
			text++;
		}
		if (text == end) {
			return column;
		}
		size_t size = unbroken(text, end), width = columns_of(text, size);
		bool space = column > indent;
		if (space && column + 1 + width > HELP_WIDTH) {
			fprintf(out, "\n%*s", (int)indent, "");
			column = indent;
			space = false;
		}
		fprintf(out, "%s%.*s", space ? " " : "", (int)size, text);
		column += space + width;
		text += size;
	}
}

/* Paragraphs are apart by empty lines. The lines of a table, which are indented, stay lines. */
static void print_paragraphs(const char *text)
{
	while (*text) {
		const char *end = strstr(text, "\n\n");
		size_t length = end ? (size_t)(end - text) : strlen(text);
		if (*text == ' ') {
			fwrite(text, 1, length, stdout);
		} else {
			print_wrapped(stdout, text, length, 0, 0);
		}
		fputs("\n\n", stdout);
		text += length + strspn(text + length, "\n");
	}
}

void command_usage(const command *self, FILE *out)
{
	size_t column = (size_t)fprintf(out, "usage: ontotag %s", self->name);
	print_wrapped(out, self->arguments, strlen(self->arguments), sizeof "usage: ontotag", column);
	putc('\n', out);
}

static void print_choices(const command *self, const option_record *option)
{
	if (!option->argument || strncmp(option->argument, "FORMAT", 6) != 0 || !option_choice(self, option, 0)) {
		return;
	}
	size_t column = (size_t)printf("%*sone of:", HELP_COLUMN, "");
	for (size_t i = 0; option_choice(self, option, i); i++) {
		char word[80];
		snprintf(word, sizeof word, "%s%s", option_choice(self, option, i),
		         option_choice(self, option, i + 1) ? "," : "");
		column = print_wrapped(stdout, word, strlen(word), HELP_COLUMN, column);
	}
	putchar('\n');
}

void command_help(const command *self)
{
	command_usage(self, stdout);
	printf("\n%s\n\n", self->summary);
	print_paragraphs(self->details);
	puts("Options:");
	for (const option_record *o = self->options; o->name; o++) {
		char shown[48];
		snprintf(shown, sizeof shown, "%c%c%s --%s%s%s", o->short_name ? '-' : ' ',
		         o->short_name ? o->short_name : ' ', o->short_name ? "," : " ", o->name, o->argument ? " " : "",
		         o->argument ? o->argument : "");
		printf("  %-30s ", shown);
		print_wrapped(stdout, o->help, strlen(o->help), HELP_COLUMN, HELP_COLUMN);
		putchar('\n');
		print_choices(self, o);
	}
	printf("  %-30s %s\n", "-h, --help", "show this");
}

/* ---- errors, dictionaries, the terminal ---------------------------------------------------------------------- */

void print_error(const onto_error *error)
{
	fputs("ontotag: ", stderr);
	if (*error->file) {
		fprintf(stderr, "%s:", error->file);
		if (error->line) {
			fprintf(stderr, "%zu:", error->line);
		}
		fputc(' ', stderr);
	}
	fprintf(stderr, "%s\n", error->message);
}

void print_encoding(const onto_error *note)
{
	onto_error told = *note;
	size_t used = strlen(told.message);
	snprintf(told.message + used, sizeof told.message - used, " (told once; --encoding sets another)");
	print_error(&told);
}

/* Refuses an image where rows are needed. */
static onto_status refuse_image(const char *given, onto_error *error)
{
	char *path;
	onto_status status = onto_dictionary_path(given, &path, error);
	if (status == ONTO_OK && onto_dictionary_is_compiled(path)) {
		status = onto_fail(error, ONTO_ARGUMENT, path, 0, "is compiled already");
	}
	free(path);
	return status;
}

/* Says of what is no text what it is. */
static onto_status name_content(const char *path, onto_error *error)
{
	char head[1 << 12];
	size_t length = 0;
	const char *advice;
	onto_byte_reader *reader;
	if (onto_byte_reader_open(path, &reader, NULL) != ONTO_OK) {
		return ONTO_OK;
	}
	onto_byte_reader_read(reader, head, sizeof head, &length, NULL);
	onto_byte_reader_close(reader);
	const char *name = onto_content_name(head, length, &advice);
	return name ? onto_fail(error, ONTO_DAMAGED, path, 0, "is %s, no dictionary", name) : ONTO_OK;
}

/* Says of a source that was given for a dictionary how it becomes one. */
static onto_status name_source(const char *const *given, size_t count, onto_error *error)
{
	for (size_t i = 0; i < count; i++) {
		bool meant = strcmp(given[i], error->file) == 0 && strcmp(given[i], "-") != 0;
		const char *title = meant ? import_title(given[i]) : NULL;
		onto_status status = meant && !title && error->line ? name_content(given[i], error) : ONTO_OK;
		if (status != ONTO_OK) {
			return status;
		}
		if (title) {
			return onto_fail(error, ONTO_DAMAGED, given[i], 0,
			                 "is a source (%s), no dictionary; make one of it: ontotag build -o NAME.dict.gz %s",
			                 title, given[i]);
		}
	}
	return ONTO_DAMAGED;
}

void print_notice(void *context, const char *message)
{
	(void)context;
	fprintf(stderr, "ontotag: %s\n", message);
}

onto_status load_dictionaries_as(const char *const *given, size_t count, unsigned how, onto_dictionary **out,
                                 onto_error *error)
{
	onto_load_options options = {.size = sizeof options,
	                             .no_starter = count && (how & LOAD_NO_STARTER),
	                             .no_curation = how & LOAD_UNCURATED,
	                             .notice = how & (LOAD_AS_IT_IS | LOAD_UNTOLD) ? NULL : print_notice};
	*out = NULL;
	if (count == 1 && (how & LOAD_ROWS)) {
		onto_status status = refuse_image(given[0], error);
		if (status != ONTO_OK) {
			return status;
		}
	}
	if (how & LOAD_AS_IT_IS) {
		char *path;
		onto_status status = count == 1 ? onto_dictionary_path(given[0], &path, error) : ONTO_OK;
		if (status != ONTO_OK) {
			return status;
		}
		if (count == 1) {
			options.no_curation &= !onto_dictionary_is_compiled(path);
			free(path);
		}
	}
	onto_status status = onto_dictionary_load(given, count, &options, out, error);
	return status == ONTO_DAMAGED ? name_source(given, count, error) : status;
}

onto_status load_dictionaries(const char *const *paths, size_t count, onto_dictionary **out, onto_error *error)
{
	return load_dictionaries_as(paths, count, 0, out, error);
}

bool colour_wanted(FILE *stream)
{
	const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");
	return isatty(fileno(stream)) && !(refused && *refused) && !(terminal && strcmp(terminal, "dumb") == 0);
}

size_t terminal_width(FILE *stream)
{
	struct winsize size;
	return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}
