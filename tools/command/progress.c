/* A thread that shows progress and waits for signals. */
#include "command/progress.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_LOOK = 1, LOOKS_A_SECOND = 4 }; /* a run of less than a second shows nothing */

double progress_seconds(const progress *self)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - self->started.tv_sec) + (double)(now.tv_nsec - self->started.tv_nsec) / 1e9;
}

static void show(const progress *self)
{
	double seconds = progress_seconds(self), read = (double)self->read;
	const sink_counts *counts = sink_count(self->sink);
	if (seconds < FIRST_LOOK) {
		return;
	}
	fprintf(stderr, "\r%zu documents, %.1f MB, %.1f MB/s", (size_t)counts->documents, read / 1e6,
	        read / 1e6 / seconds);
	if (counts->errors) {
		fprintf(stderr, ", %zu bad", (size_t)counts->errors);
	}
	if (self->bytes && read > 0 && read <= (double)self->bytes) {
		unsigned left = (unsigned)(seconds * ((double)self->bytes - read) / read + 0.5);
		fprintf(stderr, ", %u:%02u left", left / 60, left % 60);
	}
	fputs("\033[K", stderr);
}

static void wipe(const progress *self)
{
	if (self->shown) {
		fputs("\r\033[K", stderr);
	}
}

static void *look(void *context)
{
	progress *self = context;
	const struct timespec pause = {.tv_nsec = 1000000000 / LOOKS_A_SECOND};
	for (;;) {
		int signal = self->shown ? sigtimedwait(&self->signals, NULL, &pause) : sigwaitinfo(&self->signals, NULL);
		if (self->ended) {
			return NULL;
		}
		if (signal > 0 && signal != SIGUSR1) {
			sink_interrupt(self->sink);
			wipe(self);
			_exit(128 + signal);
		}
		if (signal < 0 && errno == EAGAIN) {
			show(self);
		}
	}
}

/* SIGUSR1 only wakes the thread at the end of the run. */
onto_status progress_start(progress *self, onto_error *error)
{
	static const int taken[] = {SIGINT, SIGTERM, SIGHUP};
	clock_gettime(CLOCK_MONOTONIC, &self->started);
	sigemptyset(&self->signals);
	sigaddset(&self->signals, SIGUSR1);
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
		struct sigaction now;
		if (sigaction(taken[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN) {
			sigaddset(&self->signals, taken[i]);
		}
	}
	pthread_sigmask(SIG_BLOCK, &self->signals, NULL);
	int reason = pthread_create(&self->thread, NULL, look, self);
	if (reason) {
		return onto_fail(error, ONTO_LIMIT, NULL, 0, "a thread cannot be started: %s", strerror(reason));
	}
	self->running = true;
	return ONTO_OK;
}

void progress_stop(progress *self)
{
	if (self->running) {
		self->ended = true;
		pthread_kill(self->thread, SIGUSR1);
		pthread_join(self->thread, NULL);
		pthread_sigmask(SIG_UNBLOCK, &self->signals, NULL);
		wipe(self);
		self->running = false;
	}
}
