/* Annotations that a document had before tagging. */
#include "format/existing.h"

#include <stdlib.h>
#include <string.h>

#include "format/annotation_type.h"

static int compare(const onto_span *a, size_t a_count, const char *a_type, const onto_span *b, size_t b_count,
                   const char *b_type)
{
	for (size_t i = 0; i < a_count && i < b_count; i++) {
		if (a[i].start != b[i].start) {
			return a[i].start < b[i].start ? -1 : 1;
		}
		if (a[i].end != b[i].end) {
			return a[i].end < b[i].end ? -1 : 1;
		}
	}
	return a_count != b_count ? (a_count < b_count ? -1 : 1) : strcmp(a_type, b_type);
}

static int by_place(const void *a, const void *b)
{
	const onto_annotation *x = *(const onto_annotation *const *)a, *y = *(const onto_annotation *const *)b;
	return compare(x->spans, x->span_count, x->type, y->spans, y->span_count, y->type);
}

bool existing_read(existing *self, const onto_document *document)
{
	self->sorted.count = 0;
	for (size_t i = 0; i < document->annotation_count; i++) {
		if (!vector_push(&self->sorted, &document->annotations[i])) {
			return false;
		}
	}
	if (self->sorted.count > 1) {
		qsort(self->sorted.items, self->sorted.count, sizeof *self->sorted.items, by_place);
	}
	return true;
}

bool existing_says(const existing *self, const onto_mention *mention)
{
	const char *type = annotation_type(mention);
	size_t low = 0, high = self->sorted.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const onto_annotation *a = self->sorted.items[middle];
		int order = compare(a->spans, a->span_count, a->type, mention->spans, mention->span_count, type);
		if (order == 0) {
			return true;
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return false;
}

void existing_free(existing *self)
{
	vector_free(&self->sorted);
}
