/* ontotag serve where the library was not there when the program was built. */
#include <stdio.h>

#include "command/command.h"

static const option_record options[] = {{0}};

static int run(const command *self, int argc, char **argv)
{
	(void)self;
	(void)argc;
	(void)argv;
	fputs(
		"ontotag serve: this program was built without libmicrohttpd; install libmicrohttpd-dev and build it again\n",
		stderr);
	return EXIT_FAILED;
}

const command command_serve = {
	.name = "serve",
	.arguments = "",
	.summary = "answer over HTTP (not in this program: it was built without libmicrohttpd)",
	.details = "This program was built without libmicrohttpd.\n",
	.options = options,
	.run = run,
};
