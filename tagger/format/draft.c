/* A document under construction: parts are added one by one and completed at the end. */
#include "format/draft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"

void draft_clear(draft *self)
{
	arena_reset(&self->memory);
	buffer_clear(&self->text);
	self->annotations.count = self->spans.count = self->rest.count = self->spans_used = 0;
	self->origins.count = self->notes.count = self->unnoted = 0;
	self->document = (onto_document){.size = sizeof(onto_document), .id = "", .text = ""};
}

void draft_free(draft *self)
{
	arena_free(&self->memory);
	buffer_free(&self->text);
	code_points_free(&self->points);
	vector_free(&self->annotations);
	vector_free(&self->spans);
	vector_free(&self->rest);
	vector_free(&self->origins);
	vector_free(&self->notes);
}

const onto_document *draft_finish(draft *self, const char *format)
{
	onto_document *d = &self->document;
	const onto_span *spans = self->spans.items;
	for (size_t i = 0; i < self->annotations.count; i++) {
		self->annotations.items[i].spans = spans;
		spans += self->annotations.items[i].span_count;
	}
	d->format = format;
	d->annotations = self->annotations.items;
	d->annotation_count = self->annotations.count;
	d->rest = self->rest.items;
	d->rest_count = self->rest.count;
	d->origins = self->origins.count ? self->origins.items : NULL;
	d->origin_count = self->origins.count;
	return d;
}

char *draft_copy(draft *self, const char *text, size_t length)
{
	return arena_text(&self->memory, text, length);
}

char *draft_place(draft *self, const stream *stream)
{
	const char *name = stream_name(stream);
	size_t room = strlen(name) + 24;
	char *place = arena_take(&self->memory, room);
	if (place) {
		snprintf(place, room, "%s:%zu", name, stream_line_number(stream));
	}
	return place;
}

bool draft_text(draft *self, const char *text, size_t length)
{
	self->document.text = text;
	self->document.length = length;
	return code_points_read(&self->points, text, length);
}

onto_status draft_span(draft *self, size_t start, size_t end, onto_error *error)
{
	onto_span span;
	if (start >= end || !code_points_to_byte(&self->points, start, &span.start) ||
	    !code_points_to_byte(&self->points, end, &span.end)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "an annotation from %zu to %zu in a text of %zu characters",
		                 start, end, self->points.count);
	}
	return vector_push(&self->spans, span) ? ONTO_OK : fail_memory(error);
}

bool draft_annotation(draft *self, onto_annotation annotation)
{
	annotation.span_count = self->spans.count - self->spans_used;
	self->spans_used = self->spans.count;
	return vector_push(&self->annotations, annotation);
}

char *draft_line(draft *self, const char *line, size_t length)
{
	char *copy = draft_copy(self, line, length);
	size_t kept = copy ? strlen(copy) : 0;
	for (size_t i = kept; copy && i < length; i++) {
		copy[kept] = line[i];
		kept += line[i] != '\0';
	}
	if (copy) {
		copy[kept] = '\0';
	}
	return copy;
}

bool draft_rest(draft *self, const char *line, size_t length)
{
	char *copy = draft_line(self, line, length);
	return copy && vector_push(&self->rest, copy);
}

bool draft_note(draft *self, const onto_error *note)
{
	if (self->notes.count < MOST_NOTES) {
		return vector_push(&self->notes, *note);
	}
	self->unnoted++;
	return true;
}

onto_status draft_note_encoding(draft *self, stream *stream, onto_error *error)
{
	if (!stream_note(stream)) {
		return ONTO_OK;
	}
	onto_fail(error, ONTO_OK, stream_name(stream), 0, "is not in UTF-8: read as %s", stream_encoding(stream));
	return vector_push(&self->notes, *error) ? ONTO_OK : fail_memory(error);
}

onto_status draft_pass_over(draft *self, onto_status status, const char *file, size_t line, onto_error *error)
{
	if (status != ONTO_DAMAGED) {
		return status;
	}
	self->spans.count = self->spans_used;
	fail_at(error, status, file ? file : "", line);
	return draft_note(self, error) ? ONTO_OK : fail_memory(error);
}

void draft_locate(draft *self, const char *file, size_t line)
{
	for (size_t i = 0; i < self->notes.count; i++) {
		if (!*self->notes.items[i].file) {
			fail_at(&self->notes.items[i], ONTO_OK, file, line);
		}
	}
}

onto_status fail_at(onto_error *error, onto_status status, const char *file, size_t line)
{
	if (error) {
		snprintf(error->file, sizeof error->file, "%s", file);
		error->line = line;
	}
	return status;
}
