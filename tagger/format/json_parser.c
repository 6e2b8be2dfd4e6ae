/* From JSON to jansson's values. */
#include "format/json_parser.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/buffer.h"
#include "core/error.h"
#include "core/vector.h"
#include "format/code_points.h"
#include "text/utf8.h"

/* As in jansson, which frees values by recursion. */
enum { DEPTH_MAX = 2048 };

typedef struct parser {
	const char *start, *at, *end;
	json_t *root;          /* owns all that was parsed */
	VECTOR(json_t *) open; /* arrays and objects, the innermost last; views */
	buffer key;            /* of the value that follows, with its NUL */
	buffer decoded;        /* a string with escapes */
	const char *reason;    /* what is wrong at `at`; NULL: memory ran out */
	bool lenient;          /* take NaN and Infinity, which some programs write */
	bool changed;          /* such a word became null */
} parser;

/* Every function returns false where parsing ends: with a reason, or without memory. */
static bool wrong(parser *self, const char *reason)
{
	self->reason = reason;
	return false;
}

static bool no_memory(parser *self)
{
	self->reason = NULL;
	return false;
}

static void skip_space(parser *self)
{
	while (self->at < self->end &&
	       (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t')) {
		self->at++;
	}
}

/* The byte that follows; '\0' at the end. */
static char next(const parser *self)
{
	return self->at < self->end ? *self->at : '\0';
}

/* ---- strings ------------------------------------------------------------------------------------------------- */

static bool take_unit(parser *self, unsigned *unit)
{
	*unit = 0;
	for (int i = 0; i < 4; i++, self->at++) {
		char c = next(self);
		unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
		                 : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
		                 : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
		                                        : 16;
		if (digit > 15) {
			return wrong(self, "four hexadecimal digits must stand behind \\u");
		}
		*unit = *unit << 4 | digit;
	}
	return true;
}

static void append_code_point(buffer *out, unsigned code)
{
	if (code < 0x80) {
		buffer_byte(out, (char)code);
		return;
	}
	int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	buffer_byte(out, (char)((0xff00 >> (more + 1) & 0xff) | code >> more * 6));
	while (more--) {
		buffer_byte(out, (char)(0x80 | (code >> more * 6 & 0x3f)));
	}
}

/* What stands behind a backslash. */
static bool take_escape(parser *self)
{
	static const char escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
	char c = next(self);
	for (size_t i = 0; i + 1 < sizeof escapes && self->at < self->end; i += 2) {
		if (escapes[i] == c) {
			self->at++;
			buffer_byte(&self->decoded, escapes[i + 1]);
			return true;
		}
	}
	if (c != 'u') {
		return wrong(self, "a backslash that escapes nothing");
	}
	unsigned code, low;
	self->at++;
	if (!take_unit(self, &code)) {
		return false;
	}
	if (code >= 0xd800 && code < 0xdc00) {
		if (self->end - self->at < 2 || self->at[0] != '\\' || self->at[1] != 'u') {
			return wrong(self, "half a surrogate pair");
		}
		self->at += 2;
		if (!take_unit(self, &low)) {
			return false;
		}
		if (low < 0xdc00 || low > 0xdfff) {
			return wrong(self, "half a surrogate pair");
		}
		code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
	} else if (code >= 0xdc00 && code < 0xe000) {
		return wrong(self, "half a surrogate pair");
	}
	append_code_point(&self->decoded, code);
	return true;
}

/* Moves to the first invalid byte from `from` on. */
static bool find_invalid(parser *self, const char *from)
{
	for (size_t size; from < self->end; from += size) {
		size = code_point_size(from, (size_t)(self->end - from));
		if (size == 1 && (unsigned char)*from >= 0x80) {
			self->at = from;
			break;
		}
	}
	return wrong(self, "a byte that is not UTF-8");
}

/* The end of the bytes that stand for themselves. */
static const char *plain_end(const char *at, const char *end)
{
	while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= ' ') {
		at++;
	}
	return at;
}

/* A string, whose first quote is next. A view of the bytes, or of `decoded`. */
static bool take_string(parser *self, const char **text, size_t *length)
{
	const char *first = ++self->at;
	buffer_clear(&self->decoded);
	for (;;) {
		const char *from = self->at;
		self->at = plain_end(from, self->end);
		*text = from;
		*length = (size_t)(self->at - from);
		if (next(self) == '"' && from == first) {
			break;
		}
		buffer_append(&self->decoded, *text, *length);
		if (next(self) == '"') {
			*text = self->decoded.length ? self->decoded.bytes : "";
			*length = self->decoded.length;
			break;
		}
		if (self->at == self->end) {
			return wrong(self, "a string without its end");
		}
		if (*self->at != '\\') {
			return wrong(self, "a control character in a string");
		}
		self->at++;
		if (!take_escape(self)) {
			return false;
		}
	}
	if (self->decoded.failed) {
		return no_memory(self);
	}
	if (!utf8_valid(*text, *length)) {
		return find_invalid(self, first);
	}
	self->at++;
	return true;
}

/* ---- numbers and words --------------------------------------------------------------------------------------- */

static const char *digits_end(const char *at, const char *end)
{
	while (at < end && *at >= '0' && *at <= '9') {
		at++;
	}
	return at;
}

/* The end of a number, and whether it is a whole one; NULL: there is no number. */
static const char *number_end(const parser *self, bool *whole)
{
	const char *at = self->at + (next(self) == '-'), *digits = at;
	at = digits_end(at, self->end);
	*whole = true;
	if (at == digits || (*digits == '0' && at > digits + 1)) {
		return NULL;
	}
	if (at < self->end && *at == '.') {
		*whole = false;
		digits = ++at;
		at = digits_end(at, self->end);
		if (at == digits) {
			return NULL;
		}
	}
	if (at < self->end && (*at == 'e' || *at == 'E')) {
		*whole = false;
		at++;
		digits = at += at < self->end && (*at == '+' || *at == '-');
		at = digits_end(at, self->end);
		if (at == digits) {
			return NULL;
		}
	}
	return at;
}

/* A real number, whatever the host's locale. */
static double real_of(char *number)
{
	char *dot = strchr(number, '.');
	if (dot) {
		*dot = *localeconv()->decimal_point;
	}
	return strtod(number, NULL);
}

/* A number beyond those of the machine keeps its digits, as a string. */
static bool take_number(parser *self, json_t **value)
{
	bool whole;
	const char *end = number_end(self, &whole);
	if (!end) {
		return wrong(self, "no value where one must be");
	}
	size_t length = (size_t)(end - self->at);
	buffer_clear(&self->decoded);
	buffer_append(&self->decoded, self->at, length);
	buffer_byte(&self->decoded, '\0');
	if (self->decoded.failed) {
		return no_memory(self);
	}
	errno = 0;
	long long integer = whole ? strtoll(self->decoded.bytes, NULL, 10) : 0;
	bool large = whole && errno == ERANGE;
	double real = whole ? 0 : real_of(self->decoded.bytes);
	*value = large || isinf(real) ? json_stringn_nocheck(self->at, length)
	         : whole              ? json_integer(integer)
	                              : json_real(real);
	self->at = end;
	return *value || no_memory(self);
}

static bool take_word(parser *self, json_t **value)
{
	static const struct {
		const char *word;
		size_t length;
	} words[] = {{"null", 4}, {"false", 5}, {"true", 4}, {"NaN", 3}, {"Infinity", 8}, {"-Infinity", 9}};
	enum { STANDARD = 3 };
	size_t count = self->lenient ? sizeof words / sizeof *words : STANDARD;
	for (size_t i = 0; i < count; i++) {
		if ((size_t)(self->end - self->at) >= words[i].length &&
		    memcmp(self->at, words[i].word, words[i].length) == 0) {
			self->at += words[i].length;
			*value = i && i < STANDARD ? json_boolean(i - 1) : json_null();
			self->changed |= i >= STANDARD;
			return true;
		}
	}
	return wrong(self, self->at < self->end ? "no value where one must be" : "it ends where a value must be");
}

/* ---- values -------------------------------------------------------------------------------------------------- */

/* Puts a value, which is taken over, where it belongs. */
static bool place(parser *self, json_t *value)
{
	json_t *in = self->open.count ? self->open.items[self->open.count - 1] : NULL;
	if (!in) {
		self->root = value;
		return true;
	}
	int failed = json_is_array(in) ? json_array_append_new(in, value)
	                               : json_object_set_new_nocheck(in, self->key.bytes, value);
	return !failed || no_memory(self);
}

/* An empty array or object, which is the innermost open one from now on. */
static bool open_value(parser *self)
{
	json_t *value = *self->at == '[' ? json_array() : json_object();
	if (!value || !place(self, value)) {
		return no_memory(self);
	}
	if (self->open.count == DEPTH_MAX) {
		return wrong(self, "values nest beyond a depth of 2048");
	}
	self->at++;
	return vector_push(&self->open, value) || no_memory(self);
}

static bool take_value(parser *self)
{
	json_t *value = NULL;
	const char *text;
	size_t length;
	char c = next(self);
	if (c == '[' || c == '{') {
		return open_value(self);
	}
	if (c == '"') {
		if (!take_string(self, &text, &length)) {
			return false;
		}
		value = json_stringn_nocheck(text, length);
		return value ? place(self, value) : no_memory(self);
	}
	bool word = c == '-' && self->end - self->at > 1 && self->at[1] == 'I';
	bool taken =
		(c == '-' && !word) || (c >= '0' && c <= '9') ? take_number(self, &value) : take_word(self, &value);
	return taken && place(self, value);
}

/* The name of a member and its colon. */
static bool take_key(parser *self)
{
	const char *text;
	size_t length;
	if (next(self) != '"') {
		return wrong(self, "no name of a member where one must be");
	}
	if (!take_string(self, &text, &length)) {
		return false;
	}
	if (memchr(text, '\0', length)) {
		return wrong(self, "a NUL in the name of a member");
	}
	buffer_clear(&self->key);
	buffer_append(&self->key, text, length);
	buffer_byte(&self->key, '\0');
	if (self->key.failed) {
		return no_memory(self);
	}
	skip_space(self);
	if (next(self) != ':') {
		return wrong(self, "no colon behind the name of a member");
	}
	self->at++;
	skip_space(self);
	return true;
}

/* Closes what ends here, and goes to the next value. *done: there is none. */
static bool go_on(parser *self, bool *done)
{
	for (bool fresh = self->at[-1] == '[' || self->at[-1] == '{'; self->open.count; fresh = false) {
		bool array = json_is_array(self->open.items[self->open.count - 1]);
		skip_space(self);
		if (next(self) != (array ? ']' : '}')) {
			if (!fresh && next(self) != ',') {
				return wrong(self, self->at < self->end ? "neither a comma nor the end of what is open"
				                                        : "it ends before all is closed");
			}
			self->at += !fresh;
			skip_space(self);
			return array || take_key(self);
		}
		self->at++;
		self->open.count--;
	}
	skip_space(self);
	*done = true;
	return self->at == self->end || wrong(self, "something stands behind the value");
}

static bool parse(parser *self)
{
	bool done = false;
	skip_space(self);
	while (!done) {
		if (!take_value(self) || !go_on(self, &done)) {
			return false;
		}
	}
	return true;
}

static onto_status run(parser *self, json_t **out, onto_error *error)
{
	bool good = parse(self);
	vector_free(&self->open);
	buffer_free(&self->key);
	buffer_free(&self->decoded);
	*out = good ? self->root : NULL;
	if (good) {
		return ONTO_OK;
	}
	json_decref(self->root);
	if (!self->reason) {
		return fail_memory(error);
	}
	size_t line = 1;
	for (const char *at = self->start; (at = memchr(at, '\n', (size_t)(self->at - at))); at++) {
		line++;
	}
	return onto_fail(error, ONTO_DAMAGED, NULL, line, "%s", self->reason);
}

onto_status onto_json_parse(const void *bytes, size_t length, json_t **out, size_t *place, onto_error *error)
{
	const char *start = length ? bytes : "";
	parser self = {.start = start, .at = start, .end = start + length};
	onto_status status = run(&self, out, error);
	if (place) {
		*place = (size_t)(self.at - start);
	}
	return status;
}

onto_status json_parse(const char *bytes, size_t length, const char *file, size_t line, json_t **out, bool *changed,
                       onto_error *error)
{
	const char *start = length ? bytes : "";
	parser self = {.start = start, .at = start, .end = start + length, .lenient = changed != NULL};
	onto_error reason = {0};
	onto_status status = run(&self, out, &reason);
	if (changed) {
		*changed = self.changed;
	}
	return status == ONTO_OK ? status
	       : status == ONTO_DAMAGED
	           ? onto_fail(error, status, file, line + reason.line - 1, "no good JSON: %s", reason.message)
	           : fail_memory(error);
}
