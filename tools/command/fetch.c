/* ontotag fetch: runs the script that gets ontologies and builds dictionaries of them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"

/* As the script has them. */
static const option_record options[] = {
	{0, "dir", "DIR", "where to put it all (default: $XDG_DATA_HOME/ontotag, or ~/.local/share/ontotag)"},
	{0, "only", "NAME", "get only this source, use the others as they are; may be given several times"},
	{0, "force", NULL, "get and build even if nothing has changed"},
	{0, "sources", "FILE", "a table of sources instead of the built-in one"},
	{0, "list", NULL, "print the table of sources"},
	{0, "tries", "N", "tries for each download (default: 5)"},
	{0, "wait", "SECONDS", "time before the second try, doubled for each one after it (default: 2)"},
	{0, "stall", "SECONDS", "give up a try that is all but still for so long (default: 60)"},
	{'q', "quiet", NULL, "print only what went wrong"},
	{0}};

static const char script[] = "fetch-dictionaries";

/* Runs the script at a place beside this program. Returns where it is not there. */
static void try_beside(const char *program, size_t folder, const char *place, char **argv)
{
	char *path;
	if (asprintf(&path, "%.*s/%s%s", (int)folder, program, place, script) >= 0) {
		execv(path, argv);
		free(path);
	}
}

static int run(const command *self, int argc, char **argv)
{
	char program[4096];
	ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
			command_help(self);
			return EXIT_CLEAN;
		}
	}
	argv[0] = (char *)script;
	if (length > 0) {
		program[length] = '\0';
		setenv("ONTOTAG", program, 0);
		size_t folder = (size_t)(strrchr(program, '/') - program);
		try_beside(program, folder, "", argv);          /* installed */
		try_beside(program, folder, "../tools/", argv); /* of a build folder in the tree */
	}
	execvp(script, argv);
	fprintf(stderr, "ontotag fetch: cannot run %s: %s\n", script, strerror(errno));
	return EXIT_FAILED;
}

const command command_fetch = {
	.name = "fetch",
	.arguments = "[OPTION]...",
	.summary = "get ontologies from their publishers and build dictionaries of them",
	.details =
		"Gets the current MONDO, HP, MeSH, human genes of NCBI, PharmGKB's drugs and MONDO's mappings, and builds the dictionary full,\n"
		"which `ontotag tag -d full` finds. What has not changed is not fetched again; a download that broke goes on where\n"
		"it broke. Runs the script fetch-dictionaries, whose --help tells of tables of sources.\n\n"
		"Exit code: 0 the dictionary is up to date, 1 something failed, 2 usage.\n",
	.options = options,
	.run = run,
};
