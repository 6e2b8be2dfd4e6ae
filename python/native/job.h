/* A batch: texts in, rows out, on threads that need no interpreter lock.
 *
 *     the caller    takes strings, fills a piece, submits it; waits while the ring is full
 *     a thread      takes the next piece, tags its texts one by one, adds rows
 *
 * Pieces keep their order, and so do rows. The caller checks for signals twenty times a second. If one raises
 * (Ctrl-C), the threads are told to stop. A thread inside a long text is detached and frees its memory when it is
 * done. */
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

/* Tags all of `texts` on `threads` threads. `ids` may be NULL. Workers are taken from the list `idle` and returned
 * to it if they are idle at the end. NULL, with an exception set, on failure. */
table *job_run(tagging *how, worker **idle, strings *texts, strings *ids, size_t threads);

/* Runs work(context) on a new thread and waits. If a signal raises meanwhile, the thread is detached and calls
 * drop(context) at its end; the result is false, with the exception set. Otherwise the caller keeps the context. */
bool run_aside(void (*work)(void *context), void (*drop)(void *context), void *context);

#endif
