/* Pieces of a batch, the threads, and the caller that feeds them. */
#include "job.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	FIRST_PIECE = 64 << 10, /* bytes of text; each piece is twice as large as the last, */
	LAST_PIECE = 1 << 20,   /* up to this */
	PIECE_TEXTS = 1 << 14,
	TEXT_BYTES = 64, /* overhead that is counted for each text */
	PATIENCE = 50,   /* ms between two checks for signals */
	FAREWELL = 100   /* ms that threads have to stop */
};

/* ---- tables -------------------------------------------------------------------------------------------------- */

table *table_hold(table *self)
{
	atomic_fetch_add(&self->references, 1);
	return self;
}

void table_release(table *self)
{
	if (self && atomic_fetch_sub(&self->references, 1) == 1) {
		for (size_t i = 0; i < self->count; i++) {
			rows_release(self->pieces[i]);
		}
		free(self->pieces);
		free(self);
	}
}

/* ---- pieces -------------------------------------------------------------------------------------------------- */

/* A text to tag. */
typedef struct entry {
	slice text, id;
} entry;

typedef struct piece {
	size_t first; /* number of its first text */
	entry *entries;
	size_t count, room;
	size_t weight, limit;
	char *own; /* copies of strings that have no other owner */
	size_t used, own_room;
	array_holder *holders[2]; /* of texts and of ids that are views */
	rows *rows;
	onto_error error; /* of text number `bad` */
	size_t bad;
	bool failed;
} piece;

static void piece_let_go(piece *self)
{
	free(self->entries);
	free(self->own);
	array_holder_release(self->holders[0]);
	array_holder_release(self->holders[1]);
	self->entries = NULL;
	self->own = NULL;
	self->holders[0] = self->holders[1] = NULL;
}

static void piece_free(piece *self)
{
	if (self) {
		piece_let_go(self);
		rows_release(self->rows);
		free(self);
	}
}

static piece *piece_new(size_t first, size_t limit)
{
	piece *self = calloc(1, sizeof *self);
	if (self) {
		self->first = first;
		self->limit = limit;
		self->rows = rows_new();
	}
	if (self && !self->rows) {
		piece_free(self);
		return NULL;
	}
	return self;
}

/* True if the piece has room for a string: for a view of the holder's array or, where that is NULL, for a copy. */
static bool piece_has_room(const piece *self, slice string, const array_holder *holder, int which)
{
	if (holder) {
		return !self->holders[which] || self->holders[which] == holder;
	}
	return !self->own || self->own_room - self->used >= string.length;
}

static bool piece_keep(piece *self, slice *string, array_holder *holder, int which)
{
	if (!string->bytes) {
		return true;
	}
	if (holder) {
		self->holders[which] = self->holders[which] ? self->holders[which] : array_holder_hold(holder);
		return true;
	}
	if (!self->own) {
		self->own_room = self->limit + self->limit / 4 + string->length;
		self->own = malloc(self->own_room);
	}
	if (!self->own || self->own_room - self->used < string->length) {
		return false;
	}
	memcpy(self->own + self->used, string->bytes, string->length);
	string->bytes = self->own + self->used;
	self->used += string->length;
	return true;
}

static bool piece_is_full(const piece *self)
{
	return self->weight >= self->limit || self->count >= PIECE_TEXTS;
}

static bool piece_add(piece *self, entry added)
{
	if (self->count == self->room) {
		size_t room = self->room ? self->room * 2 : 64;
		entry *entries = realloc(self->entries, room * sizeof *entries);
		if (!entries) {
			return false;
		}
		self->entries = entries;
		self->room = room;
	}
	self->entries[self->count++] = added;
	self->weight += added.text.length + TEXT_BYTES;
	return true;
}

/* ---- the job ------------------------------------------------------------------------------------------------- */

typedef struct job job;

typedef struct hand {
	job *job;
	worker *worker;
	pthread_t thread;
	bool started;
} hand;

struct job {
	atomic_size_t references; /* the caller's reference, and one per thread */
	tagging *how;
	pid_t process;
	atomic_bool cancelled;
	pthread_mutex_t mutex;     /* of what follows */
	pthread_cond_t work, news; /* signals to the threads and to the caller */
	piece **pieces;
	size_t count, room, next, done;
	size_t running;   /* threads that still run */
	bool ended;       /* no further pieces will come */
	onto_error error; /* why a thread could not start */
	hand *hands;
	size_t hand_count;
};

static void job_release(job *self)
{
	if (atomic_fetch_sub(&self->references, 1) != 1) {
		return;
	}
	for (size_t i = 0; i < self->count; i++) {
		piece_free(self->pieces[i]);
	}
	for (size_t i = 0; i < self->hand_count; i++) {
		worker_free(self->hands[i].worker);
	}
	free(self->pieces);
	free(self->hands);
	tagging_release(self->how);
	pthread_cond_destroy(&self->news);
	pthread_cond_destroy(&self->work);
	pthread_mutex_destroy(&self->mutex);
	free(self);
}

/* ---- a thread's work ----------------------------------------------------------------------------------------- */

static onto_status work_on_entry(hand *self, piece *piece, size_t index, onto_error *error)
{
	entry *e = &piece->entries[index];
	onto_document document = {.size = sizeof document, .id = "", .text = e->text.bytes, .length = e->text.length};
	const onto_tags *tags;
	onto_status status = worker_tag(self->worker, e->text.bytes, e->text.length, &tags, error);
	if (status != ONTO_OK || !onto_tags_mention_count(tags)) {
		return status;
	}
	status = worker_offsets(self->worker, &document, self->job->how->offsets, error);
	if (status == ONTO_OK && !rows_add(piece->rows, piece->first + index, e->id, self->worker, &document, tags)) {
		*error = (onto_error){.status = ONTO_LIMIT,
		                      .message = "the mentions take more memory than there is, or more than 2 GB a column"};
		status = ONTO_LIMIT;
	}
	return status;
}

static void work_on(hand *self, piece *piece)
{
	for (size_t i = 0; i < piece->count && !piece->failed && !atomic_load(&self->job->cancelled); i++) {
		if (piece->entries[i].text.bytes && work_on_entry(self, piece, i, &piece->error) != ONTO_OK) {
			piece->failed = true;
			piece->bad = piece->first + i;
		}
	}
	if (!piece->failed && !rows_seal(piece->rows)) {
		piece->failed = true;
		piece->error = (onto_error){.status = ONTO_NO_MEMORY};
	}
	piece_let_go(piece);
}

/* Waits for the next piece; NULL at the end. The caller holds the mutex. */
static piece *take(job *self)
{
	while (self->next == self->count && !self->ended && !atomic_load(&self->cancelled)) {
		pthread_cond_wait(&self->work, &self->mutex);
	}
	return self->next < self->count && !atomic_load(&self->cancelled) ? self->pieces[self->next++] : NULL;
}

static void *work(void *context)
{
	hand *self = context;
	job *job = self->job;
	onto_error error = {0};
	onto_status status = self->worker ? ONTO_OK : worker_new(job->how, &self->worker, &error);
	pthread_mutex_lock(&job->mutex);
	if (status != ONTO_OK) {
		job->error = error;
		atomic_store(&job->cancelled, true);
		pthread_cond_broadcast(&job->work);
	}
	for (piece *piece; (piece = take(job));) {
		pthread_mutex_unlock(&job->mutex);
		work_on(self, piece);
		pthread_mutex_lock(&job->mutex);
		job->done++;
		pthread_cond_signal(&job->news);
	}
	job->running--;
	pthread_cond_signal(&job->news);
	pthread_mutex_unlock(&job->mutex);
	job_release(job);
	return NULL;
}

/* ---- the caller's side --------------------------------------------------------------------------------------- */

static struct timespec in_milliseconds(long wait)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += wait * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	return until;
}

/* After a fork the threads exist in the parent only, and the mutex may stay locked for ever. */
static bool is_ours(const job *self)
{
	if (getpid() != self->process) {
		PyErr_SetString(PyExc_RuntimeError,
		                "the process was forked while a batch was being tagged; the batch is the parent's");
		return false;
	}
	return true;
}

typedef bool condition(const job *self);

static bool has_room(const job *self)
{
	return self->count - self->done < 2 * self->hand_count + 2 || !self->running;
}

static bool is_over(const job *self)
{
	return !self->running;
}

/* Waits until a condition holds and checks for signals meanwhile. False with an exception set. */
static bool wait_for(job *self, condition *holds)
{
	for (bool there = false; !there;) {
		if (!is_ours(self) || PyErr_CheckSignals() != 0) {
			return false;
		}
		Py_BEGIN_ALLOW_THREADS struct timespec until = in_milliseconds(PATIENCE);
		pthread_mutex_lock(&self->mutex);
		for (int reason = 0; !holds(self) && reason == 0;) {
			reason = pthread_cond_timedwait(&self->news, &self->mutex, &until);
		}
		there = holds(self);
		pthread_mutex_unlock(&self->mutex);
		Py_END_ALLOW_THREADS
	}
	return true;
}

/* Raises the failure of a thread; false where there is none. The caller holds the mutex, or all threads have
 * ended. */
static bool tell_failure(const job *self)
{
	if (self->error.status != ONTO_OK) {
		raise_failure(&self->error);
		return true;
	}
	for (size_t i = 0; i < self->count; i++) {
		const piece *piece = self->pieces[i];
		if (piece->failed) {
			onto_error error = piece->error;
			snprintf(error.message, sizeof error.message, "text number %zu: %.400s", piece->bad,
			         piece->error.message);
			raise_failure(&error);
			return true;
		}
	}
	return false;
}

/* Takes ownership of the piece, also on failure. */
static bool hand_in(job *self, piece *piece)
{
	bool good = wait_for(self, has_room);
	if (good) {
		pthread_mutex_lock(&self->mutex);
		good = !atomic_load(&self->cancelled) || !tell_failure(self);
		if (good && self->count == self->room) {
			size_t room = self->room ? self->room * 2 : 64;
			struct piece **pieces = realloc(self->pieces, room * sizeof *pieces);
			good = pieces || PyErr_NoMemory();
			self->pieces = good ? pieces : self->pieces;
			self->room = good ? room : self->room;
		}
		if (good) {
			self->pieces[self->count++] = piece;
			pthread_cond_signal(&self->work);
		}
		pthread_mutex_unlock(&self->mutex);
	}
	if (!good) {
		piece_free(piece);
	}
	return good;
}

/* Where the next strings of `ids` and `texts` are stored. */
typedef struct feed {
	job *job;
	strings *texts, *ids;
	piece *piece; /* the piece being filled; NULL: none */
	size_t number, limit;
} feed;

/* Reads the next text with its id. Returns 1, 0 at the end, or -1 with an exception set. */
static int next_entry(feed *self, entry *out, array_holder *holders[2])
{
	*out = (entry){.id = {0}};
	holders[1] = NULL;
	int found = strings_next(self->texts, &out->text, &holders[0]);
	if (found < 0 || !self->ids) {
		return found;
	}
	int named = strings_next(self->ids, &out->id, &holders[1]);
	if (named >= 0 && named != found) {
		PyErr_Format(PyExc_ValueError,
		             found ? "there are more texts than the %zu ids" : "there are more ids than the %zu texts",
		             self->number);
		return -1;
	}
	return named < 0 ? -1 : found;
}

static bool feed_flush(feed *self)
{
	piece *piece = self->piece;
	self->piece = NULL;
	self->limit = self->limit < LAST_PIECE ? self->limit * 2 : LAST_PIECE;
	return !piece || hand_in(self->job, piece);
}

/* Adds an entry. Both strings stay valid while a full piece is submitted. */
static bool feed_entry(feed *self, entry *e, array_holder *holders[2])
{
	slice both = {e->text.bytes, e->text.length + e->id.length};
	piece *piece = self->piece;
	if (piece && (!piece_has_room(piece, both, holders[0], 0) || !piece_has_room(piece, both, holders[1], 1)) &&
	    !feed_flush(self)) {
		return false;
	}
	if (!self->piece) {
		size_t own = (holders[0] ? 0 : e->text.length) + (holders[1] ? 0 : e->id.length);
		self->piece = piece_new(self->number, own > self->limit ? own : self->limit);
	}
	if (!self->piece || !piece_keep(self->piece, &e->text, holders[0], 0) ||
	    !piece_keep(self->piece, &e->id, holders[1], 1) || !piece_add(self->piece, *e)) {
		PyErr_NoMemory();
		return false;
	}
	self->number++;
	return !piece_is_full(self->piece) || feed_flush(self);
}

static bool feed_all(feed *self)
{
	entry e;
	array_holder *holders[2];
	int found;
	while ((found = next_entry(self, &e, holders)) > 0) {
		if (!feed_entry(self, &e, holders)) {
			found = -1;
			break;
		}
	}
	bool good = found == 0 && feed_flush(self);
	piece_free(self->piece);
	self->piece = NULL;
	return good;
}

static void job_end(job *self, bool cancelled)
{
	pthread_mutex_lock(&self->mutex);
	self->ended = true;
	if (cancelled) {
		atomic_store(&self->cancelled, true);
	}
	pthread_cond_broadcast(&self->work);
	pthread_mutex_unlock(&self->mutex);
}

/* Waits briefly for the threads to end; true where all have. */
static bool job_stop(job *self)
{
	bool over;
	job_end(self, true);
	Py_BEGIN_ALLOW_THREADS struct timespec until = in_milliseconds(FAREWELL);
	pthread_mutex_lock(&self->mutex);
	for (int reason = 0; self->running && reason == 0;) {
		reason = pthread_cond_timedwait(&self->news, &self->mutex, &until);
	}
	over = !self->running;
	pthread_mutex_unlock(&self->mutex);
	Py_END_ALLOW_THREADS return over;
}

static void job_part(job *self, bool over)
{
	for (size_t i = 0; i < self->hand_count; i++) {
		hand *hand = &self->hands[i];
		if (hand->started && over) {
			pthread_join(hand->thread, NULL);
		} else if (hand->started) {
			pthread_detach(hand->thread);
		}
	}
}

/* ---- the result ---------------------------------------------------------------------------------------------- */

static table *collect(job *self, size_t documents)
{
	table *out = calloc(1, sizeof *out);
	rows **pieces = calloc(self->count + 1, sizeof *pieces);
	if (!out || !pieces) {
		free(out);
		free(pieces);
		return (table *)PyErr_NoMemory();
	}
	atomic_init(&out->references, 1);
	out->pieces = pieces;
	out->documents = documents;
	for (size_t i = 0; i < self->count; i++) {
		rows *rows = self->pieces[i]->rows;
		if (rows_count(rows)) {
			out->pieces[out->count++] = rows_hold(rows);
			out->length += rows_count(rows);
		}
	}
	return out;
}

/* ---- the run ------------------------------------------------------------------------------------------------- */

static job *job_new(tagging *how, worker **idle, size_t threads)
{
	job *self = calloc(1, sizeof *self);
	hand *hands = calloc(threads, sizeof *hands);
	if (!self || !hands) {
		free(self);
		free(hands);
		return (job *)PyErr_NoMemory();
	}
	atomic_init(&self->references, 1);
	self->how = tagging_hold(how);
	self->process = getpid();
	self->hands = hands;
	self->hand_count = threads;
	pthread_condattr_t attributes;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_mutex_init(&self->mutex, NULL);
	pthread_cond_init(&self->work, NULL);
	pthread_cond_init(&self->news, &attributes);
	pthread_condattr_destroy(&attributes);
	for (size_t i = 0; i < threads; i++) {
		self->hands[i].job = self;
		if (*idle) {
			self->hands[i].worker = *idle;
			*idle = (*idle)->next;
		}
	}
	return self;
}

/* The system may start fewer threads than requested; one is enough. */
static bool job_start(job *self)
{
	int reason = 0;
	pthread_mutex_lock(&self->mutex);
	for (size_t i = 0; i < self->hand_count && reason == 0; i++) {
		hand *hand = &self->hands[i];
		reason = pthread_create(&hand->thread, NULL, work, hand);
		hand->started = reason == 0;
		self->running += hand->started;
		atomic_fetch_add(&self->references, hand->started);
	}
	bool good = self->running != 0;
	pthread_mutex_unlock(&self->mutex);
	if (!good) {
		PyErr_Format(PyExc_RuntimeError, "no thread can be started: %s", strerror(reason));
	}
	return good;
}

static void give_back(job *self, worker **idle)
{
	for (size_t i = 0; i < self->hand_count; i++) {
		worker *worker = self->hands[i].worker;
		self->hands[i].worker = NULL;
		if (worker) {
			worker->next = *idle;
			*idle = worker;
		}
	}
}

table *job_run(tagging *how, worker **idle, strings *texts, strings *ids, size_t threads)
{
	job *self = job_new(how, idle, threads);
	if (!self) {
		return NULL;
	}
	table *out = NULL;
	feed feed = {.job = self, .texts = texts, .ids = ids, .limit = FIRST_PIECE};
	bool good = job_start(self) && feed_all(&feed) && is_ours(self), over = false;
	if (good) {
		job_end(self, false);
		good = over = wait_for(self, is_over);
	}
	if (!good && getpid() != self->process) {
		return NULL; /* after a fork: threads of the parent may have left its data inconsistent */
	}
	over = over || job_stop(self);
	job_part(self, over);
	if (good && !tell_failure(self)) {
		out = collect(self, feed.number);
	}
	if (over) {
		give_back(self, idle);
	}
	job_release(self);
	return out;
}

/* ---- one call on a thread of its own ------------------------------------------------------------------------- */

typedef struct call {
	pthread_mutex_t mutex;
	pthread_cond_t ended;
	void (*work)(void *context), (*drop)(void *context);
	void *context;
	bool done, left; /* `left`: the caller no longer waits */
} call;

static void call_free(call *self)
{
	pthread_cond_destroy(&self->ended);
	pthread_mutex_destroy(&self->mutex);
	free(self);
}

static void *call_work(void *context)
{
	call *self = context;
	self->work(self->context);
	pthread_mutex_lock(&self->mutex);
	self->done = true;
	bool left = self->left;
	pthread_cond_signal(&self->ended);
	pthread_mutex_unlock(&self->mutex);
	if (left) {
		self->drop(self->context);
		call_free(self);
	}
	return NULL;
}

/* Waits for a limited time. True where the call is done. */
static bool call_wait(call *self)
{
	struct timespec until = in_milliseconds(PATIENCE);
	pthread_mutex_lock(&self->mutex);
	for (int reason = 0; !self->done && reason == 0;) {
		reason = pthread_cond_timedwait(&self->ended, &self->mutex, &until);
	}
	bool done = self->done;
	pthread_mutex_unlock(&self->mutex);
	return done;
}

/* Leaves the call to its thread. True where it was done already. */
static bool call_leave(call *self)
{
	pthread_mutex_lock(&self->mutex);
	bool done = self->done;
	self->left = !done;
	pthread_mutex_unlock(&self->mutex);
	return done;
}

static call *call_new(void (*work)(void *context), void (*drop)(void *context), void *context)
{
	call *self = calloc(1, sizeof *self);
	if (self) {
		pthread_condattr_t attributes;
		pthread_condattr_init(&attributes);
		pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
		pthread_mutex_init(&self->mutex, NULL);
		pthread_cond_init(&self->ended, &attributes);
		pthread_condattr_destroy(&attributes);
		self->work = work;
		self->drop = drop;
		self->context = context;
	}
	return self;
}

bool run_aside(void (*work)(void *context), void (*drop)(void *context), void *context)
{
	pthread_t thread;
	call *self = call_new(work, drop, context);
	if (!self || pthread_create(&thread, NULL, call_work, self) != 0) {
		free(self);
		Py_BEGIN_ALLOW_THREADS work(context);
		Py_END_ALLOW_THREADS return true;
	}
	for (bool done = false; !done;) {
		Py_BEGIN_ALLOW_THREADS done = call_wait(self);
		Py_END_ALLOW_THREADS if (!done && PyErr_CheckSignals() != 0)
		{
			done = call_leave(self);
			if (!done) {
				pthread_detach(thread);
				return false;
			}
		}
	}
	pthread_join(thread, NULL);
	call_free(self);
	if (PyErr_Occurred()) {
		drop(context);
		return false;
	}
	return true;
}
