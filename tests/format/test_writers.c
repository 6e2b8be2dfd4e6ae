/* Every output format against its golden file, and what holds of the formats whatever the text. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buffer.h"
#include "format/field.h"
#include "readable.h"
#include "support.h"

static const char rows[] =
	"#source\tLAB\tOur laboratory\t2026\tCC0\nS\tLAB\nC\tMONDO:1\tdisease\tlung cancer\t\texact=MESH:D1\n"
	"C\tMONDO:2\tdisease\tSj\xc3\xb6gren's *syndrome* with a name that is longer than any column of a table "
	"should ever be\n"
	"N\tMONDO:2\texact\tSj\xc3\xb6gren syndrome\nC\tMESH:D1\tdisease\tLung Neoplasms\nC\tMONDO:3\tdisease\tB-cell "
	"leukemia\n"
	"C\tMONDO:4\tdisease\tT-cell leukemia\nC\tCHEBI:1\tdrug\timatinib\nC\tNCBIGene:1\tmarker\tTNF-alpha\n";

static const char text[] =
	"A \"case\" of lung\ncancers\tand \xe2\x80\x93 Sj\xc3\xb6gren syndrome.\nImatinib, "
	"imatinib: TNF-\xce\xb1 <high>; B- and T-cell "
	"leukaemia.\nLung neoplasms \\ again";

/* ---- writing ------------------------------------------------------------------------------------------------- */

typedef struct work {
	onto_dictionary *dictionary;
	onto_tagger *tagger;
} work;

static work start(void)
{
	onto_dictionary *dictionary = dictionary_of(rows);
	return (work){dictionary, tagger_of(dictionary, NULL)};
}

static void stop(work *w)
{
	onto_tagger_free(w->tagger);
	onto_dictionary_free(w->dictionary);
}

static void add_document(work *w, onto_writer *writer, const char *id, const char *bytes, size_t length,
                         buffer *out)
{
	onto_document document = {.size = sizeof(onto_document), .id = id, .text = bytes, .length = length};
	onto_error error = {0};
	const onto_tags *tags;
	const char *written;
	size_t size;
	must(onto_tagger_tag(w->tagger, bytes, length, &tags, &error), &error);
	must(onto_writer_document(writer, &document, tags, &written, &size, &error), &error);
	buffer_append(out, written, size);
}

/* Two documents, the second empty; to be freed with buffer_free. */
static buffer write_two(const char *format, const onto_write_options *options, const char *bytes, size_t length)
{
	work w = start();
	buffer out = {0};
	onto_writer *writer;
	onto_error error = {0};
	const char *written;
	size_t size;
	must(onto_writer_new(format, options, &writer, &error), &error);
	must(onto_writer_begin(writer, &written, &size, &error), &error);
	buffer_append(&out, written, size);
	add_document(&w, writer, "one", bytes, length, &out);
	add_document(&w, writer, "two\t2", "", 0, &out);
	must(onto_writer_end(writer, &written, &size, &error), &error);
	buffer_append(&out, written, size);
	onto_writer_free(writer);
	stop(&w);
	assert_false(out.failed);
	return out;
}

/* ---- the table of fields ------------------------------------------------------------------------------------- */

/* Columns are numbered from 1 without a gap, and each is one field's. */
static void every_column_is_one_field(void **state)
{
	(void)state;
	const field *columns[MOST_FIELDS] = {0};
	size_t count = fields_in_columns(columns);
	assert_true(count >= 13);
	for (size_t i = 0; i < count; i++) {
		assert_non_null(columns[i]);
		assert_int_equal(columns[i]->column, i + 1);
	}
}

/* Whether a definition of the schema has just these members. */
static void check_definition(const json_t *schema, const char *definition, const char *const *names, size_t count)
{
	const json_t *object = json_object_get(json_object_get(schema, "definitions"), definition);
	const json_t *properties = json_object_get(object, "properties");
	for (size_t i = 0; i < count; i++) {
		if (!json_object_get(properties, names[i])) {
			fail_msg("%s in the schema has no '%s'", definition, names[i]);
		}
	}
	assert_int_equal(json_object_size(properties), count);
}

/* The schema has the fields of the table, and nothing else but the place. */
static void the_schema_has_the_fields_of_the_table(void **state)
{
	(void)state;
#define NAME(name, kind, value, present, uses, column, label, words) #name,
#define NO_NAME(name, kind, value, present, uses, column, label, words)
	static const char *const mention[] = {MENTION_FIELDS(NAME, NO_NAME) "start", "end", "spans", "judge"};
	static const char *const context[] = {CONTEXT_FIELDS(NAME, NO_NAME)};
	static const char *const value[] = {VALUE_FIELDS(NAME, NO_NAME) "start", "end"};
	size_t length;
	char *text_of_schema = read_test_file("../dictionaries/jsonl.schema.json", &length);
	assert_non_null(text_of_schema);
	json_t *schema = json_loadb(text_of_schema, length, 0, NULL);
	check_definition(schema, "mention", mention, COUNT(mention));
	check_definition(schema, "context", context, COUNT(context));
	check_definition(schema, "value", value, COUNT(value));
	json_decref(schema);
	free(text_of_schema);
}

/* ---- goldens ------------------------------------------------------------------------------------------------- */

/* JSON and HTML are compared in a form that a diff shows well. */
static void check_written(const char *golden, const char *bytes, size_t length)
{
	buffer form = {0};
	if (length && strchr("{[", *bytes)) {
		readable_json(bytes, length, &form);
	} else if (strstr(golden, "html")) {
		readable_markup(bytes, length, &form);
	} else {
		buffer_append(&form, bytes, length);
	}
	check_golden(golden, form.bytes, form.length);
	buffer_free(&form);
}

static size_t lines_in(const buffer *written)
{
	size_t count = 0;
	for (size_t i = 0; i < written->length; i++) {
		count += written->bytes[i] == '\n';
	}
	return count;
}

/* The form of the goldens does not show this. */
static void json_has_a_line_a_document(void **state)
{
	(void)state;
	buffer lines = write_two("jsonl", NULL, text, sizeof text - 1);
	buffer collection = write_two("bioc-json", NULL, text, sizeof text - 1);
	assert_int_equal(lines_in(&lines), 2);
	assert_int_equal(lines_in(&collection), 1 + 2 + 1);
	assert_memory_equal(collection.bytes + collection.length - 4, "\n]}\n", 4);
	buffer_free(&lines);
	buffer_free(&collection);
}

/* Outputs that state the day of their run. */
static const onto_write_options dated = {.size = sizeof(onto_write_options), .date = "2026-01-02"};

static void every_format_writes_its_golden(void **state)
{
	(void)state;
	const char *name, *description;
	for (size_t i = 0; (name = onto_format_name(i, &description)) != NULL; i++) {
		char golden[100];
		assert_true(*description);
		buffer out = write_two(name, &dated, text, sizeof text - 1);
		snprintf(golden, sizeof golden, "format/golden/%s", name);
		check_written(golden, out.bytes, out.length);
		buffer_free(&out);
	}
}

/* Documents that are appended are what they are one by one, put together; and are gone when the writer is
 * cleared. */
static void what_is_appended_stands_together(void **state)
{
	(void)state;
	work w = start();
	const char *name, *bytes;
	for (size_t i = 0; (name = onto_format_name(i, NULL)) != NULL; i++) {
		const onto_document documents[] = {
			{.size = sizeof(onto_document), .id = "one", .text = text, .length = sizeof text - 1},
			{.size = sizeof(onto_document), .id = "two", .text = ""}};
		onto_writer *alone, *together;
		onto_error error = {0};
		buffer expected = {0};
		size_t length, all = 0;
		must(onto_writer_new(name, NULL, &alone, &error), &error);
		must(onto_writer_new(name, NULL, &together, &error), &error);
		for (size_t d = 0; d < sizeof documents / sizeof *documents; d++) {
			const onto_tags *tags;
			must(onto_tagger_tag(w.tagger, documents[d].text, documents[d].length, &tags, &error), &error);
			must(onto_writer_document(alone, &documents[d], tags, &bytes, &length, &error), &error);
			buffer_append(&expected, bytes, length);
			must(onto_writer_append(together, &documents[d], tags, &bytes, &all, &error), &error);
		}
		assert_int_equal(all, expected.length);
		assert_memory_equal(all ? bytes : "", all ? expected.bytes : "", all);
		onto_writer_clear(together);
		must(onto_writer_append(together, &documents[1], &(onto_tags){0}, &bytes, &all, &error), &error);
		must(onto_writer_document(alone, &documents[1], &(onto_tags){0}, &bytes, &length, &error), &error);
		assert_int_equal(all, length);
		buffer_free(&expected);
		onto_writer_free(alone);
		onto_writer_free(together);
	}
	stop(&w);
}

static void the_terminal_has_colours_and_a_width(void **state)
{
	(void)state;
	onto_write_options options = {.size = sizeof(onto_write_options), .colour = true, .width = 60};
	buffer out = write_two("terminal", &options, text, sizeof text - 1);
	check_golden("format/golden/terminal-colour-60", out.bytes, out.length);
	buffer_free(&out);
}

static void an_unknown_format_lists_those_that_there_are(void **state)
{
	(void)state;
	onto_writer *writer;
	onto_error error = {0};
	const char *name;
	assert_null(onto_format_suffix("word"));
	assert_int_equal(onto_writer_new("word", NULL, &writer, &error), ONTO_UNKNOWN);
	assert_null(writer);
	for (size_t i = 0; (name = onto_format_name(i, NULL)) != NULL; i++) {
		assert_non_null(strstr(error.message, name));
		assert_true(onto_format_suffix(name)[0] == '.');
	}
	onto_writer_free(NULL);
}

/* ---- what a text says of its mentions, made by hand ---------------------------------------------------------- */

static const char said[] =
	"No asthma. Her aunt had breast cancer, and her donor hepatitis; possible embolism.\n"
	"LDH 3,257.5 IU/L (120 to 246), ANA 1:320, CRP 3 to 5 mg/dL, <CD20> negative.\n"
	"History of gout; if sepsis develops, asthma. Allergic to penicillin.";

enum { SAID = 11 };

/* The mentions of `said`, and all that they point to. */
typedef struct hand_made {
	onto_mention mentions[SAID];
	onto_span spans[SAID];
	onto_context contexts[SAID];
	onto_value values[SAID];
	onto_cue cues[SAID];
	size_t count;
	onto_tags tags;
} hand_made;

static onto_span span_of(const char *words)
{
	const char *at = strstr(said, words);
	assert_non_null(at);
	return (onto_span){(size_t)(at - said), (size_t)(at - said) + strlen(words)};
}

/* A mention where the words stand first. Gives its context, which is empty. */
static onto_context *add(hand_made *h, onto_type type, const char *words, const char *code)
{
	static const char *codes[SAID];
	size_t i = h->count++;
	assert_true(i < SAID);
	codes[i] = code;
	h->spans[i] = span_of(words);
	h->mentions[i] = (onto_mention){.start = h->spans[i].start,
	                                .end = h->spans[i].end,
	                                .spans = &h->spans[i],
	                                .span_count = 1,
	                                .type = type,
	                                .codes = &codes[i],
	                                .code_count = 1,
	                                .found = code,
	                                .name = words,
	                                .matched = words,
	                                .source = "LAB",
	                                .release = "",
	                                .abbreviation = SIZE_MAX,
	                                .context = &h->contexts[i]};
	return &h->contexts[i];
}

static void add_cue(hand_made *h, const char *words, const char *says)
{
	size_t i = h->count - 1;
	onto_span span = span_of(words);
	h->cues[i] = (onto_cue){span.start, span.end, says};
	h->contexts[i].cues = &h->cues[i];
	h->contexts[i].cue_count = 1;
}

static onto_value *add_value(hand_made *h, const char *words)
{
	onto_value *v = &h->values[h->count - 1];
	onto_span span = span_of(words);
	*v = (onto_value){.start = span.start,
	                  .end = span.end,
	                  .number = NAN,
	                  .low = NAN,
	                  .high = NAN,
	                  .reference_low = NAN,
	                  .reference_high = NAN};
	h->contexts[h->count - 1].value = v;
	return v;
}

static void add_diseases(hand_made *h)
{
	*add(h, ONTO_DISEASE, "asthma", "A:1") = (onto_context){.negated = true};
	add_cue(h, "No", "negated");
	*add(h, ONTO_DISEASE, "breast cancer", "A:2") = (onto_context){.experiencer = ONTO_FAMILY};
	add_cue(h, "aunt", "family");
	*add(h, ONTO_DISEASE, "hepatitis", "A:3") = (onto_context){.experiencer = ONTO_OTHER};
	*add(h, ONTO_DISEASE, "embolism", "A:4") = (onto_context){.certainty = ONTO_POSSIBLE};
}

static void add_markers(hand_made *h)
{
	*add(h, ONTO_MARKER, "LDH", "M:1") = (onto_context){.finding = ONTO_HIGH, .section = "results"};
	onto_value *v = add_value(h, "3,257.5 IU/L");
	v->number = 3257.5;
	v->unit = "IU/L";
	v->ucum = "[IU]/L";
	v->reference_low = 120;
	v->reference_high = 246;
	v->by_range = ONTO_HIGH;
	*add(h, ONTO_MARKER, "ANA", "M:2") = (onto_context){0};
	v = add_value(h, "1:320");
	v->text = "1:320";
	v->comparator = ">=";
	*add(h, ONTO_MARKER, "CRP", "M:3") = (onto_context){0};
	v = add_value(h, "3 to 5 mg/dL");
	v->low = 3;
	v->high = 5;
	v->unit = "mg/dL";
	v->reference_high = 0.8;
	*add(h, ONTO_MARKER, "CD20", "M:4") = (onto_context){.finding = ONTO_NEGATIVE};
	add_cue(h, "negative", "negative");
}

static void make_by_hand(hand_made *h)
{
	*h = (hand_made){0};
	add_diseases(h);
	add_markers(h);
	*add(h, ONTO_DISEASE, "gout", "A:5") =
		(onto_context){.temporality = ONTO_HISTORICAL, .section = "past_medical_history"};
	*add(h, ONTO_DISEASE, "sepsis", "A:6") = (onto_context){.certainty = ONTO_HYPOTHETICAL};
	*add(h, ONTO_DRUG, "penicillin", "D:1") = (onto_context){.allergy = true, .finding = ONTO_STOPPED};
	h->tags = (onto_tags){.mentions = h->mentions, .mention_count = h->count};
}

/* `said` as a format writes it, with what comes before and after; to be freed with buffer_free. */
static buffer write_said(const char *format, const onto_write_options *options, const onto_tags *tags)
{
	const onto_document document = {.size = sizeof document, .id = "said", .text = said, .length = sizeof said - 1};
	buffer out = {0};
	onto_writer *writer;
	onto_error error = {0};
	const char *bytes;
	size_t size;
	must(onto_writer_new(format, options, &writer, &error), &error);
	must(onto_writer_begin(writer, &bytes, &size, &error), &error);
	buffer_append(&out, bytes, size);
	must(onto_writer_document(writer, &document, tags, &bytes, &size, &error), &error);
	buffer_append(&out, bytes, size);
	must(onto_writer_end(writer, &bytes, &size, &error), &error);
	buffer_append(&out, bytes, size);
	onto_writer_free(writer);
	assert_false(out.failed);
	return out;
}

static void check_said(const char *golden, const char *format, const onto_write_options *options,
                       const onto_tags *tags)
{
	char path[100];
	buffer out = write_said(format, options, tags);
	const char *from = out.bytes;
	if (strcmp(format, "html") == 0) { /* what stands before and after is the same for every page */
		from = strstr(out.bytes, "<article");
		out.length = (size_t)(strstr(from, "<script>") - from);
	}
	snprintf(path, sizeof path, "format/golden/context/%s", golden);
	check_written(path, from, out.length);
	buffer_free(&out);
}

static void every_format_says_what_the_context_says(void **state)
{
	(void)state;
	hand_made h;
	const char *name;
	make_by_hand(&h);
	for (size_t i = 0; (name = onto_format_name(i, NULL)) != NULL; i++) {
		check_said(name, name, &dated, &h.tags);
	}
	check_said("terminal-colour", "terminal",
	           &(onto_write_options){.size = sizeof(onto_write_options), .colour = true}, &h.tags);
	check_said("summary-json", "summary", &(onto_write_options){.size = sizeof(onto_write_options), .json = true},
	           &h.tags);
}

/* PubTator and CoNLL have no room for a context: with and without it they are the same. */
static void some_formats_have_no_context(void **state)
{
	(void)state;
	static const char *const formats[] = {"pubtator", "conll"};
	for (size_t i = 0; i < COUNT(formats); i++) {
		hand_made h;
		make_by_hand(&h);
		buffer with = write_said(formats[i], NULL, &h.tags);
		for (size_t m = 0; m < h.count; m++) {
			h.mentions[m].context = NULL;
		}
		buffer without = write_said(formats[i], NULL, &h.tags);
		assert_int_equal(with.length, without.length);
		assert_memory_equal(with.bytes, without.bytes, with.length);
		buffer_free(&with);
		buffer_free(&without);
	}
}

/* A context of defaults is as good as none. */
static void defaults_are_not_written(void **state)
{
	(void)state;
	const char *name;
	for (size_t i = 0; (name = onto_format_name(i, NULL)) != NULL; i++) {
		hand_made h;
		make_by_hand(&h);
		for (size_t m = 0; m < h.count; m++) {
			h.contexts[m] = (onto_context){0};
		}
		buffer with = write_said(name, NULL, &h.tags);
		for (size_t m = 0; m < h.count; m++) {
			h.mentions[m].context = NULL;
		}
		buffer without = write_said(name, NULL, &h.tags);
		assert_int_equal(with.length, without.length);
		assert_memory_equal(with.bytes, without.bytes, with.length);
		buffer_free(&with);
		buffer_free(&without);
	}
}

/* Copies say the same when what they were made from is gone. */
static void copies_have_their_own_context(void **state)
{
	(void)state;
	hand_made h;
	onto_copies *copies;
	const onto_tags *copy;
	onto_error error = {0};
	char unit[] = "IU/L";
	make_by_hand(&h);
	h.values[4].unit = unit;
	buffer before = write_said("jsonl", NULL, &h.tags);
	must(onto_copies_new(&copies, &error), &error);
	must(onto_copies_tags(copies, &h.tags, &copy, &error), &error);
	memset(&h, 0, sizeof h);
	memset(unit, 'x', sizeof unit - 1);
	buffer after = write_said("jsonl", NULL, copy);
	assert_int_equal(before.length, after.length);
	assert_memory_equal(before.bytes, after.bytes, before.length);
	onto_copies_free(copies);
	buffer_free(&before);
	buffer_free(&after);
}

/* Attributes and notes that a document has keep their ids; new ones are higher. */
static void brat_goes_on_counting(void **state)
{
	(void)state;
	static const char *const rest[] = {"A7\tNegated T3", "#4\tAnnotatorNotes T3\tsure"};
	const onto_document document = {.size = sizeof document,
	                                .id = "said",
	                                .text = said,
	                                .length = sizeof said - 1,
	                                .format = "brat",
	                                .rest = rest,
	                                .rest_count = COUNT(rest)};
	onto_write_options options = {.size = sizeof options, .keep = true};
	hand_made h;
	onto_writer *writer;
	onto_error error = {0};
	buffer out = {0};
	const char *bytes;
	size_t length;
	make_by_hand(&h);
	must(onto_writer_new("brat", &options, &writer, &error), &error);
	must(onto_writer_document(writer, &document, &h.tags, &bytes, &length, &error), &error);
	buffer_append(&out, bytes, length);
	buffer_byte(&out, '\0');
	assert_non_null(strstr(out.bytes, "\nA8\tNegated T1\n"));
	assert_non_null(strstr(out.bytes, "\n#5\tAnnotatorNotes T5\t"));
	assert_null(strstr(out.bytes, "A1\t"));
	buffer_free(&out);
	onto_writer_free(writer);
}

static void brat_is_configured_for_what_it_is_given(void **state)
{
	(void)state;
	onto_writer *writer;
	onto_error error = {0};
	const char *bytes;
	size_t length;
	must(onto_writer_new("brat", NULL, &writer, &error), &error);
	must(onto_writer_configuration(writer, &bytes, &length, &error), &error);
	check_golden("format/golden/context/annotation.conf", bytes, length);
	onto_writer_free(writer);
	must(onto_writer_new("jsonl", NULL, &writer, &error), &error);
	must(onto_writer_configuration(writer, &bytes, &length, &error), &error);
	assert_int_equal(length, 0);
	onto_writer_free(writer);
}

/* ---- JSON lines: read back they say what the tags say -------------------------------------------------------- */

static void check_text(const json_t *object, const char *key, const char *expected)
{
	const char *found = json_string_value(json_object_get(object, key));
	assert_non_null(found);
	assert_string_equal(found, expected);
}

static void check_mention(const json_t *object, const onto_mention *m)
{
	assert_int_equal(json_integer_value(json_object_get(object, "start")), m->start);
	assert_int_equal(json_integer_value(json_object_get(object, "end")), m->end);
	check_text(object, "type", onto_type_word(m->type));
	check_text(object, "name", m->name);
	check_text(object, "matched", m->matched);
	check_text(object, "scope", onto_scope_word(m->scope));
	check_text(object, "source", m->source);
	const json_t *codes = json_object_get(object, "codes"), *by = json_object_get(object, "by");
	assert_int_equal(json_array_size(codes), m->code_count);
	for (size_t i = 0; i < m->code_count; i++) {
		assert_string_equal(json_string_value(json_array_get(codes, i)), m->codes[i]);
	}
	size_t bits = 0;
	for (size_t i = 0; i < ONTO_TRANSFORMATIONS; i++) {
		if (m->transformations & 1u << i) {
			assert_string_equal(json_string_value(json_array_get(by, bits)), onto_transformation_word(i));
			bits++;
		}
	}
	assert_int_equal(json_array_size(by), bits);
	const json_t *spans = json_object_get(object, "spans");
	assert_true(spans ? json_array_size(spans) == m->span_count : m->span_count == 1);
	for (size_t i = 0; spans && i < m->span_count; i++) {
		const json_t *span = json_array_get(spans, i);
		assert_int_equal(json_integer_value(json_object_get(span, "start")), m->spans[i].start);
		assert_int_equal(json_integer_value(json_object_get(span, "end")), m->spans[i].end);
	}
}

/* Writes one document as JSON, reads it back and compares. Gives the parsed object. */
static json_t *check_json(work *w, const char *bytes, size_t length)
{
	onto_document document = {
		.size = sizeof(onto_document), .id = "a \"b\"\\\x01", .text = bytes, .length = length};
	onto_writer *writer;
	onto_error error = {0};
	const onto_tags *tags;
	const char *written;
	size_t size;
	json_error_t reason;
	must(onto_tagger_tag(w->tagger, bytes, length, &tags, &error), &error);
	must(onto_writer_new("jsonl", NULL, &writer, &error), &error);
	must(onto_writer_document(writer, &document, tags, &written, &size, &error), &error);
	assert_true(size > 0 && written[size - 1] == '\n' && memchr(written, '\n', size) == written + size - 1);
	json_t *object = json_loadb(written, size, JSON_REJECT_DUPLICATES, &reason);
	if (!object) {
		fail_msg("%s: %.*s", reason.text, (int)size, written);
	}
	check_text(object, "id", document.id);
	const json_t *mentions = json_object_get(object, "mentions");
	assert_int_equal(json_array_size(mentions), tags->mention_count);
	for (size_t i = 0; i < tags->mention_count; i++) {
		check_mention(json_array_get(mentions, i), &tags->mentions[i]);
	}
	assert_int_equal(json_array_size(json_object_get(object, "abbreviations")), tags->abbreviation_count);
	onto_writer_free(writer);
	return object;
}

static void json_says_what_the_tags_say(void **state)
{
	(void)state;
	work w = start();
	json_t *object = check_json(&w, text, sizeof text - 1);
	const json_t *mentions = json_object_get(object, "mentions");
	assert_true(json_array_size(mentions) >= 7);
	check_text(json_array_get(mentions, 0), "text", "lung\ncancers");
	json_decref(object);
	json_decref(check_json(&w, "", 0));
	static const char defined[] = "T-cell leukemia (TCL) was seen, TCL again.";
	json_decref(check_json(&w, defined, sizeof defined - 1));
	stop(&w);
}

/* Bytes that are no UTF-8, control characters, a NUL: the JSON is good, and a mention beside them is what it is. */
static void any_bytes_give_good_json(void **state)
{
	(void)state;
	work w = start();
	uint64_t seed = 8;
	for (int round = 0; round < 3000; round++) {
		char bytes[100];
		size_t length = random_below(&seed, 60);
		for (size_t i = 0; i < length; i++) {
			bytes[i] = (char)(random_below(&seed, 3) ? random_next(&seed)
			                                         : (unsigned char)"\"\\\n\xc3\xe2\x80"[random_below(&seed, 6)]);
		}
		memcpy(bytes + length, " imatinib ", 10);
		json_t *object = check_json(&w, bytes, length + 10);
		json_decref(object);
	}
	static const char inside[] =
		"lung\xe2\x80\x93\x63"
		"ancer Sj\xc3\xb6gren\x01syndrome lung cancer\xff";
	json_decref(check_json(&w, inside, sizeof inside - 1));
	stop(&w);
}

/* The name of a document is bytes that came from a file system. */
static void a_broken_id_gives_good_json(void **state)
{
	(void)state;
	onto_document document = {.size = sizeof(onto_document),
	                          .id =
	                              "a\xff"
	                              "b\xc3",
	                          .text = "",
	                          .length = 0};
	onto_writer *writer;
	onto_error error = {0};
	const char *written;
	size_t size;
	must(onto_writer_new("jsonl", NULL, &writer, &error), &error);
	must(onto_writer_document(writer, &document, &(onto_tags){0}, &written, &size, &error), &error);
	json_t *object = json_loadb(written, size, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(object);
	check_text(object, "id",
	           "a\xef\xbf\xbd"
	           "b\xef\xbf\xbd");
	json_decref(object);
	onto_writer_free(writer);
}

/* ---- tables and terminals ------------------------------------------------------------------------------------ */

/* A row a mention, whatever white space the mention or the document's name holds. */
static void tsv_has_a_row_a_mention(void **state)
{
	(void)state;
	buffer out = write_two("tsv", NULL, text, sizeof text - 1);
	size_t rows_count = 0, columns = 0, first = 0;
	for (size_t i = 0; i < out.length; i++) {
		columns += out.bytes[i] == '\t';
		if (out.bytes[i] == '\n') {
			first = first ? first : columns;
			assert_int_equal(columns, first);
			columns = 0;
			rows_count++;
		}
	}
	assert_true(rows_count >= 8);
	buffer_free(&out);
}

/* No control character of one byte or of two reaches the terminal from a text or a name, and it is all UTF-8. */
static void nothing_steers_the_terminal(void **state)
{
	(void)state;
	onto_dictionary *dictionary = dictionary_of("C\tA:1\tdisease\tx\\ny\nN\tA:1\texact\tasthma\n");
	work w = {dictionary, tagger_of(dictionary, NULL)};
	onto_writer *writer;
	onto_error error = {0};
	buffer out = {0};
	char bytes[4000];
	size_t length = 0;
	for (unsigned i = 1; i < 256; i++) {
		bytes[length++] = (char)i;
		memcpy(bytes + length, " asthma ", 8);
		length += 8;
	}
	for (unsigned i = 0x80; i < 0xa0; i++) {
		bytes[length++] = (char)0xc2;
		bytes[length++] = (char)i;
	}
	must(onto_writer_new("terminal", NULL, &writer, &error), &error);
	add_document(&w, writer, "one", bytes, length, &out);
	for (size_t i = 0; i < out.length; i++) {
		unsigned char c = (unsigned char)out.bytes[i], before = i ? (unsigned char)out.bytes[i - 1] : 0;
		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f || (before == 0xc2 && c >= 0x80 && c < 0xa0)) {
			fail_msg("byte %02x (after %02x) reaches the terminal", c, before);
		}
	}
	buffer_byte(&out, '\0');
	json_t *checked = json_string(out.bytes); /* NULL where it is no UTF-8 */
	assert_non_null(checked);
	json_decref(checked);
	buffer_free(&out);
	onto_writer_free(writer);
	stop(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_format_says_what_the_context_says),
		cmocka_unit_test(some_formats_have_no_context),
		cmocka_unit_test(defaults_are_not_written),
		cmocka_unit_test(copies_have_their_own_context),
		cmocka_unit_test(brat_goes_on_counting),
		cmocka_unit_test(brat_is_configured_for_what_it_is_given),
		cmocka_unit_test(every_column_is_one_field),
		cmocka_unit_test(the_schema_has_the_fields_of_the_table),
		cmocka_unit_test(json_has_a_line_a_document),
		cmocka_unit_test(every_format_writes_its_golden),
		cmocka_unit_test(what_is_appended_stands_together),
		cmocka_unit_test(the_terminal_has_colours_and_a_width),
		cmocka_unit_test(an_unknown_format_lists_those_that_there_are),
		cmocka_unit_test(json_says_what_the_tags_say),
		cmocka_unit_test(any_bytes_give_good_json),
		cmocka_unit_test(a_broken_id_gives_good_json),
		cmocka_unit_test(tsv_has_a_row_a_mention),
		cmocka_unit_test(nothing_steers_the_terminal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
