/* Bytes of a file, decompressed and converted to UTF-8, line by line. */
#include "format/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/byte_reader.h"
#include "core/error.h"
#include "core/unpack.h"
#include "core/vector.h"
#include "format/content.h"
#include "format/encoding.h"

enum { BLOCK = 128 << 10 };

struct stream {
	char *name;
	onto_byte_reader *reader; /* NULL: `bytes` are the caller's, all of a memory that is text in UTF-8 */
	bool at_end;              /* no more input: the file has ended, or reading it failed */

	bool settled;                 /* the encoding is known */
	bool begun;                   /* the first bytes were looked at */
	char encoding[ENCODING_NAME]; /* converted from; "": the bytes are UTF-8, or taken to be */
	bool noted;                   /* the caller does not know of the encoding and should */
	decoder *decoder;             /* NULL: bytes pass as they are */
	char *raw;                    /* its input: [raw_start, raw_end) */
	size_t raw_start, raw_end, raw_space;
	bool raw_ended;
	bool mapped;                 /* keep what follows */
	buffer source;               /* what was converted */
	VECTOR(onto_origin) origins; /* of the converted text */
	size_t converted;            /* bytes of text, those before the first converted one included */
	size_t unconverted;          /* bytes of the file before the first converted one */

	char *bytes; /* [start, end) is read and not yet returned */
	size_t start, end, space;
	size_t handed, most; /* bytes put into the buffer so far, and their maximum; 0: no maximum */
	size_t line, last;   /* the number of the last line, and its start */
};

/* ---- opening ------------------------------------------------------------------------------------------------- */

static onto_status new_stream(stream **out, const char *name, onto_error *error)
{
	stream *self = *out = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->name = strdup(name);
	return self->name ? ONTO_OK : fail_memory(error);
}

/* Room for the bytes to be returned. */
static onto_status make_buffer(stream *self, onto_error *error)
{
	self->space = BLOCK;
	self->bytes = malloc(self->space);
	return self->bytes ? ONTO_OK : fail_memory(error);
}

/* Sets what the caller wants. */
static onto_status set(stream *self, const stream_options *options, onto_error *error)
{
	if (!options) {
		return ONTO_OK;
	}
	self->most = options->most_bytes;
	self->mapped = options->mapped;
	if (options->encoding) {
		self->settled = true;
		TRY(decoder_new(options->encoding, &self->decoder, error));
	}
	if (self->decoder) {
		snprintf(self->encoding, sizeof self->encoding, "%s", options->encoding);
	}
	return ONTO_OK;
}

void stream_close(stream *self)
{
	if (self) {
		if (self->reader) {
			free(self->bytes);
		}
		onto_byte_reader_close(self->reader);
		decoder_free(self->decoder);
		buffer_free(&self->source);
		vector_free(&self->origins);
		free(self->raw);
		free(self->name);
		free(self);
	}
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

/* The line in which reading failed; 0 where lines are not counted. */
static size_t line_to_come(const stream *self)
{
	return self->line ? self->line + 1 : 0;
}

static onto_status read_bytes(stream *self, char *into, size_t room, size_t *got, onto_error *error)
{
	onto_status status = onto_byte_reader_read(self->reader, into, room, got, error);
	if (status != ONTO_OK && error) {
		error->line = line_to_come(self);
	}
	return status;
}

/* ---- converting ---------------------------------------------------------------------------------------------- */

/* Makes all bytes from `from` on, but for a mark, the input of the decoder. Those from `had` on are new. */
static onto_status convert_from(stream *self, const char *encoding, size_t had, size_t from, size_t mark,
                                onto_error *error)
{
	size_t length = self->end - from;
	if (encoding != self->encoding) {
		snprintf(self->encoding, sizeof self->encoding, "%s", encoding);
	}
	self->settled = true;
	if (!self->decoder) {
		TRY(decoder_new(encoding, &self->decoder, error));
	}
	self->raw_space = length > BLOCK ? length : BLOCK;
	self->raw = malloc(self->raw_space);
	if (!self->raw) {
		return fail_memory(error);
	}
	memcpy(self->raw, self->bytes + from, length);
	self->raw_start = mark;
	self->raw_end = length;
	self->unconverted = self->converted = self->handed + from - had;
	if (self->mapped) {
		buffer_append(&self->source, self->raw, mark);
	}
	self->end = from;
	self->at_end = false;
	return ONTO_OK;
}

/* Looks at the first bytes: what is no text is refused. */
static onto_status look_at_start(stream *self, onto_error *error)
{
	char declared[ENCODING_NAME];
	size_t mark, got = self->end;
	/* Four bytes tell a wide encoding; a line of a pipe may be shorter. */
	while (got && self->end < 4 && !memchr(self->bytes, '\n', self->end)) {
		TRY(read_bytes(self, self->bytes + self->end, self->space - self->end, &got, error));
		self->end += got;
	}
	self->begun = true;
	const content *content = content_find(self->bytes, self->end);
	const char *found = encoding_at_start(self->bytes, self->end, &mark, declared);
	if (content && !found && !self->decoder) {
		return onto_fail(error, ONTO_DAMAGED, self->name, 0, "is %s, not text%s%s%s", content->name,
		                 content->advice ? " (" : "", content->advice ? content->advice : "",
		                 content->advice ? ")" : "");
	}
	if (self->settled) {
		mark = found && ascii_begins_same(found, self->encoding, 6) ? mark : 0;
		return self->decoder ? convert_from(self, self->encoding, 0, 0, mark, error) : ONTO_OK;
	}
	if (found) {
		self->noted = found != declared;
		return convert_from(self, found, 0, 0, mark, error);
	}
	return ONTO_OK;
}

/* Looks at bytes that were read behind `had`, all before them being ASCII. Reads on while they end inside the first
 * other character. */
static onto_status look(stream *self, size_t had, onto_error *error)
{
	size_t from = had, got = 1;
	encoding_look looks = ENCODING_UNKNOWN;
	while (!self->settled && self->end > from && got) {
		looks = encoding_of(self->bytes + had, self->end - had, false, &from);
		from += had;
		if (looks != ENCODING_UNKNOWN || from == self->end) {
			break;
		}
		if (self->space == self->end && !vector_grow((void **)&self->bytes, &self->space, self->end, BLOCK, 1)) {
			return fail_memory(error);
		}
		TRY(read_bytes(self, self->bytes + self->end, self->space - self->end, &got, error));
		self->end += got;
		looks = got ? looks : encoding_of(self->bytes + had, self->end - had, true, &from);
		from += got ? 0 : had;
	}
	self->settled |= looks == ENCODING_UTF_8;
	if (looks != ENCODING_WINDOWS_1252) {
		return ONTO_OK;
	}
	self->noted = true;
	return convert_from(self, "WINDOWS-1252", had, from, 0, error);
}

/* Converts one character of the input, and keeps where it stands. */
static bool convert_mapped(stream *self, size_t *used, size_t *made)
{
	const char *in = self->raw + self->raw_start, *out = self->bytes + self->end;
	size_t left = self->raw_end - self->raw_start;
	*used = *made = 0;
	for (size_t length = 1; length <= left && !*used; length++) {
		bool last = self->raw_ended && length == left;
		decoder_step(self->decoder, in, length, last, (char *)out, self->space - self->end, used, made);
	}
	onto_origin *before = self->origins.count ? &self->origins.items[self->origins.count - 1] : NULL;
	size_t from = self->unconverted + self->source.length;
	bool copied = *used == 1 && *made == 1 && *in == *out;
	buffer_append(&self->source, in, *used);
	if (copied && before && before->size == self->converted - before->start &&
	    before->from + before->size == from) {
		before->size++;
	} else if (*used && !vector_push(&self->origins, ((onto_origin){self->converted, from, *used}))) {
		return false;
	}
	self->converted += *made;
	return !self->source.failed;
}

static onto_status convert_some(stream *self, size_t *made, onto_error *error)
{
	size_t used;
	if (!self->mapped) {
		decoder_step(self->decoder, self->raw + self->raw_start, self->raw_end - self->raw_start, self->raw_ended,
		             self->bytes + self->end, self->space - self->end, &used, made);
	} else if (!convert_mapped(self, &used, made)) {
		return fail_memory(error);
	}
	self->raw_start += used;
	self->end += *made;
	return ONTO_OK;
}

/* The next converted bytes. */
static onto_status convert(stream *self, onto_error *error)
{
	size_t had = self->end, made;
	while ((self->end == had || (self->mapped && self->space - self->end >= DECODER_ROOM && made)) &&
	       !self->at_end) {
		TRY(convert_some(self, &made, error));
		self->at_end = self->raw_ended && self->raw_start == self->raw_end;
		if (!made && !self->raw_ended) {
			size_t got;
			memmove(self->raw, self->raw + self->raw_start, self->raw_end - self->raw_start);
			self->raw_end -= self->raw_start;
			self->raw_start = 0;
			TRY(read_bytes(self, self->raw + self->raw_end, self->raw_space - self->raw_end, &got, error));
			self->raw_end += got;
			self->raw_ended = !got;
		}
	}
	return ONTO_OK;
}

/* ---- filling the buffer -------------------------------------------------------------------------------------- */

static onto_status make_room(stream *self, onto_error *error)
{
	if (self->start && self->space - self->end < BLOCK) {
		memmove(self->bytes, self->bytes + self->start, self->end - self->start);
		self->end -= self->start;
		self->start = 0;
	}
	if (self->space - self->end < BLOCK && !vector_grow((void **)&self->bytes, &self->space, self->end, BLOCK, 1)) {
		return fail_memory(error);
	}
	return ONTO_OK;
}

/* Looks at bytes that were read behind `had`. */
static onto_status look_at(stream *self, size_t had, onto_error *error)
{
	if (!self->begun) {
		TRY(look_at_start(self, error));
	}
	if (!self->settled) {
		TRY(look(self, had, error));
	}
	return self->raw && self->end == had ? convert(self, error) : ONTO_OK;
}

/* Counts what was added behind `had`. */
static onto_status filled(stream *self, size_t had, onto_status status, onto_error *error)
{
	self->handed += self->end - had;
	if (status == ONTO_OK && self->most && self->handed > self->most) {
		status =
			onto_fail(error, ONTO_LIMIT, self->name, line_to_come(self), "is larger than %zu bytes", self->most);
	}
	if (status != ONTO_OK) {
		self->at_end = true;
		self->start = self->end = 0; /* a partial document is not returned */
	}
	return status;
}

static onto_status fill_text(stream *self, onto_error *error)
{
	size_t had = self->end, got;
	if (self->raw) {
		return convert(self, error);
	}
	TRY(read_bytes(self, self->bytes + self->end, self->space - self->end, &got, error));
	self->end += got;
	self->at_end = !got;
	return look_at(self, had, error);
}

/* Adds bytes to the buffer, or sets at_end. A failure also sets it. */
static onto_status fill(stream *self, onto_error *error)
{
	onto_status status = make_room(self, error);
	size_t had = self->end;
	status = status == ONTO_OK ? fill_text(self, error) : status;
	return filled(self, had, status, error);
}

/* ---- opening a file or memory -------------------------------------------------------------------------------- */

static onto_status opened(stream **out, onto_status status)
{
	if (status != ONTO_OK) {
		stream_close(*out);
		*out = NULL;
	}
	return status;
}

static onto_status start_file(stream *self, const char *path, const stream_options *options, onto_error *error)
{
	TRY(set(self, options, error));
	TRY(byte_reader_open(&self->reader, path, self->name, error));
	TRY(make_buffer(self, error));
	return byte_reader_packing(self->reader) ? ONTO_OK : fill(self, error);
}

onto_status stream_open(stream **out, const char *path, const stream_options *options, onto_error *error)
{
	onto_status status = new_stream(out, strcmp(path, "-") == 0 ? "stdin" : path, error);
	return opened(out, status == ONTO_OK ? start_file(*out, path, options, error) : status);
}

/* True for text in UTF-8 that is not to be converted. */
static bool is_plain(const stream *self, const char *bytes, size_t length)
{
	char declared[ENCODING_NAME];
	size_t at;
	bool content = content_find(bytes, length < STREAM_PEEK ? length : STREAM_PEEK) != NULL;
	if (self->settled) {
		return !self->decoder && !content;
	}
	return !content && !encoding_at_start(bytes, length, &at, declared) &&
	       encoding_of(bytes, length, true, &at) != ENCODING_WINDOWS_1252;
}

/* Plain memory is returned in place, without a copy. */
static onto_status start_memory(stream *self, const char *bytes, size_t length, const stream_options *options,
                                onto_error *error)
{
	bool maybe;
	TRY(set(self, options, error));
	if (!packing_find(bytes, length, &maybe) && is_plain(self, bytes, length)) {
		self->at_end = true;
		self->bytes = (char *)bytes; /* never written to: at the end nothing is read into it */
		self->end = self->space = length;
		return filled(self, 0, ONTO_OK, error);
	}
	TRY(byte_reader_open_memory(&self->reader, self->name, bytes, length, error));
	return make_buffer(self, error);
}

onto_status stream_open_memory(stream **out, const char *name, const void *bytes, size_t length,
                               const stream_options *options, onto_error *error)
{
	onto_status status = new_stream(out, name, error);
	return opened(out,
	              status == ONTO_OK ? start_memory(*out, length ? bytes : "", length, options, error) : status);
}

onto_status stream_continue(stream *self, const void *bytes, size_t length, onto_error *error)
{
	if (self->reader) {
		return onto_fail(error, ONTO_ARGUMENT, self->name, 0, "what is compressed or converted comes in one piece");
	}
	self->bytes = (char *)(size_t)bytes;
	self->start = self->last = 0;
	self->end = self->space = length;
	return filled(self, 0, ONTO_OK, error);
}

size_t whole_lines(const char *bytes, size_t length, size_t searched)
{
	const char *end = length > searched ? memrchr(bytes + searched, '\n', length - searched) : NULL;
	return end ? (size_t)(end - bytes) + 1 : 0;
}

/* ---- returning bytes ----------------------------------------------------------------------------------------- */

onto_status stream_peek(stream *self, const char **head, size_t *length, onto_error *error)
{
	while (self->end - self->start < STREAM_PEEK && !self->at_end &&
	       !memchr(self->bytes + self->start, '\n', self->end - self->start)) {
		TRY(fill(self, error));
	}
	size_t there = self->end - self->start;
	*head = self->bytes + self->start;
	*length = there < STREAM_PEEK ? there : STREAM_PEEK;
	return ONTO_OK;
}

onto_status stream_line(stream *self, const char **line, size_t *length, onto_error *error)
{
	size_t searched = 0; /* from start */
	char *newline = NULL;
	*line = NULL;
	*length = 0;
	for (;;) {
		size_t there = self->end - self->start;
		newline = there > searched ? memchr(self->bytes + self->start + searched, '\n', there - searched) : NULL;
		if (newline || self->at_end) {
			break;
		}
		searched = there;
		TRY(fill(self, error));
	}
	if (!newline && self->start == self->end) {
		return ONTO_OK;
	}
	char *begin_of_line = self->bytes + self->start;
	*length = newline ? (size_t)(newline - begin_of_line) : self->end - self->start;
	*line = begin_of_line;
	self->last = self->start;
	self->start += *length + (newline != NULL);
	self->line++;
	return ONTO_OK;
}

void stream_back(stream *self)
{
	self->start = self->last;
	self->line--;
}

onto_status stream_rest(stream *self, buffer *into, onto_error *error)
{
	for (;;) {
		buffer_append(into, self->bytes + self->start, self->end - self->start);
		self->start = self->end = 0;
		if (into->failed) {
			self->at_end = true;
			return fail_memory(error);
		}
		if (self->at_end) {
			return ONTO_OK;
		}
		TRY(fill(self, error));
	}
}

onto_status stream_chunk(stream *self, const char **bytes, size_t *length, onto_error *error)
{
	*length = 0;
	if (self->start == self->end && !self->at_end) {
		self->start = self->end = 0;
		TRY(fill(self, error));
	}
	*bytes = self->bytes + self->start;
	*length = self->end - self->start;
	self->start = self->last = self->end;
	return ONTO_OK;
}

const char *stream_name(const stream *self)
{
	return self->name;
}

size_t stream_line_number(const stream *self)
{
	return self->line;
}

size_t stream_consumed(const stream *self)
{
	return self->reader ? onto_byte_reader_consumed(self->reader) : self->space;
}

stream_conversion stream_converted(const stream *self)
{
	return (stream_conversion){self->unconverted, self->source.bytes, self->source.length, self->origins.items,
	                           self->origins.count};
}

const char *stream_encoding(const stream *self)
{
	return *self->encoding ? self->encoding : NULL;
}

bool stream_note(stream *self)
{
	bool noted = self->noted;
	self->noted = false;
	return noted;
}
