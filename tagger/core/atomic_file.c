/* A file that appears whole or not at all: written under a temporary name, renamed when complete. */
#include "core/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"

enum { TRIES = 100 };

/* -1 with errno set on failure. */
static int open_temporary(const atomic_file *self)
{
	int file = -1;
	for (unsigned try = 0; file < 0 && try < TRIES; try++) {
		sprintf(self->temporary, "%s.tmp-%ld-%u", self->path, (long)getpid(), try);
		file = open(self->temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
		if (file < 0 && errno != EEXIST) {
			break;
		}
	}
	return file;
}

onto_status atomic_file_open(atomic_file *self, const char *path, onto_error *error)
{
	struct stat state;
	bool standard = strcmp(path, "-") == 0;
	bool special = !standard && stat(path, &state) == 0 && !S_ISREG(state.st_mode);
	*self = (atomic_file){.path = strdup(path), .file = -1};
	if (self->path && !standard && !special) {
		self->temporary = malloc(strlen(path) + 48);
	}
	if (!self->path || (!standard && !special && !self->temporary)) {
		atomic_file_abandon(self);
		return fail_memory(error);
	}
	self->file = standard ? dup(1) : special ? open(path, O_WRONLY | O_CLOEXEC) : open_temporary(self);
	if (self->file < 0) {
		onto_status status = onto_fail(error, ONTO_IO, path, 0, "cannot write: %s", strerror(errno));
		free(self->temporary); /* it was not created */
		self->temporary = NULL;
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

onto_status atomic_file_commit(atomic_file *self, onto_error *error)
{
	int closed = self->file >= 0 ? close(self->file) : 0;
	onto_status status = ONTO_OK;
	self->file = -1;
	if (closed != 0 || (self->temporary && rename(self->temporary, self->path) != 0)) {
		status = onto_fail(error, ONTO_IO, self->path, 0, "cannot write: %s", strerror(errno));
	} else {
		free(self->temporary);
		self->temporary = NULL;
	}
	atomic_file_abandon(self);
	return status;
}

void atomic_file_abandon(atomic_file *self)
{
	if (self->file >= 0) {
		close(self->file);
	}
	if (self->temporary) {
		unlink(self->temporary);
	}
	free(self->temporary);
	free(self->path);
	*self = (atomic_file){.file = -1};
}
