/* Documents that are read while their file is still coming: the same as from the whole file, wherever it is cut. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

/* Hands the bytes of a block over in memory of its own, so that a use behind its end is seen. */
static void read_block(onto_reader **reader, char **held, const char *from, size_t length, const char *format,
                       const onto_read_options *options, char *out, size_t room)
{
	onto_error error = {0};
	char *block = malloc(length + 1);
	memcpy(block, from, length);
	must(*reader ? onto_reader_continue(*reader, block, length, &error)
	             : onto_reader_open_memory("here", block, length, format, options, reader, &error),
	     &error);
	free(*held);
	*held = block;
	append_documents(*reader, out, room);
}

/* Reads `bytes` as they come in pieces of `size`. */
static void in_pieces(const char *format, const onto_read_options *options, const char *bytes, size_t size,
                      char *out, size_t room)
{
	onto_reader *reader = NULL;
	char *held = NULL;
	size_t start = 0, searched = 0, total = strlen(bytes);
	*out = '\0';
	for (size_t end = size; end < total; end += size) {
		size_t whole = onto_format_whole(format, options, bytes + start, end - start, searched);
		searched = whole ? 0 : end - start;
		if (whole) {
			read_block(&reader, &held, bytes + start, whole, format, options, out, room);
			start += whole;
		}
	}
	read_block(&reader, &held, bytes + start, total - start, format, options, out, room);
	onto_reader_free(reader);
	free(held);
}

static const struct {
	const char *format;
	onto_read_options options;
	const char *bytes;
} inputs[] = {
	{"jsonl",
     {.size = sizeof(onto_read_options)},
     "\xef\xbb\xbf{\"id\":\"a\",\"text\":\"asthma\"}\n\n{\"text\":7}\r\nnonsense\n{\"text\":\"CD10\"}"},
	{"text", {.size = sizeof(onto_read_options), .lines = true}, "asthma\r\n\nCD10 and CD19\nlast"},
	{"tsv", {.size = sizeof(onto_read_options)}, "id\ttext\n1\tasthma\nshort\n\tCD10 \"quoted\n3\tlast\n"},
	{"tsv", {.size = sizeof(onto_read_options), .no_header = true, .text_field = "1"}, "asthma\nCD10\tmore\n"},
	{"pubtator",
     {.size = sizeof(onto_read_options)},
     "1|t|One\n1|a|Its abstract, 2|t|\n1\t0\t3\tOne\tDisease\tD1\n\n\n2|t|Two\n2\tCID\tD1\tD2\n\n3|t|\n3|a|Three\nx\n4|t|Four\r\n\r\n5|t|Five"},
};

static void wherever_it_is_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
		char expected[400], out[400];
		size_t length = strlen(inputs[i].bytes);
		assert_true(onto_format_comes_in_pieces(inputs[i].format, &inputs[i].options));
		in_pieces(inputs[i].format, &inputs[i].options, inputs[i].bytes, length, expected, sizeof expected);
		assert_non_null(strchr(expected, ';'));
		for (size_t size = 1; size < length; size++) {
			in_pieces(inputs[i].format, &inputs[i].options, inputs[i].bytes, size, out, sizeof out);
			assert_string_equal(out, expected);
		}
	}
}

/* What is complete is given at once: a line by its end, a document of PubTator by the next title. */
static void as_soon_as_it_is_whole(void **state)
{
	(void)state;
	const onto_read_options lines = {.size = sizeof lines, .lines = true};
	assert_int_equal(onto_format_whole("text", &lines, "one\ntwo", 7, 0), 4);
	assert_int_equal(onto_format_whole("text", &lines, "one", 3, 0), 0);
	assert_int_equal(onto_format_whole("jsonl", &lines, "{}\n{}\n", 6, 0), 6);
	assert_int_equal(onto_format_whole("pubtator", &lines, "1|t|a\n1|a|b\n\n2|t|", 17, 0), 13);
	assert_int_equal(onto_format_whole("pubtator", &lines, "1|t|a\n1|a|b\n\n2|t", 16, 0), 0);
	assert_int_equal(onto_format_whole("jsonl", &lines, NULL, 0, 0), 0);
}

static void what_comes_in_one_piece(void **state)
{
	(void)state;
	const onto_read_options options = {.size = sizeof options};
	for (const char *const *name =
	         (const char *const[]){"text", "csv", "bioc-xml", "bioc-json", "html", "brat", "nothing", NULL};
	     *name; name++) {
		assert_false(onto_format_comes_in_pieces(*name, &options));
	}
	onto_reader *reader;
	onto_error error = {0};
	static const char packed[] = "\x1f\x8b\x08\0\0\0\0\0\0\3\3\0\0\0\0\0\0\0\0\0";
	must(onto_reader_open_memory("here", packed, 20, "jsonl", NULL, &reader, &error), &error);
	assert_int_equal(onto_reader_continue(reader, "{}", 2, &error), ONTO_ARGUMENT);
	onto_reader_free(reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wherever_it_is_cut),
		cmocka_unit_test(as_soon_as_it_is_whole),
		cmocka_unit_test(what_comes_in_one_piece),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
