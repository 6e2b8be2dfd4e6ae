/* The row format: reading, plain or compressed, and writing. */
#include "build/rows.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "core/atomic_file.h"
#include "core/byte_reader.h"
#include "core/error.h"
#include "core/huge_pages.h"
#include "core/printable.h"
#include "text/utf8.h"

/* ---- reading ------------------------------------------------------------------------------------------------- */

enum { READ_BYTES = 128 * 1024, LINE_LIMIT = 64 * 1024 * 1024 };

/* A gzip file of at least SMALL bytes that states a size up to LARGE is inflated at once, in half the time. The
 * stated size may be wrong, since it is that of the file's last member only. */
enum { SMALL = 256 * 1024, LARGE = 64 * 1024 * 1024 };

struct row_reader {
	char *path;
	onto_byte_reader *reader; /* NULL: all bytes are there */
	char *bytes;              /* bytes that were read and not used yet: [at, end) */
	size_t space, at, end;
	bool finished;
	size_t line;
};

static onto_status reader_new(const char *path, row_reader **out, onto_error *error)
{
	row_reader *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->path = strdup(path);
	self->bytes = malloc(READ_BYTES + 1);
	self->space = READ_BYTES;
	if (!self->path || !self->bytes) {
		row_reader_close(self);
		return fail_memory(error);
	}
	*out = self;
	return ONTO_OK;
}

/* Reads a whole file; NULL where that is not possible. */
static unsigned char *read_whole(const char *path, size_t length)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	unsigned char *bytes = file >= 0 ? malloc(length) : NULL;
	size_t at = 0;
	for (ssize_t got = 1; bytes && at < length && got > 0; at += got > 0 ? (size_t)got : 0) {
		got = read(file, bytes + at, length - at);
	}
	if (file >= 0) {
		close(file);
	}
	if (at < length) {
		free(bytes);
		bytes = NULL;
	}
	return bytes;
}

/* Inflates a whole file of one member into the reader's bytes. False, with nothing changed, for any other file.
 * That is then read in pieces, which also finds its error. */
static bool inflate_whole(row_reader *self, const unsigned char *packed, size_t length)
{
	const unsigned char *end = packed + length;
	size_t size = end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 | (size_t)end[-1] << 24, used = 0;
	if (packed[0] != 0x1f || packed[1] != 0x8b || size > LARGE || size < length / 2) {
		return false;
	}
	struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();
	char *bytes = inflater ? malloc(size + 1) : NULL;
	if (bytes) {
		huge_pages_enlarge(bytes, size + 1);
	}
	bool good =
		bytes &&
		libdeflate_gzip_decompress_ex(inflater, packed, length, bytes, size, &used, NULL) == LIBDEFLATE_SUCCESS &&
		used == length;
	libdeflate_free_decompressor(inflater);
	if (!good) {
		free(bytes);
		return false;
	}
	free(self->bytes);
	self->bytes = bytes;
	self->space = self->end = size;
	self->finished = true;
	return true;
}

static bool open_whole(row_reader *self, const char *path)
{
	struct stat state;
	if (stat(path, &state) != 0 || !S_ISREG(state.st_mode) || state.st_size < SMALL || state.st_size > LARGE) {
		return false;
	}
	size_t length = (size_t)state.st_size;
	unsigned char *packed = read_whole(path, length);
	bool done = packed && inflate_whole(self, packed, length);
	free(packed);
	return done;
}

static onto_status opened(row_reader *self, onto_status status, row_reader **out)
{
	if (status == ONTO_OK) {
		*out = self;
	} else {
		row_reader_close(self);
	}
	return status;
}

onto_status row_reader_open(const char *path, row_reader **out, onto_error *error)
{
	row_reader *self = NULL;
	*out = NULL;
	bool standard = strcmp(path, "-") == 0;
	TRY(reader_new(standard ? "standard input" : path, &self, error));
	bool whole = !standard && open_whole(self, path);
	return opened(self, whole ? ONTO_OK : byte_reader_open(&self->reader, path, self->path, error), out);
}

onto_status row_reader_memory(const char *label, const void *bytes, size_t length, row_reader **out,
                              onto_error *error)
{
	row_reader *self = NULL;
	*out = NULL;
	TRY(reader_new(label, &self, error));
	return opened(self, byte_reader_open_memory(&self->reader, label, bytes, length, error), out);
}

void row_reader_close(row_reader *self)
{
	if (self) {
		onto_byte_reader_close(self->reader);
		free(self->path);
		free(self->bytes);
		free(self);
	}
}

onto_status row_reader_fail(const row_reader *self, onto_error *error, const char *format, ...)
{
	char message[400];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	return onto_fail(error, ONTO_DAMAGED, self->path, self->line, "%s", message);
}

/* Reads up to `space` bytes into `to`; 0 at the end. */
static onto_status read_some(row_reader *self, char *to, size_t space, size_t *got, onto_error *error)
{
	size_t most = space < READ_BYTES ? space : READ_BYTES; /* so that the limit of a line is met in time */
	onto_status status = onto_byte_reader_read(self->reader, to, most, got, error);
	if (status != ONTO_OK && error) {
		error->line = self->line;
	}
	return status;
}

/* The next line without its end, NUL-terminated. *line is NULL at the end. */
static onto_status next_line(row_reader *self, char **line, size_t *length, onto_error *error)
{
	size_t searched = self->at;
	for (;;) {
		char *end = memchr(self->bytes + searched, '\n', self->end - searched);
		if (end || (self->finished && self->at < self->end)) {
			*line = self->bytes + self->at;
			*length = (size_t)((end ? end : self->bytes + self->end) - *line);
			self->at += *length + (end != NULL);
			if (*length && (*line)[*length - 1] == '\r') {
				--*length;
			}
			(*line)[*length] = '\0';
			self->line++;
			return ONTO_OK;
		}
		if (self->finished) {
			*line = NULL;
			return ONTO_OK;
		}
		size_t kept = self->end - self->at;
		memmove(self->bytes, self->bytes + self->at, kept);
		self->at = 0;
		self->end = searched = kept;
		if (kept > LINE_LIMIT) {
			self->line++;
			return row_reader_fail(self, error, "a line of more than %d MB", LINE_LIMIT >> 20);
		}
		if (self->space - kept < READ_BYTES) {
			char *grown = realloc(self->bytes, kept * 2 + READ_BYTES + 1);
			if (!grown) {
				return fail_memory(error);
			}
			self->bytes = grown;
			self->space = kept * 2 + READ_BYTES;
		}
		size_t got;
		TRY(read_some(self, self->bytes + kept, self->space - kept, &got, error));
		self->end += got;
		self->finished = got == 0;
	}
}

/* Bytes of a line that need special treatment. */
enum { HAS_NUL = 1, HAS_WIDE = 2, HAS_BACKSLASH = 4, HAS_CONTROL = 8 };

typedef unsigned char sixteen __attribute__((vector_size(16)));

static bool any(const sixteen *bytes)
{
	uint64_t halves[2];
	memcpy(halves, bytes, sizeof halves);
	return halves[0] | halves[1];
}

/* Sixteen bytes at a time; the last sixteen end at the end of the line. */
static unsigned look_through(const char *line, size_t length)
{
	sixteen nul = {0}, wide = {0}, backslash = {0}, control = {0}, bytes;
	for (size_t at = 0; at < length; at += sizeof bytes) {
		if (length >= sizeof bytes) {
			memcpy(&bytes, line + (at + sizeof bytes <= length ? at : length - sizeof bytes), sizeof bytes);
		} else {
			memset(&bytes, ' ', sizeof bytes);
			memcpy(&bytes, line, length);
		}
		nul |= (sixteen)(bytes == 0);
		wide |= bytes & 0x80;
		backslash |= (sixteen)(bytes == '\\');
		control |= (sixteen)((bytes < 0x20) & (bytes != '\t')) | (sixteen)(bytes == 0x7f);
	}
	return (any(&nul) ? HAS_NUL : 0) | (any(&wide) ? HAS_WIDE : 0) | (any(&backslash) ? HAS_BACKSLASH : 0) |
	       (any(&control) ? HAS_CONTROL : 0);
}

/* Decodes \t, \n and \\ in place. False for any other backslash. */
static bool unescape(char *field, size_t *length)
{
	char *from = memchr(field, '\\', *length);
	if (!from) {
		return true;
	}
	char *to = from, *end = field + *length;
	while (from < end) {
		char c = *from++;
		if (c == '\\') {
			c = from < end ? *from++ : 0;
			if (c != 't' && c != 'n' && c != '\\') {
				return false;
			}
			c = (char)(c == 't' ? '\t' : c == 'n' ? '\n' : '\\');
		}
		*to++ = c;
	}
	*to = '\0';
	*length = (size_t)(to - field);
	return true;
}

#define WORD(word) word, sizeof word - 1
static const struct {
	const char *word;
	size_t length;
	row_kind kind;
	size_t least, most; /* number of fields after the first */
} kinds[] = {
	{WORD("N"), ROW_NAME, 3, 4},
	{WORD("C"), ROW_CONCEPT, 3, 6},
	{WORD("S"), ROW_SECTION, 1, 1},
	{WORD("#source"), ROW_SOURCE, 1, 6},
	{WORD("#left-out"), ROW_LEFT_OUT, 3, 3},
	{WORD("#ontotag-dictionary"), ROW_FORMAT, 1, 1},
	{WORD("A"), ROW_ADD, 2, 5},
	{WORD("B"), ROW_BLOCK, 2, 4},
	{WORD("R"), ROW_RESTRICT, 3, 5},
	{WORD("X"), ROW_MAPPING, 3, 4},
};
#undef WORD

enum { KINDS = sizeof kinds / sizeof *kinds };

/* The index of the kind that a first field names; KINDS: none. */
static size_t find_kind(const char *word, size_t length)
{
	size_t kind = 0;
	while (kind < KINDS && (kinds[kind].length != length || kinds[kind].word[0] != word[0] ||
	                        memcmp(kinds[kind].word, word, length) != 0)) {
		kind++;
	}
	return kind;
}

/* `has`: what look_through saw. */
static onto_status check_bytes(row_reader *self, const char *line, size_t length, unsigned has, onto_error *error)
{
	if (has & HAS_NUL) {
		return row_reader_fail(self, error, "a NUL byte in a row");
	}
	if ((has & HAS_WIDE) && !utf8_valid(line, length)) {
		return row_reader_fail(self, error, "a row that is not valid UTF-8");
	}
	if (has & HAS_CONTROL || ((has & HAS_WIDE) && printable_has_control(line, length))) {
		return row_reader_fail(self, error, "a control character in a row");
	}
	return ONTO_OK;
}

onto_status row_reader_next(row_reader *self, row *out, bool *found, onto_error *error)
{
	char *line = NULL;
	size_t length = 0;
	*found = false;
	do {
		TRY(next_line(self, &line, &length, error));
		if (!line) {
			return ONTO_OK;
		}
		if (self->line == 1 && length >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0) {
			line += 3;
			length -= 3;
		}
	} while (length == 0 || (line[0] == '#' && (length == 1 || line[1] == ' ')));
	unsigned has = look_through(line, length);
	TRY(check_bytes(self, line, length, has, error));
	out->line = self->line;
	out->count = 0;
	char *end = line + length, *first_end = memchr(line, '\t', length);
	if (!first_end) {
		first_end = end;
	}
	size_t kind = find_kind(line, (size_t)(first_end - line));
	if (kind == KINDS) {
		return row_reader_fail(self, error,
		                       "a row of unknown kind '%.*s' (expected C, N, S, A, B, R, X or a # header)",
		                       (int)(first_end - line > 40 ? 40 : first_end - line), line);
	}
	out->kind = kinds[kind].kind;
	for (char *at = first_end; at < end && out->count < ROW_FIELDS;) {
		char *field = at + 1;
		char *tab = memchr(field, '\t', (size_t)(end - field));
		at = tab ? tab : end;
		*at = '\0';
		out->fields[out->count] = field;
		out->lengths[out->count] = (size_t)(at - field);
		if ((has & HAS_BACKSLASH) && !unescape(field, &out->lengths[out->count])) {
			return row_reader_fail(self, error, "field %zu has a backslash that escapes nothing", out->count + 2);
		}
		out->count++;
	}
	if (out->count < kinds[kind].least || out->count > kinds[kind].most) {
		return row_reader_fail(self, error, "a %s row with %zu fields (expected %zu to %zu)", kinds[kind].word,
		                       out->count + 1, kinds[kind].least + 1, kinds[kind].most + 1);
	}
	for (size_t i = out->count; i < ROW_FIELDS; i++) {
		out->fields[i] = end;
		out->lengths[i] = 0;
	}
	*found = true;
	return ONTO_OK;
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

struct row_writer {
	atomic_file file;
	gzFile gz;
	buffer line;
};

static void writer_free(row_writer *self)
{
	atomic_file_abandon(&self->file);
	buffer_free(&self->line);
	free(self);
}

onto_status row_writer_open(const char *path, row_writer **out, onto_error *error)
{
	*out = NULL;
	row_writer *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	onto_status status = atomic_file_open(&self->file, path, error);
	if (status != ONTO_OK) {
		free(self);
		return status;
	}
	int copy = dup(self->file.file);
	self->gz = copy >= 0 ? gzdopen(copy, "wb6") : NULL;
	if (!self->gz) {
		if (copy >= 0) {
			close(copy);
		}
		writer_free(self);
		return fail_memory(error);
	}
	*out = self;
	return ONTO_OK;
}

static onto_status write_failed(row_writer *self, onto_error *error)
{
	int code;
	const char *reason = gzerror(self->gz, &code);
	return onto_fail(error, ONTO_IO, self->file.path, 0, "cannot write: %s",
	                 code == Z_ERRNO ? strerror(errno) : reason);
}

onto_status row_writer_put(row_writer *self, const char *const *fields, size_t count, onto_error *error)
{
	buffer_clear(&self->line);
	while (count > 1 && !*fields[count - 1]) {
		count--;
	}
	for (size_t i = 0; i < count; i++) {
		if (i) {
			buffer_byte(&self->line, '\t');
		}
		for (const char *at = fields[i]; *at; at++) {
			if (*at == '\t' || *at == '\n' || *at == '\\') {
				buffer_byte(&self->line, '\\');
				buffer_byte(&self->line, *at == '\t' ? 't' : *at == '\n' ? 'n' : '\\');
			} else {
				buffer_byte(&self->line, *at);
			}
		}
	}
	buffer_byte(&self->line, '\n');
	if (self->line.failed) {
		return fail_memory(error);
	}
	if (self->line.length > INT_MAX ||
	    gzwrite(self->gz, self->line.bytes, (unsigned)self->line.length) != (int)self->line.length) {
		return write_failed(self, error);
	}
	return ONTO_OK;
}

onto_status row_writer_close(row_writer *self, onto_error *error)
{
	onto_status status;
	errno = 0;
	if (gzclose_w(self->gz) == Z_OK) {
		status = atomic_file_commit(&self->file, error);
	} else {
		status = onto_fail(error, ONTO_IO, self->file.path, 0, "cannot write: %s",
		                   errno ? strerror(errno) : "gzip failed");
	}
	writer_free(self);
	return status;
}

void row_writer_abandon(row_writer *self)
{
	if (self) {
		gzclose_w(self->gz);
		writer_free(self);
	}
}
