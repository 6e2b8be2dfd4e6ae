/* Documents that are read from memory: the same as from a file, and held to a limit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "support.h"

static const char lines[] = "{\"id\":\"a\",\"text\":\"asthma\"}\n{\"id\":\"b\",\"text\":7}\n{\"text\":\"CD10\"}\n";

/* Bytes as gzip. */
static unsigned char *pack(const char *bytes, size_t length, size_t *packed)
{
	z_stream z = {0};
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	size_t room = deflateBound(&z, length);
	unsigned char *out = malloc(room);
	z.next_in = (unsigned char *)bytes;
	z.avail_in = (unsigned)length;
	z.next_out = out;
	z.avail_out = (unsigned)room;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	*packed = room - z.avail_out;
	deflateEnd(&z);
	return out;
}

static void memory_reads_as_a_file_does(void **state)
{
	(void)state;
	onto_reader *reader;
	onto_error error = {0};
	size_t packed_length;
	unsigned char *packed = pack(lines, strlen(lines), &packed_length);
	const struct {
		const void *bytes;
		size_t length;
		const char *format;
	} inputs[] = {{lines, strlen(lines), NULL}, {lines, strlen(lines), "jsonl"}, {packed, packed_length, NULL}};
	for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
		char out[200];
		must(onto_reader_open_memory("here", inputs[i].bytes, inputs[i].length, inputs[i].format, NULL, &reader,
		                             &error),
		     &error);
		assert_string_equal(onto_reader_format(reader), "jsonl");
		*out = '\0';
		append_documents(reader, out, sizeof out);
		assert_string_equal(out, "a=asthma;!2;here:3=CD10;");
		onto_reader_free(reader);
	}
	free(packed);
}

static void a_text_is_called_by_the_name_given(void **state)
{
	(void)state;
	onto_reader *reader;
	onto_error error = {0};
	char out[100];
	must(onto_reader_open_memory("note", "On asthma.", 10, "text", NULL, &reader, &error), &error);
	*out = '\0';
	append_documents(reader, out, sizeof out);
	assert_string_equal(out, "note=On asthma.;");
	onto_reader_free(reader);
	must(onto_reader_open_memory("empty", NULL, 0, NULL, NULL, &reader, &error), &error);
	*out = '\0';
	append_documents(reader, out, sizeof out);
	assert_string_equal(out, "empty=;");
	onto_reader_free(reader);
}

static void a_limit_holds_once_inflated(void **state)
{
	(void)state;
	enum { MOST = 1 << 20, BOMB = 64 << 20 };
	const onto_read_options options = {.size = sizeof options, .most_bytes = MOST};
	onto_reader *reader;
	const onto_document *document;
	onto_error error = {0};
	size_t length;
	char *zeros = malloc(BOMB);
	memset(zeros, '0', BOMB);
	unsigned char *bomb = pack(zeros, BOMB, &length);
	assert_true(length < MOST / 4);
	must(onto_reader_open_memory("bomb", bomb, length, "text", &options, &reader, &error), &error);
	assert_int_equal(onto_reader_next(reader, &document, &error), ONTO_LIMIT);
	assert_string_equal(error.file, "bomb");
	onto_reader_free(reader);
	assert_int_equal(onto_reader_open_memory("long", zeros, MOST + 1, "text", &options, &reader, &error),
	                 ONTO_LIMIT);
	must(onto_reader_open_memory("fits", zeros, MOST, "text", &options, &reader, &error), &error);
	must(onto_reader_next(reader, &document, &error), &error);
	assert_int_equal(document->length, MOST);
	onto_reader_free(reader);
	free(bomb);
	free(zeros);
}

static void a_folders_format_is_refused(void **state)
{
	(void)state;
	onto_reader *reader;
	onto_error error = {0};
	assert_int_equal(onto_reader_open_memory("x", "", 0, "brat", NULL, &reader, &error), ONTO_ARGUMENT);
	assert_null(reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_reads_as_a_file_does),
		cmocka_unit_test(a_text_is_called_by_the_name_given),
		cmocka_unit_test(a_limit_holds_once_inflated),
		cmocka_unit_test(a_folders_format_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
