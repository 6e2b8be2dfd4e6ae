/* Tags documents on several threads and passes them to a sink in the order of arrival.
 *
 *     one thread reads                       that one and N-1 more                one of them at a time
 *     thread_pool_document ─▶ ring of batches ─▶ tag, append to the batch's writer ─▶ sink, batch by batch in order
 *
 *     ring:   free │ done  taken  done  taken │ ready  ready │ filling │ free
 *                  ▲ tail                     ▲ next         ▲ head
 *
 * An idle worker takes the batch that is being filled, however small, so that a document does not wait for the next
 * one. While the ring is full the reading thread works too, so that N threads use N processors. The ring's limit
 * and the largest document bound the memory.
 *
 * Each batch has its own writer, whose bytes reach the sink without a copy. A format with state is written by the
 * sink, from copies of the tags. With one thread everything happens in the call, without copies. */
#ifndef ONTOTAG_THREAD_POOL_H
#define ONTOTAG_THREAD_POOL_H

#include "command/sink.h"

typedef struct thread_pool thread_pool;

typedef struct thread_pool_options {
	size_t threads; /* at least 1 */
	const onto_dictionary *dictionary;
	const onto_tag_options *tag;
	const onto_hierarchy *hierarchy; /* NULL: no filter */
	const onto_filter_options *filter;
	unsigned masked; /* types whose mentions are made unreadable (mask.h); 0: none */
	const char *format;
	const onto_write_options *write;
	sink *sink;
} thread_pool_options;

/* What the options point to must outlive the pool. */
onto_status thread_pool_new(const thread_pool_options *options, thread_pool **out, onto_error *error);

/* The same calls as the sink's; errors are the sink's, too. Arguments are copied where necessary. */
void thread_pool_open(thread_pool *self, const input *input);
void thread_pool_document(thread_pool *self, const onto_document *document);
void thread_pool_bad(thread_pool *self, const onto_error *error);
void thread_pool_close(thread_pool *self, const input *input);

/* Waits until everything is written. */
void thread_pool_finish(thread_pool *self);
void thread_pool_free(thread_pool *self);

#endif
