/* Extraction of text from markup, with the origin of each part. */
#include "format/markup.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"

void markup_space(markup *self)
{
	self->space = true;
}

void markup_break(markup *self, unsigned lines)
{
	self->lines = lines > self->lines ? lines : self->lines;
}

static void append(markup *self, const char *bytes, size_t length, size_t from, size_t size)
{
	draft *d = self->draft;
	onto_origin origin = {d->text.length, from, size};
	self->failed = self->failed || !vector_push(&d->origins, origin);
	buffer_append(&d->text, bytes, length);
	self->end = from + size;
}

/* Appends the pending white space before text that begins at `from`. */
static void settle(markup *self, size_t from)
{
	if (self->draft->text.length && (self->lines || self->space)) {
		size_t size = from > self->end ? from - self->end : 0;
		append(self, self->lines ? "\n\n" : " ", self->lines ? self->lines : 1, self->end, size);
		self->copying = false;
	}
	self->lines = 0;
	self->space = false;
}

void markup_copy(markup *self, const char *bytes, size_t length, size_t from)
{
	draft *d = self->draft;
	if (!length) {
		return;
	}
	settle(self, from);
	if (self->copying && self->end == from) {
		buffer_append(&d->text, bytes, length);
		d->origins.items[d->origins.count - 1].size += length;
		self->end += length;
	} else {
		append(self, bytes, length, from, length);
		self->copying = !self->failed;
	}
}

void markup_stand(markup *self, const char *bytes, size_t length, size_t from, size_t size)
{
	if (length != 2 || memcmp(bytes, "\xc2\xad", 2) != 0) {
		settle(self, from);
		append(self, bytes, length, from, size);
		self->copying = false;
	}
}

onto_status markup_source(reader *self, buffer *source, onto_error *error)
{
	buffer_clear(source);
	TRY(stream_rest(self->stream, source, error));
	self->draft.document.id = stream_name(self->stream);
	return ONTO_OK;
}

/* ---- origins in the file ------------------------------------------------------------------------------------- */

/* The last origin that starts at or before `at`. */
static size_t origin_at(const onto_document *d, size_t at)
{
	size_t low = 0, high = d->origin_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (d->origins[middle].start <= at) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return low;
}

static bool is_copy(const onto_document *d, size_t index)
{
	size_t next = index + 1 < d->origin_count ? d->origins[index + 1].start : d->length;
	return d->origins[index].size == next - d->origins[index].start;
}

onto_span onto_document_origin(const onto_document *d, onto_span span)
{
	if (!d->origin_count || span.start >= span.end || span.end > d->length) {
		return span;
	}
	size_t first = origin_at(d, span.start), last = origin_at(d, span.end - 1);
	const onto_origin *from = &d->origins[first], *to = &d->origins[last];
	size_t start = from->from + (is_copy(d, first) ? span.start - from->start : 0);
	size_t end = to->from + (is_copy(d, last) ? span.end - to->start : to->size);
	/* The text may leave the file's order: an HTML parser moves stray text out of a table, to before it. */
	return start <= end ? (onto_span){start, end} : (onto_span){to->from, from->from + from->size};
}

/* ---- files in another encoding ------------------------------------------------------------------------------- */

/* Appends the origins in the file of a part of the text that was copied from [from, from + length) of what the file
 * was converted to. */
static bool add_copied(draft *d, const onto_document *converted, size_t start, size_t from, size_t length)
{
	size_t end = from + length;
	for (size_t i = origin_at(converted, from); from < end; i++) {
		const onto_origin *o = &converted->origins[i];
		size_t next = i + 1 < converted->origin_count ? converted->origins[i + 1].start : converted->length;
		size_t to = next < end ? next : end, skipped = from - o->start;
		onto_origin piece = is_copy(converted, i) ? (onto_origin){start, o->from + skipped, to - from}
		                                          : (onto_origin){start, o->from, o->size};
		if (to > from && !vector_push(&d->origins, piece)) {
			return false;
		}
		start += to - from;
		from = to;
	}
	return true;
}

/* Leads the origins on: from the text of the file, as it was converted, to its own bytes. */
static onto_status lead_to_file(reader *self, buffer *source, onto_error *error)
{
	draft *d = &self->draft;
	stream_conversion c = stream_converted(self->stream);
	VECTOR(onto_origin) all = {0}, had = {0};
	if (!c.origin_count) {
		return ONTO_OK;
	}
	bool good = !c.before || vector_push(&all, ((onto_origin){0, 0, c.before}));
	for (size_t i = 0; good && i < c.origin_count; i++) {
		good = vector_push(&all, c.origins[i]);
	}
	for (size_t i = 0; good && i < d->origins.count; i++) {
		good = vector_push(&had, d->origins.items[i]);
	}
	const onto_document converted = {.length = source->length, .origins = all.items, .origin_count = all.count};
	d->origins.count = 0;
	for (size_t i = 0; good && i < had.count; i++) {
		onto_origin o = had.items[i];
		size_t length = (i + 1 < had.count ? had.items[i + 1].start : d->text.length) - o.start;
		if (o.size == length) {
			good = add_copied(d, &converted, o.start, o.from, length);
		} else {
			onto_span at = {c.before + c.length, c.before + c.length};
			if (o.from < converted.length) {
				at = onto_document_origin(&converted, (onto_span){o.from, o.from + (o.size ? o.size : 1)});
			}
			good = vector_push(&d->origins, ((onto_origin){o.start, at.start, o.size ? at.end - at.start : 0}));
		}
	}
	source->length = c.before;
	buffer_append(source, c.bytes, c.length);
	vector_free(&all);
	vector_free(&had);
	return good && !source->failed ? ONTO_OK : fail_memory(error);
}

onto_status markup_finish(reader *self, markup *m, buffer *source, onto_error *error)
{
	draft *d = m->draft;
	if (m->failed || d->text.failed) {
		return fail_memory(error);
	}
	d->document.text = d->text.length ? d->text.bytes : "";
	d->document.length = d->text.length;
	if (d->text.length) {
		TRY(lead_to_file(self, source, error));
		d->document.source = source->bytes;
		d->document.source_length = source->length;
	}
	return ONTO_OK;
}
