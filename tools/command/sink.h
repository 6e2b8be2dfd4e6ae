/* Where what was found goes: standard output, or a file for each input, which appears whole under its name or not
 * at all. Everything arrives in the order of the input.
 *
 *     sink_start ─▶ { sink_open ─▶ { sink_document | sink_bytes | sink_bad }... ─▶ sink_close }... ─▶ sink_stop
 *
 * One thread at a time may call it; sink_interrupt and the counts may be asked for by any. A failure to write is
 * reported when it happens and stops the run: sink_stopped. */
#ifndef ONTOTAG_SINK_H
#define ONTOTAG_SINK_H

#include <stdatomic.h>

#include "command/inputs.h"

typedef struct sink sink;

typedef struct sink_options {
	const char *format;
	onto_write_options write;
	bool strict;                      /* the first thing that is bad stops the run */
	const onto_dictionary *explained; /* tell of each mention why it is there; NULL: no */
} sink_options;

typedef struct sink_counts {
	atomic_size_t files, documents, mentions, errors;
} sink_counts;

/* `options` has to outlive it. */
onto_status sink_new(const sink_options *options, sink **out, onto_error *error);
void sink_free(sink *self);

void sink_start(sink *self, bool to_files);
void sink_open(sink *self, const input *input);
void sink_document(sink *self, const onto_document *document, const onto_tags *tags);

/* Documents that are written already. */
void sink_bytes(sink *self, const char *bytes, size_t length, size_t documents, size_t mentions);

/* Something could not be read. */
void sink_bad(sink *self, const onto_error *error);
void sink_close(sink *self, const input *input);
void sink_stop(sink *self);

bool sink_stopped(const sink *self);
const sink_counts *sink_count(const sink *self);

/* Brings what is whole to an end, takes away what is not. The sink cannot be used any more. */
void sink_interrupt(sink *self);

#endif
