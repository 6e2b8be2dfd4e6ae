/* A series of strings from Python: an iterable of str, or an object with Arrow's PyCapsule interface. */
#ifndef ONTOTAG_NATIVE_STRINGS_H
#define ONTOTAG_NATIVE_STRINGS_H

#include "native.h"
#include "columns.h"

/* An Arrow array with views of its strings. The last holder releases it, on any thread. */
typedef struct array_holder {
	atomic_size_t references;
	struct ArrowArray array;
} array_holder;

array_holder *array_holder_hold(array_holder *self);
void array_holder_release(array_holder *self);

typedef struct strings strings;

/* Messages call an item `of`: "text", "id". Only `numbers` accepts integers, as decimal digits. NULL, with an
 * exception set, for any other object. */
strings *strings_open(PyObject *from, const char *of, bool numbers);
void strings_close(strings *self);

/* The next string: 1, or 0 at the end, or -1 with an exception set. `out->bytes` is NULL for a missing value (None,
 * null).
 *
 * The view is valid until the next call or, where *holder is not NULL, as long as that is held. */
int strings_next(strings *self, slice *out, array_holder **holder);

#endif
