/* Strings from iterables and from Arrow arrays: plain, large, views, dictionaries, slices, tables of one column. */
#include "strings.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The layout of the strings of an array. */
typedef enum layout { NULLS, SMALL, LARGE, VIEW, NUMBERS } layout;

struct strings {
	const char *of;
	bool numbers;
	size_t number; /* of the next item */

	/* An iterable. */
	PyObject *iterator; /* NULL: Arrow */
	PyObject *item;     /* the bytes of the last */

	/* Arrow. */
	struct ArrowSchema schema;
	struct ArrowArrayStream stream; /* without one, the holder has the only array */
	array_holder *holder;           /* of the current array */
	const struct ArrowSchema *type; /* of the strings: the schema, or its only child */
	layout layout;
	char index; /* format of dictionary indices; 0: not a dictionary */
	int64_t at;
	char digits[24];
};

/* ---- arrays -------------------------------------------------------------------------------------------------- */

array_holder *array_holder_hold(array_holder *self)
{
	atomic_fetch_add(&self->references, 1);
	return self;
}

void array_holder_release(array_holder *self)
{
	if (self && atomic_fetch_sub(&self->references, 1) == 1) {
		if (self->array.release) {
			self->array.release(&self->array);
		}
		free(self);
	}
}

static bool is_valid(const struct ArrowArray *array, int64_t at)
{
	const uint8_t *bits = array->n_buffers ? array->buffers[0] : NULL;
	return !bits || !array->null_count || bits[at / 8] >> at % 8 & 1;
}

/* A view is 16 bytes: the length, then up to 12 bytes, or 4 bytes of prefix, a buffer's number and an offset. */
static slice view_at(const struct ArrowArray *array, int64_t at)
{
	const char *view = (const char *)array->buffers[1] + at * 16;
	int32_t length, buffer, offset;
	memcpy(&length, view, 4);
	if (length <= 12) {
		return (slice){view + 4, (size_t)length};
	}
	memcpy(&buffer, view + 8, 4);
	memcpy(&offset, view + 12, 4);
	return (slice){(const char *)array->buffers[2 + buffer] + offset, (size_t)length};
}

static int64_t number_at(const void *values, char format, int64_t at)
{
	switch (format) {
	case 'c': return ((const int8_t *)values)[at];
	case 'C': return ((const uint8_t *)values)[at];
	case 's': return ((const int16_t *)values)[at];
	case 'S': return ((const uint16_t *)values)[at];
	case 'i': return ((const int32_t *)values)[at];
	case 'I': return ((const uint32_t *)values)[at];
	default: return ((const int64_t *)values)[at];
	}
}

static slice digits_at(strings *self, const struct ArrowArray *array, int64_t at)
{
	int64_t number = number_at(array->buffers[1], *self->type->format, at);
	int length =
		snprintf(self->digits, sizeof self->digits, *self->type->format == 'L' ? "%" PRIu64 : "%" PRId64, number);
	return (slice){self->digits, (size_t)length};
}

/* Item `at` of an array, counted from the start of its buffers. */
static slice string_at(strings *self, const struct ArrowArray *array, int64_t at)
{
	if (self->layout == NULLS || !is_valid(array, at)) {
		return (slice){0};
	}
	if (self->layout == VIEW) {
		return view_at(array, at);
	}
	if (self->layout == NUMBERS) {
		return digits_at(self, array, at);
	}
	const char *bytes = array->buffers[2] ? array->buffers[2] : "";
	if (self->layout == SMALL) {
		const int32_t *offsets = (const int32_t *)array->buffers[1] + at;
		return (slice){bytes + offsets[0], (size_t)(offsets[1] - offsets[0])};
	}
	const int64_t *offsets = (const int64_t *)array->buffers[1] + at;
	return (slice){bytes + offsets[0], (size_t)(offsets[1] - offsets[0])};
}

/* Descends through a struct of one column and through a dictionary. */
static slice item_at(strings *self, int64_t row)
{
	const struct ArrowArray *array = &self->holder->array;
	int64_t at = array->offset + row;
	if (self->type != &self->schema) {
		if (!is_valid(array, at)) {
			return (slice){0};
		}
		array = array->children[0];
		at += array->offset;
	}
	if (!self->index) {
		return string_at(self, array, at);
	}
	if (!is_valid(array, at)) {
		return (slice){0};
	}
	int64_t index = number_at(array->buffers[1], self->index, at);
	array = array->dictionary;
	return index >= 0 && index < array->length ? string_at(self, array, array->offset + index) : (slice){0};
}

/* ---- types --------------------------------------------------------------------------------------------------- */

static bool layout_of(const strings *self, const char *format, layout *out)
{
	static const struct {
		const char *format;
		layout layout;
	} known[] = {{"n", NULLS}, {"u", SMALL}, {"U", LARGE}, {"vu", VIEW}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strcmp(format, known[i].format) == 0) {
			*out = known[i].layout;
			return true;
		}
	}
	*out = NUMBERS;
	return self->numbers && strlen(format) == 1 && strchr("cCsSiIlL", *format);
}

static bool settle_type(strings *self)
{
	const struct ArrowSchema *type = &self->schema;
	if (strcmp(type->format, "+s") == 0) {
		if (type->n_children != 1) {
			PyErr_Format(PyExc_TypeError, "a table of %lld columns: give the one column of %ss",
			             (long long)type->n_children, self->of);
			return false;
		}
		type = type->children[0];
	}
	self->type = type;
	if (type->dictionary) {
		self->index = *type->format;
		type = type->dictionary;
	}
	if (!layout_of(self, type->format, &self->layout) || (self->index && self->layout == NUMBERS)) {
		PyErr_Format(PyExc_TypeError, "a column of %ss is of strings, not of Arrow's type '%s'", self->of,
		             type->format);
		return false;
	}
	return true;
}

/* ---- capsules ------------------------------------------------------------------------------------------------ */

/* The capsule that a method of the object returns. NULL without an exception where the method is missing or
 * unusable. */
static PyObject *capsules_of(PyObject *from, const char *method)
{
	if (!PyObject_HasAttrString(from, method)) {
		return NULL;
	}
	PyObject *given = PyObject_CallMethod(from, method, NULL);
	if (!given && PyErr_ExceptionMatches(PyExc_ImportError)) {
		PyErr_Clear(); /* pandas without pyarrow */
	}
	return given;
}

static bool take_stream(strings *self, PyObject *capsule)
{
	struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
	if (!stream) {
		return false;
	}
	self->stream = *stream;
	stream->release = NULL;
	int failed;
	Py_BEGIN_ALLOW_THREADS failed = self->stream.get_schema(&self->stream, &self->schema);
	Py_END_ALLOW_THREADS if (failed)
	{
		const char *reason = self->stream.get_last_error(&self->stream);
		PyErr_Format(PyExc_ValueError, "the stream of %ss has no schema: %s", self->of,
		             reason ? reason : strerror(failed));
		return false;
	}
	return settle_type(self);
}

static bool take_array(strings *self, PyObject *pair)
{
	PyObject *capsules[2];
	if (!PyArg_ParseTuple(pair, "OO", &capsules[0], &capsules[1])) {
		return false;
	}
	struct ArrowSchema *schema = PyCapsule_GetPointer(capsules[0], "arrow_schema");
	struct ArrowArray *array = schema ? PyCapsule_GetPointer(capsules[1], "arrow_array") : NULL;
	self->holder = array ? calloc(1, sizeof *self->holder) : NULL;
	if (!self->holder) {
		return array ? PyErr_NoMemory() != NULL : false;
	}
	atomic_init(&self->holder->references, 1);
	self->holder->array = *array;
	self->schema = *schema;
	array->release = NULL;
	schema->release = NULL;
	return settle_type(self);
}

/* 1: an Arrow object; 0: another object; -1: an exception is set. */
static int open_arrow(strings *self, PyObject *from)
{
	PyObject *given = capsules_of(from, "__arrow_c_stream__");
	bool good = given && take_stream(self, given);
	if (!given && !PyErr_Occurred()) {
		given = capsules_of(from, "__arrow_c_array__");
		good = given && take_array(self, given);
	}
	Py_XDECREF(given);
	return PyErr_Occurred() ? -1 : good;
}

strings *strings_open(PyObject *from, const char *of, bool numbers)
{
	if (PyUnicode_Check(from) || PyBytes_Check(from)) {
		PyErr_Format(PyExc_TypeError, "one str where an iterable of %ss is expected", of);
		return NULL;
	}
	strings *self = calloc(1, sizeof *self);
	if (!self) {
		return (strings *)PyErr_NoMemory();
	}
	self->of = of;
	self->numbers = numbers;
	int arrow = PyType_Check(from) ? 0 : open_arrow(self, from);
	if (arrow == 0) {
		self->iterator = PyObject_GetIter(from);
	}
	if (arrow < 0 || (arrow == 0 && !self->iterator)) {
		strings_close(self);
		return NULL;
	}
	return self;
}

void strings_close(strings *self)
{
	if (self) {
		Py_XDECREF(self->iterator);
		Py_XDECREF(self->item);
		array_holder_release(self->holder);
		if (self->schema.release) {
			self->schema.release(&self->schema);
		}
		if (self->stream.release) {
			self->stream.release(&self->stream);
		}
		free(self);
	}
}

/* ---- iteration ----------------------------------------------------------------------------------------------- */

/* Reads the next array of a stream: 1, 0 at the end, or -1 with an exception set. */
static int next_array(strings *self)
{
	array_holder_release(self->holder);
	self->holder = NULL;
	self->at = 0;
	if (!self->stream.release) {
		return 0;
	}
	array_holder *holder = calloc(1, sizeof *holder);
	if (!holder) {
		PyErr_NoMemory();
		return -1;
	}
	atomic_init(&holder->references, 1);
	int failed;
	Py_BEGIN_ALLOW_THREADS failed = self->stream.get_next(&self->stream, &holder->array);
	Py_END_ALLOW_THREADS if (failed)
	{
		const char *reason = self->stream.get_last_error(&self->stream);
		PyErr_Format(PyExc_ValueError, "the stream of %ss broke: %s", self->of, reason ? reason : strerror(failed));
		free(holder);
		return -1;
	}
	if (!holder->array.release) {
		free(holder);
		return 0;
	}
	self->holder = holder;
	return 1;
}

static int next_of_arrow(strings *self, slice *out, array_holder **holder)
{
	while (!self->holder || self->at >= self->holder->array.length) {
		int found = next_array(self);
		if (found <= 0) {
			return found;
		}
	}
	*out = item_at(self, self->at++);
	*holder = self->layout == NUMBERS ? NULL : self->holder;
	self->number++;
	return 1;
}

/* Missing values of Python tables: None, a NaN, pandas.NA. */
static bool is_missing(PyObject *item)
{
	if (item == Py_None || (PyFloat_Check(item) && isnan(PyFloat_AsDouble(item)))) {
		return true;
	}
	PyObject *name = PyObject_GetAttrString((PyObject *)Py_TYPE(item), "__name__");
	bool missing = name && PyUnicode_CompareWithASCIIString(name, "NAType") == 0;
	Py_XDECREF(name);
	PyErr_Clear();
	return missing;
}

/* Adds the number of the item to an encoding error. */
static void tell_number(const strings *self)
{
	PyObject *type, *value, *trace;
	if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) {
		return;
	}
	PyErr_Fetch(&type, &value, &trace);
	PyErr_NormalizeException(&type, &value, &trace);
	PyErr_Format(PyExc_ValueError, "%s number %zu: %S", self->of, self->number, value);
	Py_XDECREF(type);
	Py_XDECREF(value);
	Py_XDECREF(trace);
}

static PyObject *bytes_of(const strings *self, PyObject *item)
{
	if (PyUnicode_Check(item)) {
		PyObject *bytes = PyUnicode_AsUTF8String(item);
		if (!bytes) {
			tell_number(self);
		}
		return bytes;
	}
	if (self->numbers && PyLong_Check(item)) {
		PyObject *digits = PyObject_Str(item), *bytes = digits ? PyUnicode_AsUTF8String(digits) : NULL;
		Py_XDECREF(digits);
		return bytes;
	}
	PyErr_Format(PyExc_TypeError, "%s number %zu must be str or None, not %R", self->of, self->number,
	             (PyObject *)Py_TYPE(item));
	return NULL;
}

static int next_of_iterable(strings *self, slice *out)
{
	PyObject *item = PyIter_Next(self->iterator);
	Py_CLEAR(self->item);
	if (!item) {
		return PyErr_Occurred() ? -1 : 0;
	}
	*out = (slice){0};
	if (PyUnicode_Check(item) || !is_missing(item)) {
		char *bytes;
		Py_ssize_t length;
		self->item = bytes_of(self, item);
		if (!self->item || PyBytes_AsStringAndSize(self->item, &bytes, &length) != 0) {
			Py_DECREF(item);
			return -1;
		}
		*out = (slice){bytes, (size_t)length};
	}
	Py_DECREF(item);
	self->number++;
	return 1;
}

int strings_next(strings *self, slice *out, array_holder **holder)
{
	*holder = NULL;
	return self->iterator ? next_of_iterable(self, out) : next_of_arrow(self, out, holder);
}
