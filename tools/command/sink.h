/* The destination of results: standard output, or a file for each input, which appears whole or not at all.
 * Everything arrives in the order of the input.
 *
 *     sink_start ─▶ { sink_open ─▶ { sink_document | sink_bytes | sink_bad }... ─▶ sink_close }... ─▶ sink_stop
 *
 * One thread at a time may call it; any thread may call sink_interrupt and read the counts. A failure to write is
 * reported once and stops the run: sink_stopped. */
#ifndef ONTOTAG_SINK_H
#define ONTOTAG_SINK_H

#include <stdatomic.h>

#include "command/inputs.h"

typedef struct sink sink;

typedef struct sink_options {
	const char *format;
	const char *file; /* for all output, whole or not at all; NULL: standard output, or a file for each input */
	onto_write_options write;
	bool strict;                      /* the first error stops the run */
	bool silent;                      /* errors quote nothing of a text */
	struct database *database;        /* documents go there, and none are written (database.h); NULL: none */
	const onto_dictionary *explained; /* explain each mention with this dictionary; NULL: do not */
	bool explain_dropped;             /* and what is no mention */
} sink_options;

typedef struct sink_counts {
	atomic_size_t files, documents, mentions, errors;
} sink_counts;

/* `options` must outlive the sink. */
onto_status sink_new(const sink_options *options, sink **out, onto_error *error);
void sink_free(sink *self);

void sink_start(sink *self, bool to_files);
void sink_open(sink *self, const input *input);
void sink_document(sink *self, const onto_document *document, const onto_tags *tags);

/* Documents that are formatted already. */
void sink_bytes(sink *self, const char *bytes, size_t length, size_t documents, size_t mentions);

/* Reports something that could not be read. */
void sink_bad(sink *self, const onto_error *error);
void sink_close(sink *self, const input *input);
void sink_stop(sink *self);

bool sink_stopped(const sink *self);
const sink_counts *sink_count(const sink *self);

/* Completes whole outputs and removes partial ones. The sink cannot be used afterwards. */
void sink_interrupt(sink *self);

#endif
