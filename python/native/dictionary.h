/* Dictionaries as Python objects, and arguments that are lists of words. */
#ifndef ONTOTAG_NATIVE_DICTIONARY_H
#define ONTOTAG_NATIVE_DICTIONARY_H

#include "native.h"
#include "shared.h"

/* The Python object: one reference to a shared dictionary. */
typedef struct dictionary_object {
	PyObject_HEAD shared_dictionary *shared;
} dictionary_object;

/* A sequence of str as an array of C strings that ends with NULL; the caller frees it with strings_free. NULL, with
 * an exception set, where an item is not a str or contains a NUL. Messages call the argument `of`. */
char **strings_of(PyObject *sequence, const char *of, size_t *count);
void strings_free(char **strings);

/* The types in a sequence of words as bits. False, with ValueError set, for an unknown word. */
bool types_of(PyObject *sequence, unsigned *out);
/* The same for transformations. */
bool transformations_of(PyObject *sequence, unsigned *out);

#endif
