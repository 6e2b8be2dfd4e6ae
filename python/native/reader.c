/* Readers: read the documents of a file one by one and tag each. */
#include <stdlib.h>
#include <string.h>

#include "dictionary.h"
#include "mention.h"
#include "native.h"
#include "tagger.h"

typedef struct reader_object {
	PyObject_HEAD onto_reader *reader;
	bool busy; /* a thread reads */
} reader_object;

static char *path_of(PyObject *given)
{
	PyObject *bytes;
	char *at;
	if (!PyUnicode_FSConverter(given, &bytes)) {
		return NULL;
	}
	char *path = PyBytes_AsStringAndSize(bytes, &at, NULL) == 0 ? strdup(at) : NULL;
	Py_DECREF(bytes);
	return path;
}

static PyObject *reader_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
	static char *names[] = {"path", "format", "lines", "id_field", "text_field", "no_header", "encoding", NULL};
	PyObject *given;
	const char *format, *id_field, *text_field, *encoding;
	int lines, no_header;
	if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "Ozpzzpz", names, &given, &format, &lines, &id_field,
	                                 &text_field, &no_header, &encoding)) {
		return NULL;
	}
	char *path = path_of(given);
	if (!path) {
		return NULL;
	}
	onto_read_options options = {.size = sizeof options,
	                             .lines = lines,
	                             .id_field = id_field,
	                             .text_field = text_field,
	                             .no_header = no_header,
	                             .encoding = encoding};
	onto_error error = {0};
	onto_reader *reader;
	onto_status status;
	Py_BEGIN_ALLOW_THREADS status = onto_reader_open(path, format, &options, &reader, &error);
	Py_END_ALLOW_THREADS free(path);
	if (status != ONTO_OK) {
		error.status = status == ONTO_UNKNOWN ? ONTO_ARGUMENT : status;
		return raise_failure(&error);
	}
	allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
	reader_object *self = (reader_object *)allocate(type, 0);
	if (!self) {
		onto_reader_free(reader);
		return NULL;
	}
	self->reader = reader;
	return (PyObject *)self;
}

static void reader_dealloc(PyObject *self)
{
	onto_reader_free(((reader_object *)self)->reader);
	object_free(self);
}

/* The content of the document that is neither text nor annotations. */
static PyObject *rest_object(const onto_document *document)
{
	PyObject *list = PyList_New(0);
	for (size_t i = 0; list && i < document->rest_count; i++) {
		if (!push(list, string_object(document->rest[i]))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static PyObject *document_object(const onto_document *document, PyObject *tags)
{
	PyObject *text = text_object(document->text, document->length);
	PyObject *source =
		document->origin_count ? text_object(document->source, document->source_length) : string_object(NULL);
	PyObject *rest = rest_object(document), *id = string_object(document->id),
			 *format = string_object(document->format);
	PyObject *whole =
		text && source && rest && id && format ? PyTuple_Pack(6, id, text, source, format, rest, tags) : NULL;
	Py_XDECREF(text);
	Py_XDECREF(source);
	Py_XDECREF(rest);
	Py_XDECREF(id);
	Py_XDECREF(format);
	Py_DECREF(tags);
	return whole;
}

/* Warns of what the last document was read without, and of an encoding that was guessed. */
static bool warn(const reader_object *self)
{
	const onto_error *note;
	for (size_t i = 0; (note = onto_reader_note(self->reader, i)); i++) {
		char message[sizeof note->file + sizeof note->message + 24];
		if (note->line) {
			snprintf(message, sizeof message, "%s:%zu: %s", note->file, note->line, note->message);
		} else {
			snprintf(message, sizeof message, "%s: %s", note->file, note->message);
		}
		if (PyErr_WarnEx(PyExc_UserWarning, message, 2) != 0) {
			return false;
		}
	}
	return true;
}

static PyObject *tag_next(reader_object *self, tagger_object *tagger, worker *worker)
{
	const onto_document *document = NULL;
	const onto_tags *tags;
	onto_error error = {0};
	onto_status status;
	Py_BEGIN_ALLOW_THREADS status = onto_reader_next(self->reader, &document, &error);
	if (status == ONTO_OK && document) {
		status = worker_tag(worker, document->text, document->length, &tags, &error);
		status = status == ONTO_OK ? worker_offsets(worker, document, tagger->how->offsets, &error) : status;
	}
	Py_END_ALLOW_THREADS if (status != ONTO_OK)
	{
		return raise_failure(&error);
	}
	if (!warn(self)) {
		return NULL;
	}
	if (!document) {
		Py_RETURN_NONE;
	}
	PyObject *found = tags_object(tagger->how, worker, document, tags);
	return found ? document_object(document, found) : NULL;
}

/* The next document and its tags: (id, text, source, format, rest, tags); None at the end. */
static PyObject *reader_next(PyObject *object, PyObject *given)
{
	native_state *state = native();
	reader_object *self = (reader_object *)object;
	if (!state || !PyObject_TypeCheck(given, state->tagger)) {
		PyErr_SetString(PyExc_TypeError, "a native tagger is expected");
		return NULL;
	}
	if (self->busy) {
		PyErr_SetString(PyExc_RuntimeError, "another thread reads this file");
		return NULL;
	}
	worker *worker = worker_take((tagger_object *)given);
	if (!worker) {
		return NULL;
	}
	self->busy = true;
	PyObject *next = tag_next(self, (tagger_object *)given, worker);
	self->busy = false;
	worker_put((tagger_object *)given, worker);
	return next;
}

static PyMethodDef methods[] = {
	{"next", reader_next, METH_O, "The next document with its tags"},
	{0},
};

static PyType_Slot slots[] = {
	{Py_tp_new, (void *)reader_new},
	{Py_tp_dealloc, (void *)reader_dealloc},
	{Py_tp_methods, methods},
	{0},
};

static PyType_Spec spec = {
	.name = "ontotag._native.Reader",
	.basicsize = sizeof(reader_object),
	.flags = Py_TPFLAGS_DEFAULT,
	.slots = slots,
};

bool add_reader(PyObject *module, native_state *state)
{
	state->reader = add_type(module, &spec, "Reader");
	return state->reader != NULL;
}
