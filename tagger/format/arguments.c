/* Documents and tags of a caller: their lengths have to agree, since the writers copy what they say. */
#include "format/arguments.h"

#include "core/error.h"

static onto_status fail(const onto_document *document, onto_error *error, const char *reason)
{
	return onto_fail(error, ONTO_ARGUMENT, document->id, 0, "%s", reason);
}

static bool inside(size_t start, size_t end, size_t length)
{
	return start <= end && end <= length;
}

static bool spans_inside(const onto_span *spans, size_t count, size_t length)
{
	for (size_t i = 0; i < count; i++) {
		if (!inside(spans[i].start, spans[i].end, length)) {
			return false;
		}
	}
	return true;
}

static onto_status check_annotations(const onto_document *document, onto_error *error)
{
	if (document->annotation_count && !document->annotations) {
		return fail(document, error, "the document counts annotations and has none");
	}
	for (size_t i = 0; i < document->annotation_count; i++) {
		const onto_annotation *a = &document->annotations[i];
		if (!a->spans || !a->span_count || !a->type || !a->codes || !a->id || !a->written) {
			return fail(document, error, "an annotation without a span, type, codes, id or wording");
		}
		if (!spans_inside(a->spans, a->span_count, document->length)) {
			return fail(document, error, "an annotation ends behind the text");
		}
	}
	return ONTO_OK;
}

static onto_status check_rest(const onto_document *document, onto_error *error)
{
	for (size_t i = 0; i < document->rest_count; i++) {
		if (!document->rest || !document->rest[i]) {
			return fail(document, error, "the document counts more of its rest than there is");
		}
	}
	return ONTO_OK;
}

static onto_status check_origins(const onto_document *document, onto_error *error)
{
	const onto_origin *o = document->origins;
	if (!document->origin_count) {
		return ONTO_OK;
	}
	if (!o || !document->source || o[0].start) {
		return fail(document, error, "origins without a file, or the first not at the start");
	}
	for (size_t i = 0; i < document->origin_count; i++) {
		if (o[i].start > document->length || (i && o[i].start < o[i - 1].start)) {
			return fail(document, error, "an origin behind the text or before the last one");
		}
		if (o[i].from > document->source_length || o[i].size > document->source_length - o[i].from) {
			return fail(document, error, "an origin ends behind the file");
		}
	}
	return ONTO_OK;
}

onto_status document_check(const onto_document *document, onto_error *error)
{
	if (!document->id) {
		return onto_fail(error, ONTO_ARGUMENT, NULL, 0, "a document without an id");
	}
	if (!document->text && document->length) {
		return fail(document, error, "a document without its text");
	}
	if (document->title_length > document->length) {
		return fail(document, error, "the title is longer than the text");
	}
	TRY(check_annotations(document, error));
	TRY(check_rest(document, error));
	return check_origins(document, error);
}

static bool mention_inside(const onto_mention *m, const onto_tags *tags, size_t length)
{
	const onto_context *c = m->context;
	if (!inside(m->start, m->end, length) || !spans_inside(m->spans, m->span_count, length) ||
	    (m->abbreviation != SIZE_MAX && m->abbreviation >= tags->abbreviation_count)) {
		return false;
	}
	for (size_t i = 0; c && i < c->cue_count; i++) {
		if (!inside(c->cues[i].start, c->cues[i].end, length)) {
			return false;
		}
	}
	return !c || !c->value || inside(c->value->start, c->value->end, length);
}

onto_status tags_check(const onto_tags *tags, const onto_document *document, onto_error *error)
{
	size_t length = document->length;
	bool good = true;
	for (size_t i = 0; good && i < tags->mention_count; i++) {
		good = mention_inside(&tags->mentions[i], tags, length);
	}
	for (size_t i = 0; good && i < tags->abbreviation_count; i++) {
		const onto_abbreviation *a = &tags->abbreviations[i];
		good = inside(a->short_form.start, a->short_form.end, length) &&
		       inside(a->long_form.start, a->long_form.end, length);
	}
	for (size_t i = 0; good && i < tags->offer_count; i++) {
		good = inside(tags->offers[i].start, tags->offers[i].end, length);
	}
	for (size_t i = 0; good && i < tags->place_count; i++) {
		good = inside(tags->places[i].start, tags->places[i].end, length);
	}
	return good ? ONTO_OK : fail(document, error, "the tags are not of this text: one ends behind it");
}
