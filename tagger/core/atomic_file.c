/* A file that appears whole or not at all: written without a name or under a temporary one, renamed when
 * complete. */
#include "core/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"

static const char suffix[] = ".part";
enum { TRIES = 100, DIGITS = 16, ROOM = 1 + DIGITS + sizeof suffix };

/* A name that nobody can foresee. */
static void make_name(atomic_file *self)
{
	unsigned char bytes[DIGITS / 2] = {0};
	if (getrandom(bytes, sizeof bytes, GRND_NONBLOCK) < 0) {
		snprintf((char *)bytes, sizeof bytes, "%lx", (unsigned long)getpid());
	}
	char *to = self->temporary + sprintf(self->temporary, "%s.", self->path);
	for (size_t i = 0; i < sizeof bytes; i++) {
		to += sprintf(to, "%02x", bytes[i]);
	}
	memcpy(to, suffix, sizeof suffix);
}

/* A file without a name in the folder of the path. -1 where there can be none. */
static int open_nameless(atomic_file *self)
{
	char link[40], *folder = self->temporary; /* it has no name yet */
	const char *slash = strrchr(self->path, '/');
	sprintf(folder, "%.*s", (int)(slash ? slash - self->path + 1 : 1), slash ? self->path : ".");
	int file = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
	*self->temporary = '\0';
	snprintf(link, sizeof link, "/proc/self/fd/%d", file);
	if (file >= 0 && access(link, F_OK) != 0) { /* it could not be named */
		close(file);
		file = -1;
	}
	return file;
}

/* -1 with errno set on failure. */
static int open_named(atomic_file *self)
{
	int file = -1;
	for (unsigned try = 0; file < 0 && try < TRIES; try++) {
		make_name(self);
		file = open(self->temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
		if (file < 0 && errno != EEXIST) {
			break;
		}
	}
	if (file < 0) {
		*self->temporary = '\0';
	} else {
		flock(file, LOCK_EX | LOCK_NB);
	}
	return file;
}

onto_status atomic_file_open(atomic_file *self, const char *path, onto_error *error)
{
	struct stat state;
	bool standard = strcmp(path, "-") == 0;
	*self = (atomic_file){.path = strdup(path), .temporary = calloc(1, strlen(path) + ROOM), .file = -1};
	if (!self->path || !self->temporary) {
		atomic_file_abandon(self);
		return fail_memory(error);
	}
	self->direct = standard || (stat(path, &state) == 0 && !S_ISREG(state.st_mode));
	if (self->direct) {
		self->file = standard ? dup(1) : open(path, O_WRONLY | O_CLOEXEC);
	} else {
		self->file = open_nameless(self);
		self->file = self->file >= 0 ? self->file : open_named(self);
	}
	if (self->file < 0) {
		onto_status status = onto_fail(error, ONTO_IO, path, 0, "cannot write: %s", strerror(errno));
		atomic_file_abandon(self);
		return status;
	}
	return ONTO_OK;
}

onto_status atomic_file_write(atomic_file *self, const void *bytes, size_t length, onto_error *error)
{
	const char *at = bytes;
	while (length) {
		ssize_t written = write(self->file, at, length);
		if (written < 0 && errno == EINTR) {
			continue;
		}
		if (written <= 0) {
			return onto_fail(error, ONTO_IO, self->path, 0, "cannot write: %s", strerror(errno));
		}
		at += written;
		length -= (size_t)written;
	}
	return ONTO_OK;
}

/* Gives a file without a name a temporary one, since only a rename replaces another file. */
static bool name_file(atomic_file *self)
{
	char link[40];
	int linked = -1;
	snprintf(link, sizeof link, "/proc/self/fd/%d", self->file);
	for (unsigned try = 0; linked != 0 && try < TRIES; try++) {
		make_name(self);
		linked = linkat(AT_FDCWD, link, AT_FDCWD, self->temporary, AT_SYMLINK_FOLLOW);
		if (linked != 0 && errno != EEXIST) {
			break;
		}
	}
	if (linked != 0) {
		*self->temporary = '\0';
	}
	return linked == 0;
}

onto_status atomic_file_commit(atomic_file *self, onto_error *error)
{
	bool good = self->direct || ((fsync(self->file) == 0 || errno == EINVAL || errno == EROFS) &&
	                             (*self->temporary || name_file(self)));
	if (good) {
		good = close(self->file) == 0;
		self->file = -1;
	}
	good = good && (self->direct || rename(self->temporary, self->path) == 0);
	onto_status status =
		good ? ONTO_OK : onto_fail(error, ONTO_IO, self->path, 0, "cannot write: %s", strerror(errno));
	if (good) {
		*self->temporary = '\0';
	}
	atomic_file_abandon(self);
	return status;
}

void atomic_file_abandon(atomic_file *self)
{
	if (self->file >= 0) {
		close(self->file);
	}
	if (self->temporary && *self->temporary) {
		unlink(self->temporary);
	}
	free(self->temporary);
	free(self->path);
	*self = (atomic_file){.file = -1};
}

/* ---- for the programs of this tree --------------------------------------------------------------------------- */

struct onto_atomic_file {
	atomic_file file;
};

onto_status onto_atomic_file_open(const char *path, onto_atomic_file **out, onto_error *error)
{
	onto_atomic_file *self = calloc(1, sizeof *self);
	*out = NULL;
	onto_status status = self ? atomic_file_open(&self->file, path, error) : fail_memory(error);
	if (status != ONTO_OK) {
		free(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

int onto_atomic_file_descriptor(const onto_atomic_file *self)
{
	return self->file.file;
}

onto_status onto_atomic_file_commit(onto_atomic_file *self, onto_error *error)
{
	onto_status status = atomic_file_commit(&self->file, error);
	free(self);
	return status;
}

void onto_atomic_file_abandon(onto_atomic_file *self)
{
	if (self) {
		atomic_file_abandon(&self->file);
		free(self);
	}
}

/* True for X.0123456789abcdef.part. Files of older releases had the number of a process there. */
static bool is_temporary(const char *path)
{
	size_t length = strlen(path), tail = sizeof suffix - 1, digits = 0;
	if (length <= tail || strcmp(path + length - tail, suffix) != 0) {
		return false;
	}
	for (length -= tail; length && strchr("0123456789abcdef", path[length - 1]); length--) {
		digits++;
	}
	return digits && digits <= DIGITS && length > 1 && path[length - 1] == '.';
}

bool onto_atomic_file_clear(const char *path)
{
	struct stat state;
	int file = is_temporary(path) ? open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1;
	bool left =
		file >= 0 && fstat(file, &state) == 0 && S_ISREG(state.st_mode) && flock(file, LOCK_EX | LOCK_NB) == 0;
	bool cleared = left && unlink(path) == 0;
	if (file >= 0) {
		close(file);
	}
	return cleared;
}
