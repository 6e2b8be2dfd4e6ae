/* Taggers as Python objects, and the workers that they lend. */
#ifndef ONTOTAG_NATIVE_TAGGER_H
#define ONTOTAG_NATIVE_TAGGER_H

#include "native.h"
#include "shared.h"

/* The Python object: options and idle workers. The list is accessed with the interpreter lock only, so that it is
 * consistent after a fork. */
typedef struct tagger_object {
	PyObject_HEAD tagging *how;
	worker *idle;
	bool closed;
} tagger_object;

/* A worker for one call; worker_put returns it. NULL, with an exception set, where the tagger is closed or the
 * worker cannot be created. */
worker *worker_take(tagger_object *self);
void worker_put(tagger_object *self, worker *used);

#endif
