/* HTML and Markdown: the text that is taken out, and the way back into the file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/buffer.h"
#include "support.h"

static char folder[64];

/* What every document's origins must be: in order, within the file, copies true. */
static void check_origins(const onto_document *d)
{
	assert_true(d->length == 0 || d->origin_count > 0);
	for (size_t i = 0; i < d->origin_count; i++) {
		const onto_origin *o = &d->origins[i];
		size_t end = i + 1 < d->origin_count ? o[1].start : d->length;
		assert_true(i ? o->start > o[-1].start : o->start == 0);
		assert_true(o->start < end && o->from <= d->source_length && o->size <= d->source_length - o->from);
		char c = d->text[o->start];
		bool stands = !o->size || c == ' ' || c == '\n' || c == '\xef' || d->source[o->from] == '&';
		if (o->size == end - o->start && !stands) {
			assert_memory_equal(d->text + o->start, d->source + o->from, o->size);
		}
	}
}

static onto_reader *open_bytes(const char *format, const char *bytes, size_t length)
{
	char path[100];
	onto_error error = {0};
	onto_reader *reader;
	snprintf(path, sizeof path, "%s/file", folder);
	write_file(path, bytes, length);
	const onto_read_options options = {.size = sizeof options, .encoding = "UTF-8"};
	must(onto_reader_open(path, format, &options, &reader, &error), &error);
	return reader;
}

static const onto_document *only_document(onto_reader *reader)
{
	const onto_document *document;
	onto_error error = {0};
	must(onto_reader_next(reader, &document, &error), &error);
	assert_non_null(document);
	check_origins(document);
	return document;
}

/* The text of a file, and what each of some words of the text (up to NULL) is in the file. */
static void reads(const char *format, const char *file, size_t length, const char *text, const char *const *words)
{
	onto_reader *reader = open_bytes(format, file, length);
	const onto_document *d = only_document(reader), *none;
	if (d->length != strlen(text) || memcmp(d->text, text, d->length) != 0) {
		fail_msg("%s: [%.*s] for [%s]", file, (int)d->length, d->text, text);
	}
	for (; words && *words; words += 2) {
		const char *at = strstr(text, words[0]);
		assert_non_null(at);
		size_t start = (size_t)(at - text);
		onto_span place = onto_document_origin(d, (onto_span){start, start + strlen(words[0])});
		if (place.end - place.start != strlen(words[1]) ||
		    memcmp(file + place.start, words[1], strlen(words[1])) != 0) {
			fail_msg("%s is %.*s for %s", words[0], (int)(place.end - place.start), file + place.start, words[1]);
		}
	}
	must(onto_reader_next(reader, &none, NULL), NULL);
	assert_null(none);
	onto_reader_free(reader);
}

#define HTML(file, text, ...) reads("html", file, sizeof(file) - 1, text, (const char *const[]){__VA_ARGS__})
#define MARKDOWN(file, text, ...) \
	reads("markdown", file, sizeof(file) - 1, text, (const char *const[]){__VA_ARGS__})

/* ---- HTML ---------------------------------------------------------------------------------------------------- */

static void html_is_its_text(void **state)
{
	(void)state;
	HTML("", "", NULL);
	HTML("asthma", "asthma", "asthma", "asthma", NULL);
	HTML("\xef\xbb\xbf<p>asthma</p>", "asthma", "asthma", "asthma", NULL);
	HTML("<p>Lung <b>can</b>cer</p>", "Lung cancer", "cancer", "can</b>cer", "Lung cancer", "Lung <b>can</b>cer",
	     NULL);
	HTML("<p> a\r\n \t b </p>\n", "a b", "b", "b", NULL);
	HTML("lung<p>cancer<div>and<li>more", "lung\n\ncancer\n\nand\n\nmore", "cancer", "cancer", "more", "more",
	     NULL);
	HTML("lung<br>cancer<br/><wbr>x", "lung\ncancer\nx", "lung\ncancer", "lung<br>cancer", NULL);
	HTML("<table><tr><td>lung<td>cancer</table>", "lung\n\ncancer", "cancer", "cancer", NULL);
	HTML("<table>astray<tr><td>lung</table>", "astray\n\nlung", "astray", "astray", "lung", "lung", NULL);
	HTML("a<pre>\nb  c\n d</pre>e", "a\n\nb  c\n d\n\ne", "b  c\n d", "b  c\n d", NULL);
	HTML("as<!-- <p>no --><!-- - -->thma</x> y", "asthma y", "y", "y", NULL);
	HTML("cancer<sup>12</sup>, CD4<sup>+</sup>, H<sub>2</sub>O", "cancer 12, CD4+, H2O", "H2O", "H<sub>2</sub>O",
	     NULL);
}

static void html_references_stand_for_letters(void **state)
{
	(void)state;
	HTML("TNF-&alpha; b", "TNF-\xce\xb1 b", "TNF-\xce\xb1", "TNF-&alpha;", "b", "b", NULL);
	HTML("x&#945;&#x3b1;&#X3B1 y", "x\xce\xb1\xce\xb1\xce\xb1 y", "x\xce\xb1", "x&#945;", "y", "y", NULL);
	HTML("Sj&ouml;gren&#8217;s", "Sj\xc3\xb6gren\xe2\x80\x99s", "gren", "gren", "Sj\xc3\xb6", "Sj&ouml;", NULL);
	HTML("R&D &amp; Q&ampA &#zz &", "R&D & Q&A &#zz &", "Q&A", "Q&ampA", "D", "D", NULL);
	HTML("&notit; z", "\xc2\xacit; z", "it;", "it;", "\xc2\xac", "&not", NULL);
	HTML("&NotEqualTilde;z", "\xe2\x89\x82\xcc\xb8z", "z", "z", NULL);
	HTML("as&shy;thma x", "asthma x", "asthma", "as&shy;thma", NULL);
	HTML("a &lt;b&gt; c < d", "a <b> c < d", "<b>", "&lt;b&gt;", "d", "d", NULL);
	HTML("lung&#32;cancer", "lung cancer", "cancer", "cancer", NULL);
}

static void html_leaves_out_what_is_no_text(void **state)
{
	(void)state;
	HTML(
		"<!DOCTYPE html><html><head><title>Lung &amp; <b>\n x</title><style>p{}</style></head><body>y"
		"<script>asthma('<p>')</script><noscript>no</noscript><iframe>no</iframe><template>no</template>z",
		"Lung & <b> x\n\nyz", "Lung &", "Lung &amp;", "z", "z", NULL);
	onto_reader *reader = open_bytes("html", "<title>Lung cancer</title>asthma", 32);
	assert_int_equal(only_document(reader)->title_length, 11);
	onto_reader_free(reader);
}

static void broken_html_is_read(void **state)
{
	(void)state;
	HTML("lung\xff cancer\xe2\x82 a\0b",
	     "lung\xef\xbf\xbd cancer\xef\xbf\xbd\xef\xbf\xbd a\xef\xbf\xbd"
	     "b",
	     "cancer", "cancer", "lung\xef\xbf\xbd", "lung\xff", NULL);
	HTML("<p <b asthma", "", NULL);
	HTML("asthma <", "asthma <", "asthma", "asthma", NULL);
	HTML("asthma <!-- lost", "asthma", "asthma", "asthma", NULL);
	HTML("<svg><title>a</title><![CDATA[x < b]]></svg>", "a\n\nx < b", "b", "b", NULL);
	HTML("<frameset>x</frameset>", "", NULL);
}

static void html_nested_deep_is_read(void **state)
{
	(void)state;
	static const char *const tags[] = {"<div>",    "<b>", "<p><i>", "<table>", "<svg>",
	                                   "<ul><li>", "<a>", "<!--",   "&"};
	for (size_t i = 0; i < COUNT(tags); i++) {
		buffer file = {0};
		for (int n = 0; n < 10000; n++) {
			buffer_text(&file, tags[i]);
		}
		buffer_text(&file, "asthma");
		assert_false(file.failed);
		onto_reader *reader = open_bytes("html", file.bytes, file.length);
		const onto_document *d = only_document(reader);
		assert_true(i == 7 || (d->length >= 6 && memcmp(d->text + d->length - 6, "asthma", 6) == 0));
		onto_reader_free(reader);
		buffer_free(&file);
	}
}

/* HTML that makes a tree builder walk all that is open, again and again. */
static double time_to_read(const char *open, const char *then, size_t count)
{
	buffer file = {0};
	for (size_t n = 0; n < count; n++) {
		char tag[100];
		snprintf(tag, sizeof tag, open, n);
		buffer_text(&file, tag);
	}
	for (size_t n = 0; *then && n < count; n++) {
		buffer_text(&file, then);
	}
	buffer_text(&file, "<p>asthma");
	assert_false(file.failed);
	clock_t begun = clock();
	onto_reader *reader = open_bytes("html", file.bytes, file.length);
	const onto_document *d = only_document(reader);
	assert_true(d->length >= 6 && memcmp(d->text + d->length - 6, "asthma", 6) == 0);
	onto_reader_free(reader);
	buffer_free(&file);
	return (double)(clock() - begun) / CLOCKS_PER_SEC;
}

/* Time grows with the file: eight times as many tags take no more than 24 times as long. */
static void html_that_nests_is_no_square(void **state)
{
	(void)state;
	static const char *const kinds[][2] = {{"<div>", ""},
	                                       {"<div>", "</p>"},
	                                       {"<div>", "<li>x"},
	                                       {"<b a=%zu>x", ""},
	                                       {"<p><b a=%zu>x</p>", ""},
	                                       {"<div><p>x", ""},
	                                       {"<ul><li>", ""},
	                                       {"<dl><dd>x", ""},
	                                       {"<form><div>", ""},
	                                       {"<table><tr><td>", ""},
	                                       {"<svg>", ""},
	                                       {"<button><p>", "</b>"}};
	for (size_t i = 0; i < COUNT(kinds); i++) {
		double few = time_to_read(kinds[i][0], kinds[i][1], 10000),
			   many = time_to_read(kinds[i][0], kinds[i][1], 80000);
		if (many > 24 * few + 0.1) {
			fail_msg("%s: %.2f s, and eight times as many: %.2f s", kinds[i][0], few, many);
		}
	}
}

/* What nests too deep for a tree keeps its text, its blocks and its places in the file. */
static void html_that_is_flattened_is_the_same_text(void **state)
{
	(void)state;
	static const char page[] =
		"<p>lung <i>can</i>cer</p><script>if (a < b) 'gout';</script><style>b > i</style><div title='a>b'>gout"
		"<!-- x > y --></div><td>as<b>th</b>ma<br>x</td><p>T<img alt=\"<p>\" src=x>NF&alpha; 1 < 2</p>";
	buffer file = {0}, expected = {0};
	for (int deep = 0; deep < 2; deep++) {
		buffer_clear(&file);
		for (int n = 0; n < (deep ? 600 : 3); n++) {
			buffer_text(&file, "<div>");
		}
		size_t start = file.length;
		buffer_text(&file, page);
		onto_reader *reader = open_bytes("html", file.bytes, file.length);
		const onto_document *d = only_document(reader);
		const char *cancer = memmem(d->text, d->length, "lung cancer", 11);
		assert_non_null(cancer);
		size_t at = (size_t)(cancer - d->text);
		onto_span place = onto_document_origin(d, (onto_span){at, at + 11});
		assert_int_equal(place.start, start + 3);
		assert_int_equal(place.end, start + 3 + strlen("lung <i>can</i>cer"));
		if (deep) {
			assert_int_equal(d->length, expected.length);
			assert_memory_equal(d->text, expected.bytes, expected.length);
		} else {
			buffer_append(&expected, d->text, d->length);
		}
		onto_reader_free(reader);
	}
	buffer_free(&file);
	buffer_free(&expected);
}

/* ---- Markdown ------------------------------------------------------------------------------------------------ */

static void markdown_is_its_text(void **state)
{
	(void)state;
	MARKDOWN("", "", NULL);
	MARKDOWN("Lung\ncancer", "Lung cancer", "Lung cancer", "Lung\ncancer", NULL);
	MARKDOWN("lym**pho**ma _x_ y", "lymphoma x y", "lymphoma", "lym**pho**ma", "y", "y", NULL);
	MARKDOWN("lung\n\ncancer\n***\n- a\n- b\n  c\n", "lung\n\ncancer\n\na\n\nb c", "b c", "b\n  c", NULL);
	MARKDOWN("> lung\n> cancer", "lung cancer", "lung cancer", "lung\n> cancer", NULL);
	MARKDOWN("|a|b|\n|---|---|\n|lung|cancer|", "a\n\nb\n\nlung\n\ncancer", "cancer", "cancer", NULL);
	MARKDOWN("[lung](u \"asthma\") ![x](y) `a\nb` \\*c", "lung x a b *c", "a b", "a\nb", "*c", "*c", NULL);
	MARKDOWN("a  \nb\\\nc", "a\nb\nc", "b", "b", "c", "c", NULL);
	MARKDOWN("```\nlung\n  x\n```\n    y\n", "lung\nx\n\ny", "lung\nx", "lung\n  x", "y", "y", NULL);
	MARKDOWN("TNF-&alpha; as&shy;thma&#32;&amp; &nosuch;", "TNF-\xce\xb1 asthma & &nosuch;", "TNF-\xce\xb1",
	         "TNF-&alpha;", "asthma", "as&shy;thma", NULL);
	MARKDOWN("a <b>lung</b> can<!-- x -->cer", "a lung cancer", "cancer", "can<!-- x -->cer", NULL);
	MARKDOWN("x\n\n<div>\nLung <b>can</b>cer &beta;\n</div>\n\ny", "x\n\nLung cancer \xce\xb2\n\ny", "cancer",
	         "can</b>cer", "\xce\xb2", "&beta;", NULL);
	MARKDOWN("a\0b \xff c",
	         "a\xef\xbf\xbd"
	         "b \xff c",
	         "c", "c", NULL);
	onto_reader *reader = open_bytes("markdown", "# Lung *cancer*\n\nasthma", 23);
	assert_int_equal(only_document(reader)->title_length, 11);
	onto_reader_free(reader);
}

/* ---- both ---------------------------------------------------------------------------------------------------- */

static void any_bytes_are_read(void **state)
{
	(void)state;
	/* clang-format off */
	static const char *const pieces[] = {
		"<p>", "</p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "</table>", "<!--", "-->", "<pre>\n", "</pre>", "<svg>",
		"<![CDATA[", "]]>", "</svg>", "<title>", "</title>", "<textarea>", "</textarea>", "<sup>", "<math>", "<select>",
		"&alpha;", "&#8217;", "&amp", "&", "&notit;", "&shy;", ";", "#", "\r\n", "\r", "\n", " ", "\t", "<", ">", "\xff",
		"\xe2\x82", "\xc2\xa0", "\xc2\x85", "\xef\xbf\xbd", "\x01", "lung", "cancer", "**", "*", "_", "`", "```", "> ", "- ",
		"1. ", "|", "|---|\n", "[", "](x)", "!", "    ", "~~~\n", "\\", "<br>", "<script>", "</script>", "<frameset>", "<x y='",
		"<template>", "</template>", "<a href=x>", "<form>", "\xf0\x9f\x98\x80"};
	/* clang-format on */
	uint64_t seed = 11;
	for (int round = 0; round < 2000; round++) {
		buffer file = {0};
		for (size_t n = random_below(&seed, 30); n-- > 0;) {
			buffer_text(&file, pieces[random_below(&seed, COUNT(pieces))]);
			if (random_below(&seed, 40) == 0) {
				buffer_byte(&file, (char)random_next(&seed));
			}
		}
		assert_false(file.failed);
		onto_reader *reader =
			open_bytes(round % 2 ? "html" : "markdown", file.length ? file.bytes : "", file.length);
		const onto_document *d = only_document(reader);
		for (size_t n = 0; n < 20 && d->length; n++) {
			size_t start = random_below(&seed, d->length), end = start + 1 + random_below(&seed, d->length - start);
			onto_span place = onto_document_origin(d, (onto_span){start, end});
			assert_true(place.start <= place.end && place.end <= d->source_length);
		}
		onto_reader_free(reader);
		buffer_free(&file);
	}
}

static void found(const char *name, const char *bytes, const char *format)
{
	char path[100];
	onto_error error = {0};
	onto_reader *reader;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	write_file(path, bytes, strlen(bytes));
	must(onto_reader_open(path, NULL, NULL, &reader, &error), &error);
	assert_string_equal(onto_reader_format(reader), format);
	onto_reader_free(reader);
}

static void a_format_is_told_from_content_or_name(void **state)
{
	(void)state;
	found("a", "<!DOCTYPE html><p>", "html");
	found("a", "\xef\xbb\xbf \n<!-- x -->\n<?xml version='1.0'?><!doctype HTML PUBLIC", "html");
	found("a", "<HTML lang=en>", "html");
	found("a", "<html>", "html");
	found("a", "<htmlx>", "text");
	found("a", "# Heading", "text");
	found("a.md", "# Heading", "markdown");
	found("a.MARKDOWN", "# Heading", "markdown");
	found("a.md.gz", "# Heading", "markdown");
	found("a.mdx", "# Heading", "text");
	found("a.html", "<p>x", "html");
	found("a.md", "1|t|asthma\n1|a|x\n", "markdown");
	found("a", "1|t|asthma\n1|a|x\n", "pubtator");
}

static int make(void **state)
{
	(void)state;
	make_folder(folder);
	return 0;
}

static int clean(void **state)
{
	(void)state;
	remove_folder(folder);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_is_its_text),
		cmocka_unit_test(html_references_stand_for_letters),
		cmocka_unit_test(html_leaves_out_what_is_no_text),
		cmocka_unit_test(broken_html_is_read),
		cmocka_unit_test(html_nested_deep_is_read),
		cmocka_unit_test(html_that_nests_is_no_square),
		cmocka_unit_test(html_that_is_flattened_is_the_same_text),
		cmocka_unit_test(markdown_is_its_text),
		cmocka_unit_test(any_bytes_are_read),
		cmocka_unit_test(a_format_is_told_from_content_or_name),
	};
	return cmocka_run_group_tests(tests, make, clean);
}
