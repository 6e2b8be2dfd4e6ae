/* Tags documents on several threads and hands them to a sink in the order in which they came.
 *
 *     one thread reads                    N workers                            one of them at a time
 *     pool_document ─▶ ring of batches ─▶ tag, write into the batch's bytes ─▶ sink, batch by batch in order
 *
 *     ring:   free │ done  taken  done  taken │ ready  ready │ filling │ free
 *                  ▲ tail                     ▲ next         ▲ head
 *
 * A worker without work takes the batch that is being filled, however little there is in it, so that a document does
 * not wait for the one after it. The reader waits while the ring is full or holds more than so many bytes: memory is
 * bounded by that and the largest document. A format that keeps something from document to document is written by the
 * sink, from copies of the tags. With one thread all of it happens in the call, without copies. */
#ifndef ONTOTAG_POOL_H
#define ONTOTAG_POOL_H

#include "command/sink.h"

typedef struct pool pool;

typedef struct pool_options {
	size_t threads; /* at least 1 */
	const onto_dictionary *dictionary;
	const onto_tag_options *tag;
	const onto_hierarchy *hierarchy; /* NULL: nothing is filtered */
	const onto_filter_options *filter;
	const char *format;
	const onto_write_options *write;
	sink *sink;
} pool_options;

/* What is pointed to has to outlive the pool. */
onto_status pool_new(const pool_options *options, pool **out, onto_error *error);

/* The same as the sink's; errors are the sink's, too. What is handed over is copied if it is needed longer. */
void pool_open(pool *self, const input *input);
void pool_document(pool *self, const onto_document *document);
void pool_bad(pool *self, const onto_error *error);
void pool_close(pool *self, const input *input);

/* Waits until all is written. */
void pool_finish(pool *self);
void pool_free(pool *self);

#endif
