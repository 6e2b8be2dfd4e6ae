/* Fields, growing columns, and Arrow views of them. */
#include "columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mention.h"

/* ---- fields -------------------------------------------------------------------------------------------------- */

enum { SPAN_START, SPAN_END, SPAN_FIELDS };
static const field span_fields[SPAN_FIELDS] = {{.name = "start", .format = "l"}, {.name = "end", .format = "l"}};

enum { MAPPING_CODE, MAPPING_PREDICATE, MAPPING_VIA, MAPPING_FIELDS };
static const field mapping_fields[MAPPING_FIELDS] = {
	{.name = "code", .format = "u"}, {.name = "predicate", .format = "u"}, {.name = "via", .format = "u"}};

enum { CUE_START, CUE_END, CUE_SAYS, CUE_FIELDS };
static const field cue_fields[CUE_FIELDS] = {
	{.name = "start", .format = "l"}, {.name = "end", .format = "l"}, {.name = "says", .format = "u"}};

enum {
	VALUE_NUMBER,
	VALUE_TEXT,
	VALUE_COMPARATOR,
	VALUE_UNIT,
	VALUE_UCUM,
	VALUE_FROM,
	VALUE_TO,
	VALUE_LOW,
	VALUE_HIGH,
	VALUE_START,
	VALUE_END,
	VALUE_FIELDS
};
static const field value_fields[VALUE_FIELDS] = {
	[VALUE_NUMBER] = {.name = "number", .format = "g", .nullable = true},
	[VALUE_TEXT] = {.name = "text", .format = "u", .nullable = true},
	[VALUE_COMPARATOR] = {.name = "comparator", .format = "u", .nullable = true},
	[VALUE_UNIT] = {.name = "unit", .format = "u", .nullable = true},
	[VALUE_UCUM] = {.name = "ucum", .format = "u", .nullable = true},
	[VALUE_FROM] = {.name = "from", .format = "g", .nullable = true},
	[VALUE_TO] = {.name = "to", .format = "g", .nullable = true},
	[VALUE_LOW] = {.name = "low", .format = "g", .nullable = true},
	[VALUE_HIGH] = {.name = "high", .format = "g", .nullable = true},
	[VALUE_START] = {.name = "start", .format = "l"},
	[VALUE_END] = {.name = "end", .format = "l"},
};

static const field word_item = {.name = "item", .format = "u"};
static const field span_item = {
	.name = "item", .format = "+s", .children = span_fields, .child_count = SPAN_FIELDS};
static const field mapping_item = {
	.name = "item", .format = "+s", .children = mapping_fields, .child_count = MAPPING_FIELDS};
static const field cue_item = {.name = "item", .format = "+s", .children = cue_fields, .child_count = CUE_FIELDS};

enum {
	DOCUMENT,
	ID,
	START,
	END,
	TEXT,
	TYPE,
	CODES,
	NAME,
	MATCHED,
	SCOPE,
	SOURCE,
	RELEASE,
	BY,
	MAPPINGS,
	RETIRED,
	ROLLED_UP,
	ROLLED_UP_NAME,
	SIGN,
	LONG_FORM,
	SPANS,
	NEGATED,
	CERTAINTY,
	TEMPORALITY,
	EXPERIENCER,
	ALLERGY,
	CUES,
	SECTION,
	STATUS,
	VALUE,
	STATUS_BY_RANGE,
	CONFIDENCE,
	SPECIES,
	FIELDS
};

#define TEXT_FIELD(word) {.name = word, .format = "u"}
#define OPTIONAL(word)   {.name = word, .format = "u", .nullable = true}
#define LIST(word, item, may_be_null) \
	{.name = word, .format = "+l", .nullable = may_be_null, .children = &(item), .child_count = 1}

/* New fields go last, so that the position of a column does not change. */
static const field mention_columns[FIELDS] = {
	[DOCUMENT] = {.name = "document", .format = "l"},
	[ID] = OPTIONAL("id"),
	[START] = {.name = "start", .format = "l"},
	[END] = {.name = "end", .format = "l"},
	[TEXT] = TEXT_FIELD("text"),
	[TYPE] = TEXT_FIELD("type"),
	[CODES] = LIST("codes", word_item, false),
	[NAME] = TEXT_FIELD("name"),
	[MATCHED] = TEXT_FIELD("matched"),
	[SCOPE] = TEXT_FIELD("scope"),
	[SOURCE] = TEXT_FIELD("source"),
	[RELEASE] = OPTIONAL("release"),
	[BY] = LIST("by", word_item, false),
	[MAPPINGS] = LIST("mappings", mapping_item, true),
	[RETIRED] = OPTIONAL("retired"),
	[ROLLED_UP] = OPTIONAL("rolled_up"),
	[ROLLED_UP_NAME] = OPTIONAL("rolled_up_name"),
	[SIGN] = OPTIONAL("sign"),
	[LONG_FORM] = OPTIONAL("long_form"),
	[SPANS] = LIST("spans", span_item, true),
	[NEGATED] = {.name = "negated", .format = "b"},
	[CERTAINTY] = OPTIONAL("certainty"),
	[TEMPORALITY] = OPTIONAL("temporality"),
	[EXPERIENCER] = OPTIONAL("experiencer"),
	[ALLERGY] = {.name = "allergy", .format = "b"},
	[CUES] = LIST("cues", cue_item, true),
	[SECTION] = OPTIONAL("section"),
	[STATUS] = OPTIONAL("status"),
	[VALUE] =
		{.name = "value", .format = "+s", .nullable = true, .children = value_fields, .child_count = VALUE_FIELDS},
	[STATUS_BY_RANGE] = OPTIONAL("status_by_range"),
	[SPECIES] = OPTIONAL("species"),
	[CONFIDENCE] = {.name = "confidence", .format = "g", .nullable = true},
};

const field mention_row = {.name = "", .format = "+s", .children = mention_columns, .child_count = FIELDS};

/* ---- growing ------------------------------------------------------------------------------------------------- */

static bool bytes_grow(bytes *self, size_t more)
{
	size_t room = self->room ? self->room * 2 : 1024;
	while (room < self->length + more) {
		room *= 2;
	}
	uint8_t *data = realloc(self->data, room);
	if (data) {
		self->data = data;
		self->room = room;
	}
	return data != NULL;
}

static inline uint8_t *bytes_add(bytes *self, size_t size)
{
	if (self->room - self->length < size && !bytes_grow(self, size)) {
		return NULL;
	}
	uint8_t *at = self->data + self->length;
	self->length += size;
	return at;
}

static bool has_offsets(const field *f)
{
	return f->format[0] == 'u' || f->format[1] == 'l';
}

static bool column_start(column *self, const field *f)
{
	*self =
		(column){.field = f, .children = f->child_count ? calloc(f->child_count, sizeof *self->children) : NULL};
	if (f->child_count && !self->children) {
		return false;
	}
	for (size_t i = 0; i < f->child_count; i++) {
		if (!column_start(&self->children[i], &f->children[i])) {
			return false;
		}
	}
	if (!has_offsets(f)) {
		return true;
	}
	uint8_t *first = bytes_add(&self->offsets, sizeof(int32_t));
	if (first) {
		memset(first, 0, sizeof(int32_t));
	}
	return first != NULL;
}

static void column_end(column *self)
{
	for (size_t i = 0; self->children && i < self->field->child_count; i++) {
		column_end(&self->children[i]);
	}
	free(self->children);
	free(self->validity.data);
	free(self->offsets.data);
	free(self->data.data);
}

/* Sets bit number `at`, the next one, in a bitmap. */
static inline bool bits_add(bytes *self, size_t at, bool value)
{
	if (at % 8 == 0) {
		uint8_t *byte = bytes_add(self, 1);
		if (!byte) {
			return false;
		}
		*byte = 0;
	}
	self->data[at / 8] |= (uint8_t)(value << at % 8);
	return true;
}

/* A bitmap that marks all values so far as valid. */
static bool start_validity(column *self)
{
	size_t size = (self->length + 7) / 8;
	uint8_t *bits = bytes_add(&self->validity, size ? size : 1);
	if (!bits) {
		return false;
	}
	memset(bits, 0xff, size);
	self->validity.length = size;
	if (self->length % 8) {
		bits[size - 1] = (uint8_t)((1u << self->length % 8) - 1);
	}
	return true;
}

static void column_null(column *self);

static bool bytes_zeros(bytes *self, size_t size)
{
	uint8_t *at = bytes_add(self, size);
	if (at) {
		memset(at, 0, size);
	}
	return at != NULL;
}

/* Writes the nulls that were only counted. */
static void column_fill(column *self)
{
	const field *f = self->field;
	size_t count = self->hollow;
	self->hollow = 0;
	bool good = bytes_zeros(&self->validity, (count + 7) / 8);
	if (has_offsets(f)) {
		good = good && bytes_zeros(&self->offsets, count * sizeof(int32_t));
	} else if (f->format[0] != '+') {
		good = good && bytes_zeros(&self->data, count * sizeof(int64_t));
	}
	for (size_t i = 0; f->format[1] == 's' && i < f->child_count; i++) {
		for (size_t k = 0; k < count; k++) {
			column_null(&self->children[i]);
		}
	}
	self->failed |= !good;
}

/* Prepares a column for a value. */
static inline void column_begin(column *self)
{
	if (self->hollow) {
		column_fill(self);
	}
}

/* Counts a value in. */
static inline void column_count(column *self, bool valid)
{
	if (!valid && !self->nulls) {
		self->failed |= !start_validity(self);
	}
	self->nulls += !valid;
	if (self->nulls) {
		self->failed |= !bits_add(&self->validity, self->length, valid);
	}
	self->length++;
}

static inline void column_int(column *self, size_t value)
{
	column_begin(self);
	uint8_t *to = bytes_add(&self->data, sizeof(int64_t));
	int64_t number = (int64_t)value;
	if (to) {
		memcpy(to, &number, sizeof number);
	} else {
		self->failed = true;
	}
	column_count(self, true);
}

/* Appends a number, or null where it is not finite. */
static void column_double(column *self, double value)
{
	if (!isfinite(value)) {
		column_null(self);
		return;
	}
	column_begin(self);
	uint8_t *to = bytes_add(&self->data, sizeof value);
	if (to) {
		memcpy(to, &value, sizeof value);
	} else {
		self->failed = true;
	}
	column_count(self, true);
}

static void column_bool(column *self, bool value)
{
	self->failed |= !bits_add(&self->data, self->length, value);
	column_count(self, true);
}

/* Appends the end offset of the last value. */
static inline void column_offset(column *self, size_t end)
{
	uint8_t *to = bytes_add(&self->offsets, sizeof(int32_t));
	int32_t offset = (int32_t)end;
	self->failed |= !to || end > INT32_MAX;
	if (to) {
		memcpy(to, &offset, sizeof offset);
	}
}

static inline void column_text(column *self, const char *text, size_t length)
{
	column_begin(self);
	uint8_t *to = bytes_add(&self->data, length);
	if (to) {
		memcpy(to, text, length);
	} else {
		self->failed |= length != 0;
	}
	column_offset(self, self->data.length);
	column_count(self, true);
}

static inline void column_word(column *self, const char *word)
{
	column_text(self, word, strlen(word));
}

/* Appends a null. Inside a null struct, a field that is not nullable gets an arbitrary value. */
static void column_null(column *self)
{
	if (self->field->nullable && self->hollow == self->length) {
		self->hollow++;
		self->nulls++;
		self->length++;
		return;
	}
	if (has_offsets(self->field)) {
		column_offset(self, self->field->format[0] == 'u' ? self->data.length : self->children[0].length);
	} else if (self->field->format[0] == '+') {
		for (size_t i = 0; i < self->field->child_count; i++) {
			column_null(&self->children[i]);
		}
	} else {
		uint8_t *to = bytes_add(&self->data, sizeof(int64_t));
		if (to) {
			memset(to, 0, sizeof(int64_t));
		} else {
			self->failed = true;
		}
	}
	column_count(self, !self->field->nullable);
}

/* Appends a string, or null where it is NULL. */
static inline void column_some(column *self, const char *word)
{
	if (word) {
		column_word(self, word);
	} else {
		column_null(self);
	}
}

/* Ends the list after the current items of its child. */
static inline void column_list(column *self)
{
	column_begin(self);
	column_offset(self, self->children[0].length);
	column_count(self, true);
}

/* ---- a mention's row ----------------------------------------------------------------------------------------- */

/* Text of a document may be invalid UTF-8, which a column must not be. */
static void column_excerpt(column *self, const char *text, size_t length)
{
	if (utf8_is_valid(text, length)) {
		column_text(self, text, length);
		return;
	}
	char *clean = malloc(length * 3);
	if (clean) {
		column_text(self, clean, utf8_clean(clean, text, length));
	}
	self->failed |= !clean;
	free(clean);
}

typedef struct place {
	const worker *from;
	const onto_document *document;
	const onto_tags *tags;
} place;

static void add_span(const place *at, column *start, column *end, size_t from, size_t to)
{
	onto_span span = onto_document_origin(at->document, (onto_span){from, to});
	column_int(start, offset_map_before(&at->from->offsets, span.start));
	column_int(end, offset_map_before(&at->from->offsets, span.end));
}

static void add_codes(column *self, const onto_mention *m)
{
	for (size_t i = 0; i < m->code_count; i++) {
		column_word(&self->children[0], m->codes[i]);
	}
	column_list(self);
}

static void add_transformations(column *self, unsigned bits)
{
	for (bits &= (1u << ONTO_TRANSFORMATIONS) - 1; bits; bits &= bits - 1) {
		column_word(&self->children[0], onto_transformation_word((size_t)__builtin_ctz(bits)));
	}
	column_list(self);
}

static void add_mappings(column *self, const onto_mention *m)
{
	column *item = &self->children[0];
	size_t before = item->length;
	for (size_t i = 0; m->provenance && i < m->code_count; i++) {
		const char *via = mention_via(m, i);
		if (via) {
			column_word(&item->children[MAPPING_CODE], m->codes[i]);
			column_word(&item->children[MAPPING_PREDICATE], onto_predicate_word(m->provenance[i].predicate));
			column_word(&item->children[MAPPING_VIA], via);
			column_count(item, true);
		}
	}
	if (item->length > before) {
		column_list(self);
	} else {
		column_null(self);
	}
}

static void add_spans(const place *at, column *self, const onto_mention *m)
{
	column *item = &self->children[0];
	if (m->span_count < 2) {
		column_null(self);
		return;
	}
	for (size_t i = 0; i < m->span_count; i++) {
		add_span(at, &item->children[SPAN_START], &item->children[SPAN_END], m->spans[i].start, m->spans[i].end);
		column_count(item, true);
	}
	column_list(self);
}

static void add_long_form(const place *at, column *self, const onto_mention *m)
{
	const onto_abbreviation *a =
		m->abbreviation != SIZE_MAX ? onto_tags_abbreviation(at->tags, m->abbreviation) : NULL;
	if (a) {
		column_excerpt(self, at->document->text + a->long_form.start, a->long_form.end - a->long_form.start);
	} else {
		column_null(self);
	}
}

static void add_cues(const place *at, column *self, const onto_context *c)
{
	column *item = &self->children[0];
	if (!c->cue_count) {
		column_null(self);
		return;
	}
	for (size_t i = 0; i < c->cue_count; i++) {
		add_span(at, &item->children[CUE_START], &item->children[CUE_END], c->cues[i].start, c->cues[i].end);
		column_word(&item->children[CUE_SAYS], c->cues[i].says);
		column_count(item, true);
	}
	column_list(self);
}

static void add_value(const place *at, column *self, const onto_value *v)
{
	column *part = self->children;
	if (!v) {
		column_null(self);
		return;
	}
	column_begin(self);
	column_double(&part[VALUE_NUMBER], v->number);
	column_some(&part[VALUE_TEXT], v->text);
	column_some(&part[VALUE_COMPARATOR], v->comparator);
	column_some(&part[VALUE_UNIT], v->unit);
	column_some(&part[VALUE_UCUM], v->ucum);
	column_double(&part[VALUE_FROM], v->low);
	column_double(&part[VALUE_TO], v->high);
	column_double(&part[VALUE_LOW], v->reference_low);
	column_double(&part[VALUE_HIGH], v->reference_high);
	add_span(at, &part[VALUE_START], &part[VALUE_END], v->start, v->end);
	column_count(self, true);
}

static void add_context(const place *at, column *all, const onto_context *c)
{
	static const onto_context defaults = {0};
	c = c ? c : &defaults;
	column_bool(&all[NEGATED], c->negated);
	column_some(&all[CERTAINTY], certainty_word(c->certainty));
	column_some(&all[TEMPORALITY], temporality_word(c->temporality));
	column_some(&all[EXPERIENCER], experiencer_word(c->experiencer));
	column_bool(&all[ALLERGY], c->allergy);
	add_cues(at, &all[CUES], c);
	column_some(&all[SECTION], c->section);
	column_some(&all[STATUS], finding_word(c->finding));
	add_value(at, &all[VALUE], c->value);
	column_some(&all[STATUS_BY_RANGE], c->value ? finding_word(c->value->by_range) : NULL);
}

static void add_id(column *self, slice id)
{
	if (id.bytes) {
		column_excerpt(self, id.bytes, id.length);
	} else {
		column_null(self);
	}
}

static void add_mention(const place *at, column *all, const onto_mention *m)
{
	add_span(at, &all[START], &all[END], m->start, m->end);
	column_excerpt(&all[TEXT], at->document->text + m->start, m->end - m->start);
	column_word(&all[TYPE], onto_type_word(m->type));
	add_codes(&all[CODES], m);
	column_word(&all[NAME], m->name);
	column_word(&all[MATCHED], m->matched);
	column_word(&all[SCOPE], onto_scope_word(m->scope));
	column_word(&all[SOURCE], m->source);
	column_some(&all[RELEASE], *m->release ? m->release : NULL);
	add_transformations(&all[BY], m->transformations);
	add_mappings(&all[MAPPINGS], m);
	column_some(&all[RETIRED], m->retired);
	column_some(&all[ROLLED_UP], m->rolled_up);
	column_some(&all[ROLLED_UP_NAME], m->rolled_up_name);
	if (m->sign) {
		column_text(&all[SIGN], &m->sign, 1);
	} else {
		column_null(&all[SIGN]);
	}
	add_long_form(at, &all[LONG_FORM], m);
	add_spans(at, &all[SPANS], m);
	add_context(at, all, m->context);
	column_some(&all[SPECIES], m->species);
	column_double(&all[CONFIDENCE], m->confidence > 0 ? m->confidence : NAN);
}

static bool column_failed(const column *self)
{
	bool failed = self->failed;
	for (size_t i = 0; !failed && i < self->field->child_count; i++) {
		failed = column_failed(&self->children[i]);
	}
	return failed;
}

bool rows_add(rows *self, size_t number, slice id, const worker *from, const onto_document *document,
              const onto_tags *tags)
{
	place at = {.from = from, .document = document, .tags = tags};
	column *all = self->all.children;
	const onto_mention *m;
	for (size_t i = 0; (m = onto_tags_mention(tags, i)); i++) {
		column_int(&all[DOCUMENT], number);
		add_id(&all[ID], id);
		add_mention(&at, all, m);
		column_count(&self->all, true);
	}
	return !column_failed(&self->all);
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

rows *rows_new(void)
{
	rows *self = calloc(1, sizeof *self);
	if (!self) {
		return NULL;
	}
	atomic_init(&self->references, 1);
	if (!column_start(&self->all, &mention_row)) {
		rows_release(self);
		return NULL;
	}
	return self;
}

rows *rows_hold(rows *self)
{
	atomic_fetch_add(&self->references, 1);
	return self;
}

void rows_release(rows *self)
{
	if (self && atomic_fetch_sub(&self->references, 1) == 1) {
		column_end(&self->all);
		free(self->zeros);
		free(self);
	}
}

bool rows_seal(rows *self)
{
	self->zeros = calloc(self->all.length + 1, sizeof(int64_t));
	return self->zeros != NULL;
}

/* ---- Arrow's views ------------------------------------------------------------------------------------------- */

/* What an array owns. A consumer may move a child out of its parent, so each array holds its own reference to the
 * rows. */
typedef struct array_private {
	rows *rows;
	const void *buffers[3];
	struct ArrowArray **children;
	struct ArrowArray *child_room;
} array_private;

static void release_array(struct ArrowArray *array)
{
	array_private *own = array->private_data;
	for (int64_t i = 0; i < array->n_children; i++) {
		if (array->children[i]->release) {
			array->children[i]->release(array->children[i]);
		}
	}
	rows_release(own->rows);
	free(own->children);
	free(own->child_room);
	free(own);
	array->release = NULL;
}

/* Sets the buffers in Arrow's order: validity, offsets for strings and lists, values if there are no child
 * arrays. */
static int64_t set_buffers(array_private *own, const column *c, bool hollow, const void *zeros)
{
	int64_t count = 0;
	own->buffers[count++] = hollow && c->field->nullable ? zeros : c->nulls ? c->validity.data : NULL;
	if (has_offsets(c->field)) {
		own->buffers[count++] = hollow ? zeros : c->offsets.data;
	}
	if (c->field->format[0] != '+') {
		own->buffers[count++] = hollow || !c->data.data ? zeros : c->data.data;
	}
	return count;
}

/* `length`: of the column or, where its struct is all null and the fields are empty, of the struct. */
static bool column_array(const column *c, size_t length, rows *of, struct ArrowArray *out)
{
	bool hollow = c->hollow || c->length < length;
	size_t nulls = hollow && c->field->nullable ? length : c->nulls;
	size_t count = c->field->child_count;
	array_private *own = calloc(1, sizeof *own);
	*out = (struct ArrowArray){0};
	if (!own) {
		return false;
	}
	own->children = calloc(count ? count : 1, sizeof *own->children);
	own->child_room = calloc(count ? count : 1, sizeof *own->child_room);
	if (!own->children || !own->child_room) {
		free(own->children);
		free(own->child_room);
		free(own);
		return false;
	}
	own->rows = rows_hold(of);
	*out = (struct ArrowArray){.length = (int64_t)length,
	                           .null_count = (int64_t)nulls,
	                           .buffers = own->buffers,
	                           .children = own->children,
	                           .release = release_array,
	                           .private_data = own};
	out->n_buffers = set_buffers(own, c, hollow, of->zeros);
	for (size_t i = 0; i < count; i++) {
		own->children[i] = &own->child_room[i];
		const column *child = &c->children[i];
		if (!column_array(child, hollow && c->field->format[1] == 's' ? length : child->length, of,
		                  own->children[i])) {
			release_array(out);
			return false;
		}
		out->n_children++;
	}
	return true;
}

bool rows_array(rows *self, struct ArrowArray *out)
{
	return column_array(&self->all, self->all.length, self, out);
}

typedef struct schema_private {
	struct ArrowSchema **children;
	struct ArrowSchema *child_room;
} schema_private;

static void release_schema(struct ArrowSchema *schema)
{
	schema_private *own = schema->private_data;
	for (int64_t i = 0; i < schema->n_children; i++) {
		if (schema->children[i]->release) {
			schema->children[i]->release(schema->children[i]);
		}
	}
	free(own->children);
	free(own->child_room);
	free(own);
	schema->release = NULL;
}

bool field_schema(const field *self, struct ArrowSchema *out)
{
	schema_private *own = calloc(1, sizeof *own);
	size_t count = self->child_count ? self->child_count : 1;
	*out = (struct ArrowSchema){0};
	if (!own) {
		return false;
	}
	own->children = calloc(count, sizeof *own->children);
	own->child_room = calloc(count, sizeof *own->child_room);
	if (!own->children || !own->child_room) {
		free(own->children);
		free(own->child_room);
		free(own);
		return false;
	}
	*out = (struct ArrowSchema){.format = self->format,
	                            .name = self->name,
	                            .flags = self->nullable ? ARROW_FLAG_NULLABLE : 0,
	                            .children = own->children,
	                            .release = release_schema,
	                            .private_data = own};
	for (size_t i = 0; i < self->child_count; i++) {
		own->children[i] = &own->child_room[i];
		if (!field_schema(&self->children[i], own->children[i])) {
			release_schema(out);
			return false;
		}
		out->n_children++;
	}
	return true;
}
