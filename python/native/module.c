/* The module ontotag._native: its state, and the conversion of C values to Python objects. */
#include "native.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "utf8.h"

static const char *const key_words[KEYS] = {
	[KEY_START] = "start",
	[KEY_END] = "end",
	[KEY_TEXT] = "text",
	[KEY_TYPE] = "type",
	[KEY_CODES] = "codes",
	[KEY_MAPPINGS] = "mappings",
	[KEY_CODE] = "code",
	[KEY_PREDICATE] = "predicate",
	[KEY_VIA] = "via",
	[KEY_NAME] = "name",
	[KEY_MATCHED] = "matched",
	[KEY_SCOPE] = "scope",
	[KEY_SOURCE] = "source",
	[KEY_RELEASE] = "release",
	[KEY_RETIRED] = "retired",
	[KEY_ROLLED_UP] = "rolled_up",
	[KEY_ROLLED_UP_NAME] = "rolled_up_name",
	[KEY_BY] = "by",
	[KEY_ABBREVIATION] = "abbreviation",
	[KEY_SIGN] = "sign",
	[KEY_SPANS] = "spans",
	[KEY_SHORT] = "short",
	[KEY_LONG] = "long",
	[KEY_SHORT_SPAN] = "short_span",
	[KEY_LONG_SPAN] = "long_span",
	[KEY_CONSIDER] = "consider",
	[KEY_SENSES] = "senses",
	[KEY_TIED] = "tied",
	[KEY_CONTEXT] = "context",
	[KEY_NEGATED] = "negated",
	[KEY_CERTAINTY] = "certainty",
	[KEY_TEMPORALITY] = "temporality",
	[KEY_EXPERIENCER] = "experiencer",
	[KEY_ALLERGY] = "allergy",
	[KEY_CUES] = "cues",
	[KEY_SAYS] = "says",
	[KEY_SECTION] = "section",
	[KEY_STATUS] = "status",
	[KEY_VALUE] = "value",
	[KEY_STATUS_BY_RANGE] = "status_by_range",
	[KEY_NUMBER] = "number",
	[KEY_COMPARATOR] = "comparator",
	[KEY_UNIT] = "unit",
	[KEY_UCUM] = "ucum",
	[KEY_LOW] = "low",
	[KEY_HIGH] = "high",
	[KEY_FROM] = "from",
	[KEY_TO] = "to",
	[KEY_SCORE] = "score",
	[KEY_RULING] = "ruling",
	[KEY_JUDGED] = "judged",
	[KEY_HUMAN] = "human",
	[KEY_FEATURES] = "features",
	[KEY_ALTERNATIVES] = "alternatives",
	[KEY_FEATURE] = "feature",
	[KEY_WEIGHT] = "weight",
	[KEY_FOR] = "for",
	[KEY_AGAINST] = "against",
	[KEY_JUDGE] = "judge",
	[KEY_SPECIES] = "species",
	[KEY_CONFIDENCE] = "confidence",
	[KEY_FATE] = "fate",
	[KEY_EVIDENCE] = "evidence",
	[KEY_WHY] = "why",
	[KEY_INSTEAD] = "instead",
	[KEY_STANDING] = "standing",
	[KEY_SUCCESSOR] = "successor",
};

/* ---- values -------------------------------------------------------------------------------------------------- */

bool put(PyObject *dict, key k, PyObject *value)
{
	native_state *state = native();
	bool good = state && value && PyDict_SetItem(dict, state->keys[k], value) == 0;
	Py_XDECREF(value);
	return good;
}

bool put_word(PyObject *dict, key k, PyObject *word)
{
	Py_INCREF(word);
	return put(dict, k, word);
}

bool push(PyObject *list, PyObject *value)
{
	bool good = value && PyList_Append(list, value) == 0;
	Py_XDECREF(value);
	return good;
}

PyObject *text_object(const char *bytes, size_t length)
{
	PyObject *text = PyUnicode_DecodeUTF8(bytes, (Py_ssize_t)length, NULL);
	if (text || !PyErr_ExceptionMatches(PyExc_UnicodeDecodeError)) {
		return text;
	}
	PyErr_Clear();
	char *clean = malloc(length * 3 + 1);
	if (!clean) {
		return PyErr_NoMemory();
	}
	text = PyUnicode_DecodeUTF8(clean, (Py_ssize_t)utf8_clean(clean, bytes, length), NULL);
	free(clean);
	return text;
}

PyObject *string_object(const char *string)
{
	if (!string) {
		Py_RETURN_NONE;
	}
	return text_object(string, strlen(string));
}

PyObject *transformations_object(unsigned bits)
{
	native_state *state = native();
	PyObject *list = state ? PyList_New(0) : NULL;
	for (size_t i = 0; list && i < ONTO_TRANSFORMATIONS; i++) {
		if (bits >> i & 1 && PyList_Append(list, state->transformations[i]) != 0) {
			Py_CLEAR(list);
		}
	}
	return list;
}

PyObject *codes_object(const char *const *codes, size_t count)
{
	PyObject *list = PyList_New((Py_ssize_t)count);
	for (size_t i = 0; list && i < count; i++) {
		PyObject *code = string_object(codes[i]);
		if (!code || PyList_SetItem(list, (Py_ssize_t)i, code) != 0) {
			Py_CLEAR(list);
		}
	}
	return list;
}

/* ---- errors -------------------------------------------------------------------------------------------------- */

/* The errno from which Python chooses the subclass of OSError, if the cause can still be determined; else 0. */
static int reason_of(const onto_error *error)
{
	struct stat status;
	if (error->status == ONTO_UNKNOWN) {
		return ENOENT;
	}
	if (error->status != ONTO_IO || !*error->file) {
		return 0;
	}
	if (stat(error->file, &status) != 0) {
		return errno;
	}
	return S_ISDIR(status.st_mode) ? EISDIR : access(error->file, R_OK) != 0 ? errno : 0;
}

/* "file:line: message", without the unknown parts. */
static PyObject *whole_message(const onto_error *error)
{
	if (!*error->file) {
		return string_object(error->message);
	}
	return error->line ? PyUnicode_FromFormat("%s:%zu: %s", error->file, error->line, error->message)
	                   : PyUnicode_FromFormat("%s: %s", error->file, error->message);
}

static bool set(PyObject *object, const char *name, PyObject *value)
{
	bool good = value && PyObject_SetAttrString(object, name, value) == 0;
	Py_XDECREF(value);
	return good;
}

static void raise_own(const onto_error *error)
{
	native_state *state = native();
	PyObject *message = state ? whole_message(error) : NULL;
	PyObject *exception = message ? PyObject_CallFunctionObjArgs(state->error, message, NULL) : NULL;
	Py_XDECREF(message);
	if (exception && set(exception, "file", *error->file ? string_object(error->file) : string_object(NULL)) &&
	    set(exception, "line", error->line ? PyLong_FromSize_t(error->line) : string_object(NULL)) &&
	    set(exception, "reason", string_object(error->message))) {
		PyErr_SetObject(state->error, exception);
	}
	Py_XDECREF(exception);
}

static void raise_system(const onto_error *error, int reason)
{
	PyObject *arguments = *error->file ? Py_BuildValue("(iss)", reason, error->message, error->file)
	                                   : Py_BuildValue("(is)", reason, error->message);
	if (arguments) {
		PyErr_SetObject(PyExc_OSError, arguments);
		Py_DECREF(arguments);
	}
}

PyObject *raise_failure(const onto_error *error)
{
	int reason = reason_of(error);
	if (error->status == ONTO_NO_MEMORY) {
		return PyErr_NoMemory();
	}
	if (error->status == ONTO_ARGUMENT) {
		PyObject *message = whole_message(error);
		if (message) {
			PyErr_SetObject(PyExc_ValueError, message);
			Py_DECREF(message);
		}
	} else if (reason) {
		raise_system(error, reason);
	} else {
		raise_own(error);
	}
	return NULL;
}

/* ---- the module ---------------------------------------------------------------------------------------------- */

PyTypeObject *add_type(PyObject *module, PyType_Spec *spec, const char *name)
{
	PyObject *type = PyType_FromSpec(spec);
	if (!type) {
		return NULL;
	}
	Py_INCREF(type); /* one reference for the module, one for its state */
	if (PyModule_AddObject(module, name, type) != 0) {
		Py_DECREF(type);
		Py_DECREF(type);
		return NULL;
	}
	return (PyTypeObject *)type;
}

void object_free(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);
	freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
	release(self);
	Py_DECREF(type);
}

static int clear_state(PyObject *module)
{
	native_state *state = PyModule_GetState(module);
	if (!state) {
		return 0;
	}
	Py_CLEAR(state->error);
	for (size_t i = 0; i < KEYS; i++) {
		Py_CLEAR(state->keys[i]);
	}
	for (size_t i = 0; i < ONTO_TYPES_MAX; i++) {
		Py_CLEAR(state->types[i]);
	}
	for (size_t i = 0; i < ONTO_SCOPES; i++) {
		Py_CLEAR(state->scopes[i]);
	}
	for (size_t i = 0; i < ONTO_PREDICATES; i++) {
		Py_CLEAR(state->predicates[i]);
	}
	for (size_t i = 0; i < ONTO_TRANSFORMATIONS; i++) {
		Py_CLEAR(state->transformations[i]);
	}
	Py_CLEAR(state->dictionary);
	Py_CLEAR(state->tagger);
	Py_CLEAR(state->normalizer);
	Py_CLEAR(state->reader);
	Py_CLEAR(state->table);
	return 0;
}

static void free_state(void *module)
{
	clear_state(module);
}

static struct PyModuleDef definition = {
	PyModuleDef_HEAD_INIT,
	.m_name = "ontotag._native",
	.m_doc = "The library of ontotag.h for the package ontotag, which is the interface.",
	.m_size = sizeof(native_state),
	.m_clear = clear_state,
	.m_free = free_state,
};

native_state *native(void)
{
	PyObject *module = PyState_FindModule(&definition);
	if (!module) {
		PyErr_SetString(PyExc_RuntimeError, "ontotag is not imported in this interpreter");
		return NULL;
	}
	return PyModule_GetState(module);
}

static bool intern(PyObject **out, const char *word)
{
	*out = PyUnicode_InternFromString(word);
	return *out != NULL;
}

static bool add_words(native_state *state)
{
	bool good = true;
	for (size_t i = 0; i < KEYS; i++) {
		good = good && intern(&state->keys[i], key_words[i]);
	}
	for (onto_type i = 0; i < onto_type_count(); i++) {
		good = good && intern(&state->types[i], onto_type_word(i));
	}
	for (onto_scope i = 0; i < ONTO_SCOPES; i++) {
		good = good && intern(&state->scopes[i], onto_scope_word(i));
	}
	for (onto_predicate i = 0; i < ONTO_PREDICATES; i++) {
		good = good && intern(&state->predicates[i], onto_predicate_word(i));
	}
	for (size_t i = 0; i < ONTO_TRANSFORMATIONS; i++) {
		good = good && intern(&state->transformations[i], onto_transformation_word(i));
	}
	return good;
}

static bool add_error(PyObject *module, native_state *state)
{
	state->error = PyErr_NewExceptionWithDoc(
		"ontotag.Error",
		"Something that ontotag could not do.\n\nfile, line and reason say where and why; file and "
		"line are None where they mean nothing.",
		NULL, NULL);
	if (!state->error) {
		return false;
	}
	for (size_t i = 0; i < 3; i++) {
		static const char *const names[] = {"file", "line", "reason"};
		if (PyObject_SetAttrString(state->error, names[i], Py_None) != 0) {
			return false;
		}
	}
	Py_INCREF(state->error);
	return PyModule_AddObject(module, "Error", state->error) == 0;
}

/* The types of concepts: {word: (caption, colour, whether a run has it that names no types)}. */
static bool add_types(PyObject *module)
{
	PyObject *types = PyDict_New();
	for (onto_type type = 0; types && type < onto_type_count(); type++) {
		PyObject *row = Py_BuildValue("(ssO)", onto_type_caption(type), onto_type_colour(type),
		                              onto_types_default() & 1u << type ? Py_True : Py_False);
		if (!row || PyDict_SetItemString(types, onto_type_word(type), row) != 0) {
			Py_CLEAR(types);
		}
		Py_XDECREF(row);
	}
	if (types && PyModule_AddObject(module, "types", types) != 0) {
		Py_CLEAR(types);
	}
	return types != NULL;
}

/* If library and extension were built from different headers, their structs differ. */
static bool check_version(void)
{
	if (strcmp(onto_version(), ONTO_VERSION) != 0) {
		PyErr_Format(PyExc_ImportError, "this extension was built for ontotag %s and found ontotag %s",
		             ONTO_VERSION, onto_version());
		return false;
	}
	return true;
}

PyMODINIT_FUNC PyInit__native(void)
{
	if (!check_version()) {
		return NULL;
	}
	PyObject *module = PyModule_Create(&definition);
	if (!module) {
		return NULL;
	}
	native_state *state = PyModule_GetState(module);
	if (!add_words(state) || !add_types(module) || !add_error(module, state) || !add_dictionary(module, state) ||
	    !add_tagger(module, state) || !add_normalizer(module, state) || !add_reader(module, state) ||
	    !add_table(module, state) || PyModule_AddStringConstant(module, "version", ONTO_VERSION) != 0) {
		Py_DECREF(module);
		return NULL;
	}
	return module;
}
