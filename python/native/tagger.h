/* Taggers as Python objects, and the workers that they lend. */
#ifndef ONTOTAG_NATIVE_TAGGER_H
#define ONTOTAG_NATIVE_TAGGER_H

#include "native.h"
#include "shared.h"

/* The Python object: options, and workers that are not in use. The list is touched with the interpreter lock held
 * only, so that a fork finds it whole. */
typedef struct tagger_object {
	PyObject_HEAD tagging *how;
	worker *idle;
	bool closed;
} tagger_object;

/* A worker for one call, which worker_put gives back; NULL, with an exception set, where the tagger is closed or
 * one cannot be made. */
worker *worker_take(tagger_object *self);
void worker_put(tagger_object *self, worker *used);

#endif
