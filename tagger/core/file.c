/* Reads a file whole, also one whose size is not known before, such as a pipe. */
#include "core/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/error.h"

onto_status file_read(const char *path, buffer *out, onto_error *error)
{
	enum { PIECE = 1 << 16 };
	FILE *file = fopen(path, "rb");
	if (!file) {
		return onto_fail(error, ONTO_IO, path, 0, "cannot be opened: %s", strerror(errno));
	}
	onto_status status = ONTO_OK;
	for (size_t read = 1; read; out->length += read) {
		char *end = buffer_reserve(out, PIECE);
		if (!end) {
			status = fail_memory(error);
			goto done;
		}
		read = fread(end, 1, PIECE, file);
	}
	if (ferror(file)) {
		status = onto_fail(error, ONTO_IO, path, 0, "cannot be read: %s", strerror(errno));
	}
done:
	fclose(file);
	return status;
}
