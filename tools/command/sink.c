/* The destination of tagged documents: standard output, or a file for each input. */
#include "command/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "command/database.h"
#include "command/explain.h"
#include "command/mask.h"

enum { WRITE_BUFFER = 128 << 10, PATIENCE_SECONDS = 2 };

struct sink {
	const sink_options *options;
	pthread_mutex_t mutex; /* protects the members below */
	onto_writer *writer;
	FILE *out;                              /* NULL: the open input has no output, since it could not be created */
	onto_atomic_file *file;                 /* of `out`; NULL: standard output */
	const input *input;                     /* that is open, where outputs are files */
	size_t documents_before, errors_before; /* when it was opened */
	bool to_files;
	bool texts; /* of brat: a text lies beside each file */
	char *text; /* of the only document of the open file; NULL: there is none, or several */
	size_t text_length, in_file;
	const char *waiting; /* output of documents that the writer still holds: it is given away in large pieces */
	size_t waiting_length;
	bool at_once; /* a reader waits for each document */
	bool shown;   /* on a terminal, by a format that does not care for it itself */
	atomic_bool stopped;
	bool lost; /* writing has failed for good */
	sink_counts counts;
};

static void stop_with(sink *self, const onto_error *error)
{
	self->counts.errors++;
	self->stopped = true;
	print_error(error);
}

/* ---- bytes --------------------------------------------------------------------------------------------------- */

/* A closed pipe is no error to report. */
static void lost(sink *self, int reason)
{
	onto_error error;
	self->stopped = self->lost = true;
	if (reason == EPIPE && !self->file) {
		self->counts.errors++;
		return;
	}
	const char *path = !self->file ? NULL : self->input ? self->input->output : self->options->file;
	onto_fail(&error, ONTO_IO, path, 0, "cannot write%s: %s", self->file ? "" : " to standard output",
	          strerror(reason));
	stop_with(self, &error);
}

/* The number of bytes of a character that commands a terminal: ESC, other control characters but tab and line end,
 * and those of U+0080 to U+009F. */
static size_t command_size(const char *at, size_t length)
{
	unsigned char c = (unsigned char)*at;
	bool wide = c == 0xc2 && length > 1 && (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] < 0xa0;
	bool line_end = c == '\n' || (c == '\r' && length > 1 && at[1] == '\n');
	return wide ? 2 : (c < ' ' && c != '\t' && !line_end) || c == 0x7f;
}

static void put_bytes(sink *self, const char *bytes, size_t length)
{
	errno = 0;
	if (!self->lost && self->out && length && fwrite(bytes, 1, length, self->out) != length) {
		lost(self, errno);
	}
}

/* A terminal gets U+FFFD for what would command it. */
static void put(sink *self, const char *bytes, size_t length)
{
	size_t from = 0;
	for (size_t at = 0, size; self->shown && at < length; at += size ? size : 1) {
		size = command_size(bytes + at, length - at);
		if (size) {
			put_bytes(self, bytes + from, at - from);
			put_bytes(self, "\xef\xbf\xbd", 3);
			from = at + size;
		}
	}
	if (length > from) {
		put_bytes(self, bytes + from, length - from);
	}
}

static void flush(sink *self)
{
	errno = 0;
	if (!self->lost && self->out && fflush(self->out) != 0) {
		lost(self, errno);
	}
}

/* Gives away what the writer holds. */
static void put_waiting(sink *self)
{
	if (self->waiting_length) {
		put(self, self->waiting, self->waiting_length);
		self->waiting_length = 0;
		onto_writer_clear(self->writer);
	}
}

typedef onto_status (*write_edge)(onto_writer *writer, const char **bytes, size_t *length, onto_error *error);

/* Writes what precedes the first document, or follows the last. */
static void put_edge(sink *self, write_edge write)
{
	onto_error error;
	const char *bytes;
	size_t length;
	if (self->lost || !self->writer) {
		return;
	}
	put_waiting(self);
	if (write(self->writer, &bytes, &length, &error) != ONTO_OK) {
		stop_with(self, &error);
	} else {
		put(self, bytes, length);
	}
	onto_writer_clear(self->writer);
}

/* ---- the files of --output-dir ------------------------------------------------------------------------------- */

/* Creates the folders of a path. */
static bool make_folders(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		bool made = mkdir(path, 0777) == 0 || errno == EEXIST;
		*slash = '/';
		if (!made) {
			return false;
		}
	}
	return true;
}

static void forget_file(sink *self)
{
	if (self->file) {
		if (self->out) {
			fclose(self->out);
		}
		onto_atomic_file_abandon(self->file);
		self->file = NULL;
		self->out = NULL;
	}
}

/* ---- a file for all output ----------------------------------------------------------------------------------- */

static ssize_t write_packed(void *file, const char *bytes, size_t length)
{
	return gzwrite(file, bytes, (unsigned)length) == (int)length ? (ssize_t)length : -1;
}

static int close_packed(void *file)
{
	return gzclose(file) == Z_OK ? 0 : EOF;
}

/* Takes the descriptor over. */
static FILE *open_descriptor(int file, const char *path)
{
	size_t length = strlen(path);
	if (length < 4 || strcmp(path + length - 3, ".gz") != 0) {
		return fdopen(file, "w");
	}
	gzFile packed = gzdopen(file, "wb");
	FILE *out =
		packed ? fopencookie(packed, "w", (cookie_io_functions_t){.write = write_packed, .close = close_packed})
			   : NULL;
	if (packed && !out) {
		gzclose(packed);
	}
	return out;
}

/* Opens the output at a path. Its folders are made where they are not there. */
static onto_status make_file(sink *self, char *path, bool folders, onto_error *error)
{
	if (folders && !make_folders(path)) {
		return onto_fail(error, ONTO_IO, path, 0, "cannot be made: %s", strerror(errno));
	}
	onto_status status = onto_atomic_file_open(path, &self->file, error);
	if (status != ONTO_OK) {
		return status;
	}
	int copy = dup(onto_atomic_file_descriptor(self->file));
	self->out = copy >= 0 ? open_descriptor(copy, folders ? "" : path) : NULL;
	if (!self->out) {
		status = onto_fail(error, ONTO_IO, path, 0, "cannot be made: %s", strerror(errno));
		forget_file(self);
	}
	return status;
}

/* Puts the output in place. */
static onto_status keep_file(sink *self, const char *path, onto_error *error)
{
	bool closed = fclose(self->out) == 0;
	self->out = NULL;
	if (!closed) {
		return onto_fail(error, ONTO_IO, path, 0, "cannot write: %s", strerror(errno));
	}
	onto_status status = onto_atomic_file_commit(self->file, error);
	self->file = NULL;
	return status;
}

static void open_file(sink *self, const input *input)
{
	onto_error error;
	self->in_file = 0;
	self->input = input;
	self->documents_before = self->counts.documents;
	self->errors_before = self->counts.errors;
	if (make_file(self, input->output, true, &error) != ONTO_OK ||
	    onto_writer_new(self->options->format, &self->options->write, &self->writer, &error) != ONTO_OK) {
		stop_with(self, &error);
	} else {
		put_edge(self, onto_writer_begin);
	}
}

static void keep_text(sink *self, const onto_document *document)
{
	onto_error error;
	free(self->text);
	self->text = NULL;
	if (self->in_file++ == 0) {
		self->text = malloc(document->length + 1);
		if (!self->text) {
			onto_fail(&error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
			stop_with(self, &error);
			return;
		}
		memcpy(self->text, document->text, document->length);
		self->text_length = document->length;
	}
}

static bool is_same_file(const char *a, const char *b)
{
	struct stat first, second;
	return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
	       first.st_ino == second.st_ino;
}

/* Writes a file whole or not at all. */
static onto_status put_whole(const char *path, const char *bytes, size_t length, onto_error *error)
{
	onto_atomic_file *file;
	onto_status status = onto_atomic_file_open(path, &file, error);
	if (status != ONTO_OK) {
		return status;
	}
	int descriptor = onto_atomic_file_descriptor(file);
	while (length) {
		ssize_t written = write(descriptor, bytes, length);
		if (written < 0 && errno != EINTR) {
			onto_atomic_file_abandon(file);
			return onto_fail(error, ONTO_IO, path, 0, "cannot write: %s", strerror(errno));
		}
		bytes += written > 0 ? written : 0;
		length -= written > 0 ? (size_t)written : 0;
	}
	return onto_atomic_file_commit(file, error);
}

/* brat shows report.ann over report.txt, whose offsets it counts. */
static void write_text(sink *self, const input *input)
{
	onto_error error;
	char *path = self->text ? strdup(input->output) : NULL;
	if (path) {
		memcpy(path + strlen(path) - 4, ".txt", 4);
	}
	if (path && !is_same_file(path, input->path) &&
	    put_whole(path, self->text, self->text_length, &error) != ONTO_OK) {
		stop_with(self, &error);
	}
	free(path);
	free(self->text);
	self->text = NULL;
}

/* Dates the output of an input that could be read in part before the input, so that --resume makes it again. */
static void date_back(const input *input)
{
	struct stat about;
	if (stat(input->path, &about) == 0) {
		struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = about.st_mtim.tv_sec - 1}};
		utimensat(AT_FDCWD, input->output, times, 0);
	}
}

/* An input that could not be read at all has no output. */
static void close_file(sink *self, const input *input)
{
	onto_error error;
	bool failed = self->counts.errors > self->errors_before;
	bool empty = failed && self->counts.documents == self->documents_before;
	put_edge(self, onto_writer_end);
	flush(self);
	if (self->texts && !self->stopped && self->out && !empty) {
		write_text(self, input);
	}
	if (!self->stopped && self->out && !empty) {
		onto_status status = keep_file(self, input->output, &error);
		if (status != ONTO_OK) {
			stop_with(self, &error);
		} else if (failed) {
			date_back(input);
		}
	}
	forget_file(self);
	self->input = NULL;
	onto_writer_free(self->writer);
	self->writer = NULL;
	self->waiting_length = 0;
}

/* ---- the run ------------------------------------------------------------------------------------------------- */

onto_status sink_new(const sink_options *options, sink **out, onto_error *error)
{
	sink *self = calloc(1, sizeof *self);
	*out = NULL;
	if (!self) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	self->options = options;
	self->texts = strcmp(options->format, "brat") == 0;
	onto_status status =
		options->database ? ONTO_OK : onto_writer_new(options->format, &options->write, &self->writer, error);
	if (status != ONTO_OK) {
		free(self);
		return status;
	}
	pthread_mutex_init(&self->mutex, NULL);
	*out = self;
	return ONTO_OK;
}

void sink_free(sink *self)
{
	if (self) {
		forget_file(self);
		free(self->text);
		onto_writer_free(self->writer);
		pthread_mutex_destroy(&self->mutex);
		free(self);
	}
}

void sink_start(sink *self, bool to_files)
{
	struct stat about;
	pthread_mutex_lock(&self->mutex);
	self->to_files = to_files;
	if (to_files) {
		onto_writer_free(self->writer);
		self->writer = NULL;
	} else if (self->options->file) {
		onto_error error;
		if (make_file(self, (char *)self->options->file, false, &error) != ONTO_OK) {
			stop_with(self, &error);
		}
		put_edge(self, onto_writer_begin);
	} else {
		/* A file and /dev/null need no flush after each document. */
		bool known = fstat(STDOUT_FILENO, &about) == 0;
		self->at_once = !known || !(S_ISREG(about.st_mode) || (S_ISCHR(about.st_mode) && !isatty(STDOUT_FILENO)));
		self->out = stdout;
		self->shown = isatty(STDOUT_FILENO) && strcmp(self->options->format, "terminal") != 0;
		put_edge(self, onto_writer_begin);
	}
	pthread_mutex_unlock(&self->mutex);
}

void sink_open(sink *self, const input *input)
{
	pthread_mutex_lock(&self->mutex);
	onto_error error;
	if (self->options->database && !self->stopped &&
	    database_begin(self->options->database, input->path, &error) != ONTO_OK) {
		stop_with(self, &error);
	}
	if (self->to_files && !self->stopped) {
		open_file(self, input);
	}
	pthread_mutex_unlock(&self->mutex);
}

static void write_document(sink *self, const onto_document *document, const onto_tags *tags)
{
	onto_error error;
	if (self->options->database) {
		if (database_document(self->options->database, document, tags, &error) != ONTO_OK) {
			stop_with(self, &error);
		}
		return;
	}
	if (onto_writer_append(self->writer, document, tags, &self->waiting, &self->waiting_length, &error) !=
	    ONTO_OK) {
		stop_with(self, &error);
		return;
	}
	if (self->waiting_length >= WRITE_BUFFER || self->at_once || self->options->explained ||
	    self->options->explain_dropped) {
		put_waiting(self);
	}
	if (self->texts && self->to_files) {
		keep_text(self, document);
	}
	if (self->options->explained && !self->lost && !explain(self->out, self->options->explained, document, tags)) {
		onto_fail(&error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
		stop_with(self, &error);
	}
	if (self->options->explain_dropped && !self->lost) {
		explain_dropped(self->out, document, tags);
	}
}

void sink_document(sink *self, const onto_document *document, const onto_tags *tags)
{
	pthread_mutex_lock(&self->mutex);
	if (!self->stopped && (self->writer || self->options->database)) {
		write_document(self, document, tags);
		self->counts.documents++;
		self->counts.mentions += onto_tags_mention_count(tags);
		if (self->at_once) {
			flush(self);
		}
	}
	pthread_mutex_unlock(&self->mutex);
}

void sink_bytes(sink *self, const char *bytes, size_t length, size_t documents, size_t mentions)
{
	pthread_mutex_lock(&self->mutex);
	if (!self->stopped) {
		put_waiting(self);
		put(self, bytes, length);
		self->counts.documents += documents;
		self->counts.mentions += mentions;
		if (self->at_once) {
			flush(self);
		}
	}
	pthread_mutex_unlock(&self->mutex);
}

void sink_bad(sink *self, const onto_error *error)
{
	pthread_mutex_lock(&self->mutex);
	if (!self->stopped) {
		self->counts.errors++;
		self->stopped = self->options->strict;
		onto_error shown = *error;
		if (self->options->silent) {
			mask_error(&shown);
		}
		print_error(&shown);
	}
	pthread_mutex_unlock(&self->mutex);
}

void sink_close(sink *self, const input *input)
{
	pthread_mutex_lock(&self->mutex);
	onto_error error;
	if (self->options->database && !self->stopped &&
	    database_end(self->options->database, input->path, true, &error) != ONTO_OK) {
		stop_with(self, &error);
	}
	if (!self->stopped) {
		self->counts.files++;
	}
	if (self->to_files) {
		close_file(self, input);
	}
	pthread_mutex_unlock(&self->mutex);
}

/* Output stays whole when an error stops the run. */
void sink_stop(sink *self)
{
	pthread_mutex_lock(&self->mutex);
	if (!self->to_files) {
		put_edge(self, onto_writer_end);
		flush(self);
	}
	onto_error error;
	if (self->options->file && self->out && !self->stopped &&
	    keep_file(self, self->options->file, &error) != ONTO_OK) {
		stop_with(self, &error);
	}
	pthread_mutex_unlock(&self->mutex);
}

bool sink_stopped(const sink *self)
{
	return self->stopped;
}

const sink_counts *sink_count(const sink *self)
{
	return &self->counts;
}

/* Does not block where the reader of a pipe has stopped reading. */
void sink_interrupt(sink *self)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PATIENCE_SECONDS;
	if (pthread_mutex_timedlock(&self->mutex, &until) == 0) {
		if (!self->to_files && !self->file && self->writer) {
			put_edge(self, onto_writer_end);
			flush(self);
		}
		forget_file(self);
		self->stopped = true;
	}
}
