/* BioC documents as JSON: passages, sentences, annotations, relations. */
#include "format/bioc.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "format/annotation_type.h"
#include "format/field.h"
#include "format/json.h"
#include "format/json_parser.h"
#include "format/number.h"

/* True for a document that a reader has passed on as BioC JSON: of BioC, or an article. */
static bool is_bioc(const onto_document *document)
{
	static const char *const formats[] = {"bioc-xml", "bioc-json", "pubmed-xml", "jats", "nbib"};
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (document_is(document, formats[i])) {
			return document->rest_count == 2;
		}
	}
	return false;
}

/* ---- places of the texts ------------------------------------------------------------------------------------- */

enum { MOST_ROOM = 4096 }; /* a larger gap between offsets is not filled */

static size_t count_points(const char *text, size_t length)
{
	size_t count = 0;
	for (size_t i = 0; i < length; i++) {
		count += ((unsigned char)text[i] & 0xc0) != 0x80; /* jansson has verified the UTF-8 */
	}
	return count;
}

/* The document's text under construction. */
typedef struct layout {
	buffer *text;
	bioc_parts *parts;
	size_t points;
	size_t placed; /* parts without an offset, which follow the part before them */
} layout;

static void fill(layout *l, const char *with, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		buffer_text(l->text, with);
	}
	l->points += count;
}

/* Separates two parts. Two line ends and Unicode's paragraph separator are barriers to the tokenizer. */
static void separate(layout *l, size_t offset, bool sentence)
{
	size_t room = offset > l->points && offset - l->points <= MOST_ROOM ? offset - l->points : 0;
	if (!l->parts->count) {
		fill(l, "\n", room);
	} else if (sentence) {
		bool apart = offset == l->points && l->text->length && l->text->bytes[l->text->length - 1] == ' ';
		fill(l, " ", room ? room : !apart);
	} else if (room == 1) {
		fill(l, "\xe2\x80\xa9", 1);
	} else {
		fill(l, "\n", room ? room : 2);
	}
}

static bool read_offset(const json_t *object, size_t *out)
{
	const json_t *offset = json_object_get(object, "offset");
	if (json_is_string(offset)) {
		return parse_number(json_string_value(offset), json_string_length(offset), out);
	}
	if (!json_is_integer(offset) || json_integer_value(offset) < 0) {
		return false;
	}
	*out = (size_t)json_integer_value(offset);
	return true;
}

static onto_status add_part(layout *l, json_t *object, bool sentence, onto_error *error)
{
	const json_t *text = json_object_get(object, "text");
	bioc_part part = {.object = object};
	if (!json_is_string(text)) {
		return ONTO_OK;
	}
	if (!read_offset(object, &part.offset)) {
		part.offset = l->points + (l->parts->count > 0);
		l->placed++;
		if (json_object_set_new(object, "offset", json_integer((json_int_t)part.offset)) != 0) {
			return fail_memory(error);
		}
	}
	separate(l, part.offset, sentence);
	part.span.start = l->text->length;
	part.count = count_points(json_string_value(text), json_string_length(text));
	buffer_append(l->text, json_string_value(text), json_string_length(text));
	part.span.end = l->text->length;
	l->points += part.count;
	return !l->text->failed && vector_push(l->parts, part) ? ONTO_OK : fail_memory(error);
}

static bool has_text(const json_t *object)
{
	return json_string_length(json_object_get(object, "text")) > 0;
}

static onto_status lay_out(json_t *document, buffer *text, bioc_parts *parts, size_t *placed, onto_error *error)
{
	layout l = {.text = text, .parts = parts};
	json_t *passage, *sentence, *passages = json_object_get(document, "passages");
	size_t i, j;
	parts->count = 0;
	if (!json_is_array(passages)) {
		return onto_fail(error, ONTO_DAMAGED, NULL, 0, "a document without passages");
	}
	json_array_foreach(passages, i, passage)
	{
		json_t *sentences = json_object_get(passage, "sentences");
		if (!json_is_object(passage)) {
			return onto_fail(error, ONTO_DAMAGED, NULL, 0, "a passage that is no object");
		}
		if (has_text(passage) || !json_array_size(sentences)) {
			TRY(add_part(&l, passage, false, error));
			continue;
		}
		json_array_foreach(sentences, j, sentence)
		{
			TRY(add_part(&l, sentence, j > 0, error));
		}
	}
	*placed = l.placed;
	return ONTO_OK;
}

/* ---- every annotation of a document -------------------------------------------------------------------------- */

/* The lists of annotations in order: the document's, then each passage's, then those of its sentences. */
typedef struct owners {
	json_t *document;
	size_t passage, sentence; /* the next one, from 1; passage 0 is the document */
} owners;

static json_t *next_owner(owners *self)
{
	if (!self->passage) {
		self->passage = 1;
		return self->document;
	}
	json_t *passage = json_array_get(json_object_get(self->document, "passages"), self->passage - 1);
	if (!passage) {
		return NULL;
	}
	if (!self->sentence) {
		self->sentence = 1;
		return passage;
	}
	json_t *sentence = json_array_get(json_object_get(passage, "sentences"), self->sentence - 1);
	if (sentence) {
		self->sentence++;
		return sentence;
	}
	self->passage++;
	self->sentence = 0;
	return next_owner(self);
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

/* The part that contains [offset, offset + length). The part that was found last is tried first. */
static const bioc_part *part_at(const bioc_parts *parts, size_t offset, size_t length, size_t *last)
{
	for (size_t i = 0; i < parts->count; i++) {
		size_t index = *last + i < parts->count ? *last + i : *last + i - parts->count;
		const bioc_part *p = &parts->items[index];
		if (offset >= p->offset && offset - p->offset <= p->count && length <= p->count - (offset - p->offset)) {
			*last = index;
			return p;
		}
	}
	return NULL;
}

static const char *text_of(draft *d, const json_t *value)
{
	if (json_is_integer(value)) {
		char number[24];
		int length = snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		return draft_copy(d, number, (size_t)length);
	}
	return json_is_string(value) ? draft_copy(d, json_string_value(value), json_string_length(value)) : "";
}

static onto_status add_locations(draft *d, const bioc_parts *parts, const json_t *locations, size_t *last,
                                 onto_error *error)
{
	size_t i, offset;
	const json_t *location;
	json_array_foreach(locations, i, location)
	{
		const json_t *length = json_object_get(location, "length");
		if (!read_offset(location, &offset) || !json_is_integer(length) || json_integer_value(length) < 0) {
			return onto_fail(error, ONTO_DAMAGED, NULL, 0, "a location without a good offset and length");
		}
		size_t count = (size_t)json_integer_value(length);
		const bioc_part *part = part_at(parts, offset, count, last);
		if (!part) {
			return onto_fail(error, ONTO_DAMAGED, NULL, 0,
			                 "an annotation of %zu characters at %zu, where no passage has them", count, offset);
		}
		if (count) {
			size_t start = code_points_before(&d->points, part->span.start) + (offset - part->offset);
			TRY(draft_span(d, start, start + count, error));
		}
	}
	return ONTO_OK;
}

/* An annotation without a location stays in the JSON and is not reported. */
static onto_status add_annotation(draft *d, const bioc_parts *parts, const json_t *annotation, size_t *last,
                                  onto_error *error)
{
	const json_t *infons = json_object_get(annotation, "infons");
	const json_t *identifier = json_object_get(infons, "identifier");
	size_t before = d->spans.count;
	TRY(add_locations(d, parts, json_object_get(annotation, "locations"), last, error));
	if (d->spans.count == before) {
		return ONTO_OK;
	}
	onto_annotation a = {
		.type = text_of(d, json_object_get(infons, "type")),
		.codes = text_of(d, identifier ? identifier : json_object_get(infons, "MESH")),
		.id = text_of(d, json_object_get(annotation, "id")),
		.written = "",
	};
	return a.type && a.codes && a.id && draft_annotation(d, a) ? ONTO_OK : fail_memory(error);
}

static onto_status add_annotations(draft *d, const bioc_parts *parts, json_t *document, onto_error *error)
{
	owners all = {.document = document};
	size_t i, last = 0;
	for (json_t *owner; (owner = next_owner(&all));) {
		const json_t *annotation;
		json_array_foreach(json_object_get(owner, "annotations"), i, annotation)
		{
			TRY(draft_pass_over(d, add_annotation(d, parts, annotation, &last, error), NULL, 0, error));
		}
	}
	return ONTO_OK;
}

onto_status bioc_read(draft *d, json_t *document, const buffer *written, const char *collection, onto_error *error)
{
	bioc_parts parts = {0};
	buffer whole = {0};
	onto_status status;
	size_t placed;
	TRY_DONE(lay_out(document, &d->text, &parts, &placed, error));
	if (placed) {
		written = NULL;
		onto_fail(error, ONTO_DAMAGED, NULL, 0,
		          "%zu passages or sentences without a good offset follow those before them", placed);
		TRY_DONE(draft_pass_over(d, ONTO_DAMAGED, NULL, 0, error));
	}
	d->document.id = text_of(d, json_object_get(document, "id"));
	if (!d->document.id || !draft_text(d, d->text.length ? d->text.bytes : "", d->text.length)) {
		status = fail_memory(error);
		goto done;
	}
	if (parts.count > 1 && !parts.items[0].span.start) {
		d->document.title_length = parts.items[0].span.end;
	}
	TRY_DONE(add_annotations(d, &parts, document, error));
	bool good = written || json_write(&whole, document);
	written = written ? written : &whole;
	good = good && draft_rest(d, written->bytes, written->length) && draft_rest(d, collection, strlen(collection));
	status = good ? ONTO_OK : fail_memory(error);
done:
	vector_free(&parts);
	buffer_free(&whole);
	return status;
}

/* ---- documents of other formats ------------------------------------------------------------------------------ */

static bool add_passage(bioc_writer *self, json_t *document, const onto_document *from, onto_span span,
                        const char *type)
{
	bioc_part part = {.span = span, .offset = code_points_before(&self->points, span.start)};
	part.count = code_points_before(&self->points, span.end) - part.offset;
	json_t *passage = json_pack("{s:{}, s:I, s:o, s:[], s:[], s:[]}", "infons", "offset", (json_int_t)part.offset,
	                            "text", json_text(from->text + span.start, span.end - span.start), "sentences",
	                            "annotations", "relations");
	part.object = passage;
	return passage && json_array_append_new(json_object_get(document, "passages"), passage) == 0 &&
	       (!type || json_object_set_new(json_object_get(passage, "infons"), "type", json_string(type)) == 0) &&
	       vector_push(&self->parts, part);
}

static json_t *document_of(bioc_writer *self, const onto_document *from)
{
	size_t title = from->title_length < from->length ? from->title_length : 0;
	json_t *document = json_pack("{s:o, s:{}, s:[], s:[], s:[]}", "id", json_text(from->id, strlen(from->id)),
	                             "infons", "passages", "annotations", "relations");
	bool good = document != NULL;
	self->parts.count = 0;
	if (good && title) {
		size_t next = title + code_point_size(from->text + title, from->length - title);
		good = add_passage(self, document, from, (onto_span){0, title}, "title") &&
		       add_passage(self, document, from, (onto_span){next, from->length}, "abstract");
	} else if (good) {
		good = add_passage(self, document, from, (onto_span){0, from->length}, NULL);
	}
	if (!good) {
		json_decref(document);
		return NULL;
	}
	return document;
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

static void note_number(bioc_writer *self, const char *id)
{
	size_t number;
	if (id && parse_number(id, strlen(id), &number) && number > self->id && number < SIZE_MAX / 2) {
		self->id = number;
	}
}

/* Removes all annotations, and the relations that refer to them. */
static bool clear_relations(json_t *owner, const json_t *gone)
{
	json_t *relations = json_object_get(owner, "relations");
	for (size_t i = json_array_size(relations); i-- > 0;) {
		json_t *nodes = json_object_get(json_array_get(relations, i), "nodes"), *node;
		size_t n;
		bool dangles = false;
		json_array_foreach(nodes, n, node)
		{
			const char *id = json_string_value(json_object_get(node, "refid"));
			dangles |= id && json_object_get(gone, id);
		}
		if (dangles && json_array_remove(relations, i) != 0) {
			return false;
		}
	}
	return true;
}

static bool clear_annotations(json_t *document)
{
	owners all = {.document = document};
	json_t *gone = json_object(), *annotation;
	bool good = gone != NULL;
	for (json_t *owner; good && (owner = next_owner(&all));) {
		json_t *annotations = json_object_get(owner, "annotations");
		size_t i;
		json_array_foreach(annotations, i, annotation)
		{
			const char *id = json_string_value(json_object_get(annotation, "id"));
			good &= !id || json_object_set_new(gone, id, json_true()) == 0;
		}
		good = good && (!annotations || !json_is_array(annotations) || json_array_clear(annotations) == 0);
	}
	all = (owners){.document = document};
	for (json_t *owner; good && json_object_size(gone) && (owner = next_owner(&all));) {
		good = clear_relations(owner, gone);
	}
	json_decref(gone);
	return good;
}

static void note_numbers(bioc_writer *self, json_t *document)
{
	owners all = {.document = document};
	for (json_t *owner; (owner = next_owner(&all));) {
		json_t *annotation;
		size_t i;
		json_array_foreach(json_object_get(owner, "annotations"), i, annotation)
		{
			note_number(self, json_string_value(json_object_get(annotation, "id")));
		}
	}
}

/* The part that contains a byte, or the last one before it. NULL where the document has no parts. */
static const bioc_part *part_of_byte(const bioc_parts *parts, size_t byte)
{
	size_t low = 0, high = parts->count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (parts->items[middle].span.start <= byte) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return high ? &parts->items[low] : NULL;
}

static json_t *location_of(const bioc_writer *self, onto_span span)
{
	const bioc_part *part = part_of_byte(&self->parts, span.start);
	size_t start = code_points_before(&self->points, span.start);
	size_t before = code_points_before(&self->points, part->span.start);
	size_t length = code_points_before(&self->points, span.end) - start;
	return json_pack("{s:I, s:I}", "offset", (json_int_t)(part->offset + (start - before)), "length",
	                 (json_int_t)length);
}

/* An annotation to write, from a mention or from another format. */
typedef struct news {
	const char *id;          /* "": the next number */
	const char *type, *name; /* name NULL: none */
	const char *codes;
	const onto_span *spans;
	size_t span_count;
	const found_mention *found; /* the mention, for its other fields; NULL for an annotation */
} news;

static bool add_infon(json_t *infons, const char *key, const char *text, size_t length)
{
	return json_object_set_new(infons, key, json_text(text, length)) == 0;
}

static bool add_fields(bioc_writer *self, json_t *infons, const found_mention *found)
{
	buffer *text = &self->scratch;
	for (size_t i = 0; i < mention_field_count; i++) {
		const field *f = &mention_fields[i];
		if (f->uses & USE_INFON) {
			buffer_clear(text);
			f->write(text, found, "; ");
			if (text->failed || (text->length && !add_infon(infons, f->name, text->bytes, text->length))) {
				return false;
			}
		}
	}
	return true;
}

static json_t *annotation_of(bioc_writer *self, const onto_document *from, const news *n)
{
	char number[24];
	buffer *text = &self->scratch;
	buffer_clear(text);
	snprintf(number, sizeof number, "%zu", *n->id ? 0 : ++self->id);
	for (size_t i = 0; i < n->span_count; i++) {
		buffer_text(text, i ? " " : "");
		buffer_append(text, from->text + n->spans[i].start, n->spans[i].end - n->spans[i].start);
	}
	const char *id = *n->id ? n->id : number;
	json_t *made = text->failed ? NULL
	                            : json_pack("{s:o, s:{s:o}, s:o, s:[]}", "id", json_text(id, strlen(id)), "infons",
	                                        "type", json_text(n->type, strlen(n->type)), "text",
	                                        json_text(text->bytes, text->length), "locations");
	json_t *infons = json_object_get(made, "infons"), *locations = json_object_get(made, "locations");
	bool good = made && (!*n->codes || add_infon(infons, "identifier", n->codes, strlen(n->codes))) &&
	            (!n->name || add_infon(infons, "name", n->name, strlen(n->name))) &&
	            (!n->found || add_fields(self, infons, n->found));
	for (size_t i = 0; good && i < n->span_count; i++) {
		good = json_array_append_new(locations, location_of(self, n->spans[i])) == 0;
	}
	if (!good) {
		json_decref(made);
		return NULL;
	}
	return made;
}

static bool add_news(bioc_writer *self, const onto_document *from, const news *n)
{
	const bioc_part *part = part_of_byte(&self->parts, n->spans[0].start);
	if (!part) {
		return true;
	}
	json_t *list = json_object_get(part->object, "annotations");
	if (!json_is_array(list)) {
		list = json_array();
		if (json_object_set_new(part->object, "annotations", list) != 0) {
			return false;
		}
	}
	return json_array_append_new(list, annotation_of(self, from, n)) == 0;
}

static bool add_mention(bioc_writer *self, const found_mention *found)
{
	const onto_mention *m = found->mention;
	buffer codes = {0};
	for (size_t i = 0; i < m->code_count; i++) {
		buffer_text(&codes, i ? "," : "");
		buffer_text(&codes, m->codes[i]);
	}
	buffer_append(&codes, "", 1);
	news n = {"", annotation_type(m), m->name, codes.bytes, m->spans, m->span_count, found};
	bool good = !codes.failed && add_news(self, found->document, &n);
	buffer_free(&codes);
	return good;
}

static bool add_existing(bioc_writer *self, const onto_document *from)
{
	for (size_t i = 0; i < from->annotation_count; i++) {
		const onto_annotation *a = &from->annotations[i];
		note_number(self, a->id);
	}
	for (size_t i = 0; i < from->annotation_count; i++) {
		const onto_annotation *a = &from->annotations[i];
		news n = {a->id, a->type, NULL, a->codes, a->spans, a->span_count, NULL};
		if (!add_news(self, from, &n)) {
			return false;
		}
	}
	return true;
}

static bool add_tags(bioc_writer *self, const onto_document *from, const onto_tags *tags)
{
	self->existing.sorted.count = 0;
	if (self->keep && !existing_read(&self->existing, from)) {
		return false;
	}
	for (size_t i = 0; i < tags->mention_count; i++) {
		if (!existing_says(&self->existing, &tags->mentions[i]) &&
		    !add_mention(self, &(found_mention){from, tags, &tags->mentions[i]})) {
			return false;
		}
	}
	return true;
}

static onto_status parse(const char *json, json_t **out)
{
	return json_parse(json, strlen(json), NULL, 1, out, NULL, NULL);
}

/* The JSON that a reader passed on, reformatted. ONTO_DAMAGED where a caller has changed it or the text since. */
static onto_status document_again(bioc_writer *self, const onto_document *from, json_t **out)
{
	buffer text = {0};
	size_t placed;
	TRY(parse(from->rest[0], out));
	onto_status status = lay_out(*out, &text, &self->parts, &placed, NULL);
	status = status == ONTO_OK && text.length != from->length ? ONTO_DAMAGED : status;
	buffer_free(&text);
	if (status == ONTO_OK && !self->keep && !clear_annotations(*out)) {
		status = ONTO_NO_MEMORY;
	}
	if (status == ONTO_OK) {
		note_numbers(self, *out);
		return ONTO_OK;
	}
	json_decref(*out);
	*out = NULL;
	return status;
}

json_t *bioc_tagged(bioc_writer *self, const onto_document *from, const onto_tags *tags)
{
	json_t *document = NULL;
	self->id = 0;
	if (!code_points_read(&self->points, from->text, from->length)) {
		return NULL;
	}
	onto_status status = is_bioc(from) ? document_again(self, from, &document) : ONTO_DAMAGED;
	bool ours = status == ONTO_OK;
	if (status == ONTO_DAMAGED) {
		document = document_of(self, from);
	}
	if (!document || (self->keep && !ours && !add_existing(self, from)) || !add_tags(self, from, tags)) {
		json_decref(document);
		return NULL;
	}
	return document;
}

json_t *bioc_collection(const onto_document *document)
{
	json_t *collection = NULL;
	onto_status status = is_bioc(document) ? parse(document->rest[1], &collection) : ONTO_DAMAGED;
	if (status != ONTO_DAMAGED) {
		return collection;
	}
	return json_pack("{s:s, s:s, s:s, s:{}}", "source", "ontotag", "date", "", "key", "", "infons");
}

void bioc_writer_free(bioc_writer *self)
{
	code_points_free(&self->points);
	vector_free(&self->parts);
	existing_free(&self->existing);
	buffer_free(&self->scratch);
}
