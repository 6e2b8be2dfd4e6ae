/* Source files: plain, gzipped, folders, damaged. */
#include "fixture.h"

/* Opens these bytes; the file is unlinked at once and stays readable. */
static input *open_bytes(const void *bytes, size_t length)
{
	fixture_path path = fixture_file(bytes, length);
	input *file = NULL;
	onto_error error = {0};
	assert_int_equal(input_open(&file, path.text, &error), ONTO_OK);
	unlink(path.text);
	return file;
}

static void expect_line(input *file, const char *text, size_t number)
{
	char *line = NULL;
	size_t length = 0;
	onto_error error = {0};
	assert_int_equal(input_line(file, &line, &length, &error), ONTO_OK);
	if (!text) {
		assert_null(line);
		return;
	}
	assert_non_null(line);
	assert_string_equal(line, text);
	assert_int_equal(length, strlen(text));
	assert_int_equal(input_line_number(file), number);
}

static void test_lines(void **state)
{
	(void)state;
	static const char text[] =
		"\xEF\xBB\xBF"
		"one\r\n\ntwo \xEF\xBB\xBF\r\nlast";
	input *file = open_bytes(text, sizeof text - 1);
	expect_line(file, "one", 1);
	expect_line(file, "", 2);
	expect_line(file, "two \xEF\xBB\xBF", 3);
	expect_line(file, "last", 4);
	expect_line(file, NULL, 4);
	expect_line(file, NULL, 4);
	input_close(file);

	file = open_bytes("", 0);
	expect_line(file, NULL, 0);
	input_close(file);

	file = open_bytes("\n", 1);
	expect_line(file, "", 1);
	expect_line(file, NULL, 1);
	input_close(file);
}

static void test_peek(void **state)
{
	(void)state;
	const char *head = NULL;
	size_t length = 0;
	onto_error error = {0};
	input *file = open_bytes(
		"\xEF\xBB\xBF"
		"a\nb\n",
		7);
	assert_int_equal(input_peek(file, &head, &length, &error), ONTO_OK);
	assert_int_equal(length, 4);
	assert_memory_equal(head, "a\nb\n", 4);
	expect_line(file, "a", 1);
	expect_line(file, "b", 2);
	input_close(file);
}

/* Lines of many lengths, some longer than any block, plain and in two gzip members. */
static void test_long_lines(void **state)
{
	(void)state;
	enum { LINES = 24, ROOM = 40 << 20 };
	char *text = malloc(ROOM);
	assert_non_null(text);
	size_t length = 0;
	for (size_t i = 0; i < LINES; i++) {
		size_t width = (size_t)1 << i;
		memset(text + length, 'a' + (int)i, width);
		length += width;
		text[length++] = '\n';
	}

	size_t packed_length[2] = {0};
	unsigned char *packed[2];
	packed[0] = fixture_gzip(text, length / 3, &packed_length[0]);
	packed[1] = fixture_gzip(text + length / 3, length - length / 3, &packed_length[1]);
	char *members = malloc(packed_length[0] + packed_length[1]);
	assert_non_null(members);
	memcpy(members, packed[0], packed_length[0]);
	memcpy(members + packed_length[0], packed[1], packed_length[1]);

	input *files[] = {open_bytes(text, length), open_bytes(members, packed_length[0] + packed_length[1])};
	for (size_t f = 0; f < 2; f++) {
		for (size_t i = 0; i < LINES; i++) {
			char empty[] = "", *line = empty;
			size_t width = 0;
			onto_error error = {0};
			assert_int_equal(input_line(files[f], &line, &width, &error), ONTO_OK);
			assert_int_equal(width, (size_t)1 << i);
			assert_int_equal(line[0], 'a' + (int)i);
			assert_int_equal(line[width - 1], 'a' + (int)i);
			assert_int_equal(line[width], '\0');
		}
		expect_line(files[f], NULL, LINES);
		input_close(files[f]);
	}
	free(packed[0]);
	free(packed[1]);
	free(members);
	free(text);
}

static void expect_line_failure(const void *bytes, size_t length, onto_status status, size_t line,
                                const char *words)
{
	input *file = open_bytes(bytes, length);
	onto_error error = {0};
	onto_status got = ONTO_OK;
	char empty[] = "", *text = empty;
	while (text && !got) {
		got = input_line(file, &text, NULL, &error);
	}
	assert_int_equal(got, status);
	assert_int_equal(error.line, line);
	assert_string_equal(error.file, input_path(file));
	if (!strstr(error.message, words)) {
		fail_msg("\"%s\" does not say \"%s\"", error.message, words);
	}
	input_close(file);
}

static void test_bad_text(void **state)
{
	(void)state;
	expect_line_failure("a\nb\0c\n", 6, ONTO_DAMAGED, 2, "byte 2 of the line is a NUL");
	expect_line_failure("a\nbc\x80\n", 6, ONTO_DAMAGED, 2, "byte 3 of the line is not UTF-8");

	size_t length = INPUT_LINE_MAX + (1 << 20);
	char *text = malloc(length);
	assert_non_null(text);
	memset(text, 'x', length);
	memcpy(text, "a\n", 2);
	expect_line_failure(text, length, ONTO_LIMIT, 2, "longer than");
	free(text);
}

/* Cut off at any byte, a gzip stream is refused, never taken for a shorter one. */
static void test_truncated_gzip(void **state)
{
	(void)state;
	static const char text[] = "first line\nsecond line\nthird line\n";
	size_t length = 0;
	unsigned char *packed = fixture_gzip(text, sizeof text - 1, &length);
	for (size_t cut = 2; cut < length; cut++) {
		input *file = open_bytes(packed, cut);
		onto_error error = {0};
		onto_status status = ONTO_OK;
		char empty[] = "", *line = empty;
		while (line && !status) {
			status = input_line(file, &line, NULL, &error);
		}
		assert_int_equal(status, ONTO_DAMAGED);
		assert_true(error.line >= 1 && error.line <= 4);
		input_close(file);
	}
	free(packed);
}

/* With any bit of its content or its checks turned, it is refused or says the same. */
static void test_damaged_gzip(void **state)
{
	(void)state;
	static const char text[] = "first line\nsecond line\nthird line\n";
	size_t length = 0;
	unsigned char *packed = fixture_gzip(text, sizeof text - 1, &length);
	for (size_t bit = 16; bit < length * 8; bit++) {
		packed[bit / 8] ^= (unsigned char)(1 << bit % 8);
		input *file = open_bytes(packed, length);
		char *all = NULL;
		size_t got = 0;
		onto_error error = {0};
		onto_status status = input_all(file, &all, &got, &error);
		assert_true(status == ONTO_DAMAGED || (status == ONTO_OK && !strcmp(all, text)));
		free(all);
		input_close(file);
		packed[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	free(packed);
}

static void test_opening(void **state)
{
	(void)state;
	input *file = NULL;
	onto_error error = {0};
	assert_int_equal(input_open(&file, "/nowhere/at/all", &error), ONTO_IO);
	assert_null(file);
	assert_string_equal(error.file, "/nowhere/at/all");
	assert_non_null(strstr(error.message, "cannot be opened"));
	assert_int_equal(input_open(&file, "/", &error), ONTO_IO);
	assert_non_null(strstr(error.message, "directory"));
	input_close(NULL);
}

typedef struct progress_log {
	size_t calls;
	size_t done;
	size_t total;
} progress_log;

static void note_progress(void *context, const char *path, size_t done, size_t total)
{
	progress_log *log = context;
	(void)path;
	assert_true(done >= log->done);
	log->calls++;
	log->done = done;
	log->total = total;
}

static void test_progress(void **state)
{
	(void)state;
	enum { LENGTH = 5 << 20 };
	char *text = calloc(LENGTH, 1);
	assert_non_null(text);
	input *file = open_bytes(text, LENGTH);
	progress_log log = {0};
	char *all = NULL;
	size_t length = 0;
	onto_error error = {0};

	input_watch(file, note_progress, &log);
	assert_int_equal(input_all(file, &all, &length, &error), ONTO_OK);
	assert_int_equal(length, LENGTH);
	assert_true(log.calls >= 3 && log.calls <= 6);
	assert_int_equal(log.total, LENGTH);
	assert_int_equal(log.done, LENGTH);
	free(all);
	free(text);
	input_close(file);
}

/* All sequences of up to three bytes from the borders of each class, against the definition by code point. */
static bool decodes(const unsigned char *bytes, size_t length)
{
	for (size_t at = 0; at < length;) {
		unsigned char lead = bytes[at];
		size_t size = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
		if (!size || size > length - at) {
			return false;
		}
		uint32_t code = size == 1 ? lead : lead & (0xFFu >> (size + 1));
		for (size_t i = 1; i < size; i++) {
			if (bytes[at + i] >> 6 != 2) {
				return false;
			}
			code = code << 6 | (bytes[at + i] & 0x3F);
		}
		static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
		if (code < least[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
			return false;
		}
		at += size;
	}
	return true;
}

static void test_utf8(void **state)
{
	(void)state;
	static const unsigned char borders[] = {
		0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0,
		0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFE, 0xFF,
	};
	enum { BORDERS = sizeof borders };
	for (size_t i = 0; i < (size_t)BORDERS * BORDERS * BORDERS * BORDERS; i++) {
		unsigned char bytes[4];
		size_t rest = i;
		for (size_t k = 0; k < sizeof bytes; k++, rest /= BORDERS) {
			bytes[k] = borders[rest % BORDERS];
		}
		for (size_t length = 1; length <= sizeof bytes; length++) {
			bool is_whole = input_utf8_span((const char *)bytes, length) == length;
			assert_int_equal(is_whole, decodes(bytes, length));
		}
	}
}

static void test_control_characters(void **state)
{
	(void)state;
	static const char text[] =
		"a\x1b[31mb\tc\x7f\xC2\x9B"
		"d\xC3\xA9\x0b\n";
	fixture_path path = fixture_file(text, sizeof text - 1);
	input *file = NULL;
	char *line = NULL;
	onto_error error = {0};
	assert_int_equal(input_open(&file, path.text, &error), ONTO_OK);
	assert_int_equal(input_line(file, &line, NULL, &error), ONTO_OK);
	assert_string_equal(line, "a [31mb\tc   d\xC3\xA9 ");
	input_close(file);
	unlink(path.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_peek),
		cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_bad_text),
		cmocka_unit_test(test_truncated_gzip),
		cmocka_unit_test(test_damaged_gzip),
		cmocka_unit_test(test_control_characters),
		cmocka_unit_test(test_opening),
		cmocka_unit_test(test_progress),
		cmocka_unit_test(test_utf8),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
