/* The command: calls a subcommand and checks that its output was written. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"

const command *const commands[] = {&command_tag,
                                   &command_normalize,
                                   &command_fetch,
                                   &command_build,
                                   &command_compile,
                                   &command_count,
                                   &command_info,
                                   &command_eval,
                                   &command_lookup,
                                   &command_ancestors,
                                   &command_descendants,
                                   &command_serve,
                                   &command_mcp,
                                   &command_lint,
                                   &command_diff,
                                   &command_manual,
                                   NULL};

void commands_usage(FILE *out)
{
	fputs(
		"usage: ontotag COMMAND [OPTION]... [ARGUMENT]...\n\n"
		"Finds the diseases, drugs and markers of a text and gives each its codes.\n\nCommands:\n",
		out);
	for (size_t i = 0; commands[i]; i++) {
		fprintf(out, "  %-12s ", commands[i]->name);
		print_wrapped(out, commands[i]->summary, strlen(commands[i]->summary), 15, 15);
		putc('\n', out);
	}
	fputs(
		"\nWithout a command, `ontotag FILE...` and `... | ontotag` tag.\n"
		"`ontotag COMMAND --help` tells more. `ontotag version` prints the version.\n",
		out);
}

static const char *command_words(void *context, size_t index)
{
	(void)context;
	return commands[index] ? commands[index]->name : NULL;
}

/* A mapped image was cut while it was in use. Nothing but this can be done any more. */
static void on_bus_error(int number)
{
	static const char message[] =
		"ontotag: a mapped file was cut or overwritten while it was in use: the image that -d names?\n";
	(void)number;
	ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
	(void)ignored;
	_exit(EXIT_FAILED);
}

/* What follows a command that is not named: a file to tag, or an option of tag. */
static bool is_for_tag(const char *argument)
{
	return argument[0] == '-' || access(argument, F_OK) == 0;
}

/* The exit code, once all output is written. */
static int finish(int code)
{
	int before = errno; /* of an earlier write, if one failed */
	errno = 0;
	if ((fflush(stdout) != 0 || ferror(stdout)) && code == EXIT_CLEAN) {
		int reason = errno || (before != ENOSPC && before != EIO && before != EPIPE) ? errno : before;
		/* A closed pipe (`| head`) means that the reader has enough. */
		if (reason != EPIPE) {
			fprintf(stderr, "ontotag: cannot write to standard output: %s\n",
			        reason ? strerror(reason) : "a part was lost");
		}
		code = EXIT_FAILED;
	}
	return code;
}

int main(int argc, char **argv)
{
	static char tag[] = "tag";
	int code = EXIT_USAGE;
	/* A closed pipe is then a write error to be reported, not a signal that kills. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGBUS, on_bus_error);
	if (argc < 2 && isatty(STDIN_FILENO)) {
		commands_usage(stderr);
		return EXIT_USAGE;
	}
	if (argc < 2) {
		return finish(command_tag.run(&command_tag, 1, (char *[]){tag, NULL}));
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		commands_usage(stdout);
		code = EXIT_CLEAN;
	} else if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "version") == 0) {
		puts("ontotag " ONTO_VERSION);
		code = EXIT_CLEAN;
	} else {
		size_t i = 0;
		while (commands[i] && strcmp(commands[i]->name, argv[1]) != 0) {
			i++;
		}
		if (!commands[i] && is_for_tag(argv[1])) {
			argv[0] = tag;
			return finish(command_tag.run(&command_tag, argc, argv));
		}
		if (!commands[i]) {
			onto_error error;
			onto_fail_word(&error, ONTO_UNKNOWN, "command", argv[1], command_words, NULL);
			fprintf(stderr, "ontotag: %s; see ontotag --help\n", error.message);
			return EXIT_USAGE;
		}
		code = commands[i]->run(commands[i], argc - 1, argv + 1);
	}
	return finish(code);
}
