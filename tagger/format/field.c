/* The fields of a mention as text, for every format but JSON lines. */
#include "format/field.h"

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

/* ---- one function per kind ----------------------------------------------------------------------------------- */

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

/* Empty for a code of the concept found. */
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

static void plain_flag(buffer *out, const found_mention *found, bool flag, const char *between)
{
	plain_text(out, found, flag ? "true" : "", between);
}

static void plain_number(buffer *out, const found_mention *found, double number, const char *between)
{
	char text[NUMBER_SPACE];
	plain_text(out, found, number_text(text, number), between);
}

/* A probability in hundredths. */
static void plain_chance(buffer *out, const found_mention *found, double chance, const char *between)
{
	char text[CHANCE_SPACE];
	plain_text(out, found, chance_text(text, chance), between);
}

/* JSON lines write these two as objects; other formats write their members as separate fields. */
static void plain_context(buffer *out, const found_mention *found, const onto_context *c, const char *between)
{
	(void)out;
	(void)found;
	(void)c;
	(void)between;
}

static void plain_value(buffer *out, const found_mention *found, const onto_value *v, const char *between)
{
	(void)out;
	(void)found;
	(void)v;
	(void)between;
}

/* no (negated); mother (family) */
static void plain_cues(buffer *out, const found_mention *found, const onto_context *c, const char *between)
{
	for (size_t i = 0; i < c->cue_count; i++) {
		buffer_text(out, i ? between : "");
		append_excerpt(out, found->document, (onto_span){c->cues[i].start, c->cues[i].end});
		buffer_text(out, " (");
		buffer_text(out, c->cues[i].says);
		buffer_byte(out, ')');
	}
}

static void append_range(buffer *out, double low, double high)
{
	char text[NUMBER_SPACE];
	if (isfinite(low)) {
		buffer_text(out, number_text(text, low));
	}
	if (isfinite(high)) {
		buffer_text(out, isfinite(low) ? " to " : "up to ");
		buffer_text(out, number_text(text, high));
	} else {
		buffer_text(out, " and more");
	}
}

/* The number, or the word in its place. */
static void plain_measure(buffer *out, const found_mention *found, const onto_value *v, const char *between)
{
	if (v->text) {
		plain_text(out, found, v->text, between);
	} else if (isfinite(v->number)) {
		plain_number(out, found, v->number, between);
	} else if (isfinite(v->low) || isfinite(v->high)) {
		append_range(out, v->low, v->high);
	}
}

/* < 3257 IU/L (120 to 246) */
static void plain_measured(buffer *out, const found_mention *found, const onto_value *v, const char *between)
{
	buffer_text(out, v->comparator ? v->comparator : "");
	buffer_text(out, v->comparator ? " " : "");
	plain_measure(out, found, v, between);
	buffer_text(out, v->unit ? " " : "");
	buffer_text(out, v->unit ? v->unit : "");
	if (isfinite(v->reference_low) || isfinite(v->reference_high)) {
		buffer_text(out, " (");
		append_range(out, v->reference_low, v->reference_high);
		buffer_byte(out, ')');
	}
}

/* ---- the words of attributes --------------------------------------------------------------------------------- */

static const char *certainty_words(size_t index)
{
	return onto_certainty_word((onto_certainty)index);
}

static const char *temporality_words(size_t index)
{
	return onto_temporality_word((onto_temporality)index);
}

static const char *experiencer_words(size_t index)
{
	return onto_experiencer_word((onto_experiencer)index);
}

static const char *finding_words(size_t index)
{
	return onto_finding_word((onto_finding)index);
}

/* ---- the table ----------------------------------------------------------------------------------------------- */

#define WRITE(name, kind, value, present, uses, column, label, words) \
	static void write_##name(buffer *out, const found_mention *found, const char *between) \
	{ \
		const onto_mention *m = found->mention; \
		if (present) { \
			plain_##kind(out, found, value, between); \
		} \
	}
#define WRITE_CONTEXT(name, kind, value, present, uses, column, label, words) \
	static void write_context_##name(buffer *out, const found_mention *found, const char *between) \
	{ \
		const onto_context *c = found->mention->context; \
		if (c && (present)) { \
			plain_##kind(out, found, value, between); \
		} \
	}
#define WRITE_VALUE(name, kind, value, present, uses, column, label, words) \
	static void write_value_##name(buffer *out, const found_mention *found, const char *between) \
	{ \
		const onto_value *v = mention_value(found->mention); \
		if (v && (present)) { \
			plain_##kind(out, found, value, between); \
		} \
	}
MENTION_FIELDS(WRITE, WRITE)
CONTEXT_FIELDS(WRITE_CONTEXT, WRITE_CONTEXT)
VALUE_FIELDS(WRITE_VALUE, WRITE_VALUE)

#define ROW(name, kind, value, present, uses, column, label, words) \
	{#name, uses, column, label, words, write_##name},
#define ROW_CONTEXT(name, kind, value, present, uses, column, label, words) \
	{#name, uses, column, label, words, write_context_##name},
#define ROW_VALUE(name, kind, value, present, uses, column, label, words) \
	{#name, uses, column, label, words, write_value_##name},
const field mention_fields[] = {CONTEXT_FIELDS(ROW_CONTEXT, ROW_CONTEXT) MENTION_FIELDS(ROW, ROW)
                                    VALUE_FIELDS(ROW_VALUE, ROW_VALUE)};
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
