/* The writer: runs one output format and owns the buffer that it fills. */
#include <stdlib.h>

#include "core/error.h"
#include "core/options.h"
#include "format/arguments.h"
#include "format/registry.h"

/* A writer that has grown far beyond the usual size is shrunk. */
enum { KEPT_BYTES = 2 << 20 };

struct onto_writer {
	const output_format *format;
	output_state *state;
	buffer out;
};

onto_status onto_writer_new(const char *name, const onto_write_options *options, onto_writer **out,
                            onto_error *error)
{
	onto_write_options own;
	const format *f;
	*out = NULL;
	TRY(options_read(&own, sizeof own, options, error));
	TRY(format_to_write(name, &f, error));
	onto_writer *self = calloc(1, sizeof *self);
	if (!self) {
		return fail_memory(error);
	}
	self->format = f->output;
	if (self->format->start) {
		self->state = self->format->start(&own);
		if (!self->state) {
			free(self);
			return fail_memory(error);
		}
	}
	*out = self;
	return ONTO_OK;
}

void onto_writer_free(onto_writer *self)
{
	if (self) {
		if (self->format->stop) {
			self->format->stop(self->state);
		}
		buffer_free(&self->out);
		free(self);
	}
}

static onto_status give(onto_writer *self, bool done, const char **bytes, size_t *length, onto_error *error)
{
	if (!done || self->out.failed) {
		return fail_memory(error);
	}
	*bytes = self->out.bytes;
	*length = self->out.length;
	return ONTO_OK;
}

onto_status onto_writer_begin(onto_writer *self, const char **bytes, size_t *length, onto_error *error)
{
	buffer_clear(&self->out);
	return give(self, !self->format->begin || self->format->begin(self->state, &self->out), bytes, length, error);
}

onto_status onto_writer_document(onto_writer *self, const onto_document *document, const onto_tags *tags,
                                 const char **bytes, size_t *length, onto_error *error)
{
	buffer_clear(&self->out);
	return onto_writer_append(self, document, tags, bytes, length, error);
}

onto_status onto_writer_end(onto_writer *self, const char **bytes, size_t *length, onto_error *error)
{
	buffer_clear(&self->out);
	return give(self, !self->format->end || self->format->end(self->state, &self->out), bytes, length, error);
}

onto_status onto_writer_configuration(onto_writer *self, const char **bytes, size_t *length, onto_error *error)
{
	buffer_clear(&self->out);
	return give(self, !self->format->configure || self->format->configure(&self->out), bytes, length, error);
}

onto_status onto_writer_append(onto_writer *self, const onto_document *document, const onto_tags *tags,
                               const char **bytes, size_t *length, onto_error *error)
{
	size_t before = self->out.length;
	onto_document own;
	onto_status status = options_read(&own, sizeof own, document, error);
	status = status == ONTO_OK ? document_check(&own, error) : status;
	status = status == ONTO_OK ? tags_check(tags, &own, error) : status;
	if (status == ONTO_OK) {
		own.text = own.text ? own.text : "";
		status = give(self, self->format->document(self->state, &own, tags, &self->out), bytes, length, error);
	}
	if (status != ONTO_OK) {
		self->out.length = before;
		self->out.failed = false;
		*bytes = self->out.bytes; /* it may have moved */
		*length = before;
	}
	return status;
}

void onto_writer_clear(onto_writer *self)
{
	if (self->out.space > KEPT_BYTES) {
		buffer_free(&self->out);
	}
	buffer_clear(&self->out);
}
