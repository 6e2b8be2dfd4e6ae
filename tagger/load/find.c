/* Finds installed dictionaries by their names. */
#include "load/find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/error.h"

static const char image_suffix[] = ".otx";
static const char *const row_suffixes[] = {".dict", ".tsv"};
enum { ROW_SUFFIXES = sizeof row_suffixes / sizeof *row_suffixes };

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

/* Formats a path. *path is NULL where no file has it. */
static onto_status try_file(char **path, onto_error *error, const char *stem, size_t length, const char *suffix,
                            const char *packed)
{
	if (asprintf(path, "%.*s%s%s", (int)length, stem, suffix, packed) < 0) {
		*path = NULL;
		return fail_memory(error);
	}
	if (!is_file(*path)) {
		free(*path);
		*path = NULL;
	}
	return ONTO_OK;
}

onto_status find_rows(const char *stem, size_t length, char **path, onto_error *error)
{
	*path = NULL;
	for (int i = 0; i < ROW_SUFFIXES && !*path; i++) {
		const char *packed = "";
		for (size_t p = 0; packed && !*path; p++) {
			packed = onto_packed_suffix(p);
			TRY(try_file(path, error, stem, length, row_suffixes[i], packed ? packed : ""));
		}
	}
	return ONTO_OK;
}

/* In a folder. *path is NULL where it is not there. */
static onto_status find_in(const char *folder, const char *name, char **path, onto_error *error)
{
	char *stem;
	if (asprintf(&stem, "%s/%s", folder, name) < 0) {
		return fail_memory(error);
	}
	onto_status status = try_file(path, error, stem, strlen(stem), image_suffix, "");
	if (status == ONTO_OK && !*path) {
		status = find_rows(stem, strlen(stem), path, error);
	}
	free(stem);
	return status;
}

onto_status find_dictionary(const char *given, char **path, onto_error *error)
{
	struct stat state;
	char *folder = NULL;
	*path = NULL;
	if (!*given || strchr(given, '/') || strcmp(given, "-") == 0 || stat(given, &state) == 0) {
		*path = strdup(given);
		return *path ? ONTO_OK : fail_memory(error);
	}
	if (!user_folder(&folder)) {
		return fail_memory(error);
	}
	const char *folders[] = {folder, "/usr/local/share/ontotag", "/usr/share/ontotag"};
	onto_status status = ONTO_OK;
	for (size_t i = folder ? 0 : 1; i < sizeof folders / sizeof *folders && status == ONTO_OK && !*path; i++) {
		status = find_in(folders[i], given, path, error);
	}
	if (status == ONTO_OK && !*path) {
		status =
			onto_fail(error, ONTO_UNKNOWN, given, 0,
		              "No such file, and no dictionary of that name: looked for %s%s, %s%s%s, %s%s and %s%s (or "
		              "compressed otherwise) in %s%s%s and %s; fetch-dictionaries makes 'full'",
		              given, image_suffix, given, row_suffixes[0], onto_packed_suffix(0), given, row_suffixes[0],
		              given, row_suffixes[1], folder ? folder : "", folder ? ", " : "", folders[1], folders[2]);
	}
	free(folder);
	return status;
}
