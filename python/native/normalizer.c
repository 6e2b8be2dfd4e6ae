/* Normalizers: whole terms in, candidates out, with the members of `ontotag normalize -o jsonl`. */
#include <stdlib.h>
#include <string.h>

#include "dictionary.h"
#include "native.h"
#include "shared.h"

/* A normalizer for one thread at a time. */
typedef struct lookup {
	struct lookup *next;
	onto_normalizer *normalizer;
	offset_map offsets;
} lookup;

typedef struct normalizer_object {
	PyObject_HEAD shared_dictionary *dictionary;
	onto_normalize_options options;
	char **vocabularies;
	lookup *idle; /* accessed with the interpreter lock only */
} normalizer_object;

static void lookup_free(lookup *self)
{
	if (self) {
		onto_normalizer_free(self->normalizer);
		offset_map_free(&self->offsets);
		free(self);
	}
}

static onto_status lookup_new(normalizer_object *of, lookup **out, onto_error *error)
{
	const onto_normalizer_index *index;
	lookup *self = calloc(1, sizeof *self);
	*out = NULL;
	if (!self) {
		*error = (onto_error){.status = ONTO_NO_MEMORY};
		return ONTO_NO_MEMORY;
	}
	onto_status status = shared_dictionary_index(of->dictionary, &index, error);
	status = status == ONTO_OK ? onto_normalizer_new(index, &of->options, &self->normalizer, error) : status;
	if (status != ONTO_OK) {
		lookup_free(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

static lookup *lookup_take(normalizer_object *self)
{
	lookup *taken = self->idle;
	onto_error error = {0};
	onto_status status;
	if (taken) {
		self->idle = taken->next;
		return taken;
	}
	Py_BEGIN_ALLOW_THREADS status = lookup_new(self, &taken, &error);
	Py_END_ALLOW_THREADS return status == ONTO_OK ? taken : (lookup *)raise_failure(&error);
}

static void normalizer_dealloc(PyObject *object)
{
	normalizer_object *self = (normalizer_object *)object;
	for (lookup *next; self->idle; self->idle = next) {
		next = self->idle->next;
		lookup_free(self->idle);
	}
	strings_free(self->vocabularies);
	shared_dictionary_release(self->dictionary);
	object_free(object);
}

static PyObject *normalizer_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
	static char *names[] = {"dictionary", "top", "min_score", "types", "vocabulary", "without", NULL};
	native_state *state = native();
	PyObject *dictionary, *types, *vocabulary, *without;
	Py_ssize_t top;
	double least;
	if (!state || !PyArg_ParseTupleAndKeywords(arguments, keywords, "O!ndOOO", names, state->dictionary,
	                                           &dictionary, &top, &least, &types, &vocabulary, &without)) {
		return NULL;
	}
	allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
	normalizer_object *self = (normalizer_object *)allocate(type, 0);
	if (!self) {
		return NULL;
	}
	self->dictionary = shared_dictionary_hold(((dictionary_object *)dictionary)->shared);
	self->options = (onto_normalize_options){
		.size = sizeof self->options, .top = (size_t)top, .min_score = least > 0 ? least : 1e-9};
	self->vocabularies = strings_of(vocabulary, "a vocabulary", &self->options.vocabulary_count);
	self->options.vocabularies = (const char *const *)self->vocabularies;
	bool good = self->vocabularies && types_of(types, &self->options.types) &&
	            transformations_of(without, &self->options.without);
	lookup *first = good ? lookup_take(self) : NULL;
	if (!first) {
		Py_DECREF(self);
		return NULL;
	}
	self->idle = first;
	return (PyObject *)self;
}

/* ---- candidates ---------------------------------------------------------------------------------------------- */

/* The objects that a conversion of candidates needs. */
typedef struct place {
	native_state *state;
	const normalizer_object *self;
	const lookup *from;
	const char *term;
} place;

static bool put_string(PyObject *dict, key k, const char *string)
{
	return put(dict, k, string_object(string));
}

/* The concept whose mapping led to a code. For the concept's own code, the concept whose name matched, if that is
 * another one; else NULL. */
static const char *via_of(const place *at, const onto_candidate *c, size_t index)
{
	onto_concept concept;
	onto_dictionary_concept(at->self->dictionary->dictionary, c->concept, &concept);
	const char *via = c->provenance[index].via ? c->provenance[index].via : concept.code;
	return strcmp(via, c->codes[index]) != 0 ? via : NULL;
}

static PyObject *mapping_object(const place *at, const onto_candidate *c, size_t index, const char *via)
{
	PyObject *dict = PyDict_New();
	if (dict && !(put_string(dict, KEY_CODE, c->codes[index]) &&
	              put_word(dict, KEY_PREDICATE, at->state->predicates[c->provenance[index].predicate]) &&
	              put_string(dict, KEY_VIA, via))) {
		Py_CLEAR(dict);
	}
	return dict;
}

static bool put_mappings(const place *at, PyObject *candidate, const onto_candidate *c)
{
	PyObject *list = NULL;
	for (size_t i = 0; at->self->options.vocabulary_count && i < c->code_count; i++) {
		const char *via = via_of(at, c, i);
		if (!via) {
			continue;
		}
		list = list ? list : PyList_New(0);
		if (!list || !push(list, mapping_object(at, c, i, via))) {
			Py_XDECREF(list);
			return false;
		}
	}
	return !list || put(candidate, KEY_MAPPINGS, list);
}

static bool put_span(const place *at, PyObject *dict, key word, key extent, onto_span span)
{
	PyObject *place = PyDict_New();
	if (!place || !put(place, KEY_START, PyLong_FromSize_t(offset_map_before(&at->from->offsets, span.start))) ||
	    !put(place, KEY_END, PyLong_FromSize_t(offset_map_before(&at->from->offsets, span.end)))) {
		Py_XDECREF(place);
		return false;
	}
	return put(dict, extent, place) && put(dict, word, text_object(at->term + span.start, span.end - span.start));
}

static bool put_abbreviation(const place *at, PyObject *candidate, const onto_candidate *c)
{
	if (!(c->transformations & ONTO_BY_ABBREVIATION)) {
		return true;
	}
	PyObject *dict = PyDict_New();
	if (!dict || !put_span(at, dict, KEY_SHORT, KEY_SHORT_SPAN, c->abbreviation.short_form) ||
	    !put_span(at, dict, KEY_LONG, KEY_LONG_SPAN, c->abbreviation.long_form)) {
		Py_XDECREF(dict);
		return false;
	}
	return put(candidate, KEY_ABBREVIATION, dict);
}

static PyObject *consider_object(const place *at, onto_concept_id id)
{
	PyObject *list = PyList_New(0);
	onto_successor s;
	for (size_t i = 0; list && onto_dictionary_successor(at->self->dictionary->dictionary, id, i, &s); i++) {
		PyObject *dict = PyDict_New();
		bool good = dict && put(dict, KEY_CODE, text_object(s.code, s.length)) &&
		            (!s.name || put_string(dict, KEY_NAME, s.name));
		if (!good) {
			Py_XDECREF(dict);
		}
		if (!good || !push(list, dict)) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static bool put_retired(const place *at, PyObject *candidate, const onto_candidate *c)
{
	static const char *const words[] = {"live", "replaced", "consider", "obsolete"};
	onto_concept concept;
	onto_successor s;
	onto_dictionary_concept(at->self->dictionary->dictionary, c->concept, &concept);
	if (concept.standing == ONTO_LIVE) {
		return true;
	}
	PyObject *dict = PyDict_New();
	bool good =
		dict && put_string(dict, KEY_CODE, concept.code) && put_string(dict, KEY_STANDING, words[concept.standing]);
	if (good && concept.standing == ONTO_REPLACED &&
	    onto_dictionary_successor(at->self->dictionary->dictionary, c->concept, 0, &s)) {
		good = put(dict, KEY_SUCCESSOR, text_object(s.code, s.length));
	}
	if (good && concept.standing == ONTO_CONSIDER) {
		good = put(dict, KEY_CONSIDER, consider_object(at, c->concept));
	}
	if (!good) {
		Py_XDECREF(dict);
		return false;
	}
	return put(candidate, KEY_RETIRED, dict);
}

static const char *release_of(const place *at, const char *id)
{
	onto_source source;
	size_t concepts, names;
	for (size_t i = 0; onto_dictionary_source(at->self->dictionary->dictionary, i, &source, &concepts, &names);
	     i++) {
		if (strcmp(source.id, id) == 0) {
			return source.version ? source.version : "";
		}
	}
	return "";
}

static PyObject *candidate_object(const place *at, const onto_candidate *c)
{
	PyObject *dict = PyDict_New();
	bool good = dict && put(dict, KEY_CODES, codes_object(c->codes, c->code_count)) && put_mappings(at, dict, c) &&
	            put_string(dict, KEY_NAME, c->name) && put(dict, KEY_SCORE, PyFloat_FromDouble(c->score)) &&
	            put_word(dict, KEY_TYPE, at->state->types[c->type]) && put_string(dict, KEY_MATCHED, c->matched) &&
	            put_word(dict, KEY_SCOPE, at->state->scopes[c->scope]) && put_string(dict, KEY_SOURCE, c->source) &&
	            put_string(dict, KEY_RELEASE, release_of(at, c->source)) &&
	            put(dict, KEY_BY, transformations_object(c->transformations)) && put_abbreviation(at, dict, c) &&
	            put_retired(at, dict, c) && (!c->tied || put(dict, KEY_TIED, PyLong_FromSize_t(c->tied)));
	if (!good) {
		Py_CLEAR(dict);
	}
	return dict;
}

static PyObject *candidates_object(const place *at)
{
	PyObject *list = PyList_New(0);
	const onto_candidate *c;
	for (size_t i = 0; list && (c = onto_normalizer_candidate(at->from->normalizer, i)); i++) {
		if (!push(list, candidate_object(at, c))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static PyObject *find_bytes(normalizer_object *self, const char *term, size_t length)
{
	lookup *from = lookup_take(self);
	onto_error error = {0};
	onto_status status;
	if (!from) {
		return NULL;
	}
	Py_BEGIN_ALLOW_THREADS status = onto_normalizer_find(from->normalizer, term, length, NULL, &error);
	Py_END_ALLOW_THREADS PyObject *found = NULL;
	if (status != ONTO_OK) {
		raise_failure(&error);
	} else if (!offset_map_read(&from->offsets, term, length, ONTO_OFFSETS_CODEPOINTS)) {
		PyErr_NoMemory();
	} else {
		place at = {.state = native(), .self = self, .from = from, .term = term};
		found = at.state ? candidates_object(&at) : NULL;
	}
	from->next = self->idle;
	self->idle = from;
	return found;
}

static PyObject *find(PyObject *object, PyObject *term)
{
	char *bytes;
	Py_ssize_t length;
	if (!PyUnicode_Check(term)) {
		PyErr_Format(PyExc_TypeError, "a term must be str, not %R", (PyObject *)Py_TYPE(term));
		return NULL;
	}
	PyObject *encoded = PyUnicode_AsUTF8String(term);
	if (!encoded || PyBytes_AsStringAndSize(encoded, &bytes, &length) != 0) {
		Py_XDECREF(encoded);
		return NULL;
	}
	PyObject *found = find_bytes((normalizer_object *)object, bytes, (size_t)length);
	Py_DECREF(encoded);
	return found;
}

static PyMethodDef methods[] = {
	{"find", find, METH_O, "The candidates for a term, best first"},
	{0},
};

static PyType_Slot slots[] = {
	{Py_tp_new, (void *)normalizer_new},
	{Py_tp_dealloc, (void *)normalizer_dealloc},
	{Py_tp_methods, methods},
	{0},
};

static PyType_Spec spec = {
	.name = "ontotag._native.Normalizer",
	.basicsize = sizeof(normalizer_object),
	.flags = Py_TPFLAGS_DEFAULT,
	.slots = slots,
};

bool add_normalizer(PyObject *module, native_state *state)
{
	state->normalizer = add_type(module, &spec, "Normalizer");
	return state->normalizer != NULL;
}
