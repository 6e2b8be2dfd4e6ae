/* A ring of batches between the thread that reads, those that tag and the one that writes. */
#include "command/thread_pool.h"

#include "command/mask.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
	BATCH_BYTES = 128 << 10, /* of text: a batch of this size is full */
	BATCH_ITEMS = 1024,
	ITEM_BYTES = 512,        /* the weight of an item in addition to its text */
	BYTES_A_THREAD = 1 << 20 /* of text in the ring: the reader waits beyond it */
};

typedef enum item_kind { OPEN, DOCUMENT, BAD, CLOSE } item_kind;

/* A call of the sink, deferred. */
typedef struct item {
	item_kind kind;
	const input *input;            /* OPEN, CLOSE */
	const onto_document *document; /* DOCUMENT */
	const onto_tags *tags;         /* DOCUMENT, for a format with state */
	size_t length, mentions;       /* DOCUMENT: of its output within the batch's bytes */
	onto_error *error;             /* BAD; NULL: memory ran out */
} item;

typedef struct batch {
	item *items;
	size_t count, weight;
	onto_copies *copies;
	onto_writer *writer; /* NULL: the sink formats */
	const char *bytes;   /* the writer's output */
	size_t length;
	bool done;
} batch;

/* The tagger and filter of one thread. */
typedef struct worker {
	thread_pool *thread_pool;
	onto_tagger *tagger;
	onto_filter *filter; /* NULL: none */
	mask *mask;          /* NULL: none */
	pthread_t thread;
} worker;

struct thread_pool {
	const thread_pool_options *options;
	worker *workers;
	size_t started; /* running threads, including the reader, which is worker 0 */
	batch *ring;
	size_t batches;
	pthread_mutex_t mutex; /* protects what follows, and the batch that is being filled */
	pthread_cond_t work, room;
	size_t tail, next, head; /* running counters; a batch's index is the counter modulo `batches` */
	size_t weight;           /* total weight in the ring */
	size_t idle;             /* workers that wait */
	bool waiting;            /* the reader waits */
	bool writing;            /* a thread is calling the sink */
	bool ended;              /* no more items will come */
};

static const onto_error out_of_memory = {.status = ONTO_NO_MEMORY, .message = "out of memory"};

/* ---- work of a thread ---------------------------------------------------------------------------------------- */

static onto_status worker_start(worker *self, thread_pool *thread_pool, onto_error *error)
{
	const thread_pool_options *o = thread_pool->options;
	self->thread_pool = thread_pool;
	onto_status status = onto_tagger_new(o->dictionary, o->tag, &self->tagger, error);
	if (status == ONTO_OK && (o->hierarchy || o->filter->said)) {
		status = onto_filter_new(o->hierarchy, o->filter, &self->filter, error);
	}
	if (status == ONTO_OK && o->masked) {
		status = mask_new(o->dictionary, o->tag, o->masked, &self->mask, error);
	}
	return status;
}

/* `*document` becomes the masked one where something is masked. */
static onto_status worker_tag(worker *self, const onto_document **document, const onto_tags **tags,
                              onto_error *error)
{
	onto_status status = self->mask ? mask_document(self->mask, self->tagger, *document, document, error) : ONTO_OK;
	if (status == ONTO_OK) {
		status = onto_tagger_tag(self->tagger, (*document)->text, (*document)->length, tags, error);
	}
	return status == ONTO_OK && self->filter ? onto_filter_tags(self->filter, *tags, tags, error) : status;
}

static onto_status work_on_document(worker *self, batch *batch, item *item, onto_error *error)
{
	const onto_tags *tags;
	size_t before = batch->length;
	onto_status status = worker_tag(self, &item->document, &tags, error);
	if (status == ONTO_OK && self->mask && !batch->writer) {
		status = onto_copies_document(batch->copies, item->document, &item->document, error);
	}
	if (status != ONTO_OK) {
		return status;
	}
	if (!batch->writer) {
		return onto_copies_tags(batch->copies, tags, &item->tags, error);
	}
	status = onto_writer_append(batch->writer, item->document, tags, &batch->bytes, &batch->length, error);
	item->mentions = onto_tags_mention_count(tags);
	item->length = batch->length - before;
	return status;
}

static void item_fail(item *item, const onto_error *error)
{
	item->kind = BAD;
	item->error = malloc(sizeof *item->error);
	if (item->error) {
		*item->error = *error;
	}
}

static void work_on(worker *self, batch *batch)
{
	onto_error error = {0};
	for (size_t i = 0; i < batch->count && !sink_stopped(self->thread_pool->options->sink); i++) {
		item *item = &batch->items[i];
		if (item->kind == DOCUMENT && work_on_document(self, batch, item, &error) != ONTO_OK) {
			item_fail(item, &error);
		}
	}
}

/* ---- completion of a batch ----------------------------------------------------------------------------------- */

/* Passes consecutive documents from item `at` on to the sink in one call. Returns the item after them. */
static size_t tell_written(sink *sink, const batch *batch, size_t at, size_t *offset)
{
	size_t length = 0, mentions = 0, from = at;
	for (; at < batch->count && batch->items[at].kind == DOCUMENT; at++) {
		length += batch->items[at].length;
		mentions += batch->items[at].mentions;
	}
	sink_bytes(sink, batch->bytes + *offset, length, at - from, mentions);
	*offset += length;
	return at;
}

static void tell(sink *sink, const batch *batch)
{
	size_t offset = 0;
	for (size_t i = 0; i < batch->count && !sink_stopped(sink);) {
		const item *item = &batch->items[i++];
		switch (item->kind) {
		case OPEN: sink_open(sink, item->input); break;
		case CLOSE: sink_close(sink, item->input); break;
		case BAD: sink_bad(sink, item->error ? item->error : &out_of_memory); break;
		case DOCUMENT:
			if (batch->writer) {
				i = tell_written(sink, batch, i - 1, &offset);
			} else {
				sink_document(sink, item->document, item->tags);
			}
		}
	}
}

static void batch_clear(batch *self)
{
	for (size_t i = 0; i < self->count; i++) {
		free(self->items[i].error);
	}
	if (self->writer) {
		onto_writer_clear(self->writer);
	}
	onto_copies_clear(self->copies);
	self->count = self->weight = self->length = 0;
	self->done = false;
}

static batch *batch_at(const thread_pool *self, size_t number)
{
	return &self->ring[number % self->batches];
}

/* Passes to the sink everything that is next in order, unless another thread does so. Called with the mutex
 * held. */
static void worker_over(thread_pool *self)
{
	while (!self->writing && self->tail != self->next && batch_at(self, self->tail)->done) {
		batch *batch = batch_at(self, self->tail);
		size_t weight = batch->weight;
		self->writing = true;
		pthread_mutex_unlock(&self->mutex);
		tell(self->options->sink, batch);
		batch_clear(batch);
		pthread_mutex_lock(&self->mutex);
		self->writing = false;
		self->tail++;
		self->weight -= weight;
		if (self->waiting) {
			pthread_cond_signal(&self->room);
		}
	}
}

/* ---- workers ------------------------------------------------------------------------------------------------- */

/* The next batch to work on, or else the one being filled. NULL where there is none. */
static batch *ready(thread_pool *self)
{
	if (self->next == self->head && self->head - self->tail < self->batches && batch_at(self, self->head)->count) {
		self->head++;
	}
	return self->next != self->head ? batch_at(self, self->next++) : NULL;
}

/* The same, but waits for a batch. NULL at the end. */
static batch *take(thread_pool *self)
{
	batch *batch;
	while (!(batch = ready(self)) && !self->ended) {
		self->idle++;
		pthread_cond_wait(&self->work, &self->mutex);
		self->idle--;
	}
	return batch;
}

/* Called with the mutex held, which it releases meanwhile. */
static void do_batch(worker *self, batch *batch)
{
	thread_pool *thread_pool = self->thread_pool;
	pthread_mutex_unlock(&thread_pool->mutex);
	work_on(self, batch);
	pthread_mutex_lock(&thread_pool->mutex);
	batch->done = true;
	worker_over(thread_pool);
}

static void *work(void *context)
{
	worker *self = context;
	thread_pool *thread_pool = self->thread_pool;
	pthread_mutex_lock(&thread_pool->mutex);
	for (batch *batch; (batch = take(thread_pool));) {
		do_batch(self, batch);
	}
	pthread_mutex_unlock(&thread_pool->mutex);
	return NULL;
}

/* ---- the reader's side --------------------------------------------------------------------------------------- */

static bool is_full(const thread_pool *self, size_t weight)
{
	size_t limit = self->options->threads * BYTES_A_THREAD;
	return self->head - self->tail == self->batches || (self->weight && self->weight + weight > limit);
}

/* Reserves or waits for space, and returns a new item of the batch being filled. Locks the mutex. */
static item *begin_item(thread_pool *self, size_t weight, batch **out)
{
	pthread_mutex_lock(&self->mutex);
	while (is_full(self, weight)) {
		batch *batch = ready(self);
		if (batch) {
			do_batch(&self->workers[0], batch);
			continue;
		}
		self->waiting = true;
		pthread_cond_wait(&self->room, &self->mutex);
		self->waiting = false;
	}
	*out = batch_at(self, self->head);
	(*out)->weight += weight;
	self->weight += weight;
	return memset(&(*out)->items[(*out)->count], 0, sizeof(item));
}

/* Completes the item. Unlocks the mutex. */
static void end_item(thread_pool *self, batch *batch)
{
	batch->count++;
	if (batch->count == BATCH_ITEMS || batch->weight >= BATCH_BYTES) {
		self->head++;
	}
	if (self->idle) {
		pthread_cond_signal(&self->work);
	}
	pthread_mutex_unlock(&self->mutex);
}

static void add_edge(thread_pool *self, item_kind kind, const input *input)
{
	batch *batch;
	item *item = begin_item(self, ITEM_BYTES, &batch);
	item->kind = kind;
	item->input = input;
	end_item(self, batch);
}

static bool alone(const thread_pool *self)
{
	return self->options->threads == 1;
}

void thread_pool_open(thread_pool *self, const input *input)
{
	if (alone(self)) {
		sink_open(self->options->sink, input);
	} else {
		add_edge(self, OPEN, input);
	}
}

void thread_pool_close(thread_pool *self, const input *input)
{
	if (alone(self)) {
		sink_close(self->options->sink, input);
	} else {
		add_edge(self, CLOSE, input);
	}
}

static void tag_at_once(thread_pool *self, const onto_document *document)
{
	const onto_tags *tags;
	onto_error error;
	if (worker_tag(&self->workers[0], &document, &tags, &error) == ONTO_OK) {
		sink_document(self->options->sink, document, tags);
	} else {
		sink_bad(self->options->sink, &error);
	}
}

void thread_pool_document(thread_pool *self, const onto_document *document)
{
	batch *batch;
	onto_error error;
	if (alone(self)) {
		tag_at_once(self, document);
		return;
	}
	item *item = begin_item(self, ITEM_BYTES + document->length, &batch);
	item->kind = DOCUMENT;
	if (onto_copies_document(batch->copies, document, &item->document, &error) != ONTO_OK) {
		item_fail(item, &error);
	}
	end_item(self, batch);
}

void thread_pool_bad(thread_pool *self, const onto_error *error)
{
	batch *batch;
	if (alone(self)) {
		sink_bad(self->options->sink, error);
		return;
	}
	item_fail(begin_item(self, ITEM_BYTES, &batch), error);
	end_item(self, batch);
}

void thread_pool_finish(thread_pool *self)
{
	pthread_mutex_lock(&self->mutex);
	self->ended = true;
	pthread_cond_broadcast(&self->work);
	for (batch *batch; self->ring && (batch = ready(self));) {
		do_batch(&self->workers[0], batch);
	}
	pthread_mutex_unlock(&self->mutex);
	for (; self->started > 1; self->started--) {
		pthread_join(self->workers[self->started - 1].thread, NULL);
	}
}

/* ---- making and freeing -------------------------------------------------------------------------------------- */

static onto_status make_batch(batch *self, const thread_pool_options *options, onto_error *error)
{
	onto_status status = onto_copies_new(&self->copies, error);
	if (status == ONTO_OK && onto_format_is_stateless(options->format)) {
		status = onto_writer_new(options->format, options->write, &self->writer, error);
	}
	self->items = calloc(BATCH_ITEMS, sizeof *self->items);
	return self->items || status != ONTO_OK ? status : onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
}

static onto_status make_ring(thread_pool *self, onto_error *error)
{
	self->batches = 2 * self->options->threads + 2;
	self->ring = calloc(self->batches, sizeof *self->ring);
	onto_status status = self->ring ? ONTO_OK : onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	for (size_t i = 0; i < self->batches && status == ONTO_OK; i++) {
		status = make_batch(&self->ring[i], self->options, error);
	}
	return status;
}

static onto_status start_threads(thread_pool *self, onto_error *error)
{
	for (self->started = 1; self->started < self->options->threads; self->started++) {
		worker *worker = &self->workers[self->started];
		int reason = pthread_create(&worker->thread, NULL, work, worker);
		if (reason) {
			return onto_fail(error, ONTO_LIMIT, NULL, 0, "thread %zu of %zu cannot be started: %s",
			                 self->started + 1, self->options->threads, strerror(reason));
		}
	}
	return ONTO_OK;
}

onto_status thread_pool_new(const thread_pool_options *options, thread_pool **out, onto_error *error)
{
	*out = NULL;
	thread_pool *self = calloc(1, sizeof *self);
	if (!self) {
		return onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	}
	self->options = options;
	pthread_mutex_init(&self->mutex, NULL);
	pthread_cond_init(&self->work, NULL);
	pthread_cond_init(&self->room, NULL);
	self->workers = calloc(options->threads, sizeof *self->workers);
	onto_status status = self->workers ? ONTO_OK : onto_fail(error, ONTO_NO_MEMORY, NULL, 0, "out of memory");
	for (size_t i = 0; i < options->threads && status == ONTO_OK; i++) {
		status = worker_start(&self->workers[i], self, error);
	}
	if (status == ONTO_OK && !alone(self)) {
		status = make_ring(self, error);
	}
	if (status == ONTO_OK && !alone(self)) {
		status = start_threads(self, error);
	}
	if (status != ONTO_OK) {
		thread_pool_free(self);
		return status;
	}
	*out = self;
	return ONTO_OK;
}

static void free_batch(batch *self)
{
	for (size_t i = 0; i < self->count; i++) {
		free(self->items[i].error);
	}
	onto_copies_free(self->copies);
	onto_writer_free(self->writer);
	free(self->items);
}

void thread_pool_free(thread_pool *self)
{
	if (!self) {
		return;
	}
	thread_pool_finish(self);
	for (size_t i = 0; self->ring && i < self->batches; i++) {
		free_batch(&self->ring[i]);
	}
	for (size_t i = 0; self->workers && i < self->options->threads; i++) {
		onto_filter_free(self->workers[i].filter);
		onto_tagger_free(self->workers[i].tagger);
		mask_free(self->workers[i].mask);
	}
	free(self->ring);
	free(self->workers);
	pthread_cond_destroy(&self->room);
	pthread_cond_destroy(&self->work);
	pthread_mutex_destroy(&self->mutex);
	free(self);
}
