/* Plain text of any bytes: one document per file, or one per line. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "format/input_format.h"

struct input_state {
	bool done;
	buffer source; /* the file, where its text was converted and offsets are to point into it */
};

static onto_status start(reader *self, onto_error *error)
{
	self->state = calloc(1, sizeof *self->state);
	return self->state ? ONTO_OK : fail_memory(error);
}

static void stop(input_state *state)
{
	if (state) {
		buffer_free(&state->source);
		free(state);
	}
}

/* Points the text into the file that it was converted from. */
static onto_status set_source(reader *self, onto_error *error)
{
	draft *d = &self->draft;
	buffer *source = &self->state->source;
	stream_conversion c = stream_converted(self->stream);
	if (!c.origin_count) {
		return ONTO_OK;
	}
	buffer_append(source, d->text.bytes, c.before);
	buffer_append(source, c.bytes, c.length);
	bool good = !source->failed && vector_reserve(&d->origins, c.origin_count + 1);
	if (good && c.before) {
		d->origins.items[d->origins.count++] = (onto_origin){0, 0, c.before};
	}
	if (good) {
		memcpy(d->origins.items + d->origins.count, c.origins, c.origin_count * sizeof *c.origins);
		d->origins.count += c.origin_count;
		d->document.source = source->bytes;
		d->document.source_length = source->length;
	}
	return good ? ONTO_OK : fail_memory(error);
}

static onto_status next_file(reader *self, bool *found, onto_error *error)
{
	draft *d = &self->draft;
	if (self->state->done) {
		return ONTO_OK;
	}
	self->state->done = true;
	TRY(stream_rest(self->stream, &d->text, error));
	d->document.id = stream_name(self->stream);
	d->document.text = d->text.length ? d->text.bytes : "";
	d->document.length = d->text.length;
	TRY(set_source(self, error));
	*found = true;
	return ONTO_OK;
}

static onto_status next_line(reader *self, bool *found, onto_error *error)
{
	draft *d = &self->draft;
	const char *line;
	size_t length;
	TRY(stream_line(self->stream, &line, &length, error));
	if (!line) {
		return ONTO_OK;
	}
	d->document.id = draft_place(d, self->stream);
	if (!d->document.id) {
		return fail_memory(error);
	}
	d->document.text = line;
	d->document.length = length && line[length - 1] == '\r' ? length - 1 : length;
	*found = true;
	return ONTO_OK;
}

static onto_status next(reader *self, bool *found, onto_error *error)
{
	return self->options.lines ? next_line(self, found, error) : next_file(self, found, error);
}

static size_t whole(const onto_read_options *options, const char *bytes, size_t length, size_t searched)
{
	return options->lines ? whole_lines(bytes, length, searched) : 0;
}

const input_format input_text = {
	.start = start,
	.stop = stop,
	.next = next,
	.whole = whole,
};
