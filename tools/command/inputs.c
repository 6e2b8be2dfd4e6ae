/* The files and folders that a user names, in order. */
#include "command/inputs.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static onto_status no_memory(onto_error *error)
{
	return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
}

void inputs_free(inputs *self)
{
	for (size_t i = 0; i < self->count; i++) {
		free(self->items[i].path);
		free(self->items[i].output);
	}
	free(self->items);
	*self = (inputs){0};
}

/* ---- one input ----------------------------------------------------------------------------------------------- */

static bool is_done(const char *output, const struct stat *about, bool known)
{
	struct stat there;
	if (stat(output, &there) != 0 || !S_ISREG(there.st_mode)) {
		return false;
	}
	return !known || there.st_mtim.tv_sec > about->st_mtim.tv_sec ||
	       (there.st_mtim.tv_sec == about->st_mtim.tv_sec && there.st_mtim.tv_nsec >= about->st_mtim.tv_nsec);
}

static onto_status make_room(inputs *self, onto_error *error)
{
	if (self->count < self->space) {
		return ONTO_OK;
	}
	size_t space = self->space ? self->space * 2 : 64;
	input *items = realloc(self->items, space * sizeof *items);
	if (!items) {
		return no_memory(error);
	}
	self->items = items;
	self->space = space;
	return ONTO_OK;
}

static bool has_suffix(const char *name, const char *suffix)
{
	size_t length = strlen(name), wanted = strlen(suffix);
	return length > wanted && strcmp(name + length - wanted, suffix) == 0;
}

/* Adds a file. `name` is the base of its output's name. */
static onto_status add(inputs *self, const char *path, const char *name, const input_options *options,
                       onto_error *error)
{
	struct stat about;
	bool standard = strcmp(path, "-") == 0;
	bool known = (standard ? fstat(STDIN_FILENO, &about) : stat(path, &about)) == 0 && S_ISREG(about.st_mode);
	char *output = NULL;
	onto_status status = make_room(self, error);
	if (status != ONTO_OK) {
		return status;
	}
	name = standard ? "stdin" : name;
	size_t length = strlen(name);
	length -= options->beside_text && has_suffix(name, ".txt") ? 4 : 0;
	if (options->folder &&
	    asprintf(&output, "%s/%.*s%s", options->folder, (int)length, name, options->suffix) < 0) {
		return no_memory(error);
	}
	if (options->resume && output && is_done(output, &about, known)) {
		self->done++;
		free(output);
		return ONTO_OK;
	}
	char *copy = strdup(path);
	if (!copy) {
		free(output);
		return no_memory(error);
	}
	self->items[self->count++] = (input){copy, output, known ? (uint64_t)about.st_size : 0};
	self->bytes += known ? (uint64_t)about.st_size : 0;
	self->sized = self->sized && known;
	return ONTO_OK;
}

/* ---- folders ------------------------------------------------------------------------------------------------- */

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool same_place(const char *folder, const struct stat *about)
{
	struct stat there;
	return folder && stat(folder, &there) == 0 && there.st_dev == about->st_dev && there.st_ino == about->st_ino;
}

static bool holds_brat(FTS *tree)
{
	for (const FTSENT *e = fts_children(tree, 0); e; e = e->fts_link) {
		if (has_suffix(e->fts_name, ".ann")) {
			return true;
		}
	}
	return false;
}

/* What is neither a file nor a folder of its own is left out: a pipe would wait for ever, and what a link to a
 * folder leads to is given elsewhere, or is no part of this. */
static onto_status leave_out(const FTSENT *e)
{
	fprintf(stderr, "ontotag: left out: %s: neither a file nor a folder of its own\n", e->fts_path);
	return ONTO_OK;
}

/* A link that leads nowhere is taken, so that opening it tells. */
static bool leads_to_file(const char *path)
{
	struct stat about;
	return stat(path, &about) != 0 || S_ISREG(about.st_mode);
}

static onto_status add_entry(inputs *self, FTS *tree, FTSENT *e, size_t prefix, const input_options *options,
                             onto_error *error)
{
	if (e->fts_level > 0 && e->fts_name[0] == '.') {
		fts_set(tree, e, FTS_SKIP);
		return ONTO_OK;
	}
	const char *name = e->fts_pathlen > prefix ? e->fts_path + prefix : e->fts_name;
	name += strspn(name, "/");
	switch (e->fts_info) {
	case FTS_D:
		if (same_place(options->folder, e->fts_statp)) {
			fts_set(tree, e, FTS_SKIP);
			return e->fts_level ? ONTO_OK
			                    : onto_fail(error, ONTO_ARGUMENT, e->fts_path, 0, "is where the output goes");
		}
		if (!holds_brat(tree)) {
			return ONTO_OK;
		}
		fts_set(tree, e, FTS_SKIP);
		e->fts_path[e->fts_pathlen] = '\0'; /* fts appended a slash while it looked for files */
		return add(self, e->fts_path, *name ? name : e->fts_name, options, error);
	case FTS_DP: return ONTO_OK;
	case FTS_SL: return leads_to_file(e->fts_accpath) ? add(self, e->fts_path, name, options, error) : leave_out(e);
	case FTS_DEFAULT: return leave_out(e);
	default: return add(self, e->fts_path, name, options, error);
	}
}

/* Unreadable files and empty folders are added too: opening them will report the reason. */
static onto_status add_folder(inputs *self, char *path, const input_options *options, onto_error *error)
{
	char *roots[] = {path, NULL};
	onto_status status = ONTO_OK;
	size_t before = self->count + self->done;
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name);
	if (!tree) {
		return onto_fail(error, ONTO_IO, path, 0, "cannot be read: %s", strerror(errno));
	}
	for (FTSENT *e; status == ONTO_OK && (e = fts_read(tree));) {
		status = add_entry(self, tree, e, strlen(path), options, error);
	}
	fts_close(tree);
	return status == ONTO_OK && self->count + self->done == before ? add(self, path, basename(path), options, error)
	                                                               : status;
}

/* Removes what a run that was killed left among the outputs. */
static void clear_outputs(const char *folder)
{
	char *roots[] = {(char *)folder, NULL};
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	for (const FTSENT *e; tree && (e = fts_read(tree));) {
		if (e->fts_info == FTS_F) {
			onto_atomic_file_clear(e->fts_path);
		}
	}
	if (tree) {
		fts_close(tree);
	}
}

/* ---- the whole list ------------------------------------------------------------------------------------------ */

static int by_output(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static onto_status refuse_twins(const inputs *self, onto_error *error)
{
	onto_status status = ONTO_OK;
	char **outputs = calloc(self->count + 1, sizeof *outputs);
	if (!outputs) {
		return no_memory(error);
	}
	for (size_t i = 0; i < self->count; i++) {
		outputs[i] = self->items[i].output;
	}
	qsort(outputs, self->count, sizeof *outputs, by_output);
	for (size_t i = 1; i < self->count && status == ONTO_OK; i++) {
		if (strcmp(outputs[i - 1], outputs[i]) == 0) {
			status =
				onto_fail(error, ONTO_ARGUMENT, outputs[i], 0, "is what the output of two inputs would be called");
		}
	}
	free(outputs);
	return status;
}

static onto_status add_operand(inputs *self, const char *path, const input_options *options, onto_error *error)
{
	struct stat about;
	char *copy = strdup(path);
	if (!copy) {
		return no_memory(error);
	}
	for (size_t end = strlen(copy); end > 1 && copy[end - 1] == '/'; end--) {
		copy[end - 1] = '\0';
	}
	bool folder = strcmp(path, "-") != 0 && stat(copy, &about) == 0 && S_ISDIR(about.st_mode);
	onto_status status = folder && !options->brat ? add_folder(self, copy, options, error)
	                                              : add(self, copy, basename(copy), options, error);
	free(copy);
	return status;
}

onto_status inputs_gather(inputs *self, const char *const *paths, size_t count, const input_options *options,
                          onto_error *error)
{
	static const char *const standard = "-";
	onto_status status = ONTO_OK;
	*self = (inputs){.sized = true};
	if (options->resume && options->folder) {
		clear_outputs(options->folder);
	}
	if (!count && !options->given) {
		paths = &standard;
		count = 1;
	}
	for (size_t i = 0; i < count && status == ONTO_OK; i++) {
		status = add_operand(self, paths[i], options, error);
	}
	if (status == ONTO_OK && options->folder) {
		status = refuse_twins(self, error);
	}
	return status;
}

/* ---- names in a file ----------------------------------------------------------------------------------------- */

void names_free(names *self)
{
	free(self->items);
	free(self->bytes);
	*self = (names){0};
}

static onto_status read_names(names *self, FILE *file, const char *path, size_t *length, onto_error *error)
{
	size_t space = 0;
	for (size_t got = 1; got; *length += got) {
		if (space - *length < BUFSIZ + 1) {
			space = space ? 2 * space : 4 * BUFSIZ;
			char *larger = realloc(self->bytes, space);
			if (!larger) {
				return no_memory(error);
			}
			self->bytes = larger;
		}
		got = fread(self->bytes + *length, 1, BUFSIZ, file);
	}
	self->bytes[*length] = '\0';
	return ferror(file) ? onto_fail(error, ONTO_IO, path, 0, "cannot be read: %s", strerror(errno)) : ONTO_OK;
}

static onto_status split_names(names *self, size_t length, const char *const *given, size_t count,
                               onto_error *error)
{
	char end = memchr(self->bytes, '\0', length) ? '\0' : '\n';
	size_t lines = 1;
	for (size_t i = 0; i < length; i++) {
		lines += self->bytes[i] == end;
	}
	self->items = calloc(count + lines, sizeof *self->items);
	if (!self->items) {
		return no_memory(error);
	}
	for (; self->count < count; self->count++) {
		self->items[self->count] = given[self->count];
	}
	for (char *at = self->bytes, *stop; at < self->bytes + length; at = stop + 1) {
		stop = memchr(at, end, (size_t)(self->bytes + length - at));
		stop = stop ? stop : self->bytes + length;
		*stop = '\0';
		if (end == '\n' && stop > at && stop[-1] == '\r') {
			stop[-1] = '\0';
		}
		if (*at) {
			self->items[self->count++] = at;
		}
	}
	return ONTO_OK;
}

onto_status names_read(names *self, const char *path, const char *const *given, size_t count, onto_error *error)
{
	bool standard = strcmp(path, "-") == 0;
	size_t length = 0;
	FILE *file = standard ? stdin : fopen(path, "re");
	if (!file) {
		return onto_fail(error, ONTO_IO, path, 0, "cannot be opened: %s", strerror(errno));
	}
	onto_status status = read_names(self, file, standard ? "stdin" : path, &length, error);
	if (!standard) {
		fclose(file);
	}
	return status == ONTO_OK ? split_names(self, length, given, count, error) : status;
}
