/* Dictionaries: loading, and look-ups of concepts. Concepts are numbers here; the Python package wraps them in
 * objects. */
#include "dictionary.h"

#include <stdlib.h>
#include <string.h>

/* ---- arguments ----------------------------------------------------------------------------------------------- */

static char *string_of(PyObject *item, const char *of)
{
	if (!PyUnicode_Check(item)) {
		PyErr_Format(PyExc_TypeError, "%s must be str, not %R", of, (PyObject *)Py_TYPE(item));
		return NULL;
	}
	PyObject *bytes = PyUnicode_EncodeFSDefault(item);
	char *at, *copy = NULL;
	if (bytes && PyBytes_AsStringAndSize(bytes, &at, NULL) == 0) {
		copy = strdup(at);
		if (!copy) {
			PyErr_NoMemory();
		}
	}
	Py_XDECREF(bytes);
	return copy;
}

char **strings_of(PyObject *sequence, const char *of, size_t *count)
{
	Py_ssize_t length = PySequence_Size(sequence);
	char **strings = length < 0 ? NULL : calloc((size_t)length + 1, sizeof *strings);
	if (!strings) {
		return length < 0 ? NULL : (char **)PyErr_NoMemory();
	}
	for (Py_ssize_t i = 0; i < length; i++) {
		PyObject *item = PySequence_GetItem(sequence, i);
		strings[i] = item ? string_of(item, of) : NULL;
		Py_XDECREF(item);
		if (!strings[i]) {
			strings_free(strings);
			return NULL;
		}
	}
	*count = (size_t)length;
	return strings;
}

void strings_free(char **strings)
{
	for (size_t i = 0; strings && strings[i]; i++) {
		free(strings[i]);
	}
	free(strings);
}

bool types_of(PyObject *sequence, unsigned *out)
{
	size_t count;
	char **words = strings_of(sequence, "a type", &count);
	bool good = words != NULL;
	for (size_t i = 0; good && i < count; i++) {
		onto_type type;
		if (strcmp(words[i], "all") == 0) {
			*out |= (1u << onto_type_count()) - 1;
			continue;
		}
		good = onto_type_parse(words[i], &type);
		if (good) {
			*out |= 1u << type;
		} else {
			PyErr_Format(PyExc_ValueError, "no type '%s' (ontotag.TYPES has them; or 'all')", words[i]);
		}
	}
	strings_free(words);
	return good;
}

static bool transformation_of(const char *word, unsigned *out)
{
	for (size_t i = 0; onto_transformation_word(i); i++) {
		if (strcmp(word, onto_transformation_word(i)) == 0) {
			*out |= 1u << i;
			return true;
		}
	}
	PyErr_Format(PyExc_ValueError, "no way of matching '%s'", word);
	return false;
}

bool transformations_of(PyObject *sequence, unsigned *out)
{
	size_t count;
	char **words = strings_of(sequence, "a way of matching", &count);
	bool good = words != NULL;
	for (size_t i = 0; good && i < count; i++) {
		good = transformation_of(words[i], out);
	}
	strings_free(words);
	return good;
}

/* ---- making and freeing -------------------------------------------------------------------------------------- */

static PyObject *dictionary_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
	static char *names[] = {"paths", "no_starter", "no_curation", NULL};
	PyObject *paths;
	int no_starter = 0, no_curation = 0;
	size_t count;
	if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "O|pp", names, &paths, &no_starter, &no_curation)) {
		return NULL;
	}
	char **given = strings_of(paths, "a dictionary", &count);
	if (!given) {
		return NULL;
	}
	onto_load_options options = {.size = sizeof options, .no_starter = no_starter, .no_curation = no_curation};
	onto_dictionary *dictionary;
	onto_error error = {0};
	onto_status status;
	Py_BEGIN_ALLOW_THREADS status =
		onto_dictionary_load((const char *const *)given, count, &options, &dictionary, &error);
	Py_END_ALLOW_THREADS strings_free(given);
	if (status != ONTO_OK) {
		return raise_failure(&error);
	}
	shared_dictionary *shared = shared_dictionary_new(dictionary);
	allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
	dictionary_object *self =
		shared ? (dictionary_object *)allocate(type, 0) : (dictionary_object *)PyErr_NoMemory();
	if (!self) {
		shared_dictionary_release(shared);
		return NULL;
	}
	self->shared = shared;
	return (PyObject *)self;
}

static void dictionary_dealloc(PyObject *self)
{
	shared_dictionary_release(((dictionary_object *)self)->shared);
	object_free(self);
}

static const onto_dictionary *dictionary_in(PyObject *self)
{
	return ((dictionary_object *)self)->shared->dictionary;
}

static PyObject *path_of(PyObject *module, PyObject *given)
{
	(void)module;
	onto_error error = {0};
	char *word = string_of(given, "a dictionary"), *path;
	if (!word) {
		return NULL;
	}
	onto_status status = onto_dictionary_path(word, &path, &error);
	free(word);
	if (status != ONTO_OK) {
		return raise_failure(&error);
	}
	PyObject *text = PyUnicode_DecodeFSDefault(path);
	free(path);
	return text;
}

/* ---- a concept ----------------------------------------------------------------------------------------------- */

static bool id_of(PyObject *number, onto_concept_id *out)
{
	unsigned long id = PyLong_AsUnsignedLong(number);
	*out = id < ONTO_NONE ? (onto_concept_id)id : ONTO_NONE;
	return !(id == (unsigned long)-1 && PyErr_Occurred());
}

static PyObject *ids_object(const onto_concept_id *ids, size_t count)
{
	PyObject *list = PyList_New(0);
	for (size_t i = 0; list && i < count; i++) {
		if (!push(list, PyLong_FromUnsignedLong(ids[i]))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static PyObject *find(PyObject *self, PyObject *arguments)
{
	const char *code;
	if (!PyArg_ParseTuple(arguments, "s", &code)) {
		return NULL;
	}
	onto_concept_id id = onto_dictionary_find(dictionary_in(self), code);
	if (id == ONTO_NONE) {
		id = onto_dictionary_find_mapped(dictionary_in(self), code);
	}
	if (id == ONTO_NONE) {
		Py_RETURN_NONE;
	}
	return PyLong_FromUnsignedLong(id);
}

static PyObject *types_object(const onto_concept *c)
{
	native_state *state = native();
	PyObject *list = state ? PyList_New(0) : NULL;
	if (list && PyList_Append(list, state->types[c->type]) != 0) {
		Py_CLEAR(list);
	}
	for (unsigned i = 0; list && i < onto_type_count(); i++) {
		if (c->also >> i & 1 && PyList_Append(list, state->types[i]) != 0) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static const char *standing_word(onto_standing standing)
{
	static const char *const words[] = {"live", "replaced", "consider", "obsolete"};
	return words[standing];
}

static PyObject *concept(PyObject *self, PyObject *number)
{
	onto_concept_id id;
	onto_concept c;
	if (!id_of(number, &id)) {
		return NULL;
	}
	if (!onto_dictionary_concept(dictionary_in(self), id, &c)) {
		Py_RETURN_NONE;
	}
	PyObject *types = types_object(&c);
	return types ? Py_BuildValue("(ssNss)", c.code, c.name, types, c.source, standing_word(c.standing)) : NULL;
}

static PyObject *names(PyObject *self, PyObject *number)
{
	onto_concept_id id;
	onto_name name;
	PyObject *list = id_of(number, &id) ? PyList_New(0) : NULL;
	for (size_t i = 0; list && onto_dictionary_name(dictionary_in(self), id, i, &name); i++) {
		if (!push(list, Py_BuildValue("(sssO)", name.text, onto_scope_word(name.scope), name.source,
		                              name.policy & ONTO_POLICY_BLOCKED ? Py_False : Py_True))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static PyObject *successors(PyObject *self, PyObject *number)
{
	onto_concept_id id;
	onto_successor s;
	PyObject *list = id_of(number, &id) ? PyList_New(0) : NULL;
	for (size_t i = 0; list && onto_dictionary_successor(dictionary_in(self), id, i, &s); i++) {
		if (!push(list, Py_BuildValue("(s#z)", s.code, (Py_ssize_t)s.length, s.name))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static PyObject *xrefs(PyObject *self, PyObject *number)
{
	onto_concept_id id;
	onto_xref xref;
	PyObject *list = id_of(number, &id) ? PyList_New(0) : NULL;
	for (size_t i = 0; list && onto_dictionary_xref(dictionary_in(self), id, i, &xref); i++) {
		if (!push(list, Py_BuildValue("(ss)", xref.code, onto_predicate_word(xref.predicate)))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static PyObject *link_object(const onto_dictionary *dictionary, const onto_link *link)
{
	onto_concept via;
	bool mapped = onto_dictionary_concept(dictionary, link->via, &via);
	return Py_BuildValue("(ssz)", link->code, onto_predicate_word(link->predicate), mapped ? via.code : NULL);
}

static PyObject *links(PyObject *self, PyObject *arguments)
{
	const onto_dictionary *dictionary = dictionary_in(self);
	PyObject *vocabularies, *list = NULL;
	unsigned long id;
	size_t count;
	if (!PyArg_ParseTuple(arguments, "kO", &id, &vocabularies)) {
		return NULL;
	}
	char **wanted = strings_of(vocabularies, "a vocabulary", &count);
	if (!wanted) {
		return NULL;
	}
	onto_concept_id concept = id < ONTO_NONE ? (onto_concept_id)id : ONTO_NONE;
	size_t found = onto_dictionary_links(dictionary, concept, (const char *const *)wanted, count, NULL, 0);
	onto_link *room = malloc((found + 1) * sizeof *room);
	if (room) {
		onto_dictionary_links(dictionary, concept, (const char *const *)wanted, count, room, found);
		list = PyList_New(0);
	} else {
		PyErr_NoMemory();
	}
	for (size_t i = 0; list && i < found; i++) {
		if (!push(list, link_object(dictionary, &room[i]))) {
			Py_CLEAR(list);
		}
	}
	free(room);
	strings_free(wanted);
	return list;
}

static PyObject *meaning(PyObject *self, PyObject *number)
{
	onto_concept_id id;
	size_t count;
	if (!id_of(number, &id)) {
		return NULL;
	}
	const onto_concept_id *ids = onto_dictionary_meaning(dictionary_in(self), id, &count);
	return ids_object(ids, count);
}

/* ---- the hierarchy ------------------------------------------------------------------------------------------- */

static const onto_hierarchy *hierarchy_in(PyObject *self)
{
	shared_dictionary *shared = ((dictionary_object *)self)->shared;
	const onto_hierarchy *hierarchy = NULL;
	onto_error error = {0};
	onto_status status;
	Py_BEGIN_ALLOW_THREADS status = shared_dictionary_hierarchy(shared, &hierarchy, &error);
	Py_END_ALLOW_THREADS if (status != ONTO_OK)
	{
		raise_failure(&error);
		return NULL;
	}
	return hierarchy;
}

typedef const onto_concept_id *step(const onto_hierarchy *hierarchy, onto_concept_id id, size_t *count);

static PyObject *walk(PyObject *self, PyObject *number, step *take)
{
	onto_concept_id id;
	size_t count;
	const onto_hierarchy *hierarchy = id_of(number, &id) ? hierarchy_in(self) : NULL;
	if (!hierarchy) {
		return NULL;
	}
	const onto_concept_id *ids = take(hierarchy, id, &count);
	return ids_object(ids, count);
}

static PyObject *parents(PyObject *self, PyObject *number)
{
	return walk(self, number, onto_hierarchy_parents);
}

static PyObject *children(PyObject *self, PyObject *number)
{
	return walk(self, number, onto_hierarchy_children);
}

static PyObject *ancestors(PyObject *self, PyObject *number)
{
	return walk(self, number, onto_hierarchy_ancestors);
}

static PyObject *descendants(PyObject *self, PyObject *number)
{
	onto_concept_id id;
	const onto_hierarchy *hierarchy = id_of(number, &id) ? hierarchy_in(self) : NULL;
	if (!hierarchy) {
		return NULL;
	}
	size_t count = onto_hierarchy_descendants(hierarchy, id, NULL, 0);
	onto_concept_id *ids = malloc((count + 1) * sizeof *ids);
	if (!ids) {
		return PyErr_NoMemory();
	}
	onto_hierarchy_descendants(hierarchy, id, ids, count);
	PyObject *list = ids_object(ids, count);
	free(ids);
	return list;
}

static PyObject *level(PyObject *self, PyObject *number)
{
	onto_concept_id id;
	const onto_hierarchy *hierarchy = id_of(number, &id) ? hierarchy_in(self) : NULL;
	return hierarchy ? PyLong_FromUnsignedLong(onto_hierarchy_level(hierarchy, id)) : NULL;
}

static PyObject *is_under(PyObject *self, PyObject *arguments)
{
	unsigned long id, above;
	if (!PyArg_ParseTuple(arguments, "kk", &id, &above)) {
		return NULL;
	}
	const onto_hierarchy *hierarchy = hierarchy_in(self);
	return hierarchy
	           ? PyBool_FromLong(onto_hierarchy_is_under(hierarchy, (onto_concept_id)id, (onto_concept_id)above))
	           : NULL;
}

/* ---- the whole ----------------------------------------------------------------------------------------------- */

static PyObject *by_type(const size_t counts[ONTO_TYPES_MAX])
{
	PyObject *dict = PyDict_New();
	for (onto_type type = 0; dict && type < onto_type_count(); type++) {
		PyObject *count = PyLong_FromSize_t(counts[type]);
		if (!count || PyDict_SetItemString(dict, onto_type_word(type), count) != 0) {
			Py_CLEAR(dict);
		}
		Py_XDECREF(count);
	}
	return dict;
}

static PyObject *info(PyObject *self, PyObject *none)
{
	(void)none;
	onto_info i;
	onto_dictionary_info(dictionary_in(self), &i);
	PyObject *concepts = by_type(i.concepts_of_type), *counted = concepts ? by_type(i.names_of_type) : NULL;
	if (!counted) {
		Py_XDECREF(concepts);
		return NULL;
	}
	return Py_BuildValue("{s:n,s:n,s:n,s:n,s:n,s:n,s:N,s:N}", "concepts", (Py_ssize_t)i.concepts, "names",
	                     (Py_ssize_t)i.names, "meanings", (Py_ssize_t)i.meanings, "words", (Py_ssize_t)i.words,
	                     "edges", (Py_ssize_t)i.edges, "bytes", (Py_ssize_t)i.bytes, "concepts_of_type", concepts,
	                     "names_of_type", counted);
}

static PyObject *sources(PyObject *self, PyObject *none)
{
	(void)none;
	onto_source s;
	size_t concepts, counted;
	PyObject *list = PyList_New(0);
	for (size_t i = 0; list && onto_dictionary_source(dictionary_in(self), i, &s, &concepts, &counted); i++) {
		if (!push(list, Py_BuildValue("{s:s,s:z,s:z,s:z,s:n,s:n}", "id", s.id, "title", s.title, "version",
		                              s.version, "licence", s.licence, "concepts", (Py_ssize_t)concepts, "names",
		                              (Py_ssize_t)counted))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static PyMethodDef methods[] = {
	{"find", find, METH_VARARGS, "The number of the concept with a code, also one that is mapped exactly; None"},
	{"concept", concept, METH_O, "(code, name, types, source, standing); None"},
	{"names", names, METH_O, "[(name, scope, source, whether it is matched)]"},
	{"successors", successors, METH_O, "[(code, name)]"},
	{"xrefs", xrefs, METH_O, "[(code, predicate)]"},
	{"links", links, METH_VARARGS, "[(code, predicate, via)]"},
	{"meaning", meaning, METH_O, "Concepts of the same meaning"},
	{"parents", parents, METH_O, "One step up"},
	{"children", children, METH_O, "One step down"},
	{"ancestors", ancestors, METH_O, "All the way up"},
	{"descendants", descendants, METH_O, "All the way down"},
	{"level", level, METH_O, "Steps to the top"},
	{"is_under", is_under, METH_VARARGS, "Whether one concept is under another"},
	{"info", info, METH_NOARGS, "What it holds"},
	{"sources", sources, METH_NOARGS, "Its sources"},
	{0},
};

static PyType_Slot slots[] = {
	{Py_tp_new, (void *)dictionary_new},
	{Py_tp_dealloc, (void *)dictionary_dealloc},
	{Py_tp_methods, methods},
	{0},
};

static PyType_Spec spec = {
	.name = "ontotag._native.Dictionary",
	.basicsize = sizeof(dictionary_object),
	.flags = Py_TPFLAGS_DEFAULT,
	.slots = slots,
};

static PyMethodDef functions[] = {
	{"dictionary_path", path_of, METH_O, "The file that a dictionary is loaded from"},
	{0},
};

bool add_dictionary(PyObject *module, native_state *state)
{
	state->dictionary = add_type(module, &spec, "Dictionary");
	return state->dictionary && PyModule_AddFunctions(module, functions) == 0;
}
