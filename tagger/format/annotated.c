/* Texts with annotations in JSON. */
#include "format/annotated.h"

#include "format/json_escape.h"

bool annotated_begin(annotated *self, const onto_document *document)
{
	code_points_free(&self->points);
	self->points = (code_points){0};
	self->failed = false;
	return code_points_read(&self->points, document->text, document->length);
}

void annotated_free(annotated *self)
{
	code_points_free(&self->points);
	buffer_free(&self->scratch);
}

size_t annotated_point(const annotated *self, size_t byte)
{
	return code_points_before(&self->points, byte);
}

static void name_member(buffer *out, const char *name)
{
	json_quote_own(out, name);
	buffer_byte(out, ':');
}

void annotated_number(buffer *out, const char *name, size_t number)
{
	name_member(out, name);
	buffer_number(out, number);
}

void annotated_text(buffer *out, const char *name, const char *text, size_t length)
{
	name_member(out, name);
	json_quote(out, text, length);
}

void annotated_excerpt(buffer *out, const onto_document *document, onto_span span)
{
	json_quote(out, document->text + span.start, span.end - span.start);
}

void annotated_each(annotated *self, const found_mention *found, annotated_take take, void *context)
{
	for (size_t i = 0; i < mention_field_count; i++) {
		const field *f = &mention_fields[i];
		if (!f->column && !(f->uses & (USE_INFON | USE_DETAIL))) {
			continue;
		}
		buffer_clear(&self->scratch);
		f->write(&self->scratch, found, "|");
		size_t length = self->scratch.length;
		buffer_byte(&self->scratch, '\0');
		if (length && !self->scratch.failed) {
			take(context, f->name, self->scratch.bytes, length);
		}
		self->failed |= self->scratch.failed;
	}
}

static void take_member(void *context, const char *name, const char *value, size_t length)
{
	buffer_byte(context, ',');
	annotated_text(context, name, value, length);
}

void annotated_members(annotated *self, const found_mention *found, buffer *out)
{
	annotated_each(self, found, take_member, out);
	out->failed |= self->failed;
}
