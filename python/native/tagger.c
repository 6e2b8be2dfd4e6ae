/* Taggers: options, and a worker for each thread that tags. */
#include "tagger.h"

#include <stdlib.h>
#include <string.h>

#include "dictionary.h"
#include "job.h"
#include "mention.h"
#include "table.h"

enum { LONG_TEXT = 1 << 20 }; /* bytes; a longer text is tagged on another thread, so that Ctrl-C need not wait */

/* ---- options ------------------------------------------------------------------------------------------------- */

typedef struct given {
	PyObject *dictionary, *types, *vocabulary, *within, *without_codes, *without, *parts, *targets, *only;
	const char *overlap, *abbreviations, *offsets, *cues, *judge, *profile;
	int level, keep_generic, offer_retired, offer_ambiguous, other_species, no_judge, candidates, explain,
		explain_dropped;
	double threshold, min_confidence;
} given;

static bool read_given(PyObject *arguments, PyObject *keywords, native_state *state, given *out)
{
	static char *names[] = {"dictionary",    "types",           "vocabulary",
	                        "within",        "without_codes",   "without",
	                        "parts",         "targets",         "only",
	                        "overlap",       "offsets",         "level",
	                        "keep_generic",  "offer_retired",   "offer_ambiguous",
	                        "other_species", "context_cues",    "abbreviations",
	                        "judge",         "no_judge",        "profile",
	                        "threshold",     "min_confidence",  "candidates",
	                        "explain",       "explain_dropped", NULL};
	return PyArg_ParseTupleAndKeywords(
		arguments, keywords, "O!OOOOOOOOssippppzszpzddppp", names, state->dictionary, &out->dictionary, &out->types,
		&out->vocabulary, &out->within, &out->without_codes, &out->without, &out->parts, &out->targets, &out->only,
		&out->overlap, &out->offsets, &out->level, &out->keep_generic, &out->offer_retired, &out->offer_ambiguous,
		&out->other_species, &out->cues, &out->abbreviations, &out->judge, &out->no_judge, &out->profile,
		&out->threshold, &out->min_confidence, &out->candidates, &out->explain, &out->explain_dropped);
}

/* The words of a sequence as bits, numbered by the list that `word` gives. */
static bool bits_of(PyObject *sequence, const char *of, const char *(*word)(size_t index), unsigned *out)
{
	size_t count;
	char **given = strings_of(sequence, of, &count);
	bool good = given != NULL;
	for (size_t i = 0; good && i < count; i++) {
		size_t bit = 0;
		while (word(bit) && strcmp(word(bit), given[i]) != 0) {
			bit++;
		}
		good = word(bit) != NULL;
		if (good) {
			*out |= 1u << bit;
		} else {
			PyErr_Format(PyExc_ValueError, "nothing that is %s: '%s'", of, given[i]);
		}
	}
	strings_free(given);
	return good;
}

/* The words for ONTO_CONTEXT_ bits. */
static const char *part_word(size_t index)
{
	static const char *const words[] = {"context", "values", "sections"};
	return index < sizeof words / sizeof *words ? words[index] : NULL;
}

static bool copy_ids(PyObject *sequence, onto_concept_id **at, size_t *count)
{
	Py_ssize_t length = PySequence_Size(sequence);
	for (Py_ssize_t i = 0; i < length; i++) {
		PyObject *item = PySequence_GetItem(sequence, i);
		unsigned long id = item ? PyLong_AsUnsignedLong(item) : (unsigned long)-1;
		Py_XDECREF(item);
		if (PyErr_Occurred()) {
			return false;
		}
		*(*at)++ = (onto_concept_id)id;
	}
	*count = length > 0 ? (size_t)length : 0;
	return length >= 0;
}

static bool set_filter(tagging *how, const given *given)
{
	onto_filter_options *filter = &how->filter;
	Py_ssize_t within = PySequence_Size(given->within), without = PySequence_Size(given->without_codes),
			   targets = PySequence_Size(given->targets);
	if (within < 0 || without < 0 || targets < 0) {
		return false;
	}
	onto_concept_id *at = calloc((size_t)(within + without + targets + 1), sizeof *at);
	if (!at) {
		return PyErr_NoMemory() != NULL;
	}
	how->concepts = at;
	filter->size = sizeof *filter;
	filter->within = at;
	filter->without = at + within;
	filter->targets = at + within + without;
	filter->to_level = given->level >= 0;
	filter->level = given->level >= 0 ? (unsigned)given->level : 0;
	how->under = within || without || targets || filter->to_level;
	if (!bits_of(given->only, "said of a mention", onto_said_word, &filter->said)) {
		return false;
	}
	how->filtered = how->under || filter->said;
	return copy_ids(given->within, &at, &filter->within_count) &&
	       copy_ids(given->without_codes, &at, &filter->without_count) &&
	       copy_ids(given->targets, &at, &filter->target_count);
}

static bool set_words(tagging *how, const given *given)
{
	if (!onto_overlap_parse(given->overlap, &how->options.overlap)) {
		PyErr_Format(PyExc_ValueError, "no overlap policy '%s' (longest, all, nested, one-per-type)",
		             given->overlap);
		return false;
	}
	if (!onto_short_forms_parse(given->abbreviations, &how->options.short_forms)) {
		PyErr_Format(PyExc_ValueError, "no policy of abbreviations '%s' (defined, likely, all)",
		             given->abbreviations);
		return false;
	}
	if (!onto_offsets_parse(given->offsets, &how->offsets)) {
		PyErr_Format(PyExc_ValueError, "no unit of offsets '%s' (codepoints, bytes, utf16)", given->offsets);
		return false;
	}
	return types_of(given->types, &how->options.types) &&
	       bits_of(given->parts, "part of the context", part_word, &how->options.without_context) &&
	       transformations_of(given->without, &how->options.without);
}

/* NULL: the library's own cues, which all taggers of a dictionary share. */
static bool set_cues(tagging *how, const given *given)
{
	onto_error error = {0};
	if (given->cues && onto_cues_load(given->cues, &how->cues, &error) != ONTO_OK) {
		raise_failure(&error);
		return false;
	}
	how->options.cues = how->cues;
	return true;
}

/* Likewise the weights. */
static bool set_judge(tagging *how, const given *given)
{
	onto_error error = {0};
	if (!(given->threshold > -1000 && given->threshold < 1000)) {
		PyErr_SetString(PyExc_ValueError, "no threshold between -1000 and 1000");
		return false;
	}
	if (!(given->min_confidence >= 0 && given->min_confidence <= 1)) {
		PyErr_SetString(PyExc_ValueError, "no min_confidence from 0 to 1");
		return false;
	}
	how->options.min_confidence = given->min_confidence;
	how->candidates = given->candidates;
	how->explain = given->explain;
	how->explain_dropped = given->explain_dropped;
	how->options.tell_places = given->candidates || given->explain || given->explain_dropped;
	how->options.threshold = given->threshold;
	how->options.no_judge = given->no_judge;
	if ((given->judge || given->profile) &&
	    onto_judge_load(given->judge, given->profile, &how->judge, &error) != ONTO_OK) {
		error.status = error.status == ONTO_UNKNOWN ? ONTO_ARGUMENT : error.status;
		raise_failure(&error);
		return false;
	}
	how->options.judge = how->judge;
	return true;
}

static tagging *tagging_of(const given *given)
{
	tagging *how = calloc(1, sizeof *how);
	if (!how) {
		return (tagging *)PyErr_NoMemory();
	}
	atomic_init(&how->references, 1);
	how->dictionary = shared_dictionary_hold(((dictionary_object *)given->dictionary)->shared);
	how->options = (onto_tag_options){.size = sizeof how->options,
	                                  .keep_generic = given->keep_generic,
	                                  .offer_retired = given->offer_retired,
	                                  .offer_ambiguous = given->offer_ambiguous,
	                                  .other_species = given->other_species};
	how->vocabularies = strings_of(given->vocabulary, "a vocabulary", &how->options.vocabulary_count);
	how->options.vocabularies = (const char *const *)how->vocabularies;
	if (!how->vocabularies || !set_words(how, given) || !set_filter(how, given) || !set_cues(how, given) ||
	    !set_judge(how, given)) {
		tagging_release(how);
		return NULL;
	}
	return how;
}

/* ---- workers ------------------------------------------------------------------------------------------------- */

static bool is_open(const tagger_object *self)
{
	if (self->closed) {
		PyErr_SetString(PyExc_ValueError, "the tagger is closed");
	}
	return !self->closed;
}

worker *worker_take(tagger_object *self)
{
	worker *taken = self->idle;
	onto_error error = {0};
	onto_status status;
	if (!is_open(self)) {
		return NULL;
	}
	if (taken) {
		self->idle = taken->next;
		return taken;
	}
	Py_BEGIN_ALLOW_THREADS status = worker_new(self->how, &taken, &error);
	Py_END_ALLOW_THREADS return status == ONTO_OK ? taken : (worker *)raise_failure(&error);
}

static void drop_idle(tagger_object *self)
{
	for (worker *next; self->idle; self->idle = next) {
		next = self->idle->next;
		worker_free(self->idle);
	}
}

void worker_put(tagger_object *self, worker *used)
{
	used->next = self->idle;
	self->idle = used;
	if (self->closed) {
		drop_idle(self);
	}
}

/* ---- making and freeing -------------------------------------------------------------------------------------- */

static PyObject *tagger_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
	native_state *state = native();
	given given;
	tagging *how = state && read_given(arguments, keywords, state, &given) ? tagging_of(&given) : NULL;
	allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
	tagger_object *self = how ? (tagger_object *)allocate(type, 0) : NULL;
	if (!self) {
		tagging_release(how);
		return NULL;
	}
	self->how = how;
	worker *first = worker_take(self); /* reports invalid options at once */
	if (!first) {
		Py_DECREF(self);
		return NULL;
	}
	worker_put(self, first);
	return (PyObject *)self;
}

static PyObject *tagger_close(PyObject *object, PyObject *none)
{
	tagger_object *self = (tagger_object *)object;
	(void)none;
	self->closed = true;
	drop_idle(self);
	Py_RETURN_NONE;
}

static void tagger_dealloc(PyObject *object)
{
	tagger_object *self = (tagger_object *)object;
	drop_idle(self);
	tagging_release(self->how);
	object_free(object);
}

static PyObject *tagger_closed(PyObject *self, void *none)
{
	(void)none;
	return PyBool_FromLong(((tagger_object *)self)->closed);
}

/* ---- one text ------------------------------------------------------------------------------------------------ */

/* The UTF-8 of a text. NULL, with an exception set, where it is not a str or contains a lone surrogate. */
static PyObject *text_of(PyObject *text)
{
	if (PyUnicode_Check(text)) {
		return PyUnicode_AsUTF8String(text);
	}
	PyErr_Format(PyExc_TypeError, "a text must be str, not %R%s", (PyObject *)Py_TYPE(text),
	             PyBytes_Check(text) ? "; decode it first" : "");
	return NULL;
}

/* A call that needs neither the interpreter lock nor a Python object. */
typedef struct tag_call {
	tagging *how;
	worker *worker;
	onto_document document;
	char *own; /* a copy of the text; NULL: the text is the caller's */
	const onto_tags *tags;
	onto_status status;
	onto_error error;
} tag_call;

static void tag_work(void *context)
{
	tag_call *self = context;
	self->status = worker_tag(self->worker, self->document.text, self->document.length, &self->tags, &self->error);
	if (self->status == ONTO_OK) {
		self->status = worker_offsets(self->worker, &self->document, self->how->offsets, &self->error);
	}
}

static void tag_drop(void *context)
{
	tag_call *self = context;
	worker_free(self->worker);
	tagging_release(self->how);
	free(self->own);
	free(self);
}

/* A long text is copied, because its thread may outlive the call. */
static tag_call *tag_call_new(tagger_object *self, PyObject *bytes, const char *id)
{
	tag_call *call = calloc(1, sizeof *call);
	char *text;
	Py_ssize_t length;
	if (!call || PyBytes_AsStringAndSize(bytes, &text, &length) != 0) {
		free(call);
		return call ? NULL : (tag_call *)PyErr_NoMemory();
	}
	call->how = tagging_hold(self->how);
	call->document =
		(onto_document){.size = sizeof call->document, .id = id, .text = text, .length = (size_t)length};
	if (length >= LONG_TEXT) {
		call->own = malloc((size_t)length);
		if (!call->own) {
			PyErr_NoMemory();
			tag_drop(call);
			return NULL;
		}
		memcpy(call->own, text, (size_t)length);
		call->document.text = call->own;
	}
	call->worker = worker_take(self);
	if (!call->worker) {
		tag_drop(call);
		return NULL;
	}
	return call;
}

static void tag_call_end(tagger_object *self, tag_call *call)
{
	worker_put(self, call->worker);
	call->worker = NULL;
	tag_drop(call);
}

/* Tags the text. NULL, with an exception set, on failure. */
static tag_call *tag_text(tagger_object *self, PyObject *bytes, const char *id)
{
	tag_call *call = tag_call_new(self, bytes, id);
	if (!call) {
		return NULL;
	}
	if (call->own) {
		if (!run_aside(tag_work, tag_drop, call)) {
			return NULL;
		}
	} else {
		Py_BEGIN_ALLOW_THREADS tag_work(call);
		Py_END_ALLOW_THREADS
	}
	if (call->status != ONTO_OK) {
		raise_failure(&call->error);
		tag_call_end(self, call);
		return NULL;
	}
	return call;
}

static PyObject *tag(PyObject *object, PyObject *text)
{
	tagger_object *self = (tagger_object *)object;
	PyObject *bytes = text_of(text);
	tag_call *call = bytes ? tag_text(self, bytes, "") : NULL;
	PyObject *tags = call ? tags_object(self->how, call->worker, &call->document, call->tags) : NULL;
	if (call) {
		tag_call_end(self, call);
	}
	Py_XDECREF(bytes);
	return tags;
}

/* ---- formats ------------------------------------------------------------------------------------------------- */

static bool append(PyObject *list, onto_status status, const char *bytes, size_t length, const onto_error *error)
{
	if (status != ONTO_OK) {
		raise_failure(error);
		return false;
	}
	return push(list, PyBytes_FromStringAndSize(bytes, (Py_ssize_t)length));
}

static PyObject *join(PyObject *parts)
{
	PyObject *empty = PyBytes_FromStringAndSize("", 0),
			 *whole = empty ? PyObject_CallMethod(empty, "join", "O", parts) : NULL, *text = NULL;
	char *bytes;
	Py_ssize_t length;
	if (whole && PyBytes_AsStringAndSize(whole, &bytes, &length) == 0) {
		text = text_object(bytes, (size_t)length);
	}
	Py_XDECREF(empty);
	Py_XDECREF(whole);
	return text;
}

static PyObject *written(const tag_call *call, onto_writer *writer)
{
	PyObject *parts = PyList_New(0), *text = NULL;
	onto_error error = {0};
	const char *bytes = "";
	size_t length = 0;
	onto_status status = parts ? onto_writer_begin(writer, &bytes, &length, &error) : ONTO_NO_MEMORY;
	if (parts && append(parts, status, bytes, length, &error)) {
		status = onto_writer_document(writer, &call->document, call->tags, &bytes, &length, &error);
		if (append(parts, status, bytes, length, &error)) {
			status = onto_writer_end(writer, &bytes, &length, &error);
			text = append(parts, status, bytes, length, &error) ? join(parts) : NULL;
		}
	}
	Py_XDECREF(parts);
	return text;
}

static PyObject *format(PyObject *object, PyObject *arguments, PyObject *keywords)
{
	static char *names[] = {"text", "id", "output", "colour", "width", "json", NULL};
	tagger_object *self = (tagger_object *)object;
	PyObject *text, *formatted = NULL;
	const char *id, *output;
	int colour = 0, json = 0;
	Py_ssize_t width = 0;
	if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "Oss|pnp", names, &text, &id, &output, &colour, &width,
	                                 &json)) {
		return NULL;
	}
	onto_write_options options = {.size = sizeof options,
	                              .colour = colour,
	                              .width = width > 0 ? (size_t)width : 0,
	                              .json = json,
	                              .offsets = self->how->offsets,
	                              .candidates = self->how->candidates,
	                              .explain = self->how->explain,
	                              .explain_dropped = self->how->explain_dropped};
	onto_error error = {0};
	onto_writer *writer;
	if (onto_writer_new(output, &options, &writer, &error) != ONTO_OK) {
		error.status = error.status == ONTO_UNKNOWN ? ONTO_ARGUMENT : error.status;
		return raise_failure(&error);
	}
	PyObject *bytes = text_of(text);
	tag_call *call = bytes ? tag_text(self, bytes, id) : NULL;
	if (call) {
		formatted = written(call, writer);
		tag_call_end(self, call);
	}
	Py_XDECREF(bytes);
	onto_writer_free(writer);
	return formatted;
}

/* ---- many texts ---------------------------------------------------------------------------------------------- */

static PyObject *tag_batch(PyObject *object, PyObject *arguments)
{
	tagger_object *self = (tagger_object *)object;
	PyObject *texts, *ids;
	Py_ssize_t threads;
	if (!PyArg_ParseTuple(arguments, "OOn", &texts, &ids, &threads) || !is_open(self)) {
		return NULL;
	}
	if (threads < 1 || threads > 1024) {
		PyErr_Format(PyExc_ValueError, "no number of threads from 0 to 1024: %zd", threads);
		return NULL;
	}
	strings *from = strings_open(texts, "text", false);
	strings *named = from && ids != Py_None ? strings_open(ids, "id", true) : NULL;
	table *result = NULL;
	if (from && (named || ids == Py_None)) {
		result = job_run(self->how, &self->idle, from, named, (size_t)threads);
	}
	if (self->closed) {
		drop_idle(self);
	}
	strings_close(from);
	strings_close(named);
	return result ? table_object(result) : NULL;
}

static PyMethodDef methods[] = {
	{"tag", tag, METH_O, "(mentions, abbreviations, offers, ambiguous, candidates) of a text"},
	{"tag_batch", tag_batch, METH_VARARGS, "A table of the mentions of many texts"},
	{"format", (PyCFunction)(void (*)(void))format, METH_VARARGS | METH_KEYWORDS,
     "A text and its tags in an output format"},
	{"close", tagger_close, METH_NOARGS, "Frees what it holds"},
	{0},
};

static PyGetSetDef attributes[] = {
	{"closed", tagger_closed, NULL, "Whether it was closed", NULL},
	{0},
};

static PyType_Slot slots[] = {
	{Py_tp_new, (void *)tagger_new},
	{Py_tp_dealloc, (void *)tagger_dealloc},
	{Py_tp_methods, methods},
	{Py_tp_getset, attributes},
	{0},
};

static PyType_Spec spec = {
	.name = "ontotag._native.Tagger",
	.basicsize = sizeof(tagger_object),
	.flags = Py_TPFLAGS_DEFAULT,
	.slots = slots,
};

bool add_tagger(PyObject *module, native_state *state)
{
	state->tagger = add_type(module, &spec, "Tagger");
	return state->tagger != NULL;
}
