/* Which field of the JSON lines each output format has: the table in docs/OUTPUTS.md. A format has a field where
 * its output changes when the field does. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buffer.h"
#include "format/field.h"
#include "support.h"

static const char text[] = "Sepsis, probably not asthma (AS) in her aunt; LDH 5 U/L (1 to 9), given drug.";

/* A document with one mention that has everything, and what it points to. */
typedef struct whole {
	onto_span spans[2];
	onto_provenance provenance[2];
	onto_cue cue;
	onto_value value;
	onto_context context;
	onto_mention mention;
	onto_abbreviation abbreviation;
	onto_successor successor;
	onto_offer offer;
	onto_sense sense;
	onto_ambiguity ambiguity;
	onto_tags tags;
	onto_document document;
} whole;

static const char *const codes[] = {"MONDO:1", "MESH:D1"}, *const other_codes[] = {"MONDO:2", "MESH:D1"};

/* `type` decides which parts of some formats the mention belongs to. */
static void make(whole *w, onto_type type)
{
	*w = (whole){
		.spans = {{21, 27}, {29, 31}},
		.provenance = {{ONTO_MATCH_EXACT, NULL}, {ONTO_MATCH_CLOSE, "MONDO:1"}},
		.cue = {17, 20, "negated"},
		.value = {.start = 50,
	              .end = 55,
	              .number = 5,
	              .comparator = "<",
	              .unit = "U/L",
	              .ucum = "[U]/L",
	              .low = NAN,
	              .high = NAN,
	              .reference_low = 1,
	              .reference_high = 9,
	              .by_range = ONTO_NORMAL},
		.context = {.section = "results", .finding = ONTO_HIGH, .cue_count = 1},
		.mention = {.start = 21,
	                .end = 31,
	                .span_count = 1,
	                .type = type,
	                .codes = codes,
	                .code_count = 2,
	                .found = "MONDO:1",
	                .name = "asthma",
	                .matched = "Asthma",
	                .scope = ONTO_EXACT,
	                .source = "MONDO",
	                .release = "2026",
	                .transformations = ONTO_BY_CASE,
	                .abbreviation = SIZE_MAX},
		.abbreviation = {{29, 31}, {21, 27}},
		.offer =
			{.start = 0, .end = 6, .code = "X:1", .name = "old", .matched = "old", .source = "X", .release = ""},
		.sense = {.type = ONTO_DISEASE, .codes = codes, .code_count = 2, .name = "asthma", .matched = "AS"},
		.ambiguity = {.start = 29, .end = 31, .sense_count = 1},
		.document = {.size = sizeof w->document, .id = "1", .text = text, .length = sizeof text - 1},
	};
	w->context.cues = &w->cue;
	w->context.value = type == ONTO_MARKER ? &w->value : NULL;
	w->ambiguity.senses = &w->sense;
	w->mention.spans = w->spans;
	w->mention.context = &w->context;
	w->tags = (onto_tags){.mentions = &w->mention, .mention_count = 1, .abbreviations = &w->abbreviation};
	w->spans[0].end = 31;
}

/* ---- one change a field -------------------------------------------------------------------------------------- */

#define CHANGE(name, change) \
	static void change_##name(whole *w) \
	{ \
		change; \
	}
CHANGE(place, w->mention.start = w->spans[0].start = 22)
CHANGE(spans, w->mention.span_count = 2; w->spans[0].end = 27)
CHANGE(type, w->mention.type = w->mention.type == ONTO_DRUG ? ONTO_DISEASE : ONTO_DRUG)
CHANGE(codes, w->mention.codes = other_codes)
CHANGE(mappings, w->mention.provenance = w->provenance)
CHANGE(name, w->mention.name = "other")
CHANGE(matched, w->mention.matched = "other")
CHANGE(scope, w->mention.scope = ONTO_BROAD)
CHANGE(source, w->mention.source = "MESH")
CHANGE(release, w->mention.release = "2027")
CHANGE(retired, w->mention.retired = "MONDO:9")
CHANGE(rolled_up, w->mention.rolled_up = "MONDO:8"; w->mention.rolled_up_name = "top")
CHANGE(by, w->mention.transformations = ONTO_BY_PLURAL)
CHANGE(abbreviation, w->tags.abbreviation_count = 1; w->mention.abbreviation = 0)
CHANGE(sign, w->mention.sign = '+')
CHANGE(section, w->context.section = "plan")
CHANGE(status, w->context.finding = ONTO_LOW)
CHANGE(status_by_range, w->value.by_range = ONTO_LOW)
CHANGE(allergy, w->context.allergy = true)
CHANGE(species, w->mention.species = "NCBITaxon:10090")
CHANGE(confidence, w->mention.confidence = 0.93)
CHANGE(negated, w->context.negated = true)
CHANGE(certainty, w->context.certainty = ONTO_POSSIBLE)
CHANGE(temporality, w->context.temporality = ONTO_HISTORICAL)
CHANGE(experiencer, w->context.experiencer = ONTO_FAMILY)
CHANGE(cues, w->cue.says = "possible")
CHANGE(number, w->value.number = 6)
CHANGE(value_text, w->value.number = NAN; w->value.text = "1:20")
CHANGE(comparator, w->value.comparator = ">")
CHANGE(unit, w->value.unit = "mg")
CHANGE(ucum, w->value.ucum = "mg")
CHANGE(from, w->value.number = NAN; w->value.low = 2)
CHANGE(to, w->value.number = NAN; w->value.high = 2)
CHANGE(low, w->value.reference_low = 2)
CHANGE(high, w->value.reference_high = 8)
CHANGE(abbreviations, w->tags.abbreviation_count = 1)
CHANGE(offers, w->tags.offers = &w->offer; w->tags.offer_count = 1)
CHANGE(ambiguous, w->tags.ambiguities = &w->ambiguity; w->tags.ambiguity_count = 1)

/* In the order of the table. `name`: in the object `in`, as the schema calls both. */
static const struct {
	const char *in, *name;
	void (*change)(whole *w);
} fields[] = {
	{"", "start, end", change_place},
	{"", "spans", change_spans},
	{"", "type", change_type},
	{"", "codes", change_codes},
	{"", "mappings", change_mappings},
	{"", "name", change_name},
	{"", "matched", change_matched},
	{"", "scope", change_scope},
	{"", "source", change_source},
	{"", "release", change_release},
	{"", "retired", change_retired},
	{"", "rolled_up", change_rolled_up},
	{"", "by", change_by},
	{"", "abbreviation", change_abbreviation},
	{"", "sign", change_sign},
	{"", "section", change_section},
	{"", "status", change_status},
	{"", "status_by_range", change_status_by_range},
	{"", "allergy", change_allergy},
	{"", "species", change_species},
	{"", "confidence", change_confidence},
	{"context", "negated", change_negated},
	{"context", "certainty", change_certainty},
	{"context", "temporality", change_temporality},
	{"context", "experiencer", change_experiencer},
	{"context", "cues", change_cues},
	{"value", "number", change_number},
	{"value", "text", change_value_text},
	{"value", "comparator", change_comparator},
	{"value", "unit", change_unit},
	{"value", "ucum", change_ucum},
	{"value", "from", change_from},
	{"value", "to", change_to},
	{"value", "low", change_low},
	{"value", "high", change_high},
	{"document", "abbreviations", change_abbreviations},
	{"document", "offers", change_offers},
	{"document", "ambiguous", change_ambiguous},
};

static void write_whole(const char *format, const whole *w, buffer *out)
{
	onto_writer *writer;
	onto_error error = {0};
	const char *bytes;
	size_t length;
	const onto_write_options options = {.size = sizeof options, .date = "2026-01-01"};
	must(onto_writer_new(format, &options, &writer, &error), &error);
	must(onto_writer_document(writer, &w->document, &w->tags, &bytes, &length, &error), &error);
	buffer_append(out, bytes, length);
	must(onto_writer_end(writer, &bytes, &length, &error), &error);
	buffer_append(out, bytes, length);
	onto_writer_free(writer);
}

/* True where the output for a mention of any type changes with the field. */
static bool has_field(const char *format, void (*change)(whole *w))
{
	bool differs = false;
	for (onto_type type = 0; type < onto_type_count() && !differs; type++) {
		whole w, changed;
		buffer before = {0}, after = {0};
		make(&w, type);
		make(&changed, type);
		change(&changed);
		write_whole(format, &w, &before);
		write_whole(format, &changed, &after);
		differs = before.length != after.length || memcmp(before.bytes, after.bytes, before.length) != 0;
		buffer_free(&before);
		buffer_free(&after);
	}
	return differs;
}

static void append_table(buffer *out)
{
	const char *format;
	buffer_text(out, "| field |");
	for (size_t i = 0; (format = onto_format_name(i, NULL)); i++) {
		buffer_byte(out, ' ');
		buffer_text(out, format);
		buffer_text(out, " |");
	}
	buffer_text(out, "\n|---|");
	for (size_t i = 0; onto_format_name(i, NULL); i++) {
		buffer_text(out, ":-:|");
	}
	for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
		buffer_text(out, "\n| `");
		buffer_text(out, fields[f].in);
		buffer_text(out, *fields[f].in ? "." : "");
		buffer_text(out, fields[f].name);
		buffer_text(out, "` |");
		for (size_t i = 0; (format = onto_format_name(i, NULL)); i++) {
			buffer_text(out, has_field(format, fields[f].change) ? " x |" : "  |");
		}
	}
	buffer_byte(out, '\n');
}

/* The document between its marks is what the formats do. */
static void the_table_is_what_the_formats_write(void **state)
{
	static const char path[] = "../docs/OUTPUTS.md", begin[] = "<!-- fields -->\n",
					  end[] = "<!-- end of fields -->";
	size_t length;
	buffer expected = {0};
	(void)state;
	char *document = read_test_file(path, &length);
	assert_non_null(document);
	const char *from = strstr(document, begin), *to = strstr(document, end);
	assert_true(from && to && from < to);
	from += sizeof begin - 1;
	buffer_append(&expected, document, (size_t)(from - document));
	append_table(&expected);
	buffer_text(&expected, to);
	check_golden(path, expected.bytes, expected.length);
	buffer_free(&expected);
	free(document);
}

static bool is_listed(const char *in, const char *name)
{
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		if (strcmp(fields[i].in, in) == 0 && strcmp(fields[i].name, name) == 0) {
			return true;
		}
	}
	return false;
}

/* The table has every field; those that only repeat or contain others apart. */
static void every_field_is_in_the_table(void **state)
{
	static const char *const apart[] = {"text", "context", "value", "rolled_up_name"};
#define NAME(name, kind, value, present, uses, column, label, words) #name,
#define NO_NAME(name, kind, value, present, uses, column, label, words)
	static const char *const mention[] = {MENTION_FIELDS(NAME, NO_NAME)};
	static const char *const context[] = {CONTEXT_FIELDS(NAME, NO_NAME)}, *const value[] = {
																			  VALUE_FIELDS(NAME, NO_NAME)};
	(void)state;
	for (size_t i = 0; i < sizeof mention / sizeof *mention; i++) {
		bool left = false;
		for (size_t a = 0; a < sizeof apart / sizeof *apart; a++) {
			left |= strcmp(apart[a], mention[i]) == 0;
		}
		if (!left && !is_listed("", mention[i])) {
			fail_msg("the table lacks %s", mention[i]);
		}
	}
	for (size_t i = 0; i < sizeof context / sizeof *context; i++) {
		assert_true(is_listed("context", context[i]));
	}
	for (size_t i = 0; i < sizeof value / sizeof *value; i++) {
		assert_true(is_listed("value", value[i]));
	}
}

/* The reference: JSON lines have all. */
static void json_lines_have_every_field(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		if (!has_field("jsonl", fields[i].change)) {
			fail_msg("jsonl lacks %s", fields[i].name);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_what_the_formats_write),
		cmocka_unit_test(every_field_is_in_the_table),
		cmocka_unit_test(json_lines_have_every_field),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
