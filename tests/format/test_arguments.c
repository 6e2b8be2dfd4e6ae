/* Documents and tags whose lengths disagree are refused by every writer and by copies, before a byte is read. */
#include <stdlib.h>
#include <string.h>

#include "core/tags.h"
#include "support.h"

static const char rows[] = "C\tX:1\tdisease\tasthma\nC\tX:2\tdisease\tleukemia\n";
static const char text[] = "No asthma (AS), asthma or leukemia.";

/* Every writer and the copies refuse these, and a good document afterwards is written. */
static void refused(const onto_document *document, const onto_tags *tags)
{
	static const onto_write_options keep = {.size = sizeof keep, .keep = true};
	const onto_document fine = {.size = sizeof fine, .id = "fine", .text = text, .length = sizeof text - 1};
	const char *name, *bytes;
	size_t length;
	onto_error error = {0};
	for (size_t i = 0; (name = onto_format_name(i, NULL)) != NULL; i++) {
		onto_writer *writer;
		must(onto_writer_new(name, &keep, &writer, &error), &error);
		assert_int_equal(onto_writer_document(writer, document, tags, &bytes, &length, &error), ONTO_ARGUMENT);
		assert_true(*error.message);
		assert_int_equal(length, 0);
		must(onto_writer_document(writer, &fine, &(onto_tags){0}, &bytes, &length, &error), &error);
		onto_writer_free(writer);
	}
}

static void documents_that_disagree(void **state)
{
	(void)state;
	enum { LENGTH = sizeof text - 1 };
	static const onto_span behind = {30, LENGTH + 1}, turned = {5, 3}, huge = {SIZE_MAX, SIZE_MAX}, good = {3, 9};
	static const char *const hole[] = {"{}", NULL};
	onto_annotation a = {&good, 1, "X", "", "", ""};
	onto_origin o[] = {{0, 0, 3}, {3, 3, LENGTH - 3}};
	const onto_document fine = {.size = sizeof fine,
	                            .id = "one",
	                            .text = text,
	                            .length = LENGTH,
	                            .annotations = &a,
	                            .annotation_count = 1,
	                            .origins = o,
	                            .origin_count = 2,
	                            .source = text,
	                            .source_length = LENGTH};
	onto_document d = fine;
	const onto_tags none = {0};
	const char *bytes;
	size_t length;
	onto_writer *writer;
	onto_copies *copies;
	onto_error error = {0};
	must(onto_writer_new("jsonl", NULL, &writer, &error), &error);
	must(onto_writer_document(writer, &fine, &none, &bytes, &length, &error), &error);
	onto_writer_free(writer);

#define REFUSED(change, back) (change, refused(&d, &none), back, d = fine)
	REFUSED(d.id = NULL, (void)0);
	REFUSED(d.text = NULL, (void)0);
	REFUSED(d.title_length = LENGTH + 1, (void)0);
	REFUSED(d.annotations = NULL, (void)0);
	REFUSED(d.rest_count = 1, (void)0);
	REFUSED((d.rest = hole, d.rest_count = 2), (void)0);
	REFUSED(a.spans = &behind, a.spans = &good);
	REFUSED(a.spans = &turned, a.spans = &good);
	REFUSED(a.spans = &huge, a.spans = &good);
	REFUSED(a.spans = NULL, a.spans = &good);
	REFUSED(a.span_count = 0, a.span_count = 1);
	REFUSED(a.type = NULL, a.type = "X");
	REFUSED(a.written = NULL, a.written = "");
	REFUSED(d.origins = NULL, (void)0);
	REFUSED(d.source = NULL, (void)0);
	REFUSED(d.source_length = 10, (void)0);
	REFUSED(o[0].start = 1, o[0].start = 0);
	REFUSED(o[1].start = LENGTH + 1, o[1].start = 3);
	REFUSED(o[1].size = SIZE_MAX, o[1].size = LENGTH - 3);
	REFUSED(o[1].from = SIZE_MAX, o[1].from = 3);
#undef REFUSED

	must(onto_copies_new(&copies, &error), &error);
	const onto_document *copy;
	a.spans = &behind;
	assert_int_equal(onto_copies_document(copies, &fine, &copy, &error), ONTO_ARGUMENT);
	a.spans = &good;
	must(onto_copies_document(copies, &fine, &copy, &error), &error);
	onto_copies_free(copies);
}

/* The tags of a longer text. */
static void tags_of_another_text(void **state)
{
	(void)state;
	onto_dictionary *d = dictionary_of(rows);
	onto_tagger *tagger = tagger_of(d, &(onto_tag_options){.size = sizeof(onto_tag_options), .tell_places = true});
	const onto_tags *tags;
	onto_error error = {0};
	onto_document document = {.size = sizeof document, .id = "one", .text = text, .length = sizeof text - 1};
	must(onto_tagger_tag(tagger, text, sizeof text - 1, &tags, &error), &error);
	assert_true(onto_tags_mention_count(tags) >= 3);
	document.length = 20;
	refused(&document, tags);

	onto_tags part = *tags;
	document.length = 5; /* only the places, only the mentions */
	part.mention_count = 0;
	refused(&document, &part);
	part = *tags;
	part.place_count = part.abbreviation_count = 0;
	refused(&document, &part);
	onto_tagger_free(tagger);
	onto_dictionary_free(d);
}

/* What a caller has changed of a document's rest is not relied on. */
static void a_rest_that_is_not_what_the_format_made(void **state)
{
	(void)state;
	static const char *const formats[] = {"jsonl",    "json",     "csv",  "bioc-json",
	                                      "bioc-xml", "pubtator", "brat", "jats"};
	static const char *const rests[] = {
		"",          "{",
		"{\"",       "{\"a",
		"{\"a\"",    "{\"a\":",
		"{\"a\":\"", "x",
		"[[[[",      "null",
		"[1]",       "{\"passages\":[]}",
		"\xff",      "{\"passages\":[{\"offset\":0,\"text\":\"another and a far longer text than it was\"}]}"};
	const onto_span span = {3, 9};
	const onto_annotation a = {&span, 1, "X", "", "T1", ""};
	onto_dictionary *d = dictionary_of(rows);
	onto_tagger *tagger = tagger_of(d, NULL);
	const onto_tags *tags;
	onto_error error = {0};
	must(onto_tagger_tag(tagger, text, sizeof text - 1, &tags, &error), &error);
	for (size_t f = 0; f < COUNT(formats); f++) {
		for (size_t r = 0; r < COUNT(rests) * 2; r++) {
			const char *rest[] = {rests[r / 2], rests[(r / 2 + 1) % COUNT(rests)]}, *name, *bytes;
			onto_document document = {.size = sizeof document,
			                          .id = "one",
			                          .text = text,
			                          .length = sizeof text - 1,
			                          .format = formats[f],
			                          .annotations = &a,
			                          .annotation_count = 1,
			                          .rest = rest,
			                          .rest_count = 1 + r % 2};
			for (size_t i = 0; (name = onto_format_name(i, NULL)) != NULL; i++) {
				size_t length;
				onto_writer *writer;
				must(onto_writer_new(name, NULL, &writer, &error), &error);
				must(onto_writer_document(writer, &document, tags, &bytes, &length, &error), &error);
				must(onto_writer_end(writer, &bytes, &length, &error), &error);
				onto_writer_free(writer);
			}
		}
	}
	onto_tagger_free(tagger);
	onto_dictionary_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_that_disagree),
		cmocka_unit_test(tags_of_another_text),
		cmocka_unit_test(a_rest_that_is_not_what_the_format_made),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
