/* Progress and signals of a run: ends it cleanly on Ctrl-C, SIGTERM and SIGHUP, and shows its progress on a
 * terminal. */
#ifndef ONTOTAG_PROGRESS_H
#define ONTOTAG_PROGRESS_H

#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "command/sink.h"

typedef struct progress {
	sink *sink;
	uint64_t bytes;             /* of all input; 0: unknown */
	bool shown;                 /* show it on standard error */
	atomic_uint_least64_t read; /* bytes so far; set by the reading thread */
	atomic_bool ended;
	struct timespec started;
	sigset_t signals;
	pthread_t thread;
	bool running;
} progress;

/* Starts the thread. Call it before other threads are started, so that they inherit the signal mask. A signal ends
 * the process with 128 plus its number, after pending records are written. */
onto_status progress_start(progress *self, onto_error *error);
void progress_stop(progress *self);

/* Seconds since the start. */
double progress_seconds(const progress *self);

#endif
