/* A series of strings that Python gives: an iterable of str, or what has Arrow's PyCapsule interface. */
#ifndef ONTOTAG_NATIVE_STRINGS_H
#define ONTOTAG_NATIVE_STRINGS_H

#include "native.h"
#include "columns.h"

/* An Arrow array that strings are views of. It is released with the last of its holders, on any thread. */
typedef struct array_holder {
	atomic_size_t references;
	struct ArrowArray array;
} array_holder;

array_holder *array_holder_hold(array_holder *self);
void array_holder_release(array_holder *self);

typedef struct strings strings;

/* `of` is what messages call an item: "text", "id". Only `numbers` takes integers, as their decimal digits. NULL,
 * with an exception set, where it is nothing of the kind. */
strings *strings_open(PyObject *from, const char *of, bool numbers);
void strings_close(strings *self);

/* The next string: 1, or 0 at the end, or -1 with an exception set. `out->bytes` is NULL where there is none (None,
 * null).
 *
 * It is a view until the next call; where *holder is not NULL it lives as long as that is held. */
int strings_next(strings *self, slice *out, array_holder **holder);

#endif
