/* What the files of the extension share. The extension is a thin layer over ontotag.h and uses the stable ABI of
 * CPython 3.9. */
#ifndef ONTOTAG_NATIVE_H
#define ONTOTAG_NATIVE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

#include "ontotag.h"

/* Interned words: keys or values of many results. */
typedef enum key {
	KEY_START,
	KEY_END,
	KEY_TEXT,
	KEY_TYPE,
	KEY_CODES,
	KEY_MAPPINGS,
	KEY_CODE,
	KEY_PREDICATE,
	KEY_VIA,
	KEY_NAME,
	KEY_MATCHED,
	KEY_SCOPE,
	KEY_SOURCE,
	KEY_RELEASE,
	KEY_RETIRED,
	KEY_ROLLED_UP,
	KEY_ROLLED_UP_NAME,
	KEY_BY,
	KEY_ABBREVIATION,
	KEY_SIGN,
	KEY_SPANS,
	KEY_SHORT,
	KEY_LONG,
	KEY_SHORT_SPAN,
	KEY_LONG_SPAN,
	KEY_CONSIDER,
	KEY_SENSES,
	KEY_TIED,
	KEY_CONTEXT,
	KEY_NEGATED,
	KEY_CERTAINTY,
	KEY_TEMPORALITY,
	KEY_EXPERIENCER,
	KEY_ALLERGY,
	KEY_CUES,
	KEY_SAYS,
	KEY_SECTION,
	KEY_STATUS,
	KEY_VALUE,
	KEY_STATUS_BY_RANGE,
	KEY_NUMBER,
	KEY_COMPARATOR,
	KEY_UNIT,
	KEY_UCUM,
	KEY_LOW,
	KEY_HIGH,
	KEY_FROM,
	KEY_TO,
	KEY_SCORE,
	KEY_RULING,
	KEY_JUDGED,
	KEY_HUMAN,
	KEY_FEATURES,
	KEY_ALTERNATIVES,
	KEY_FEATURE,
	KEY_WEIGHT,
	KEY_FOR,
	KEY_AGAINST,
	KEY_JUDGE,
	KEY_SPECIES,
	KEY_CONFIDENCE,
	KEY_FATE,
	KEY_EVIDENCE,
	KEY_WHY,
	KEY_INSTEAD,
	KEY_STANDING,
	KEY_SUCCESSOR,
	KEYS
} key;

/* The module's state. */
typedef struct native_state {
	PyObject *error; /* the class ontotag.Error */
	PyObject *keys[KEYS];
	PyObject *types[ONTO_TYPES_MAX], *scopes[ONTO_SCOPES], *predicates[ONTO_PREDICATES],
		*transformations[ONTO_TRANSFORMATIONS];
	PyTypeObject *dictionary, *tagger, *normalizer, *reader, *table;
} native_state;

/* The state of the module in this interpreter; NULL, with an exception set, before it is imported. */
native_state *native(void);

/* Raises an onto_error as an exception and returns NULL. A missing file gives FileNotFoundError or a relative, an
 * invalid argument ValueError, and exhausted memory MemoryError; all others give ontotag.Error. */
PyObject *raise_failure(const onto_error *error);

/* Stores a value under a key and releases the caller's reference. False, with an exception set, on failure. `value`
 * may be NULL if an exception is set already. */
bool put(PyObject *dict, key k, PyObject *value);

/* Stores an interned word. */
bool put_word(PyObject *dict, key k, PyObject *word);

/* Appends to a list and releases the caller's reference. Result as above. */
bool push(PyObject *list, PyObject *value);

/* Text of any bytes as str; each invalid UTF-8 byte becomes U+FFFD. */
PyObject *text_object(const char *bytes, size_t length);

/* The same for a NUL-terminated string. NULL gives None. */
PyObject *string_object(const char *string);

/* The words for the bits of transformations, as a list. */
PyObject *transformations_object(unsigned bits);

/* Codes as a list. */
PyObject *codes_object(const char *const *codes, size_t count);

/* Creates a type from its spec and adds it to the module under its name. NULL, with an exception set, on
 * failure. */
PyTypeObject *add_type(PyObject *module, PyType_Spec *spec, const char *name);

/* Frees an object of a heap type. Must be the last call of its dealloc. */
void object_free(PyObject *self);

/* The parts of the module, one function per file. */
bool add_dictionary(PyObject *module, native_state *state);
bool add_tagger(PyObject *module, native_state *state);
bool add_normalizer(PyObject *module, native_state *state);
bool add_reader(PyObject *module, native_state *state);
bool add_table(PyObject *module, native_state *state);

#endif
