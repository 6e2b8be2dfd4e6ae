/* Text of documents by other programs. A program gets the file as its standard input and no name or word of it. */
#include "command/convert.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HEAD = 16 << 10, BLOCK = 64 << 10 };

extern char **environ;

static const struct converter {
	const char *kind; /* of onto_content_kind */
	const char *package;
	const char *arguments[8];
} converters[] = {
	{"pdf", "poppler-utils", {"pdftotext", "-enc", "UTF-8", "-", "-"}},
	{"docx", "pandoc", {"pandoc", "--sandbox", "--from=docx", "--to=plain", "--wrap=none"}},
	{"odt", "pandoc", {"pandoc", "--sandbox", "--from=odt", "--to=plain", "--wrap=none"}},
	{"epub", "pandoc", {"pandoc", "--sandbox", "--from=epub", "--to=plain", "--wrap=none"}},
	{"rtf", "pandoc", {"pandoc", "--sandbox", "--from=rtf", "--to=plain", "--wrap=none"}},
};

static const struct converter *converter_of(const char *bytes, size_t length)
{
	const char *kind = onto_content_kind(bytes, length);
	for (size_t i = 0; kind && i < sizeof converters / sizeof *converters; i++) {
		if (strcmp(converters[i].kind, kind) == 0) {
			return &converters[i];
		}
	}
	return NULL;
}

void converted_free(converted *self)
{
	free(self->text);
	*self = (converted){0};
}

/* Reads all of a file or a pipe. */
static onto_status read_all(int file, const char *path, converted *out, onto_error *error)
{
	for (;;) {
		if (out->space - out->length < BLOCK) {
			size_t space = out->space ? out->space * 2 : 2 * (size_t)BLOCK;
			char *text = realloc(out->text, space);
			if (!text) {
				return onto_fail(error, ONTO_NO_MEMORY, path, 0, "out of memory");
			}
			out->text = text;
			out->space = space;
		}
		ssize_t got = read(file, out->text + out->length, out->space - out->length);
		if (got < 0 && errno != EINTR) {
			return onto_fail(error, ONTO_IO, path, 0, "cannot be read: %s", strerror(errno));
		}
		if (got == 0) {
			return ONTO_OK;
		}
		out->length += got > 0 ? (size_t)got : 0;
	}
}

static onto_status spawn(const struct converter *c, int from, int to, const char *path, pid_t *child,
                         onto_error *error)
{
	posix_spawn_file_actions_t files;
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, from, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, to, STDOUT_FILENO);
	int reason = posix_spawnp(child, c->arguments[0], &files, NULL, (char *const *)c->arguments, environ);
	posix_spawn_file_actions_destroy(&files);
	if (reason == ENOENT) {
		return onto_fail(error, ONTO_UNKNOWN, path, 0,
		                 "needs %s, which is not installed (Debian: apt-get install %s)", c->arguments[0],
		                 c->package);
	}
	return reason ? onto_fail(error, ONTO_IO, path, 0, "%s cannot be run: %s", c->arguments[0], strerror(reason))
	              : ONTO_OK;
}

/* Runs a program over a file that begins at offset 0. */
static onto_status run(const struct converter *c, int file, const char *path, converted *out, onto_error *error)
{
	int ends[2], outcome = 0;
	pid_t child;
	converted_free(out);
	if (pipe2(ends, O_CLOEXEC) != 0) {
		return onto_fail(error, ONTO_IO, path, 0, "no pipe: %s", strerror(errno));
	}
	onto_status status = spawn(c, file, ends[1], path, &child, error);
	close(ends[1]);
	if (status == ONTO_OK) {
		status = read_all(ends[0], path, out, error);
		while (waitpid(child, &outcome, 0) < 0 && errno == EINTR) {
		}
	}
	close(ends[0]);
	if (status == ONTO_OK && outcome) {
		status = onto_fail(error, ONTO_DAMAGED, path, 0, "%s could not make text of it", c->arguments[0]);
	}
	out->by_program = status == ONTO_OK;
	return status;
}

/* Converts what a pipe held, from a temporary file. */
static onto_status run_on_memory(const struct converter *c, const char *path, converted *out, onto_error *error)
{
	FILE *file = tmpfile();
	if (!file || fwrite(out->text, 1, out->length, file) != out->length || fflush(file) != 0 ||
	    lseek(fileno(file), 0, SEEK_SET) != 0) {
		onto_fail(error, ONTO_IO, path, 0, "cannot be kept in a temporary file: %s", strerror(errno));
		if (file) {
			fclose(file);
		}
		return ONTO_IO;
	}
	onto_status status = run(c, fileno(file), path, out, error);
	fclose(file);
	return status;
}

onto_status convert_file(const char *path, converted *out, onto_error *error)
{
	bool standard = strcmp(path, "-") == 0;
	const char *name = standard ? "stdin" : path;
	struct stat about;
	char head[HEAD];
	*out = (converted){0};
	int file = standard ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0 || fstat(file, &about) != 0 || S_ISDIR(about.st_mode)) {
		if (file >= 0) {
			close(file);
		}
		return ONTO_OK; /* the reader says what is wrong */
	}
	onto_status status = ONTO_OK;
	if (S_ISREG(about.st_mode)) {
		ssize_t got = pread(file, head, sizeof head, 0);
		const struct converter *c = got > 0 ? converter_of(head, (size_t)got) : NULL;
		status = c ? run(c, file, name, out, error) : ONTO_OK;
	} else {
		status = read_all(file, name, out, error);
		const struct converter *c = status == ONTO_OK ? converter_of(out->text, out->length) : NULL;
		status = c ? run_on_memory(c, name, out, error) : status;
	}
	close(file);
	if (status != ONTO_OK) {
		converted_free(out);
	}
	return status;
}
