/* ontotag serve in a build without its libraries. */
#include <stdio.h>

#include "command/command.h"

static const option_record options[] = {{0}};

/* Accepts every argument; the command fails in any case. */
static bool take(const command *self, int option, const char *value, void *context)
{
	(void)self;
	(void)option;
	(void)value;
	(void)context;
	return true;
}

static int run(const command *self, int argc, char **argv)
{
	int code = arguments_read(self, argc, argv, take, NULL);
	if (code < 0) {
		fputs(
			"ontotag serve: this program was built without Boost.Beast; install libboost-dev, liburiparser-dev and g++, and build it again\n",
			stderr);
		code = EXIT_FAILED;
	}
	return code;
}

const command command_serve = {
	.name = "serve",
	.arguments = "",
	.summary = "answer over HTTP (not in this program: it was built without Boost.Beast)",
	.details = "This program was built without Boost.Beast.\n",
	.options = options,
	.run = run,
};
