/* A batch: texts in, rows out, on threads that need no interpreter lock.
 *
 *     the caller    takes strings, fills a piece, hands it in; waits where too many are in the ring
 *     a thread      takes the next piece, tags its texts one by one, adds rows
 *
 * Pieces keep their order, so rows do. The caller looks for signals twenty times a second: where one raises
 * (Ctrl-C), the threads are told to stop; one that is in the middle of a long text is left behind and frees what it
 * holds when it is done. */
#ifndef ONTOTAG_NATIVE_JOB_H
#define ONTOTAG_NATIVE_JOB_H

#include "strings.h"

/* The rows of a batch, piece by piece. */
typedef struct table {
	atomic_size_t references;
	rows **pieces;
	size_t count;  /* of pieces */
	size_t length; /* of rows */
	size_t documents;
} table;

table *table_hold(table *self);
void table_release(table *self);

/* Tags all of `texts` on `threads` threads. `ids` may be NULL. `idle` is a list of workers that may be used; those
 * that are idle at the end are put back. NULL, with an exception set, where it fails. */
table *job_run(tagging *how, worker **idle, strings *texts, strings *ids, size_t threads);

/* Runs work(context) on a thread of its own and waits. Where a signal raises meanwhile, the thread is left behind,
 * calls drop(context) at its end, and false comes back with the exception set; else the context is still the
 * caller's. */
bool run_aside(void (*work)(void *context), void (*drop)(void *context), void *context);

#endif
