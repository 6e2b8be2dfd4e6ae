/* The state of a knockout build, the only global state of the library. No such build is installed. */
#include "core/knockout.h"

#ifdef ONTOTAG_KNOCKOUT

#include <stdlib.h>
#include <string.h>

static struct {
	char name[64];
	double value;
	bool weight, known;
} out;

void knockout_set(const char *what)
{
	const char *equals = what ? strchr(what, '=') : NULL;
	size_t length = !what ? 0 : equals ? (size_t)(equals - what) : strlen(what);
	memset(&out, 0, sizeof out);
	if (length && length < sizeof out.name) {
		memcpy(out.name, what, length);
	}
	out.weight = equals != NULL;
	out.value = equals ? strtod(equals + 1, NULL) : 0;
	out.known = true;
}

static bool is_out(const char *name)
{
	if (!out.known) {
		knockout_set(getenv("ONTOTAG_KNOCKOUT"));
	}
	return name[0] == out.name[0] && strcmp(name, out.name) == 0;
}

bool knockout_rule(const char *name)
{
	return is_out(name) && !out.weight;
}

double knockout_weight(const char *name, double value)
{
	return is_out(name) && out.weight ? out.value : value;
}

#endif
