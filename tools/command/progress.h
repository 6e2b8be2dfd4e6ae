/* Sits beside a run: ends it cleanly when it is told to (Ctrl-C, SIGTERM, SIGHUP), and shows on a terminal how far
 * it has come. */
#ifndef ONTOTAG_PROGRESS_H
#define ONTOTAG_PROGRESS_H

#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "command/sink.h"

typedef struct progress {
	sink *sink;
	uint64_t bytes;             /* of all input; 0: not known */
	bool shown;              /* show it on standard error */
	atomic_uint_least64_t read; /* bytes so far; set by whoever reads */
	atomic_bool ended;
	struct timespec started;
	sigset_t signals;
	pthread_t thread;
	bool running;
} progress;

/* Starts it. To be called before other threads are started: those that are take no such signals. A signal ends the
 * process with 128 and its number, when what was written is whole. */
onto_status progress_start(progress *self, onto_error *error);
void progress_stop(progress *self);

/* Seconds since it was started. */
double progress_seconds(const progress *self);

#endif
