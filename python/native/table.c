/* The mentions of a batch as a Python object with Arrow's PyCapsule interface: a stream of one record batch per
 * piece. */
#include "table.h"

#include <errno.h>
#include <stdlib.h>

typedef struct table_python {
	PyObject_HEAD table *shared;
} table_python;

static table *table_in(PyObject *self)
{
	return ((table_python *)self)->shared;
}

PyObject *table_object(table *shared)
{
	native_state *state = native();
	allocfunc allocate = state ? (allocfunc)PyType_GetSlot(state->table, Py_tp_alloc) : NULL;
	table_python *self = allocate ? (table_python *)allocate(state->table, 0) : NULL;
	if (!self) {
		table_release(shared);
		return NULL;
	}
	self->shared = shared;
	return (PyObject *)self;
}

static void table_dealloc(PyObject *self)
{
	table_release(table_in(self));
	object_free(self);
}

static Py_ssize_t table_length(PyObject *self)
{
	return (Py_ssize_t)table_in(self)->length;
}

static PyObject *table_documents(PyObject *self, void *none)
{
	(void)none;
	return PyLong_FromSize_t(table_in(self)->documents);
}

/* ---- the stream ---------------------------------------------------------------------------------------------- */

typedef struct stream_private {
	table *table;
	size_t next;
} stream_private;

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
	(void)stream;
	return field_schema(&mention_row, out) ? 0 : ENOMEM;
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
	stream_private *own = stream->private_data;
	*out = (struct ArrowArray){0};
	return own->next == own->table->count || rows_array(own->table->pieces[own->next++], out) ? 0 : ENOMEM;
}

static const char *stream_error(struct ArrowArrayStream *stream)
{
	(void)stream;
	return "out of memory";
}

static void stream_release(struct ArrowArrayStream *stream)
{
	stream_private *own = stream->private_data;
	table_release(own->table);
	free(own);
	stream->release = NULL;
}

static void free_stream_capsule(PyObject *capsule)
{
	struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
	if (stream->release) {
		stream->release(stream);
	}
	free(stream);
}

static void free_schema_capsule(PyObject *capsule)
{
	struct ArrowSchema *schema = PyCapsule_GetPointer(capsule, "arrow_schema");
	if (schema->release) {
		schema->release(schema);
	}
	free(schema);
}

/* The requested schema is only a preference, and the consumer casts. So it is ignored. */
static PyObject *arrow_stream(PyObject *self, PyObject *arguments, PyObject *keywords)
{
	static char *names[] = {"requested_schema", NULL};
	PyObject *requested = Py_None;
	if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|O", names, &requested)) {
		return NULL;
	}
	struct ArrowArrayStream *stream = calloc(1, sizeof *stream);
	stream_private *own = calloc(1, sizeof *own);
	if (!stream || !own) {
		free(stream);
		free(own);
		return PyErr_NoMemory();
	}
	own->table = table_hold(table_in(self));
	*stream = (struct ArrowArrayStream){stream_schema, stream_next, stream_error, stream_release, own};
	PyObject *capsule = PyCapsule_New(stream, "arrow_array_stream", free_stream_capsule);
	if (!capsule) {
		stream->release(stream);
		free(stream);
	}
	return capsule;
}

static PyObject *arrow_schema(PyObject *self, PyObject *none)
{
	(void)self;
	(void)none;
	struct ArrowSchema *schema = calloc(1, sizeof *schema);
	if (!schema || !field_schema(&mention_row, schema)) {
		free(schema);
		return PyErr_NoMemory();
	}
	PyObject *capsule = PyCapsule_New(schema, "arrow_schema", free_schema_capsule);
	if (!capsule) {
		schema->release(schema);
		free(schema);
	}
	return capsule;
}

/* Tables come from tag_batch only. */
static PyObject *no_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
	(void)type;
	(void)arguments;
	(void)keywords;
	PyErr_SetString(PyExc_TypeError, "tables are made by Tagger.tag_batch");
	return NULL;
}

static PyMethodDef methods[] = {
	{"__arrow_c_stream__", (PyCFunction)(void (*)(void))arrow_stream, METH_VARARGS | METH_KEYWORDS,
     "The rows as an Arrow stream"},
	{"__arrow_c_schema__", arrow_schema, METH_NOARGS, "The schema of the rows"},
	{0},
};

static PyGetSetDef attributes[] = {
	{"documents", table_documents, NULL, "How many texts were tagged", NULL},
	{0},
};

static PyType_Slot slots[] = {
	{Py_tp_new, (void *)no_new}, {Py_tp_dealloc, (void *)table_dealloc}, {Py_tp_methods, methods},
	{Py_tp_getset, attributes},  {Py_sq_length, (void *)table_length},   {0},
};

static PyType_Spec spec = {
	.name = "ontotag._native.Table",
	.basicsize = sizeof(table_python),
	.flags = Py_TPFLAGS_DEFAULT,
	.slots = slots,
};

bool add_table(PyObject *module, native_state *state)
{
	state->table = add_type(module, &spec, "Table");
	return state->table != NULL;
}
