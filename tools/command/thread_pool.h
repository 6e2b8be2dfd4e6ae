/* Tags documents on several threads and hands them to a sink in the order in which they came.
 *
 *     one thread reads                    that one and N-1 more                one of them at a time
 *     crew_document ─▶ ring of batches ─▶ tag, append to the batch's writer ─▶ sink, batch by batch in order
 *
 *     ring:   free │ done  taken  done  taken │ ready  ready │ filling │ free
 *                  ▲ tail                     ▲ next         ▲ head
 *
 * A worker without work takes the batch that is being filled, however little there is in it, so that a document
 * does not wait for the one after it. While the ring is full or holds more than so many bytes the reader works, too, so
 * that N threads are enough for N processors: memory is bounded by that and the largest document. Each batch has a writer
 * of its own, whose bytes are handed over as they are. A format that keeps something from document to document is
 * written by the sink, from copies of the tags. With one thread all of it happens in the call, without copies. */
#ifndef ONTOTAG_THREAD_POOL_H
#define ONTOTAG_THREAD_POOL_H

#include "command/sink.h"

typedef struct thread_pool thread_pool;

typedef struct thread_pool_options {
	size_t threads; /* at least 1 */
	const onto_dictionary *dictionary;
	const onto_tag_options *tag;
	const onto_hierarchy *hierarchy; /* NULL: nothing is filtered */
	const onto_filter_options *filter;
	const char *format;
	const onto_write_options *write;
	sink *sink;
} thread_pool_options;

/* What is pointed to has to outlive the crew. */
onto_status thread_pool_new(const thread_pool_options *options, thread_pool **out, onto_error *error);

/* The same as the sink's; errors are the sink's, too. What is handed over is copied if it is needed longer. */
void thread_pool_open(thread_pool *self, const input *input);
void thread_pool_document(thread_pool *self, const onto_document *document);
void thread_pool_bad(thread_pool *self, const onto_error *error);
void thread_pool_close(thread_pool *self, const input *input);

/* Waits until all is written. */
void thread_pool_finish(thread_pool *self);
void thread_pool_free(thread_pool *self);

#endif
