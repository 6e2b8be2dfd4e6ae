/* Finds installed dictionaries by their names. */
#include "load/find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/error.h"

static const char *const suffixes[] = {".otx", ".dict.gz", ".dict", ".tsv"};
enum { SUFFIXES = sizeof suffixes / sizeof *suffixes };

/* The user's folder. False where memory ran out; *out is NULL where neither variable is set. */
static bool user_folder(char **out)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	bool set = data && *data == '/'; /* the XDG specification says to ignore a relative path */
	*out = NULL;
	if (!set && !(home && *home)) {
		return true;
	}
	return asprintf(out, "%s%s/ontotag", set ? data : home, set ? "" : "/.local/share") >= 0;
}

static bool is_file(const char *path)
{
	struct stat state;
	return stat(path, &state) == 0 && !S_ISDIR(state.st_mode);
}

onto_status find_dictionary(const char *given, char **path, onto_error *error)
{
	struct stat state;
	char *folder = NULL, *tried = NULL;
	*path = NULL;
	if (!*given || strchr(given, '/') || strcmp(given, "-") == 0 || stat(given, &state) == 0) {
		*path = strdup(given);
		return *path ? ONTO_OK : onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	if (!user_folder(&folder)) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	const char *folders[] = {folder, "/usr/local/share/ontotag", "/usr/share/ontotag"};
	onto_status status = ONTO_UNKNOWN;
	for (size_t i = folder ? 0 : 1; i < sizeof folders / sizeof *folders && status == ONTO_UNKNOWN; i++) {
		for (int suffix = 0; suffix < SUFFIXES && status == ONTO_UNKNOWN; suffix++) {
			if (asprintf(&tried, "%s/%s%s", folders[i], given, suffixes[suffix]) < 0) {
				status = onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
			} else if (is_file(tried)) {
				*path = tried;
				status = ONTO_OK;
			} else {
				free(tried);
			}
		}
	}
	if (status == ONTO_UNKNOWN) {
		status = onto_fail(error, ONTO_UNKNOWN, given, 0,
		                   "No such file, and no dictionary of that name: looked for %s%s, %s%s, %s%s and %s%s in "
		                   "%s%s%s and %s; "
		                   "fetch-dictionaries makes 'full'",
		                   given, suffixes[0], given, suffixes[1], given, suffixes[2], given, suffixes[3],
		                   folder ? folder : "", folder ? ", " : "", folders[1], folders[2]);
	}
	free(folder);
	return status;
}
