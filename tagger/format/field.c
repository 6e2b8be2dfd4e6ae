/* The fields of a mention as text, for every format but JSON lines. */
#include "format/field.h"

#include <math.h>

#include "format/code.h"
#include "format/number.h"

bool mention_is_mapped(const onto_mention *m)
{
	for (size_t i = 0; m->provenance && i < m->code_count; i++) {
		if (code_via(m, i)) {
			return true;
		}
	}
	return false;
}

bool mention_is_qualified(const onto_mention *m)
{
	const onto_context *c = m->context;
	return c && (c->negated || c->certainty || c->temporality || c->experiencer || c->allergy);
}

/* ---- a function a kind ------------------------------------------------------------------------------------------ */

static void append_excerpt(buffer *out, const onto_document *document, onto_span span)
{
	buffer_append(out, document->text + span.start, span.end - span.start);
}

static void plain_excerpt(buffer *out, const found_mention *found, const onto_mention *m, const char *between)
{
	(void)between;
	append_excerpt(out, found->document, (onto_span){m->start, m->end});
}

static void plain_text(buffer *out, const found_mention *found, const char *text, const char *between)
{
	(void)found;
	(void)between;
	buffer_text(out, text);
}

/* A word of our own. */
static void plain_word(buffer *out, const found_mention *found, const char *word, const char *between)
{
	plain_text(out, found, word, between);
}

static void plain_codes(buffer *out, const found_mention *found, const onto_mention *m, const char *between)
{
	(void)found;
	for (size_t i = 0; i < m->code_count; i++) {
		buffer_text(out, i ? between : "");
		buffer_text(out, m->codes[i]);
	}
}

static void plain_predicates(buffer *out, const found_mention *found, const onto_mention *m, const char *between)
{
	(void)found;
	for (size_t i = 0; i < m->code_count; i++) {
		buffer_text(out, i ? between : "");
		buffer_text(out, onto_predicate_word(code_predicate(m, i)));
	}
}

/* Empty for a code that is that of what was found. */
static void plain_vias(buffer *out, const found_mention *found, const onto_mention *m, const char *between)
{
	(void)found;
	for (size_t i = 0; i < m->code_count; i++) {
		const char *via = code_via(m, i);
		buffer_text(out, i ? between : "");
		buffer_text(out, via ? via : "");
	}
}

static void plain_mappings(buffer *out, const found_mention *found, const onto_mention *m, const char *between)
{
	size_t before = out->length;
	(void)found;
	for (size_t i = 0; i < m->code_count; i++) {
		const char *via = code_via(m, i);
		if (via) {
			buffer_text(out, out->length > before ? between : "");
			buffer_text(out, m->codes[i]);
			buffer_byte(out, ' ');
			buffer_text(out, onto_predicate_word(code_predicate(m, i)));
			buffer_text(out, " via ");
			buffer_text(out, via);
		}
	}
}

static void plain_origin(buffer *out, const found_mention *found, const onto_mention *m, const char *between)
{
	(void)found;
	(void)between;
	buffer_text(out, onto_scope_word(m->scope));
	buffer_text(out, ", from ");
	buffer_text(out, m->source);
}

static void plain_transformations(buffer *out, const found_mention *found, unsigned bits, const char *between)
{
	bool first = true;
	(void)found;
	for (size_t i = 0; i < ONTO_TRANSFORMATIONS; i++) {
		if (bits & 1u << i) {
			buffer_text(out, first ? "" : between);
			buffer_text(out, onto_transformation_word(i));
			first = false;
		}
	}
}

/* The long form. */
static void plain_abbreviation(buffer *out, const found_mention *found, size_t index, const char *between)
{
	(void)between;
	if (index < found->tags->abbreviation_count) {
		append_excerpt(out, found->document, found->tags->abbreviations[index].long_form);
	}
}

static void plain_sign(buffer *out, const found_mention *found, char sign, const char *between)
{
	(void)found;
	(void)between;
	buffer_byte(out, sign);
}

/* Absent, possible, historical, family: what is not the default, in words for a reader. */
static void plain_context(buffer *out, const found_mention *found, const onto_context *c, const char *between)
{
	const char *words[] = {c->negated ? "absent" : NULL, c->certainty ? onto_certainty_word(c->certainty) : NULL,
	                       c->temporality ? onto_temporality_word(c->temporality) : NULL,
	                       c->experiencer ? onto_experiencer_word(c->experiencer) : NULL, c->allergy ? "allergy" : NULL};
	bool first = true;
	(void)found;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (words[i]) {
			buffer_text(out, first ? "" : between);
			buffer_text(out, words[i]);
			first = false;
		}
	}
}

static void plain_number(buffer *out, const char *before, double number, const char *behind)
{
	char digits[NUMBER_TEXT];
	buffer_text(out, before);
	if (!isnan(number)) {
		number_text(digits, number);
		buffer_text(out, digits);
	}
	buffer_text(out, behind);
}

/* >3257 IU/L [120-246] */
static void plain_value(buffer *out, const found_mention *found, const onto_value *v, const char *between)
{
	(void)found;
	(void)between;
	buffer_text(out, v->comparator ? v->comparator : "");
	if (v->text) {
		buffer_text(out, v->text);
	} else {
		plain_number(out, "", v->number, "");
	}
	if (!isnan(v->high)) {
		plain_number(out, "-", v->high, "");
	}
	buffer_text(out, v->unit ? " " : "");
	buffer_text(out, v->unit ? v->unit : "");
	if (!isnan(v->reference_low) && !isnan(v->reference_high)) {
		plain_number(out, " [", v->reference_low, "");
		plain_number(out, "-", v->reference_high, "]");
	} else if (!isnan(v->reference_low) || !isnan(v->reference_high)) {
		bool low = !isnan(v->reference_low);
		plain_number(out, low ? " [>" : " [<", low ? v->reference_low : v->reference_high, "]");
	}
}

/* ---- the table -------------------------------------------------------------------------------------------------- */

#define WRITE(name, kind, value, present, uses, column, label)                                          \
	static void write_##name(buffer *out, const found_mention *found, const char *between)          \
	{                                                                                               \
		const onto_mention *m = found->mention;                                                 \
		if (present) {                                                                          \
			plain_##kind(out, found, value, between);                                       \
		}                                                                                       \
	}
MENTION_FIELDS(WRITE, WRITE)

#define ROW(name, kind, value, present, uses, column, label) {#name, uses, column, label, write_##name},
const field mention_fields[] = {MENTION_FIELDS(ROW, ROW)};
const size_t mention_field_count = sizeof mention_fields / sizeof *mention_fields;
_Static_assert(sizeof mention_fields / sizeof *mention_fields <= MOST_FIELDS, "MOST_FIELDS is too small");

size_t fields_in_columns(const field *out[MOST_FIELDS])
{
	size_t count = 0;
	for (size_t i = 0; i < mention_field_count; i++) {
		if (mention_fields[i].column) {
			out[mention_fields[i].column - 1] = &mention_fields[i];
			count++;
		}
	}
	return count;
}
