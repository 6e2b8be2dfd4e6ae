/* Bytes of a file or of memory, decompressed. */
#include "core/byte_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/unpack.h"

enum { BLOCK = 64 << 10 };

struct onto_byte_reader {
	char *name;
	int file;           /* -1: memory */
	const char *memory; /* what is not yet taken of it */
	size_t memory_left;
	size_t total;    /* bytes of a regular file; else 0 */
	size_t consumed; /* of the file */

	/* [start, end) is taken and not yet returned: the first bytes, or input of the unpacker. */
	unsigned char *bytes;
	size_t start, end;
	bool at_end; /* nothing more to take */

	const packing *packing; /* NULL: not compressed */
	void *unpacker;
	bool in_member;
	unpack_result failed; /* to be told by the next read: those bytes come first that stand before the failure */
	const char *reason;
};

/* ---- opening ------------------------------------------------------------------------------------------------- */

static onto_status open_file(onto_byte_reader *self, const char *path, onto_error *error)
{
	self->file = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	if (self->file < 0) {
		return onto_fail(error, ONTO_IO, self->name, 0, "cannot be opened: %s", strerror(errno));
	}
	struct stat about;
	if (fstat(self->file, &about) != 0) {
		return onto_fail(error, ONTO_IO, self->name, 0, "cannot be read: %s", strerror(errno));
	}
	if (S_ISDIR(about.st_mode)) {
		return onto_fail(error, ONTO_IO, self->name, 0, "cannot be read: it is a directory");
	}
	self->total = S_ISREG(about.st_mode) ? (size_t)about.st_size : 0;
	return ONTO_OK;
}

static onto_status take(onto_byte_reader *self, void *into, size_t room, size_t *got, onto_error *error)
{
	ssize_t count = 0;
	if (self->file < 0) {
		count = (ssize_t)(room < self->memory_left ? room : self->memory_left);
		memcpy(into, self->memory, (size_t)count);
		self->memory += count;
		self->memory_left -= (size_t)count;
	} else if (!self->at_end) {
		do {
			count = read(self->file, into, room);
		} while (count < 0 && errno == EINTR);
	}
	*got = count > 0 ? (size_t)count : 0;
	self->consumed += *got;
	self->at_end = count == 0;
	return count < 0 ? onto_fail(error, ONTO_IO, self->name, 0, "cannot be read: %s", strerror(errno)) : ONTO_OK;
}

/* Takes the bytes that tell whether the file is compressed. A pipe is not asked for more than these. */
static onto_status look(onto_byte_reader *self, onto_error *error)
{
	bool maybe = true;
	while (maybe && !self->at_end) {
		size_t got;
		TRY(take(self, self->bytes + self->end, BLOCK - self->end, &got, error));
		self->end += got;
		self->packing = packing_find((const char *)self->bytes, self->end, &maybe);
		maybe &= !self->packing;
	}
	if (!self->packing) {
		return ONTO_OK;
	}
	if (!self->packing->open) {
		return onto_fail(error, ONTO_DAMAGED, self->name, 0,
		                 "is compressed by %s, whose library this build lacks; give what `%s` writes",
		                 self->packing->name, self->packing->command);
	}
	self->in_member = true;
	self->unpacker = self->packing->open();
	return self->unpacker ? ONTO_OK : fail_memory(error);
}

static onto_status new_reader(onto_byte_reader **out, const char *name, onto_error *error)
{
	onto_byte_reader *self = *out = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->file = -1;
	self->name = strdup(name);
	self->bytes = malloc(BLOCK);
	return self->name && self->bytes ? ONTO_OK : fail_memory(error);
}

static onto_status opened(onto_byte_reader **out, onto_status status)
{
	if (status != ONTO_OK) {
		onto_byte_reader_close(*out);
		*out = NULL;
	}
	return status;
}

static onto_status start_file(onto_byte_reader **out, const char *path, const char *name, onto_error *error)
{
	TRY(new_reader(out, name, error));
	TRY(open_file(*out, path, error));
	return look(*out, error);
}

onto_status byte_reader_open(onto_byte_reader **out, const char *path, const char *name, onto_error *error)
{
	return opened(out, start_file(out, path, name, error));
}

static onto_status start_memory(onto_byte_reader **out, const char *name, const void *bytes, size_t length,
                                onto_error *error)
{
	TRY(new_reader(out, name, error));
	(*out)->memory = length ? bytes : "";
	(*out)->memory_left = length;
	return look(*out, error);
}

onto_status byte_reader_open_memory(onto_byte_reader **out, const char *name, const void *bytes, size_t length,
                                    onto_error *error)
{
	return opened(out, start_memory(out, name, bytes, length, error));
}

onto_status onto_byte_reader_open(const char *path, onto_byte_reader **out, onto_error *error)
{
	return byte_reader_open(out, path, path, error);
}

void onto_byte_reader_close(onto_byte_reader *self)
{
	if (self) {
		if (self->unpacker) {
			self->packing->close(self->unpacker);
		}
		if (self->file >= 0) {
			close(self->file);
		}
		free(self->bytes);
		free(self->name);
		free(self);
	}
}

/* ---- decompressing ------------------------------------------------------------------------------------------- */

/* Ensures that the unpacker has input. Bytes after the last member that start no new member are padding. */
static onto_status fill(onto_byte_reader *self, onto_error *error)
{
	size_t wanted = self->in_member ? 1 : self->packing->magic_length;
	while (!self->at_end && self->end - self->start < wanted) {
		size_t got, there = self->end - self->start;
		memmove(self->bytes, self->bytes + self->start, there);
		self->start = 0;
		self->end = there;
		TRY(take(self, self->bytes + there, BLOCK - there, &got, error));
		self->end += got;
	}
	if (self->in_member) {
		return self->start < self->end
		           ? ONTO_OK
		           : onto_fail(error, ONTO_DAMAGED, self->name, 0, "the %s stream is cut off", self->packing->name);
	}
	if (self->end - self->start < wanted || memcmp(self->bytes + self->start, self->packing->magic, wanted) != 0) {
		self->at_end = true;
		self->start = self->end;
	}
	return ONTO_OK;
}

static onto_status fail_unpacking(const onto_byte_reader *self, onto_error *error)
{
	return self->failed == UNPACK_NO_MEMORY
	           ? fail_memory(error)
	           : onto_fail(error, ONTO_DAMAGED, self->name, 0, "the %s stream is damaged: %s", self->packing->name,
	                       self->reason);
}

static onto_status unpack(onto_byte_reader *self, void *into, size_t room, size_t *got, onto_error *error)
{
	while (!*got && !self->failed) {
		TRY(fill(self, error));
		if (self->start == self->end) {
			return ONTO_OK;
		}
		if (!self->in_member && !self->packing->restart(self->unpacker)) {
			return fail_memory(error);
		}
		self->in_member = true;
		unpack_bytes at = {self->bytes + self->start, self->end - self->start, into, room};
		unpack_result result = self->packing->step(self->unpacker, &at, &self->reason);
		self->start = self->end - at.in_left;
		*got = room - at.out_left;
		if (result == UNPACK_MEMBER) {
			self->in_member = false;
		} else if (result != UNPACK_MORE) {
			self->failed = result;
		}
	}
	return *got ? ONTO_OK : fail_unpacking(self, error);
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

onto_status onto_byte_reader_read(onto_byte_reader *self, void *into, size_t room, size_t *got, onto_error *error)
{
	*got = 0;
	if (self->packing) {
		return unpack(self, into, room, got, error);
	}
	if (self->start == self->end) {
		return take(self, into, room, got, error);
	}
	size_t there = self->end - self->start;
	*got = room < there ? room : there;
	memcpy(into, self->bytes + self->start, *got);
	self->start += *got;
	return ONTO_OK;
}

size_t onto_byte_reader_consumed(const onto_byte_reader *self)
{
	return self->consumed;
}

size_t onto_byte_reader_total(const onto_byte_reader *self)
{
	return self->total;
}

const char *byte_reader_packing(const onto_byte_reader *self)
{
	return self->packing ? self->packing->name : NULL;
}
