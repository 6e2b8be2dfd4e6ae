/* ontotag help: the manual page and the completions of shells, made from the option tables that the subcommands
 * parse with. */
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "import/import.h"

static const option_record options[] = {
	{0, "man", NULL, "print the manual page (roff)"},
	{0, "completion", "SHELL", "print the completions of a shell: bash, zsh, fish"},
	{0}};
enum { MAN, COMPLETION };

/* ---- possible values ----------------------------------------------------------------------------------------- */

static const char *input_format(size_t index)
{
	return onto_input_format_name(index, NULL);
}

static const char *output_format(size_t index)
{
	return onto_format_name(index, NULL);
}

static const char *normalize_format(size_t index)
{
	static const char *const words[] = {"terminal", "jsonl", "tsv", "csv"};
	return index < sizeof words / sizeof *words ? words[index] : NULL;
}

static const char *table_format(size_t index)
{
	static const char *const words[] = {"tsv", "csv"};
	return index < sizeof words / sizeof *words ? words[index] : NULL;
}

static const char *type_word(size_t index)
{
	return onto_type_word((onto_type)index);
}

static const char *type_or_all(size_t index)
{
	return type_words(NULL, index);
}

static const char *overlap_word(size_t index)
{
	return onto_overlap_word((onto_overlap)index);
}

static const char *offsets_word(size_t index)
{
	return onto_offsets_word((onto_offsets)index);
}

static const char *source_format(size_t index)
{
	return import_format_name(index, NULL);
}

static const char *shell(size_t index)
{
	static const char *const words[] = {"bash", "zsh", "fish"};
	return index < sizeof words / sizeof *words ? words[index] : NULL;
}

const char *option_choice(const command *self, const option_record *option, size_t index)
{
	static const struct {
		const char *command, *option; /* command NULL: any */
		const char *(*word)(size_t index);
	} known[] = {
		{"tag", "output", output_format},      {"normalize", "output", normalize_format},
		{"normalize", "format", table_format}, {NULL, "format", input_format},
		{NULL, "types", type_or_all},          {NULL, "overlap", overlap_word},
		{NULL, "offsets", offsets_word},       {NULL, "without", onto_transformation_word},
		{"build", "as", source_format},        {"build", "type", type_word},
		{"tag", "mask", type_or_all},          {"help", "completion", shell},
	};
	for (size_t i = 0; option->argument && i < sizeof known / sizeof *known; i++) {
		if (strcmp(known[i].option, option->name) == 0 &&
		    (!known[i].command || strcmp(known[i].command, self->name) == 0)) {
			return known[i].word(index);
		}
	}
	return NULL;
}

/* True where a value without choices is a file or a folder. */
static bool is_path(const option_record *option)
{
	static const char *const kinds[] = {"FILE", "FILE.otx", "DICT", "DIR"};
	for (size_t i = 0; option->argument && i < sizeof kinds / sizeof *kinds; i++) {
		if (strcmp(kinds[i], option->argument) == 0) {
			return true;
		}
	}
	return false;
}

/* ---- the manual page ----------------------------------------------------------------------------------------- */

/* Tested: tests/command/test_help.py runs each. */
static const struct {
	const char *what, *command;
} examples[] = {
	{"A view for a terminal; JSON lines into a pipe or a file:", "ontotag tag report.txt"},
	{"Why it was found:", "ontotag tag --explain report.txt"},
	{"Every line of a stream a document, on all cores:",
     "zcat abstracts.txt.gz | ontotag tag --lines -j 0 -o jsonl | grep -c asthma"},
	{"A file for each input; what is there already is not made again:",
     "ontotag tag -q -o tsv --output-dir tagged --resume reports && ls tagged"},
	{"Drugs and markers only, with codes of these vocabularies:",
     "ontotag tag -t drug,marker --vocabulary MESH,NCBIGene -o tsv report.txt"},
	{"Your own names over those of the program:", "ontotag tag -d ours.tsv -o tsv report.txt"},
	{"A dictionary, compiled so that it opens at once:",
     "ontotag compile -o ours.otx ours.tsv && ontotag info -d ours.otx"},
	{"The codes of a term:", "ontotag normalize -b 'acute lymphoblastic leukaemia'"},
};

static const char *const description =
	"Finds the diseases, drugs and markers of clinical and biomedical text and gives each its codes of MONDO,\n"
	"MeSH, NCBI Gene and other vocabularies. A small dictionary is part of the program; others are built from\n"
	"the ontologies.";

static const struct {
	const char *title;
	const char *rows[6][2]; /* a term and its meaning; a NULL term ends them */
} tables[] = {
	{"EXIT STATUS",
     {{"0", "all went well"},
      {"1",
       "something failed: a file or a document could not be read, the output not be written, or nobody reads it"},
      {"2", "the command was called wrongly"},
      {"130, 143", "it was ended by Ctrl-C, by SIGTERM; what was written until then is whole"}}},
	{"FILES",
     {{"~/.local/share/ontotag, /usr/local/share/ontotag, /usr/share/ontotag",
       "the folders in which -d NAME finds a dictionary, NAME.otx or NAME.dict.gz, in this order"},
      {"full.dict.gz, full.otx", "the dictionary that ontotag fetch makes, as rows and compiled"},
      {"manifest.tsv", "where its sources are from: name, address, date, bytes and sha256 of each"},
      {"*.part", "an output that is not complete; a run with --resume removes what a killed one has left"}}},
	{"ENVIRONMENT",
     {{"XDG_DATA_HOME", "the folder that is used in place of ~/.local/share"},
      {"NO_COLOR", "where it is set and not empty, nothing is coloured"},
      {"TERM", "where it is dumb, nothing is coloured"},
      {"PATH", "where --convert finds pdftotext and pandoc"},
      {"ONTOTAG", "the program that ontotag fetch builds with; default: this one"}}},
};

/* Text as roff. Lines stay lines, and an empty line begins a paragraph. */
static void roff(const char *text)
{
	bool at_start = true;
	for (const char *at = text; *at; at++) {
		if (at_start && *at == '\n') {
			fputs(".PP", stdout);
		} else if (at_start && (*at == '.' || *at == '\'')) {
			fputs("\\&", stdout);
		}
		at_start = *at == '\n';
		switch (*at) {
		case '\\': fputs("\\e", stdout); break;
		case '-': fputs("\\-", stdout); break;
		case '`': fputs("\\(ga", stdout); break;
		case '\'': fputs("\\(aq", stdout); break;
		case '^': fputs("\\(ha", stdout); break;
		case '~': fputs("\\(ti", stdout); break;
		default: putchar(*at);
		}
	}
	if (!at_start) {
		putchar('\n');
	}
}

static void man_option(const command *self, const option_record *o)
{
	fputs(".TP\n.B ", stdout);
	if (o->short_name) {
		printf("\\-%c, ", o->short_name);
	}
	fputs("\\-\\-", stdout);
	for (const char *at = o->name; *at; at++) {
		fputs(*at == '-' ? "\\-" : (const char[]){*at, '\0'}, stdout);
	}
	printf("%s%s%s\n", o->argument ? " \\fI" : "", o->argument ? o->argument : "", o->argument ? "\\fP" : "");
	roff(o->help);
	for (size_t i = 0; o->argument && strncmp(o->argument, "FORMAT", 6) == 0 && option_choice(self, o, i); i++) {
		fputs(i ? ", " : ".br\nOne of: ", stdout);
		printf("%s%s", option_choice(self, o, i), option_choice(self, o, i + 1) ? "" : "\n");
	}
}

static void man_command(const command *self)
{
	printf(".SS ontotag %s\n.B ontotag %s\n", self->name, self->name);
	roff(self->arguments);
	fputs(".PP\n", stdout);
	roff(self->details);
	for (const option_record *o = self->options; o->name; o++) {
		man_option(self, o);
	}
}

static void print_manual(void)
{
	printf(
		".TH ONTOTAG 1 \"\" \"ontotag %s\" \"User Commands\"\n.SH NAME\nontotag \\- find diseases, drugs and markers in "
		"text\n.SH SYNOPSIS\n.B ontotag\n.I COMMAND\n[\\fIOPTION\\fP]... [\\fIARGUMENT\\fP]...\n.SH DESCRIPTION\n",
		ONTO_VERSION);
	roff(description);
	puts(".SH COMMANDS");
	for (size_t i = 0; commands[i]; i++) {
		man_command(commands[i]);
	}
	puts(".SH EXAMPLES");
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		fputs(".PP\n", stdout);
		roff(examples[i].what);
		fputs(".PP\n.in +4\n.nf\n", stdout);
		roff(examples[i].command);
		fputs(".fi\n.in\n", stdout);
	}
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		printf(".SH %s\n", tables[i].title);
		for (size_t row = 0; tables[i].rows[row][0]; row++) {
			printf(".TP\n.B %s\n", tables[i].rows[row][0]);
			roff(tables[i].rows[row][1]);
		}
	}
}

/* ---- completions --------------------------------------------------------------------------------------------- */

static void print_choices(const command *self, const option_record *o)
{
	for (size_t i = 0; option_choice(self, o, i); i++) {
		printf("%s%s", i ? " " : "", option_choice(self, o, i));
	}
}

static void print_option_words(const command *self)
{
	for (const option_record *o = self->options; o->name; o++) {
		printf("--%s ", o->name);
		if (o->short_name) {
			printf("-%c ", o->short_name);
		}
	}
	fputs("--help -h", stdout);
}

static void print_command_words(void)
{
	for (size_t i = 0; commands[i]; i++) {
		printf("%s ", commands[i]->name);
	}
	fputs("--help --version", stdout);
}

static void bash_value(const command *self, const option_record *o)
{
	if (!o->argument) {
		return;
	}
	printf("\t%s:--%s", self->name, o->name);
	if (o->short_name) {
		printf("|%s:-%c", self->name, o->short_name);
	}
	if (option_choice(self, o, 0)) {
		fputs(") COMPREPLY=($(compgen -W \"", stdout);
		print_choices(self, o);
		fputs("\" -- \"$cur\")); return ;;\n", stdout);
	} else {
		puts(is_path(o) ? ") COMPREPLY=($(compgen -f -- \"$cur\")); return ;;" : ") return ;;");
	}
}

static void print_bash(void)
{
	fputs(
		"_ontotag() {\n\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}\n"
		"\tCOMPREPLY=()\n\tif [[ $COMP_CWORD -eq 1 ]]; then\n\t\tCOMPREPLY=($(compgen -W \"",
		stdout);
	print_command_words();
	fputs("\" -- \"$cur\"))\n\t\treturn\n\tfi\n\tcase $command:$prev in\n", stdout);
	for (size_t i = 0; commands[i]; i++) {
		for (const option_record *o = commands[i]->options; o->name; o++) {
			bash_value(commands[i], o);
		}
	}
	fputs(
		"\tesac\n\tif [[ $cur != -* ]]; then\n\t\tCOMPREPLY=($(compgen -f -- \"$cur\"))\n\t\treturn\n\tfi\n"
		"\tcase $command in\n",
		stdout);
	for (size_t i = 0; commands[i]; i++) {
		printf("\t%s) COMPREPLY=($(compgen -W \"", commands[i]->name);
		print_option_words(commands[i]);
		fputs("\" -- \"$cur\")) ;;\n", stdout);
	}
	fputs("\tesac\n}\ncomplete -o filenames -F _ontotag ontotag\n", stdout);
}

/* Text in single quotes; characters in `marks` are escaped by a backslash too. */
static void print_quoted(const char *text, const char *marks)
{
	for (; *text; text++) {
		if (*text == '\'') {
			fputs("'\\''", stdout);
		} else {
			if (strchr(marks, *text)) {
				putchar('\\');
			}
			putchar(*text);
		}
	}
}

static void zsh_option(const command *self, const option_record *o)
{
	fputs("\t\t'", stdout);
	if (o->short_name) {
		printf("(-%c --%s)'{-%c,--%s%s}'", o->short_name, o->name, o->short_name, o->name, o->argument ? "=" : "");
	} else {
		printf("*--%s%s", o->name, o->argument ? "=" : "");
	}
	putchar('[');
	print_quoted(o->help, "[]:\\");
	putchar(']');
	if (o->argument) {
		putchar(':');
		print_quoted(o->argument, "[]:\\");
		putchar(':');
		if (option_choice(self, o, 0)) {
			putchar('(');
			print_choices(self, o);
			putchar(')');
		} else if (is_path(o)) {
			fputs("_files", stdout);
		}
	}
	fputs("' \\\n", stdout);
}

static void print_zsh(void)
{
	fputs("#compdef ontotag\n_ontotag() {\n\tlocal -a commands\n\tcommands=(\n", stdout);
	for (size_t i = 0; commands[i]; i++) {
		printf("\t\t'%s:", commands[i]->name);
		print_quoted(commands[i]->summary, ":\\");
		puts("'");
	}
	fputs(
		"\t)\n\tif ((CURRENT == 2)); then\n\t\t_describe command commands\n\t\t_arguments '--help[show the commands]' "
		"'--version[print the version]'\n\t\treturn\n\tfi\n\tlocal command=$words[2]\n\tshift words\n\t((CURRENT--))\n"
		"\tcase $command in\n",
		stdout);
	for (size_t i = 0; commands[i]; i++) {
		printf("\t%s) _arguments \\\n", commands[i]->name);
		for (const option_record *o = commands[i]->options; o->name; o++) {
			zsh_option(commands[i], o);
		}
		fputs("\t\t'(-h --help)'{-h,--help}'[show this]' '*:file:_files' ;;\n", stdout);
	}
	fputs("\tesac\n}\n_ontotag \"$@\"\n", stdout);
}

static void fish_option(const command *self, const option_record *o)
{
	printf("complete -c ontotag -n '__fish_seen_subcommand_from %s' -l %s", self->name, o->name);
	if (o->short_name) {
		printf(" -s %c", o->short_name);
	}
	if (option_choice(self, o, 0)) {
		fputs(" -x -a '", stdout);
		print_choices(self, o);
		putchar('\'');
	} else if (o->argument) {
		fputs(is_path(o) ? " -r -F" : " -x", stdout);
	}
	fputs(" -d '", stdout);
	for (const char *at = o->help; *at; at++) {
		fputs(*at == '\'' ? "\\'" : *at == '\\' ? "\\\\" : (const char[]){*at, '\0'}, stdout);
	}
	puts("'");
}

static void print_fish(void)
{
	for (size_t i = 0; commands[i]; i++) {
		printf("complete -c ontotag -n __fish_use_subcommand -f -a %s -d '", commands[i]->name);
		print_quoted(commands[i]->summary, "");
		puts("'");
	}
	puts(
		"complete -c ontotag -n __fish_use_subcommand -l version -d 'print the version'\n"
		"complete -c ontotag -s h -l help -d 'show the help'");
	for (size_t i = 0; commands[i]; i++) {
		for (const option_record *o = commands[i]->options; o->name; o++) {
			fish_option(commands[i], o);
		}
	}
}

/* ---- the subcommand ------------------------------------------------------------------------------------------ */

static int print_completion(const char *name)
{
	if (strcmp(name, "bash") == 0) {
		print_bash();
	} else if (strcmp(name, "zsh") == 0) {
		print_zsh();
	} else if (strcmp(name, "fish") == 0) {
		print_fish();
	} else {
		fprintf(stderr, "ontotag help: no completions for the shell '%s' (there are: bash, zsh, fish)\n", name);
		return EXIT_USAGE;
	}
	return EXIT_CLEAN;
}

static int help_on(const char *name)
{
	for (size_t i = 0; commands[i]; i++) {
		if (strcmp(commands[i]->name, name) == 0) {
			command_help(commands[i]);
			return EXIT_CLEAN;
		}
	}
	fprintf(stderr, "ontotag help: no command '%s'\n", name);
	return EXIT_USAGE;
}

static int run(const command *self, int argc, char **argv)
{
	arguments arguments = {.command = self, .argc = argc, .argv = argv};
	const char *value;
	switch (arguments_next(&arguments, &value)) {
	case ARGUMENT_END: commands_usage(stdout); return EXIT_CLEAN;
	case ARGUMENT_OPERAND: return help_on(value);
	case ARGUMENT_HELP: command_help(self); return EXIT_CLEAN;
	case MAN: print_manual(); return EXIT_CLEAN;
	case COMPLETION: return print_completion(value);
	default: return EXIT_USAGE;
	}
}

const command command_manual = {
	.name = "help",
	.arguments = "[COMMAND | --man | --completion SHELL]",
	.summary = "tell about a command; print the manual page or completions of a shell",
	.details = "Without an argument it lists the commands.\n",
	.options = options,
	.run = run,
};
