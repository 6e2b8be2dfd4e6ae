/* Telling encodings apart, and converting them. */
#include "format/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/error.h"
#include "format/code_points.h"
#include "text/utf8.h"

/* ---- telling ------------------------------------------------------------------------------------------------- */

/* The prefix in which NULs are counted. */
enum { LOOKED_AT = 4096 };

/* A text of other bytes holds fewer characters of UTF-8 than this part of them: accents rarely follow one
 * another. */
enum { BY_CHANCE = 8 };

static const char *by_mark(const char *head, size_t length, size_t *mark)
{
	static const struct {
		const char *mark;
		size_t length;
		const char *encoding;
	} marks[] = {{"\xff\xfe\0\0", 4, "UTF-32LE"},
	             {"\0\0\xfe\xff", 4, "UTF-32BE"},
	             {"\xff\xfe", 2, "UTF-16LE"},
	             {"\xfe\xff", 2, "UTF-16BE"}};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (length >= marks[i].length && memcmp(head, marks[i].mark, marks[i].length) == 0) {
			*mark = marks[i].length;
			return marks[i].encoding;
		}
	}
	return NULL;
}

/* Most characters of most texts are below U+0100: all but one byte of each are 0, and that one is not. */
static const char *by_zeros(const char *head, size_t length)
{
	static const struct {
		size_t unit, byte; /* the byte that is not 0 */
		const char *encoding;
	} wide[] = {{4, 0, "UTF-32LE"}, {4, 3, "UTF-32BE"}, {2, 0, "UTF-16LE"}, {2, 1, "UTF-16BE"}};
	length = length < LOOKED_AT ? length : LOOKED_AT;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
		size_t unit = wide[i].unit, units = length / unit, narrow = 0, wrong = 0;
		for (size_t u = 0; u < units; u++) {
			size_t zeros = 0;
			for (size_t b = 0; b < unit; b++) {
				zeros += !head[u * unit + b];
			}
			wrong += !head[u * unit + wide[i].byte];
			narrow += zeros == unit - 1;
		}
		if (units > 1 && narrow > units / 2 && wrong <= units / 16) {
			return wide[i].encoding;
		}
	}
	return NULL;
}

static bool is_utf_8(const char *name)
{
	return ascii_same(name, "UTF-8") || ascii_same(name, "UTF8") || ascii_same(name, "US-ASCII") ||
	       ascii_same(name, "ASCII");
}

static bool is_known(const char *name)
{
	decoder *decoder;
	if (decoder_new(name, &decoder, NULL) != ONTO_OK) {
		return false;
	}
	decoder_free(decoder);
	return true;
}

/* <?xml version="1.0" encoding="ISO-8859-1"?> */
static const char *by_declaration(const char *head, size_t length, char declared[ENCODING_NAME])
{
	if (length < 5 || memcmp(head, "<?xml", 5) != 0) {
		return NULL;
	}
	const char *end = memmem(head, length, "?>", 2);
	const char *at = end ? memmem(head, (size_t)(end - head), "encoding", 8) : NULL;
	at = at ? at + 8 : NULL;
	while (at && at < end && (*at == '=' || *at == ' ')) {
		at++;
	}
	if (!at || at >= end || (*at != '"' && *at != '\'')) {
		return NULL;
	}
	const char *close = memchr(at + 1, *at, (size_t)(end - at - 1));
	if (!close || close - at > ENCODING_NAME - 1) {
		return NULL;
	}
	snprintf(declared, ENCODING_NAME, "%.*s", (int)(close - at - 1), at + 1);
	/* The bytes have shown that it is none of these, whatever it says. */
	bool wide = ascii_begins_same(declared, "UTF-16", 6) || ascii_begins_same(declared, "UTF-32", 6);
	return is_utf_8(declared) || wide || !is_known(declared) ? NULL : declared;
}

const char *encoding_at_start(const char *head, size_t length, size_t *mark, char declared[ENCODING_NAME])
{
	*mark = 0;
	const char *found = by_mark(head, length, mark);
	found = found ? found : by_zeros(head, length);
	return found ? found : by_declaration(head, length, declared);
}

/* True where the bytes may be the start of one character of UTF-8. */
static bool is_cut_off(const char *bytes, size_t length)
{
	unsigned char first = (unsigned char)bytes[0];
	size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	if (first < 0xc2 || first > 0xf4 || length >= size) {
		return false;
	}
	for (size_t i = 1; i < length; i++) {
		if (((unsigned char)bytes[i] & 0xc0) != 0x80) {
			return false;
		}
	}
	return true;
}

encoding_look encoding_of(const char *bytes, size_t length, bool last, size_t *from)
{
	size_t good = 0, bad = 0, at = utf8_ascii(bytes, length);
	*from = at;
	while (at < length) {
		size_t size = code_point_size(bytes + at, length - at);
		if (size == 1 && (unsigned char)bytes[at] >= 0x80) {
			if (!last && is_cut_off(bytes + at, length - at)) {
				break;
			}
			bad++;
		} else {
			good += size > 1;
		}
		at += size;
	}
	return bad > good * BY_CHANCE ? ENCODING_WINDOWS_1252 : good ? ENCODING_UTF_8 : ENCODING_UNKNOWN;
}

/* ---- converting ---------------------------------------------------------------------------------------------- */

struct decoder {
	iconv_t convert;
	size_t unit; /* bytes to pass over where they mean nothing */
};

onto_status decoder_new(const char *encoding, decoder **out, onto_error *error)
{
	*out = NULL;
	if (is_utf_8(encoding)) {
		return ONTO_OK;
	}
	decoder *self = malloc(sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->convert = iconv_open("UTF-8", encoding);
	if (self->convert == (iconv_t)-1) {
		/* Some report EINVAL where memory ran out: an encoding that is there may be opened the second time. */
		self->convert = iconv_open("UTF-8", encoding);
	}
	if (self->convert == (iconv_t)-1) {
		free(self);
		return errno == ENOMEM
		           ? fail_memory(error)
		           : onto_fail(error, ONTO_UNKNOWN, NULL, 0,
		                       "no encoding '%.40s' (`iconv -l` lists those of this machine)", encoding);
	}
	bool two = ascii_begins_same(encoding, "UTF-16", 6) || ascii_begins_same(encoding, "UCS-2", 5);
	bool four = ascii_begins_same(encoding, "UTF-32", 6) || ascii_begins_same(encoding, "UCS-4", 5);
	self->unit = four ? 4 : two ? 2 : 1;
	*out = self;
	return ONTO_OK;
}

void decoder_free(decoder *self)
{
	if (self) {
		iconv_close(self->convert);
		free(self);
	}
}

void decoder_step(decoder *self, const char *in, size_t length, bool last, char *out, size_t room, size_t *used,
                  size_t *made)
{
	char *from = (char *)in, *to = out;
	size_t left = length, space = room;
	while (left && space >= DECODER_ROOM) {
		int reason = iconv(self->convert, &from, &left, &to, &space) == (size_t)-1 ? errno : 0;
		if (!left || reason == E2BIG || (reason == EINVAL && !last) || space < DECODER_ROOM) {
			break;
		}
		/* What means nothing, or is cut off by the end. */
		size_t passed = reason == EINVAL || left < self->unit ? left : self->unit;
		from += passed;
		left -= passed;
		memcpy(to, "\xef\xbf\xbd", 3);
		to += 3;
		space -= 3;
	}
	*used = length - left;
	*made = room - space;
}
